"""Which tests one worker has all of, asked of pytest itself: what it passes over in silence costs minutes."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import together

ROOT = Path(__file__).parents[2]
SHOWN = re.compile(r"\[(gw\d)\][^:]*?PASSED (\S+?)::")


def test_a_group_is_run_by_one_worker_although_others_are_free(tmp_path: Path) -> None:
    """In a small copy of the tests' folder, where the groups' files hold tests that take no time."""
    tests = tmp_path / "tests"
    for place in ("desktop/test_program_demo.py", "windows/test_any.py", "unit/test_other.py"):
        (tests / place).parent.mkdir(parents=True)
        (tests / place).write_text(
            "import pytest\n@pytest.mark.parametrize('n', range(9))\ndef test_it(n): ...\n"
        )
    for name in ("together.py", "scheduling.py"):
        (tests / name).write_text((ROOT / "tests" / name).read_text())
    (tests / "conftest.py").write_text(
        "from scheduling import Together\n"
        "def pytest_xdist_make_scheduler(config, log): return Together(config, log)\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "2", "-v", "-p", "no:cacheprovider", "tests"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    by = [(file, worker) for worker, file in SHOWN.findall(done.stdout)]
    assert len(by) == 27, done.stdout
    for file in ("tests/desktop/test_program_demo.py", "tests/windows/test_any.py"):
        assert len({worker for tried, worker in by if tried == file}) == 1


def test_groups_are_begun_in_their_order_and_before_all_others() -> None:
    begun = sorted(
        ["unit/test_engine.py", "windows/test_site.py", "install/test_deb.py", "windows/test_setup.py"],
        key=together.rank,
    )
    assert begun == [
        "windows/test_setup.py",
        "windows/test_site.py",
        "install/test_deb.py",
        "unit/test_engine.py",
    ]


def test_every_group_has_tests() -> None:
    assert not [place for place in together.TOGETHER if not (ROOT / "tests" / place).exists()]
