"""Figures, pages and drawings of days on which hardly anything happened, or always the same."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import months
import pytest
from report_reading import Page, contents

from posture_pal import figures as drawn, safety, stats
from posture_pal.diary import Entry
from posture_pal.figures import limbs, picture, vectors
from posture_pal.figures_table import lines
from posture_pal.model import Fact, Kind, Moment, Plan, Reminder
from posture_pal.report import bundle, drawings, followed as section, pictures, prescription
from posture_pal.report.page import page
from posture_pal.report.wording import period
from posture_pal.stats import Day, keeping
from posture_pal.stats.adherence import followed
from posture_pal.stats.sessions import BEGUN, OVER, Sessions, merged
from posture_pal.stats.so_far import SoFar
from posture_pal.stats.turns import Span, in_force, spans

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
FIRST = NINE.date()


def at(**later: float) -> Moment:
    wall = NINE + timedelta(**later)
    return Moment(wall, (wall - NINE).total_seconds())


def told_as_fhir(**wanted: object) -> list[dict[str, object]]:
    made = json.loads(json.dumps(bundle.bundle(contents(months.facts("steady"), **wanted))))  # type: ignore[arg-type]
    return [entry["resource"] for entry in made["entry"]]


# --- programmes --------------------------------------------------------------------------------------------


def test_a_programme_that_follows_another_ends_it_and_a_strange_end_ends_nothing() -> None:
    days = {
        FIRST: Day(FIRST, turns=((BEGUN, "a"), (BEGUN, "a"))),
        FIRST + timedelta(days=2): Day(FIRST, turns=((BEGUN, "b"), (OVER, "a"))),
        FIRST + timedelta(days=3): Day(FIRST, turns=((OVER, "b"),)),
    }
    found = spans(days)
    assert found == [
        Span("a", FIRST, FIRST + timedelta(days=2)),
        Span("b", FIRST + timedelta(days=2), FIRST + timedelta(days=3)),
    ]
    assert list(in_force(found, FIRST)) == ["a"]
    assert list(in_force(found, FIRST + timedelta(days=9))) == []


def test_the_sessions_of_two_halves_of_a_day_are_one_day() -> None:
    one = {"p": Sessions({"done": 1}, {"chin_tuck": {"done": 1}}, {"busy": 1})}
    other = {"p": Sessions({"done": 2}, {"hip_hinge": {"done": 2}}), "q": Sessions({"missed": 1})}
    both = merged(one, other)
    assert both["p"].counts == {"done": 3}
    assert set(both["p"].exercises) == {"chin_tuck", "hip_hinge"}
    assert both["q"].counts == {"missed": 1}


def test_a_programme_that_ended_early_or_came_before_is_told_with_its_dates() -> None:
    (told,) = contents(months.facts("clinic"), plan=months.plan("clinic")).programmes
    off = replace(told, marked_off=(FIRST,), removed=FIRST)
    assert "1</b> more marked as days off" in section._sessions(off)
    assert "ended early, on 2 March 2026" in section._sessions(off)
    assert "days off" not in section._sessions(replace(told, marked_off=()))
    assert "Before it: Neck and shoulders" in section._before(told)
    assert pictures.picture("towel_slide") == ""


def test_days_without_a_session_prescribed_have_no_adherence_to_hand_on() -> None:
    programme = months.programme()
    saturday = [programme.starts + timedelta(days=(5 - programme.starts.weekday()) % 7)]
    told = followed(programme, [Span(programme.id, programme.starts)], {}, saturday, saturday[0])
    assert told is not None
    kinds = [one["resourceType"] for one in prescription.resources(told, "urn:x")]
    assert kinds == ["CarePlan"]


def test_a_programme_outside_the_period_is_not_told_of() -> None:
    programme = months.programme()
    used = [Span(programme.id, programme.starts)]
    before = [programme.starts - timedelta(days=1)]
    assert followed(programme, used, {}, before, programme.starts) is None


def test_the_table_tells_of_a_programme_and_of_what_is_not_counted() -> None:
    facts = months.facts("clinic")
    told = contents(facts, plan=months.plan("clinic"))
    days = list(told.wanted.days)
    figures = stats.of_days(told.by_day, frozenset({1, 2, 3, 4, 5}), days)
    words = "\n".join(lines(figures, days, told.programmes))
    assert "Programme        Neck and shoulders, six weeks" in words
    assert " prescribed" in words
    assert " · " in words
    assert "days with data" in words
    assert "Not counted" in words


# --- totals ------------------------------------------------------------------------------------------------


def test_nothing_is_cut_before_the_first_fact_nor_where_somebody_never_left() -> None:
    facts = [Fact(at(), "started")]
    assert keeping.cut(facts, FIRST) is None
    for hours in range(0, 24 * 46, 8):
        name = f"posture-{hours}"
        asked = {"kind": "posture", "showing": 1}
        facts.append(Fact(at(hours=hours), "prompted", "posture", name, asked))
        facts.append(Fact(at(hours=hours, minutes=1), "done", "posture", name))
    assert keeping.cut(facts, FIRST + timedelta(days=44)) is None


def test_a_seat_taken_before_midnight_counts_for_today_from_midnight_on() -> None:
    so_far = SoFar()
    evening = [Fact(at(hours=14), "started"), Fact(at(hours=14.5), "away", details={"reason": "locked"})]
    so_far.take([*evening, Fact(at(hours=14.75), "back")], FIRST + timedelta(days=1))
    assert so_far.day(at(hours=16)).desk_time == pytest.approx(3600.0)


def test_what_a_window_tells_of_an_occurrence_is_no_outcome_of_it() -> None:
    shown = Fact(at(), "prompted", "break", "a", {"kind": "break", "showing": 1})
    (told,) = stats.occurrences([shown, Fact(at(minutes=1), "guided", "break", "a", {"seconds": 60})])
    assert told.outcome is None


def test_what_is_shown_again_after_it_could_not_be_is_open_again() -> None:
    shown = Fact(at(), "prompted", "break", "a", {"kind": "break", "showing": 1})
    failed = Fact(at(), "undelivered", "break", "a", {"why": "no service"})
    again = Fact(at(minutes=5), "prompted", "break", "a", {"kind": "break", "showing": 2})
    assert [one.outcome for one in stats.occurrences([shown, failed])] == ["undelivered"]
    assert [one.outcome for one in stats.occurrences([shown, failed, again])] == [None]


# --- pages -------------------------------------------------------------------------------------------------


def test_a_bundle_holds_what_was_left_in_and_names_who_was_named() -> None:
    kinds = [one["resourceType"] for one in told_as_fhir(without=frozenset({"reminders", "diary"}))]
    assert kinds == ["Patient"]
    (patient, *_) = told_as_fhir(name="A. B.")
    assert patient["name"] == [{"use": "usual", "text": "A. B."}]


def test_a_plan_without_reminders_is_no_care_plan() -> None:
    plan = Plan((Reminder("posture", Kind.POSTURE, every=1800.0, enabled=False),))
    made = bundle.bundle(contents(months.facts("steady"), plan=plan))
    assert "CarePlan" not in {entry["resource"]["resourceType"] for entry in made["entry"]}


def test_a_day_of_the_diary_without_a_word_about_headaches_says_nothing_of_them() -> None:
    entries = {
        FIRST: Entry(FIRST, NINE, pain=3),
        FIRST + timedelta(days=1): Entry(FIRST, NINE, headache=False),
    }
    made = bundle.bundle(contents([], entries=entries))
    texts = json.dumps(made)
    assert texts.count("Headache on this day") == 1
    Page(page(contents([], entries=entries)))


def test_many_reasons_are_told_as_far_as_there_is_room() -> None:
    facts = [Fact(at(), "started")]
    for number in range(12):
        name = f"a-{number}"
        asked = {"kind": "posture", "showing": 1}
        facts.append(Fact(at(minutes=number), "prompted", "posture", name, asked))
        reason = {"reason": f"reason number {number}"}
        facts.append(Fact(at(minutes=number, seconds=9), "skipped", "posture", name, reason))
    assert " …" in page(contents(facts))


@pytest.mark.parametrize("state", ["quiet", "none", "outside", "no data", "off"])
def test_a_day_of_any_state_is_drawn(state: str) -> None:
    (first, *_) = contents(months.facts("steady")).cells
    assert isinstance(drawings.strip([replace(first, state=state)]), str)


def test_a_period_of_one_day_is_told_as_that_day() -> None:
    assert period(FIRST, FIRST) == "Monday 2 March 2026"


def test_the_symptoms_are_told_with_the_number_to_call() -> None:
    assert safety.lines("112")[0] == "Call emergency services (112) now for:"
    assert "<b>" not in safety.page("<b>")


# --- drawn figures ------------------------------------------------------------------------------------------


def test_an_exercise_has_a_pace() -> None:
    assert drawn.cycle_seconds("chin_tuck") > 0


def test_a_limb_that_hangs_carries_nothing_and_an_arc_of_nothing_is_a_line() -> None:
    assert limbs._carried((1.0, 2.0, 3.0), (0.0, -1.0, 0.0)) == (1.0, 2.0, 3.0)
    assert vectors.swing((1.0, 0.0, 0.0), (1.0, 0.0, 0.0), 0.5) == pytest.approx((1.0, 0.0, 0.0))
    assert vectors.length(vectors.swing((1.0, 0.0, 0.0), (-1.0, 0.0, 0.0), 0.25)) == pytest.approx(1.0)


def test_a_figure_of_which_nothing_is_shown_has_a_frame_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = replace(picture.scripts()["chin_tuck"], shown=("nothing",), arrows=())
    monkeypatch.setattr(picture, "scripts", lambda: {"unseen": bare})
    assert picture.frame_box("unseen", "right").right > 0


def test_the_side_is_told_where_it_can_be_read() -> None:
    sided = next(name for name, script in picture.scripts().items() if script.sided)
    light = [picture.figure(sided, 0.0, picture.LEGIBLE, "light", side) for side in ("left", "right")]
    small = picture.figure(sided, 0.0, picture.LEGIBLE - 40, "light", "left")
    assert light[0].tobytes() != light[1].tobytes()
    assert small.size == (picture.LEGIBLE - 40, picture.LEGIBLE - 40)
