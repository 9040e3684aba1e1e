"""What comes in from the session bus: bytes, whatever a panel asks of the tray, whatever a service says."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from fuzz.choices import Choices
from fuzz.wired import SIGNATURES, Wired, body_of
from posture_pal.desktop.bus import wire
from posture_pal.desktop.notify.base import Callbacks, Notice
from posture_pal.desktop.notify.freedesktop import PATH, SERVICE, FreedesktopNotifier
from posture_pal.desktop.tray.status_notifier.icon import ITEM_PATH, MENU_PATH
from posture_pal.desktop.tray.status_notifier.registration import WATCHER
from posture_pal.desktop.tray.status_notifier.tray import StatusNotifierTray
from posture_pal.menu import SEPARATOR, Face, Icon, Item, Shape
from posture_pal.model import Answer

PANEL, STRANGER, DAEMON = ":1.20", ":1.66", ":1.30"


def stream(data: bytes) -> None:
    """Bytes in pieces: messages come out, or the stream is given up; what is malformed is told of."""
    choices, frames = Choices(data), wire.Frames()
    wired = Wired({})
    with suppress(ValueError):
        while choices:
            for message in frames.feed(choices.bytes(1 + choices.below(300))):
                wired.bus._received(message)
    assert all(told.startswith("reading a D-Bus message") for told in wired.reports), wired.reports
    assert len(frames._buffer) <= wire.BIGGEST


def _faces() -> list[Face]:
    pause = Item("Pause", children=(Item("30 min", ("pause", "30 min")), Item("1 h", ("pause", "1 h"))))
    first = (Item("Next in 3 min"), SEPARATOR, Item("Done", ("done",), default=True), pause)
    other = (Item("Quiet_"), Item("Sound", ("set", "prompts.sound", "true"), checked=True), SEPARATOR, pause)
    return [
        Face(Icon(Shape.COUNTING, 3), "3 min\n<b>", first),
        Face(Icon(Shape.OPEN), "open", other),
        Face(Icon(Shape.QUIET, 16), "", ()),
    ]


FACES = _faces()
COMMANDS = {item.command for face in FACES for one in face.items for item in (one, *one.children)}
MEMBERS = (
    *("GetLayout", "GetGroupProperties", "GetProperty", "Event", "EventGroup", "AboutToShow"),
    *("AboutToShowGroup", "Activate", "SecondaryActivate", "ContextMenu", "Scroll", "Get", "GetAll", "Set"),
    *("Introspect", "Ping", "ProvideXdgActivationToken", "Nonsense"),
)
PROPER = {
    "GetLayout": "iias",
    "GetGroupProperties": "aias",
    "GetProperty": "is",
    "Event": "isvu",
    "EventGroup": "a(isvu)",
    "AboutToShow": "i",
    "AboutToShowGroup": "ai",
    "Activate": "ii",
    "Scroll": "is",
    "Get": "ss",
    "GetAll": "s",
    "Set": "ssv",
}
PATHS = (MENU_PATH, ITEM_PATH, "/", "/nowhere")
INTERFACES = (
    *("com.canonical.dbusmenu", "org.kde.StatusNotifierItem", "org.freedesktop.DBus.Properties", ""),
    *("org.freedesktop.DBus.Introspectable", "org.freedesktop.DBus.Peer", "org.example.Other"),
)


def tray(data: bytes) -> None:
    """A panel that asks anything: each question gets one answer, and only what the menu says is chosen."""
    choices = Choices(data)
    chosen: list[tuple[str, ...]] = []
    wired = Wired({WATCHER: PANEL})
    shown = StatusNotifierTray(wired.bus)
    shown.start(FACES[0], chosen.append)
    steps = (
        partial(_asked, wired, choices),
        partial(_asked, wired, choices),
        lambda: shown.show(choices.pick(FACES)),
        partial(_answered, wired, choices),
        partial(_hosts, wired, choices),
        lambda: wired.own(WATCHER, choices.pick(("", PANEL, STRANGER))),
    )
    while choices:
        choices.pick(steps)()
    assert set(chosen) <= COMMANDS
    assert isinstance(shown.is_visible(), bool)
    shown.show(FACES[0])
    whole = {"path": MENU_PATH, "interface": INTERFACES[0], "member": "GetLayout"}
    answer = _ask(wired, "iias", (0, -1, []), **whole)
    assert len(answer.body[1][2]) == len(FACES[0].items)


def _asked(wired: Wired, choices: Choices) -> None:
    member = choices.pick(MEMBERS)
    interface = choices.pick(INTERFACES)
    signature = PROPER.get(member, "") if choices.below(4) else choices.pick(SIGNATURES)
    body = body_of(signature, choices)
    _ask(wired, signature, body, path=choices.pick(PATHS), interface=interface, member=member)


def _ask(wired: Wired, signature: str, body: tuple[Any, ...], **call: str) -> wire.Received:
    before = len(wired.line.sent)
    wired.come("method_call", signature, body, sender=PANEL, **call)
    answers = [one for one in wired.line.sent[before:] if one.reply_to == wired.serial]
    assert len(answers) == 1, (call, signature, body, answers)
    return answers[0]


def _hosts(wired: Wired, choices: Choices) -> None:
    signature = choices.pick(("s", "", *SIGNATURES))
    sender = choices.pick((PANEL, STRANGER))
    told = {"path": "/StatusNotifierWatcher", "interface": WATCHER, "sender": sender}
    member = choices.pick(("StatusNotifierHostRegistered", "StatusNotifierHostUnregistered"))
    wired.come("signal", signature, body_of(signature, choices), member=member, **told)


def _answered(wired: Wired, choices: Choices, proper: Callable[[str], str] = lambda _: "v") -> None:
    """One of the program's own calls is answered, with anything."""
    calls = [one for one in wired.line.sent if one.kind == "method_call"]
    if not calls:
        return
    call = choices.pick(calls[-8:])
    signature = choices.pick(SIGNATURES) if choices.below(4) == 0 else proper(call.member)
    body = body_of(signature, choices)
    if choices.below(4):
        wired.come("method_return", signature, body, reply_serial=call.serial, sender=PANEL)
    else:
        name = {"error_name": "org.example.Error"}
        wired.come("error", signature, body, reply_serial=call.serial, sender=PANEL, **name)


