"""One program a person: who gets to be it, who may ask it, and what no caller can do to it."""

from __future__ import annotations

import json
import os
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest
from desktop.waiting import wait_for

from posture_pal.desktop import instance
from posture_pal.desktop.instance import AlreadyRunning, Answer
from posture_pal.desktop.instance.base import MOST_BYTES, PATIENCE
from posture_pal.errors import NotRunning, Unavailable

HERE = Path(__file__).parent
UNIX = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has a pipe instead; run it on Linux or macOS"
)
ROOT = pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() != 0,
    reason="only root can become another user: sudo .venv/bin/pytest tests/contract/test_instance.py",
)
ROOM = 128
"""Callers that are served at once."""
SOON = 0.3
"""Seconds of patience, for tests of what happens when it ends."""

Serve = Callable[..., Any]


def echo(request: dict[str, Any]) -> dict[str, Any]:
    return {"ok": True, "heard": request}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "control.sock"


@pytest.fixture
def serve(path: Path) -> Iterator[Serve]:
    with ExitStack() as servers:

        def serve(answer: Answer = echo, patience: float = PATIENCE) -> Any:
            if patience == PATIENCE:
                server: Any = instance.serve(path, answer)
            else:
                from posture_pal.desktop.instance.unix_socket import UnixServer

                server = UnixServer(path, answer, patience)
            servers.callback(server.close)
            return server

        yield serve


class Held:
    """Answers with the request itself, once it may."""

    def __init__(self) -> None:
        self.began = threading.Event()
        self.may_end = threading.Event()

    def __call__(self, request: dict[str, Any]) -> dict[str, Any]:
        self.began.set()
        self.may_end.wait(10)
        return request


