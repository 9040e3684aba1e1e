"""What prompts say in turns: kind, plain and short, with a sourced why; never the same twice running."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st
from unit.fakes import Stage
from unit.test_catalogue import CLAIMS, GRADE, reading_grade
from unit.test_window_opener import NECK, PLAIN, Past, Room

from posture_pal import catalogue, durations, prompt_messages
from posture_pal.cli import main
from posture_pal.model import Fact, Kind, Moment, Plan, Reminder
from posture_pal.prompt_messages import Message, choose, turn
from posture_pal.session_parts import rest
from posture_pal.state import Occurrence

ALL = prompt_messages.load()
WALK = Reminder("walk", Kind.BREAK, every=3300.0, lasts=300.0)
BLAME = ("bad posture", "slouch", "you should", "you must", "don't", "wrong", "lazy", "again")


# --- the words -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("message", ALL, ids=lambda message: message.text)
def test_a_message_is_short_plain_kind_and_claims_nothing(message: Message) -> None:
    assert len(message.text) <= 70
    assert len(message.why) <= 90
    for words in (message.text, message.why):
        assert words.endswith(".")
        assert words.count(".") == 1, "one sentence"
        assert not CLAIMS.search(words)
        assert not [blame for blame in BLAME if blame in words.lower()]
        assert words.isprintable()


@pytest.mark.parametrize("kind", Kind)
def test_what_a_kind_of_prompt_says_reads_plainly(kind: Kind) -> None:
    words = " ".join(f"{message.text} {message.why}" for message in ALL if message.kind is kind)
    assert reading_grade(words) <= GRADE


@pytest.mark.parametrize("message", ALL, ids=lambda message: message.text)
def test_a_why_has_sources_that_the_catalogue_writes_out(message: Message) -> None:
    assert message.sources
    assert set(message.sources) <= set(catalogue.load().sources)


def test_no_words_stand_there_twice_and_each_kind_has_enough_to_vary() -> None:
    assert len({message.text for message in ALL}) == len(ALL)
    for kind in Kind:
        assert sum(message.kind is kind for message in ALL) >= 5


# --- whose turn it is ------------------------------------------------------------------------------------


@given(st.lists(st.text(max_size=8), min_size=2, unique=True), st.integers(min_value=2, max_value=9))
def test_no_two_in_a_row_are_alike_whatever_the_ids(ids: list[str], count: int) -> None:
    turns = [turn(ids[: number + 1], count) for number in range(len(ids))]
    assert all(0 <= one < count for one in turns)
    assert all(one != other for one, other in pairwise(turns))


def test_in_a_month_every_message_has_its_turn() -> None:
    ids = [f"202603{day:02}-{hour:02}0000-{day * 9 + hour}" for day in range(1, 23) for hour in range(9, 17)]
    for kind in Kind:
        said = {choose(ALL, kind, ids[: number + 1]).text for number in range(len(ids))}
        assert said == {message.text for message in ALL if message.kind is kind}


def test_a_kind_without_messages_is_a_mistake_of_the_data() -> None:
    with pytest.raises(ValueError, match="no message"):
        choose([], Kind.BREAK, ["id"])


class Week(Past):
    """Prompts of one reminder, one after the other, kept as the record keeps them."""

    def prompt(self, reminder: Reminder, number: int) -> Occurrence:
        self.moment = Moment(datetime(2026, 3, 2, 9, tzinfo=UTC) + timedelta(hours=number), 0.0)
        occurrence = Occurrence(f"o-{number}", reminder.name, reminder.kind, reminder.lasts, 0.0)
        kind = {"kind": str(reminder.kind)}
        self.facts.append(Fact(self.moment, "prompted", reminder.name, occurrence.id, kind))
        return occurrence

    def said(self, reminder: Reminder, occurrence: Occurrence) -> str:
        words = self.offers.words(Plan((reminder,)), occurrence, has_window=True)
        assert words is not None
        return words


def test_prompts_of_a_kind_say_something_else_each_time_and_the_same_when_they_come_back() -> None:
    week = Week()
    occurrences = [week.prompt(WALK, number) for number in range(60)]
    said = [week.said(WALK, occurrence) for occurrence in occurrences]
    assert all(one != other for one, other in pairwise(said))
    assert [week.said(WALK, occurrence) for occurrence in occurrences] == said
    assert all(f": {durations.spell(300.0)}.\n" in words for words in said)


def test_what_other_kinds_said_in_between_changes_nothing() -> None:
    alone, mixed = Week(), Week()
    for number in range(0, 20, 2):
        one, other = alone.prompt(WALK, number), mixed.prompt(WALK, number)
        mixed.prompt(PLAIN, number + 1)
        assert alone.said(WALK, one) == mixed.said(WALK, other)


# --- where it is seen ------------------------------------------------------------------------------------


def test_a_rest_in_the_window_carries_the_words_of_its_prompt_and_the_why() -> None:
    room = Room()
    room.stage = Stage(WALK)
    week = Week()
    occurrence = week.prompt(WALK, 1)
    text, why = week.offers.message(Plan((WALK,)), occurrence)
    assert week.said(WALK, occurrence) == f"{text}: 5 min.\n{why}"
    (part,) = rest("break", 300.0, text, why).parts
    assert (part.name, part.note) == (text, why)


def test_the_window_is_told_why() -> None:
    room = Room()
    room.opener._words = lambda _plan, _prompt: ("A few slow movements", "Because.")
    room.opener.looked(room.prompt("neck"))
    assert (room.panes[0].asked.message, room.panes[0].asked.why) == ("A few slow movements", "Because.")


def test_a_message_of_ones_own_is_all_that_is_said() -> None:
    own = Reminder("own", Kind.BREAK, every=60.0, message="Up!")
    week = Week()
    assert week.offers.message(Plan((own,)), week.prompt(own, 1)) == ("Up!", "")


def test_the_command_lists_all_with_their_sources(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["exercises", "why"]) == 0
    shown = capsys.readouterr().out
    for message in ALL:
        assert message.text in shown
        assert f"{message.why} ({', '.join(message.sources)})" in shown
    assert "\nR-LUG19: Luger T" in shown
    main(["exercises", "why", "--kind", "stretch", "--json"])
    rows = json.loads(capsys.readouterr().out)
    assert {row["kind"] for row in rows} == {"stretch"}
    assert all(row["sources"] for row in rows)


def test_without_a_window_the_steps_come_with_the_why() -> None:
    week = Week()
    words = week.offers.words(Plan((NECK,)), week.prompt(NECK, 1), has_window=False)
    steps, why = str(words).split("\n")
    assert steps.startswith("Chin tuck: ")
    assert why in {message.why for message in ALL if message.kind is Kind.STRETCH}
