"""What a start finds: the settings and the record, and what is to be said about either."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from posture_pal import config_files, event_log, paths, settings
from posture_pal.config_files import Places
from posture_pal.errors import LogUnusable, PosturePalError
from posture_pal.messages import Messages
from posture_pal.model import Fact, Moment, Plan

Note = Callable[[Messages], None]
"""Something to be said once there is somebody to say it."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """A plan and a record to begin with, whatever is broken; `today`: the facts of the day so far."""

    plan: Plan
    log: event_log.Log
    today: tuple[Fact, ...]
    first_start: bool
    notes: tuple[Note, ...]


def begin(places: Places, now: Moment) -> Beginning:
    """Takes what can be taken, and leaves a note about everything else."""
    notes: list[Note] = []
    first_start = _seed(places, notes)
    plan = _plan(places, notes)
    log = _log(now, notes)
    try:
        today = tuple(log.facts(since=now.day))
    except LogUnusable:  # the service finds that out by itself, and says so
        today = ()
    return Beginning(plan, log, today, first_start, tuple(notes))


def _seed(places: Places, notes: list[Note]) -> bool:
    """Makes the person's first config; where that cannot be written, the program runs without one."""
    try:
        return config_files.seed(places)
    except PosturePalError as error:
        why = str(error)
        notes.append(lambda tell: tell.say("Your settings cannot be kept", why))
        return False


def _plan(places: Places, notes: list[Note]) -> Plan:
    """The configured plan; of a bad config what is good, and a word about the rest on screen."""
    plan, bad = config_files.load_good(places)
    if bad is not None:
        notes.append(lambda tell: tell.config_problem(bad, "the settings beneath it are used"))
    plan, why = settings.with_programme(plan)
    if why is not None:
        notes.append(lambda tell: tell.say("Your programme is not followed", str(why)))
    return plan


def _log(now: Moment, notes: list[Note]) -> event_log.Log:
    """The record; one that cannot be written now is tried again with every fact."""
    try:
        path = paths.log_file()
    except PosturePalError as error:
        why = str(error)
        notes.append(lambda tell: tell.say("Your record cannot be kept", why))
        return event_log.MemoryLog()
    log = event_log.EventLog(path)
    try:
        log.open(now)
    except LogUnusable:
        return log
    note = log.note
    if note:
        notes.append(lambda tell: tell.say("A new record was begun", note))
    return log
