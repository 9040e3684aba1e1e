"""From a prompt to its window and back: what it is asked to show, and what becomes of what it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from queue import SimpleQueue

import pytest
from unit.fakes import Stage

from posture_pal import catalogue
from posture_pal.commands import NotUnderstood
from posture_pal.config.keys import TAGS
from posture_pal.desktop.window import request
from posture_pal.desktop.window.request import Ended, Request, Shown
from posture_pal.errors import Unavailable
from posture_pal.events import Offered, StartNow
from posture_pal.exercise_choice import ExerciseChoice
from posture_pal.model import Fact, Kind, Moment, Plan, Prompts, Reminder
from posture_pal.state import Occurrence
from posture_pal.window_opener import WindowOpener

pytestmark = pytest.mark.unit

NECK = Reminder("neck", Kind.STRETCH, every=3600.0, lasts=180.0, routine="desk_neck")
LOOK = Reminder("look", Kind.POSTURE, every=1800.0, routine="posture_checks")
PLAIN = Reminder("plain", Kind.POSTURE, every=1800.0)


class Pane:
    """A window that says what the test lets it say."""

    def __init__(self, asked: Request) -> None:
        self.asked = asked
        self.says: SimpleQueue[Shown | Ended | None] = SimpleQueue()
        self.how = "closed"
        self.closed = False

    def messages(self) -> Iterator[Shown | Ended]:
        while (said := self.says.get()) is not None:
            yield said

    def wait(self) -> str:
        return self.how

    def close(self) -> None:
        self.closed = True
        self.says.put(None)


class Room:
    """A service with an opener whose windows are panes."""

    def __init__(self, why_not: str | None = None) -> None:
        self.stage = Stage(NECK, PLAIN)
        self.stage.service.start()
        self.panes: list[Pane] = []
        self.opener = WindowOpener(self.stage.service, self._make, lambda: why_not)

    def _make(self, asked: Request) -> Pane:
        self.panes.append(Pane(asked))
        return self.panes[-1]

    def prompt(self, name: str) -> list[Fact]:
        return list(self.stage.service.handle(StartNow(name)))

    def after(self, *said: Shown | Ended, how: str = "closed") -> list[str]:
        """Lets the last window say this and end so; the names of the facts that come of it."""
        self.panes[-1].how = how
        for message in (*said, None):
            self.panes[-1].says.put(message)
        names: list[str] = []
        for _ in range(len(said) + (2 if how in {"killed", "crashed"} else 1)):
            event = self.stage.service._inbox.get(timeout=5)
            if hasattr(event, "run"):
                event.run()
            elif event is not None:
                names += [fact.name for fact in self.stage.service.handle(event)]
        return names


def test_what_was_asked_for_is_guided_through_and_its_end_is_the_answer() -> None:
    room = Room()
    room.opener.looked(room.prompt("neck"))
    assert room.panes[0].asked.routine == "desk_neck"
    assert room.panes[0].asked.clicked is False
    assert room.after(Shown(170.0), Ended("done", "timer")) == ["guided", "done"]


@pytest.mark.parametrize(
    ("said", "how", "fact"),
    [
        ([Ended("logout")], "closed", "guide_lost"),
        ([], "killed", "guide_lost"),
        ([], "crashed", "guide_lost"),
        ([Ended("dismiss", reason="closed")], "closed", "dismissed"),
        ([Ended("partial", fraction=0.5)], "closed", "partial"),
    ],
)
def test_every_other_ending_is_told_apart(said: list[Ended], how: str, fact: str) -> None:
    room = Room()
    room.opener.looked(room.prompt("neck"))
    assert room.after(*said, how=how) == [fact]


def test_a_window_that_never_came_is_a_trouble() -> None:
    room = Room()
    room.opener.looked(room.prompt("neck"))
    room.after(how="crashed")
    assert "doctor" in room.stage.service.troubles["window"]


def test_an_answer_from_elsewhere_lets_the_window_go_without_a_word() -> None:
    from posture_pal.events import Answered
    from posture_pal.model import Answer

    room = Room()
    room.opener.looked(room.prompt("neck"))
    room.opener.looked(room.stage.service.handle(Answered(Answer.DONE)))
    assert room.panes[0].closed


def test_a_plain_reminder_has_nothing_to_show_and_one_window_is_enough() -> None:
    room = Room()
    room.opener.looked(room.prompt("plain"))
    assert not room.panes
    room.opener.looked(room.prompt("neck"))
    neck = room.stage.service.state.occurrence_of("neck")
    assert neck is not None
    assert room.opener.open(neck.id) == "It is on screen already."
    assert len(room.panes) == 1


def test_without_tk_it_says_what_to_install() -> None:
    room = Room("Tk is missing: install python3-tk.")
    room.opener.looked(room.prompt("neck"))
    assert not room.panes
    with pytest.raises(Unavailable, match="install python3-tk"):
        room.opener.open()


def test_messages_travel_whole_and_nonsense_is_refused() -> None:
    for message in (Request(routine="desk_neck", offered=("a",)), Shown(3.0, ("a",)), Ended("done")):
        assert request.read(request.line(message)) == message
    for nonsense in ("", "[]", '{"shown": 1}', '{"what": {}}', '{"shown": {}}', '{"a": {}, "b": {}}'):
        with pytest.raises(ValueError):  # noqa: PT011 - any ValueError will do
            request.read(nonsense)


def test_who_stands_in_for_a_window_is_asked_the_same_and_heard_the_same() -> None:
    room = Room()
    commands = room.opener.by_name()
    with pytest.raises(NotUnderstood, match="No prompt is open"):
        commands["follow"]([])
    room.prompt("neck")
    occurrence, _, text = commands["follow"]([]).partition(" ")
    asked = request.read(text)
    assert isinstance(asked, Request)
    assert asked.routine == "desk_neck"
    assert commands["followed"]([occurrence, request.line(Shown(170.0))]) == "guided"
    hurt = Ended("skip", reason="it hurt", items=("chin_tuck",))
    assert commands["followed"]([occurrence, request.line(hurt)]) == "skipped"
    assert commands["followed"]([occurrence, request.line(Ended("done"))]) == "", "it has its answer"


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["id"],
        ["id", "x"],
        ["id", request.line(Request())],
        ["id", request.line(Shown(-1.0))],
        ["id", request.line(Shown(float("nan")))],
        ["id", request.line(Shown(1e9))],
        ["id", request.line(Ended("no answer"))],
        ["id", request.line(Ended("done")), "more"],
    ],
)
def test_nonsense_from_who_stands_in_is_refused(words: list[str]) -> None:
    room = Room()
    room.prompt("neck")
    with pytest.raises(NotUnderstood):
        room.opener.by_name()["followed"](words)


def test_a_window_goes_when_somebody_follows_in_the_terminal() -> None:
    room = Room()
    room.opener.looked(room.prompt("neck"))
    room.opener.by_name()["follow"]([])
    assert room.panes[0].closed


# --- what a prompt offers ---------------------------------------------------------------------------------


class Past:
    """A record of what was offered, and what is told of now."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self.told: list[Offered] = []
        self.moment = Moment(datetime(2026, 3, 2, 9, tzinfo=UTC), 0.0)
        self.offers = ExerciseChoice(self, self._since, self.told.append)

    def now(self) -> Moment:
        return self.moment

    def boot_id(self) -> str:
        return ""

    def suspended(self) -> None:
        return None

    def _since(self, day: date) -> list[Fact]:
        return [fact for fact in self.facts if fact.at.day >= day]

    def words(self, reminder: Reminder, *, has_window: bool = True, discreet: bool = False) -> str | None:
        plan = Plan((reminder,), prompts=Prompts(discreet=discreet))
        prompt = Occurrence(f"id-{len(self.told)}", reminder.name, reminder.kind, reminder.lasts, 0.0)
        return self.offers.words(plan, prompt, has_window=has_window)


