"""Writes the reference of a programme's file, docs/programmes.md, from the table of its keys."""

from __future__ import annotations

from posture_pal.config.keys import Key
from posture_pal.config.spots import literal
from posture_pal.programme.ceilings import CEILINGS, MOST_SETS
from posture_pal.programme.keys import (
    LONGEST_DAYS,
    MOST_BYTES,
    MOST_OWN,
    MOST_PHASES,
    MOST_TASKS,
    TABLES,
    rows,
)

_OPENING = """\
# Programmes

<!-- Written by `posture-pal programme manual > docs/programmes.md`; a test keeps it so. -->

A programme is a small file that a clinic writes for a patient: who wrote it, from when to when, which
exercises, how much and how often. It comes as reminders beside the person's own, and ends by itself.

| command | does |
|---|---|
| `posture-pal programme new [FILE]` | writes an annotated file to fill in; without a name it prints it |
| `posture-pal programme check FILE` | lists all that is wrong, each with its line; then the exit code is 2 |
| `posture-pal programme preview FILE` | says everything it would do, a week's calendar too; changes nothing |
| `posture-pal programme use FILE` | shows the preview, asks (or `--yes`), and brings it into force at once |
| `posture-pal programme show [--json]` | what is in force, by whom, until when, and today's sessions |
| `posture-pal programme remove` | ends it; the record of what was done stays |
| `posture-pal programme manual` | prints this page |

In the tray it is Settings, Load programme…: a file is chosen, and all of the preview is shown before
anything changes. While one is in force the menu and `posture-pal status` name it, its author and its last
day. What it does to a written day is shown by `posture-pal simulate --programme FILE TIMELINE`.

![The preview of a programme](screenshots/programme-preview-light.png)

## How often, and when

- *Times per day* holds on every day from the first to the last, but for the weekdays off and the dates off.
- *Times per week* is spread evenly over the days of the week that are no weekday off; three times in a week
  of five working days is its first, third and fifth. Weeks are the programme's: week 1 begins on its first
  day. What would fall on a date off falls away with it; it is not moved to another day.
- A day has as many sessions as its most frequent exercise asks for. One that is asked for less often is in
  some of them, evenly spread, the day's first among them.
- Clock times that the author sets (`at`) hold as they are; on a day with fewer sessions the first ones do.
  Without them the sessions stand in the middles of equal parts of the patient's working hours of that day
  (`[hours]` in their settings), else of 09:00 to 17:00: three in a day from nine to five are at 10:20,
  13:00 and 15:40.
- A session that falls into a meeting, a locked screen or a pause waits as every reminder does, until the
  next one of its kind or the end of the day; then it is `withheld`, which the record says. It is never
  merged into another reminder, though lighter ones due close to it may be merged into it, and it is not
  counted towards `max_per_day`.
- A session that the patient takes early, with Take in the menu or `posture-pal start NAME`, stands for the
  next one of its kind that day.

## In the record

Each fact of a session has the detail `programme`, the programme's id: the words of its title and a short
digest of its text, so that the same file has the same id with every patient. Outcomes have `items`, the
exercises. The reminder is named after the programme, the phase, and a letter where a phase has different
sessions, such as `neck-and-shoulders-six.2b`. `programme_used` and `programme_removed` say when one came
into force and when it was taken away. A copy of each programme used is kept in the data folder, under
`programmes`.

## How things are written

The format is [TOML](https://toml.io), saved as UTF-8. Durations and clock times are written as in [the
config](config.md): `"5 s"`, `"2 min"`, `"09:30"`. A date is `2026-03-02`, with quotes or without.

    posture_pal_programme = 1
    title = "Neck and shoulders, six weeks"
    author = "R. Example, physiotherapist, Example Clinic"
    starts = 2026-03-02
    ends = 2026-04-12
    days_off = ["sat", "sun"]

    [[phase]]
    times_per_day = 3

    [[phase.exercise]]
    id = "chin_tuck"
    reps = 8
    hold = "5 s"

What an exercise of the catalogue is given no dose for is the catalogue's own dose, and its caution is
always shown. Exercises that the catalogue keeps for clinics (`clinic only`) may be named here. `posture-pal
exercises` lists all.
"""

_LIMITS = """\

## Limits

A file that is not the clinic's own work is no danger: it is read as words and numbers alone. Text is one
line of plain words each, without markup, control characters or characters that turn the direction of the
text. Nothing in it is a path, and no address is opened: a contact is shown as it is written.

At most {kib} KiB, {days} days, {phases} phases, {tasks} exercises in a phase and {own} of the file's own.
More than 4 exercises in a phase are allowed, with a word of warning: people keep to fewer better (R-BAC18).

| an exercise that is | holds at most |
|---|---|
{ceilings}

At most {sets} sets of anything. An exercise of the file's own is counted as what it is: a hold over 10 s is
a still stretch, a shorter one an effort, none a paced movement.
"""
_NAMES = {
    "stretch": "a still stretch",
    "hold": "a held effort",
    "move": "a paced movement",
    "timed": "by the clock",
    "clinic": "dosed by the clinic alone",
}


def manual() -> str:
    """The reference, generated from the table of keys and the ceilings."""
    return _OPENING + "".join(_table(name, doc) for name, doc in TABLES.items()) + _limits()


def _table(name: str, doc: str) -> str:
    heading = f"`[[{name}]]`" if name else "The programme"
    lines = [
        f"\n## {heading}\n\n{doc}\n\n",
        "| key | may be | without it | such as | what it is |\n|---|---|---|---|---|\n",
    ]
    return "".join(lines) + "".join(map(_row, rows(name).values()))


def _row(row: Key) -> str:
    such_as = f"`{literal(row.shown)}`"
    return f"| `{row.name}` | {row.kind.words()} | {row.without} | {such_as} | {row.doc} |\n"


def _limits() -> str:
    ceilings = "\n".join(
        f"| {_NAMES[style]} | {ceiling.why.partition(' (')[0]} |" for style, ceiling in CEILINGS.items()
    )
    return _LIMITS.format(
        kib=MOST_BYTES // 1024, days=LONGEST_DAYS, phases=MOST_PHASES, tasks=MOST_TASKS, own=MOST_OWN,
        sets=MOST_SETS, ceilings=ceilings,
    )  # fmt: skip
