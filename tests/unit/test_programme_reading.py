"""What a programme's file may say, and what is said of one that says something else, to the line."""

from __future__ import annotations

import json
from datetime import date, time
from pathlib import Path

import jsonschema
import pytest
from unit.programmes import HEAD, OWN, PHASE, only, problems, read

from posture_pal import catalogue
from posture_pal.catalogue import Dose, Style
from posture_pal.programme import Frequency, template
from posture_pal.programme.ceilings import CEILINGS, LONGEST_SECONDS, MOST_SETS
from posture_pal.programme.keys import KEYS
from posture_pal.programme.reading import slug

FILES = Path(__file__).parents[1] / "programmes"
SCHEMA = json.loads((Path(catalogue.__file__).parent / "schema.json").read_text())


def with_lines(*lines: str, own: str = "") -> str:
    """A programme with these lines in its only exercise."""
    return HEAD + PHASE + "\n".join(lines) + "\n" + own


# --- what is read --------------------------------------------------------------------------------------


def test_a_whole_programme_is_read() -> None:
    told = read((FILES / "neck.toml").read_text())
    assert (told.title, told.author) == (
        "Neck and shoulders, six weeks",
        "R. Example, physiotherapist, Example Clinic",
    )
    assert (told.starts, told.ends, told.weeks) == (date(2026, 3, 2), date(2026, 4, 12), 6)
    assert told.days_off == {6, 7}
    assert told.dates_off == {date(2026, 4, 3), date(2026, 4, 6)}
    assert told.target == 80
    first, second = told.phases
    assert (first.first, first.last, first.frequency) == (1, 2, Frequency(3))
    assert (second.first, second.last, second.at) == (3, None, (time(10), time(15)))
    assert [task.id for task in second.tasks] == ["chin_tuck", "dnf_nod", "towel_slide"]
    assert second.tasks[1].note == "As light as we practised it."
    assert second.tasks[2].frequency == Frequency(3, per_week=True)


def test_what_a_dose_leaves_out_is_the_catalogues() -> None:
    (task,) = read(with_lines("reps = 5")).phases[0].tasks
    base = catalogue.load().exercises["chin_tuck"].dose
    assert base is not None
    assert (task.dose.reps, task.dose.hold_seconds) == (5, base.hold_seconds)


def test_the_catalogues_caution_is_always_there() -> None:
    (task,) = read(with_lines('note = "Gently."')).phases[0].tasks
    assert task.caution == catalogue.load().exercises["chin_tuck"].caution
    assert task.note == "Gently."


def test_an_exercise_by_the_clock_has_no_count() -> None:
    assert read(with_lines('lasts = "2 min"')).phases[0].tasks[0].dose == Dose(seconds=120.0)


def test_an_exercise_for_clinics_alone_may_be_named() -> None:
    text = HEAD + PHASE.replace("chin_tuck", "c1c2_snag") + 'reps = 5\nhold = "5 s"\n'
    assert read(text).phases[0].tasks[0].caution.startswith("Only as part of a clinic's programme")


def test_an_exercise_of_the_files_own_has_its_steps() -> None:
    (task,) = read(HEAD + PHASE.replace("chin_tuck", "towel_slide") + OWN).phases[0].tasks
    assert (task.own, task.steps, task.dose.reps) == (True, ("Stand at a wall.", "Slide it up."), 8)


def test_a_phase_may_change_the_dose_of_the_files_own_exercise() -> None:
    text = HEAD + PHASE.replace("chin_tuck", "towel_slide") + "reps = 4\neach_side = true\n" + OWN
    dose = read(text).phases[0].tasks[0].dose
    assert (dose.reps, dose.sides) == (4, 2)


def test_what_the_catalogue_times_by_the_clock_may_be_counted() -> None:
    timed = next(e for e in catalogue.load().exercises.values() if e.style is Style.TIMED)
    dose = read(with_lines("reps = 4").replace("chin_tuck", timed.id)).phases[0].tasks[0].dose
    assert (dose.reps, dose.seconds) == (4, None)


def test_a_single_week_may_be_a_number() -> None:
    (phase,) = read((HEAD + PHASE).replace("[[phase]]", "[[phase]]\nweeks = 2", 1)).phases
    assert (phase.first, phase.last) == (2, 2)


def test_dates_may_stand_in_quotes() -> None:
    assert read((HEAD + PHASE).replace("2026-03-02", '"2026-03-02"')).starts == date(2026, 3, 2)


def test_clock_times_are_put_in_order() -> None:
    text = (HEAD + PHASE).replace("times_per_day = 3", 'at = ["15:00", "10:00"]')
    phase = read(text).phases[0]
    assert (phase.at, phase.frequency) == ((time(10), time(15)), Frequency(2))


