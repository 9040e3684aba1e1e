"""Others on the bus who ask for what is not there, or answer with what was not asked."""

from __future__ import annotations

from typing import Any

import pytest
from fuzz.wired import Wired

from posture_pal.desktop.bus import wire
from posture_pal.desktop.tray.status_notifier.registration import WATCHER
from posture_pal.desktop.tray.status_notifier.tray import StatusNotifierTray
from posture_pal.menu import Face, Icon, Item, Shape

PANEL = ":1.20"
MENU = {"path": "/StatusNotifierItem/Menu", "interface": "com.canonical.dbusmenu"}
PROPERTIES = {"path": "/StatusNotifierItem", "interface": "org.freedesktop.DBus.Properties"}
INVALID = "org.freedesktop.DBus.Error.InvalidArgs"


@pytest.fixture
def wired() -> Wired:
    return Wired({WATCHER: PANEL})


@pytest.fixture
def tray(wired: Wired) -> StatusNotifierTray:
    tray = StatusNotifierTray(wired.bus)
    tray.start(Face(Icon(Shape.COUNTING), "", (Item("Done", ("done",)),)), lambda _command: None)
    return tray


def asked(wired: Wired, signature: str, body: tuple[Any, ...], **call: str) -> wire.Received:
    wired.come("method_call", signature, body, sender=PANEL, **call)
    (answer,) = (one for one in wired.line.sent if one.reply_to == wired.serial)
    return answer


@pytest.mark.usefixtures("tray")
@pytest.mark.parametrize(
    ("member", "signature", "body", "place"),
    [
        ("GetLayout", "", (), MENU),
        ("GetLayout", "s", ("0",), MENU),
        ("EventGroup", "s", ("abc",), MENU),
        ("AboutToShowGroup", "", (), MENU),
        ("GetProperty", "isi", (1, "label", 2), MENU),
        ("Get", "sas", ("org.kde.StatusNotifierItem", ["Menu"]), PROPERTIES),
        ("Set", "ss", ("org.kde.StatusNotifierItem", "Menu"), PROPERTIES),
    ],
)
def test_a_call_with_other_arguments_than_described_is_refused_and_fails_nothing(
    wired: Wired, member: str, signature: str, body: tuple[Any, ...], place: dict[str, str]
) -> None:
    assert asked(wired, signature, body, member=member, **place).error == INVALID
    assert wired.reports == []


@pytest.mark.usefixtures("tray")
def test_whole_numbers_of_another_kind_are_taken_as_meant(wired: Wired) -> None:
    answer = asked(wired, "uuas", (0, 1, []), member="GetLayout", **MENU)
    assert (answer.kind, answer.body[1][0]) == ("method_return", 0)


@pytest.mark.parametrize(("signature", "body"), [("", ()), ("s", ("yes",)), ("v", (("s", "yes"),))])
def test_a_panel_that_answers_nonsense_shows_nothing(
    wired: Wired, tray: StatusNotifierTray, signature: str, body: tuple[Any, ...]
) -> None:
    calls = {one.member: one.serial for one in wired.line.sent if one.kind == "method_call"}
    wired.come("method_return", "", (), reply_serial=calls["RegisterStatusNotifierItem"], sender=PANEL)
    wired.come("method_return", signature, body, reply_serial=calls["Get"], sender=PANEL)
    assert not tray.is_visible()
    assert wired.reports == []


def test_a_panel_that_says_it_shows_items_is_believed(wired: Wired, tray: StatusNotifierTray) -> None:
    calls = {one.member: one.serial for one in wired.line.sent if one.kind == "method_call"}
    wired.come("method_return", "", (), reply_serial=calls["RegisterStatusNotifierItem"], sender=PANEL)
    wired.come("method_return", "v", (("b", True),), reply_serial=calls["Get"], sender=PANEL)
    assert tray.is_visible()
