"""Another user of the same computer: what the real program leaves open to them, which is nothing."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from desktop.waiting import wait_for

from posture_pal.desktop import instance
from posture_pal.errors import PosturePalError

pytestmark = pytest.mark.skipif(
    os.name != "posix", reason="Windows has other rights; run it on Linux or macOS"
)
ROOT = pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() != 0 or shutil.which("setpriv") is None,
    reason="only root can become another user: sudo .venv/bin/pytest tests/contract/test_strangers.py",
)
NOBODY = 65534
CONFIG = """\
[prompts]
settle = "0 s"
[diary]
enabled = true
[[reminder]]
name = "posture"
kind = "posture"
every = "30 min"
"""


CALLER = """
import socket, sys
caller = socket.socket(socket.AF_UNIX)
caller.settimeout(5)
caller.connect(sys.argv[1])
caller.sendall(b'{"do": ["status"]}\\n')
sys.stdout.buffer.write(caller.recv(100))
"""


class Home:
    """A home that everybody may enter, so that nothing but the program's own care protects what is in it."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="posture-pal-home-"))
        self.folder.chmod(0o755)
        config = self.folder / ".config/posture-pal"
        config.mkdir(parents=True, mode=0o700)
        (config / "config.toml").write_text(CONFIG)
        (config / "config.toml").chmod(0o600)
        self.env = {"PATH": os.environ["PATH"], "HOME": str(self.folder)}
        self.socket = self.folder / ".local/share/posture-pal/run/control.sock"
        self.program: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """The program, as a careless session would start it: without a desktop, and with umask 000."""
        self.program = subprocess.Popen(
            [sys.executable, "-m", "posture_pal"],
            env=self.env,
            umask=0,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_for(self._answers, 20, "an answer of the program", every=0.02)

    def run(self, *words: str, said: str = "") -> None:
        """One command, with umask 000."""
        command = [sys.executable, "-m", "posture_pal", *words]
        done = subprocess.run(
            command, env=self.env, umask=0, input=said.encode(), capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()

    def close(self) -> None:
        if self.program is not None:
            self.program.terminate()
            self.program.wait(10)
        shutil.rmtree(self.folder)

    def own(self) -> list[Path]:
        """Everything that the program has made, and what it stands in."""
        places = [path for path in self.folder.rglob("*") if path != self.folder / ".config"]
        assert len(places) > 10
        return places

    def _answers(self) -> bool:
        try:
            return instance.ask(self.socket, {"do": ["hello"]})["ok"] is True
        except PosturePalError:
            return False


@pytest.fixture(scope="module")
def home() -> Iterator[Home]:
    """A program that runs, and has written all that it ever writes."""
    home = Home()
    try:
        home.start()
        home.run("start", "posture")
        home.run("done")
        home.run("diary", "add", "--pain", "3", "--note", "-", said="slept badly\n")
        for form in ("html", "csv", "json", "fhir"):
            home.run("report", f"--{form}", "--out", str(home.folder / f"mine.{form}"))
        home.run("data", "export", str(home.folder / "all of it"))
        home.run("config", "check")
        yield home
    finally:
        home.close()


def test_nothing_is_left_open_even_under_umask_000(home: Home) -> None:
    open_to_others = [
        f"{path.relative_to(home.folder)} {stat.filemode(path.lstat().st_mode)}"
        for path in home.own()
        if path.lstat().st_mode & 0o077
    ]
    assert open_to_others == []


def as_nobody(*command: str | Path) -> subprocess.CompletedProcess[bytes]:
    rights = ["--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups"]
    words: Sequence[str] = ["setpriv", *rights, *map(str, command)]
    return subprocess.run(words, capture_output=True, check=False, cwd="/")


@ROOT
def test_another_user_reads_no_file_and_lists_no_folder(home: Home) -> None:
    assert as_nobody("ls", home.folder).returncode == 0, "the home itself is open, or this shows nothing"
    for path in home.own():
        tried = as_nobody("ls" if path.is_dir() else "cat", path)
        assert b"Permission denied" in tried.stderr, path


@ROOT
def test_another_user_gets_no_answer_even_where_every_folder_on_the_way_was_opened(home: Home) -> None:
    opened = [home.socket.parent, *list(home.socket.parents)[1:4]]
    before = {path: stat.S_IMODE(path.stat().st_mode) for path in (*opened, home.socket)}
    try:
        for path in before:
            path.chmod(0o777)
        everybodys = shutil.which("python3", path="/usr/bin") or "python3"
        told = as_nobody(everybodys, "-c", CALLER, home.socket)
        assert told.stdout == b""
        assert b"Permission" not in told.stderr, "it was not even let in, so this shows nothing"
    finally:
        for path, mode in before.items():
            path.chmod(mode)
    assert instance.ask(home.socket, {"do": ["hello"]})["ok"]


@ROOT
def test_a_program_started_by_another_user_in_this_home_touches_nothing(home: Home) -> None:
    data = home.folder / ".local/share/posture-pal"
    before = {path: path.stat().st_mtime_ns for path in data.iterdir() if path.suffix == ".sqlite3"}
    os.chown(data, NOBODY, NOBODY)
    try:
        command = [sys.executable, "-m", "posture_pal", "data", "path"]
        refused = subprocess.run(command, env=home.env, capture_output=True, text=True, check=False)
        assert (refused.returncode, "belongs to another user" in refused.stderr) == (1, True)
    finally:
        os.chown(data, os.geteuid(), os.getegid())
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_a_note_can_be_given_where_no_other_user_sees_it(home: Home) -> None:
    """The words of every command are there for all users to read; standard input is not."""
    assert "slept badly" in (home.folder / ".local/share/posture-pal/diary.jsonl").read_text()
