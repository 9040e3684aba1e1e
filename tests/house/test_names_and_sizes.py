"""Modules that say what they are, in one sentence and a name, and stay small enough to be read whole."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from house.reading import ROOT, Module, expect_none

LINES_OF_A_FILE = 300
LINES_OF_A_FUNCTION = 40
BANNED_NAMES = frozenset(
    word for name in ("manager", "helper", "util", "handler", "common", "misc") for word in (name, name + "s")
)
LIBRARIES = frozenset(
    ["apscheduler", "argparse", "jeepney", "pillow", "platformdirs", "plyer", "pystray", "sqlite", "tomllib"]
)
COPYLEFT = re.compile(
    r"workrave|safe[ _-]?eyes|rsi[ _-]?break|stretchly|break[ _-]?timer|sane[ _-]?break|xwrits", re.IGNORECASE
)


def has_a_name_that_says_nothing(module: Module) -> Iterator[str]:
    """Names that could be any module's, and names of the library inside."""
    for part in module.name.split("."):
        words = set(part.split("_"))
        for word in words & BANNED_NAMES:
            yield module.says(1, f"{word!r} says nothing about what it is")
        if part in LIBRARIES:
            yield module.says(1, f"{part!r} is named after the library that it wraps")


def opens_without_a_sentence(module: Module) -> Iterator[str]:
    """Modules whose first line is not one sentence that ends with a full stop."""
    sentence = (ast.get_docstring(module.tree) or "").split("\n\n")[0].replace("\n", " ")
    if not re.fullmatch(r".+\.", sentence):
        yield module.says(1, f"does not open with one sentence: {sentence!r}")
    elif re.search(r"[\w)]\. [A-Z]", sentence):
        yield module.says(1, f"opens with more than one sentence: {sentence!r}")


def is_too_long(module: Module) -> Iterator[str]:
    """Files and functions past their size; a function's docstring does not count."""
    lines = len(module.text.splitlines())
    if lines > LINES_OF_A_FILE:
        yield module.says(1, f"{lines} lines; past {LINES_OF_A_FILE} it is asking to be two rooms")
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            own = _lines(node) - (_lines(node.body[0]) if ast.get_docstring(node) else 0)
            if own > LINES_OF_A_FUNCTION:
                yield module.says(
                    node.lineno, f"{node.name} has {own} lines, more than {LINES_OF_A_FUNCTION}"
                )


def names_another_program(module: Module) -> Iterator[str]:
    """Words from programs whose licence would come along with their code."""
    for number, line in enumerate(module.text.splitlines(), 1):
        if found := COPYLEFT.search(line):
            yield module.says(number, f"{found.group()} is another program's name")


def _lines(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_every_module_has_a_name_that_says_what_it_is() -> None:
    expect_none(has_a_name_that_says_nothing)


def test_every_module_opens_with_one_sentence() -> None:
    expect_none(opens_without_a_sentence)


def test_no_file_and_no_function_is_too_long_to_be_read_whole() -> None:
    expect_none(is_too_long)


def test_no_other_program_is_named_in_what_is_shipped() -> None:
    expect_none(names_another_program)
    for file in [ROOT / "config.toml", *(ROOT / "posture_pal").rglob("*.toml")]:
        assert not COPYLEFT.search(file.read_text()), file


@pytest.mark.parametrize("name", ["desktop.tray.helpers", "event_manager", "desktop.notify.plyer", "misc"])
def test_a_name_that_says_nothing_is_found(name: str) -> None:
    assert list(has_a_name_that_says_nothing(Module(name, "")))
    assert not list(has_a_name_that_says_nothing(Module("desktop.tray.base", "")))


@pytest.mark.parametrize(
    "text",
    ["", "import os", '"""No full stop"""', '"""One. Two."""', '"""\nA.\nB.\n\nC."""'],
)
def test_a_module_that_does_not_open_with_one_sentence_is_found(text: str) -> None:
    assert list(opens_without_a_sentence(Module("model", text)))


def test_a_module_that_does_is_not() -> None:
    text = '"""What it is, e.g. this: one sentence over\ntwo lines.\n\nThen more. And more."""'
    assert not list(opens_without_a_sentence(Module("model", text)))


def test_a_file_and_a_function_past_their_size_are_found() -> None:
    function = "def f():\n" + "    x = 1\n" * 40
    assert list(is_too_long(Module("model", function)))
    assert not list(is_too_long(Module("model", function.replace("    x = 1\n", '    """W."""\n', 1))))
    assert list(is_too_long(Module("model", "x = 1\n" * 301)))
    assert not list(is_too_long(Module("model", "x = 1\n" * 300)))


def test_another_programs_name_is_found() -> None:
    assert list(names_another_program(Module("engine", "# as Safe Eyes does")))
