"""Ten thousand programmes that nobody meant to write: each is read or refused, and nothing else happens."""

from __future__ import annotations

import random
import re
from datetime import date, time
from pathlib import Path

import pytest

from posture_pal import catalogue, programme
from posture_pal.errors import BadInput
from posture_pal.model import Hours, Plan
from posture_pal.programme import Programme, exercises_prescribed, preview, sessions_prescribed, template
from posture_pal.programme.keys import KEYS, TABLES

NUMBER = 10_000
SEED = 20_260_302
BATCHES = 4
FILES = sorted((Path(__file__).parents[1] / "programmes").glob("[np]*.toml"))
GOOD = [*(path.read_bytes() for path in FILES), template.text(date(2026, 3, 1)).encode()]
PLAN = Plan((), hours=Hours(frozenset({1, 3, 5}), ((time(8), time(12)), (time(22), time(2)))))
SCRAPS = [
    *(b"[", b"]", b"[[", b"]]", b"=", b'"', b"'", b'"""', b"{", b"}", b",", b".", b"#", b"\n", b"\r\n"),
    *(b"\0", b"\xff", b"\xef\xbb\xbf", b"\\", b"-", b"1e999", b"nan", b"\xe2\x80\xae", b"\x1b[2J", b"<b>"),
    *(b"../", b"9" * 400, b"[" * 60, b"07:32:00", b"2026-02-30", b"0001-01-01", b"9999-12-31", b"true"),
    *(b"[[phase]]\n", b"[[phase.exercise]]\n", b"[[exercise]]\n", b"[phase]\n", b"times_per_week = 42\n"),
    *(f"{row.name} = ".encode() for row in KEYS.values()),
    *(f"[[{table}]]\n".encode() for table in TABLES),
]  # fmt: skip


def insert(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(SCRAPS) + data[at:]


def cut(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + data[at + chance.randint(1, 40) :]


def change_byte(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]


def overwrite(data: bytes, chance: random.Random) -> bytes:
    at, scrap = chance.randrange(len(data)), chance.choice(SCRAPS)
    return data[:at] + scrap + data[at + len(scrap) :]


def repeat_line(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    lines.insert(chance.randrange(len(lines)), chance.choice(lines))
    return b"\n".join(lines)


def drop_line(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    del lines[chance.randrange(len(lines))]
    return b"\n".join(lines)


def swap_values(data: bytes, chance: random.Random) -> bytes:
    values = list(re.finditer(rb"= (.+)", data))
    if not values:
        return data
    one, other = chance.choice(values), chance.choice(values)
    return data[: one.start(1)] + other[1] + data[one.end(1) :]


def change_number(data: bytes, chance: random.Random) -> bytes:
    numbers = list(re.finditer(rb"[0-9]+", data))
    if not numbers:
        return data
    one, new = chance.choice(numbers), chance.choice([0, 1, 5, 7, 13, 99, 10**9, -3])
    return data[: one.start()] + str(new).encode() + data[one.end() :]


WAYS = (insert, cut, change_byte, overwrite, repeat_line, drop_line, swap_values, change_number)


def mutated(chance: random.Random) -> bytes:
    """A good file with a few things wrong."""
    data = chance.choice(GOOD)
    for _ in range(chance.randint(1, 6)):
        data = chance.choice(WAYS)(data, chance) or b"#"
    return data


def check_the_promises(bad: BadInput, data: bytes) -> None:
    """Each problem has its file and a line of it, and nothing in it upsets a terminal."""
    lines = data.decode("utf-8", "replace").count("\n") + 1
    assert bad.problems
    for problem in bad.problems:
        assert problem.expected
        assert problem.source == "p.toml"
        assert problem.line is not None
        assert 1 <= problem.line <= lines
    assert all(letter.isprintable() or letter in "\n\t" for letter in str(bad))


def follow(told: Programme) -> None:
    """Everything that is ever done with a programme that was read."""
    plan = programme.with_programme(PLAN, told)
    for day in programme.days(told)[:21]:
        count = sessions_prescribed(told, day)
        assert count == sum(len(reminder.times_on(day)) for reminder in plan.reminders)
        assert max(exercises_prescribed(told, day).values(), default=0) == count
    shown = "\n".join(preview.lines(preview.preview(told, plan, told.starts)))
    assert all(letter.isprintable() or letter == "\n" for letter in shown)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_ten_thousand_mutated_files_are_read_or_refused_with_their_lines(batch: int) -> None:
    known, chance = catalogue.load(), random.Random(SEED + batch)
    followed = refused = 0
    for _ in range(NUMBER // BATCHES):
        data = mutated(chance)
        try:
            told = programme.parse(data, "p.toml", known)
        except BadInput as bad:
            refused += 1
            check_the_promises(bad, data)
        else:
            followed += 1
            follow(told)
    # The mutations are worth something only while they hit as well as miss.
    assert min(followed, refused) > NUMBER // BATCHES // 20, (followed, refused)