def test_the_same_words_have_the_same_id_however_they_travelled() -> None:
    text = HEAD + PHASE
    ids = {read(changed).id for changed in (text, text.replace("\n", "\r\n"), "\ufeff" + text, text + "\n\n")}
    assert len(ids) == 1
    assert read(text.replace("R. Example", "S. Example")).id not in ids


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Neck and shoulders, six weeks", "neck-and-shoulders-six"),
        ("Übungen", "bungen"),
        ("首", "programme"),
        ("x" * 60, "x" * 24),
        ("../../etc/passwd", "etc-passwd"),
    ],
)
def test_an_id_begins_with_the_words_of_the_title(title: str, name: str) -> None:
    assert slug(title) == name


def test_the_new_file_is_good_as_it_is() -> None:
    for today in (date(2026, 3, 1), date(2026, 3, 2), date(2026, 12, 31)):
        told = read(template.text(today))
        assert told.starts > today
        assert told.starts.isoweekday() == 1


# --- what is wrong -------------------------------------------------------------------------------------


def test_every_problem_is_told_at_once_in_the_order_of_the_file() -> None:
    found = problems((FILES / "wrong.toml").read_bytes())
    assert [problem.line for problem in found] == [4, 5, 7, 8, 12, 15, 19, 22, 23, 26]
    assert all(problem.source == "p.toml" and problem.excerpt for problem in found)


def test_a_misspelt_exercise_has_its_nearest_name() -> None:
    problem = only((HEAD + PHASE).replace("chin_tuck", "chin_tuk"))
    assert (problem.key, problem.nearest) == ("phase[1].exercise[1].id", "chin_tuck")


def test_a_misspelt_key_has_its_nearest_name() -> None:
    assert only(HEAD + "taget = 80\n" + PHASE).nearest == "target"


def test_a_key_in_the_wrong_place_is_sent_to_its_own() -> None:
    assert "belongs beneath [[phase]]" in only(HEAD + "times_per_day = 3\n" + PHASE).expected


def test_a_check_is_no_exercise() -> None:
    check = next(iter(catalogue.load().checks))
    assert "this is a check" in only((HEAD + PHASE).replace("chin_tuck", check)).expected


@pytest.mark.parametrize(
    ("was", "becomes", "key", "words"),
    [
        ("ends = 2026-03-15", "ends = 2026-03-01", "ends", "from 2026-03-02 on"),
        ("ends = 2026-03-15", "ends = 2027-03-15", "ends", "at most 366 days"),
        ("ends = 2026-03-15", "ends = 2026-13-15", "", "year-month-day"),
        ("ends = 2026-03-15", "ends = 15.03.2026", "", "year-month-day, such as 2026-03-02"),
        ("ends = 2026-03-15", "ends = 3/15/2026  # the last", "", "year-month-day"),
        ("ends = 2026-03-15", "ends = 2026-3-15", "", "year-month-day"),
        ("ends = 2026-03-15", "ends = 2026-02-30", "", "that the calendar has"),
        ("ends = 2026-03-15", "ends = 15 March", "", "end of the line"),
        ("ends = 2026-03-15", 'ends = "15.3.2026"', "ends", "expected a date"),
        ("ends = 2026-03-15", "ends = 2026-03-15T10:00:00", "ends", "expected a date"),
        ("ends = 2026-03-15", 'ends = "2026-02-30"', "ends", "that the calendar has"),
        ("ends = 2026-03-15", "ends = 2026-03-15\nqqzzx = 1", "qqzzx", "unknown key"),
        ("times_per_day = 3", 'weeks = "first"\ntimes_per_day = 3', "phase[1].weeks", "expected weeks"),
        ("starts = 2026-03-02", "starts = 1026-03-02", "starts", "from 2000 to 2100"),
        ('["sat", "sun"]', '["saturday"]', "days_off[1]", '"sat"'),
        ('title = "Neck, two weeks"', "", "", "`title` is missing"),
        ('author = "R. Example"', 'author = ""', "author", "plain words"),
        ("times_per_day = 3", "", "phase[1]", "how often is missing"),
        ("times_per_day = 3", "times_per_day = 13", "phase[1].times_per_day", "1 to 12"),
        ("times_per_day = 3", "times_per_day = 1\ntimes_per_week = 1", "phase[1].times_per_week", "one of"),
        ("times_per_day = 3", 'times_per_day = 3\nat = ["10:00"]', "phase[1].times_per_day", "`at` has 1"),
        ("times_per_day = 3", 'weeks = "3-"\ntimes_per_day = 3', "phase[1].weeks", "which has 2"),
        ("times_per_day = 3", 'weeks = "2-1"\ntimes_per_day = 3', "phase[1].weeks", '"1-2"'),
        ("[[phase]]", "[phase]", "phase", "double brackets"),
        ("posture_pal_programme = 1", "posture_pal_programme = 2", "posture_pal_programme", "newer"),
    ],
)  # fmt: skip
def test_one_mistake_is_told_with_what_would_do(was: str, becomes: str, key: str, words: str) -> None:
    text = HEAD + PHASE
    assert was in text
    problem = only(text.replace(was, becomes))
    assert (problem.key, words in problem.expected) == (key, True), problem


def test_of_a_file_that_is_no_programme_only_that_is_told() -> None:
    assert "this is not a programme" in only('[[reminder]]\nname = "x"\n').expected


