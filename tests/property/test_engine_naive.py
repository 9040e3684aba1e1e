"""The engine against a second desk that looks every second and shares no code with it."""

from __future__ import annotations

from hypothesis import given, strategies as st
from naive_desk import NaiveDesk, Wishes
from played import Line, of, play, text_of
from random_days import HOLDS, examples, holds, hours_of_a_day, minutes, moments, presence, sleep, steps

from posture_pal import timeline
from posture_pal.model import Hold, Kind, Plan, Prompts, Reminder
from posture_pal.timeline import Step

DAY = {"start": "2026-03-02T06:00:00", "zone": "Europe/Amsterdam"}
"""Far from midnight on either side, with the clock set back or forward by an hour or two."""


def lines() -> st.SearchStrategy[Line]:
    said = st.one_of(
        st.just({"respond": "done"}),
        st.just({"respond": "snooze"}),
        minutes.map(lambda number: {"respond": "snooze", "minutes": number}),
        st.sampled_from([{"request": "pause"}, {"request": "resume"}]),
    )
    restart = moments.map(lambda seconds: {"restart": seconds})
    clock = st.integers(-900, 900).map(lambda seconds: {"clock": seconds})
    return st.one_of(presence(), presence(), presence(), holds(), sleep(), said, restart, clock)


wishes = st.builds(
    Wishes,
    every=st.sampled_from([60, 300, 900, 1800, 3300]),
    natural_after=st.sampled_from([60, 180, 300, 1200]),
    away_after=st.sampled_from([60, 180, 300]),
    settle=st.sampled_from([0, 30, 90]),
    expires_after=st.sampled_from([60, 600]),
    respected=st.frozensets(st.sampled_from(HOLDS)),
)


def plan(wanted: Wishes) -> Plan:
    posture = Reminder("r", Kind.POSTURE, every=wanted.every, natural_after=wanted.natural_after)
    return Plan(
        (posture,),
        away_after=wanted.away_after,
        prompts=Prompts(
            settle=wanted.settle, expires_after=wanted.expires_after, max_per_day=0, snooze=(wanted.snooze,)
        ),
        respected_holds=frozenset(Hold(name) for name in wanted.respected),
    )


@examples(1)
@given(
    wishes,
    hours_of_a_day.filter(lambda h: h <= 8).flatmap(
        lambda h: st.tuples(st.just(h), steps(lines(), 3600 * h))
    ),
)
def test_prompts_and_desk_time_are_those_of_a_desk_that_is_watched_every_second(
    wanted: Wishes, hours_and_day: tuple[int, list[Line]]
) -> None:
    hours, day = hours_and_day
    lasts = f"{hours} h"
    shown = play(plan(wanted), *day, lasts=lasts, **DAY)
    naive = NaiveDesk(wanted).play(timeline.parse(text_of(day, lasts=lasts, **DAY).encode(), "a day"))
    assert [line["t"] for line in of(shown, "prompted")] == naive.prompts
    assert shown[-1]["desk_time"] == naive.desk


def test_the_naive_desk_itself_prompts_after_half_an_hour_and_after_a_break() -> None:
    """Worked out by hand: 1800 + 30; away from 2000 on, back at 4000, then 1800 + 30 more."""
    day = timeline.parse(text_of([], lasts="2 h").encode(), "a day")
    away = [Step(2000, "presence", "locked"), Step(4000, "presence", "unlocked")]
    naive = NaiveDesk(Wishes(expires_after=60)).play(timeline.Timeline(day.start, day.lasts, tuple(away)))
    assert naive.prompts == [1830, 5830]
    assert naive.desk == 7200 - 2000
