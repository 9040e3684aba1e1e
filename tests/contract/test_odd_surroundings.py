"""The whole program where a machine is set up oddly: languages, folders, users and sessions."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from desktop.waiting import wait_for

from contract.bare_program import Bare, bare
from posture_pal import event_log

pytestmark = pytest.mark.skipif(os.name != "posix", reason="these are surroundings of Linux and macOS")

STRICT = {"PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
"""Python mends a C locale by itself, unless it is told not to."""
LANGUAGES: dict[str, dict[str, str]] = {
    "Turkish": {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
    "Turkish in a code page": {"LC_ALL": "tr_TR.ISO-8859-9", **STRICT},
    "C": {"LC_ALL": "C"},
    "POSIX and nothing but ASCII": {"LC_ALL": "POSIX", **STRICT},
    "one that does not exist": {"LC_ALL": "xx_YY.nothing"},
    "a code page asked for": {"LC_ALL": "C", "PYTHONIOENCODING": "latin-1", **STRICT},
}


def one_prompt(program: Bare) -> None:
    """A prompt is shown as a line, answered, and in the record."""
    assert program.ask("start", "look")["ok"]
    wait_for(lambda: "sign look" in program.said(), 10, "the prompt as a line", explain=program.said)
    assert program.ask("done")["say"] == "Done: look."
    assert [fact.name for fact in program.facts("prompted", "done")] == ["prompted", "done"]


def all_commands(program: Bare) -> None:
    for words in (["status"], ["status", "--json"], ["stats"], ["config", "check"], ["config", "show"]):
        done = program.cli(*words)
        assert (done.returncode, done.stderr) == (0, ""), (words, done.stderr)


def test_no_language_of_the_system_is_in_the_way(tmp_path: Path) -> None:
    """Six at a time; names that no code page has are in each message."""

    def in_language(name: str) -> None:
        home = tmp_path / str(list(LANGUAGES).index(name))  # a socket's path has to be short
        with bare(home, {"POSTURE_PAL_HOME": str(home), **LANGUAGES[name]}) as program:
            program.start().ready()
            one_prompt(program)
            all_commands(program)

    with ThreadPoolExecutor(3) as three:
        list(three.map(in_language, LANGUAGES))


def test_a_home_whose_name_is_no_text_is_a_home(tmp_path: Path) -> None:
    home = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe home"))
    try:
        home.mkdir()
    except OSError:
        pytest.skip("this file system takes only UTF-8 names; ext4 or tmpfs takes any")
    with bare(home, {"POSTURE_PAL_HOME": str(home), "LC_ALL": "C.UTF-8"}) as program:
        program.start().ready()
        one_prompt(program)
        all_commands(program)


# --- folders ---


@pytest.fixture
def session(tmp_path: Path) -> dict[str, str]:
    """Variables of a session as a login gives them, under folders of the test's own."""
    home, run = tmp_path / "home", tmp_path / "run"
    for folder in (home, run):
        folder.mkdir(mode=0o700)
    return {"HOME": str(home), "XDG_RUNTIME_DIR": str(run)}


def socket_of(env: dict[str, str]) -> Path:
    return Path(env["XDG_RUNTIME_DIR"]) / "posture-pal" / "control.sock"


class Session(Bare):
    """A program in a session of its own, whose folders are where the system keeps such."""

    @property
    def socket(self) -> Path:
        return socket_of(self.env)

    @property
    def log(self) -> Path:
        return Path(self.env["HOME"]) / ".local" / "share" / "posture-pal" / "facts.sqlite3"


def in_session(folder: Path, env: dict[str, str]) -> Session:
    folder.mkdir(exist_ok=True)
    return Session(folder, env, config=None)


@pytest.mark.parametrize("how", ["missing", "not there", "open to everybody"])
def test_commands_find_the_program_whatever_has_become_of_the_sessions_folder(
    tmp_path: Path, session: dict[str, str], how: str
) -> None:
    if how == "missing":
        del session["XDG_RUNTIME_DIR"]
    elif how == "not there":
        session["XDG_RUNTIME_DIR"] = str(tmp_path / "gone")
    else:
        Path(session["XDG_RUNTIME_DIR"]).chmod(0o777)
    program = in_session(tmp_path / "output", session)
    try:
        program.start()
        wait_for(lambda: program.cli("status").returncode == 0, 20, "an answer", explain=program.said)
        left = list(tmp_path.glob("run/*"))
        assert how != "open to everybody" or left == [], "nothing is put where others could"
        assert program.end() == 0
        assert "Traceback" not in program.said()
    finally:
        program.let_go()


def test_without_any_home_it_says_what_to_set(tmp_path: Path) -> None:
    if os.geteuid() or not shutil.which("setpriv"):
        pytest.skip("a user without a home is made by root with setpriv; run it as root")
    nobody = ("setpriv", "--reuid=64321", "--regid=64321", "--clear-groups")
    program = Bare(tmp_path, {}, config=None)
    for words in ([], ["status"], ["stats"]):
        done = program.cli(*words, before=nobody)
        assert done.returncode == 1
        assert "Set HOME to it" in done.stderr
        assert "Traceback" not in done.stderr


