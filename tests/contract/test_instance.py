"""One program a person, reached by that person's commands alone, whatever a peer does."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from posture_pal.desktop import instance
from posture_pal.desktop.instance.lines import LONGEST
from posture_pal.errors import NotRunning, Unavailable

pytestmark = [pytest.mark.contract, pytest.mark.skipif(sys.platform == "win32", reason="a pipe serves there")]

Answer = Callable[[dict[str, Any]], dict[str, Any]]


def echo(request: dict[str, Any]) -> dict[str, Any]:
    return {"ok": True, "say": request}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    tmp_path.chmod(0o700)
    return tmp_path / "control.sock"


@pytest.fixture
def server(path: Path) -> Iterator[instance.Server]:
    server = instance.serve(path, echo)
    yield server
    server.close()


def talk(path: Path, data: bytes) -> bytes:
    with socket.socket(socket.AF_UNIX) as peer:
        peer.settimeout(10)
        peer.connect(str(path))
        peer.sendall(data)
        return peer.makefile("rb").readline()


def test_a_command_without_a_running_program_is_told_what_to_do(path: Path) -> None:
    with pytest.raises(NotRunning, match="Start it with: posture-pal") as raised:
        instance.ask(path, {"do": ["status"]})
    assert raised.value.exit_code == 3


@pytest.mark.usefixtures("server")
def test_a_request_gets_its_answer(path: Path) -> None:
    assert instance.ask(path, {"do": ["ä", "10 min"]}) == {"ok": True, "say": {"do": ["ä", "10 min"]}}


@pytest.mark.usefixtures("server")
def test_socket_and_lock_are_the_owners_alone(path: Path) -> None:
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.with_suffix(".lock").stat().st_mode & 0o777 == 0o600


@pytest.mark.usefixtures("server")
def test_a_second_program_is_refused_and_the_first_goes_on(path: Path) -> None:
    with pytest.raises(Unavailable, match="runs already"):
        instance.serve(path, echo)
    assert instance.ask(path, {})["ok"]


def test_a_line_that_a_killed_program_left_behind_is_taken_over(path: Path) -> None:
    left = socket.socket(socket.AF_UNIX)
    left.bind(str(path))
    left.close()
    with pytest.raises(NotRunning):
        instance.ask(path, {})
    server = instance.serve(path, echo)
    assert instance.ask(path, {})["ok"]
    server.close()
    assert not path.exists()


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize(
    "data",
    [b"\n", b"[]\n", b"nonsense\n", b"\xff\xfe\n", b"[" * 60_000 + b"\n", b"x" * (LONGEST + 9) + b"\n"],
    ids=["blank", "a list", "no JSON", "no UTF-8", "deep", "too long"],
)
def test_nonsense_is_answered_and_harms_nobody(path: Path, data: bytes) -> None:
    try:
        said = talk(path, data)
    except ConnectionError:
        said = b""  # it may hang up on a peer that goes on talking past the bound
    assert b'"ok":false' in said or said == b""
    assert instance.ask(path, {})["ok"]


@pytest.mark.usefixtures("server")
def test_peers_that_stall_keep_nobody_waiting(path: Path) -> None:
    stalled = []
    for _ in range(5):
        peer = socket.socket(socket.AF_UNIX)
        peer.connect(str(path))
        peer.sendall(b'{"do":')
        stalled.append(peer)
    assert instance.ask(path, {}, timeout=1.0)["ok"]
    for peer in stalled:
        peer.settimeout(10)
        assert peer.recv(10) == b"", "it hangs up on a peer that never finishes"
        peer.close()


@pytest.mark.usefixtures("server")
def test_a_hundred_at_once_all_get_their_own_answer(path: Path) -> None:
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda n: instance.ask(path, {"n": n})["say"]["n"], range(100)))
    assert answers == list(range(100))


def test_a_program_that_does_not_answer_in_time_is_said_to_run_but_not_to_answer(path: Path) -> None:
    freed = Event()

    def never(_: dict[str, Any]) -> dict[str, Any]:
        freed.wait(30)
        return {}

    server = instance.serve(path, never)
    with pytest.raises(Unavailable, match=r"does not answer: nothing came within 0\.2 s"):
        instance.ask(path, {}, timeout=0.2)
    freed.set()
    server.close()


def test_an_answer_that_is_too_long_is_told_instead_of_cut(path: Path) -> None:
    server = instance.serve(path, lambda _: {"ok": True, "say": "x" * LONGEST})
    assert "longer than" in instance.ask(path, {})["say"]
    server.close()


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() != 0, reason="only root can become somebody else to try"
)
@pytest.mark.usefixtures("server")
def test_another_user_gets_nothing_even_past_the_modes_of_folder_and_socket(path: Path) -> None:
    for part in (path, *path.parents[:3]):
        part.chmod(0o777)
    program = (
        "import os, socket, sys\n"
        "os.setgid(65534); os.setuid(65534)\n"
        "peer = socket.socket(socket.AF_UNIX); peer.settimeout(10)\n"
        "peer.connect(sys.argv[1]); peer.sendall(b'{}\\n')\n"
        "print(peer.recv(100))\n"
    )
    other = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=False, timeout=20
    )
    assert other.stdout.strip() == "b''" or "ConnectionResetError" in other.stderr, other
    assert instance.ask(path, {})["ok"]
