"""The demo on a real desktop: a working day in seconds, with everything real but the clock and the person."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.bus import BusError
from desktop.program import COMMAND
from desktop.virtual_desktop import VirtualDesktop

SECONDS = 20


class Demo:
    """One demo, from its first line to its end."""

    def __init__(self, desktop: VirtualDesktop) -> None:
        self.desktop = desktop
        self.temporary = desktop.folder / "tmp"
        self.temporary.mkdir()
        self.process = desktop.spawn(
            [*COMMAND, "demo", "--seconds", str(SECONDS)],
            name="demo",
            env={"TMPDIR": str(self.temporary), "PYTHONUNBUFFERED": "1"},
        )
        self.labels: set[str] = set()
        item = desktop.bus.wait_for_item(10)
        with contextlib.suppress(BusError):  # the item goes away with the demo's end
            while self.process.poll() is None:
                self.labels.update(entry.label for entry in desktop.bus.menu(item).children)
        self.code = self.process.wait(SECONDS + 20)
        self.said = desktop.output("demo")
        self.lines = self.said.splitlines()


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with VirtualDesktop() as desktop:
        yield Demo(desktop)


def test_it_ends_well_and_in_the_time_it_was_given(demo: Demo) -> None:
    assert demo.code == 0
    assert "Traceback" not in demo.said


def test_it_shows_real_notifications_in_the_tray_s_company(demo: Demo) -> None:
    titles = {notice.summary for notice in demo.desktop.notices.all()}
    assert {"Time to change position", "Time for a break", "Time for a stretch"} <= titles
    assert all(notice.error is None for notice in demo.desktop.notices.all())
    assert demo.desktop.notices.open() == []
    assert any(label.startswith("Next: ") for label in demo.labels)
    assert any(re.match(r"Today: [1-9]", label) for label in demo.labels)


def test_it_tells_what_happened_and_sleeps_through_nothing(demo: Demo) -> None:
    told = "\n".join(demo.lines)
    assert "sleep" not in told.lower()
    assert "asleep" not in told.lower()
    for word in ("shown", "one", "locked"):
        assert word in told, told


def test_it_ends_with_the_days_figures(demo: Demo) -> None:
    table = demo.said[demo.said.rindex("Posture Pal ·") :]
    shares = re.search(r"^  Completion +(\d+)/(\d+)", table, re.MULTILINE)
    assert shares, table
    done, of = map(int, shares.groups())
    assert 0 < done < of
    assert re.search(r"^  At the desk +[67] h", table, re.MULTILINE), table


def test_it_leaves_nothing_behind(demo: Demo) -> None:
    assert list(demo.temporary.iterdir()) == []
    home = Path(demo.desktop.env["HOME"])
    assert [path for path in home.rglob("*posture*") if path.suffix != ".png"] == []


def test_json_is_not_what_it_speaks(demo: Demo) -> None:
    """It is for people: every line reads as a sentence or a row."""
    for line in demo.lines:
        with pytest.raises(ValueError, match=r"."):
            json.loads(line)
