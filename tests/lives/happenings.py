"""What each line of a script does to the desk, and to the service if it runs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from lives.script import Line
from posture_pal import events
from posture_pal.model import Answer

if TYPE_CHECKING:
    from lives.stage import Life


def happen(life: Life, line: Line) -> None:
    """Lets a line come true, and be told of as a desktop would."""
    life.truth.happens(line)
    what = next(key for key in line if key != "t")
    _DO[what](life, line)


def _presence(life: Life, line: Line) -> None:
    if life.truth.up:
        if line["presence"] in ("locked", "unlocked"):
            life.switches["lock"].changed()
        if line["presence"] != "locked":
            life.presence.changed()


def _switch(life: Life, line: Line) -> None:
    if life.truth.up:
        life.switches[line.get("hold") or line["release"]].changed()


def _respond(life: Life, line: Line) -> None:
    if life.truth.up:
        prompt = life.service.state.open_prompt()
        answer(life, line, prompt.id if prompt else None)


def answer(life: Life, said: Line, occurrence: str | None) -> None:
    """Says something to a prompt; what was said to be done is remembered."""
    if said["respond"] == "done" and occurrence:
        life.said_done.add(occurrence)
    minutes = said.get("minutes")
    snooze = None if minutes is None else 60.0 * minutes
    life.service.tell(events.Answered(Answer(said["respond"]), occurrence, snooze=snooze))


def _request(life: Life, line: Line) -> None:
    if not life.truth.up:
        return
    asked, minutes = line["request"], line.get("minutes")
    if asked == "start":
        life.service.tell(events.StartNow(line["reminder"]))
    elif asked == "pause":
        now = life.clock.now().wall
        life.service.tell(events.Pause(None if minutes is None else now + timedelta(minutes=minutes)))
    else:
        life.service.tell(events.Resume() if asked == "resume" else events.Override())


def _clock(life: Life, line: Line) -> None:
    life.clock.set_forward += line["clock"]


def _zone(life: Life, line: Line) -> None:
    life.clock.zone = ZoneInfo(line["zone"])


def _always(life: Life, line: Line) -> None:
    life.habit = line["always"]


def _notifier(life: Life, line: Line) -> None:
    life.screen.fails = line["notifier"] == "fails"


def _log(life: Life, line: Line) -> None:
    life.ledger.fails = line["log"] == "fails"


def _tray(life: Life, line: Line) -> None:
    life.tray.fails = line["tray"] == "fails"


def _config(life: Life, line: Line) -> None:
    life.places.user.write_text(line["config"])
    if life.truth.up and len(line["config"]) % 2:  # of every other saving nothing tells
        life.service.post(life.reload.look)


def _sleep(life: Life, line: Line) -> None:
    if life.truth.up:
        signal = bool(line.get("signal", True))
        life.falls_asleep(float(line["sleep"]), with_signal=signal)


def _end(life: Life, line: Line) -> None:
    if life.truth.up:
        seconds = line["kill"] if "kill" in line else line["restart"]
        life.ends(float(seconds), boots=bool(line.get("boot")), with_a_word="kill" not in line)


_DO = {
    "presence": _presence,
    "hold": _switch,
    "release": _switch,
    "respond": _respond,
    "always": _always,
    "request": _request,
    "clock": _clock,
    "zone": _zone,
    "notifier": _notifier,
    "log": _log,
    "tray": _tray,
    "config": _config,
    "sleep": _sleep,
    "restart": _end,
    "kill": _end,
}