def dialled(path: Path, said: bytes = b"") -> socket.socket:
    """A caller that may do as it likes."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.connect(
        str(path)
    )  # while the queue is full, only a socket without a time limit waits for room
    connection.settimeout(10)
    if said:
        connection.sendall(said)
    return connection


def heard(connection: socket.socket) -> bytes:
    """All that is said to a caller until it is hung up on."""
    parts = []
    while data := connection.recv(1 << 16):
        parts.append(data)
    return b"".join(parts)


# --- asking ---------------------------------------------------------------------------------------


def test_a_request_gets_its_answer(path: Path, serve: Serve) -> None:
    serve()
    request = {"do": ["snooze", "10 min"], "words": "très long\n☺", "number": 1.5}
    assert instance.ask(path, request) == {"ok": True, "heard": request}


def test_nobody_there_is_told_with_what_to_do(path: Path) -> None:
    with pytest.raises(NotRunning, match="Start it with: posture-pal"):
        instance.ask(path, {})
    with pytest.raises(NotRunning):
        instance.ask(path.parent / "no" / "such" / "folder", {})


def test_a_hundred_ask_at_once_and_each_hears_its_own_answer(path: Path, serve: Serve) -> None:
    at_once = 0
    most = 0

    def answer(request: dict[str, Any]) -> dict[str, Any]:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        time.sleep(0.001)
        at_once -= 1
        return request

    serve(answer)
    answers: dict[int, Any] = {}
    everybody = threading.Barrier(100)

    def ask(number: int) -> None:
        everybody.wait()
        answers[number] = instance.ask(path, {"number": number}, timeout=60.0)  # on a busy machine too

    askers = [threading.Thread(target=ask, args=(number,)) for number in range(100)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert answers == {number: {"number": number} for number in range(100)}
    assert most == 1  # what answers need not be made for several threads


def test_an_answer_that_takes_too_long_is_told(path: Path, serve: Serve) -> None:
    answer = Held()
    serve(answer)
    began = time.monotonic()
    with pytest.raises(Unavailable, match=r"none came within 0\.2 s"):
        instance.ask(path, {}, timeout=0.2)
    assert time.monotonic() - began < 2
    answer.may_end.set()


def test_a_failure_to_answer_is_heard_by_the_caller_and_ends_nothing(path: Path, serve: Serve) -> None:
    def answer(request: dict[str, Any]) -> dict[str, Any]:
        return {"ok": request["key"]}

    serve(answer)
    failed = instance.ask(path, {})
    assert (failed["ok"], "'key'" in failed["say"]) == (False, True)
    assert instance.ask(path, {"key": True}) == {"ok": True}


@pytest.mark.parametrize("answer", [lambda _: {"much": "x" * MOST_BYTES}, lambda _: {"odd": object()}])
def test_an_answer_that_cannot_travel_is_told(path: Path, serve: Serve, answer: Answer) -> None:
    serve(answer)
    assert instance.ask(path, {})["ok"] is False


def test_a_request_of_the_longest_length_passes_and_a_longer_one_is_not_sent(
    path: Path, serve: Serve
) -> None:
    serve(lambda request: {"length": len(request["text"])})
    longest = MOST_BYTES - len('{"text":""}\n')
    assert instance.ask(path, {"text": "x" * longest}) == {"length": longest}
    with pytest.raises(ValueError, match="longer than"):
        instance.ask(path, {"text": "x" * (longest + 1)})


# --- being the one --------------------------------------------------------------------------------


def test_a_second_start_is_told_that_one_runs_and_ends_well(path: Path, serve: Serve) -> None:
    serve()
    with pytest.raises(AlreadyRunning, match="running already") as second:
        serve()
    assert second.value.exit_code == 0
    assert instance.ask(path, {})["ok"]


def test_after_the_end_there_is_room_for_another(path: Path, serve: Serve) -> None:
    first = serve()
    first.close()
    with pytest.raises(NotRunning):
        instance.ask(path, {})
    serve()
    first.close()  # once more, which must not touch its successor
    assert instance.ask(path, {})["ok"]


def test_of_many_that_start_at_once_one_wins(path: Path) -> None:
    for _ in range(30):
        running: list[Any] = []
        refused: list[AlreadyRunning] = []
        everybody = threading.Barrier(8)

        def start(
            everybody: threading.Barrier = everybody,
            running: list[Any] = running,
            refused: list[AlreadyRunning] = refused,
        ) -> None:
            everybody.wait()
            try:
                running.append(instance.serve(path, echo))
            except AlreadyRunning as other:
                refused.append(other)

        starters = [threading.Thread(target=start) for _ in range(8)]
        for starter in starters:
            starter.start()
        for starter in starters:
            starter.join()
        assert (len(running), len(refused)) == (1, 7)
        assert instance.ask(path, {})["ok"]
        running[0].close()


PROGRAM = """
import sys, threading
from pathlib import Path
from posture_pal.desktop import instance
instance.serve(Path(sys.argv[1]), lambda request: {"from": "the other process"})
print("ready", flush=True)
threading.Event().wait()
"""


def test_the_place_of_a_killed_program_is_free_at_once(path: Path, serve: Serve) -> None:
    program = subprocess.Popen([sys.executable, "-c", PROGRAM, str(path)], stdout=subprocess.PIPE, text=True)
    try:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
        assert instance.ask(path, {}) == {"from": "the other process"}
        with pytest.raises(AlreadyRunning):
            serve()
    finally:
        program.kill()
        program.communicate()
    with pytest.raises(NotRunning):
        instance.ask(path, {})
    serve()
    assert instance.ask(path, {})["ok"]


@UNIX
@pytest.mark.parametrize("suffix", [".sock", ".lock"])
def test_a_file_tidied_away_makes_no_room_for_a_second_one(path: Path, serve: Serve, suffix: str) -> None:
    serve()
    path.with_suffix(suffix).unlink()
    with pytest.raises(AlreadyRunning):
        serve()


@UNIX
def test_an_ending_program_does_not_take_its_successors_socket_with_it(path: Path, serve: Serve) -> None:
    first = serve()
    path.unlink()
    path.with_suffix(".lock").unlink()  # now nothing shows that the first one is there
    serve()
    first.close()
    assert instance.ask(path, {})["ok"]


@UNIX
def test_socket_and_lock_are_private_whatever_the_umask(path: Path, serve: Serve) -> None:
    before = os.umask(0)
    try:
        serve()
    finally:
        os.umask(before)
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert modes == {"control.sock": 0o600, "control.lock": 0o600}


@UNIX
def test_a_place_where_nobody_can_listen_is_told(path: Path, serve: Serve) -> None:
    path.mkdir()
    with pytest.raises(Unavailable, match="Commands cannot be taken"):
        serve()
    with pytest.raises(Unavailable, match="Commands cannot be taken"):
        instance.serve(path.parent / ("x" * 120) / "control.sock", echo)
    path.rmdir()
    serve()  # what was tried before holds no lock


# --- callers of every kind ------------------------------------------------------------------------


@UNIX
@pytest.mark.parametrize(
    "said",
    [
        b"\n",
        b"hello\n",
        b"[1, 2]\n",
        b'"do"\n',
        b"null\n",
        b"\xff\xfe\x00{}\n",
        b'{"do": \n',
        b"[" * 60000 + b"\n",
        b'{"n": ' + b"9" * 60000 + b"}\n",
        b"x" * (MOST_BYTES + 1),
    ],
    ids=lambda said: repr(said[:12]),
)
def test_nonsense_is_answered_with_what_is_wrong_with_it(path: Path, serve: Serve, said: bytes) -> None:
    serve()
    with dialled(path, said) as caller:
        answer = json.loads(heard(caller))
    assert answer["ok"] is False
    assert "request" in answer["say"].lower()
    assert instance.ask(path, {})["ok"]


@UNIX
def test_a_caller_without_end_is_cut_off(path: Path, serve: Serve) -> None:
    serve()
    with dialled(path) as caller, pytest.raises(OSError, match=r"(Broken pipe|reset)"):
        caller.sendall(b"x" * 1000 * MOST_BYTES)
    assert instance.ask(path, {})["ok"]


@UNIX
def test_a_request_in_pieces_is_one_request(path: Path, serve: Serve) -> None:
    serve()
    with dialled(path) as caller:
        for piece in (b'{"do', b'":', b" 1}", b"\nand more that nobody asked for"):
            caller.sendall(piece)
        assert json.loads(heard(caller)) == {"ok": True, "heard": {"do": 1}}


@UNIX
def test_a_request_that_ends_without_a_line_end_is_answered(path: Path, serve: Serve) -> None:
    serve()
    with dialled(path, b'{"do": 1}') as caller:
        caller.shutdown(socket.SHUT_WR)
        assert json.loads(heard(caller))["heard"] == {"do": 1}


@UNIX
def test_callers_that_stall_are_let_go_and_hold_nobody_up(path: Path, serve: Serve) -> None:
    serve(patience=SOON)
    with ExitStack() as stalling:
        callers = [stalling.enter_context(dialled(path, b'{"do"'[: number % 6])) for number in range(60)]
        began = time.monotonic()
        assert instance.ask(path, {})["ok"]
        assert time.monotonic() - began < SOON
        assert [heard(caller) for caller in callers] == [b""] * 60
        assert SOON / 2 < time.monotonic() - began < 10


@UNIX
def test_a_caller_that_drips_is_let_go_too(path: Path, serve: Serve) -> None:
    serve(patience=SOON)
    with dialled(path) as caller:

        def is_cut_off() -> bool:
            try:
                caller.sendall(b" ")
            except OSError:
                return True
            return False

        wait_for(is_cut_off, what="the end of patience", every=SOON / 20)


@UNIX
def test_more_stalling_callers_than_there_is_room_for_hold_nobody_up(path: Path, serve: Serve) -> None:
    server = serve(patience=30)
    with ExitStack() as stalling:
        for _ in range(150):
            stalling.enter_context(dialled(path))
        assert instance.ask(path, {})["ok"]
        assert len(server._peers) <= ROOM


@UNIX
def test_the_last_words_of_a_caller_just_let_go_harm_nothing(serve: Serve) -> None:
    from posture_pal.desktop.instance.unix_socket import _Peer

    requests: list[Any] = []
    server = serve(requests.append)
    caller, ours = socket.socketpair(socket.AF_UNIX)
    with caller, ours:
        let_go = _Peer(ours, deadline=0.0)  # as when room was needed for another in the moment that it spoke
        caller.sendall(b"{}\n")
        server._read(let_go)
    assert requests == []


@UNIX
def test_whoever_finds_the_queue_full_waits_for_room_in_it(path: Path, serve: Serve) -> None:
    answer = Held()
    serve(answer, patience=30)
    with ExitStack() as callers:
        callers.enter_context(dialled(path, b"{}\n"))
        answer.began.wait(10)
        with suppress(BlockingIOError):
            while True:
                caller = callers.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
                caller.setblocking(False)
                caller.connect(str(path))
        with pytest.raises(Unavailable, match="too many others"):
            instance.ask(path, {}, timeout=0.1)
        told: list[Any] = []
        asker = threading.Thread(target=lambda: told.append(instance.ask(path, {"n": 1})))
        asker.start()
        answer.may_end.set()
        asker.join()
        assert told == [{"n": 1}]


@UNIX
def test_a_caller_that_does_not_listen_holds_nobody_up(path: Path, serve: Serve) -> None:
    serve(lambda _: {"much": "x" * (MOST_BYTES - 100)}, patience=SOON)
    with ExitStack() as deaf:
        for _ in range(20):
            caller = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            caller.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
            deaf.enter_context(caller)
            caller.connect(str(path))
            caller.sendall(b"{}\n")
        assert len(instance.ask(path, {})["much"]) == MOST_BYTES - 100


@UNIX
def test_a_caller_that_hung_up_already_harms_nothing(path: Path, serve: Serve) -> None:
    serve()
    for said in (b"", b"{}", b"{}\n"):
        dialled(path, said).close()
    assert instance.ask(path, {})["ok"]


@UNIX
def test_a_slow_answer_costs_nobody_who_waits_their_patience(path: Path, serve: Serve) -> None:
    answer = Held()
    serve(answer, patience=SOON)
    with dialled(path) as third, dialled(path, b'{"n": 1}\n') as first:
        answer.began.wait(10)
        with dialled(path, b'{"n": 2}\n') as second:
            third.sendall(b'{"n": 3}\n')
            threading.Event().wait(2 * SOON)  # longer than anybody's patience, which is the point
            answer.may_end.set()
            assert [json.loads(heard(caller))["n"] for caller in (first, second, third)] == [1, 2, 3]


@UNIX
def test_the_thread_rests_while_nobody_calls(path: Path, serve: Serve) -> None:
    server = serve(patience=SOON)
    with dialled(path) as stalling:
        assert heard(stalling) == b""
    assert server._until_next_deadline() is None


@UNIX
@pytest.mark.parametrize(
    ("said", "why"),
    [(b"", "hung up"), (b"what?\n", "is no answer"), (b"x" * (2 * MOST_BYTES), "is no answer")],
)
def test_a_listener_that_is_no_posture_pal_is_told(path: Path, said: bytes, why: str) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
        listening.bind(str(path))
        listening.listen()

        def reply() -> None:
            connection, _ = listening.accept()
            with connection, suppress(OSError):  # it may have heard enough
                connection.recv(100)
                connection.sendall(said)
                if said:
                    connection.recv(100)  # and says no more

        replying = threading.Thread(target=reply)
        replying.start()
        with pytest.raises(Unavailable, match=why):
            instance.ask(path, {})
        replying.join()


STRANGER = """
import os, sys
from pathlib import Path
from posture_pal.desktop.instance import unix_asking
from posture_pal.errors import PosturePalError
import encodings.idna
os.setgroups([])
os.setgid(65534)
os.setuid(65534)
try:
    print(unix_asking.ask(Path(sys.argv[1]), {"do": ["quit"]}, 5.0))
