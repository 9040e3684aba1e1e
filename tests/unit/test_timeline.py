"""A written day as text: what is read, and how every bad line is told at once."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from posture_pal import timeline
from posture_pal.errors import BadInput
from posture_pal.timeline import Step

HEAD = '{"start": "2026-03-02T09:00:00", "zone": "Europe/Amsterdam", "lasts": "8 h"}'


def parse(*lines: str) -> timeline.Timeline:
    return timeline.parse("\n".join(lines).encode(), "day.jsonl")


def problems(*lines: str) -> list[tuple[int | None, str]]:
    """The line and the key of each problem."""
    with pytest.raises(BadInput) as caught:
        parse(*lines)
    assert caught.value.exit_code == 2
    return [(problem.line, problem.key) for problem in caught.value.problems]


def said(*lines: str) -> str:
    with pytest.raises(BadInput) as caught:
        parse(*lines)
    return str(caught.value)


# --- good ones -----------------------------------------------------------------------------------------


def test_a_day_may_have_nothing_but_its_first_line() -> None:
    day = parse(HEAD)
    assert day.start == datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Europe/Amsterdam"))
    assert (day.lasts, day.steps) == (8 * 3600, ())


@pytest.mark.parametrize(
    "step",
    [
        {"presence": "active"},
        {"presence": "idle"},
        {"presence": "locked"},
        {"presence": "unlocked"},
        {"presence": "unknown"},
        {"sleep": 3600},
        {"sleep": 0},
        {"sleep": 12.5, "signal": False},
        {"clock": 3600},
        {"clock": -3600},
        {"clock": 0},
        {"hold": "do_not_disturb"},
        {"hold": "fullscreen"},
        {"release": "call"},
        {"respond": "done"},
        {"respond": "partial"},
        {"respond": "skip"},
        {"respond": "snooze"},
        {"respond": "snooze", "minutes": 7.5},
        {"respond": "dismiss"},
        {"always": {"respond": "done", "after": 20}},
        {"always": {"respond": "snooze", "minutes": 10}},
        {"always": None},
        {"request": "pause"},
        {"request": "pause", "minutes": 90},
        {"request": "resume"},
        {"request": "override"},
        {"request": "start", "reminder": "break"},
        {"notifier": "fails"},
        {"notifier": "works"},
        {"restart": 10},
        {"restart": 0},
    ],
    ids=json.dumps,
)
def test_every_kind_of_line_is_read(step: dict[str, Any]) -> None:
    (read,) = parse(HEAD, json.dumps({"t": 5, **step})).steps
    what = next(iter(step))
    extra = {key: value for key, value in step.items() if key != what}
    assert read == Step(5.0, what, step[what], 2, extra)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_any_editor_s_line_ends_do_and_blank_lines_are_nothing(end: str) -> None:
    text = end.join([HEAD, "", '{"t": 1, "sleep": 2}', "   ", '{"t": 3, "restart": 4}', ""])
    day = timeline.parse(text.encode(), "day.jsonl")
    assert [(step.t, step.line) for step in day.steps] == [(1, 3), (3, 5)]


def test_a_byte_order_mark_is_nothing() -> None:
    assert timeline.parse(b"\xef\xbb\xbf" + HEAD.encode(), "day.jsonl").steps == ()


def test_a_line_separator_within_a_name_is_part_of_the_name() -> None:
    """JSON allows it, and no editor counts a new line there."""
    (step,) = parse(HEAD, '{"t": 1, "request": "start", "reminder": "a\u2028b"}').steps
    assert step.extra == {"reminder": "a\u2028b"}


def test_two_lines_may_have_the_same_time_and_keep_their_order() -> None:
    day = parse(HEAD, '{"t": 5, "presence": "idle"}', '{"t": 5, "hold": "call"}')
    assert [step.what for step in day.steps] == ["presence", "hold"]


def test_the_keys_of_a_line_may_stand_in_any_order() -> None:
    (step,) = parse(HEAD, '{"minutes": 5, "respond": "snooze", "t": 9}').steps
    assert (step.t, step.what, step.extra) == (9, "respond", {"minutes": 5})


# --- bad first lines -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "key"),
    [
        ({"zone": "Europe/Amsterdam", "lasts": "8 h"}, "start"),
        ({"start": "tomorrow", "zone": "Europe/Amsterdam", "lasts": "8 h"}, "start"),
        ({"start": "2026-02-30T09:00:00", "zone": "Europe/Amsterdam", "lasts": "8 h"}, "start"),
        ({"start": "2026-03-02T09:00:00+01:00", "zone": "Europe/Amsterdam", "lasts": "8 h"}, "start"),
        ({"start": "0001-01-01T00:00:00", "zone": "Europe/Amsterdam", "lasts": "8 h"}, "start"),
        ({"start": 1772438400, "zone": "Europe/Amsterdam", "lasts": "8 h"}, "start"),
        ({"start": "2026-03-02T09:00:00", "lasts": "8 h"}, "zone"),
        ({"start": "2026-03-02T09:00:00", "zone": "", "lasts": "8 h"}, "zone"),
        ({"start": "2026-03-02T09:00:00", "zone": "Europe", "lasts": "8 h"}, "zone"),
        ({"start": "2026-03-02T09:00:00", "zone": "Europe/Amsterdm", "lasts": "8 h"}, "zone"),
        ({"start": "2026-03-02T09:00:00", "zone": "../../etc/passwd", "lasts": "8 h"}, "zone"),
        ({"start": "2026-03-02T09:00:00", "zone": "a\0b", "lasts": "8 h"}, "zone"),
        ({"start": "2026-03-02T09:00:00", "zone": "z" * 5000, "lasts": "8 h"}, "zone"),
        ({"start": "2026-03-02T09:00:00", "zone": 1, "lasts": "8 h"}, "zone"),
        ({"start": "2026-03-02T09:00:00", "zone": "Europe/Amsterdam"}, "lasts"),
        ({"start": "2026-03-02T09:00:00", "zone": "Europe/Amsterdam", "lasts": 28800}, "lasts"),
        ({"start": "2026-03-02T09:00:00", "zone": "Europe/Amsterdam", "lasts": "8h30"}, "lasts"),
        ({"start": "2026-03-02T09:00:00", "zone": "Europe/Amsterdam", "lasts": "0 s"}, "lasts"),
        ({"start": "2026-03-02T09:00:00", "zone": "Europe/Amsterdam", "lasts": "401 days"}, "lasts"),
        (
            {"start": "2026-03-02T09:00:00", "zone": "Europe/Amsterdam", "lasts": "8 h", "name": "x"},
            "name",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_first_line_is_told_what_is_wrong_with_it(head: dict[str, Any], key: str) -> None:
    assert problems(json.dumps(head)) == [(1, key)]


def test_everything_wrong_with_a_first_line_is_told_at_once() -> None:
    assert problems('{"begin": 1}') == [(1, "begin"), (1, "zone"), (1, "start"), (1, "lasts")]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_a_day_without_a_first_line_is_told_what_it_looks_like(data: bytes) -> None:
    with pytest.raises(BadInput, match=r'"start": "2026-03-02T09:00:00"'):
        timeline.parse(data, "day.jsonl")


def test_bytes_that_are_no_text_are_told_with_their_line() -> None:
    with pytest.raises(BadInput) as caught:
        timeline.parse(HEAD.encode() + b"\n\n\xff\xfe", "day.jsonl")
    assert [problem.line for problem in caught.value.problems] == [3]


def test_a_file_too_large_is_not_read() -> None:
    with pytest.raises(BadInput):
        timeline.parse(b" " * (timeline.LARGEST + 1), "day.jsonl")


# --- bad lines --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("nonsense", "line"),
        ("[1, 2]", "line"),
        ("12", "line"),
        ("null", "line"),
        ('{"t": 1, "sleep": 1', "line"),
        ('{"t": 1, "sleep": NaN}', "line"),
        ('{"t": 1, "sleep": Infinity}', "line"),
        ('{"t": 1, "t": 2, "sleep": 1}', "line"),
        ('{"t": 1}', "line"),
        ('{"t": 1, "presence": "idle", "sleep": 5}', "line"),
        ('{"sleep": 5}', "t"),
        ('{"t": -1, "sleep": 5}', "t"),
        ('{"t": "1", "sleep": 5}', "t"),
        ('{"t": true, "sleep": 5}', "t"),
        ('{"t": null, "sleep": 5}', "t"),
        ('{"t": 1e999, "sleep": 5}', "t"),
        ('{"t": 1, "sleep": -5}', "sleep"),
        ('{"t": 1, "sleep": 1e9}', "sleep"),
        ('{"t": 1, "sleep": "5"}', "sleep"),
        ('{"t": 1, "sleep": true}', "sleep"),
        ('{"t": 1, "sleep": 5, "signal": 0}', "signal"),
        ('{"t": 1, "presence": "asleep"}', "presence"),
        ('{"t": 1, "presence": ["idle"]}', "presence"),
        ('{"t": 1, "clock": "1 h"}', "clock"),
        ('{"t": 1, "clock": 1e9}', "clock"),
        ('{"t": 1, "hold": "locked"}', "hold"),
        ('{"t": 1, "hold": "paused"}', "hold"),
        ('{"t": 1, "release": "dnd"}', "release"),
        ('{"t": 1, "respond": "skipped"}', "respond"),
        ('{"t": 1, "respond": {}}', "respond"),
        ('{"t": 1, "respond": "snooze", "minutes": 0}', "minutes"),
        ('{"t": 1, "respond": "snooze", "minutes": "5"}', "minutes"),
        ('{"t": 1, "always": {"respond": "never"}}', "always"),
        ('{"t": 1, "always": {"respond": ["done"]}}', "always"),
        ('{"t": 1, "always": {"after": 5}}', "always"),
        ('{"t": 1, "always": {"respond": "done", "later": 5}}', "always"),
        ('{"t": 1, "always": {"respond": "done", "after": -5}}', "always"),
        ('{"t": 1, "always": "done"}', "always"),
        ('{"t": 1, "request": "stop"}', "request"),
        ('{"t": 1, "request": "start"}', "reminder"),
        ('{"t": 1, "request": "start", "reminder": 5}', "reminder"),
        ('{"t": 1, "request": "pause", "minutes": 1e9}', "minutes"),
        ('{"t": 1, "notifier": false}', "notifier"),
        ('{"t": 1, "restart": -1}', "restart"),
        ('{"t": 1, "sleep": 5, "minutes": 5}', "minutes"),
        ('{"t": 1, "hold": "call", "until": 5}', "until"),
    ],
)
def test_a_bad_line_is_told_with_its_number_and_key(line: str, key: str) -> None:
    assert problems(HEAD, '{"t": 0, "presence": "idle"}', line) == [(3, key)]


def test_time_must_not_go_back() -> None:
    assert problems(HEAD, '{"t": 10, "sleep": 1}', '{"t": 9, "sleep": 1}', '{"t": 10, "sleep": 1}') == [
        (3, "t")
    ]


def test_every_bad_line_is_told_at_once_in_the_order_of_the_file() -> None:
    lines = ['{"t": 1, "slep": 5}', "oops", '{"t": 2, "sleep": 5}', '{"t": "3", "hold": "x", "y": 1, "x": 1}']
    assert problems(HEAD, *lines) == [
        (2, "slep"),
        (2, "line"),
        (3, "line"),
        (5, "t"),
        (5, "y"),
        (5, "x"),
        (5, "hold"),
    ]


def test_bad_lines_are_told_also_below_a_bad_first_line() -> None:
    assert problems("{}", '{"t": 1, "sleep": -1}')[-1] == (2, "sleep")


def test_a_misspelt_key_is_told_its_nearest_name() -> None:
    assert "day.jsonl:2: pressence: found an unknown key" in said(HEAD, '{"t": 1, "pressence": "idle"}')
    assert 'Did you mean "presence"?' in said(HEAD, '{"t": 1, "pressence": "idle"}')


def test_a_value_is_quoted_and_what_would_do_is_named() -> None:
    words = said(HEAD, '{"t": 1, "hold": "dnd"}')
    assert words == (
        'day.jsonl:2: hold: found "dnd"; expected one of "do_not_disturb", "fullscreen", "call".'
    )


def test_a_clock_set_again_and_again_may_not_leave_all_calendars() -> None:
    """Each step is allowed; after the eleventh the year would be one that no calendar here has."""
    lines = [f'{{"t": {n}, "clock": -315360000}}' for n in range(300)]
    found = problems(HEAD, *lines)
    assert found[0] == (3, "clock")


@pytest.mark.parametrize("depth", [50, 400, 900, 960, 985, 990, 1000, 100_000])
def test_lists_within_lists_without_end_are_a_bad_line(depth: int) -> None:
    nested = "[" * depth + "]" * depth
    for line in (nested, f'{{"t": 1, "presence": {nested}}}', f'{{"t": {nested}, "sleep": 1}}'):
        assert {number for number, _ in problems(HEAD, line)} == {2}


def test_a_long_value_is_quoted_in_short() -> None:
    assert len(said(HEAD, json.dumps({"t": 1, "presence": "x" * 100_000}))) < 400
