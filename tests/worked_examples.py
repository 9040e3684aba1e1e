"""Twenty examples of programme adherence, worked by hand before any of them was run.

Each tells some days of a made-up programme as a row, the arithmetic on paper, and what it comes to.

How to read a row: one word for each day from Monday 2 March 2026 on (the programme's first day, and the first
of its weeks). A word has a letter for each session of the day:

    d done · p in part · s skipped · m no answer · x sent away · u nobody there · w held back
    b entered later
    .  the program ran, and there was no session
    #  the program did not run
    #b the program did not run, and one session was entered later
    O  in front: the person marked the day as a day off

`a_day` is how many sessions are prescribed on each day but the weekdays in `off`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    """What was done, and the arithmetic.

    answer: done, prescribed, entered later, extra. data: days with data, of days with anything prescribed.
    """

    name: str
    a_day: int
    days: str
    by_hand: str
    answer: tuple[int, int, int, int]
    data: tuple[int, int]
    off: tuple[str, ...] = ()
    used: int = -1
    """The day, counted from 0, on which the patient brought it into force; -1: the day before the first."""
    removed: int | None = None
    percent: int | None = None


EXAMPLES = (
    Example(
        "all of it",
        2,
        "dd dd dd dd dd",
        """
        prescribed  2 + 2 + 2 + 2 + 2 = 10      done  2 + 2 + 2 + 2 + 2 = 10
        10/10, and since N = 10 a percentage: 100 x 10/10 = 100 %. All five days have data: 5/5.
        """,
        (10, 10, 0, 0),
        (5, 5),
        percent=100,
    ),
    Example(
        "none of it",
        1,
        "m s x m s",
        """
        prescribed  1 x 5 = 5                   done  0
        0/5. N is below 10: no percentage. The program ran on all five days: 5/5.
        """,
        (0, 5, 0, 0),
        (5, 5),
    ),
    Example(
        "nine of ten is not told in percent, for N is nine",
        3,
        "ddd ddd ddm",
        """
        prescribed  3 x 3 = 9                   done  3 + 3 + 2 = 8
        8/9; N = 9 is below 10: no percentage.
        """,
        (8, 9, 0, 0),
        (3, 3),
    ),
    Example(
        "in part is not done",
        2,
        "dp pp",
        """
        prescribed  2 x 2 = 4                   done  1 + 0 = 1; in part 1 + 2 = 3, beside it
        1/4
        """,
        (1, 4, 0, 0),
        (2, 2),
    ),
    Example(
        "days on which the program did not run stay in the denominator",
        2,
        "dd # # dd",
        """
        prescribed  2 x 4 = 8                   done  2 + 0 + 0 + 2 = 4
        4/8. Days with data 2 of 4.
        """,
        (4, 8, 0, 0),
        (2, 4),
    ),
    Example(
        "a program that never ran",
        3,
        "# # # #",
        """
        prescribed  3 x 4 = 12                  done  0
        0/12, and N is 12: 0 %. Days with data 0 of 4.
        """,
        (0, 12, 0, 0),
        (0, 4),
        percent=0,
    ),
    Example(
        "the weekend is off by the programme",
        2,
        "dd dd dd dd dd . . dd",
        """
        prescribed  Monday to Friday 2 x 5 = 10, Saturday and Sunday 0, Monday 2: 12
        done        10 + 0 + 2 = 12             12/12 = 100 %. Prescribed on 6 days, all with data.
        """,
        (12, 12, 0, 0),
        (6, 6),
        off=("sat", "sun"),
        percent=100,
    ),
    Example(
        "a day that the person marked as off leaves the denominator",
        2,
        "dd O# dd",
        """
        prescribed  2 + 0 + 2 = 4 (Tuesday is marked)   done  2 + 2 = 4
        4/4. Tuesday is no day on which something is prescribed: 2 of 2 with data.
        """,
        (4, 4, 0, 0),
        (2, 2),
    ),
    Example(
        "the same day, not marked, stays",
        2,
        "dd # dd",
        """
        prescribed  2 + 2 + 2 = 6               done  2 + 0 + 2 = 4
        4/6. Days with data 2 of 3.
        """,
        (4, 6, 0, 0),
        (2, 3),
    ),
    Example(
        "entered later stands beside it",
        2,
        "dd db",
        """
        prescribed  2 x 2 = 4                   done  2 + 1 = 3; entered later 1
        3/4 and 1 entered later: not 4/4.
        """,
        (3, 4, 1, 0),
        (2, 2),
    ),
    Example(
        "a day known only from memory has no data",
        2,
        "dd #bb dd",
        """
        prescribed  2 x 3 = 6                   done  2 + 0 + 2 = 4; entered later 2
        4/6 and 2 entered later. The program ran on 2 of 3 days.
        """,
        (4, 6, 2, 0),
        (2, 3),
    ),
    Example(
        "one more on the next day makes up for it within a week",
        2,
        "dm ddd",
        """
        one week: prescribed 2 + 2 = 4          done  1 + 3 = 4
        4/4, nothing extra: in a week a session counts on whatever day it was done.
        """,
        (4, 4, 0, 0),
        (2, 2),
    ),
    Example(
        "more than a week asks for is extra",
        1,
        "dd d d",
        """
        one week: prescribed 1 x 3 = 3          done  2 + 1 + 1 = 4
        3/3, and 4 - 3 = 1 extra: never 4/3.
        """,
        (3, 3, 0, 1),
        (3, 3),
    ),
    Example(
        "one good week does not make up for an empty one",
        1,
        "dd dd dd dd dd dd dd m m m m m m m",
        """
        week 1      prescribed 7, done 14: 7 count, 14 - 7 = 7 extra
        week 2      prescribed 7, done 0
        together    7/14 = 50 %, 7 extra; not 14/14.
        """,
        (7, 14, 0, 7),
        (14, 14),
        percent=50,
    ),
    Example(
        "sessions that were held back or that nobody saw stay prescribed",
        2,
        "du dw",
        """
        prescribed  2 x 2 = 4                   done  1 + 1 = 2; not seen 1 + 1
        2/4: what was prescribed was not done, whoever is to blame.
        """,
        (2, 4, 0, 0),
        (2, 2),
    ),
    Example(
        "on the day on which it was brought in, what fell due counts",
        3,
        "d ddd",
        """
        Monday      brought in at noon: one session still fell due, and was done: 1/1
        Tuesday     3/3
        together    4/4, not 4/6.
        """,
        (4, 4, 0, 0),
        (2, 2),
        used=0,
    ),
    Example(
        "brought in on the third day, it counts from there",
        2,
        "# # d dd",
        """
        Monday and Tuesday lie before its first day of use: not prescribed to anybody.
        Wednesday   one session fell due after noon: 1/1        Thursday  2/2
        together    3/3; days with data 2 of 2.
        """,
        (3, 3, 0, 0),
        (2, 2),
        used=2,
    ),
    Example(
        "taken out early, it counts up to there, and the report says when it ended",
        2,
        "dd dm d # #",
        """
        Monday 2/2, Tuesday 1/2
        Wednesday   taken out in the afternoon: one session had fallen due: 1/1
        Thursday, Friday: no programme is in force
        together    4/5.
        """,
        (4, 5, 0, 0),
        (3, 3),
        removed=2,
    ),
    Example(
        "a week of everything",
        3,
        "ddd dpm # #b Odd . .",
        """
        Mon 3 of 3 · Tue 1 of 3 · Wed 0 of 3, no data · Thu 0 of 3, no data, 1 entered later
        Fri marked off: 0 prescribed, though 2 were done · Sat, Sun off by the programme
        prescribed  3 + 3 + 3 + 3 = 12          done  3 + 1 + 2 = 6 (Friday's two count in their week)
        6/12 = 50 %, 1 entered later. Days with data: Mon, Tue of Mon to Thu: 2 of 4.
        """,
        (6, 12, 1, 0),
        (2, 4),
        off=("sat", "sun"),
        percent=50,
    ),
    Example(
        "a fortnight, rounded to whole percent",
        2,
        "dd dd dm mm dd . . dd # dd dd dm . .",
        """
        week 1      prescribed 2 x 5 = 10       done  2 + 2 + 1 + 0 + 2 = 7
        week 2      prescribed 2 x 5 = 10       done  2 + 0 + 2 + 2 + 1 = 7
        together    14/20 = 70 %. Days with data 9 of 10.
        """,
        (14, 20, 0, 0),
        (9, 10),
        off=("sat", "sun"),
        percent=70,
    ),
)
