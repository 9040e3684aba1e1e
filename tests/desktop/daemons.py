"""The notification daemons, and a person's gestures on what each of them shows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from PIL import Image

from desktop.screen import Place, Run, Screen
from desktop.waiting import NeverHappened, wait_for


class Daemon(Protocol):
    """One notification daemon. `program` may hold a star for the folder that names the machine's kind."""

    program: str

    def press(self, desk: Desk, label: str, labels: list[str]) -> None:
        """Presses the button with this label on the newest notification, whose buttons are `labels`."""

    def dismiss(self, desk: Desk) -> None:
        """Closes the newest notification as a person does."""

    def do_not_disturb(self, desk: Desk, wanted: bool) -> None:
        """Switches the daemon's own do-not-disturb."""


class Desk(Protocol):
    """What the gestures need of a desktop."""

    home: Path
    screen: Screen

    @property
    def run(self) -> Run: ...


class Dunst:
    """Shows "(A)" for all actions and offers them in a list; the list's chooser is a script here."""

    program = "/usr/bin/dunst"

    def press(self, desk: Desk, label: str, labels: list[str]) -> None:
        (desk.home / "wanted-action").write_text(label)
        desk.run("dunstctl", "context")

    def dismiss(self, desk: Desk) -> None:
        desk.run("dunstctl", "close")

    def do_not_disturb(self, desk: Desk, wanted: bool) -> None:
        desk.run("dunstctl", "set-paused", str(wanted).lower())


class XfceNotifyd:
    """Draws every action as a framed button."""

    program = "/usr/lib/*/xfce4/notifyd/xfce4-notifyd"

    def press(self, desk: Desk, label: str, labels: list[str]) -> None:
        bubble = _newest(desk, "xfce4-notifyd")
        button = wait_for(lambda: _frames(desk, bubble, len(labels)), 5, f"{len(labels)} buttons on screen")
        _click(desk, *button[labels.index(label)])

    def dismiss(self, desk: Desk) -> None:
        bubble = _newest(desk, "xfce4-notifyd")
        _click(desk, bubble.x + 8, bubble.y + 8)

    def do_not_disturb(self, desk: Desk, wanted: bool) -> None:
        setting = ("-p", "/do-not-disturb", "--create", "-t", "bool", "-s", str(wanted).lower())
        desk.run("xfconf-query", "-c", "xfce4-notifyd", *setting)


class NotificationDaemon:
    """The plain one of GNOME's older days: no do-not-disturb, and its buttons are words without frames."""

    program = "/usr/lib/notification-daemon/notification-daemon"

    def press(self, desk: Desk, label: str, labels: list[str]) -> None:
        bubble = _newest(desk, "notification-daemon")
        words = wait_for(lambda: _words(desk, bubble, len(labels)), 5, f"{len(labels)} buttons on screen")
        _click_until_gone(desk, *words[labels.index(label)])

    def dismiss(self, desk: Desk) -> None:
        bubble = _newest(desk, "notification-daemon")
        _click_until_gone(desk, bubble.x + bubble.width - 20, bubble.y + 26)

    def do_not_disturb(self, desk: Desk, wanted: bool) -> None:
        raise LookupError("notification-daemon knows no do-not-disturb")


DAEMONS: dict[str, Daemon] = {
    "xfce4-notifyd": XfceNotifyd(),
    "dunst": Dunst(),
    "notification-daemon": NotificationDaemon(),
}


def _newest(desk: Desk, kind: str) -> Place:
    """Where the newest notification stands, once it has been drawn and has found its place."""
    desk.screen.wait_until_still()
    return wait_for(lambda: _bubbles(desk, kind), 5, f"a notification of {kind} on screen")[0]


def _bubbles(desk: Desk, kind: str) -> list[Place]:
    places = [window.place for window in desk.screen.windows(kind)]
    return [place for place in places if place.width > 100 and place.height > 40]


def _click(desk: Desk, x: int, y: int) -> None:
    """Clicks and takes the pointer away, so that the next notification does not appear under it."""
    desk.screen.click(x, y)
    desk.screen.xdotool("mousemove", 2, 2)


def _click_until_gone(desk: Desk, x: int, y: int) -> None:
    """Clicks and, when nothing happens, clicks once more, as a person would.

    notification-daemon 3.20 swallows the first click after a notification that its program closed.
    """
    there = len(_bubbles(desk, "notification-daemon"))
    _click(desk, x, y)
    try:
        wait_for(lambda: len(_bubbles(desk, "notification-daemon")) < there, 1.5)
    except NeverHappened:
        _click(desk, x, y)


def _picture(desk: Desk, place: Place) -> Image.Image:
    file = desk.screen.shot(desk.home / "bubble.png", place)
    with Image.open(file) as picture:
        return picture.convert("RGB")


def _frames(desk: Desk, bubble: Place, count: int) -> list[tuple[int, int]]:
    """The middles of `count` buttons: the lowest row with that many long lines is their lower edge."""
    picture = _picture(desk, bubble)
    paper = _commonest(picture)
    for y in range(bubble.height - 3, bubble.height // 4, -1):
        row = [picture.getpixel((x, y)) for x in range(bubble.width)]
        lines = [run for run in _runs(row, paper) if run[1] - run[0] >= 30]
        if len(lines) == count:
            return [(bubble.x + (start + end) // 2, bubble.y + y - 10) for start, end in lines]
    return []


def _words(desk: Desk, bubble: Place, count: int) -> list[tuple[int, int]]:
    """The middles of `count` labels: the lowest band of rows whose ink falls apart in that many pieces."""
    picture = _picture(desk, bubble).convert("L")
    paper = _commonest(picture.crop((20, 20, bubble.width - 20, bubble.height - 20)))
    for y in range(bubble.height - 30, bubble.height // 3, -2):
        band = range(y - 8, y + 1)
        ink = [
            x
            for x in range(70, bubble.width - 20)
            if any(abs(picture.getpixel((x, b)) - paper) > 60 for b in band)
        ]
        pieces = _pieces(ink, gap=9)
        if len(pieces) == count:
            return [(bubble.x + (start + end) // 2, bubble.y + y - 4) for start, end in pieces]
    return []


def _commonest(picture: Image.Image) -> Any:
    return max(picture.getcolors(picture.width * picture.height) or [(0, None)])[1]


def _runs(row: Sequence[object], paper: object) -> list[tuple[int, int]]:
    """Stretches of one colour that is not the paper's, as (first, last)."""
    runs, start = [], 0
    for x in range(1, len(row) + 1):
        if x == len(row) or row[x] != row[start]:
            if row[start] != paper:
                runs.append((start, x - 1))
            start = x
    return runs


def _pieces(places: list[int], gap: int) -> list[tuple[int, int]]:
    """Numbers in order, cut wherever the next is more than `gap` further on, as (first, last)."""
    pieces: list[tuple[int, int]] = []
    for x in places:
        if pieces and x - pieces[-1][1] <= gap:
            pieces[-1] = (pieces[-1][0], x)
        else:
            pieces.append((x, x))
    return pieces
