"""A routine in the terminal: what is written, and what each key comes to."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from posture_pal import session_progress as progress
from posture_pal.catalogue import load
from posture_pal.cli import main, walk
from posture_pal.model import Moment
from posture_pal.session_parts import Part, Session, parts
from posture_pal.session_progress import How

pytestmark = pytest.mark.unit

TWO = Session(
    "Two", (Part("a", "First", ("one", "two"), 10.0), Part("b", "Second (other)", ("three",), 10.0))
)

_ENDINGS = {"^C": KeyboardInterrupt(), "^D": EOFError(), "hung up": OSError(5, "Input/output error")}


@dataclass
class Pressed:
    """Keys at a second each, and the clock that they are pressed by."""

    keys: list[str]
    elapsed: float = 0.0

    def __call__(self, seconds: float) -> str:
        self.elapsed += 1.0
        pressed = self.keys.pop(0) if self.keys else ""
        if pressed in _ENDINGS:
            raise _ENDINGS[pressed]
        return pressed

    def now(self) -> Moment:
        return Moment(datetime(2026, 3, 2, tzinfo=UTC), self.elapsed)


@pytest.mark.parametrize(
    ("keys", "how"),
    [
        (["", "\r"], How.DONE),
        (["p"], How.PARTIAL),
        (["\x1b"], How.SKIPPED),
        (["h"], How.HURT),
        ([], How.FINISHED),
        ([" ", "", "", " ", "x", "s"], How.SKIPPED),
        (["\x1b[C", "q"], How.SKIPPED),
        (["^C"], How.CLOSED),
        (["", "^D"], How.CLOSED),
        (["hung up"], How.CLOSED),
    ],
)
def test_each_key_ends_it_in_its_own_way(keys: list[str], how: How) -> None:
    clock, out = Pressed(keys), io.StringIO()
    ended = walk.follow(TWO, clock, clock, out)  # type: ignore[arg-type]
    assert ended.ended is how
    assert "First" in out.getvalue()
    assert ("Second (other)" in out.getvalue()) is (how is How.FINISHED or ended.place == 1)


def test_the_bar_says_what_is_left_and_what_comes_next() -> None:
    half = progress.look(progress.begin(TWO, 0.0), 5.0)
    assert walk.bar(half, 10) == "  █████░░░░░  0:05  next: Second"
    assert "paused" in walk.bar(replace(half, running=False))


def test_a_part_is_written_with_its_side_its_dose_and_its_steps() -> None:
    right, _ = parts(load().exercises["neck_rotation"])
    written = walk.lines(right)
    assert ", right side · " in written[0]
    assert written[1].startswith("  1. ")


def test_without_a_terminal_the_routine_is_printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setenv("POSTURE_PAL_HOME", str(tmp_path))
    assert main(["guide", "desk_neck"]) == 0
    first = capsys.readouterr().out
    assert "Chin tuck" in first
    assert "does not diagnose" in " ".join(first.split())
    assert main(["start", "desk_neck"]) == 0
    assert "does not diagnose" not in " ".join(capsys.readouterr().out.split()), "the statement comes once"


def test_a_routine_begins_while_the_settings_have_a_mistake(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("POSTURE_PAL_HOME", str(tmp_path))
    (tmp_path / "config.toml").write_text("[promts]\n")
    assert main(["config", "check"]) == 2
    assert main(["start", "desk_neck"]) == 0
    assert "Chin tuck" in capsys.readouterr().out


def test_a_routine_that_is_not_there_is_said_with_the_nearest_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["guide", "desk_nek"]) == 2
    assert 'Did you mean "desk_neck"?' in capsys.readouterr().err
