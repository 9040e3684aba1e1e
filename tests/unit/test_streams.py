"""What a command prints comes out whole, or at least comes out."""

from __future__ import annotations

import io
import sys

import pytest

from posture_pal.cli import streams

SIGNS = "✓ Jürgen · 3 of 4 ▇\n"


def printed(platform: str, asked: str, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """What comes out of a pipe that is as Windows in western Europe makes it."""
    raw = io.BytesIO()
    pipe = io.TextIOWrapper(raw, encoding="cp1252", newline="\n")
    monkeypatch.setenv("PYTHONIOENCODING", asked)
    with monkeypatch.context() as patched:  # for this moment alone: pytest writes there too
        patched.setattr(sys, "stdout", pipe)
        streams.prepare(platform)
    pipe.write(SIGNS)
    pipe.flush()
    return raw.getvalue()


def test_a_pipe_on_windows_carries_every_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    assert printed("win32", "", monkeypatch) == SIGNS.encode()


def test_whoever_asks_for_a_code_page_gets_it_and_question_marks_for_what_it_lacks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert printed("win32", "cp1252", monkeypatch) == b"? J\xfcrgen \xb7 3 of 4 ?\n"


def test_what_an_encoding_lacks_is_told_apart_in_plain_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[__name__], "SIGNS", "░░ ▒▒ ▓▓ ██ │ ─ “a” …\n")
    assert printed("linux", "", monkeypatch).splitlines() == [
        ".. ++ xx ## | - \x93a\x94 \x85".encode("latin-1")
    ]


def test_elsewhere_the_encoding_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert printed("linux", "", monkeypatch) == b"? J\xfcrgen \xb7 3 of 4 ?\n"


def test_a_program_without_standard_streams_is_left_without(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    streams.prepare("win32")
    assert sys.stdout is None
