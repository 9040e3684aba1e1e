"""A programme that came by mail: hostile until it is a programme, and harmless when it is one."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from unit.fakes import START, Stage

from fuzz.texts import check_problems, own_config
from posture_pal import catalogue, programme
from posture_pal.catalogue import Catalogue
from posture_pal.config import parse
from posture_pal.errors import BadInput
from posture_pal.events import Answered, Tick
from posture_pal.model import Answer
from posture_pal.programme import preview

TODAY = START.date()


@cache
def _known() -> Catalogue:
    return catalogue.load()


def programme_file(data: bytes) -> None:
    """A programme that can be previewed and followed for a while, or problems with their lines."""
    try:
        read = programme.parse(data, "programme.toml", _known())
    except BadInput as bad:
        check_problems(bad, data)
        return
    assert programme.parse(read.text.encode(), "again.toml", _known()) == read
    plan = parse([own_config()])
    said = "".join(preview.lines(preview.preview(read, plan, TODAY)))
    assert all(letter.isprintable() for letter in said), ascii(said)
    following = programme.with_programme(plan, read, TODAY)
    for day in _days(read.starts, read.ends):
        sessions = programme.sessions_prescribed(read, day)
        assert sessions == len(programme.sessions_on(read, day)) <= 50
        assert sum(programme.exercises_prescribed(read, day).values()) <= 1000
    assert programme.without_programme(following).reminders == plan.reminders
    stage = Stage(*following.reminders)
    stage.service.start("1")
    for _ in range(6):
        stage.clock.elapsed += 1200.0
        stage.service.handle(Tick())
        stage.service.handle(Answered(Answer.DONE))
    assert not stage.service.troubles, stage.service.troubles


def _days(first: date, last: date) -> list[date]:
    """The days around its begin and its end."""
    around = [timedelta(days=days) for days in (-1, 0, 1, 6, 7)]
    return [end + step for end in (first, last) for step in around]