except PosturePalError as error:
    print(type(error).__name__, error)
"""


@ROOT
@pytest.mark.parametrize("are_open", [False, True], ids=["closed folder", "folder and socket left open"])
def test_another_user_is_refused(path: Path, serve: Serve, are_open: bool) -> None:
    requests = []

    def answer(request: dict[str, Any]) -> dict[str, Any]:
        requests.append(request)
        return {}

    serve(answer)
    for folder in path.parents:
        if not folder.stat().st_mode & 0o001 and are_open:
            folder.chmod(folder.stat().st_mode | 0o001)
    if are_open:
        path.chmod(0o666)
    stranger = [sys.executable, "-c", STRANGER, str(path)]
    told = subprocess.run(stranger, capture_output=True, text=True, check=True, timeout=30).stdout
    assert told.startswith("Unavailable")
    assert requests == []


@UNIX
def test_an_end_that_the_thread_notices_first_is_an_end_like_any_other(path: Path, serve: Serve) -> None:
    server = serve()
    server._closing = True  # as far as close() comes before the thread looks, when it is just awake
    dialled(path).close()
    server._thread.join(10)
    server._closing = False
    server.close()
    serve()
    assert instance.ask(path, {})["ok"]


ENDING = """
import sys, threading
from pathlib import Path
from posture_pal.desktop import instance
ending = threading.Event()
def answer(request):
    ending.set()
    threading.Event().wait(0.05)
    return {"say": "Posture Pal ends."}
server = instance.serve(Path(sys.argv[1]), answer)
print("ready", flush=True)
ending.wait()
server.close()
"""


def test_the_end_waits_for_the_answer_that_brings_it_about(path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", ENDING, str(path)], stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
        assert instance.ask(path, {"do": ["quit"]}) == {"say": "Posture Pal ends."}
        assert program.wait(10) == 0
    assert not path.exists()


@UNIX
def test_a_lock_file_exchanged_while_it_is_taken_keeps_nobody_out_and_is_taken_anew(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    from posture_pal.desktop.instance.unix_claim import lock

    real, taken = fcntl.flock, []

    def flock(held: int, how: int) -> None:
        taken.append(held)
        if len(taken) == 1:
            path.unlink()
        real(held, how)

    monkeypatch.setattr(fcntl, "flock", flock)
    held = lock(path)
    assert os.fstat(held).st_ino == path.stat().st_ino
    os.close(held)
