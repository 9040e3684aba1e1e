"""What every record promises, in a file or not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from contract.event_log.facts import AMSTERDAM, START, fact, numbers
from posture_pal.event_log import EventLog, Log, MemoryLog
from posture_pal.model import Fact, Moment


class LogContract:
    @pytest.fixture
    def any_log(self) -> Log:
        raise NotImplementedError

    def test_a_new_record_is_empty(self, any_log: Log) -> None:
        assert (list(any_log.facts()), any_log.count(), any_log.state()) == ([], 0, None)

    def test_facts_come_back_whole_and_in_the_order_written(self, any_log: Log) -> None:
        written = [
            fact(1, "prompted", kind="posture", title="Tête haute ☺", nested={"a": [1, 2.5, None, True]}),
            Fact(Moment(START.astimezone(UTC), 2.25), "started"),
            fact(3, wall=START - timedelta(days=400, microseconds=1)),
        ]
        any_log.append(written[:1], "one")
        any_log.append(written[1:], "two")
        assert list(any_log.facts()) == written
        assert [one.at.wall.utcoffset() for one in any_log.facts()] == [
            one.at.wall.utcoffset() for one in written
        ]

    def test_the_state_is_the_last_one_also_without_a_fact(self, any_log: Log) -> None:
        any_log.append([fact(1)], "first")
        any_log.append([], "second")
        assert (any_log.state(), any_log.count()) == ("second", 1)

    def test_facts_are_chosen_by_local_day_both_ends_included(self, any_log: Log) -> None:
        late = datetime(2026, 3, 2, 23, 59, 59, tzinfo=AMSTERDAM)  # in UTC a different hour of the same day
        early = datetime(2026, 3, 3, 0, 30, tzinfo=AMSTERDAM)  # in UTC still the day before
        walls = [START, late, early, early + timedelta(days=1)]
        any_log.append([fact(n, wall=wall) for n, wall in enumerate(walls)], "")
        second, third = date(2026, 3, 2), date(2026, 3, 3)
        assert numbers(any_log, since=third) == [2, 3]
        assert numbers(any_log, until=second) == [0, 1]
        assert numbers(any_log, since=third, until=third) == [2]
        assert numbers(any_log, since=date(2026, 4, 1)) == []

    def test_a_clock_set_back_changes_no_order(self, any_log: Log) -> None:
        walls = [START, START + timedelta(days=1), START - timedelta(days=1), START]
        any_log.append([fact(n, wall=wall) for n, wall in enumerate(walls)], "")
        assert numbers(any_log) == [0, 1, 2, 3]
        assert numbers(any_log, since=START.date()) == [0, 1, 3]

    def test_facts_are_chosen_by_name(self, any_log: Log) -> None:
        any_log.append([fact(1, "held"), fact(2, "done"), fact(3, "skipped")], "")
        assert numbers(any_log, names={"done", "skipped"}) == [2, 3]
        assert numbers(any_log, names=()) == []

    def test_many_facts_come_back_in_pages_without_a_seam(self, any_log: Log) -> None:
        any_log.append([fact(n) for n in range(1203)], "")
        assert numbers(any_log) == list(range(1203))

    def test_what_is_appended_while_facts_are_told_waits_for_the_next_time(self, any_log: Log) -> None:
        any_log.append([fact(n) for n in range(600)], "")
        telling = any_log.facts()
        next(telling)
        any_log.append([fact(600)], "")
        assert sum(1 for _ in telling) == 599
        assert any_log.count() == 601

    def test_retention_removes_whole_days_and_says_how_many_facts(self, any_log: Log) -> None:
        any_log.append([fact(n, wall=START + timedelta(days=n)) for n in range(5)], "kept")
        assert any_log.forget_before(START.date() + timedelta(days=3)) == 3
        assert (numbers(any_log), any_log.state()) == ([3, 4], "kept")
        assert any_log.forget_before(START.date()) == 0

    def test_what_is_to_be_kept_of_forgotten_days_is_told_again_by_day(self, any_log: Log) -> None:
        any_log.append([fact(n, wall=START + timedelta(days=n)) for n in range(5)], "kept")
        first = START.date()
        kept = {first: "one", first + timedelta(days=1): "two"}
        assert any_log.forget_before(first + timedelta(days=2), kept) == 2
        assert any_log.totals() == kept
        assert any_log.totals(until=first) == {first: "one"}
        assert any_log.forget_before(first + timedelta(days=3), {first: "one, and more"}) == 1
        assert any_log.totals(until=first) == {first: "one, and more"}

    def test_forgetting_for_good_takes_what_was_left_of_the_days_as_well(self, any_log: Log) -> None:
        any_log.append([fact(n, wall=START + timedelta(days=n)) for n in range(5)], "")
        first = START.date()
        days = {first + timedelta(days=n): "x" for n in range(3)}
        any_log.forget_before(first + timedelta(days=3), days)
        any_log.forget_before(first + timedelta(days=2))
        assert list(any_log.totals()) == [first + timedelta(days=2)]

    def test_facts_without_a_state_leave_the_one_that_is_kept(self, any_log: Log) -> None:
        any_log.append([fact(1)], "kept")
        any_log.append([fact(2)], None)
        assert (numbers(any_log), any_log.state()) == ([1, 2], "kept")

    def test_a_sound_record_has_nothing_wrong_with_it(self, any_log: Log) -> None:
        any_log.append([fact(1), fact(2)], "")
        assert any_log.verify() == ()


class TestTheFile(LogContract):
    @pytest.fixture
    def any_log(self, log: EventLog) -> Log:
        return log


class TestTheMemory(LogContract):
    @pytest.fixture
    def any_log(self) -> Log:
        return MemoryLog()
