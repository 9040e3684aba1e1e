"""Whatever is in a config file, the answer is a plan or a list of problems, each with its line."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import time
from pathlib import Path
from typing import Any

import jsonschema
from hypothesis import assume, example, given, strategies as st

from posture_pal import durations
from posture_pal.config import Layer, origins, parse, schema
from posture_pal.config.keys import KEYS, TABLES
from posture_pal.config.spots import literal
from posture_pal.errors import BadInput
from posture_pal.model import Hold, Hours, Kind, Plan, Prompts, Reminder

Draw = Callable[[st.SearchStrategy[Any]], Any]
BUILT_IN = Path(__file__).parents[2].joinpath("config.toml").read_bytes()
VALIDATOR = jsonschema.Draft4Validator(schema.schema())

SCRAPS = st.sampled_from(
    [b"[", b"]", b"[[", b"]]", b"=", b'"', b"'", b'"""', b"{", b"}", b",", b".", b"#", b"\n", b"\r", b"\r\n"]
    + [b"\0", b"\xff", b"\xef\xbb\xbf", b"\\", b"-", b"0x", b"1e999", b"nan", b"\xe2\x80\xae", b"\x1b[2J"]
    + [f"{row.name} = ".encode() for row in KEYS.values()]
    + [f"[{table}]\n".encode() for table in TABLES]
    + [b'"30 s"', b"true", b"[1]", b'["mon", "mon"]', b'"09:00"', b"[[reminder]]\n", b"07:32:00", b"a.b"]
)


def answer(data: bytes) -> Plan | BadInput:
    """What comes of a file over the built-in config."""
    layers = [Layer("built-in", "config.toml", BUILT_IN), Layer("user", "mine.toml", data)]
    try:
        plan = parse(layers)
    except BadInput as bad:
        check_the_promises(bad, data.decode("utf-8", "replace").count("\n") + 1)
        return bad
    assert len(origins(layers)) >= len(plan.reminders)
    return plan


def check_the_promises(bad: BadInput, lines: int) -> None:
    """There is a problem, each has a line of the text and its file, and nothing in it upsets a terminal."""
    assert bad.problems
    for problem in bad.problems:
        assert problem.line is not None
        assert 1 <= problem.line <= lines
        assert problem.source == "mine.toml"
        assert problem.expected
    assert all(letter.isprintable() or letter in "\n\t" for letter in str(bad))


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_of_any_bytes_comes_a_plan_or_problems_with_their_lines(data: bytes) -> None:
    answer(data)


@given(st.lists(SCRAPS, max_size=40).map(b"".join))
def test_of_any_scraps_of_toml_comes_a_plan_or_problems_with_their_lines(data: bytes) -> None:
    answer(data)


@given(st.data())
def test_of_any_damage_to_the_real_file_comes_a_plan_or_problems_with_their_lines(
    data: st.DataObject,
) -> None:
    text = BUILT_IN
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = start + data.draw(st.integers(0, 12))
        text = text[:start] + data.draw(SCRAPS | st.binary(max_size=3)) + text[end:]
    answer(text)


ANYTHING = st.recursive(
    st.booleans()
    | st.integers(-(2**80), 2**80)
    | st.text(st.characters(codec="utf-8"), max_size=12)
    | st.sampled_from(
        ["30 s", "1 h", "0 s", "25 h", "400 days", "09:00", "24:00", "08:00-12:00", "mon", "break"]
    ),
    lambda items: st.lists(items, max_size=3),
    max_leaves=4,
)


@st.composite
def tables(draw: Draw) -> str:
    """A document of known and unknown keys with values of every kind, often good ones."""
    lines: list[str] = []
    for table in draw(st.lists(st.sampled_from([*TABLES, "reminder", "desks"]), unique=True, max_size=5)):
        for _ in range(draw(st.integers(1, 3)) if table == "reminder" else 1):
            lines.append(f"[[{table}]]" if table == "reminder" else f"[{table}]")
            known = [row for row in KEYS.values() if row.table == table] or list(KEYS.values())
            chosen = draw(st.lists(st.sampled_from(known), unique_by=lambda row: row.name))
            lines += [f"{row.name} = {literal(draw(st.just(row.shown) | ANYTHING))}" for row in chosen]
            if draw(st.integers(0, 9)) == 0:
                lines.append("sundry = 1")
    return "\n".join(lines)


@given(tables())
@example('[keep]\nfacts = "1 day"\n[prompts]\nsnooze = ["5 min", "300 s"]')
def test_what_the_program_accepts_the_schema_accepts_too(text: str) -> None:
    found = answer(text.encode())
    errors = list(VALIDATOR.iter_errors(tomllib.loads(text)))
    if errors:
        assert isinstance(found, BadInput), errors[0].message


@given(tables(), st.integers(0, 3))
def test_every_line_that_is_wrong_is_found_in_one_reading(text: str, extra: int) -> None:
    bad = answer(text.encode())
    assume(isinstance(bad, BadInput) or extra)
    more = text + "".join(f"\n[nowhere{n}]" for n in range(extra))
    found = answer(more.encode())
    before = len(bad.problems) if isinstance(bad, BadInput) else 0
    assert isinstance(found, BadInput)
    assert len(found.problems) == before + extra
    assert [problem.line for problem in found.problems] == sorted(
        problem.line or 0 for problem in found.problems
    )


