"""What a service finds at the desk of a written life: a screen, a tray, and sources that tell what is so."""

from __future__ import annotations

from collections.abc import Callable

from lives.truth import Truth
from posture_pal.desktop.notify.base import Notice
from posture_pal.desktop.source import Tell
from posture_pal.desktop.tray.base import Chosen
from posture_pal.errors import Unavailable
from posture_pal.events import Event, HoldBegan, HoldEnded, Locked, PresenceUnknown, Seen, Unlocked
from posture_pal.menu import Face
from posture_pal.model import Hold


class LifeScreen:
    """Puts prompts on a screen that fails on demand: at once, or with a word that comes later."""

    name = "written"

    def __init__(self, look: Callable[[Notice], None], failed: Callable[[str, str], None]) -> None:
        self.fails = False
        self.shown: set[str] = set()
        self._look = look
        self._failed = failed
        self._turns = 0

    def why_not(self) -> str | None:
        return "it fails" if self.fails else None

    def show(self, notice: Notice) -> None:
        self._look(notice)
        if not self.fails:
            self.shown.add(str(notice.occurrence))
            return
        self._turns += 1
        if self._turns % 3 == 0:
            raise RuntimeError("a fault that nobody foresaw")
        if self._turns % 3 == 1:
            raise Unavailable("nobody shows notifications")
        self._failed(str(notice.occurrence), "no answer came")

    def withdraw(self, occurrence: str) -> None:
        if self.fails and self._turns % 2:
            raise Unavailable("nobody takes notifications away")
        self.shown.discard(occurrence)

    def close(self) -> None:
        self.shown.clear()


class LifeTray:
    """A tray that can fail to show anything."""

    name = "written"

    def __init__(self) -> None:
        self.fails = False
        self.faces = 0

    def why_not(self) -> str | None:
        return None

    def start(self, face: Face, chosen: Chosen) -> None:
        self.show(face)

    def show(self, face: Face) -> None:
        if self.fails:
            raise OSError("the panel is gone")
        self.faces += 1

    def is_visible(self) -> bool:
        return not self.fails

    def close(self) -> None:
        """Nothing is held."""


class LifePresence:
    """Knows the silence; tells departures and returns by itself, or must be asked, as desktops differ."""

    name = "written"

    def __init__(self, truth: Truth, *, pushes: bool) -> None:
        self.pushes = pushes
        self.away_after = truth.away_after
        self.ask_every: float | None = None
        self._truth = truth
        self._tell: Tell | None = None

    def why_not(self) -> str | None:
        return None

    def start(self, tell: Tell) -> None:
        self._tell = tell
        self.changed()

    def ask(self) -> None:
        """It wants no asking."""

    def silence(self) -> float | None:
        return None if self._truth.presence == "unknown" else self._truth.silence()

    def changed(self) -> None:
        """Tells what is so now."""
        if self._tell is None:
            return
        if self._truth.presence == "unknown":
            self._tell(PresenceUnknown())
        elif self.pushes:
            self._tell(Seen(self._truth.silence(), continuous=self._truth.presence == "active"))

    def close(self) -> None:
        self._tell = None


class LifeSwitch:
    """Tells when something begins and ends: a lock, or a reason to stay quiet."""

    ask_every: float | None = None

    def __init__(self, name: str, is_on: Callable[[], bool], events: tuple[Event, Event]) -> None:
        self.name = name
        self._is_on, self._events = is_on, events
        self._tell: Tell | None = None

    def why_not(self) -> str | None:
        return None

    def start(self, tell: Tell) -> None:
        self._tell = tell
        if self._is_on():
            tell(self._events[0])

    def ask(self) -> None:
        """It tells by itself."""

    def changed(self) -> None:
        if self._tell is not None:
            self._tell(self._events[0] if self._is_on() else self._events[1])

    def state(self) -> bool | None:
        return self._is_on()

    def reasons(self) -> dict[str, str]:
        return {}

    def close(self) -> None:
        self._tell = None


def switches(truth: Truth) -> dict[str, LifeSwitch]:
    """The lock and every hold of the desktop, by name."""

    def hold(name: str) -> LifeSwitch:
        return LifeSwitch(name, lambda: name in truth.holds, (HoldBegan(Hold(name)), HoldEnded(Hold(name))))

    made = {name: hold(name) for name in ("do_not_disturb", "fullscreen", "call")}
    return {"lock": LifeSwitch("lock", lambda: truth.locked, (Locked(), Unlocked())), **made}
