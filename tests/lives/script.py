"""A person's weeks at a desk, written down by chance before anything runs: the same seed, the same weeks.

The lines are those of a timeline (docs/simulate.md), and a few that a timeline has not: `config` (the new
text of the file), `zone` (a journey), `log` and `tray` ("fails" or "works"), `kill` (as `restart`, without a
word), and `boot`: true beside `restart` or `kill` (the machine was off, too).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

Line = dict[str, Any]

DAY, HOUR, MINUTE = 86400, 3600, 60
BEYOND_A_TIMELINE = ("config", "zone", "log", "tray", "kill")

_REMINDERS = """\
[[reminder]]
name = "posture"
kind = "posture"
every = "{posture} min"
lasts = "30 s"
[[reminder]]
name = "stretch"
kind = "stretch"
at = ["{at}", "15:30"]
lasts = "3 min"
[[reminder]]
name = "break"
kind = "break"
every = "{rest} min"
lasts = "5 min"
"""
_HOURS = '[hours]\ndays = ["mon", "tue", "wed", "thu", "fri"]\nranges = ["08:00-12:30", "13:00-19:00"]\n'
BROKEN = ("[prompts]\nsettle = 30\n", "[[reminder]\n", '[[reminder]]\nname = "x"\nevery = "1"\n', "\x00\n")
_ZONES = ("America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Kiritimati", "UTC")


def config(chance: random.Random) -> str:
    """A config file that is good."""
    head = _HOURS if chance.random() < 0.5 else ""
    head += f'[prompts]\nmax_per_day = {chance.choice([0, 8, 16])}\nsettle = "{chance.choice([0, 30])} s"\n'
    head += f'[keep]\nfacts = "{chance.choice([40, 400])} days"\n'
    return head + _REMINDERS.format(
        posture=chance.choice([20, 30]), rest=chance.choice([45, 55]), at=chance.choice(["09:45", "10:30"])
    )


FULL_TIME = (5.0, 9.0)
PART_TIME = (0.8, 2.0)
"""Hours of a day's work, between which chance decides."""


def write(seed: int, weeks: int, hours: tuple[float, float] = FULL_TIME) -> list[Line]:
    """So many weeks of lines, in order; `t` in whole seconds from the first Monday's midnight in UTC."""
    return list(Writer(random.Random(seed), hours).weeks(weeks))


