"""Gathers a report from what lies on the disk, and puts files where they were asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from posture_pal import __version__, daily, diary, diary_file, paths, private_files
from posture_pal.daily import Read
from posture_pal.errors import BadInput, PosturePalError
from posture_pal.model import Moment, Plan
from posture_pal.report import Contents, Wanted, gather
from posture_pal.stats import Day, Figures, of_days
from posture_pal.stats.adherence import Followed, followed

"""Windows' own: without it every line end would become two letters there."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """A report, and the record it was gathered from."""

    contents: Contents
    record: Read


def collect(
    wanted: Wanted,
    plan: Plan,
    now: Moment,
    *,
    until: Moment | None,
    line: Callable[[Figures], str] = lambda _: "",
) -> Gathered:
    """The report of a period. until: as `daily.read` has it for `now`. line: what to say of today's figures.

    Raises PosturePalError.
    """
    record = daily.read(paths.log_file(), wanted.first, max(wanted.last, now.day), until)
    in_it = [] if "programme" in wanted.without else programmes(record.days, wanted.days, now.day)
    left_out = "diary" in wanted.without
    entries = {} if left_out else diary.by_day(diary_file.read(paths.diary_file()))
    today = line(of_days(record.days, frozenset(), [now.day]))
    made = gather(
        wanted, record.days, plan, entries, made=now.wall, version=__version__, today=today, programmes=in_it
    )
    return Gathered(made, record)


def programmes(days: Mapping[date, Day], period: Sequence[date], today: date) -> list[Followed]:
    """The programmes that were in force in a period, in the order in which they came into force.

    One whose copy is gone or changed cannot be told: what it prescribed is not known. Raises PosturePalError.
    """
    used = daily.spans(paths.log_file())
    found: dict[str, Followed] = {}
    for span in used:
        if span.first > period[-1] or (span.last or date.max) < period[0] or span.programme in found:
            continue
        from posture_pal import programme_files

        with suppress(BadInput):
            told = followed(programme_files.kept(span.programme), used, days, period, today)
            if told is not None:
                found[span.programme] = told
    return list(found.values())


def write(files: Mapping[Path, bytes]) -> None:
    """Writes files for nobody else to read, each wholly or not at all. Raises PosturePalError."""
    for path, content in files.items():
        try:
            private_files.write(path, content)
        except OSError as error:
            raise PosturePalError(f"{path} cannot be written ({error.strerror or error}).") from error
