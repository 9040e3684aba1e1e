"""What another program of the same person may send down the control socket, up to a running service."""

from __future__ import annotations

import atexit
import json
import shutil
import socket
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from unit.fakes import HandClock, Stage

from fuzz.choices import Choices
from posture_pal import saved_state
from posture_pal.answering import Answering
from posture_pal.desktop import instance
from posture_pal.desktop.instance.base import MOST_BYTES, answer_line
from posture_pal.desktop.instance.unix_socket import UnixServer
from posture_pal.desktop.presence.unknown import UnknownPresence
from posture_pal.desktop.tray.none import NoTray
from posture_pal.event_log.rows import fact_of, row_of
from posture_pal.onlooker import DesktopOnlooker


class Desk:
    """A service on clocks of our own, with what really answers commands; a prompt is open from the start."""

    def __init__(self) -> None:
        self.stage = stage = Stage()
        self.clock: HandClock = stage.clock
        self.onlooker = DesktopOnlooker(NoTray(""), UnknownPresence(), (), {})
        stage.service._onlooker = self.onlooker
        self.onlooker.troubles = stage.service.troubles
        stage.service.start("1")
        self.answering = Answering(
            stage.service, self.onlooker, stage.clock, around=dict, more={}, failed=self._failed
        )
        stage.service.call = lambda run, _timeout: run()  # type: ignore[method-assign]
        self.answering.ask({"do": ["start", "posture"]})

    def ask(self, line: bytes) -> dict[str, Any]:
        """The answer to a line, which is one JSON object in a line that is not too long."""
        told = answer_line(self.answering.ask, line)
        assert told.endswith(b"\n")
        assert told.count(b"\n") == 1
        assert len(told) <= MOST_BYTES
        answer: dict[str, Any] = json.loads(told)
        assert isinstance(answer["ok"], bool)
        assert isinstance(answer["say"], str)
        assert not answer["say"].startswith("The request failed"), answer["say"]
        return answer

    def _failed(self, error: Exception) -> None:
        raise error

    def check(self) -> None:
        """What came of it can be kept, told again, and gone on from."""
        service = self.stage.service
        assert not service.troubles, service.troubles
        for fact in self.stage.log.facts:
            row = row_of(fact)
            json.dumps(row).encode()
            fact_of(row)
        now = self.clock.now()
        found, _ = saved_state.loads(saved_state.dumps(service.state, now, "boot"), now, "boot")
        assert found.paused == service.state.paused


def commands(data: bytes) -> None:
    """Lines that somebody sends, with time passing between them: each is answered, none leaves damage."""
    desk = Desk()
    for line in data.split(b"\n")[:20]:
        desk.ask(line)
        desk.clock.elapsed += len(line)
    desk.check()


def words(data: bytes) -> None:
    """Commands whose words are chosen: verbs that exist, with anything after them."""
    choices, desk = Choices(data), Desk()
    while choices:
        said = [choices.pick(WORDS) if choices.below(3) else choices.text() for _ in range(choices.below(5))]
        desk.ask(json.dumps({"do": said}).encode())
        desk.clock.elapsed += choices.below(5000)
    desk.check()


WORDS = (
    *("done", "partial", "skip", "snooze", "dismiss", "pause", "resume", "override", "start", "status"),
    *(
        "posture",
        "until",
        "tomorrow",
        "30 min",
        "14:30",
        "24:00",
        "10:00+05:00",
        "T10",
        "0.5",
        "nan",
        "1e999",
    ),
    *("0 s", "-1 min", "7 days", "200000 h", "", " ", "\udcff", "\x1b[2J", "inf", "1 h 30 min", "1_0 min"),
)


@cache
def _server() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="posture-pal-fuzz-"))
    server = UnixServer(folder / "control.sock", _echo, 0.2)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(server.close)
    return folder / "control.sock"


def _echo(request: dict[str, Any]) -> dict[str, Any]:
    return {"ok": True, "say": "", "heard": request}


def wire(data: bytes) -> None:
    """Bytes that come in pieces, over a real socket: the peer gets one answer or none, the next is served."""
    choices = Choices(data)
    with socket.socket(socket.AF_UNIX) as peer:
        peer.settimeout(5)
        peer.connect(str(_server()))
        try:
            while choices:
                peer.sendall(choices.bytes(1 + choices.below(64)))
            peer.shutdown(socket.SHUT_WR)
            told = b"".join(iter(lambda: peer.recv(MOST_BYTES), b""))
        except (BrokenPipeError, ConnectionResetError):  # it was answered before it had ended
            told = b""
    assert len(told) <= MOST_BYTES
    assert not told or json.loads(told)["ok"] in {True, False}
    assert instance.ask(_server(), {"still": "there"})["heard"] == {"still": "there"}
