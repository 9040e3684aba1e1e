"""A clinic's programme: a small file with an author, dates and exercises, read with care and then followed.

For whoever counts what came of one (adherence is sessions done of sessions prescribed, design 4.6):

- `sessions_prescribed(programme, day)` and `exercises_prescribed(programme, day)` are the denominators of a
  local day: 0 and {} on days off, before the first day and after the last. `prescribed.py` has the rules.
- In the log every fact of an occurrence of a programme has the detail `programme`, its id, and an outcome
  the detail `items`, the ids of the exercises: all of the session, or with `partial` and `skipped` those that
  it is about. The reminder's name is the session's, with a dot that no name of the person's own can have.
- `programme_used` (with `programme`, `title`, `author`, `starts`, `ends`, and `on` where it was asked for on
  an earlier day than the fact's) and `programme_removed` (with `programme`, and `on`) say since when and
  until when one was in force. One that replaces another is both, the removal first. One that ended on its
  last day leaves no fact of that: the date says it.
- A session that was taken with Take after the day's last one, or that came after a day's times were moved by
  new hours, may make a day's occurrences more than were prescribed.
- The text of every programme ever used is kept: `programme_files.kept(id)`.
"""

from posture_pal.programme.entries import Frequency, Phase, Programme, Task
from posture_pal.programme.in_force import (
    Session,
    clock_times,
    session_named,
    sessions,
    with_programme,
    without_programme,
)
from posture_pal.programme.prescribed import (
    days,
    exercises_prescribed,
    phase_on,
    sessions_on,
    sessions_prescribed,
)
from posture_pal.programme.reading import ID, parse

__all__ = [
    "ID",
    "Frequency",
    "Phase",
    "Programme",
    "Session",
    "Task",
    "clock_times",
    "days",
    "exercises_prescribed",
    "parse",
    "phase_on",
    "session_named",
    "sessions",
    "sessions_on",
    "sessions_prescribed",
    "with_programme",
    "without_programme",
]
