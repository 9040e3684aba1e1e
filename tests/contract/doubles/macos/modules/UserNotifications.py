"""What UserNotifications is asked for: developer.apple.com/documentation/usernotifications.

UNUserNotificationCenter may be used from any thread and calls its completion handlers on threads of its own.
currentNotificationCenter ends a program that is no app. A request with the identifier of an earlier one takes
its place; adding is an error without authorization; setNotificationCategories replaces all earlier ones.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from typing import Any

import Foundation


class NSError:
    def __init__(self, sentence: str, code: int = 1) -> None:
        self._sentence, self._code = sentence, code

    def localizedDescription(self) -> str:
        return self._sentence

    def code(self) -> int:
        return self._code


NOT_ALLOWED = NSError("Notifications are not allowed for this application")


class Person:
    """Whoever is asked for leave, and System Settings: set by the test."""

    says_yes = True
    status = 0  # UNAuthorizationStatusNotDetermined
    refusal: NSError | None = None
    asked = 0


class UNNotificationSound:
    @classmethod
    def defaultSound(cls) -> str:
        return "default"


class UNMutableNotificationContent(Foundation.NSObject):
    title = body = category = ""
    sound: str | None = None

    def setTitle_(self, text: str) -> None:
        self.title = text

    def setBody_(self, text: str) -> None:
        self.body = text

    def setCategoryIdentifier_(self, name: str) -> None:
        self.category = name

    def setSound_(self, sound: str) -> None:
        self.sound = sound


class UNNotificationRequest:
    @classmethod
    def requestWithIdentifier_content_trigger_(cls, name: str, content: Any, trigger: Any) -> Any:
        assert trigger is None, "shown at once"
        request = cls()
        request.name, request.content = name, content
        return request

    def identifier(self) -> str:
        return self.name


class UNNotificationAction:
    @classmethod
    def actionWithIdentifier_title_options_(cls, name: str, title: str, options: int) -> Any:
        action = cls()
        action.name, action.title, action.options = name, title, options
        return action


class UNNotificationCategory:
    @classmethod
    def categoryWithIdentifier_actions_intentIdentifiers_options_(
        cls, name: str, actions: list[Any], intents: list[str], options: int
    ) -> Any:
        assert intents == []
        category = cls()
        category.name, category.actions, category.options = name, actions, options
        return category


class Settings:
    def authorizationStatus(self) -> int:
        return Person.status


class Response:
    def __init__(self, request: UNNotificationRequest, action: str) -> None:
        self._request, self._action = request, action

    def notification(self) -> Response:
        return self

    def request(self) -> UNNotificationRequest:
        return self._request

    def actionIdentifier(self) -> str:
        return self._action


def soon(call: Callable[..., None], *words: Any) -> None:
    threading.Thread(target=call, args=words, daemon=True).start()


class UNUserNotificationCenter:
    _the_one: UNUserNotificationCenter | None = None

    def __init__(self) -> None:
        self.delivered: list[UNNotificationRequest] = []
        self.categories: dict[str, UNNotificationCategory] = {}
        self.delegate: Any = None
        self.allowed = False
        self.fails: NSError | None = None

    @classmethod
    def currentNotificationCenter(cls) -> UNUserNotificationCenter:
        if Foundation.BUNDLE is None:
            os.kill(os.getpid(), signal.SIGABRT)
        cls._the_one = cls._the_one or cls()
        return cls._the_one

    def setDelegate_(self, delegate: Any) -> None:
        self.delegate = delegate

    def requestAuthorizationWithOptions_completionHandler_(
        self, options: int, handler: Callable[[bool, NSError | None], None]
    ) -> None:
        assert options == 4 | 2  # alert and sound
        Person.asked += 1
        self.allowed = Person.says_yes
        soon(handler, Person.says_yes, Person.refusal)

    def getNotificationSettingsWithCompletionHandler_(self, handler: Callable[[Settings], None]) -> None:
        soon(handler, Settings())

    def setNotificationCategories_(self, categories: set[UNNotificationCategory]) -> None:
        self.categories = {category.name: category for category in categories}

    def addNotificationRequest_withCompletionHandler_(
        self, request: UNNotificationRequest, handler: Callable[[NSError | None], None]
    ) -> None:
        error = self.fails if self.allowed else NOT_ALLOWED
        if error is None:
            self.delivered = [one for one in self.delivered if one.name != request.name] + [request]
        soon(handler, error)

    def removeDeliveredNotificationsWithIdentifiers_(self, names: list[str]) -> None:
        self.delivered = [one for one in self.delivered if one.name not in names]

    def removePendingNotificationRequestsWithIdentifiers_(self, names: list[str]) -> None:
        assert all(isinstance(name, str) for name in names)

    # --- not macOS's: what the person does ---------------------------------------------------------------

    def press(self, name: str, action: str) -> bool:
        """Chooses an action of a notice, which is gone then; whether macOS was told that it is dealt with."""
        request = next(one for one in self.delivered if one.name == name)
        self.delivered.remove(request)
        done: list[bool] = []
        self.delegate.userNotificationCenter_didReceiveNotificationResponse_withCompletionHandler_(
            self, Response(request, action), lambda: done.append(True)
        )
        return done == [True]
