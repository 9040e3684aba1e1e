"""What a session of a routine contains, and how guiding through it goes and ends."""

from __future__ import annotations

from datetime import date

import pytest

from posture_pal import catalogue, session_parts, session_progress as progress
from posture_pal.catalogue import Moved
from posture_pal.session_parts import Part, Session
from posture_pal.session_progress import How, Progress

pytestmark = pytest.mark.unit

DAY = date(2026, 3, 2)
THREE = Session("Three", tuple(Part(name, name, ("do it",), 10.0) for name in ("a", "b", "c")))


def compose(name: str, history: tuple[Moved, ...] = (), avoid: tuple[str, ...] = ()) -> Session:
    return session_parts.compose(catalogue.load().routines[name], history, avoid, DAY)


def through(guided: Progress, *moments: float) -> Progress:
    for moment in moments:
        guided = progress.look(guided, moment)
    return guided


def run_out() -> Progress:
    return through(progress.begin(THREE, 0.0), 9.0, 18.0, 27.0, 30.0)


def test_a_routine_without_rotation_is_taken_whole_and_in_order() -> None:
    assert compose("desk_neck").items == ("chin_tuck", "scap_retraction", "neck_rotation")


def test_each_side_is_a_part_of_its_own_and_takes_half_the_time() -> None:
    turn = catalogue.load().exercises["neck_rotation"]
    assert turn.dose is not None
    right, left = session_parts.parts(turn)
    assert (right.side, left.side) == ("right", "left")
    assert right.seconds + left.seconds == turn.dose.total_seconds
    assert "side" not in right.dose


def test_a_check_is_one_question_with_its_reason_and_stays_as_long_as_its_reminder_lasts() -> None:
    routine = catalogue.load().routines["posture_checks"]
    (part,) = session_parts.compose(routine, (), (), DAY, lasts=30.0).parts
    assert (part.is_check, part.has_figure, part.seconds) == (True, False, 30.0)
    assert part.lines
    assert part.note


def test_checks_do_not_come_again_within_a_day_while_others_remain() -> None:
    seen: list[str] = []
    for _ in catalogue.load().routines["posture_checks"].items:
        history = catalogue.load().history((item, DAY) for item in seen)
        seen += compose("posture_checks", history).items
    assert len(set(seen)) == len(seen)


def test_what_is_to_be_avoided_is_left_out() -> None:
    routine = catalogue.load().routines["week_mix"]
    loads = {tag for entry in routine.items for tag in entry.tags}
    chosen = compose("week_mix", avoid=tuple(loads))
    assert all(not catalogue.load().exercises[item].tags for item in chosen.items)


def test_a_reminder_without_a_routine_has_a_session_of_its_words() -> None:
    (part,) = session_parts.rest("break", 300.0).parts
    assert (part.seconds, part.has_figure, part.id) == (300.0, False, "")


def test_parts_follow_each_other_and_the_end_of_the_clock_is_done_by_timer() -> None:
    guided = through(progress.begin(THREE, 100.0), 105.0, 112.0)
    assert (guided.part.id, guided.left) == ("b", 8.0)
    assert guided.next_part is not None
    guided = through(guided, 121.0, 129.0, 130.0)
    assert guided.ended is How.FINISHED
    assert progress.ending(guided) == progress.Ending("done", evidence="timer", items=("a", "b", "c"))


def test_paused_time_is_not_spent() -> None:
    guided = progress.toggle(through(progress.begin(THREE, 0.0), 4.0), 5.0)
    guided = progress.toggle(progress.look(guided, 900.0), 1000.0)
    assert progress.look(guided, 1002.0).left == 3.0


def test_a_machine_that_slept_has_not_exercised() -> None:
    guided = progress.look(progress.begin(THREE, 0.0), 3600.0)
    assert (guided.running, guided.ended, guided.fraction) == (False, None, 0.0)


def test_passing_over_parts_makes_it_done_in_part_even_when_the_clock_runs_out() -> None:
    guided = progress.step(progress.step(progress.begin(THREE, 0.0), 1, 0.0), 1, 0.0)
    guided = through(guided, 5.0, 10.0)
    assert guided.ended is How.FINISHED
    assert progress.ending(guided) == progress.Ending("partial", fraction=0.33, items=("c",))


def test_a_step_on_from_the_last_part_does_nothing_and_a_step_back_begins_it_anew() -> None:
    guided = through(progress.begin(THREE, 0.0), 9.0, 18.0, 25.0)
    assert progress.step(guided, 1, 25.0) == guided
    again = progress.step(guided, -1, 25.0)
    assert (again.place, again.left) == (2, 10.0)
    assert progress.step(again, -1, 25.0).place == 1


def test_going_over_a_part_twice_counts_once() -> None:
    guided = progress.step(through(progress.begin(THREE, 0.0), 9.0), -1, 9.0)
    assert round(through(guided, 18.0).fraction, 2) == 0.3


@pytest.mark.parametrize(
    ("how", "spent", "expected"),
    [
        (How.DONE, 1.0, progress.Ending("done", items=("a", "b", "c"))),
        (How.PARTIAL, 6.0, progress.Ending("partial", fraction=0.2, items=("a",))),
        (How.SKIPPED, 0.5, progress.Ending("skip")),
        (How.HURT, 6.0, progress.Ending("skip", reason="it hurt", items=("a",))),
        (How.CLOSED, 7.4, progress.Ending("dismiss", reason="closed", items=("a",))),
        (How.CLOSED, 7.5, progress.Ending("partial", reason="closed", fraction=0.25, items=("a",))),
    ],
)
def test_every_ending_is_an_answer_of_its_own(how: How, spent: float, expected: progress.Ending) -> None:
    assert progress.ending(progress.end(progress.begin(THREE, 0.0), how, spent)) == expected


def test_what_has_ended_stays_ended() -> None:
    finished = run_out()
    assert progress.end(finished, How.HURT, 31.0).ended is How.FINISHED
    assert progress.toggle(finished, 31.0).running is False
    with pytest.raises(ValueError, match="no ending"):
        progress.ending(progress.begin(THREE, 0.0))


def test_nothing_cannot_be_guided_through() -> None:
    with pytest.raises(ValueError, match="without parts"):
        progress.begin(Session("Nothing", ()), 0.0)
