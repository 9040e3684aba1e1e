"""What is wrong with a config is told all at once, each thing at its line and in words that help."""

from __future__ import annotations

from pathlib import Path

import pytest

from posture_pal.config import Layer, parse
from posture_pal.errors import BadInput


def problems(text: str | bytes, name: str = "user") -> BadInput:
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(BadInput) as bad:
        parse([Layer(name, "config.toml", data)])
    return bad.value


def told(text: str | bytes) -> list[str]:
    """Each message without the person's own line and the caret."""
    return [line for line in str(problems(text)).split("\n") if not line.startswith(" ")]


CASES = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").strip("\n").split("\n\n")
"""Each a config and, after =>, the one message it gets."""


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_is_told_with_its_line_and_what_would_do(case: str) -> None:
    text, message = case.split("\n=> ")
    assert told(text) == [message]


def test_every_problem_of_every_layer_is_told_at_once_in_order() -> None:
    below = Layer("site", "site.toml", b'[holds]\ncall = "no"\nfullscren = true\n')
    broken = Layer("user", "other.toml", b"[desk\n")
    above = Layer("user", "user.toml", b'[keep]\nfacts = 3\n[desk]\naway_after = "x"\n')
    with pytest.raises(BadInput) as bad:
        parse([below, broken, above])
    assert [(p.source, p.line, p.key) for p in bad.value.problems] == [
        ("site.toml", 2, "holds.call"),
        ("site.toml", 3, "holds.fullscren"),
        ("other.toml", 1, ""),
        ("user.toml", 2, "keep.facts"),
        ("user.toml", 4, "desk.away_after"),
    ]


def test_the_person_sees_their_own_line_with_a_caret() -> None:
    assert str(problems("[prompts]\n\tsettle\t= 30 # soon\r\n")).split("\n")[1:] == [
        "    \tsettle\t= 30 # soon",
        "    \t      \t  ^",
    ]


def test_a_long_line_is_cut_around_the_mistake() -> None:
    text = "[prompts]\nsnooze = [" + ", ".join(f'"{n} min"' for n in range(1, 10)) + ', "10 m"]' + " " * 9_000
    excerpt, caret = str(problems(text)).split("\n")[1:]
    assert len(excerpt) < 120
    assert excerpt[caret.index("^") :].startswith('"10 m"')


def test_nothing_in_a_message_can_command_a_terminal() -> None:
    text = '[prompts]\nsettle = "\\u001b[2J\\u202e"\n"\\u0007" = 1 # \u202e\n[desk]\n"ö" = 1'
    assert all(letter.isprintable() or letter in "\n\t" for letter in str(problems(text)))


def test_a_file_with_endless_problems_says_how_many_more_there_are() -> None:
    bad = problems("".join(f"a{n} = 1\n" for n in range(2_000)))
    assert len(bad.problems) == 1_001
    assert bad.problems[-1].sentence == "and 1000 more."


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (
            "[desk]\naway_after = 3 min",
            2,
            'column 16, expected the end of the line; text such as "30 min" goes in',
        ),
        ("a = 1\na = 2\n", 2, "given a second time"),
        ("[desk]\n[desk]\n", 2, "begun a second time"),
        ("a = yes", 1, "column 5, expected a value"),
        ("a = “x”", 1, "straight quotes"),
        ("my key = 1", 1, '"=" after the name'),
        ('a = "x\nb = 1', 1, "expected text in quotes to end on its own line"),
        ("a = 'x\nb = 1", 1, "column 5, this text has no end; expected a quote at its end"),
        ("a = 'x\nb = 'y'", 1, "expected text in quotes to end on its own line"),
        ("a = 1\nb = [1,\n2\n", 2, "column 5, "),
        ('a = """x\nb = 1\n', 1, "this text has no end"),
        ('a = "C:\\Users"', 1, "single quotes"),
        ("a = [1 2]", 1, "this list has no end"),
        ("\n\na = {b = 1\n}", 3, "on the same line"),
        ("a = \x1b", 1, "column 5"),
        ("a = " + "[" * 5_000, 1, "brackets within brackets"),
        ("[a]\nb = " + "9" * 5_000, 2, "a number of at most a few digits"),
        ("x = 1\na" + ".a" * 40_000 + " = 1", 2, "at most 32 dots"),
        ("a = 1\nb = \0", 2, "NUL"),
    ],
)
def test_what_is_not_toml_is_told_with_line_and_column(text: str, line: int, words: str) -> None:
    (problem,) = problems(text.encode()).problems
    assert problem.line == line
    assert words in problem.sentence


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"\xff\xfea\0=\0", 1, "UTF-16"),
        (b"\xfe\xff\0a", 1, "UTF-16"),
        (b"a = 1\nb = 'caf\xe9'\n", 2, "not UTF-8"),
        (b"\x80", 1, "not UTF-8"),
        (b"#" * (256 * 1024 + 1), 1, "more than 256 KiB"),
    ],
)
def test_bytes_that_are_no_text_are_told_plainly(data: bytes, line: int, words: str) -> None:
    (problem,) = problems(data).problems
    assert problem.line == line
    assert words in problem.sentence


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    text = "\ufeff[prompts]\r\nsettle = '1 min'\r\n"
    assert parse([Layer("user", "config.toml", text.encode())]).prompts.settle == 60.0
    (problem,) = problems(text.replace("1 min", "x").encode()).problems
    assert (problem.line, problem.column) == (2, 10)
