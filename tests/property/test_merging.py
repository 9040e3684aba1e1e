"""Who leads and who joins, however many fall due: what the rule says, word for word."""

from __future__ import annotations

from datetime import UTC, datetime, time
from time import process_time

from hypothesis import given, strategies as st

from posture_pal.model import Hours, Kind, Moment, Plan, Prompts, Reminder
from posture_pal.schedule import FOREVER, Due, is_open, merged

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
NOW = Moment(NINE, 1000.0)
HOURS = Hours(frozenset({1, 2, 3, 4, 5}), ((time(8), time(9, 10)), (time(9, 40), time(17))))


def as_the_rule_says(dues: list[Due], plan: Plan) -> list[tuple[str, list[str]]]:
    """Heaviest first; each takes along all that are no heavier, free, close, and in the same hours."""
    groups: list[tuple[str, list[str]]] = []
    gone: set[str] = set()
    for leader in sorted(dues, key=lambda due: due.reminder.weight, reverse=True):
        if leader.reminder.name in gone or leader.elapsed == FOREVER:
            continue
        gone.add(leader.reminder.name)
        joined = [
            due.reminder.name
            for due in sorted(dues, key=lambda due: due.reminder.weight, reverse=True)
            if due.reminder.name not in gone
            and due.reminder.programme is None
            and due.reminder.weight <= leader.reminder.weight
            and abs(due.elapsed - leader.elapsed) <= plan.prompts.merge_within
            and (
                plan.hours is None
                or leader.elapsed <= max(due.elapsed, NOW.elapsed)
                or opens(plan.hours, leader)
            )
        ]
        gone.update(joined)
        groups.append((leader.reminder.name, joined))
    return groups


def opens(hours: Hours | None, due: Due) -> bool:
    return hours is None or is_open(
        hours, datetime.fromtimestamp(NINE.timestamp() + due.elapsed - NOW.elapsed, UTC)
    )


@st.composite
def some_dues(draw: st.DrawFn) -> list[Due]:
    kinds, lengths = st.sampled_from(list(Kind)), st.sampled_from([30.0, 60.0, 300.0])
    times = st.sampled_from([FOREVER, 900.0, 1000.0, 1000.1, 1300.0, 1300.1, 1600.0]) | st.floats(0, 5000)
    programmes = st.sampled_from([None, None, None, "p"])
    each = draw(st.lists(st.tuples(kinds, lengths, times, programmes), max_size=12))
    return [
        Due(Reminder(f"r{number}", kind, every=60.0, lasts=lasts, programme=programme), elapsed)
        for number, (kind, lasts, elapsed, programme) in enumerate(each)
    ]


@given(some_dues(), st.sampled_from([0.0, 0.1, 300.0, 299.9, 6000.0]), st.sampled_from([None, HOURS]))
def test_leaders_and_joiners_are_those_of_the_rule(
    dues: list[Due], within: float, hours: Hours | None
) -> None:
    plan = Plan((), prompts=Prompts(merge_within=within), hours=hours)
    found = [
        (one.reminder.name, [due.reminder.name for due in joined]) for one, joined in merged(dues, plan, NOW)
    ]
    assert found == as_the_rule_says(dues, plan)


def test_five_hundred_that_fall_due_together_are_sorted_out_in_a_moment() -> None:
    """Reminder against reminder against prompt, it was a minute."""
    dues = [Due(Reminder(f"r{n}", Kind.POSTURE, every=60.0, lasts=n), 1000.0 + n) for n in range(500)]
    begin = process_time()
    found = merged(dues, Plan((), prompts=Prompts(merge_within=0.0)), NOW)
    assert len(found) == 500
    assert process_time() - begin < 1.0
