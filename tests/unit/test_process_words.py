"""The words that a process is started with are there for every user of the computer to read."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from posture_pal import errands, printing
from posture_pal.desktop.window import child


def test_the_window_hears_what_it_shows_over_a_pipe_and_not_in_its_words() -> None:
    assert (sys.executable, "-m", "posture_pal.desktop.window") == child.COMMAND


def test_the_report_of_today_is_asked_for_without_a_name_or_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Sequence[str]] = []
    monkeypatch.setattr(errands.opening, "start_apart", started.append)
    errands.Errands._show_report(cast("Any", SimpleNamespace()))
    ((*_, last),) = started
    assert last == "--open"
    assert not {"--name", "--note"} & set(started[0])


def test_a_page_is_printed_by_the_place_of_its_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Sequence[str]] = []

    def run(words: Sequence[str], **_: object) -> SimpleNamespace:
        started.append(words)
        (page,) = tmp_path.glob("*/page.html")
        assert page.stat().st_mode & 0o077 == 0
        page.with_name("page.pdf").write_bytes(b"%PDF")
        return SimpleNamespace(stderr=b"")

    monkeypatch.setattr(printing, "browser", lambda: "chromium")
    monkeypatch.setattr(printing.subprocess, "run", run)
    assert printing.to_pdf("<p>my left knee</p>", tmp_path / "report.pdf") == b"%PDF"
    assert not any("knee" in word for word in started[0])
    assert list(tmp_path.iterdir()) == []
