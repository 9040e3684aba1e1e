"""Prompts in the notification centre of macOS, with buttons: for a program that is installed as an app."""

from __future__ import annotations

import threading
from collections.abc import Callable
from itertools import count
from typing import Any

from posture_pal.desktop import main_loop
from posture_pal.desktop.notify.base import Callbacks, Notice
from posture_pal.desktop.notify.wording import clean
from posture_pal.errors import Unavailable
from posture_pal.model import Answer

_ALERT, _SOUND = 1 << 2, 1 << 1  # UNAuthorizationOptions
_BANNER, _LIST, _AUDIBLY = 1 << 4, 1 << 3, 1 << 1  # UNNotificationPresentationOptions
_TELL_DISMISSAL = 1 << 0  # UNNotificationCategoryOptionCustomDismissAction
_NO_OPTIONS = 0
_CLICKED, _DISMISSED = (
    "com.apple.UNNotificationDefaultActionIdentifier",
    "com.apple.UNNotificationDismissActionIdentifier",
)
_ANSWERS = {str(answer): answer for answer in Answer} | {_DISMISSED: Answer.DISMISS}
_DENIED = 1  # UNAuthorizationStatusDenied

Buttons = tuple[tuple[Answer, str], ...]


class CentreNotifier:
    """UNUserNotificationCenter, which may be used from any thread and answers on threads of its own."""

    name = "notification centre"

    def __init__(self, callbacks: Callbacks, part: Callable[[str], Any] = main_loop.part) -> None:
        """part: gives a module of PyObjC, or raises Unavailable."""
        self._callbacks = callbacks
        self._part = part
        self.is_refused = False
        self._why: str | None = None
        self._centre: Any = None
        self._delegate: Any = None
        self._kinds: dict[Buttons, Any] = {}
        self._numbers = count(1)
        self._shown: set[str] = set()
        self._lock = threading.Lock()
        self._leave: bool | None = None
        self._waiting: list[Notice] = []
        self.otherwise: Callable[[Notice], None] = self._not_shown
        """Is given what was to be shown, when it turns out that no leave is given."""
        try:
            self._begin()
        except Unavailable as error:
            self._why = str(error)

    def why_not(self) -> str | None:
        return self._why

    def show(self, notice: Notice) -> None:
        if self._why is not None:
            raise Unavailable(self._why)
        with self._lock:
            asks = self._leave is None and not self._waiting
            waits = self._leave is None
            if waits:
                self._waiting.append(notice)
        if asks:  # the person is asked once and for all; macOS keeps the answer
            self._centre.requestAuthorizationWithOptions_completionHandler_(_ALERT | _SOUND, self._answered)
        elif not waits:
            self._put_up(notice)

    def withdraw(self, occurrence: str) -> None:
        with self._lock:
            self._waiting = [notice for notice in self._waiting if notice.occurrence != occurrence]
        if occurrence in self._shown:
            self._take_away([occurrence])

    def close(self) -> None:
        self._why = "The notifications are closed."
        self._waiting = []
        if self._shown:
            self._take_away(sorted(self._shown))

    def _put_up(self, notice: Notice) -> None:
        content = self._words.UNMutableNotificationContent.alloc().init()
        content.setTitle_(clean(notice.title))
        content.setBody_(clean(notice.body))
        if notice.sound:
            content.setSound_(self._words.UNNotificationSound.defaultSound())
        if notice.buttons:
            content.setCategoryIdentifier_(self._category(notice.buttons))
        name = notice.occurrence or f"message {next(self._numbers)}"
        self._shown.add(name)
        # With the name of an earlier one it takes its place. Without a trigger it comes at once.
        request = self._words.UNNotificationRequest.requestWithIdentifier_content_trigger_(
            name, content, None
        )

        def done(error: Any) -> None:
            if error is not None:
                self._callbacks.failed(notice.occurrence, f"macOS shows it not: {_sentence(error)}")

        self._centre.addNotificationRequest_withCompletionHandler_(request, done)

    def _take_away(self, names: list[str]) -> None:
        self._shown.difference_update(names)
        self._centre.removePendingNotificationRequestsWithIdentifiers_(names)
        self._centre.removeDeliveredNotificationsWithIdentifiers_(names)

    def _begin(self) -> None:
        foundation = self._part("Foundation")
        if foundation.NSBundle.mainBundle().bundleIdentifier() is None:
            # To ask for the centre all the same would end the program.
            raise Unavailable(
                "Posture Pal is not installed as an app, and macOS gives buttons to apps alone."
            )
        self._words = self._part("UserNotifications")
        self._centre = self._words.UNUserNotificationCenter.currentNotificationCenter()
        self._delegate = delegate_kind(foundation.NSObject).alloc().init()
        self._delegate.pressed = self._pressed
        self._centre.setDelegate_(self._delegate)  # it is not kept there, but here

    def _answered(self, granted: bool, error: Any) -> None:
        """Whether notifications are welcome; told on a thread of macOS."""
        if granted:
            for notice in self._decided(leave=True):
                self._put_up(notice)
            return
        reason = "it gives no reason." if error is None else _sentence(error)

        def settled(settings: Any) -> None:
            # The same error stands for a person who said no and for an app that nobody signed.
            self.is_refused = settings.authorizationStatus() == _DENIED
            self._why = f"macOS gives no leave to show notifications: {reason}"
            if self.is_refused:
                self._why = "Notifications of Posture Pal are switched off: System Settings, Notifications."
            for notice in self._decided(leave=False):
                (self._not_shown if self.is_refused else self.otherwise)(notice)

        self._centre.getNotificationSettingsWithCompletionHandler_(settled)

    def _decided(self, *, leave: bool) -> list[Notice]:
        """What waited for the answer."""
        with self._lock:
            waiting, self._waiting, self._leave = self._waiting, [], leave
        return waiting

    def _not_shown(self, notice: Notice) -> None:
        self._callbacks.failed(notice.occurrence, str(self._why))

    def _category(self, buttons: Buttons) -> str:
        """The name of the kind of notice with these buttons; macOS is told all kinds whenever one is new."""
        name = " ".join(f"{answer}={label}" for answer, label in buttons)
        if buttons not in self._kinds:
            action = self._words.UNNotificationAction.actionWithIdentifier_title_options_
            actions = [action(str(answer), clean(label), _NO_OPTIONS) for answer, label in buttons]
            make = self._words.UNNotificationCategory
            self._kinds[buttons] = make.categoryWithIdentifier_actions_intentIdentifiers_options_(
                name, actions, [], _TELL_DISMISSAL
            )
            self._centre.setNotificationCategories_(set(self._kinds.values()))
        return name

    def _pressed(self, occurrence: str, action: str) -> None:
        self._shown.discard(occurrence)
        if action == _CLICKED:
            self._callbacks.opened(occurrence)
        elif action in _ANSWERS:
            self._callbacks.answered(occurrence, _ANSWERS[action])


def _sentence(error: Any) -> str:
    return str(error.localizedDescription())


_kinds_of_delegate: dict[Any, Any] = {}


def delegate_kind(base: Any) -> Any:
    """The class whom macOS tells of clicks: one for a program, for Objective-C has each name once."""
    if base in _kinds_of_delegate:
        return _kinds_of_delegate[base]

    class PosturePalDelegate(base):  # type: ignore[misc]
        """Passes clicks on; the methods are named as macOS calls them."""

        def userNotificationCenter_didReceiveNotificationResponse_withCompletionHandler_(  # noqa: N802
            self, _centre: Any, response: Any, done: Callable[[], None]
        ) -> None:
            name = str(response.notification().request().identifier())
            self.pressed(name, str(response.actionIdentifier()))
            done()

        def userNotificationCenter_willPresentNotification_withCompletionHandler_(  # noqa: N802
            self, _centre: Any, _notification: Any, done: Callable[[int], None]
        ) -> None:
            """Without this a notice would not be seen while the program's own menu is open."""
            done(_BANNER | _LIST | _AUDIBLY)

    _kinds_of_delegate[base] = PosturePalDelegate
    return PosturePalDelegate
