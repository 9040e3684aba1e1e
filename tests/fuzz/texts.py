"""Texts that a person, a clinic or a script may write: each is taken, or every problem has its line."""

from __future__ import annotations

import csv
import io
import tomllib
from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from unit.fakes import START, ListLog, Stage

from fuzz.choices import Choices
from posture_pal import diary, saved_state, timeline
from posture_pal.config import Layer, edit, origins, parse
from posture_pal.config.keys import KEYS
from posture_pal.errors import BadInput
from posture_pal.events import Answered, Tick
from posture_pal.model import Answer, Moment
from posture_pal.report.spreadsheet import _table as table
from posture_pal.simulation import Simulation

BUILT_IN = Path(__file__).parents[2].joinpath("config.toml").read_bytes()
NOW = Moment(START + timedelta(hours=8), 28_800.0)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@cache
def own_config() -> Layer:
    """The settings that come with the program."""
    return Layer("built-in", "config.toml", BUILT_IN)


def config(data: bytes) -> None:
    """A plan, or problems with lines of this file; what is accepted can be changed in one place alone."""
    try:
        plan = parse([own_config(), Layer("user", "mine.toml", data)])
    except BadInput as bad:
        check_problems(bad, data)
        return
    assert len(origins([own_config(), Layer("user", "mine.toml", data)])) >= len(plan.reminders)
    changed = edit.set_value(data.decode(), "prompts.max_per_day", "7")
    after = parse([own_config(), Layer("user", "mine.toml", changed.encode())])
    assert after == replace(plan, prompts=replace(plan.prompts, max_per_day=7))


def quick_choice(data: bytes) -> None:
    """A value put into a file from outside: it is the one value that changes, or it is refused."""
    choices = Choices(data)
    key = choices.pick(QUICK) if choices.below(8) else choices.text()
    literal = choices.rest().decode("utf-8", "replace")
    before = tomllib.loads(BUILT_IN.decode())
    try:
        after = tomllib.loads(edit.set_value(BUILT_IN.decode(), key, literal))
    except ValueError:
        return
    assert _without(after, key) == _without(before, key)


def _without(document: dict[str, Any], key: str) -> dict[str, Any]:
    """All of a document but one value, and the table that was made for it."""
    table, _, name = key.rpartition(".")
    rest = {other: value for other, value in document.items() if other != (table or name)}
    inside = {other: value for other, value in document.get(table, {}).items() if other != name}
    return rest | ({table: inside} if inside else {})


def written_day(data: bytes) -> None:
    """A day that can be played for a while, or problems with their lines."""
    try:
        day = timeline.parse(data, "fuzz")
    except BadInput as bad:
        check_problems(bad, data)
        return
    plan = parse([own_config()])
    names = {reminder.name for reminder in plan.reminders}
    steps = tuple(step for step in day.steps if step.extra.get("reminder", "break") in names)
    *_, last = islice(Simulation(plan, replace(day, lasts=min(day.lasts, 1800.0), steps=steps)).run(), 10_000)
    assert last["fact"] == "summary"


def check_problems(bad: BadInput, data: bytes) -> None:
    """There is one, each is of a line of this text, and nothing in it upsets a terminal."""
    lines = data.count(b"\n") + data.count(b"\r") + 1
    assert bad.problems
    assert bad.exit_code == 2
    for problem in bad.problems:
        assert problem.line is None or 1 <= problem.line <= lines
    said = str(bad)
    said.encode("utf-8", "backslashreplace")
    assert all(letter.isprintable() or letter in "\n\t" for letter in said), ascii(said)


def own_diary(data: bytes) -> None:
    """Entries and the numbers of lines that are none; what was read is written and read again the same."""
    text = data.decode("utf-8", "replace")
    entries, bad = diary.parse(text)
    assert len(entries) + len(bad) <= text.count("\n") + 1
    again, none = diary.parse("".join(diary.line(entry) + "\n" for entry in entries))
    kept = [replace(entry, written=entry.written.replace(microsecond=0)) for entry in entries]
    assert (again, none) == (kept, [])
    rows = [(day, one.pain, one.note) for day, one in diary.by_day(entries).items()]
    read_back(table(("day", "pain", "note"), rows), 3)


def read_back(text: str, columns: int) -> None:
    """A table that a spreadsheet reads in as many columns, and in which nothing would be run."""
    for row in csv.reader(io.StringIO(text, newline="")):
        assert len(row) == columns
        assert not any(cell.lstrip(" ").startswith(FORMULA) and not _is_number(cell) for cell in row), row


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def state(data: bytes) -> None:
    """A state that a service can go on with, or a reason why not."""
    text = data.decode("utf-8", "replace")
    try:
        found, stopped_at = saved_state.loads(text, NOW, "boot")
    except saved_state.Implausible:
        return
    assert stopped_at <= NOW.elapsed
    saved_state.loads(saved_state.dumps(found, NOW, "boot"), NOW, "boot")
    log = ListLog()
    log.saved = text
    stage = Stage(log=log)
    stage.clock.elapsed = NOW.elapsed
    stage.service.start("1")
    for seconds in (1.0, 60.0, 7200.0):
        stage.clock.elapsed += seconds
        stage.service.handle(Tick())
        stage.service.handle(Answered(Answer.DONE))
    assert not stage.service.troubles, stage.service.troubles


QUICK = tuple(
    sorted(f"{row.table}.{row.name}".lstrip(".") for row in KEYS.values() if row.table != "reminder")
)
KEY_NAMES = tuple(sorted({row.name for row in KEYS.values()}))
