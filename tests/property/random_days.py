"""Plans and days that nobody thought of, for Hypothesis to draw."""

from __future__ import annotations

from datetime import time
from typing import Any

from hypothesis import settings, strategies as st
from played import Line

from posture_pal.model import Hold, Hours, Kind, Plan, Prompts, Reminder

COMMITTED = 100
"""Hypothesis's own number of examples: that of every run which does not ask for more."""


def examples(share: float) -> settings:
    """So many times the profile's examples: the same ones each time, unless a profile asks for more.

    HYPOTHESIS_PROFILE=deep draws twenty times as many, and others with every run.
    """
    most = settings().max_examples
    return settings(max_examples=int(share * most), derandomize=most <= COMMITTED)


HOLDS = ("do_not_disturb", "fullscreen", "call")
DESKTOP = [Hold(name) for name in HOLDS]

STARTS = (
    ("2026-03-02T09:00:00", "Europe/Amsterdam"),
    ("2026-03-02T00:00:00", "UTC"),
    ("2026-03-28T20:00:00", "Europe/Amsterdam"),  # 23 hours
    ("2026-10-24T20:00:00", "Europe/Amsterdam"),  # 25 hours
    ("2026-10-25T01:30:00", "Europe/Amsterdam"),
    ("2026-03-07T20:00:00", "America/New_York"),
    ("2026-10-31T23:00:00", "America/New_York"),
    ("2026-04-04T20:00:00", "Australia/Lord_Howe"),  # half an hour more
    ("2026-10-03T22:00:00", "Australia/Lord_Howe"),  # half an hour less
    ("2026-04-23T18:00:00", "Africa/Cairo"),  # no midnight
)

moments = st.one_of(
    st.integers(0, 10), st.integers(0, 130), st.integers(0, 700), st.sampled_from([60, 180, 600])
)
"""Seconds between two things that have to do with each other."""
lengths = st.one_of(moments, moments, st.integers(0, 4000), st.integers(0, 30_000))
"""Seconds: mostly few, now and then many."""


def once_or_more(values: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    return st.sampled_from(values)


times = st.one_of(
    st.sampled_from([time(0), time(2), time(2, 15), time(2, 30), time(3), time(9), time(12), time(23, 59)]),
    st.builds(time, st.integers(0, 23), st.sampled_from([0, 2, 5, 15, 30, 45, 58])),
)


@st.composite
def reminders(draw: st.DrawFn, name: str) -> Reminder:
    by_clock = draw(st.integers(0, 3)) == 0
    return Reminder(
        name,
        draw(st.sampled_from(list(Kind))),
        every=None if by_clock else draw(st.sampled_from([60, 120, 300, 600, 900, 1000, 1800, 3300])),
        at=tuple(draw(st.lists(times, min_size=1, max_size=5, unique=True))) if by_clock else (),
        lasts=draw(st.sampled_from([30, 60, 180, 300, 900, 2400])),
        natural_after=draw(st.sampled_from([None, None, 180, 300, 1200])),
        enabled=draw(st.integers(0, 9)) > 0,
    )


@st.composite
def working_hours(draw: st.DrawFn) -> Hours | None:
    if draw(st.booleans()):
        return None
    days = frozenset(draw(st.sets(st.integers(1, 7), min_size=1)))
    whole = (((time(0), time(0)),), ((time(9), time(17)),), ((time(22), time(6)),))
    parts = (((time(8, 30), time(12, 30)), (time(13, 15), time(18))), ((time(22), time(2, 30)),))
    return Hours(days, draw(st.sampled_from([*whole, *parts, ((time(2, 15), time(2, 45)),)])))


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    count = draw(st.integers(1, 5))
    return Plan(
        tuple(draw(reminders(f"r{number}")) for number in range(count)),
        away_after=draw(st.sampled_from([60, 180, 180, 600])),
        hours=draw(working_hours()),
        prompts=Prompts(
            settle=draw(st.sampled_from([0, 30, 30, 120])),
            expires_after=draw(st.sampled_from([60, 600, 600])),
            merge_within=draw(st.sampled_from([0, 60, 300, 300, 900])),
            max_per_day=draw(st.sampled_from([0, 0, 1, 3, 16])),
            snooze=(draw(st.sampled_from([60, 300])),),
        ),
        respected_holds=frozenset(draw(st.sets(st.sampled_from(DESKTOP))))
        if draw(st.booleans())
        else frozenset(DESKTOP),
    )


DEEP = (24, 36) if settings().max_examples > COMMITTED else ()
hours_of_a_day = st.sampled_from([1, 1, 1, 1, 1, 2, 2, 3, 3, 6, 12, *DEEP])
"""Mostly short days, which are quick to play and eventful; some that pass a midnight."""

minutes = st.sampled_from([1, 5, 7.5, 30, 90, 600])
answers = st.sampled_from(["done", "partial", "skip", "snooze", "dismiss"])


def presence() -> st.SearchStrategy[Line]:
    return st.sampled_from(["active", "idle", "idle", "locked", "unlocked", "unknown"]).map(
        lambda value: {"presence": value}
    )


def sleep() -> st.SearchStrategy[Line]:
    """Sleeps; below two seconds a machine that gives no signal only dozed, which counts for nothing."""
    signalled = lengths.map(lambda seconds: {"sleep": seconds, "signal": True})
    return st.one_of(signalled, lengths.map(lambda seconds: {"sleep": max(2, seconds), "signal": False}))


def holds() -> st.SearchStrategy[Line]:
    return st.builds(
        lambda key, name: {key: name}, st.sampled_from(["hold", "release"]), st.sampled_from(HOLDS)
    )


def respond() -> st.SearchStrategy[Line]:
    return st.one_of(
        answers.map(lambda answer: {"respond": answer}),
        minutes.map(lambda number: {"respond": "snooze", "minutes": number}),
    )


def always() -> st.SearchStrategy[Line]:
    said = st.builds(lambda answer, after: {"respond": answer, "after": after}, answers, st.integers(0, 700))
    return st.one_of(st.none(), said).map(lambda value: {"always": value})


def pauses() -> st.SearchStrategy[Line]:
    return st.one_of(
        minutes.map(lambda number: {"request": "pause", "minutes": number}),
        st.sampled_from([{"request": "pause"}, {"request": "resume"}, {"request": "override"}]),
    )


def start(plan: Plan) -> st.SearchStrategy[Line]:
    names = [reminder.name for reminder in plan.reminders]
    return st.sampled_from(names).map(lambda name: {"request": "start", "reminder": name})


def clock_steps(most: int = 100_000) -> st.SearchStrategy[Line]:
    return st.integers(-most, most).map(lambda seconds: {"clock": seconds})


def restarts() -> st.SearchStrategy[Line]:
    return lengths.map(lambda seconds: {"restart": seconds})


def notifier() -> st.SearchStrategy[Line]:
    return st.sampled_from(["fails", "works"]).map(lambda how: {"notifier": how})


def everything(plan: Plan) -> st.SearchStrategy[Line]:
    """Any line that a timeline may have."""
    often = [presence(), presence(), respond(), holds()]
    return st.one_of(*often, sleep(), always(), pauses(), start(plan), clock_steps(), restarts(), notifier())


@st.composite
def steps(draw: st.DrawFn, lines: st.SearchStrategy[Line], lasts: float, most: int = 50) -> list[Line]:
    """Lines with their times, in order, within a day of so many seconds."""
    t, timed = 0, []
    for _ in range(draw(st.integers(0, most))):
        t += draw(st.one_of(moments, moments, moments, lengths))
        if t > lasts:
            break
        timed.append({"t": t, **draw(lines)})
    return timed