def test_a_check_stands_in_the_notification_with_its_reason_and_comes_once_a_day() -> None:
    past, seen = Past(), []
    for _ in range(19):
        seen.append(past.words(LOOK))
        past.facts.append(Fact(past.moment, "missed", "look", details={"items": list(past.told[-1].items)}))
    assert None not in seen
    assert len(set(seen)) == 19
    past.moment = Moment(past.moment.wall + timedelta(days=1), 86400.0)
    assert past.words(LOOK) in seen


def test_a_prompt_names_its_exercises_or_carries_the_steps_where_no_window_can() -> None:
    past = Past()
    what, why = str(past.words(NECK)).split("\n")
    assert what.endswith(": chin tuck, scapular retraction and active cervical rotation (3 min).")
    assert why.endswith(".")
    steps, why = str(past.words(NECK, has_window=False)).split("\n")
    assert steps.startswith("Chin tuck: Sit tall")
    assert len(steps) < 260
    assert why.endswith(".")
    assert past.told[0].items == ("chin_tuck", "scap_retraction", "neck_rotation")


def test_what_the_settings_avoid_is_not_offered() -> None:
    past = Past()
    plan = Plan((NECK,), avoid=("neck_load",))
    past.offers.words(plan, Occurrence("id", "neck", Kind.STRETCH, 180.0, 0.0), has_window=True)
    assert past.told[0].items
    exercises = catalogue.load().exercises
    assert not [item for item in past.told[0].items if "neck_load" in exercises[item].tags]


def test_the_settings_know_every_tag_of_the_catalogue() -> None:
    assert tuple(catalogue.Tag) == TAGS


def test_nothing_is_said_when_discreet_or_beside_a_message_of_its_own() -> None:
    past = Past()
    for reminder in (NECK, LOOK, PLAIN):
        assert past.words(reminder, discreet=True) is None
    assert past.words(Reminder("own", Kind.STRETCH, every=60.0, routine="desk_neck", message="Up!")) is None
