"""What the catalogue promises: complete, sourced, within its doses, plainly worded, no repeats in a day."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date, timedelta
from pathlib import Path

import jsonschema
import pytest

from posture_pal import catalogue, profiles, prompt_messages
from posture_pal.catalogue import Check, Exercise, Moved, Region, Routine, choose_next, load, session
from posture_pal.catalogue.reading import read
from posture_pal.cli import main
from posture_pal.errors import BadInput

pytestmark = pytest.mark.unit

HERE = Path(catalogue.__file__).parent
MONDAY = date(2026, 3, 2)
CLAIMS = re.compile(
    r"\b(treat|reliev|relief|prevent|cur(e|es|ing)\b|therap|monitor|heal|diagnos|fix(es)?\b|proven|correct)",
    re.IGNORECASE,
)
# Reading ages are for sentences in running text; a short list of steps stays far below this.
GRADE = 7.0

STARTER_SETS = {
    "desk_neck": ["chin_tuck", "scap_retraction", "neck_rotation"],
    "desk_back": ["pelvic_tilt_seated", "tx_extension", "standing_extension"],
    "hands": ["wrist_extensor", "wrist_flexor", "tendon_glide"],
    "legs": ["sit_to_stand", "heel_raise"],
    "calm": ["jaw_rest", "belly_breath"],
}


def words_of(entry: Exercise | Check) -> str:
    if isinstance(entry, Check):
        return f"{entry.text} {entry.why}"
    return " ".join((*entry.steps, entry.caution or ""))


def syllables(word: str) -> int:
    bare = re.sub(r"(?<!l)e$", "", word.lower())
    return max(1, len(re.findall(r"[aeiouy]+", bare)))


def reading_grade(text: str) -> float:
    """The Flesch-Kincaid grade, near enough: years of school needed."""
    sentences = max(1, len(re.findall(r"[.?!]", text)))
    words = re.findall(r"[A-Za-z']+", text)
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def every_entry() -> list[Exercise | Check]:
    return [*load().exercises.values(), *load().checks.values()]


ENTRIES = pytest.mark.parametrize("entry", every_entry(), ids=lambda e: e.id)


@pytest.mark.parametrize("name", catalogue.FILES)
def test_every_file_fits_the_one_schema(name: str) -> None:
    schema = json.loads((HERE / "schema.json").read_text(encoding="utf-8"))
    found = jsonschema.Draft202012Validator(schema).iter_errors(tomllib.loads(catalogue.texts()[name]))
    assert [f"{e.json_path}: {e.message}" for e in found] == []


def test_no_file_lies_unread_beside_the_others() -> None:
    assert {p.name for p in HERE.glob("*.toml")} == set(catalogue.FILES)


def test_there_are_58_exercises_and_19_checks_and_no_id_twice() -> None:
    assert len(load().exercises) == 58
    assert len(load().checks) == 19
    assert not set(load().exercises) & set(load().checks)


def test_clinic_only_optional_and_off_by_default_are_the_known_ones() -> None:
    items = load().exercises.values()
    assert [e.id for e in items if e.clinic_only] == [
        "dnf_nod",
        "neck_isometric",
        "c1c2_snag",
        "median_glide",
    ]
    assert [e.id for e in items if e.off_by_default] == ["seated_fold"]
    assert [e.id for e in items if e.pack] == ["band_lateral_raise"]


@ENTRIES
def test_an_entry_names_a_known_source_or_says_it_is_general_knowledge(entry: Exercise | Check) -> None:
    assert entry.sources or entry.general_knowledge
    assert set(entry.sources) <= set(load().sources)


def test_no_listed_source_is_without_something_that_leans_on_it() -> None:
    of_entries = {source for entry in every_entry() for source in entry.sources}
    of_profiles = {source for profile in profiles.load().values() for source in profile.sources}
    of_messages = {source for message in prompt_messages.load() for source in message.sources}
    assert of_entries | of_profiles | of_messages == set(load().sources)


@ENTRIES
def test_an_entry_reads_plainly(entry: Exercise | Check) -> None:
    assert reading_grade(words_of(entry)) <= GRADE


@ENTRIES
def test_an_entry_makes_no_claim(entry: Exercise | Check) -> None:
    assert not CLAIMS.search(f"{entry.name} {words_of(entry)}")


def test_a_routine_makes_no_claim() -> None:
    for routine in load().routines.values():
        assert not CLAIMS.search(f"{routine.name} {routine.about}")


@ENTRIES
def test_no_posture_is_called_bad(entry: Exercise | Check) -> None:
    assert not re.search(r"\b(bad|wrong|poor|incorrect|lazy)\b", words_of(entry), re.IGNORECASE)


def test_a_dose_says_itself_in_words_and_in_seconds() -> None:
    dose = load().exercises["neck_side_bend"].dose
    assert dose is not None
    assert str(dose) == "hold 20 s, 2 times each side"
    assert dose.total_seconds == 2 * 2 * (20 + 2)
    walk = load().exercises["walk"].dose
    assert walk is not None
    assert (str(walk), walk.total_seconds) == ("3 min", 180)


def test_the_starter_sets_are_there_and_take_three_minutes_at_most() -> None:
    for name, ids in STARTER_SETS.items():
        items = load().routines[name].items
        assert [i.id for i in items] == ids
        assert sum(i.dose.total_seconds for i in items if isinstance(i, Exercise) and i.dose) <= 180


def test_posture_checks_rotate_through_all_19_checks() -> None:
    assert {i.id for i in load().routines["posture_checks"].items} == set(load().checks)


@pytest.mark.parametrize("routine", load().routines.values(), ids=lambda r: r.id)
def test_a_routine_suggests_nothing_that_has_to_be_asked_for(routine: Routine) -> None:
    held_back = [i.id for i in routine.items if isinstance(i, Exercise) and not i.offered]
    assert held_back == (["band_lateral_raise"] if routine.id == "band_strength" else [])


@pytest.mark.parametrize("routine", load().routines.values(), ids=lambda r: r.id)
def test_a_routine_repeats_nothing_within_a_day_while_others_remain(routine: Routine) -> None:
    history: list[Moved] = []
    for _ in routine.items:
        entry = choose_next(routine, history, (), MONDAY)
        assert entry is not None
        assert entry not in [past.entry for past in history]
        history.append(Moved(entry, MONDAY))
    again = choose_next(routine, history, (), MONDAY)
    assert again is not None


def test_the_region_moved_longest_ago_comes_first() -> None:
    items = load().exercises
    routine = Routine("r", "r", tuple(items[i] for i in ("chin_tuck", "heel_raise", "prayer")))
    neck, legs = Moved(items["neck_rotation"], MONDAY), Moved(items["mini_squat"], MONDAY)
    assert choose_next(routine, [neck, legs], (), MONDAY) == items["prayer"]
    hands = Moved(items["fist_fan"], MONDAY)
    assert choose_next(routine, [legs, neck, hands], (), MONDAY) == items["heel_raise"]


def test_the_choice_depends_on_nothing_but_what_it_is_told() -> None:
    routine = load().routines["week_mix"]
    history = load().history([("chin_tuck", MONDAY), ("prayer", MONDAY)])
    assert choose_next(routine, history, (), MONDAY) == choose_next(routine, list(history), set(), MONDAY)


def test_without_history_another_day_begins_elsewhere() -> None:
    routine = load().routines["posture_checks"]
    firsts = {choose_next(routine, (), (), MONDAY + timedelta(days=d)) for d in range(5)}
    assert len(firsts) == 5


def test_what_carries_an_avoided_tag_is_never_chosen() -> None:
    routine = load().routines["week_mix"]
    history: list[Moved] = []
    for _ in range(60):
        entry = choose_next(routine, history, {"neck_load", "overhead"}, MONDAY)
        assert entry is not None
        assert not {"neck_load", "overhead"} & entry.tags
        history.append(Moved(entry, MONDAY))
    left = load().without(["neck_load", "overhead"])
    assert left
    assert not any({"neck_load", "overhead"} & e.tags for e in left)


def test_when_everything_is_avoided_nothing_is_chosen() -> None:
    only_neck = Routine("n", "n", (load().exercises["chin_tuck"],))
    assert choose_next(only_neck, (), ("neck_load",), MONDAY) is None
    assert session(only_neck, (), ("neck_load",), MONDAY) == ()


def test_a_whole_routine_keeps_its_own_order_in_a_session() -> None:
    ids = [e.id for e in session(load().routines["desk_neck"], (), (), MONDAY)]
    assert ids == STARTER_SETS["desk_neck"]


@pytest.mark.parametrize("name", ["week_mix", "week_seated", "week_standing"])
def test_a_week_of_two_sessions_a_day_moves_every_region_it_has(name: str) -> None:
    routine = load().routines[name]
    history: list[Moved] = []
    for day in (MONDAY + timedelta(days=d) for d in range(5)):
        for _ in range(2):
            taken = session(routine, history, (), day)
            assert len({e.region for e in taken}) == len(taken) == 3
            history += [Moved(e, day) for e in taken]
    assert {m.entry.region for m in history} == {i.region for i in routine.items}
    if name == "week_mix":
        assert {m.entry.region for m in history} == set(Region) - {Region.DESK}
    assert len({m.entry.id for m in history}) >= min(len(routine.items), 12)


def test_past_ids_that_no_longer_exist_are_left_out() -> None:
    assert [m.entry.id for m in load().history([("gone", MONDAY), ("pc_jaw", MONDAY)])] == ["pc_jaw"]


def exercise_text(**changed: str) -> str:
    row = {
        "id": '"nod"',
        "name": '"Nod"',
        "region": '"neck"',
        "positions": '["sit"]',
        "style": '"hold"',
        "dose": "{ reps = 2, hold_seconds = 3 }",
        "steps": '["Nod.", "Stop."]',
    } | changed
    return "[[exercise]]\n" + "\n".join(f"{k} = {v}" for k, v in row.items() if v) + "\n"


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"region": '"nekc"'}, 'Did you mean "neck"?'),
        ({"style": '"hodl"'}, "one of stretch, hold"),
        ({"tags": '["neck-load"]'}, 'Did you mean "neck_load"?'),
        ({"dose": "{ reps = 0 }"}, "a number above 0"),
        ({"dose": "{ reps = 2, sides = 3 }"}, "1 or 2"),
        ({"dose": ""}, "a dose"),
        ({"name": ""}, "nod.name: found nothing"),
        ({"step": '["Nod."]'}, 'Did you mean "steps"?'),
        ({"steps": '"Nod."'}, "a list of texts"),
    ],
)
def test_a_damaged_entry_is_named_with_its_file_its_id_and_what_would_do(
    changed: dict[str, str], says: str
) -> None:
    with pytest.raises(BadInput) as caught:
        read({"mine.toml": exercise_text(**changed)})
    assert "mine.toml:2: nod." in str(caught.value)
    assert says in str(caught.value)


def test_every_problem_is_told_at_once() -> None:
    twice = exercise_text() + exercise_text()
    routine = '[[routine]]\nid = "r"\nname = "R"\nitems = ["nodd"]\n'
    with pytest.raises(BadInput) as caught:
        read({"a.toml": twice, "b.toml": routine, "c.toml": "not toml"})
    told = str(caught.value)
    assert len(caught.value.problems) == 3
    assert "an id that no other entry has" in told
    assert 'Did you mean "nod"?' in told
    assert "c.toml" in told


def test_a_routine_may_give_an_entry_another_dose() -> None:
    routine = (
        '[[routine]]\nid = "r"\nname = "R"\nitems = [{ id = "nod", dose = { reps = 4, hold_seconds = 1 } }]\n'
    )
    item = read({"a.toml": exercise_text(), "b.toml": routine}).routines["r"].items[0]
    assert isinstance(item, Exercise)
    assert item.dose is not None
    assert item.dose.reps == 4


# --- on the command line and on paper -----------------------------------------------------------------


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["exercises", *arguments]) == 0
    return capsys.readouterr().out


def test_the_table_has_every_exercise_and_every_check(capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(capsys).splitlines()
    assert {line.split()[0] for line in lines[1:78]} == {e.id for e in every_entry()}


def test_a_region_and_a_position_narrow_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(said(capsys, "--region", "legs", "--position", "stand", "--json"))
    assert {row["region"] for row in told} == {"legs"}
    assert all("stand" in row["positions"] for row in told)
    assert "heel_raise" in {row["id"] for row in told}
    assert "knee_extension" not in {row["id"] for row in told}


def test_the_checks_are_the_desk_s_region(capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(said(capsys, "--region", "desk", "--json"))
    assert [row["id"] for row in told] == list(load().checks)


def test_show_tells_steps_dose_care_and_where_it_comes_from(capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys, "show", "levator_stretch")
    for part in (
        "hold 20 s, 2 times each side",
        "1. Turn your head",
        "Do not pull",
        "keep breathing",
        "R-ACSM",
    ):
        assert part in told
    assert "clinic only" in said(capsys, "show", "median_glide")
    assert "general knowledge" in said(capsys, "show", "pc_glare")


def test_show_draws_the_figure_into_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    said(capsys, "show", "walk", "--figure", str(tmp_path / "walk.png"))
    assert (tmp_path / "walk.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["show", "chin_tuk"], 2, 'Did you mean "chin_tuck"?'),
        (["show", "pc_jaw", "--figure", "x.png"], 1, "a check"),
        (["show", "walk", "--figure", "/nowhere/at/all.png"], 1, "could not be written"),
    ],
)
def test_what_cannot_be_shown_is_said(
    capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, says: str
) -> None:
    assert main(["exercises", *arguments]) == code
    assert says in capsys.readouterr().err


def test_the_documentation_lists_every_entry_once() -> None:
    page = (Path(__file__).parents[2] / "docs" / "exercises.md").read_text(encoding="utf-8")
    for entry_id in [*load().exercises, *load().checks, *load().routines]:
        assert page.count(f"| `{entry_id}` |") == 1
