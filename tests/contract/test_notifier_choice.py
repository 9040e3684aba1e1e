"""Which notifier is chosen, and what the simple ones do in the terminals and systems they meet."""

from __future__ import annotations

import contextlib
import io
import os
import pty
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import pytest
from desktop.waiting import wait_for

from contract.notify_bus import DAEMON, HOW_TO_INSTALL, double_as_a_program, private_bus
from contract.notify_contract import BUTTONS, PROMPT, Ears
from contract.notify_service import NAME, NotificationService
from posture_pal.desktop.bus import Bus
from posture_pal.desktop.notify.base import Notice
from posture_pal.desktop.notify.choose import choose
from posture_pal.desktop.notify.plain import PlainNotifier
from posture_pal.desktop.notify.terminal import TerminalNotifier
from posture_pal.errors import Unavailable

NEEDS_A_BUS = pytest.mark.skipif(
    not DAEMON.exists(), reason=f"NO D-BUS HERE: bring these tests in with: {HOW_TO_INSTALL}"
)
ON_LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="told of Linux")


# --- the choice ----------------------------------------------------------------------------------------


@NEEDS_A_BUS
class TestChoice:
    def test_a_running_notification_service_is_chosen(self, tmp_path: Path) -> None:
        with private_bus(tmp_path) as socket:
            service = NotificationService(f"unix:path={socket}")
            bus = Bus([str(socket)], "session")
            notifier, reasons = choose(bus, io.StringIO(), None, Ears().callbacks)
            notifier.close()
            bus.close()
            service.die()

        assert (notifier.name, reasons) == ("freedesktop", ())

    def test_one_that_the_bus_would_start_is_chosen_and_started_by_the_first_prompt(
        self, tmp_path: Path
    ) -> None:
        ears = Ears()
        with private_bus(tmp_path, {NAME: double_as_a_program(tmp_path)}) as socket:
            bus = Bus([str(socket)], "session")
            notifier, reasons = choose(bus, None, None, ears.callbacks)
            assert not bus.has_owner(NAME)
            notifier.show(PROMPT)
            wait_for(lambda: bus.has_owner(NAME), 10, "the start of the service")
            notifier.close()
            bus.close()

        assert (notifier.name, reasons) == ("freedesktop", ())
        assert not ears.failures

    def test_one_that_the_bus_cannot_start_after_all_is_a_failure(self, tmp_path: Path) -> None:
        ears = Ears()
        with private_bus(tmp_path, {NAME: "/bin/false"}) as socket:
            bus = Bus([str(socket)], "session")
            notifier, _ = choose(bus, None, None, ears.callbacks)
            notifier.show(PROMPT)
            wait_for(lambda: ears.failures, 10, "the failure")
            notifier.close()
            bus.close()

        assert ears.failures[0][0] == "posture-1"

    @ON_LINUX
    def test_without_a_service_the_terminal_is_next_and_each_reason_is_told(self, tmp_path: Path) -> None:
        with private_bus(tmp_path) as socket:
            bus = Bus([str(socket)], "session")
            notifier, reasons = choose(bus, io.StringIO(), None, Ears().callbacks)
            bus.close()

        assert notifier.name == "terminal"
        assert [name for name, _ in reasons] == ["freedesktop", "plain"]
        assert all(why.endswith(".") for _, why in reasons)

    def test_one_that_is_not_chosen_listens_no_longer(self, tmp_path: Path) -> None:
        with private_bus(tmp_path) as socket:
            bus = Bus([str(socket)], "session")
            choose(bus, io.StringIO(), None, Ears().callbacks)
            assert not bus._signals._listeners
            bus.close()


@ON_LINUX
def test_where_nothing_can_serve_the_first_reason_is_what_a_prompt_fails_with() -> None:
    notifier, reasons = choose(None, None, None, Ears().callbacks)

    assert notifier.name == "none"
    assert [name for name, _ in reasons] == ["freedesktop", "plain", "terminal"]
    with pytest.raises(Unavailable, match="no session bus"):
        notifier.show(PROMPT)


