"""The time zone of the clock in the panel, with its rules for summer time, noticed when it changes."""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

_LOCALTIME = Path("/etc/localtime")
_MOST_BYTES = 65536
"""Ten times what the zone with the longest history takes."""

# What zoneinfo raises over data that is not what it should be; its own error is a LookupError, and some
# files that are cut short fail an assertion.
_UNREADABLE = (OSError, ValueError, LookupError, struct.error, OverflowError, AssertionError, ImportError)

_PROBES = (datetime(1970, 1, 1, tzinfo=UTC), datetime(2040, 7, 1, tzinfo=UTC))


class SystemZone:
    """The system's local zone; `trouble` says why it could not be told, if so.

    It believes what the C library believes, TZ and then /etc/localtime, so that hours here are the hours of
    every other program. tzlocal would also ask files that the C library never reads, and stop where they
    disagree; it is asked on Windows alone, where zones have names of their own.
    """

    def __init__(self, localtime: Path = _LOCALTIME) -> None:
        self.trouble: str | None = None
        self._localtime = localtime
        self._zone: tzinfo = UTC
        self._mark: object = None
        self._windows_zone = _windows_zone_data() if sys.platform == "win32" else None

    def current(self) -> tzinfo:
        """The zone of just now; it costs about 2 microseconds to ask while nothing has changed."""
        mark = self._state()
        if mark != self._mark:
            self._zone, self.trouble = self._read()
            self._mark = mark
        return self._zone

    def _state(self) -> object:
        variable = os.environ.get("TZ")
        if self._windows_zone is not None:
            return variable, self._windows_zone()
        try:
            file = os.stat(self._localtime)  # noqa: PTH116 - every reading of the time pays for this
        except OSError:
            return variable, None
        return variable, file.st_dev, file.st_ino, file.st_mtime_ns

    def _read(self) -> tuple[tzinfo, str | None]:
        variable = os.environ.get("TZ")
        try:
            zone = self._believed(variable)
            for probe in _PROBES:  # some damage shows only in use
                probe.astimezone(zone).utcoffset()
        except _UNREADABLE as error:
            source = str(self._localtime) if variable is None else f"TZ={variable!r}"
            return UTC, f"The local time zone cannot be told from {source} ({error}); all times are in UTC."
        return zone, None

    def _believed(self, variable: str | None) -> tzinfo:
        if self._windows_zone is not None:
            return _zone_of_windows()
        if variable is not None:
            return _zone_named(variable)
        if not self._localtime.exists():
            return UTC  # which is what the C library takes then
        return _zone_in(self._localtime)


def _zone_in(file: Path) -> ZoneInfo:
    with file.open("rb") as opened:
        data = opened.read(_MOST_BYTES)
    if not data.startswith(b"TZif"):
        raise ValueError("it holds no time zone")
    if data[4:5] != b"\0" and not data.endswith(b"\n"):  # only the oldest form has no last line
        raise ValueError("it is cut short")
    ended = BytesIO(data + b"\n")  # zoneinfo looks for the end of that line for ever
    return ZoneInfo.from_file(ended, key=_name_of(file.resolve()))


def _name_of(file: Path) -> str:
    parts = file.parts
    return "/".join(parts[parts.index("zoneinfo") + 1 :]) if "zoneinfo" in parts else "local"


def _zone_named(variable: str) -> tzinfo:
    """The zone of a TZ variable: a name, a file, or the rule itself, such as CET-1CEST,M3.5.0,M10.5.0/3."""
    text = variable.removeprefix(":")
    if not text:
        return UTC
    if text.startswith("/"):
        return _zone_in(Path(text))
    try:
        return ZoneInfo.no_cache(text)  # a cached one would not notice that the rules were updated
    except _UNREADABLE:
        return _zone_ruled(text)


def _zone_ruled(rule: str) -> ZoneInfo:
    """A zone from its rule alone: a TZif file (RFC 9636) without transitions, the rule as its footer."""
    counts = (0, 0, 0, 0, 1, 4)  # UT and standard indicators, leap seconds, transitions, one type, its name
    header = struct.pack(">4sc15x6L", b"TZif", b"2", *counts)
    body = struct.pack(">lBB4s", 0, 0, 0, b"UTC\0")
    return ZoneInfo.from_file(BytesIO((header + body) * 2 + b"\n" + rule.encode("ascii") + b"\n"), key=rule)


def _zone_of_windows() -> tzinfo:
    import tzlocal

    zone: tzinfo = tzlocal.reload_localzone()  # it knows the registry's names for zones
    return zone


def _windows_zone_data() -> Callable[[], bytes]:
    import ctypes

    libraries: Any = ctypes
    query = libraries.WinDLL("kernel32").GetDynamicTimeZoneInformation
    data = ctypes.create_string_buffer(432)  # sizeof(DYNAMIC_TIME_ZONE_INFORMATION)

    def read() -> bytes:
        query(data)
        return data.raw

    return read
