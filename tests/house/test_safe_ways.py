"""No way to run what somebody wrote, and a security page whose every claim has a test that exists."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from house.reading import ROOT, Module, expect_none

RUNS_TEXT = frozenset(["eval", "exec", "compile", "__import__"])
READS_OBJECTS = frozenset(["pickle", "marshal", "shelve", "dill", "yaml"])
"""Libraries whose files can run code when they are read."""
RUNS_A_SHELL = frozenset(["os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput"])
BY_NAME_OR_PATH = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
SECURITY = ROOT / "docs" / "security.md"


def runs_what_somebody_wrote(module: Module) -> Iterator[str]:
    """Code out of texts, objects out of files, a shell between the program and what it starts."""
    for imported in module.imports():
        if imported.target.split(".")[0] in READS_OBJECTS:
            yield module.says(imported.line, f"{imported.target} can run what it reads")
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        if called in RUNS_TEXT | RUNS_A_SHELL:
            yield module.says(node.lineno, f"{called} runs a text")
        for keyword in node.keywords:
            if keyword.arg == "shell" and ast.unparse(keyword.value) != "False":
                yield module.says(node.lineno, "a shell reads what is meant as one word")


def test_nothing_runs_what_somebody_wrote() -> None:
    expect_none(runs_what_somebody_wrote)


@pytest.mark.parametrize(
    "text",
    [
        "import pickle",
        "from marshal import loads",
        "eval(text)",
        "import os\nos.system(text)",
        "import subprocess\nsubprocess.run(text, shell=True)",
    ],
)
def test_a_way_to_run_what_somebody_wrote_is_found(text: str) -> None:
    assert list(runs_what_somebody_wrote(Module("cli.report", text)))


def test_every_test_that_the_security_page_names_exists() -> None:
    named = BY_NAME_OR_PATH.findall(SECURITY.read_text())
    assert len(named) > 30
    missing = [
        f"{path}::{name}"
        for path, name in named
        if not (ROOT / path).exists() or (name and f"def {name}(" not in (ROOT / path).read_text())
    ]
    assert missing == []


def test_every_danger_on_the_security_page_has_a_test_beside_it() -> None:
    rows = [
        line for line in SECURITY.read_text().splitlines() if line.startswith("| ") and line.count("|") == 4
    ]
    dangers = [row for row in rows if not row.startswith("| what could be done")]
    assert len(dangers) > 25
    assert [row for row in dangers if not BY_NAME_OR_PATH.search(row)] == []
