"""How long there has been no input on a display: its idle counter with alarms, or its screen saver."""

from __future__ import annotations

import struct

from posture_pal.desktop.presence.plausible import plausible
from posture_pal.desktop.x11.display import Display, request
from posture_pal.errors import Unavailable


class IdleCounter:
    """The IDLETIME counter of the SYNC extension, which rings when it passes a limit in either direction."""

    _INITIALIZE, _LIST, _QUERY, _CREATE_ALARM, _DESTROY_ALARM = 0, 1, 5, 8, 11
    _UPWARDS, _DOWNWARDS = 0, 1

    def __init__(self, opcode: int, alarm_event: int, counter: int) -> None:
        self._opcode = opcode
        self._alarm_event = alarm_event
        self._counter = counter
        self._alarms: tuple[int, ...] = ()

    @classmethod
    def of(cls, display: Display) -> IdleCounter | None:
        """The display's idle counter, or None without one. Raises Unavailable when it does not answer."""
        sync = display.extension("SYNC")
        if sync is None:
            return None
        opcode, first_event = sync
        display.ask(request(opcode, cls._INITIALIZE, struct.pack("<BB2x", 3, 1)))
        listed = display.ask(request(opcode, cls._LIST))
        counter = _named_counter(listed, b"IDLETIME")
        return None if counter is None else cls(opcode, first_event + 1, counter)

    def silence(self, display: Display) -> float | None:
        reply = display.ask(request(self._opcode, self._QUERY, struct.pack("<I", self._counter)))
        return plausible(_int64(reply, 8) / 1000)

    def ring_at(self, display: Display, seconds: float) -> None:
        """Rings from now on when the silence grows past this many seconds, and when it ends after that."""
        for alarm in self._alarms:
            display.send(request(self._opcode, self._DESTROY_ALARM, struct.pack("<I", alarm)))
        self._alarms = (display.new_id(), display.new_id())
        milliseconds = int(seconds * 1000)
        display.send(self._alarm(self._alarms[0], self._UPWARDS, milliseconds))
        # Downwards rings for what was above its limit, so one less, or a return at the limit would be missed.
        display.send(self._alarm(self._alarms[1], self._DOWNWARDS, milliseconds - 1))

    def rings(self, event: bytes) -> tuple[bool, float | None] | None:
        """Whether the person is away now, and the silence, when this event is one of our alarms ringing."""
        if event[0] & 0x7F != self._alarm_event:
            return None
        alarm, state = struct.unpack_from("<4xI20xB", event)
        destroyed = 2
        if alarm not in self._alarms or state == destroyed:
            return None
        return alarm == self._alarms[0], plausible(_int64(event, 8) / 1000)

    def _alarm(self, alarm: int, direction: int, milliseconds: int) -> bytes:
        counter, value_type, value, test, delta = 1, 2, 4, 8, 16
        which = counter | value_type | value | test | delta
        absolute = 0
        high, low = milliseconds >> 32, milliseconds & 0xFFFFFFFF
        values = struct.pack("<IIiIIiI", self._counter, absolute, high, low, direction, 0, 0)
        return request(self._opcode, self._CREATE_ALARM, struct.pack("<II", alarm, which) + values)


class ScreenSaverClock:
    """The time since the last input that the MIT-SCREEN-SAVER extension tells when it is asked."""

    _QUERY_INFO = 1

    def __init__(self, opcode: int) -> None:
        self._opcode = opcode

    @classmethod
    def of(cls, display: Display) -> ScreenSaverClock | None:
        """The display's screen saver, or None without one. Raises Unavailable when it does not answer."""
        saver = display.extension("MIT-SCREEN-SAVER")
        return None if saver is None else cls(saver[0])

    def silence(self, display: Display) -> float | None:
        reply = display.ask(request(self._opcode, self._QUERY_INFO, struct.pack("<I", display.root)))
        (milliseconds,) = struct.unpack_from("<16xI", reply)
        return plausible(milliseconds / 1000)


def _int64(data: bytes, at: int) -> int:
    high, low = struct.unpack_from("<iI", data, at)
    return int((high << 32) | low)


def _named_counter(listed: bytes, name: bytes) -> int | None:
    (count,) = struct.unpack_from("<8xi", listed)
    at = 32
    for _ in range(count):
        if at + 14 > len(listed):
            raise Unavailable("The X server listed its counters wrongly.")
        counter, size = struct.unpack_from("<I8xH", listed, at)
        if listed[at + 14 : at + 14 + size] == name:
            return int(counter)
        at += 14 + size + (-(14 + size) % 4)
    return None