class Prompts:
    """A notifier, what it was asked to show, and what it says the person did; each once, of what is open."""

    def __init__(self, choices: Choices) -> None:
        self.choices = choices
        self.open: set[str] = set()
        self.later: list[Callable[[], None]] = []
        self.wired = Wired({SERVICE: DAEMON})
        told = Callbacks(self._answered, self._opened, self._failed, lambda _s, run: self.later.append(run))
        self.notifier = FreedesktopNotifier(self.wired.bus, None, told)

    def _answered(self, occurrence: str, answer: Answer) -> None:
        assert isinstance(answer, Answer)
        assert answer in {Answer.DONE, Answer.SNOOZE, Answer.SKIP, Answer.DISMISS}
        assert occurrence in self.open, f"{occurrence} is over or was never shown"
        self.open.remove(occurrence)

    def _opened(self, occurrence: str) -> None:
        assert occurrence in self.open

    def _failed(self, occurrence: str | None, why: str) -> None:
        assert occurrence in {"a", "b", None}
        assert why

    def show(self) -> None:
        name = self.choices.pick(("a", "b", None))
        buttons = ((Answer.DONE, "Done"), (Answer.SNOOZE, "5 min"), (Answer.SKIP, "Skip")) if name else ()
        self.notifier.show(
            Notice(
                self.choices.text(), self.choices.text(), name, buttons, self.choices.pick(("", "Show me"))
            )
        )
        self.open |= {name} if name else set()

    def withdraw(self) -> None:
        name = self.choices.pick(("a", "b"))
        self.notifier.withdraw(name)
        self.open.discard(name)

    def signal(self) -> None:
        choices = self.choices
        member, proper = choices.pick((("ActionInvoked", "us"), ("NotificationClosed", "uu")))
        sender = choices.pick((DAEMON, DAEMON, DAEMON, STRANGER))
        before = set(self.open)
        self._signal(member, proper if choices.below(4) else choices.pick(SIGNATURES), sender)
        assert sender == self.wired.owners.get(SERVICE) or self.open == before, "a stranger was believed"

    def _signal(self, member: str, signature: str, sender: str) -> None:
        told = {"path": PATH, "interface": SERVICE, "member": member, "sender": sender}
        self.wired.come("signal", signature, body_of(signature, self.choices), **told)

    def time_passes(self) -> None:
        waiting, self.later = self.later, []
        for run in waiting:
            run()


def notifier(data: bytes) -> None:
    """A notification service that says anything in any order: what is open is answered, and once."""
    choices = Choices(data)
    prompts = Prompts(choices)
    proper = {"Notify": "u", "GetCapabilities": "as", "CloseNotification": ""}
    steps = (
        prompts.show,
        prompts.signal,
        prompts.signal,
        lambda: _answered(prompts.wired, choices, lambda member: proper.get(member, "")),
        lambda: _answered(prompts.wired, choices, lambda member: proper.get(member, "")),
        prompts.withdraw,
        prompts.time_passes,
        lambda: prompts.wired.own(SERVICE, choices.pick(("", DAEMON, STRANGER))),
    )
    while choices:
        choices.pick(steps)()
    prompts.notifier.close()
