"""A quick choice changes one value in a config and keeps every other byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from posture_pal.config import Layer, parse
from posture_pal.config.edit import set_value, with_reminders
from posture_pal.config.seed import seed_text

BUILT_IN = Path(__file__).parents[2].joinpath("config.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "key", "literal", "after"),
    [
        ("[a]\nb = 1 # c\n", "a.b", "2", "[a]\nb = 2 # c\n"),
        ("[a]\r\n  b=1\r\n", "a.b", '"x"', '[a]\r\n  b="x"\r\n'),
        ("\ufeffa = 1", "a", "2", "\ufeffa = 2"),
        ('a = [ # one\n  1,\n  2 ] # two\nb = "]"\n', "a", "[3]", 'a = [3] # two\nb = "]"\n'),
        ("a = [1, [2, 3]]", "a[2][1]", "9", "a = [1, [9, 3]]"),
        ('a = """\nb = 1\n"""\nb = 1\n', "b", "2", 'a = """\nb = 1\n"""\nb = 2\n'),
        ("'x.y'.z = 1\n", '"x.y".z', "2", "'x.y'.z = 2\n"),
        ("[[r]]\nn = 1\n[[r]]\nn = 2\n", "r[2].n", "3", "[[r]]\nn = 1\n[[r]]\nn = 3\n"),
        ("a = {b = 1, c = 2}\n", "a.c", "3", "a = {b = 1, c = 3}\n"),
        ("a = 1979-05-27 07:32:00 # x", "a", "true", "a = true # x"),
    ],
)
def test_a_value_that_is_there_is_changed_where_it_stands(
    text: str, key: str, literal: str, after: str
) -> None:
    assert set_value(text, key, literal) == after


@pytest.mark.parametrize(
    ("text", "key", "literal", "after"),
    [
        ("[a]\n\n[b]\n", "a.x", "1", "[a]\nx = 1\n\n[b]\n"),
        ("[a] # here\n  b = 1 # c\n\n# about d\n[d]\n", "a.x", "1",
         "[a] # here\n  b = 1 # c\n  x = 1\n\n# about d\n[d]\n"),
        ("[a]\r\nb = 1", "a.x", "2", "[a]\r\nb = 1\r\nx = 2"),
        ("[a]\nb = [\n    1,\n]\n", "a.x", "2", "[a]\nb = [\n    1,\n]\nx = 2\n"),
        ("", "a.x", "1", "[a]\nx = 1\n"),
        ("# only words", "a.x", "1", "# only words\n\n[a]\nx = 1\n"),
        ("[a]\nb = 1\n", "c.x", "1", "[a]\nb = 1\n\n[c]\nx = 1\n"),
        ("#:schema x\n[a]\n", "x", "1", "#:schema x\nx = 1\n[a]\n"),
        ("a.b = 1\n[c]\n", "a.x", "2", "a.b = 1\na.x = 2\n[c]\n"),
        ("a = {}\n", "a.x", "1", "a = { x = 1 }\n"),
        ("a = { b = 1 } # c\n", "a.x", "2", "a = { b = 1, x = 2 } # c\n"),
        ("r = [{b = 1}]\n", "r[1].x", "2", "r = [{b = 1, x = 2}]\n"),
        ("[[r]]\nb = 1\n\n[[r]]\nb = 2\n", "r[1].x", "3", "[[r]]\nb = 1\nx = 3\n\n[[r]]\nb = 2\n"),
        ("[[r]]\nb = 1\n[[r]]\n", "r[1].s.x", "3", "[[r]]\nb = 1\ns.x = 3\n[[r]]\n"),
        ("[a.b]\nc = 1\n", "a.x", "2", "[a.b]\nc = 1\n\n[a]\nx = 2\n"),
        ("[a]\n", "a.'x y'", "1", '[a]\n"x y" = 1\n'),
    ],
)  # fmt: skip
def test_a_key_that_is_missing_is_added_under_its_table(
    text: str, key: str, literal: str, after: str
) -> None:
    assert set_value(text, key, literal) == after


@pytest.mark.parametrize(
    ("text", "key", "literal"),
    [
        ("a = ", "a", "1"),  # no TOML
        ("[" * 5_000, "a", "1"),
        ("a = 1", "a", ""),  # no literal
        ("a = 1", "a", "1\nb = 2"),
        ("a = 1", "a", "1 # and"),
        ("a = 1", "a", "1, 2"),
        ("a = 1", "", "1"),  # no key
        ("a = 1", "a..b", "1"),
        ("a = 1", "a b", "1"),
        ("a = 1", "[1]", "1"),
        ("a = 1", "a[0]", "1"),
        ("a = 1", "a.b", "1"),  # no place
        ("a = [1]", "a[2]", "1"),
        ("[a]\nb = 1", "a", "1"),
        ("[[r]]\n", "r[2].x", "1"),
        ("[[r]]\n", "r.x", "1"),
        ("a = {b.c = 1}", "a.b.x", "1"),
    ],
)
def test_what_cannot_be_done_is_refused(text: str, key: str, literal: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        set_value(text, key, literal)


def test_every_default_can_be_changed_by_its_key_in_the_built_in_file() -> None:
    after = set_value(BUILT_IN, "reminder[3].every", '"1 h"')
    assert after == BUILT_IN.replace('every = "55 min"', 'every = "1 h"')
    after = set_value(BUILT_IN, "hours.ranges", '["09:00-17:00"]')
    assert len(after.split("\n")) == len(BUILT_IN.split("\n")) + 1
    assert parse([Layer("user", "x", after.encode())]).hours


def test_a_choice_in_a_first_file_stands_right_under_its_table() -> None:
    assert "\n[prompts]\nsound = true\n" in set_value(seed_text(BUILT_IN), "prompts.sound", "true")


def test_a_file_without_reminders_takes_over_those_below_before_one_is_changed() -> None:
    below = [Layer("built-in", "config.toml", BUILT_IN.encode())]
    text = with_reminders("[prompts]\r\nsound = true", below)
    assert text.startswith('[prompts]\r\nsound = true\r\n\r\n[[reminder]]\r\nname = "posture"\r\n')
    assert text.count("\n") == text.count("\r\n")
    mine = parse([*below, Layer("user", "x", set_value(text, "reminder[3].every", '"1 h"').encode())])
    theirs = parse(below)
    assert mine.reminders[:2] == theirs.reminders[:2]
    assert mine.reminders[2].every == 3_600.0


def test_a_file_with_reminders_keeps_them() -> None:
    text = "reminder = []\n"
    assert with_reminders(text, [Layer("built-in", "config.toml", BUILT_IN.encode())]) == text
