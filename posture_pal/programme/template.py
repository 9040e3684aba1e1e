"""A new programme file to fill in: every line explained, and good as it is."""

from __future__ import annotations

from datetime import date, timedelta

_TEXT = """\
# A programme for Posture Pal. Change what stands behind each "="; lines that begin with "#" are notes to you.
# See what it would do:  posture-pal programme preview FILE
# All keys and limits:   posture-pal programme manual, or docs/programmes.md

posture_pal_programme = 1

title = "Neck and shoulders, six weeks"
author = "Your name, your practice"               # always shown to the patient
contact = "Telephone 555 0100, weekdays 9 to 12"  # shown as text
starts = {starts}
ends = {ends}
days_off = ["sat", "sun"]                         # weekdays without sessions
# dates_off = [{off}]                       # single days without sessions
# target = 80                                     # the share of the sessions you aim at, in percent
stop_rule = "Stop and call us if your arm tingles, you feel dizzy, or it hurts more afterwards."
note = "Little and often is what counts. Slow and easy is fine."

# Week 1 begins on the first day. "1-2" means the first two weeks, "3-" all from the third on.

[[phase]]
weeks = "1-2"
times_per_day = 3             # spread over the patient's working hours, or over 09:00 to 17:00
# times_per_week = 3          # in its place: spread over the week's working days
# at = ["10:00", "15:00"]     # in its place, or beside it: your own clock times

[[phase.exercise]]
id = "chin_tuck"              # from the catalogue: posture-pal exercises
reps = 5                      # what you leave out is the catalogue's
hold = "5 s"

[[phase.exercise]]
id = "towel_slide"            # your own, written below

[[phase]]
weeks = "3-"
times_per_day = 2

[[phase.exercise]]
id = "chin_tuck"
reps = 8
hold = "5 s"

[[phase.exercise]]
id = "towel_slide"
reps = 10
times_per_week = 5            # less often than the phase

[[phase.exercise]]
id = "neck_rotation"
note = "Only as far as it is easy."

# Exercises of your own: a name, up to four steps, and how much.

[[exercise]]
id = "towel_slide"
name = "Towel slide on the wall"
steps = [
  "Stand at a wall with a small towel under both hands.",
  "Slide the towel up slowly, then let it come down again.",
]
caution = "Only as high as it is easy."
reps = 8
# sets = 2
# hold = "5 s"
# each_side = true
# lasts = "2 min"             # by the clock, in place of counting
"""


def text(today: date) -> str:
    """The file, its first day the Monday after today, its last six weeks later."""
    starts = today + timedelta(days=7 - today.weekday())
    return _TEXT.format(starts=starts, ends=starts + timedelta(days=41), off=starts + timedelta(days=14))
