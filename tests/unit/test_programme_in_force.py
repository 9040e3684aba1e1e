"""A programme beside the person's own reminders: what comes, what is kept, and what the record says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

from played import POSTURE, brief, of, plan_of, play, reminder
from unit.fakes import Stage
from unit.programmes import HEAD, OWN, PHASE, read

from posture_pal.events import Answered, PlanChanged, StartNow, Tick
from posture_pal.model import Answer, Hours, Plan, Prompts
from posture_pal.programme import Programme, with_programme, without_programme
from posture_pal.simulation import Simulation
from posture_pal.timeline import parse as timeline_of

NAME = "neck-two-weeks.1"
DONE = {"t": 0, "always": {"respond": "done", "after": 20}}
AT_ONCE = Prompts(settle=0.0)


def told(*lines: str, phase: str = PHASE) -> Programme:
    return read(HEAD + "".join(f"{line}\n" for line in lines) + phase)


def fixed(*at: str, exercise: str = "chin_tuck") -> Programme:
    times = ", ".join(f'"{one}"' for one in at)
    return read(HEAD + PHASE.replace("times_per_day = 3", f"at = [{times}]").replace("chin_tuck", exercise))


def day(programme: Programme, *steps: dict[str, Any], plan: Plan | None = None, **head: str) -> list[Any]:
    """The facts of a written day on which the programme is in force."""
    plan = plan or plan_of(prompts=AT_ONCE)
    return play(with_programme(plan, programme), DONE, *steps, **head)


# --- its sessions among the reminders --------------------------------------------------------------------


def test_a_programme_adds_reminders_and_leaves_the_persons_own_as_they_are() -> None:
    plan = with_programme(plan_of(POSTURE), told())
    assert plan.reminders[0] == POSTURE
    assert [one.name for one in plan.reminders[1:]] == [NAME]
    assert without_programme(plan) == plan_of(POSTURE)


def test_one_that_replaces_another_takes_its_place() -> None:
    plan = with_programme(plan_of(POSTURE), told())
    other = read((HEAD + PHASE).replace("Neck, two weeks", "Hands"))
    assert [one.name for one in with_programme(plan, other).reminders] == ["posture", "hands.1"]


def test_its_sessions_come_at_their_times_and_say_whose_they_are() -> None:
    facts = day(told())
    assert brief(facts, "prompted") == [
        (4800, "prompted", NAME),
        (14400, "prompted", NAME),
        (24000, "prompted", NAME),
    ]
    for fact in [*of(facts, "prompted"), *of(facts, "done")]:
        assert fact["programme"] == told().id
    assert all(fact["items"] == ["chin_tuck"] for fact in of(facts, "done"))


def test_a_reminder_of_the_persons_own_says_nothing_of_a_programme() -> None:
    facts = day(told(), plan=plan_of(POSTURE))
    own = [fact for fact in facts if fact.get("reminder") == "posture"]
    assert own
    assert all("programme" not in fact for fact in own)


def test_it_says_what_came_into_force_before_anything_else_of_it() -> None:
    first = of(day(told()), "programme_used")
    assert first == [
        {
            "t": 0,
            "at": "2026-03-02T09:00:00+01:00",
            "fact": "programme_used",
            "programme": told().id,
            "title": "Neck, two weeks",
            "author": "R. Example",
            "starts": "2026-03-02",
            "ends": "2026-03-15",
        }
    ]


def test_nothing_of_it_comes_before_its_first_day_or_on_a_day_off() -> None:
    assert not of(day(told(), start="2026-02-27T09:00:00"), "prompted")
    assert not of(day(told(), start="2026-03-07T09:00:00"), "prompted")
    assert not of(day(told("dates_off = [2026-03-03]"), start="2026-03-03T09:00:00"), "prompted")


def test_it_begins_and_ends_by_itself_while_the_program_runs_over_midnight() -> None:
    short = read(
        (HEAD + PHASE).replace("03-15", "03-03").replace("times_per_day = 3", 'at = ["23:50", "00:10"]')
    )
    facts = day(short, start="2026-03-01T23:00:00", lasts="3 days")
    assert [fact["at"][:16] for fact in of(facts, "prompted")] == [
        "2026-03-02T00:10",
        "2026-03-02T23:50",
        "2026-03-03T00:10",
        "2026-03-03T23:50",
    ]


def test_a_session_that_waits_when_its_last_day_ends_is_withheld() -> None:
    short = read((HEAD + PHASE).replace("03-15", "03-02").replace("times_per_day = 3", 'at = ["23:00"]'))
    facts = day(short, {"t": 0, "hold": "call"}, start="2026-03-02T22:00:00", lasts="4 h")
    assert brief(facts, "prompted", "withheld") == [(7200, "withheld", NAME)]
    assert of(facts, "withheld")[0]["items"] == ["chin_tuck"]


# --- never merged away -----------------------------------------------------------------------------------


def test_a_session_is_never_merged_into_a_heavier_reminder_it_waits_for_its_turn() -> None:
    heavy = reminder("break", "break", at=["10:00"], lasts=300)
    facts = day(fixed("10:00"), plan=plan_of(heavy, prompts=AT_ONCE))
    assert brief(facts, "prompted") == [(3600, "prompted", "break"), (3620, "prompted", NAME)]
    assert all("merged" not in fact for fact in of(facts, "prompted"))


def test_a_lighter_reminder_of_the_persons_own_is_merged_into_it() -> None:
    light = reminder("posture", "posture", at=["10:02"])
    facts = day(fixed("10:00"), plan=plan_of(light, prompts=AT_ONCE))
    assert [(fact["reminder"], fact.get("merged")) for fact in of(facts, "prompted")] == [(NAME, ["posture"])]


def test_sessions_that_waited_through_a_call_come_one_after_the_other() -> None:
    both = PHASE.replace("times_per_day = 3", 'at = ["10:00", "10:30"]') + (
        '[[phase.exercise]]\nid = "towel_slide"\ntimes_per_day = 1\n' + OWN
    )
    facts = day(read(HEAD + both), {"t": 3000, "hold": "call"}, {"t": 7200, "release": "call"})
    shown = [(fact["t"], fact["reminder"]) for fact in of(facts, "prompted")]
    assert shown == [(7200, f"{NAME}"), (7220, f"{NAME}b")]


def test_one_of_its_kind_that_still_waits_at_the_next_ones_time_is_withheld_not_lost() -> None:
    facts = day(fixed("10:00", "10:30"), {"t": 3000, "hold": "call"}, {"t": 7200, "release": "call"})
    assert brief(facts, "withheld", "prompted") == [(5400, "withheld", NAME), (7200, "prompted", NAME)]


def test_asking_for_a_break_merges_no_session_away() -> None:
    heavy = reminder("break", "break", every=10_000, lasts=300)
    ask = {"t": 3500, "request": "start", "reminder": "break"}
    facts = day(fixed("10:00"), ask, plan=plan_of(heavy, prompts=AT_ONCE))
    assert (3600, "prompted", NAME) in brief(facts, "prompted")


def test_sessions_are_not_counted_towards_the_most_prompts_of_a_day() -> None:
    few = Prompts(settle=0.0, max_per_day=1)
    facts = day(told(), plan=plan_of(reminder("posture", "posture", at=["09:30", "16:00"]), prompts=few))
    names = [fact["reminder"] for fact in of(facts, "prompted")]
    assert names == ["posture", NAME, NAME, NAME]
    assert [fact["reminder"] for fact in of(facts, "held")] == ["posture"]


def test_sessions_leave_the_persons_own_reminders_their_number() -> None:
    few = Prompts(settle=0.0, max_per_day=1)
    facts = day(told(), plan=plan_of(reminder("posture", "posture", at=["16:00"]), prompts=few))
    assert [fact["reminder"] for fact in of(facts, "prompted")] == [NAME, NAME, NAME, "posture"]


def test_sessions_that_passed_while_the_machine_slept_are_withheld_with_their_exercises() -> None:
    facts = day(fixed("10:00", "11:00", "12:00"), {"t": 1800, "sleep": 10_000})
    withheld = [(fact["slot"], fact["items"], fact["programme"]) for fact in of(facts, "withheld")]
    assert [slot for slot, _, _ in withheld] == ["10:00", "11:00"]
    assert all(items == ["chin_tuck"] and whose.startswith("neck-two-weeks-") for _, items, whose in withheld)


# --- taken early -----------------------------------------------------------------------------------------


def test_a_session_taken_early_stands_for_the_next_one_of_the_day() -> None:
    ask = {"t": 600, "request": "start", "reminder": NAME}
    facts = day(fixed("10:00", "15:00"), ask)
    assert brief(facts, "prompted") == [(600, "prompted", NAME), (21600, "prompted", NAME)]


def test_one_taken_after_the_days_last_takes_none_from_tomorrow() -> None:
    ask = {"t": 600, "request": "start", "reminder": NAME}
    facts = day(fixed("08:00"), ask, lasts="24 h")
    assert brief(facts, "prompted") == [(600, "prompted", NAME), (82_800, "prompted", NAME)]


# --- coming and going ------------------------------------------------------------------------------------


def stage_with(programme: Programme | None, since: date | None = None) -> Stage:
    stage = Stage(POSTURE)
    if programme is not None:
        stage.plan = with_programme(stage.plan, programme, since)
    stage.service = stage.make()
    stage.service.start()
    return stage


def change(stage: Stage, plan: Plan) -> None:
    stage.service.plan = plan
    stage.service.handle(PlanChanged())


def names(stage: Stage) -> list[str]:
    return [fact.name for fact in stage.log.facts]


def test_one_that_is_used_while_the_program_runs_is_a_fact_at_once() -> None:
    stage = stage_with(None)
    change(stage, with_programme(stage.service.plan, told()))
    assert names(stage) == ["started", "programme_used"]
    assert stage.service.state.programme == told().id


def test_what_had_passed_when_it_came_into_force_is_not_brought_up() -> None:
    stage = stage_with(None)
    stage.clock.elapsed = 5 * 3600.0  # 14:00 of a day with sessions at 10:20, 13:00 and 15:40
    change(stage, with_programme(stage.service.plan, told()))
    assert not stage.service.state.occurrences
    stage.clock.elapsed = 6 * 3600.0 + 40 * 60.0
    stage.service.handle(Tick())
    assert [o.reminder for o in stage.service.state.occurrences] == [NAME]


def test_one_that_is_removed_is_a_fact_and_what_waits_of_it_is_withheld() -> None:
    stage = stage_with(fixed("09:00"))
    change(stage, without_programme(stage.service.plan))
    removed, withheld = stage.log.facts[-2:]
    assert (removed.name, removed.details) == ("programme_removed", {"programme": fixed("09:00").id})
    assert (withheld.name, withheld.details["programme"]) == ("withheld", fixed("09:00").id)
    assert stage.service.state.programme is None


def test_one_that_replaces_another_is_a_removal_and_then_a_use() -> None:
    stage = stage_with(told())
    other = read((HEAD + PHASE).replace("Neck, two weeks", "Hands"))
    change(stage, with_programme(stage.service.plan, other))
    assert [(f.name, f.details["programme"]) for f in stage.log.facts[-2:]] == [
        ("programme_removed", told().id),
        ("programme_used", other.id),
    ]


def test_other_settings_are_no_news_of_the_programme() -> None:
    stage = stage_with(told())
    change(stage, replace(stage.service.plan, away_after=60.0))
    assert names(stage)[-1] == "config_changed"


def test_what_was_used_or_removed_while_the_program_did_not_run_is_a_fact_at_its_start() -> None:
    stage = stage_with(told(), date(2026, 2, 28))
    used = stage.log.facts[1]
    assert (used.name, used.details["on"]) == ("programme_used", "2026-02-28")
    again = Stage(POSTURE, log=stage.log)
    again.plan = with_programme(again.plan, told(), date(2026, 2, 28))
    again.clock.elapsed = 60.0
    again.service = again.make()
    again.service.start()
    assert names(again)[-1] == "started"
    gone = Stage(POSTURE, log=stage.log)
    gone.plan = without_programme(gone.plan, date(2026, 3, 1))
    gone.clock.elapsed = 120.0
    gone.service = gone.make()
    gone.service.start()
    last = gone.log.facts[-1]
    assert (last.name, last.details) == ("programme_removed", {"programme": told().id, "on": "2026-03-01"})


def test_an_open_session_keeps_whose_it_is_over_a_restart() -> None:
    stage = stage_with(told())
    stage.service.handle(StartNow(NAME))
    again = Stage(POSTURE, log=stage.log)
    again.plan = with_programme(again.plan, told())
    again.clock.elapsed = 30.0
    again.service = again.make()
    again.service.start()
    again.service.handle(Answered(Answer.DONE))
    done = again.log.facts[-1]
    assert (done.name, done.details["programme"], done.details["items"]) == ("done", told().id, ["chin_tuck"])


def test_hours_that_change_move_the_sessions() -> None:
    hours = Hours(frozenset({1, 2, 3, 4, 5}), ((time(12), time(14)),))
    plan = with_programme(plan_of(prompts=AT_ONCE, hours=hours), told())
    facts = list(
        Simulation(
            plan, timeline_of(b'{"start": "2026-03-02T09:00:00", "zone": "UTC", "lasts": "8 h"}', "")
        ).run()
    )
    assert [fact["at"][11:16] for fact in of(facts, "prompted")] == ["12:20", "13:00", "13:40"]


def test_the_menu_and_the_status_name_it_with_its_author_and_its_last_day() -> None:
    from posture_pal import menu, outlook

    stage = stage_with(told())
    plan, now = stage.service.plan, stage.clock.now()
    assert outlook.programme_line(plan, now.day) == "Neck, two weeks · R. Example · until 15 Mar 2026"
    assert outlook.programme_line(plan, date(2026, 3, 1)) == "Neck, two weeks · R. Example · from 2 Mar 2026"
    assert outlook.programme_line(plan, date(2026, 3, 16)) is None
    shown = menu.face(plan, stage.service.state, now, "", {})
    line = next(item for item in shown.items if item.command == ("show-programme",))
    assert line.label == "Programme: Neck, two weeks · R. Example · until 15 Mar 2026"
    settings = next(item for item in shown.items if item.label == "Settings")
    assert ("load-programme",) in [item.command for item in settings.children]


def test_what_came_and_went_is_explained() -> None:
    from posture_pal import explaining

    stage = stage_with(told())
    change(stage, without_programme(stage.service.plan))
    words = "\n".join(explaining.told(fact) for fact in stage.log.facts)
    assert "The programme 'Neck, two weeks' came into force" in words
    assert "The programme is in force no longer" in words


def test_only_sessions_of_the_day_can_be_taken_from_the_menu() -> None:
    from posture_pal import menu

    stage = stage_with(told("dates_off = [2026-03-02]"))
    shown = menu.face(stage.service.plan, stage.service.state, stage.clock.now(), "", {})
    take = next(item for item in shown.items if item.label == "Take")
    assert [item.command for item in take.children] == [("start", "posture")]