def test_a_home_that_cannot_be_written_stops_no_reminder(tmp_path: Path) -> None:
    """Nothing under /proc can be made, not even by root."""
    program = Bare(tmp_path, {"HOME": "/proc/1", "XDG_RUNTIME_DIR": str(tmp_path)}, config=None)
    try:
        program.start()
        wait_for(lambda: "Your record cannot be kept" in program.said(), 20, "a word about the record")
        wait_for(lambda: "Your settings cannot be kept" in program.said(), 5, "and one about the settings")
        assert program.end() == 0
        assert "Traceback" not in program.said()
    finally:
        program.let_go()


# --- sessions and users ---


def test_a_second_session_of_the_same_person_is_led_to_the_program_of_the_first(
    tmp_path: Path, session: dict[str, str]
) -> None:
    """Each has a folder of its own for what lives as long as it does; the record is one."""
    run = tempfile.mkdtemp(prefix="pp run ")  # a test's own folder may be too long for a socket's path
    other = {**session, "XDG_RUNTIME_DIR": run}
    first, second = in_session(tmp_path / "one", session), in_session(tmp_path / "two", other)
    try:
        first.start().ready()
        began = time.monotonic()
        second_start = second.cli()
        assert second_start.returncode == 0
        assert second_start.stdout.startswith("Posture Pal runs already.")
        assert time.monotonic() - began < 10
        assert second.cli("start", "posture").returncode == 0
        assert second.cli("done").stdout == "Done: posture.\n"
        names = [fact.name for fact in event_log.read(first.log)]
        assert names.count("started") == 1
        assert names[-1] == "done"
        assert first.end() == 0
        assert second.cli("status").returncode == 3
        second.start().ready()
        assert second.end() == 0
        assert "Traceback" not in first.said() + second.said()
    finally:
        shutil.rmtree(run, ignore_errors=True)
        first.let_go()
        second.let_go()


def test_a_program_of_the_same_person_that_cannot_be_reached_is_told_of(
    tmp_path: Path, session: dict[str, str]
) -> None:
    """As where the home is a network's and the other machine's program keeps the record."""
    first = in_session(tmp_path / "one", session)
    other = in_session(tmp_path / "two", {**session, "XDG_RUNTIME_DIR": str(tmp_path / "gone")})
    try:
        first.start().ready()
        first.socket.unlink()
        done = other.cli()
        assert done.returncode == 4
        assert "cannot be reached from here" in done.stderr
        assert [fact.name for fact in event_log.read(first.log, names=["started"])] == ["started"]
    finally:
        first.let_go()


SECOND_USER = "posture-pal-second"


@pytest.fixture
def second_user() -> Iterator[str]:
    """A second person with an account on this machine, for as long as the test runs."""
    if os.geteuid() or not shutil.which("useradd"):
        pytest.skip("an account is made by root with useradd; run it as root")
    subprocess.run(["useradd", "--system", "--no-create-home", SECOND_USER], check=True, capture_output=True)
    yield SECOND_USER
    subprocess.run(["userdel", SECOND_USER], check=True, capture_output=True)


def test_two_people_on_one_machine_have_a_program_and_a_record_each(
    second_user: str, session: dict[str, str]
) -> None:
    """Both on the same machine at the same time, with homes side by side."""
    place = Path("/tmp") / f"posture-pal-two-{os.getpid()}"
    place.mkdir(mode=0o755)
    as_second = ("setpriv", f"--reuid={second_user}", f"--regid={second_user}", "--clear-groups")
    theirs = {"HOME": str(place / "home"), "XDG_RUNTIME_DIR": str(place / "run")}
    first, second = in_session(place / "first", session), in_session(place / "second", theirs)
    try:
        for folder in theirs.values():
            Path(folder).mkdir(mode=0o700)
            shutil.chown(folder, second_user, second_user)
        first.start().ready()
        second.start(*as_second)
        wait_for(lambda: second.cli("status", before=as_second).returncode == 0, 20, "the second's answer")
        assert second.cli("start", "break", before=as_second).returncode == 0
        assert second.cli("done", before=as_second).stdout == "Done: break.\n"
        assert [fact.name for fact in event_log.read(first.log, names=["prompted", "done"])] == []
        prying = first.cli("status", before=as_second)
        assert prying.returncode != 0, "another person's program answers nobody else"
        prying = subprocess.run([*as_second, "cat", str(first.log)], capture_output=True, check=False)
        assert prying.returncode != 0
        assert (first.end(), second.end()) == (0, 0)
    finally:
        first.let_go()
        second.let_go()
        shutil.rmtree(place, ignore_errors=True)
