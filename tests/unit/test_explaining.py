"""Every fact that the engine can write has a sentence, and every wait a reason."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from unit.fakes import Stage

import posture_pal
from posture_pal import explaining
from posture_pal.events import HoldBegan, HoldEnded, Locked, Seen, Tick, Unlocked
from posture_pal.model import Fact, Hold, Moment

pytestmark = pytest.mark.unit

NOON = Moment(datetime(2026, 3, 2, 12, 0, 5, tzinfo=UTC), 0.0)


def fact(name: str, **details: object) -> Fact:
    return Fact(NOON, name, "break", "1", dict(details))


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (fact("prompted", showing=1), "Break was shown on screen."),
        (fact("prompted", showing=2), "Break was shown again after its snooze."),
        (
            fact("prompted", showing=1, merged=["posture", "stretch"]),
            "Break was shown on screen, and stands for posture and stretch too, due close to it.",
        ),
        (
            fact("held", hold="call", also=["fullscreen"]),
            "Break was due and waits: you are on a call and another program fills the screen.",
        ),
        (fact("away", reason="silence", seconds_ago=180), "You left the desk: no input since 11:57:05."),
        (
            fact("natural", evidence="locked", seconds=600),
            "Break counts as taken unasked: the screen was locked for 10 min.",
        ),
        (fact("paused", until="2026-03-02T14:30:00+00:00"), "You paused everything until 14:30."),
        (fact("paused"), "You paused everything until you resume."),
        (fact("skipped", reason="busy"), "You skipped break (busy)."),
        (fact("started", after=3600), "Posture Pal started after 1 h in which it did not run."),
        (
            fact("overridden", holds=["do_not_disturb"]),
            "You asked to be reminded although do not disturb is on, until that changes.",
        ),
        (fact("undelivered", why="The daemon is gone."), "Break could not be shown: The daemon is gone."),
    ],
)
def test_a_fact_reads_as_a_sentence(told: Fact, words: str) -> None:
    assert explaining.sentence(told) == words


def test_no_fact_of_the_engine_is_without_a_sentence() -> None:
    folder = Path(posture_pal.__file__).parent
    sources = "".join(
        (folder / f"{name}.py").read_text() for name in ("engine", "desk_time", "prompting", "ending")
    )
    written = set(re.findall(r'\.(?:record|end)\(\s*(?:\w+, )?"(\w+)"', sources))
    assert {"prompted", "held", "natural", "asleep"} <= written
    assert written <= set(explaining._SENTENCES)


def test_a_wait_says_what_for() -> None:
    stage = Stage()
    service = stage.service
    service.start()
    service.handle(Seen(0.0, continuous=True))
    service.handle(HoldBegan(Hold.CALL, "microphone in use"))
    while stage.clock.elapsed < 1900:
        stage.clock.elapsed += 30.0
        service.handle(Tick())
    now = stage.clock.now()
    assert explaining.waits(stage.plan, service.state, now) == [
        "posture is due and waits: you are on a call (microphone in use) since 09:00."
    ]
    service.handle(Locked())
    assert "the screen is locked; you are on a call" in explaining.waits(stage.plan, service.state, now)[0]
    service.handle(Unlocked())
    service.handle(HoldEnded(Hold.CALL))
    assert explaining.waits(stage.plan, service.state, stage.clock.now()) == [
        "posture is due and waits: you have only just come back, and are left alone for a minute."
    ]
