"""What is asked of the database of a cohort: its tables, what a sound report is, and how one becomes rows.

Every statement is put together from words of this module alone; whatever comes from outside is bound to it.
"""

from __future__ import annotations

from posture_pal.cohort.listing import MOST_BYTES
from posture_pal.report.data import FORMAT
from posture_pal.stats import VERSION

_LONGEST = 3660
_MOST = 10_000
"""Days that no report has, and sessions that nobody has in one."""

_COUNTS = ("entered_later", "partial", "skipped", "missed", "not_seen", "extra", "hurt")
_ADHERENCE = f'adherence STRUCT(n INTEGER, "of" INTEGER), {", ".join(f"{one} INTEGER" for one in _COUNTS)}'
_DAY = "STRUCT(day DATE, state VARCHAR, done INTEGER, prescribed INTEGER, entered_later INTEGER)"
_PROGRAMME = (
    'STRUCT(id VARCHAR, title VARCHAR, author VARCHAR, starts DATE, ends DATE, "from" DATE, "to" DATE,'
    f" sessions STRUCT({_ADHERENCE}),"
    f" exercises STRUCT(exercise VARCHAR, name VARCHAR, {_ADHERENCE})[], days {_DAY}[])"
)
_COLUMNS = f"""{{
    posture_pal_report: 'INTEGER', definitions: 'STRUCT(version VARCHAR)', "from": 'DATE', "to": 'DATE',
    programmes: '{_PROGRAMME}[]'
}}"""
"""All that is read of an export. Its name, its note and its diary are not."""

TABLES = (
    """CREATE TABLE courses (patient INTEGER, programme VARCHAR, title VARCHAR, author VARCHAR,
        starts DATE, ends DATE, done BIGINT, prescribed BIGINT, entered_later BIGINT, partial BIGINT,
        skipped BIGINT, missed BIGINT, not_seen BIGINT, extra BIGINT,
        days_due BIGINT, days_with_data BIGINT)""",
    """CREATE TABLE exercises (patient INTEGER, programme VARCHAR, exercise VARCHAR, name VARCHAR,
        done BIGINT, prescribed BIGINT, entered_later BIGINT, partial BIGINT, skipped BIGINT, hurt BIGINT)""",
    """CREATE TABLE weeks (patient INTEGER, programme VARCHAR, week INTEGER, done BIGINT,
        prescribed BIGINT, entered_later BIGINT, days_due BIGINT, days_with_data BIGINT)""",
)
"""A row for each patient and programme, for each of its exercises and weeks. Nobody's name, and no date."""

READ = f"""
    CREATE OR REPLACE TEMP TABLE batch AS
    SELECT * EXCLUDE (filename), filename AS file
    FROM read_json(?, columns = {_COLUMNS}, filename = true, maximum_object_size = {MOST_BYTES})
"""

_SEEN = "d.state IN ('all', 'some', 'none')"
_PROGRAMMES = "coalesce(programmes, [])"


def _every(one: str, of: str, condition: str) -> str:
    """That a condition holds of all of a list; what is missing fails it."""
    return f"list_bool_and(list_transform({of}, lambda {one}: coalesce({condition}, false)))"


def _every_programme(condition: str) -> str:
    return f"coalesce({_every('p', _PROGRAMMES, condition)}, true)"


def _counted(where: str) -> str:
    """That the figures of a session or an exercise are there and can be."""
    counts = " AND ".join(f"{where}.{name} BETWEEN 0 AND {_MOST}" for name in _COUNTS)
    share = f'{where}.adherence.n BETWEEN 0 AND {where}.adherence."of"'
    return f'{share} AND {where}.adherence."of" <= {_MOST} AND {counts}'


_SOUND_EXERCISE = (
    f"length(e.exercise) BETWEEN 1 AND 40 AND length(e.name) BETWEEN 1 AND 80 AND {_counted('e')}"
)
_SOUND_DAY = (
    'd.day BETWEEN p."from" AND p."to" AND d.prescribed BETWEEN 0 AND 99 AND d.done BETWEEN 0 AND 99'
    " AND d.entered_later BETWEEN 0 AND 99 AND length(d.state) < 20"
)

