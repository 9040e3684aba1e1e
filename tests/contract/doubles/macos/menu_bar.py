"""A life in macOS's menu bar, played in a process of its own and told as one line of JSON.

The main thread serves the menu bar, and another is the service, as in the program. Whatever touches AppKit
from the wrong one ends this process by a trap, as recent systems do.
"""

from __future__ import annotations

import ctypes.util  # noqa: F401 - before this looks like macOS to the standard library
import json
import os
import signal
import subprocess  # noqa: F401
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE / "modules"), str(HERE.parents[3])]
sys.platform = "darwin"

import AppKit  # noqa: E402
import mac_loop  # noqa: E402
from Foundation import NSDistributedNotificationCenter  # noqa: E402

from posture_pal.desktop import main_loop  # noqa: E402
from posture_pal.desktop.tray.choose import choose  # noqa: E402
from posture_pal.menu import Face, Icon, Item, Shape  # noqa: E402

TOLD: dict[str, Any] = {}
FIRST = Face(
    Icon(Shape.COUNTING, 4),
    "Posture Pal\nNext: break in 20 min",
    (
        Item("Next: break in 20 min"),
        Item(),
        Item("Take", children=(Item("break (5 min)", ("start", "break")),)),
        Item("Sound", ("set", "prompts.sound", "true"), checked=False),
        Item("Quiet on calls", checked=True),
    ),
)
SECOND = Face(Icon(Shape.OPEN, 16), "Posture Pal\nTime for a break", (Item("Done", ("done",)),))


def on_main_thread(look: Callable[[], Any]) -> Any:
    """What it gives there; everything that was asked for earlier is done by then."""
    answer: list[Any] = []
    there = threading.Event()

    def job() -> None:
        answer.append(look())
        there.set()

    mac_loop.jobs.put(job)
    assert there.wait(10)
    return answer[0]


def menu_of(item: Any) -> list[Any]:
    return [
        [entry.title, entry.enabled, entry.state, menu_of(entry.submenu) if entry.submenu else None]
        for entry in item.entries
    ]


def looks() -> dict[str, Any]:
    """What a person sees in the menu bar."""
    (item,) = AppKit.NSStatusBar.items
    image = item.button().image
    return {
        "hidden": item.button().hidden,
        "tooltip": item.button().tooltip,
        "image": [*image.pixels, *image.points],
        "menu": menu_of(item.menu),
        "dock": AppKit.NSApplication.sharedApplication().policy,
    }


def press(*path: str) -> None:
    """Chooses an entry, as a click does."""
    (item,) = AppKit.NSStatusBar.items
    menu = item.menu
    for title in path:
        entry = next(entry for entry in menu.entries if entry.title == title)
        menu = entry.submenu
    entry.target.activate_menu_item(entry)


def a_life(tray: Any, chosen: list[Any]) -> None:
    tray.start(FIRST, lambda command: chosen.append([*command, threading.current_thread().name]))
    while not tray.is_visible():
        pass
    TOLD["first"] = on_main_thread(looks)
    on_main_thread(lambda: press("Take", "break (5 min)"))
    tray.show(SECOND)
    TOLD["second"] = on_main_thread(looks)
    heard: list[str] = []
    end = main_loop.hear(
        {
            main_loop.SCREEN_LOCKED: lambda: heard.append(f"locked {threading.current_thread().name}"),
            main_loop.WILL_SLEEP: lambda: heard.append("asleep"),
        }
    )
    on_main_thread(lambda: None)
    for _ in range(2):
        NSDistributedNotificationCenter.defaultCenter().announce(main_loop.SCREEN_LOCKED)
        AppKit.NSWorkspace.sharedWorkspace().notificationCenter().announce(main_loop.WILL_SLEEP)
        on_main_thread(lambda: None)
        end()
        on_main_thread(lambda: None)
    TOLD["heard"] = heard
    tray.close()


def the_wrong_thread(tray: Any, _chosen: list[Any]) -> None:
    tray.start(FIRST, lambda _command: None)
    while not tray.is_visible():
        pass
    tray._icon.title = "from the service's thread"


def closed_at_once(tray: Any, _chosen: list[Any]) -> None:
    tray.start(FIRST, lambda _command: None)
    tray.close()


def closed_while_it_is_made(tray: Any, _chosen: list[Any]) -> None:
    new_icon, made = tray._new_icon, threading.Event()

    def slowly(kind: Any) -> Any:
        made.set()
        assert tray._closed.wait(10)
        return new_icon(kind)

    tray._new_icon = slowly
    tray.start(FIRST, lambda _command: None)
    assert made.wait(10)
    tray.close()


def told_to_end(tray: Any, _chosen: list[Any]) -> None:
    tray.start(FIRST, lambda _command: None)
    while not tray.is_visible():
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    ENDED.wait(10)
    TOLD["ended"] = ENDED.is_set()
    tray.close()


ENDED = threading.Event()


def main(name: str) -> None:
    tray, reasons = choose(None, "darwin")
    assert not reasons, reasons
    chosen: list[Any] = []
    signal.signal(signal.SIGTERM, lambda *_: ENDED.set())
    # Python runs no handler while the main thread is in macOS's loop; only what MachSignals passes on comes.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    service = threading.Thread(target=globals()[name], args=(tray, chosen), name="service", daemon=True)
    service.start()
    tray.occupy()  # type: ignore[attr-defined]
    service.join(10)
    TOLD.update(chosen=chosen, left=len(AppKit.NSStatusBar.items), visible=tray.is_visible())
    print(json.dumps(TOLD))  # noqa: T201


main(sys.argv[1])
