"""The screen lock and sleep, as the login service and the screen savers tell them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from desktop.waiting import wait_for

from contract.doubles.ears import Ears
from contract.doubles.fixtures import bus, bus_folder, folder
from contract.doubles.on_bus import Logind, ScreenSaver, fails, says
from posture_pal.desktop.bus import Bus
from posture_pal.desktop.presence.choose import session_sources
from posture_pal.desktop.presence.lock import screen_lock
from posture_pal.desktop.presence.logind import Sleep
from posture_pal.desktop.presence.screensaver import SAVERS, Saver
from posture_pal.desktop.witness import Witnessed
from posture_pal.events import Asleep, Awake, Locked, Unlocked

__all__ = ["bus", "bus_folder", "folder"]


@pytest.fixture
def logind(bus_folder: str) -> Iterator[Logind]:
    logind = Logind(bus_folder)
    logind.appear()
    yield logind
    logind.vanish()


@pytest.fixture
def saver(bus_folder: str) -> Iterator[ScreenSaver]:
    saver = ScreenSaver(bus_folder, *SAVERS[1])
    saver.appear()
    yield saver
    saver.vanish()


class Lock:
    """A started source of the screen lock, with ears."""

    def __init__(self, source: Witnessed) -> None:
        self.source = source
        self.ears = Ears()
        source.start(self.ears.tell)

    def knows(self, locked: bool | None) -> None:
        """Waits until it has this view."""
        wait_for(
            lambda: self.source.state() is locked, 5, f"{locked}", explain=lambda: str(self.source.reasons())
        )


@pytest.fixture
def lock(bus: Bus) -> Iterator[Lock]:
    lock = Lock(screen_lock({}, bus, bus))
    yield lock
    lock.source.close()


@pytest.mark.parametrize("kind", SAVERS, ids=lambda saver: saver.service)
def test_each_screen_saver_tells_that_it_covers_the_screen(bus_folder: str, lock: Lock, kind: Saver) -> None:
    saver = ScreenSaver(bus_folder, *kind)
    saver.appear()
    lock.knows(False)
    saver.cover(True)
    lock.ears.wait_for(Locked)
    saver.cover(False)
    lock.ears.wait_for(Unlocked)
    saver.vanish()


def test_a_screen_that_is_covered_already_is_told_at_the_start(bus: Bus, saver: ScreenSaver) -> None:
    saver.active = True
    lock = Lock(screen_lock({}, bus, None))

    lock.ears.wait_for(Locked)
    lock.source.close()


@pytest.mark.usefixtures("saver")
def test_a_screen_that_is_free_at_the_start_is_no_news(lock: Lock) -> None:
    lock.knows(False)

    assert lock.ears.heard == []
    assert lock.source.why_not() is None


def test_the_login_service_tells_the_lock_of_this_session(logind: Logind, lock: Lock) -> None:
    lock.knows(False)
    logind.lock(True)
    lock.ears.wait_for(Locked)
    logind.session.invalidate("LockedHint", "b", False)
    lock.ears.wait_for(Unlocked)


def test_a_request_to_lock_is_no_lock(logind: Logind, lock: Lock) -> None:
    lock.knows(False)
    logind.session.emit("Lock")
    logind.session.emit("Unlock")
    logind.lock(True)

    lock.ears.wait_for(Locked)
    assert lock.ears.heard == [Locked()]


def test_two_that_tell_the_same_are_one_lock(logind: Logind, saver: ScreenSaver, lock: Lock) -> None:
    wait_for(lambda: list(lock.source.reasons().values()).count("off") == 2, 5, "both")
    saver.cover(True)
    logind.lock(True)
    wait_for(lambda: str(lock.source.reasons()).count("on: ") == 2, 5, "both")
    saver.cover(False)
    wait_for(lambda: str(lock.source.reasons()).count("on: ") == 1, 5, "one")
    assert lock.ears.heard == [Locked()]
    logind.lock(False)

    lock.ears.wait_for(Unlocked)


def test_a_screen_saver_that_crashes_leaves_no_lock_standing(saver: ScreenSaver, lock: Lock) -> None:
    lock.knows(False)
    saver.cover(True)
    lock.ears.wait_for(Locked)
    saver.vanish()

    lock.ears.wait_for(Unlocked)
    lock.knows(None)
    assert "not running" in (lock.source.why_not() or "")
    saver.active = False
    saver.appear()
    lock.knows(False)


def test_a_login_service_that_restarts_is_asked_again(logind: Logind, lock: Lock) -> None:
    lock.knows(False)
    logind.lock(True)
    lock.ears.wait_for(Locked)
    logind.vanish()
    lock.ears.wait_for(Unlocked)
    logind.appear()

    lock.ears.wait_for(Locked, 2)


@pytest.mark.parametrize("answer", [says("s", "yes"), says("u", 1), says(""), fails])
def test_a_screen_saver_that_answers_nonsense_is_unknown(
    bus: Bus, saver: ScreenSaver, answer: Callable[..., Any]
) -> None:
    saver.methods["GetActive"] = answer
    lock = Lock(screen_lock({}, bus, None))
    saver.emit("ActiveChanged", "s", ("on",))
    saver.emit("ActiveChanged", "", ())
    wait_for(lambda: ("GetActive", ()) in saver.calls, 5, "the question")

    assert lock.source.state() is None
    assert lock.ears.heard == []
    saver.cover(True)
    lock.ears.wait_for(Locked)
    lock.source.close()


@pytest.mark.parametrize("hint", [("s", "locked"), ("u", 1), ("ab", [True])])
def test_a_login_service_that_tells_nonsense_is_unknown(
    logind: Logind, lock: Lock, hint: tuple[str, Any]
) -> None:
    lock.knows(False)
    logind.lock(True)
    lock.ears.wait_for(Locked)
    logind.session.change("LockedHint", *hint)

    lock.ears.wait_for(Unlocked)
    lock.knows(None)


@pytest.mark.parametrize(
    ("environ", "broken"),
    [
        ({"XDG_SESSION_ID": "2"}, ["GetSessionByPID"]),
        ({"XDG_SESSION_ID": "gone"}, []),
        ({}, ["GetSessionByPID"]),
        ({"XDG_SESSION_ID": "gone"}, ["GetSessionByPID"]),
    ],
)
def test_the_session_is_found(bus: Bus, logind: Logind, environ: dict[str, str], broken: list[str]) -> None:
    for name in broken:
        logind.methods[name] = fails
    lock = Lock(screen_lock(environ, None, bus))
    lock.knows(False)
    logind.lock(True)

    lock.ears.wait_for(Locked)
    lock.source.close()


@pytest.mark.parametrize(
    "display",
    [
        ("s", "2"),
        ("(so)", ("", "/")),
        ("(ss)", ("2", "seat")),
        ("(so)", ("", "/org/freedesktop/login1/user/_31")),
    ],
)
def test_no_session_is_a_reason(bus: Bus, logind: Logind, display: tuple[str, Any]) -> None:
    logind.methods["GetSessionByPID"] = says("s", "not a path")
    logind.user.properties["Display"] = display
    lock = Lock(screen_lock({}, None, bus))

    wait_for(lambda: "no session" in (lock.source.why_not() or ""), 5, "the reason")
    lock.source.close()


def test_sleep_and_waking_are_told(bus: Bus, logind: Logind) -> None:
    sleep, ears = Sleep(bus), Ears()
    sleep.start(ears.tell)
    assert bus.has_owner(logind.name)  # and with that, whatever was asked of the bus before is done
    logind.emit("PrepareForSleep", "s", ("yes",))
    logind.prepare_for_sleep(True)
    logind.prepare_for_sleep(True)
    logind.prepare_for_sleep(False)

    ears.wait_for(Awake)
    assert ears.heard == [Asleep(), Awake()]
    sleep.close()


def test_a_login_service_that_dies_before_waking_is_no_sleep_without_end(bus: Bus, logind: Logind) -> None:
    sleep, ears = Sleep(bus), Ears()
    sleep.start(ears.tell)
    assert bus.has_owner(logind.name)  # and with that, whatever was asked of the bus before is done
    logind.prepare_for_sleep(True)
    ears.wait_for(Asleep)
    logind.vanish()

    ears.wait_for(Awake)
    assert "clocks" in (sleep.why_not() or "")
    sleep.close()


def test_a_stranger_cannot_put_the_program_to_sleep(bus: Bus, logind: Logind, bus_folder: str) -> None:
    sleep, ears = Sleep(bus), Ears()
    sleep.start(ears.tell)
    assert bus.has_owner(logind.name)  # and with that, whatever was asked of the bus before is done
    stranger = Bus([f"{bus_folder}/bus"], "session")
    stranger.emit(logind.path, logind.interface, "PrepareForSleep", "b", (True,))
    stranger.has_owner(logind.name)
    logind.prepare_for_sleep(False)

    bus.has_owner(logind.name)
    assert ears.heard == []
    stranger.close()
    sleep.close()


def test_a_lost_bus_ends_what_stood(bus_folder: str, logind: Logind) -> None:
    bus = Bus([f"{bus_folder}/bus"], "session", report=lambda *_: None)
    lock = Lock(screen_lock({}, bus, bus))
    sleep, ears = Sleep(bus), Ears()
    sleep.start(ears.tell)
    lock.knows(False)
    assert bus.has_owner(logind.name)  # and with that, whatever was asked of the bus before is done
    logind.lock(True)
    logind.prepare_for_sleep(True)
    lock.ears.wait_for(Locked)
    ears.wait_for(Asleep)
    for callback in list(bus.on_lost):
        callback()

    lock.ears.wait_for(Unlocked)
    ears.wait_for(Awake)
    assert "lost" in (lock.source.why_not() or "")
    lock.source.close()
    sleep.close()
    bus.close()


def test_nothing_is_told_once_all_is_closed(bus: Bus, logind: Logind, saver: ScreenSaver) -> None:
    sources = session_sources({}, bus, bus)
    ears = Ears()
    for source in sources:
        source.start(ears.tell)
    for source in sources:
        source.close()
    saver.cover(True)
    logind.lock(True)
    logind.prepare_for_sleep(True)

    bus.has_owner(logind.name)
    assert ears.heard == []
    assert [source.name for source in sources] == ["screen lock", "sleep"]


def test_without_any_bus_nothing_can_tell_and_that_is_said() -> None:
    (source,) = session_sources({}, None, None)
    source.start(Ears().tell)

    assert source.why_not()
    source.close()
