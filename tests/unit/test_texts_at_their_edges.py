"""Readers of texts where they end: what is nested, broken or empty in ways that a good text never is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from posture_pal import beside, catalogue, diary, timeline
from posture_pal.catalogue import reading, rotation
from posture_pal.catalogue.entries import Moved, Routine
from posture_pal.commands import NotUnderstood, event_of
from posture_pal.config import Layer, edit, parse, policy, scan, spots, values
from posture_pal.errors import BadInput
from posture_pal.model import Moment, Plan

TODAY = date(2026, 3, 2)
NOW = Moment(datetime(2026, 3, 2, 9, tzinfo=UTC), 0.0)


def layer(text: str, name: str = "user") -> Layer:
    return Layer(name, f"{name}.toml", text.encode())


# --- the config -------------------------------------------------------------------------------------------


def test_a_change_that_would_touch_anything_else_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        edit, "_added", lambda _outline, _path, _value: "[prompts]\nsound = false\nmore = 1\n"
    )
    with pytest.raises(ValueError, match="no place for this value"):
        edit.set_value("[prompts]\n", "prompts.sound", "false")


def test_reminders_are_named_from_the_nearest_layer_that_has_any_or_not_at_all() -> None:
    below = [layer('[[reminder]]\nname = "a"\n', "built-in"), layer("[desk]\n", "site")]
    assert 'name = "a"' in edit.with_reminders("[desk]\n", below)
    assert edit.with_reminders("[desk]\n", below[1:]) == "[desk]\n"


def test_brackets_without_end_are_refused_in_words() -> None:
    with pytest.raises(ValueError, match="brackets within brackets"):
        edit.set_value("a = " + "[" * 5_000, "a", "1")


def test_a_key_below_what_is_no_table_is_refused() -> None:
    with pytest.raises(ValueError, match="no table"):
        edit._with({"a": 1}, ("a", "b"), 2)


def test_true_is_not_one() -> None:
    assert not edit._same({"a": True}, {"a": 1})


def test_a_list_of_reminders_with_something_else_in_it_is_a_problem() -> None:
    with pytest.raises(BadInput, match="reminder"):
        parse([layer('reminder = [1, {name = "a", kind = "break", every = "1 h", lasts = "5 min"}]')])


def test_a_site_file_that_cannot_be_read_locks_no_profile() -> None:
    assert not policy.locks_profile(layer("= nothing", "site"))
    assert not policy.locks_profile(layer("policy = 1", "site"))


@pytest.mark.parametrize("text", ["= 1\n", "a\nb = 2\n", "a b = 1\n", "] = 1\n", '"\\q" = 1\n', "[a"])
def test_a_walk_over_what_is_no_toml_ends_all_the_same(text: str) -> None:
    assert scan.scan(text).text == text


def test_a_bracket_that_was_closed_is_none_that_is_open() -> None:
    assert scan.unclosed("a = [1]\nb = [2") == len("a = [1]\nb = ")


def test_keys_deeper_than_anybody_writes_are_placed_where_counting_ends() -> None:
    deep = ".".join("abcdefghijklmnopqrstuvwxyz" * 8)
    outline = scan.scan(f"{deep} = [[1]]\n")
    assert max(len(path) for path in outline.places) <= scan._DEEPEST


@pytest.mark.parametrize(
    ("value", "words"), [(10**15, "a very large number"), (True, "true (a yes or no)"), (1.5, "1.5")]
)
def test_a_value_is_told_as_it_was_found(value: object, words: str) -> None:
    assert spots.describe(value).startswith(words)


@pytest.mark.parametrize(
    ("value", "near"), [("9-17", "09:00-17:00"), ("9-9", None), ("9", None), ("9-x", None), (9, None)]
)
def test_a_range_is_guessed_where_both_ends_are_times(value: object, near: str | None) -> None:
    assert values._guess_range(value) == near


# --- the others -------------------------------------------------------------------------------------------


def test_a_part_that_is_no_number_is_refused() -> None:
    with pytest.raises(NotUnderstood, match="not a part between"):
        event_of(["partial", "most of it"], Plan(()), NOW)


def test_a_line_of_the_diary_that_is_a_list_is_no_entry() -> None:
    assert diary.parse("[1]\n") == ([], [1])


def test_a_value_of_a_timeline_nested_without_end_is_not_quoted() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    assert timeline._shown(deep) == "something nested too deep"


def test_an_entry_of_the_catalogue_of_another_kind_is_a_problem() -> None:
    reader = reading._Reader()
    reader.read("more.toml", '[[gadget]]\nid = "a"\n')
    (problem,) = reader.problems
    assert problem.expected == "exercise, check or routine"


def test_a_routine_of_few_different_exercises_repeats_none_in_a_session() -> None:
    one, other = list(catalogue.load().exercises.values())[:2]
    routine = Routine("r", "R", (one, one, other, other), per_session=3)
    assert set(rotation.session(routine, (), (), TODAY)) == {one, other}
    assert len(rotation.session(routine, (Moved(one, TODAY),), (), TODAY)) == 2
    alone = replace(routine, items=(one, one), per_session=1)
    assert rotation.session(alone, (), one.tags, TODAY) == (() if one.tags else (one,))


def test_a_package_without_a_place_has_no_file_beside_it() -> None:
    with pytest.raises(FileNotFoundError, match=r"a\.toml"):
        beside.text(None, "a.toml")
