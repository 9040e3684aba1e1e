"""What the tray's tests play on: a bus, a panel's list that comes and goes, and faces to show."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from desktop.bus import Bus as Client, TrayItem
from desktop.waiting import wait_for

from contract.notify_bus import private_bus
from contract.tray_watcher import Watcher
from posture_pal.desktop.bus import Bus
from posture_pal.desktop.tray.status_notifier.tray import StatusNotifierTray
from posture_pal.menu import SEPARATOR, Face, Icon, Item, Shape

Command = tuple[str, ...]


def face(
    *,
    minutes: int = 12,
    prompt: str | None = None,
    sound: bool = False,
    shape: Shape = Shape.COUNTING,
    sixteenths: int = 4,
) -> Face:
    """A face like those of the program; `prompt` is the id of an open occurrence."""
    head = (Item(f"Posture check in {minutes} min"),) if prompt is None else _prompt(prompt)
    return Face(
        Icon(shape, sixteenths),
        f"Posture Pal\nposture check in {minutes} min",
        (
            *head,
            SEPARATOR,
            Item("Take", children=(Item("Stretch", ("start", "stretch")), Item("Break", ("start", "break")))),
            Item("Pause", children=(Item("1 h", ("pause", "3600")), Item("2 h", ("pause", "7200")))),
            SEPARATOR,
            Item("Settings", children=(Item("Sound", ("set", "sound"), checked=sound),)),
            Item("Quit", ("quit",)),
        ),
    )


def _prompt(occurrence: str) -> tuple[Item, ...]:
    return (
        Item("Time to change position"),
        Item("Done", ("respond", "done", occurrence), default=True),
        Item("Snooze", children=(Item("5 min", ("respond", "snooze", occurrence, "300")),)),
        Item("Skip", ("respond", "skip", occurrence)),
    )


class TrayStage:
    """A bus without a panel at first. `chosen` is what the tray told; `client` is who reads as panels do."""

    def __init__(self, socket: Path, stack: ExitStack) -> None:
        self.address = f"unix:path={socket}"
        self.chosen: list[Command] = []
        self.reported: list[str] = []
        self._stack = stack
        self.bus = Bus(
            [str(socket)], "session", lambda doing, error: self.reported.append(f"{doing}: {error}")
        )
        stack.callback(self.bus.close)
        self.client = Client(self.address)
        stack.callback(self.client.close)

    def watcher(self, *, hosted: bool = True, knows_paths: bool = True) -> Watcher:
        """A panel's list comes to be."""
        watcher = Watcher(self.address, hosted=hosted, knows_paths=knows_paths)
        self._stack.callback(watcher.leave)
        return watcher

    def tray(self, first: Face | None = None) -> StatusNotifierTray:
        """A tray that has started."""
        tray = StatusNotifierTray(self.bus)
        tray.start(first or face(), self.chosen.append)
        self._stack.callback(tray.close)
        return tray

    def shown(self, first: Face | None = None) -> tuple[StatusNotifierTray, TrayItem]:
        """A tray that a panel shows, and where the panel found it."""
        self.panel = self.watcher()
        tray = self.tray(first)
        wait_for(tray.is_visible, what="the tray being shown")
        return tray, self.client.wait_for_item()


@contextmanager
def tray_stage(folder: Path) -> Iterator[TrayStage]:
    """Sets the stage, and clears it at the end."""
    with ExitStack() as stack:
        yield TrayStage(stack.enter_context(private_bus(folder)), stack)