CHECKS: tuple[tuple[str, str], ...] = (
    ("it is no report of this program's", f"posture_pal_report = {FORMAT}"),
    (f"its definitions are not those of version {VERSION}", f"definitions.version = '{VERSION}'"),
    ("its period is none", f'"to" >= "from" AND date_diff(\'day\', "from", "to") < {_LONGEST}'),
    (
        "a programme has no id",
        _every_programme("regexp_full_match(p.id, '[a-z0-9][a-z0-9-]{0,31}-[0-9a-f]{8}')"),
    ),
    (
        "a programme is in it twice",
        f"len(list_distinct(list_transform({_PROGRAMMES}, lambda p: p.id))) = len({_PROGRAMMES})",
    ),
    (
        "a programme has no title or author",
        _every_programme("length(p.title) BETWEEN 1 AND 60 AND length(p.author) BETWEEN 1 AND 80"),
    ),
    (
        "the dates of a programme are none",
        _every_programme('p.ends >= p.starts AND p."to" >= p."from" AND p."from" >= p.starts'),
    ),
    (
        "its figures are missing or cannot be",
        _every_programme(
            f"{_counted('p.sessions')} AND coalesce("
            f"{_every('e', 'coalesce(p.exercises, [])', _SOUND_EXERCISE)}, true)"
        ),
    ),
    (
        "a day of it cannot be",
        _every_programme(
            f"len(p.days) BETWEEN 1 AND {_LONGEST}"
            " AND len(list_distinct(list_transform(p.days, lambda d: d.day))) = len(p.days)"
            f" AND {_every('d', 'p.days', _SOUND_DAY)}"
        ),
    ),
    (
        "its figures do not add up",
        _every_programme(
            'list_sum(list_transform(p.days, lambda d: d.prescribed)) = p.sessions.adherence."of"'
        ),
    ),
)
"""What a report must be, in the order in which it is asked, and what is said of one that is not."""

CHECK = (
    "SELECT file, count(*), "
    + ", ".join(f"bool_and(coalesce({sound}, false))" for _, sound in CHECKS)
    + " FROM batch GROUP BY file"
)

NUMBER = """
    CREATE OR REPLACE TEMP TABLE good AS
    SELECT ($first + row_number() OVER ())::INTEGER AS patient, programmes
    FROM batch WHERE list_contains($files, file)
"""

_COURSES = "(SELECT patient, unnest(programmes) AS p FROM good)"

INSERT = (
    f"""INSERT INTO courses
        SELECT patient, p.id, p.title, p.author, p.starts, p.ends, p.sessions.adherence.n,
            p.sessions.adherence."of", p.sessions.entered_later, p.sessions.partial, p.sessions.skipped,
            p.sessions.missed, p.sessions.not_seen, p.sessions.extra,
            len(list_filter(p.days, lambda d: d.prescribed > 0)),
            len(list_filter(p.days, lambda d: d.prescribed > 0 AND {_SEEN}))
        FROM {_COURSES}""",
    f"""INSERT INTO exercises
        SELECT patient, programme, e.exercise, e.name, e.adherence.n, e.adherence."of", e.entered_later,
            e.partial, e.skipped, e.hurt
        FROM (SELECT patient, p.id AS programme, unnest(p.exercises) AS e FROM {_COURSES})""",
    f"""INSERT INTO weeks
        SELECT patient, programme, (date_diff('day', starts, d.day) // 7 + 1)::INTEGER AS week,
            least(sum(d.done), sum(d.prescribed)), sum(d.prescribed), sum(d.entered_later),
            count(*) FILTER (d.prescribed > 0), count(*) FILTER (d.prescribed > 0 AND {_SEEN})
        FROM (SELECT patient, p.id AS programme, p.starts AS starts, unnest(p.days) AS d FROM {_COURSES})
        GROUP BY patient, programme, week""",
)

POSSIBLE = "(done >= 0 AND done <= prescribed AND patient IS NOT NULL AND length(programme) < 50)"
"""Of a row of any table that was written earlier: that it can be."""
