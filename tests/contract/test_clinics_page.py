"""The page for clinics is true: every command on it is run, in order, and says what the page shows."""

from __future__ import annotations

import json
import re
import shlex
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import played
import pytest
from report_reading import Page

from posture_pal import catalogue, cli, event_log, paths, printing, timeline
from posture_pal.clock import SystemClock
from posture_pal.model import Fact, Moment
from posture_pal.programme import Programme, parse
from posture_pal.programme.in_force import with_programme
from posture_pal.simulation import Simulation

pytestmark = pytest.mark.contract

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "clinics.md").read_text()
TODAY = SystemClock().now().day
SUNDAY = TODAY - timedelta(days=TODAY.isoweekday())
"""Last week's: the page's own dates are moved so that its four weeks end there."""
LATER = SUNDAY - date(2026, 3, 29)
FIRST = date(2026, 3, 2) + LATER
COMES_BACK = "exports of eight patients"
AT_THE_DESK = "weeks at the patient's desk"


def steps() -> Iterator[tuple[str, str]]:
    """The page's blocks in order: (toml, text), (console, text) or (meanwhile, what happens in between)."""
    dated = re.sub(r"2026-\d\d-\d\d", lambda found: str(date.fromisoformat(found[0]) + LATER), PAGE)
    for found in re.finditer(r"```(toml|console)\n(.*?)```|<!-- (.*?) -->", dated, re.DOTALL):
        yield (found[1], found[2]) if found[1] else ("meanwhile", found[3])


def commands(block: str) -> Iterator[tuple[list[str], list[str]]]:
    """Each command of a block, and the lines that the page shows beneath it."""
    for part in re.split(r"(?m)^\$ ", block)[1:]:
        line, *shown = part.rstrip("\n").split("\n")
        program, *words = shlex.split(line)
        assert program == "posture-pal"
        yield words, [one for one in shown if one.strip()]


def weeks_at_the_desk(programme: Programme) -> list[Fact]:
    """Four weeks of a patient, played by the real engine; on one Wednesday the computer stayed off."""
    told: list[Fact] = []
    plan = with_programme(played.plan_of(*played.DEFAULTS), programme, FIRST)
    for number in range(28):
        day = FIRST + timedelta(days=number)
        if day.isoweekday() > 5 or number == 23:
            continue
        answers = ("done", "done", "partial", "done", "skip")
        steps = [
            {"t": hour * 3600 + 60, "always": {"respond": answers[(number + hour) % 5], "after": 20}}
            for hour in range(8)
        ]
        start = datetime(day.year, day.month, day.day, 9)  # noqa: DTZ001 - a local time; its zone is beside it
        text = played.text_of(steps, start=start.isoformat(), lasts="8 h")
        simulation = Simulation(plan, timeline.parse(text.encode(), "a day"))
        list(simulation.run())
        simulation.service.finish()
        for fact in simulation.facts:
            at = Moment(fact.at.wall, fact.at.elapsed + number * 86400)
            occurrence = fact.occurrence and f"{fact.occurrence}-{number}"
            told.append(Fact(at, fact.name, fact.reminder, occurrence, fact.details))
    return told


def meanwhile(what: str, folder: Path) -> None:
    """What happens between two blocks of the page."""
    if AT_THE_DESK in what:
        programme = parse((folder / "neck.toml").read_bytes(), "neck.toml", catalogue.load())
        facts = weeks_at_the_desk(programme)
        log, _ = event_log.open_log(paths.log_file(), facts[0].at)
        log.append(facts, None)
        log.close()
    elif COMES_BACK in what:
        (folder / "exports").mkdir()
        export = json.loads((folder / "export.json").read_text())
        for number in range(8):
            (folder / "exports" / f"{number}.json").write_text(json.dumps({**export, "made": f"{number}"}))
    else:
        pytest.fail(f"nobody knows what is meant by {what!r}")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("POSTURE_PAL_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


NETWORK = ("socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request")
heard_of: list[str] = []


def overhear(event: str, arguments: tuple[object, ...]) -> None:
    """Notes whatever reaches for the network; a local socket's address is a path, not a tuple."""
    if event in NETWORK or (event == "socket.connect" and isinstance(arguments[1], tuple)):
        heard_of.append(f"{event} {arguments[1:]}")


def test_the_page_is_typed_out_from_the_first_command_to_the_last(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = 0
    sys.addaudithook(overhear)
    for kind, text in steps():
        if kind == "toml":
            (folder / "neck.toml").write_text(text)
        elif kind == "meanwhile":
            meanwhile(text, folder)
        else:
            for words, shown in commands(text):
                capsys.readouterr()
                assert cli.main(words) == 0, words
                heard = capsys.readouterr().out
                for line in shown:
                    parts = [part.strip() for part in line.split("…") if part.strip()]
                    assert all(part in heard for part in parts), (words, line, heard)
                run += 1
    assert run >= 12
    assert heard_of == []
    read = Page((folder / "report.html").read_text())
    words = " ".join(read.words)
    assert "Programme: Neck and shoulders, six weeks" in words
    assert "R. Example, physiotherapist, Example Clinic" in words
    assert "A. B." in words
    # Ten days of two and ten of three, of which one is marked as off; one session was entered later.
    assert read.figures["adherence.done"].endswith("/47")
    assert read.figures["adherence.later"] == "1"
    assert read.figures["adherence.off"] == "1"
    if printing.browser() is not None:
        pdf = printing.to_pdf((folder / "report.html").read_text(), folder / "report.pdf")
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    assert "Neck and shoulders, six weeks" in (folder / "results" / "index.html").read_text()


def test_every_picture_and_page_that_it_points_to_is_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", PAGE):
        assert (ROOT / "docs" / target).exists(), target
