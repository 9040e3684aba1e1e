"""The config: its defaults, its layers, and what each value becomes."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from posture_pal.config import Layer, origins, parse
from posture_pal.errors import BadInput
from posture_pal.model import Hold, Hours, Kind, Plan, Reminder

BUILT_IN = Layer("built-in", "config.toml", Path(__file__).parents[2].joinpath("config.toml").read_bytes())
THREE = (
    Reminder("posture", Kind.POSTURE, every=1_800.0, lasts=30.0, routine="posture_checks"),
    Reminder("stretch", Kind.STRETCH, at=(time(10, 30), time(15, 30)), lasts=180.0, routine="desk_neck"),
    Reminder("break", Kind.BREAK, every=3_300.0, lasts=300.0),
)


def site(text: str) -> Layer:
    return Layer("site", "site.toml", text.encode())


def user(text: str) -> Layer:
    return Layer("user", "user.toml", text.encode())


def test_the_built_in_file_says_exactly_the_defaults_of_the_plan() -> None:
    assert parse([BUILT_IN]) == Plan(reminders=THREE)


def test_the_table_of_keys_has_the_same_defaults_where_the_files_say_nothing() -> None:
    assert parse([]) == Plan(reminders=())


def test_a_later_layer_goes_before_an_earlier_one_key_by_key() -> None:
    above = site('[prompts]\nsettle = "5 s"\nsound = true\n'), user('[prompts]\nsettle = "7 s"\n')
    prompts = parse([BUILT_IN, *above]).prompts
    assert (prompts.settle, prompts.sound, prompts.expires_after) == (7.0, True, 600.0)


def test_naming_one_reminder_replaces_those_of_the_layers_below() -> None:
    eyes = '[[reminder]]\nname = "eyes"\nkind = "posture"\nevery = "20 min"\n'
    assert [r.name for r in parse([BUILT_IN, site(eyes)]).reminders] == ["eyes"]
    mine = eyes.replace("eyes", "mine")
    assert [r.name for r in parse([BUILT_IN, site(eyes), user(mine)]).reminders] == ["mine"]
    assert [r.name for r in parse([BUILT_IN, site(eyes), user("[prompts]\nsound = true")]).reminders] == [
        "eyes"
    ]


def test_an_empty_list_of_reminders_is_a_choice_too() -> None:
    assert parse([BUILT_IN, user("reminder = []")]).reminders == ()


def test_a_reminder_may_say_everything() -> None:
    text = """
    [[reminder]]
    name = "walk"
    kind = "break"
    at = ["09:05", "23:59"]
    lasts = "1 h"
    routine = "desk_neck"
    natural_after = "90 s"
    enabled = false
    message = "Up, and out “for a bit”"
    """
    assert parse([user(text)]).reminders == (
        Reminder(
            "walk", Kind.BREAK, at=(time(9, 5), time(23, 59)), lasts=3_600.0, routine="desk_neck",
            natural_after=90.0, enabled=False, message="Up, and out “for a bit”",
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("[hours]", None),
        ('[hours]\ndays = ["sat", "mon"]', Hours(frozenset({1, 6}), ((time(0), time(0)),))),
        ('[hours]\nranges = ["22:00-06:00"]', Hours(frozenset(range(1, 8)), ((time(22), time(6)),))),
        ('[hours]\nranges = ["18:00-24:00"]', Hours(frozenset(range(1, 8)), ((time(18), time(0)),))),
        ('[hours]\nranges = ["00:00-24:00"]', Hours(frozenset(range(1, 8)), ((time(0), time(0)),))),
    ],
)
def test_hours_leave_open_what_they_do_not_name(text: str, hours: Hours | None) -> None:
    assert parse([BUILT_IN, user(text)]).hours == hours


@pytest.mark.parametrize(
    ("days", "ranges", "overlaps"),
    [
        ('["mon"]', '["08:00-12:00", "12:00-13:00"]', False),
        ('["mon"]', '["08:00-12:00", "11:59-13:00"]', True),
        ('["mon"]', '["22:00-02:00", "01:00-03:00"]', False),
        ('["mon", "tue"]', '["22:00-02:00", "01:00-03:00"]', True),
        ('["mon", "sun"]', '["22:00-02:00", "01:00-03:00"]', True),
        ('["mon"]', '["00:00-24:00", "23:00-23:30"]', True),
        ('["mon", "tue"]', '["00:00-24:00"]', False),
    ],
)
def test_ranges_overlap_where_the_week_says_so(days: str, ranges: str, overlaps: bool) -> None:
    layers = [site(f"[hours]\ndays = {days}\n"), user(f"[hours]\nranges = {ranges}\n")]
    if not overlaps:
        assert parse(layers).hours
        return
    with pytest.raises(BadInput) as bad:
        parse(layers)
    (problem,) = bad.value.problems
    assert (problem.source, problem.line, problem.key) == ("user.toml", 2, "hours.ranges[2]")
    assert "overlap" in problem.expected


def test_a_hold_set_to_false_is_no_longer_respected() -> None:
    plan = parse([BUILT_IN, user("[holds]\ncall = false\n")])
    assert plan.respected_holds == {Hold.DO_NOT_DISTURB, Hold.FULLSCREEN}


def test_the_rest_of_the_plan_is_said_by_the_rest_of_the_file() -> None:
    text = """
    window.guided = false
    diary = { enabled = true, at = "08:15" }
    [keep]
    facts = "1 day"
    [safety]
    emergency = "999"
    [desk]
    away_after = "1 s"
    """
    plan = parse([BUILT_IN, user(text)])
    assert (plan.guided_window, plan.diary_enabled, plan.diary_at) == (False, True, time(8, 15))
    assert (plan.keep_facts_days, plan.emergency, plan.away_after) == (1, "999", 1.0)


def test_a_site_can_never_switch_the_diary_on() -> None:
    with pytest.raises(BadInput, match="only a person's own file may switch the diary on"):
        parse([BUILT_IN, site("[diary]\nenabled = true")])
    assert parse([BUILT_IN, site('[diary]\nenabled = false\nat = "12:00"')]).diary_at == time(12)


def test_a_thousand_reminders_are_allowed_and_one_more_is_not() -> None:
    def named(number: int) -> Layer:
        return user(
            "".join(f'[[reminder]]\nname = "r{n}"\nkind = "break"\nevery = "1 s"\n' for n in range(number))
        )

    assert len(parse([named(1_000)]).reminders) == 1_000
    with pytest.raises(BadInput, match="at most 1000"):
        parse([named(1_001)])


def test_every_value_in_force_has_an_origin() -> None:
    eyes = '[[reminder]]\nname = "eyes"\nkind = "posture"\nat = [\n  "09:00", # early\n  "10:00"]\n'
    rows = origins([BUILT_IN, site('[prompts]\nsettle = "5 s"'), user(eyes)])
    assert ("prompts.settle", '"5 s"', "site") in rows
    assert ("prompts.snooze", '["5 min", "10 min", "30 min"]', "built-in") in rows
    assert ("holds.call", "true", "built-in") in rows
    assert [row for row in rows if row[0].startswith("reminder")] == [
        ("reminder[1].name", '"eyes"', "user"),
        ("reminder[1].kind", '"posture"', "user"),
        ("reminder[1].at", '["09:00", "10:00"]', "user"),
    ]


def test_a_default_that_no_file_names_is_built_in() -> None:
    assert ("prompts.max_per_day", "16", "built-in") in origins([])


def test_routines_are_checked_where_the_known_ones_are_given() -> None:
    parse([BUILT_IN], ["posture_checks", "desk_neck"])
    with pytest.raises(BadInput, match=r'found "desk_neck".*Did you mean "desk_necks"'):
        parse([BUILT_IN], ["posture_checks", "desk_necks"])
