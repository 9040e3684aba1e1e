"""The one table of everything a programme may say: the checks and the reference are made from it."""

from __future__ import annotations

from posture_pal.config.keys import Key
from posture_pal.config.values import WEEKDAYS, Choice, ClockTime, Duration, ListOf, Switch, Text, Whole
from posture_pal.programme.values import Day, Plain, Weeks

MARK = "posture_pal_programme"
VERSION = 1
MOST_BYTES = 64 * 1024
MOST_PHASES, MOST_TASKS, MOST_OWN = 12, 12, 20
LONGEST_DAYS = 366
EXERCISE_ID = r"[a-z][a-z0-9_]{2,24}"
_ID_WORDS = "an id of 3 to 25 small letters, digits and _, beginning with a letter"

TABLES = {
    "": "Who wrote it, for when, and what holds all through it.",
    "phase": "The phases, week by week: how often a session comes. At least one.",
    "phase.exercise": "What a session of the phase above it holds, in order. At least one in each phase.",
    "exercise": "Exercises of your own, beside those of the catalogue (`posture-pal exercises`).",
}
"""Each table with what it is for; all but the first are in double brackets."""


def _dose(table: str) -> tuple[Key, ...]:
    """How much: the same keys for an exercise of one's own and for what a phase asks for."""
    own = table == "exercise"
    base = "the exercise's own"
    return (
        Key(table, "sets", Whole(1, 99), None, "How many sets.", "one set" if own else base, 1),
        Key(table, "reps", Whole(1, 999), None, "How many times in a set; for each side, where that counts.",
            "once" if own else base, 8),
        Key(table, "hold", Duration(1, 3_600), None, "How long each one is held.", "no hold" if own else base,
            "5 s"),
        Key(table, "each_side", Switch(), None, "Whether each side does all of it.", "false" if own else base,
            True),
        Key(table, "lasts", Duration(1, 86_400), None,
            "How long it takes by the clock, in place of counting.", "it is counted", "2 min"),
    )  # fmt: skip


_ROWS = (
    Key("", MARK, Whole(VERSION, VERSION), None, "What kind of file this is, and its version.",
        "it must be given", VERSION, required=True),
    Key("", "title", Plain(60), None, "What you call it.", "it must be given",
        "Neck and shoulders, six weeks", required=True),
    Key("", "author", Plain(80), None, "Who wrote it: a name, a practice. It is always shown.",
        "it must be given", "R. Example, physiotherapist, Example Clinic", required=True),
    Key("", "contact", Plain(120), None, "How to reach the author; shown as text, never opened.", "none",
        "Telephone 555 0100, weekdays 9 to 12"),
    Key("", "starts", Day(), None, "Its first day.", "it must be given", "2026-03-02", required=True),
    Key("", "ends", Day(), None, "Its last day; after it nothing of it comes any more.", "it must be given",
        "2026-04-12", required=True),
    Key("", "days_off", ListOf(Choice(tuple((day, n) for n, day in enumerate(WEEKDAYS, 1))), 6), None,
        "The weekdays on which nothing is prescribed.", "none", ["sat", "sun"]),
    Key("", "dates_off", ListOf(Day(), 60), None, "Single dates on which nothing is prescribed.", "none",
        ["2026-04-03", "2026-04-06"]),
    Key("", "target", Whole(1, 100), None, "The share of the sessions you aim at, in percent.",
        "no target is shown", 80),
    Key("", "stop_rule", Plain(160), None, "When to stop and ask; shown in every session.",
        "the program's own line alone", "Stop and call us if your arm tingles or your headache grows."),
    Key("", "note", Plain(500), None, "A word to the patient, shown before it comes into force.", "none",
        "Little and often is what counts."),

    Key("phase", "weeks", Weeks(), None, "Which weeks; week 1 begins on the first day.",
        "all of them, where there is one phase", "1-2"),
    Key("phase", "times_per_day", Whole(1, 12), None, "So many sessions on each working day.",
        "as many as `at` has times; one of the three is needed", 3),
    Key("phase", "times_per_week", Whole(1, 42), None,
        "So many sessions a week, spread over its working days.", "by `times_per_day`", 3),
    Key("phase", "at", ListOf(ClockTime(), 12), None, "The clock times of the sessions.",
        "spread over the patient's own hours, or 09:00 to 17:00", ["10:00", "15:00"]),

    Key("phase.exercise", "id", Text(25, EXERCISE_ID, _ID_WORDS), None,
        "Which exercise: of the catalogue, or of this file.", "it must be given", "chin_tuck", required=True),
    *_dose("phase.exercise"),
    Key("phase.exercise", "times_per_day", Whole(1, 12), None, "How often, if not as often as the phase.",
        "the phase's", 1),
    Key("phase.exercise", "times_per_week", Whole(1, 42), None, "How often, if not as often as the phase.",
        "the phase's", 2),
    Key("phase.exercise", "note", Plain(90), None, "A line of yours beneath its steps.", "none",
        "Keep your eyes on the horizon."),

    Key("exercise", "id", Text(25, EXERCISE_ID, _ID_WORDS), None, "How the phases name it.",
        "it must be given", "towel_slide", required=True),
    Key("exercise", "name", Plain(60), None, "What it is called.", "it must be given",
        "Towel slide on the wall", required=True),
    Key("exercise", "steps", ListOf(Plain(90), 4), None, "What to do, one step a line.", "it must be given",
        ["Stand at a wall with a towel under both hands.", "Slide it up slowly, and down again."],
        required=True),
    Key("exercise", "caution", Plain(90), None, "What to take care with; always shown.", "none",
        "Only as high as it is easy."),
    *_dose("exercise"),
)  # fmt: skip

KEYS = {row.path: row for row in _ROWS}
"""Every row by its table and name."""


def rows(table: str) -> dict[str, Key]:
    """The rows of one table, by name."""
    return {row.name: row for row in _ROWS if row.table == table}
