"""Whatever is in a file that is said to be a timeline: it is read, or every problem has its line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from hypothesis import example, given, strategies as st
from played import Line, text_of
from random_days import everything, examples, plans, steps

from posture_pal import timeline
from posture_pal.errors import BadInput
from posture_pal.model import Plan
from posture_pal.simulation import Simulation

DAYS = [path.read_bytes() for path in sorted((Path(__file__).parents[1] / "days").glob("*.jsonl"))]
PIECES = [b"-", b"1e400", b"NaN", b"null", b'"', b"{", b"}", b"\n", b"\r", b"99999999999"]
WORDS = [
    *("t", "start", "zone", "lasts", "presence", "sleep", "signal", "clock", "hold", "release", "respond"),
    *("minutes", "always", "after", "request", "reminder", "notifier", "restart", "active", "idle", "done"),
    *("2026-03-02T09:00:00", "Europe/Amsterdam", "8 h", "snooze", "start", "pause", "fails", "call"),
]

json_values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(10**20), 10**20),
        st.floats(),
        st.sampled_from(WORDS),
        st.text(max_size=20),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.one_of(st.sampled_from(WORDS), st.text(max_size=8)), inner, max_size=4),
    ),
    max_leaves=12,
)


def refusal(data: bytes) -> BadInput | None:
    """Why it is no timeline, or None where it is one. Anything else that is raised is a mistake of ours."""
    try:
        day = timeline.parse(data, "fuzz")
    except BadInput as bad:
        return bad
    times = [step.t for step in day.steps]
    assert times == sorted(times)
    assert day.start.utcoffset() is not None
    return None


def check(data: bytes) -> None:
    """It is a timeline, or says why not, line by line, in the order of the file."""
    bad = refusal(data)
    if bad is None:
        return
    lines = [problem.line or 0 for problem in bad.problems]
    assert bad.exit_code == 2
    assert lines
    assert lines == sorted(lines)
    assert lines[0] >= 1
    assert lines[-1] <= data.count(b"\n") + data.count(b"\r") + 1
    str(bad).encode("utf-8", "backslashreplace")


@examples(3)
@given(st.binary(max_size=400))
@example(b"")
@example(b"\xef\xbb\xbf")
@example(b"\x00")
@example("{}\u2028{}\x85{}\x0b{}".encode())
@example(b'{"start": "2026-03-02T09:00:00", "zone": "\\ud800", "lasts": "8 h"}')
@example(
    b'{"start": "2026-03-02T09:00:00", "zone": "Europe/Amsterdam", "lasts": "8 h"}\n{"t": 1, "\\udfff": 1}'
)
def test_any_bytes(data: bytes) -> None:
    check(data)


@examples(3)
@given(st.lists(json_values, max_size=6))
def test_any_json(values: list[object]) -> None:
    check("\n".join(json.dumps(value) for value in values).encode())


@examples(3)
@given(st.lists(st.dictionaries(st.sampled_from(WORDS), json_values, max_size=4), max_size=6))
def test_any_values_under_the_right_keys(values: list[dict[str, object]]) -> None:
    head = text_of([]).strip()
    check("\n".join([head, *(json.dumps(value) for value in values)]).encode())


@st.composite
def mutants(draw: st.DrawFn) -> bytes:
    """A real day with a few of its bytes, pieces or lines changed."""
    data = bytearray(draw(st.sampled_from(DAYS)))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(data)))
        end = min(len(data), at + draw(st.integers(0, 12)))
        piece = draw(
            st.one_of(
                st.binary(max_size=6),
                st.sampled_from([word.encode() for word in WORDS]),
                st.sampled_from(PIECES),
            )
        )
        data[at:end] = piece
    return bytes(data)


@examples(6)
@given(mutants())
def test_any_real_day_a_little_changed(data: bytes) -> None:
    check(data)


@st.composite
def written(draw: st.DrawFn) -> list[Line]:
    return draw(steps(everything(draw(plans())), 100_000))


@examples(1)
@given(written(), st.data())
def test_what_is_written_is_read_and_a_bad_line_among_good_ones_is_found(
    lines: list[Line], data: st.DataObject
) -> None:
    good = text_of(lines).splitlines()
    day = timeline.parse("\n".join(good).encode(), "written")
    assert [step.t for step in day.steps] == [line["t"] for line in lines]
    at = data.draw(st.integers(1, len(good)))
    bad = [*good[:at], "what is this?", *good[at:]]
    found = refusal("\n".join(bad).encode())
    assert found is not None
    assert [problem.line for problem in found.problems] == [at + 1]


@examples(0.3)
@given(mutants(), plans())
def test_a_changed_day_that_can_be_read_can_be_played(data: bytes, plan: Plan) -> None:
    if refusal(data) is not None:
        return
    day = timeline.parse(data, "fuzz")
    names = [reminder.name for reminder in plan.reminders]
    known = tuple(step for step in day.steps if step.extra.get("reminder", names[0]) in names)
    *_, last = Simulation(plan, replace(day, lasts=min(day.lasts, 7200.0), steps=known)).run()
    assert last["fact"] == "summary"
