"""Looks at every part on this desktop, without starting the program, and says what serves and why."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from posture_pal import __version__, event_log, paths, settings
from posture_pal.clock import SystemClock
from posture_pal.config_files import Places
from posture_pal.desktop import instance
from posture_pal.desktop.buses import open_buses
from posture_pal.errors import BadInput, NotRunning, PosturePalError, Problem, Unavailable
from posture_pal.model import Plan


@dataclass(frozen=True, slots=True)
class Finding:
    """One part: what serves, the reasons of those that cannot, and whether that is enough."""

    part: str
    serves: str
    is_well: bool = True
    reasons: dict[str, str] = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        return {"serves": self.serves, "ok": self.is_well, "others": self.reasons}

    def lines(self) -> Iterable[str]:
        yield f"{'✓' if self.is_well else '✗'} {self.part:<14} {self.serves}"
        for name, why in self.reasons.items():
            yield f"      not {name}: {why}"


def examine() -> list[Finding]:
    """Every finding; a part that cannot even be looked at is a finding too."""
    session, system = open_buses()
    looks: tuple[tuple[str, Callable[[], Finding]], ...] = (
        ("program", _program),
        ("config", _config),
        ("log", _log),
        ("clock", _clock),
        ("notifications", lambda: _notifier(session)),
        ("tray", lambda: _tray(session)),
        ("presence", lambda: _presence(session)),
        ("lock and sleep", lambda: _session(session, system)),
        ("holds", lambda: _holds(session)),
        ("window", _window),
        ("login", _login),
    )
    found = [_looked(part, look) for part, look in looks]
    for bus in (session, system):
        if bus is not None:
            bus.close()
    return found


def _looked(part: str, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except (PosturePalError, OSError) as error:
        return Finding(part, str(error), is_well=False)
    except Exception as error:  # noqa: BLE001 - a doctor does not fall ill of what it looks at
        return Finding(part, f"cannot be looked at: {type(error).__name__}: {error}", is_well=False)


def _program() -> Finding:
    version = f"Posture Pal {__version__}, Python {sys.version.split()[0]}, {sys.platform}"
    try:
        answer = instance.ask(paths.socket_path(), {"do": ["hello"]})
    except NotRunning:
        return Finding(
            "program", f"{version}; not running", reasons={"running": "start it with: posture-pal"}
        )
    except Unavailable as error:
        return Finding("program", f"{version}; running, but it does not answer ({error})", is_well=False)
    return Finding("program", f"{version}; running. {answer.get('say', '')}")


def _config() -> Finding:
    places = settings.places()
    try:
        plan = settings.load_plan()
    except BadInput as bad:
        shown = {_place(problem, str(places.user)): problem.sentence for problem in bad.problems}
        return Finding("config", str(places.user), is_well=False, reasons=shown)
    there = "" if places.user.exists() else " (not there yet: the defaults are used)"
    return Finding("config", f"{places.user}{there}, {len(plan.reminders)} reminders{_site(places, plan)}")


def _place(problem: Problem, ours: str) -> str:
    return f"line {problem.line}" if problem.source == ours else f"{problem.source}, line {problem.line}"


def _site(places: Places, plan: Plan) -> str:
    """What this computer's site has to say, if it has."""
    if places.site is None or not places.site.exists():
        return ""
    locks = f", which locks {', '.join(sorted(plan.locked))}" if plan.locked else ""
    return f"; over the site's {places.site}{locks}"


def _log() -> Finding:
    path = paths.log_file()
    if not path.exists():
        return Finding("log", f"{path} (nothing recorded yet)")
    log = event_log.read_log(path)
    damage = {f"whole ({number})": what for number, what in enumerate(log.verify(), start=1)}
    told = f"{path}, {log.count()} facts"
    log.close()
    return Finding("log", told, not damage, damage)


def _clock() -> Finding:
    clock = SystemClock()
    asleep = "the clocks tell of sleep" if clock.suspended() is not None else "gaps tell of sleep"
    trouble = {} if clock.zone_trouble is None else {"the local zone": clock.zone_trouble}
    return Finding(
        "clock", f"{clock.now().wall.isoformat(timespec='seconds')}, {asleep}", not trouble, trouble
    )


def _notifier(session: Any) -> Finding:
    from posture_pal.desktop.notify import choose
    from posture_pal.desktop.notify.base import Callbacks
    from posture_pal.desktop.tray import choose as trays

    deaf = Callbacks(lambda *_: None, lambda *_: None, lambda *_: None, lambda *_: None)
    tray, _ = trays.choose(session)
    notifier, reasons = choose.choose(session, sys.stdout, None, deaf, tray=tray)
    notifier.close()
    is_well = notifier.name not in {"none", "terminal"}
    return Finding("notifications", notifier.name, is_well, dict(reasons))


def _tray(session: Any) -> Finding:
    from posture_pal.desktop.tray import choose

    tray, reasons = choose.choose(session)
    waits = tray.name in dict(reasons)
    serves = f"{tray.name}{', waiting for a panel' if waits else ''}"
    return Finding("tray", serves, not waits and tray.name != "none", dict(reasons))


def _presence(session: Any) -> Finding:
    from posture_pal.desktop.presence import choose

    clock = SystemClock()
    source, reasons = choose.choose_presence(os.environ, session, lambda: clock.now().elapsed)
    name, silence = source.name, source.silence()
    source.close()
    told = "" if silence is None else f", last input {silence:.0f} s ago"
    return Finding("presence", f"{name}{told}", name != "unknown", dict(reasons))


def _session(session: Any, system: Any) -> Finding:
    from posture_pal.desktop.presence import choose

    sources = choose.session_sources(os.environ, session, system)
    reasons = {source.name: why for source in sources if (why := source.why_not()) is not None}
    serving = [source.name for source in sources if source.name not in reasons]
    if system is None and sys.platform.startswith("linux"):
        reasons.setdefault("sleep by signal", "there is no system bus; gaps between wake-ups tell of sleep")
    return Finding("lock and sleep", ", ".join(serving) or "gaps between wake-ups", bool(serving), reasons)


def _holds(session: Any) -> Finding:
    from posture_pal.desktop.holds import choose

    sources, reasons = choose.hold_sources(os.environ, session)
    for source in sources:
        source.close()
    found = ", ".join(source.name for source in sources)
    return Finding("holds", found or "none", bool(found), dict(reasons))


def _window() -> Finding:
    from posture_pal.desktop.window import child

    why = child.why_not()
    serves = "guides through exercises" if why is None else "none: notifications carry the steps"
    return Finding("window", serves, why is None, {} if why is None else {"Tk": why})


def _login() -> Finding:
    from posture_pal.login import Login, sentence

    told = Login().told()
    return Finding("login", sentence(told), told["trouble"] is None)