@ON_LINUX
def test_choosing_loads_nothing_that_is_not_used() -> None:
    program = (
        "import sys, io\n"
        "from posture_pal.desktop.notify.base import Callbacks\n"
        "from posture_pal.desktop.notify.choose import choose\n"
        "ignore = lambda *_: None\n"
        "choose(None, io.StringIO(), None, Callbacks(ignore, ignore, ignore, ignore))\n"
        "print(*sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert not {"plyer", "asyncio", "jeepney", "select", "subprocess"} & set(loaded.stdout.split())


# --- the plain one -------------------------------------------------------------------------------------


class TestPlain:
    def test_what_it_cannot_do_is_said_per_system(self) -> None:
        callbacks = Ears().callbacks

        assert PlainNotifier(None, callbacks, system="win32").why_not() is None
        assert "pyobjus" in (PlainNotifier(None, callbacks, system="darwin").why_not() or "")
        assert "notification service" in (PlainNotifier(None, callbacks, system="linux").why_not() or "")

    @pytest.mark.parametrize("filler", ["breathe and ", "👩‍💻"])
    def test_the_words_fit_what_windows_holds_and_how_to_answer_is_never_cut(self, filler: str) -> None:
        said: list[tuple[str, str]] = []
        notifier = PlainNotifier(None, Ears().callbacks, lambda title, body, _: said.append((title, body)))
        notifier.show(Notice(filler * 200, filler * 200, "p", BUTTONS))
        wait_for(lambda: said, 5, "the notice")

        ((title, body),) = said
        assert 60 <= len(title.encode("utf-16-le")) // 2 <= 63
        assert 250 <= len(body.encode("utf-16-le")) // 2 <= 255
        assert title.endswith("…")
        assert body.endswith('…\nAnswer from the tray menu or with "posture-pal done".')

    def test_a_failure_on_its_thread_is_told(self) -> None:
        def say(_title: str, _body: str, _gone: threading.Event) -> None:
            raise OSError("Shell_NotifyIconW failed")

        ears = Ears()
        PlainNotifier(None, ears.callbacks, say).show(PROMPT)

        wait_for(lambda: ears.failures, 5, "the failure")
        assert ears.failures == [("posture-1", "plyer failed: OSError: Shell_NotifyIconW failed.")]

    @ON_LINUX
    def test_plyer_failing_to_load_is_told(self) -> None:
        ears = Ears()
        PlainNotifier(None, ears.callbacks, system="win32").show(PROMPT)

        wait_for(lambda: ears.failures, 5, "the failure")
        assert ears.failures[0][1].startswith("plyer failed: ")

    def test_its_pop_ups_go_when_their_time_is_up_and_hold_nothing_back(self) -> None:
        ears, gone_seen = Ears(), threading.Event()
        notifier = PlainNotifier(
            None, ears.callbacks, lambda _title, _body, gone: gone_seen.set() if gone.wait(30) else None
        )
        notifier.show(PROMPT)
        assert all(thread.daemon for thread in threading.enumerate() if thread.name == "plain notice")

        ears.let_time_pass(60)
        assert gone_seen.wait(5)


# --- the terminal --------------------------------------------------------------------------------------


@pytest.fixture
def terminal() -> Iterator[tuple[TextIO, int]]:
    """A real terminal: the program's end as a text stream, and the person's end."""
    person, program = pty.openpty()
    stream = open(program, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - the fixture closes it
    yield stream, person
    stream.close()
    os.close(person)


class TestTerminal:
    def test_a_prompt_is_one_line_with_the_commands_that_answer_it(self) -> None:
        stream = io.StringIO()
        TerminalNotifier(stream).show(Notice("Stretch", "Slowly,\nand breathe.", "s", BUTTONS))

        assert stream.getvalue() == "Stretch: Slowly, and breathe.  [posture-pal done | snooze | skip]\n"

    def test_the_bell_rings_only_when_sound_was_asked_for(self) -> None:
        stream = io.StringIO()
        TerminalNotifier(stream).show(Notice("Stretch", "", sound=True))

        assert stream.getvalue() == "\aStretch\n"

    def test_a_terminal_gets_a_little_emphasis(
        self, terminal: tuple[TextIO, int], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("NO_COLOR", raising=False)
        monkeypatch.setenv("TERM", "xterm")
        TerminalNotifier(terminal[0]).show(PROMPT)

        printed = os.read(terminal[1], 4096).decode()
        assert printed.startswith("\x1b[1mTime to change position\x1b[0m: Sit back")
        assert printed.endswith("\x1b[2m[posture-pal done | snooze | skip]\x1b[0m\r\n")

    @pytest.mark.parametrize(("variable", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
    def test_a_terminal_whose_person_wants_none_gets_none(
        self, terminal: tuple[TextIO, int], monkeypatch: pytest.MonkeyPatch, variable: str, value: str
    ) -> None:
        monkeypatch.delenv("NO_COLOR", raising=False)
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setenv(variable, value)
        TerminalNotifier(terminal[0]).show(PROMPT)

        assert b"\x1b" not in os.read(terminal[1], 4096)

    def test_a_terminal_that_lacks_a_letter_shows_a_question_mark(self) -> None:
        bytes_out = io.BytesIO()
        stream = io.TextIOWrapper(bytes_out, encoding="ascii")
        TerminalNotifier(stream).show(Notice("Nacken dehnen: ü", ""))

        assert bytes_out.getvalue() == b"Nacken dehnen: ?" + os.linesep.encode()

    def test_without_a_screen_a_file_is_where_somebody_wants_the_lines(self, tmp_path: Path) -> None:
        with (tmp_path / "lines").open("w") as stream:
            assert TerminalNotifier(stream).why_not() is None
        with Path(os.devnull).open("w") as stream:
            assert "nobody looks" in (TerminalNotifier(stream).why_not() or "")

    def test_output_that_nobody_looks_at_is_no_place_for_a_prompt(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("DISPLAY", ":77")
        for path in (tmp_path / "log", Path(os.devnull)):
            with path.open("w") as stream:
                assert "nobody looks" in (TerminalNotifier(stream).why_not() or "")
        assert TerminalNotifier(None).why_not()
        closed = io.StringIO()
        closed.close()
        assert TerminalNotifier(closed).why_not()

    def test_a_pipe_to_another_program_is_good_enough(self) -> None:
        reading, writing = os.pipe()
        with os.fdopen(reading) as out, os.fdopen(writing, "w") as stream:
            TerminalNotifier(stream).show(PROMPT)
            assert out.readline().startswith(PROMPT.title)

    @ON_LINUX
    def test_a_pipe_that_nobody_empties_is_reported_instead_of_waited_for(self) -> None:
        reading, writing = os.pipe()
        os.set_blocking(writing, False)
        with contextlib.suppress(BlockingIOError):
            while os.write(writing, b"x" * 4096):
                pass
        os.set_blocking(writing, True)
        with os.fdopen(reading), os.fdopen(writing, "w") as stream:
            notifier = TerminalNotifier(stream)
            with pytest.raises(Unavailable, match="takes no output"):
                notifier.show(PROMPT)

    @ON_LINUX
    def test_a_stopped_terminal_is_reported_instead_of_waited_for(self, terminal: tuple[TextIO, int]) -> None:
        import termios  # not on Windows

        termios.tcflow(terminal[0].fileno(), termios.TCOOFF)
        with pytest.raises(Unavailable, match=r"Ctrl\+S"):
            TerminalNotifier(terminal[0]).show(PROMPT)
        termios.tcflow(terminal[0].fileno(), termios.TCOON)

    def test_a_terminal_that_went_away_is_reported(self) -> None:
        reading, writing = os.pipe()
        os.close(reading)
        stream = os.fdopen(writing, "w")
        with pytest.raises(Unavailable):
            TerminalNotifier(stream).show(PROMPT)
        with pytest.raises(BrokenPipeError):
            stream.close()