SECONDS = st.integers(1, 86_400).map(float)
CLOCKS = st.times().map(lambda moment: time(moment.hour, moment.minute))
NAMES = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,39}", fullmatch=True)
LINES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40).filter(
    lambda text: text.isprintable() and bool(text.strip())
)


@st.composite
def reminders(draw: Draw) -> Reminder:
    every, at = None, ()
    if draw(st.booleans()):
        every = draw(SECONDS)
    else:
        at = tuple(draw(st.lists(CLOCKS, min_size=1, max_size=4, unique=True)))
    return Reminder(
        name=draw(NAMES), kind=draw(st.sampled_from(list(Kind))), every=every, at=at, lasts=draw(SECONDS),
        routine=draw(st.none() | NAMES), natural_after=draw(st.none() | SECONDS), enabled=draw(st.booleans()),
        message=draw(st.none() | LINES),
    )  # fmt: skip


@st.composite
def hours(draw: Draw) -> Hours | None:
    cuts = sorted(draw(st.lists(CLOCKS, min_size=2, max_size=6, unique=True)))
    if draw(st.booleans()):
        return None
    ranges = tuple(zip(cuts[::2], cuts[1::2], strict=False))
    return Hours(draw(st.frozensets(st.integers(1, 7), min_size=1)), ranges)


@st.composite
def plans(draw: Draw) -> Plan:
    brief = st.integers(0, 3_600).map(float)
    prompts = Prompts(
        settle=draw(brief), expires_after=draw(SECONDS), merge_within=draw(brief),
        max_per_day=draw(st.integers(0, 1_000)), discreet=draw(st.booleans()), sound=draw(st.booleans()),
        snooze=tuple(draw(st.lists(SECONDS, min_size=1, max_size=10, unique=True))),
    )  # fmt: skip
    holds = [Hold.DO_NOT_DISTURB, Hold.FULLSCREEN, Hold.CALL]
    return Plan(
        reminders=tuple(draw(st.lists(reminders(), max_size=4, unique_by=lambda one: one.name))),
        away_after=draw(SECONDS), hours=draw(hours()), prompts=prompts,
        respected_holds=draw(st.frozensets(st.sampled_from(holds))), guided_window=draw(st.booleans()),
        diary_enabled=draw(st.booleans()), diary_at=draw(CLOCKS), emergency=draw(LINES),
        keep_facts_days=draw(st.integers(1, 36_500)),
    )  # fmt: skip


def written(plan: Plan) -> str:
    """A config that says a plan, every key of it."""
    spell = durations.spell
    days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    lines = ["reminder = []"] if not plan.reminders else []
    lines += ["[desk]", f'away_after = "{spell(plan.away_after)}"', "[prompts]"]
    lines += [
        f'{name} = "{spell(getattr(plan.prompts, name))}"'
        for name in ("settle", "expires_after", "merge_within")
    ]
    lines += [
        f"{name} = {literal(getattr(plan.prompts, name))}" for name in ("max_per_day", "discreet", "sound")
    ]
    lines += [f"snooze = {literal([spell(choice) for choice in plan.prompts.snooze])}", "[holds]"]
    lines += [
        f"{hold} = {literal(hold in plan.respected_holds)}"
        for hold in ("do_not_disturb", "fullscreen", "call")
    ]
    if plan.hours:
        lines += ["[hours]", f"days = {literal([days[day - 1] for day in plan.hours.days])}"]
        lines += [f"ranges = {literal([f'{start:%H:%M}-{end:%H:%M}' for start, end in plan.hours.ranges])}"]
    lines += ["[window]", f"guided = {literal(plan.guided_window)}", "[diary]"]
    lines += [f"enabled = {literal(plan.diary_enabled)}", f'at = "{plan.diary_at:%H:%M}"']
    lines += [
        "[keep]",
        f'facts = "{plan.keep_facts_days} days"',
        "[safety]",
        f"emergency = {literal(plan.emergency)}",
    ]
    for one in plan.reminders:
        lines += [
            "[[reminder]]",
            f'name = "{one.name}"',
            f'kind = "{one.kind}"',
            f'lasts = "{spell(one.lasts)}"',
        ]
        lines += [f'every = "{spell(one.every)}"'] if one.every else []
        lines += [f"at = {literal([f'{at:%H:%M}' for at in one.at])}"] if one.at else []
        lines += [f'natural_after = "{spell(one.natural_after)}"'] if one.natural_after else []
        lines += [f"routine = {literal(one.routine)}"] if one.routine else []
        lines += [f"message = {literal(one.message)}"] if one.message else []
        lines += [f"enabled = {literal(one.enabled)}"]
    return "\n".join(lines)


@given(plans())
def test_every_plan_can_be_written_down_and_read_back(plan: Plan) -> None:
    text = written(plan)
    assert answer(text.encode()) == plan
    VALIDATOR.validate(tomllib.loads(text))


@given(st.integers(0, 40_000 * 86_400))
def test_every_duration_that_is_spelled_is_read_back(seconds: int) -> None:
    assert durations.parse(durations.spell(seconds)) == seconds


@given(
    st.text(max_size=30) | st.from_regex(r"[0-9., ]{0,6}[a-z ]{0,9}([0-9]{1,3} ?[a-z]{1,4})?", fullmatch=True)
)
def test_a_suggested_duration_is_one_that_is_accepted(text: str) -> None:
    meant = durations.guess(text)
    assert meant is None or durations.parse(meant) > 0
