"""The arithmetic and the words of Windows, which need no Windows."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given, strategies as st

from posture_pal.desktop.holds.windows_words import FILLS, QUIET, boot_of, is_in_use
from posture_pal.desktop.presence.plausible import plausible, seconds_of_silence
from posture_pal.desktop.presence.ticks import silence_between
from posture_pal.desktop.presence.windows_words import POWER, SESSION, event_of, is_locked
from posture_pal.events import Asleep, Awake, Locked, Unlocked

DAY = 24 * 3600 * 1000


@pytest.mark.parametrize(
    ("last", "now", "seconds"),
    [
        (1000, 4500, 3.5),
        (0, 0, 0.0),
        (0xFFFFFFFF, 0, 0.001),
        (0xFFFFFF00, 0x100, 0.512),
        (500, 484, 0.0),
        (0, 0xFFFFFFF0, 0.0),
        (0, 24 * DAY, 24 * DAY / 1000),
    ],
    ids=[
        "plain",
        "none",
        "over the edge",
        "well over it",
        "came in meanwhile",
        "that over the edge",
        "24 days",
    ],
)
def test_the_silence_is_right_when_the_tick_counter_starts_anew(last: int, now: int, seconds: float) -> None:
    assert silence_between(last, now) == seconds


@given(st.integers(0, 0xFFFFFFFF), st.integers(0, 24 * DAY))
def test_the_silence_does_not_depend_on_where_the_counter_stands(last: int, passed: int) -> None:
    assert silence_between(last, (last + passed) & 0xFFFFFFFF) == passed / 1000


def test_the_messages_of_windows_are_understood() -> None:
    assert event_of(POWER, 0x4) == Asleep()
    assert event_of(POWER, 0x12) == Awake()
    assert event_of(SESSION, 0x7) == Locked()
    assert event_of(SESSION, 0x8) == Unlocked()
    assert event_of(POWER, 0xA) is None
    assert event_of(0x0010, 0x7) is None


@pytest.mark.parametrize(
    ("info", "locked"),
    [
        (struct.pack("<I4xIIi", 1, 2, 0, 0), True),
        (struct.pack("<I4xIIi", 1, 2, 0, 1), False),
        (struct.pack("<I4xIIi", 1, 2, 0, -1), False),
        (struct.pack("<I4xIIi", 0, 2, 0, 0), False),
        (b"", False),
        (b"\1" * 19, False),
    ],
)
def test_only_a_session_that_says_so_is_locked(info: bytes, locked: bool) -> None:
    assert is_locked(info) is locked


def test_a_microphone_is_in_use_until_its_end_is_noted_or_windows_was_restarted() -> None:
    now, uptime = 134_000_000_000_000_000, 3_600_000
    booted = boot_of(now, uptime)
    assert booted == now - 3600 * 10_000_000
    assert is_in_use(booted + 1, 0, booted)
    assert not is_in_use(booted + 1, booted + 5, booted)
    assert not is_in_use(booted - 1, 0, booted)
    assert not is_in_use(0, 0, booted)


def test_no_state_of_windows_is_two_holds() -> None:
    assert not FILLS.keys() & QUIET.keys()
    assert 5 not in FILLS.keys() | QUIET.keys()


@pytest.mark.parametrize("seconds", [-0.001, 1e9, float("inf"), float("nan")])
def test_a_silence_that_nobody_can_have_kept_is_none(seconds: float) -> None:
    assert plausible(seconds) is None


@given(st.one_of(st.none(), st.text(), st.booleans(), st.floats(), st.lists(st.integers())))
def test_only_a_number_is_a_silence(value: object) -> None:
    assert seconds_of_silence((value,)) is None
    assert seconds_of_silence(()) is None
    assert seconds_of_silence((1500, 2)) is None
    assert seconds_of_silence((1500,)) == 1.5
