"""The loop's inbox: in order, from any thread, and awake for every signal wherever it arrives."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from queue import Empty
from typing import Any

import pytest

from posture_pal.inbox import Inbox, WakefulInbox, for_main_thread

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes that signals write to are POSIX's")


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    before = signal.set_wakeup_fd(-1)
    yield for_main_thread()
    signal.set_wakeup_fd(before)


def taken(inbox: Inbox, patience: float = 5.0) -> Any:
    """What the loop would get: it asks again when it was woken for nothing."""
    ends = time.monotonic() + patience
    while time.monotonic() < ends:
        try:
            return inbox.get(timeout=ends - time.monotonic())
        except Empty:
            continue
    raise AssertionError("it slept on")


def test_what_is_put_is_got_in_order(inbox: Inbox) -> None:
    for number in range(5):
        inbox.put(number)
    assert [taken(inbox) for _ in range(5)] == list(range(5))


def test_nothing_comes_after_the_time_that_was_given_and_not_before(inbox: Inbox) -> None:
    begun = time.monotonic()
    with pytest.raises(Empty):
        inbox.get(timeout=0.05)
    assert 0.05 <= time.monotonic() - begun < 1.0


def test_another_thread_wakes_it(inbox: Inbox) -> None:
    threading.Timer(0.05, inbox.put, ["told"]).start()
    assert taken(inbox) == "told"


def test_more_than_the_pipe_holds_gets_through() -> None:
    inbox = WakefulInbox()
    for number in range(100_000):
        inbox.put(number)
    assert [taken(inbox) for _ in range(100_000)] == list(range(100_000))


@pytest.mark.parametrize(
    "send",
    [
        pytest.param(lambda: os.kill(os.getpid(), signal.SIGUSR1), id="to the program"),
        pytest.param(lambda: signal.raise_signal(signal.SIGUSR1), id="on another thread"),
    ],
)
def test_a_signal_wakes_it_on_whichever_thread_it_arrives(inbox: Inbox, send: Callable[[], None]) -> None:
    """On another thread a sleeping main one is not interrupted: what a lock would sleep through."""
    before = signal.signal(signal.SIGUSR1, lambda *_: inbox.put("told"))
    try:
        sender = threading.Timer(0.05, send)
        begun = time.monotonic()
        sender.start()
        assert taken(inbox) == "told"
        assert time.monotonic() - begun < 2.0
        sender.join()
    finally:
        signal.signal(signal.SIGUSR1, before)