def test_a_phase_without_exercises_is_told() -> None:
    assert "an exercise is missing" in only(HEAD + "[[phase]]\ntimes_per_day = 1\n").expected


def test_a_programme_without_phases_is_told() -> None:
    assert "a phase is missing" in only(HEAD).expected


def test_each_week_has_one_phase() -> None:
    assert "week 1 is phase 1's" in only(HEAD + PHASE + PHASE).expected


def test_an_exercise_stands_once_in_a_phase() -> None:
    assert "once in a phase" in only(HEAD + PHASE + '[[phase.exercise]]\nid = "chin_tuck"\n').expected


def test_an_exercise_of_the_files_own_has_an_id_of_its_own() -> None:
    taken = OWN.replace("towel_slide", "chin_tuck")
    assert "the catalogue has this one" in only(HEAD + PHASE + taken).expected
    assert "an exercise above has this one" in only(HEAD + PHASE + OWN + OWN).expected


def test_an_exercise_whose_dose_only_a_clinic_sets_needs_one() -> None:
    assert "has no dose of its own" in only((HEAD + PHASE).replace("chin_tuck", "c1c2_snag")).expected


def test_by_the_clock_and_counted_are_not_both_meant() -> None:
    assert "expected one of the two" in only(with_lines('lasts = "1 min"', "reps = 3")).expected


# --- how much may be asked for ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("exercise", "lines", "key"),
    [
        ("neck_side_bend", ('hold = "31 s"',), "hold"),
        ("neck_side_bend", ("reps = 5",), "reps"),
        ("chin_tuck", ('hold = "11 s"',), "hold"),
        ("chin_tuck", ("reps = 11",), "reps"),
        ("chin_tuck", ("sets = 5",), "sets"),
        ("chin_tuck", ('lasts = "21 min"',), "lasts"),
        ("c1c2_snag", ("reps = 13",), "reps"),
        ("c1c2_snag", ("reps = 3", 'hold = "31 s"'), "hold"),
    ],
)
def test_a_dose_above_the_catalogues_ceiling_is_refused(
    exercise: str, lines: tuple[str, ...], key: str
) -> None:
    text = with_lines(*lines).replace("chin_tuck", exercise)
    assert only(text).key == f"phase[1].exercise[1].{key}"


@pytest.mark.parametrize(
    ("exercise", "lines"),
    [
        ("neck_side_bend", ('hold = "30 s"', "reps = 4", "sets = 4")),
        ("chin_tuck", ('hold = "10 s"', "reps = 10")),
        ("chin_tuck", ('lasts = "20 min"',)),
    ],
)
def test_a_dose_at_the_ceiling_is_not(exercise: str, lines: tuple[str, ...]) -> None:
    assert not problems(with_lines(*lines).replace("chin_tuck", exercise))


@pytest.mark.parametrize(
    ("line", "fine"),
    [
        ("reps = 12", True),
        ("reps = 13", False),
        ('reps = 4\nhold = "30 s"', True),
        ('reps = 5\nhold = "30 s"', False),
        ('reps = 10\nhold = "10 s"', True),
        ('reps = 11\nhold = "10 s"', False),
        ('lasts = "20 min"', True),
        ('lasts = "21 min"', False),
    ],
)
def test_the_files_own_exercise_is_counted_as_what_it_is(line: str, fine: bool) -> None:
    own = OWN.replace("reps = 8", line)
    assert (not problems(HEAD + PHASE.replace("chin_tuck", "towel_slide") + own)) is fine


def test_the_ceilings_are_the_catalogues() -> None:
    rules = SCHEMA["$defs"]["exercise"]["allOf"]
    found = {
        rule["if"]["properties"]["style"]["const"]: rule["then"]
        for rule in rules
        if "properties" in rule.get("then", {})
    }
    for style in (Style.STRETCH, Style.HOLD, Style.MOVE, Style.TIMED):
        dose, ceiling = found[style]["properties"]["dose"]["properties"], CEILINGS[style]
        assert ceiling.reps == dose.get("reps", {}).get("maximum")
        assert ceiling.hold == dose.get("hold_seconds", {}).get("maximum")
        assert ceiling.seconds == dose.get("seconds", {}).get("maximum")
    assert SCHEMA["$defs"]["dose"]["properties"]["sets"]["maximum"] == MOST_SETS
    assert found[Style.TIMED]["properties"]["dose"]["properties"]["seconds"]["maximum"] == LONGEST_SECONDS


def test_no_exercise_of_the_catalogue_is_above_them() -> None:
    for entry in catalogue.load().exercises.values():
        if entry.dose is not None:
            text = (HEAD + PHASE).replace("chin_tuck", entry.id)
            assert not problems(text), entry.id


def test_every_row_of_the_table_shows_a_good_value() -> None:
    from posture_pal.config.spots import Spot

    for row in KEYS.values():
        jsonschema.validate(row.shown, row.kind.schema())
        assert row.kind.words()
        spot = Spot(row.path, row.shown)
        assert row.kind.read(row.shown, spot) is not None, (row.path, spot.troubles)
