"""What macOS is asked through its C calls: presence, locks, full screen, microphone, camera and time."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from contract.doubles.ears import Ears
from contract.doubles.macos import NEEDS_A_COMPILER, Frameworks, compiled
from contract.presence_contract import PresenceContract
from posture_pal.clock import MacCounters
from posture_pal.desktop import main_loop
from posture_pal.desktop.frameworks import framework
from posture_pal.desktop.holds import programs_macos
from posture_pal.desktop.holds.fullscreen_macos import MacFullscreen
from posture_pal.desktop.holds.macos import MacCamera, MacMicrophone, devices_in_use, whole_screen
from posture_pal.desktop.holds.programs import ProgramsRunning
from posture_pal.desktop.presence.macos import MacPresence
from posture_pal.desktop.presence.macos_session import MacLock, MacSleep
from posture_pal.desktop.witness import View, Witness
from posture_pal.errors import Unavailable
from posture_pal.events import Asleep, Awake, Seen

pytestmark = NEEDS_A_COMPILER


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compiled(tmp_path_factory.mktemp("macos"))


@pytest.fixture
def macos(library: Path, tmp_path: Path) -> Iterator[Frameworks]:
    frameworks = Frameworks(library, tmp_path)
    yield frameworks
    assert frameworks.leaked == 0, "not all that was given to keep was let go of"


@dataclass
class Announcements:
    """Hears as main_loop.hear does; the test announces."""

    calls: dict[str, Callable[[], None]]
    ended: int = 0

    def hear(self, calls: Mapping[str, Callable[[], None]]) -> Callable[[], None]:
        self.calls.update(calls)
        return self._end

    def _end(self) -> None:
        self.ended += 1
        self.calls.clear()


@pytest.fixture
def announced() -> Announcements:
    return Announcements({})


def deaf(_calls: Mapping[str, Callable[[], None]]) -> Callable[[], None]:
    raise Unavailable("nobody runs the loop")


def views_of(witness: Witness) -> list[View]:
    seen: list[View] = []
    witness.start(seen.append)
    return seen


# --- presence ----------------------------------------------------------------------------------------


class MacDesk:
    def __init__(self, macos: Frameworks) -> None:
        self.macos = macos
        self.touch()
        self.source = MacPresence(find=macos.find)

    def leave_for(self, seconds: float) -> None:
        self.macos.set(ctypes.c_double, silence=seconds)

    def touch(self) -> None:
        self.macos.set(ctypes.c_double, silence=0.25)

    def vanish(self) -> None:
        self.macos.set(ctypes.c_double, silence=-1.0)


class TestMacPresence(PresenceContract):
    pushes = False

    @pytest.fixture
    def desk(self, macos: Frameworks) -> MacDesk:
        return MacDesk(macos)

    def test_it_makes_presence_unknown_and_says_why_when_its_peer_is_gone(
        self, desk: MacDesk, ears: Ears
    ) -> None:
        """It pushes nothing, so what is told is the silence that cannot be told, when it is asked."""
        ears.wait_for(Seen)
        desk.vanish()
        assert (desk.source.silence(), bool(desk.source.why_not())) == (None, True)

    def test_a_silence_has_its_fractions(self, desk: MacDesk) -> None:
        desk.leave_for(1234.5625)
        assert desk.source.silence() == 1234.5625


def test_where_a_framework_or_a_call_is_missing_that_is_the_reason() -> None:
    with pytest.raises(Unavailable, match="ApplicationServices"):
        framework("ApplicationServices")
    with pytest.raises(Unavailable, match="CGEventSourceSecondsSinceLastEventType"):
        MacPresence(find=lambda _name: object())
    assert devices_in_use(framework) == whole_screen(framework) == []


# --- the lock ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("world", "is_locked"),
    [
        ({"locked": -1}, False),
        ({"locked": 1}, True),
        ({"locked": 1, "as_number": 1}, True),
        ({"locked": 0}, False),
        ({"locked": -1, "on_console": 0}, True),
        ({"locked": -1, "on_console": -1}, False),
        ({"has_session": 0}, None),
    ],
    ids=["unlocked", "locked", "said by a number", "a plain no", "somebody else's turn", "silent", "none"],
)
def test_the_session_says_whether_it_is_locked(
    macos: Frameworks, world: dict[str, float], is_locked: bool | None
) -> None:
    macos.set(**world)
    lock = MacLock(macos.find, deaf)
    (view,) = views_of(lock)
    assert view.on is is_locked
    assert (lock.ask_every, bool(view.words)) == (10.0, is_locked is not False)
    lock.close()
    assert lock.ask_every is None


def test_an_announcement_is_believed_at_once_and_then_it_asks_rarely(
    macos: Frameworks, announced: Announcements
) -> None:
    lock = MacLock(macos.find, announced.hear)
    seen = views_of(lock)
    assert lock.ask_every == 10.0
    announced.calls[main_loop.SCREEN_LOCKED]()
    announced.calls[main_loop.SCREEN_UNLOCKED]()
    announced.calls[main_loop.SWITCHED_OUT]()
    assert [view.on for view in seen] == [False, True, False, True]
    assert lock.ask_every == 60.0
    macos.set(locked=1)
    announced.calls[main_loop.SWITCHED_IN]()  # back, and still locked
    macos.set(locked=0)
    lock.ask()
    assert [view.on for view in seen[4:]] == [True, False]
    lock.close()
    lock.close()
    lock.ask()
    assert (announced.ended, len(seen)) == (1, 6)


# --- sleep -------------------------------------------------------------------------------------------


def test_sleep_is_told_when_it_is_announced(announced: Announcements) -> None:
    ears, sleep = Ears(), MacSleep(announced.hear)
    sleep.start(ears.tell)
    fall_asleep, wake = announced.calls[main_loop.WILL_SLEEP], announced.calls[main_loop.DID_WAKE]
    fall_asleep()
    wake()
    assert (ears.heard, sleep.why_not()) == ([Asleep(), Awake()], None)
    sleep.close()
    fall_asleep()
    assert (len(ears.heard), announced.ended) == (2, 1)


def test_where_nobody_can_hear_of_sleep_the_reason_is_told() -> None:
    sleep = MacSleep(deaf)
    assert "PyObjC" in (sleep.why_not() or "")
    with pytest.raises(Unavailable):
        sleep.start(Ears().tell)
    assert sleep.why_not() == "nobody runs the loop"


@pytest.mark.parametrize(("slept", "awake"), [(0, 10), (3600, 10), (10**9, 1)])
def test_the_two_clocks_tell_how_long_it_slept(macos: Frameworks, slept: int, awake: int) -> None:
    """Above 2**32 ticks too: a call that gives an int would be far off."""
    ticks = 24_000_000  # in a second of Apple silicon
    macos.set(ctypes.c_uint64, continuous=(slept + awake) * ticks, absolute=awake * ticks)
    counters = MacCounters(macos.find("System"))
    assert counters.suspended() == pytest.approx(slept)
    assert counters.elapsed() == pytest.approx(slept + awake)


# --- full screen -------------------------------------------------------------------------------------

OTHER = 4321
LAPTOP, BESIDE = (0.0, 0.0, 1512.0, 982.0), (-1920.0, -98.0, 1920.0, 1080.0)


@pytest.mark.parametrize(
    ("layer", "owner", "place", "fills"),
    [
        (0, OTHER, LAPTOP, True),
        (0, OTHER, BESIDE, True),
        (0, OTHER, (0.0, 38.0, 1512.0, 944.0), False),
        (0, OTHER, (-1920.0, -98.0, 3432.0, 1080.0), False),
        (0, os.getpid(), LAPTOP, False),
        (25, OTHER, LAPTOP, False),
        (-2147483623, OTHER, LAPTOP, False),
    ],
    ids=["laptop", "second screen", "maximised", "across both", "our own", "an overlay", "the wallpaper"],
)
def test_a_window_that_covers_a_screen_to_the_last_point_fills_it(
    macos: Frameworks, layer: int, owner: int, place: tuple[float, ...], fills: bool
) -> None:
    for screen in (LAPTOP, BESIDE):
        macos.library.add_screen(*screen)
    macos.library.add_window(0, OTHER, 10.0, 20.0, 300.0, 200.0)
    macos.library.add_window(layer, owner, *place)
    screen = MacFullscreen(macos.find)
    seen = views_of(screen)
    macos.library.no_windows()
    screen.ask()
    assert [view.on for view in seen] == [fills, False]
    screen.close()
    screen.ask()
    assert (len(seen), screen.ask_every) == (2, None)


def test_without_a_session_or_a_screen_nothing_is_known_of_windows(macos: Frameworks) -> None:
    screen = MacFullscreen(macos.find)
    assert views_of(screen)[0].on is None
    macos.library.add_screen(*LAPTOP)
    macos.set(has_session=0)
    assert views_of(screen)[0].on is None


@pytest.mark.parametrize(
    ("listed", "on"),
    [
        ("Zoom.us", True),
        ("an application with a rather long name", True),
        ("teams", False),
    ],
)
def test_a_program_of_the_list_is_seen_running(macos: Frameworks, listed: str, on: bool) -> None:
    names = programs_macos.names(macos.find)
    assert names == {"launchd", "zoom.us", "an application with a rather lo"}
    witness = ProgramsRunning([listed], lambda: names, programs_macos.LONGEST)
    assert views_of(witness)[0].on is on


def test_programs_that_cannot_be_listed_are_unknown_and_not_off() -> None:
    (view,) = views_of(ProgramsRunning(["zoom"], lambda: programs_macos.names(framework)))
    assert (view.on, "cannot be listed" in view.words) == (None, True)


# --- microphone and camera ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("world", "used"),
    [
        ({}, False),
        ({"microphone_runs": 1}, True),
        ({"microphone_runs": 1, "microphone_plays": 1}, None),
        ({"microphone": 0}, None),
    ],
    ids=["silent", "in use", "a headset that also plays", "none"],
)
def test_the_microphone_of_the_settings_is_in_use_or_not(
    macos: Frameworks, world: dict[str, float], used: bool | None
) -> None:
    macos.set(ctypes.c_uint32, **world)
    assert views_of(MacMicrophone(macos.find))[0].on is used


@pytest.mark.parametrize(
    ("world", "used"),
    [
        ({}, False),
        ({"camera_count": 3, "cameras_run": 3}, True),
        ({"camera_count": 0}, None),
        ({"cameras_fail": 1}, None),
    ],
    ids=["off", "the third of three", "none", "not told"],
)
def test_any_camera_that_runs_is_in_use(
    macos: Frameworks, world: dict[str, float], used: bool | None
) -> None:
    macos.set(ctypes.c_uint32, **world)
    camera = MacCamera(macos.find)
    assert views_of(camera)[0].on is used
    assert camera.ask_every == 15.0
    camera.close()
    assert camera.ask_every is None