class Writer:
    """Writes one life, day by day; chance decides."""

    def __init__(self, chance: random.Random, hours: tuple[float, float]) -> None:
        self.chance = chance
        self.hours = hours
        self.at_home = True
        self.failing: set[str] = set()

    def weeks(self, count: int) -> Iterator[Line]:
        yield {"t": 0, "presence": "idle"}
        for day in range(7 * count):
            works = self.chance.random() < (0.85 if day % 7 < 5 else 0.15)
            begin = day * DAY
            t = begin + 7 * HOUR + self.chance.randrange(HOUR if works else 2)
            if day == 0:
                yield from self._night(10, t)
            if works:
                ends = t + int(self.chance.uniform(*self.hours) * HOUR)
                yield from self._day(t, ends)
                t = ends
            morning = begin + DAY + 6 * HOUR + 50 * MINUTE + self.chance.randrange(9 * MINUTE)
            yield from self._night(t + 5, morning)

    # --- nights ---

    def _night(self, t: int, until: int) -> Iterator[Line]:
        """From the last input to the morning: asleep, off, or left on with the screen locked."""
        how = self.chance.random()
        t = max(t, 0)
        if how < 0.55:
            yield {"t": t, "presence": "idle"}
            signal = self.chance.random() < 0.7
            yield {"t": t + 1, "sleep": until - t - 1, "signal": signal}
        elif how < 0.96:
            word = "kill" if self.chance.random() < 0.2 and "log" not in self.failing else "restart"
            yield {"t": t, "presence": "idle"}
            yield {"t": t + 1, word: until - t - 1, "boot": self.chance.random() < 0.8}
        else:
            yield {"t": t, "presence": "locked"}
            yield {"t": until - 1, "presence": "unlocked"}
            yield {"t": until - 1, "presence": "idle"}

    # --- days ---

    def _day(self, t: int, ends: int) -> Iterator[Line]:
        yield {"t": t, "presence": "active"}
        yield {"t": t, "always": self._habit()}
        if self.chance.random() < 0.25:
            yield {"t": t, "config": config(self.chance)}
        while True:
            t += self._some(2 * MINUTE, 50 * MINUTE)
            lines = list(self._something(t))
            t = int(lines[-1]["t"]) + 1 if lines else t
            if t >= ends:
                break
            yield from lines
            if self.chance.random() < 0.5:
                t += 1
                yield {"t": t, "presence": "active"}
        for name in sorted(self.failing):
            yield {"t": ends, name: "works"}
        self.failing.clear()

    def _some(self, least: int, most: int) -> int:
        return int(least * (most / least) ** self.chance.random())

    def _habit(self) -> Line | None:
        said = self.chance.choice(["done", "done", "partial", "skip", "snooze", "dismiss", None])
        return None if said is None else {"respond": said, "after": self._some(1, 400)}

    def _something(self, t: int) -> Iterator[Line]:
        kinds = (
            self._pause_for_thought,
            self._walk,
            self._walk,
            self._call,
            self._hold,
            self._say,
            self._say,
        )
        rare = (
            self._break_something,
            self._nap,
            self._set_clock,
            self._edit,
            self._end_and_start,
            self._move,
        )
        yield from self.chance.choice(kinds if self.chance.random() < 0.8 else rare)(t)

    def _pause_for_thought(self, t: int) -> Iterator[Line]:
        yield {"t": t, "presence": "idle"}
        yield {"t": t + self._some(2, 175), "presence": "active"}

    def _walk(self, t: int) -> Iterator[Line]:
        """Away from the desk, with or without a locked screen."""
        back = t + self._some(3 * MINUTE, 80 * MINUTE)
        locks = self.chance.random() < 0.5
        yield {"t": t, "presence": "locked" if locks else "idle"}
        yield {"t": back, "presence": "unlocked" if locks else "active"}

    def _call(self, t: int) -> Iterator[Line]:
        yield {"t": t, "hold": "call"}
        yield {"t": t + 5, "presence": "idle"}
        over = t + self._some(4 * MINUTE, 70 * MINUTE)
        yield {"t": over, "release": "call"}
        yield {"t": over + 1, "presence": "active"}

    def _hold(self, t: int) -> Iterator[Line]:
        name = self.chance.choice(["do_not_disturb", "fullscreen"])
        yield {"t": t, "hold": name}
        if self.chance.random() < 0.2:
            yield {"t": t + 60, "request": "override"}
        yield {"t": t + self._some(5 * MINUTE, 60 * MINUTE), "release": name}

    def _say(self, t: int) -> Iterator[Line]:
        what = self.chance.randrange(5)
        if what == 0:
            yield {"t": t, "request": "pause", "minutes": self.chance.choice([10, 30, 60])}
        elif what == 1:
            yield {
                "t": t,
                "request": "start",
                "reminder": self.chance.choice(["posture", "stretch", "break"]),
            }
        elif what == 2:
            yield {"t": t, "request": "resume"}
        elif what == 3:
            yield {"t": t, "respond": self.chance.choice(["done", "skip", "dismiss", "partial"])}
        else:
            yield {"t": t, "respond": "snooze", "minutes": self.chance.choice([1, 5, 30])}

    def _break_something(self, t: int) -> Iterator[Line]:
        name = self.chance.choice(["notifier", "log", "tray"])
        self.failing ^= {name}
        yield {"t": t, name: "fails" if name in self.failing else "works"}

    def _nap(self, t: int) -> Iterator[Line]:
        """The lid is closed for a while; whoever opens it is there."""
        slept = self._some(3, 2 * HOUR)
        yield {"t": t, "sleep": slept, "signal": self.chance.random() < 0.6}
        yield {"t": t + slept + 1, "presence": "active"}

    def _set_clock(self, t: int) -> Iterator[Line]:
        yield {"t": t, "clock": self.chance.choice([-1, 1]) * self._some(2, 3 * HOUR)}

    def _edit(self, t: int) -> Iterator[Line]:
        broken = self.chance.random() < 0.4
        yield {"t": t, "config": self.chance.choice(BROKEN) if broken else config(self.chance)}

    def _end_and_start(self, t: int) -> Iterator[Line]:
        kills = self.chance.random() < 0.5 and "log" not in self.failing
        yield {
            "t": t,
            "kill" if kills else "restart": self._some(1, HOUR),
            "boot": self.chance.random() < 0.3,
        }

    def _move(self, t: int) -> Iterator[Line]:
        self.at_home = not self.at_home
        yield {"t": t, "zone": "Europe/Amsterdam" if self.at_home else self.chance.choice(_ZONES)}
