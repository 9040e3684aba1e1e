"""Prompts of the running program on real notification daemons, and every way to answer them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desktop.program import SHORT, Program, reminder, running
from desktop.virtual_desktop import VirtualDesktop

EVERY_2_S = SHORT + reminder("look", "2 s")
NEVER = SHORT + reminder("look", "8 h")
QUICK_END = NEVER.replace('expires_after = "5 min"', 'expires_after = "2 s"')


@pytest.fixture(scope="module", params=["xfce4-notifyd", "dunst", "notification-daemon"])
def on_each(request: pytest.FixtureRequest) -> Iterator[VirtualDesktop]:
    with VirtualDesktop(request.param) as desktop:
        yield desktop


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    with VirtualDesktop() as desktop:
        yield desktop


def test_every_button_is_what_is_counted(on_each: VirtualDesktop) -> None:
    """One reminder put off, shown again and done, then another one skipped."""
    with running(on_each, NEVER) as pal:
        pal.ask("start", "look")
        pal.notice("Time to change position")
        on_each.press("Snooze 2 s")
        again = pal.fact("prompted", 2)
        assert (again.occurrence, again.details["showing"]) == (pal.facts("prompted")[0].occurrence, 2)
        pal.notice("Time to change position", 2)
        assert len(on_each.notices.open()) == 1, "the first showing is still there"

        on_each.press("Done")
        assert pal.fact("done").occurrence == again.occurrence
        pal.wait_for(lambda: on_each.notices.open() == [], what="the end of the prompt")

        pal.ask("start", "look")
        pal.notice("Time to change position", 3)
        on_each.press("Skip")
        assert pal.fact("skipped").occurrence != again.occurrence
        told = pal.status()["today"]
        assert (told["done"], told["of"]) == (1, 2)


@pytest.mark.parametrize("daemon", ["xfce4-notifyd", "dunst"])
def test_a_prompt_that_is_closed_without_an_answer_is_dismissed(daemon: str, desktop: VirtualDesktop) -> None:
    if desktop.daemon != daemon:
        desktop.kill_daemon()
        desktop.start_daemon(daemon)
    with running(desktop, NEVER) as pal:
        pal.ask("start", "look")
        pal.notice("Time to change position")
        desktop.dismiss()
        assert pal.fact("dismissed").occurrence == pal.facts("prompted")[0].occurrence


@pytest.fixture(scope="module")
def shared(desktop: VirtualDesktop) -> Iterator[Program]:
    """One program for the tests that leave it as it was: nothing open, nothing paused."""
    snooze_long = NEVER.replace('snooze = ["2 s", "5 min"]', 'snooze = ["5 min"]')
    with running(desktop, snooze_long) as pal:
        yield pal


def test_a_prompt_comes_after_its_time_at_the_desk_and_not_before(desktop: VirtualDesktop) -> None:
    with running(desktop, EVERY_2_S) as pal:
        prompted = pal.fact("prompted")
        started = pal.facts("started")[0]
        assert 2.0 <= prompted.at.elapsed - started.at.elapsed < 2.5


def test_a_prompt_nobody_answers_is_taken_down_and_counted_as_missed(desktop: VirtualDesktop) -> None:
    with running(desktop, QUICK_END) as pal:
        pal.ask("start", "look")
        prompt = pal.notice("Time to change position")
        missed = pal.fact("missed")
        shown = pal.facts("prompted")[0]
        assert missed.occurrence == shown.occurrence
        assert 2.0 <= missed.at.elapsed - shown.at.elapsed < 2.5
        pal.wait_for(lambda: prompt.closed == "closed by call", what="the end of the prompt on screen")
        assert pal.status()["open"] is None


@pytest.mark.parametrize(
    ("words", "said", "fact", "details"),
    [
        (["done"], "Done: look.", "done", {"evidence": "self_report"}),
        (["partial", "0.5"], "Noted as done in part: look.", "partial", {"fraction": 0.5}),
        (["partial"], "Noted as done in part: look.", "partial", {}),
        (["skip", "--reason", "in a hurry"], "Skipped: look.", "skipped", {"reason": "in a hurry"}),
        (["dismiss"], "Sent away: look.", "dismissed", {}),
        (["snooze"], "look comes back in 5 min.", "snoozed", {"minutes": 5}),
        (["snooze", "10 min"], "look comes back in 10 min.", "snoozed", {"minutes": 10}),
        (["snooze", "1", "h"], "look comes back in 1 h.", "snoozed", {"minutes": 60}),
        (["snooze", "20s"], "look comes back in 20 s.", "snoozed", {"minutes": 0.333}),
    ],
)
def test_the_command_line_answers_in_a_sentence(
    shared: Program, words: list[str], said: str, fact: str, details: dict[str, object]
) -> None:
    before = len(shared.facts())
    shown = len(shared.notices("Time to change position"))
    shared.ask("start", "look")
    prompt = shared.notice("Time to change position", shown + 1)
    answer = shared.cli(*words)
    assert (answer.stdout, answer.stderr) == (f"{said}\n", "")
    _prompted, answered = shared.facts()[before:]
    assert answered.name == fact
    assert details.items() <= answered.details.items()
    shared.gone(prompt)


def test_an_answer_to_nothing_says_so_and_writes_nothing(desktop: VirtualDesktop) -> None:
    with running(desktop, NEVER) as pal:
        for command in ("done", "partial", "snooze", "skip", "dismiss"):
            answer = pal.cli(command, check=False)
            assert (answer.returncode, answer.stdout) == (1, "")
            assert answer.stderr == "posture-pal: No prompt is open. Next: look in 8 h.\n"
        assert pal.names() == ["started"]


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["snooze", "soon"], "10 min"),
        (["pause", "until", "25:00"], "14:30"),
        (["pause", "5", "fortnights"], "10 min"),
        (["start", "lok"], "look"),
        (["partial", "half"], "between 0 and 1"),
    ],
)
def test_words_that_make_no_sense_end_with_2_and_say_what_would(
    shared: Program, words: list[str], hint: str
) -> None:
    before = shared.names()
    answer = shared.cli(*words, check=False)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert hint in answer.stderr
    assert shared.names() == before


def test_the_prompt_of_a_message_with_signs_shows_them_as_they_are(desktop: VirtualDesktop) -> None:
    message = '5 < 6 & "quotes" <b>not bold</b>'
    config = NEVER + f"message = '{message}'\n"
    with running(desktop, config) as pal:
        pal.ask("start", "look")
        body = pal.notice("Time to change position").body
        plain = body.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        assert plain == f"{message} (30 s)"
        assert "<" not in body


def test_what_is_asked_for_comes_at_once_and_each_prompt_has_an_answer_of_its_own(
    desktop: VirtualDesktop,
) -> None:
    with running(desktop, NEVER + reminder("walk", "9 h", kind="break")) as pal:
        pal.ask("start", "look")
        look = pal.notice("Time to change position")
        pal.ask("start", "walk")
        walk = pal.notice("Time for a break")
        assert pal.cli("done").stdout == "Done: walk.\n", "the newest is what is answered"
        pal.gone(walk)
        assert look.closed is None
        desktop.press("Skip")
        assert pal.fact("skipped").reminder == "look"


def test_the_latest_facts_are_told_only_when_asked_for(desktop: VirtualDesktop) -> None:
    with running(desktop, NEVER) as pal:
        pal.ask("start", "look")
        pal.notice("Time to change position")
        plain = pal.cli("status").stdout
        explained = pal.cli("status", "--explain").stdout
        assert "because you asked for it" not in plain
        assert explained.splitlines()[0] == plain.splitlines()[0]
        assert "Look was shown because you asked for it." in explained
