"""Any text in a notice, and any order in which a notification service tells what happened to it."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import example, given, settings, strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, precondition, rule

from posture_pal.desktop.notify.base import Notice
from posture_pal.desktop.notify.notify_call import arguments
from posture_pal.desktop.notify.on_screen import OPEN, OnScreen, Showing
from posture_pal.desktop.notify.wording import clean, shorten
from posture_pal.model import Answer

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)
BUTTONS = ((Answer.DONE, "Done"), (Answer.SNOOZE, "Snooze 5 min"), (Answer.SKIP, "Skip"))


@given(ANY_TEXT, ANY_TEXT)
@example("\ufffe", "\uffff")
@example("\x00", "\ud800 \x1b \r\n")
def test_any_text_is_well_formed_where_markup_is_read_and_says_the_same(title: str, body: str) -> None:
    sent = arguments(Notice(title, body), frozenset({"body", "body-markup", "actions"}), "", 0)

    assert sent[3] == clean(title)
    assert "".join(ET.fromstring(f"<p>{sent[4]}</p>").itertext()) == clean(body)


@given(ANY_TEXT)
def test_a_clean_text_can_be_sent_and_printed_and_is_clean_already(text: str) -> None:
    cleaned = clean(text)

    cleaned.encode("utf-8")
    assert all(char == "\n" or ord(char) >= 32 for char in cleaned)
    assert clean(cleaned) == cleaned


@given(st.text(max_size=60), st.integers(1, 30))
def test_a_shortened_text_fits_and_begins_as_the_whole(text: str, units: int) -> None:
    short = shorten(text, units)

    assert len(short.encode("utf-16-le")) // 2 <= units
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


class AnyOrder(RuleBasedStateMachine):
    """Showings, replies, clicks and closings in any order, as no well-behaved service would tell them."""

    showings = Bundle("showings")
    numbers = st.integers(0, 5)
    occurrences = st.sampled_from(["a", "b"])

    def __init__(self) -> None:
        super().__init__()
        self.book = OnScreen()
        self.wanted: set[str] = set()
        self.pending: list[Showing] = []

    @rule(target=showings, occurrence=occurrences)
    def show(self, occurrence: str) -> Showing:
        self.wanted.add(occurrence)
        return self.book.begin(Notice("t", "b", occurrence, BUTTONS, opens="Show me"))

    @rule(showing=consumes(showings), number=st.integers(1, 5))
    def reply(self, showing: Showing, number: int) -> None:
        wanted = self.book.is_wanted(showing)
        superfluous = self.book.came_up(showing, number)

        assert showing.settled
        assert showing.is_up is wanted
        assert not wanted or superfluous != number, "a wanted notification was closed"

    @rule(number=numbers, key=st.sampled_from(["done", "snooze", "skip", OPEN, "partial", "dismiss", ""]))
    def click(self, number: int, key: str) -> None:
        click = self.book.clicked(number, key)
        if click is None:
            return
        assert click.occurrence in self.wanted, "an occurrence that is over was answered"
        assert (click.answer or OPEN) == key
        if click.answer:
            self.wanted.remove(click.occurrence)

    @rule(number=numbers, reason=st.integers(0, 5))
    def close(self, number: int, reason: int) -> None:
        closing = self.book.closed(number, reason)
        if closing is not None:
            assert reason == 2
            self.pending.append(closing)

    @rule()
    def time_passes(self) -> None:
        for showing in self.pending:
            occurrence = self.book.dismissed(showing)
            if occurrence is not None:
                assert occurrence in self.wanted, "an occurrence that is over was dismissed"
                self.wanted.remove(occurrence)
        self.pending = []

    @rule(occurrence=occurrences)
    def withdraw(self, occurrence: str) -> None:
        self.book.withdraw(occurrence)
        self.wanted.discard(occurrence)

    @rule()
    def service_changes(self) -> None:
        self.book.lose_numbers()

    @invariant()
    def the_book_holds_what_is_wanted_and_nothing_else(self) -> None:
        assert set(self.book.occurrences()) == self.wanted


class GoodService(RuleBasedStateMachine):
    """A service that keeps to the specification and takes one call after another, and a person in a hurry."""

    occurrences = st.sampled_from(["a", "b"])

    def __init__(self) -> None:
        super().__init__()
        self.book = OnScreen()
        self.calls: list[Showing | int] = []
        self.screen: dict[int, str] = {}
        self.expected: set[str] = set()
        self.last_number = 0

    @rule(occurrence=occurrences)
    def show(self, occurrence: str) -> None:
        self.expected.add(occurrence)
        self.calls.append(self.book.begin(Notice("t", "b", occurrence, BUTTONS)))

    @rule(occurrence=occurrences)
    def withdraw(self, occurrence: str) -> None:
        self.expected.discard(occurrence)
        self.close(self.book.withdraw(occurrence))

    @precondition(lambda self: self.calls)
    @rule()
    def the_service_takes_a_call(self) -> None:
        call = self.calls.pop(0)
        if isinstance(call, int):
            if self.screen.pop(call, None):
                self.book.closed(call, 3)
            return
        number = call.replaces
        if number not in self.screen:
            self.last_number = number = self.last_number + 1
        self.screen[number] = call.notice.occurrence or ""
        self.close(self.book.came_up(call, number))

    @precondition(lambda self: self.screen)
    @rule(data=st.data(), key=st.sampled_from(["done", "skip"]), stays=st.booleans())
    def a_button_is_pressed(self, data: st.DataObject, key: str, stays: bool) -> None:
        number = data.draw(st.sampled_from(sorted(self.screen)))
        click = self.book.clicked(number, key)
        if click:
            self.expected.remove(click.occurrence)
        if click and click.still_up:
            self.close(number)
        if not stays:
            del self.screen[number]
            self.book.closed(number, 2)

    @precondition(lambda self: self.screen)
    @rule(data=st.data())
    def one_is_dismissed(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.screen)))
        del self.screen[number]
        closing = self.book.closed(number, 2)
        if closing and self.book.dismissed(closing):
            self.expected.remove(closing.notice.occurrence or "")

    def close(self, number: int) -> None:
        if number:
            self.calls.append(number)

    @invariant()
    def once_all_calls_are_done_the_screen_shows_each_open_prompt_once(self) -> None:
        if not self.calls:
            assert sorted(self.screen.values()) == sorted(self.expected)
            assert self.screen == {s.number: name for name, s in self.book._current.items() if s.is_up}


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(stateful_step_count=40)

TestGoodService = GoodService.TestCase
TestGoodService.settings = settings(stateful_step_count=40)
