"""The Windows registry as Python's winreg shows it: the same names, the same errors, its keys in a table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

_Key = tuple[str, str]


@dataclass
class PaperRegistry:
    """Keys by root and path, their values by name. Names count without their case, as they do on Windows.

    refuses: what every call raises, where a policy of the computer forbids it.
    """

    keys: dict[_Key, dict[str, Any]] = field(default_factory=dict)
    refuses: OSError | None = None

    HKEY_CURRENT_USER = "HKCU"
    HKEY_LOCAL_MACHINE = "HKLM"
    KEY_READ = 0x20019
    KEY_SET_VALUE = 0x0002
    REG_SZ = 1
    REG_BINARY = 3

    def OpenKey(self, root: str, path: str, reserved: int = 0, access: int = KEY_READ) -> Any:  # noqa: N802
        place = (root, path.lower())
        self._ask()
        if place not in self.keys:
            raise FileNotFoundError(2, "The system cannot find the file specified")
        return self._opened(place, access)

    def CreateKeyEx(self, root: str, path: str, reserved: int = 0, access: int = KEY_SET_VALUE) -> Any:  # noqa: N802
        self._ask()
        self.keys.setdefault((root, path.lower()), {})
        return self._opened((root, path.lower()), access)

    def QueryValueEx(self, key: tuple[_Key, int], name: str) -> tuple[Any, int]:  # noqa: N802
        self._may(key, self.KEY_READ)
        value = self._values(key, name)[name.lower()]
        return value, self.REG_BINARY if isinstance(value, bytes) else self.REG_SZ

    def SetValueEx(self, key: tuple[_Key, int], name: str, reserved: int, kind: int, value: Any) -> None:  # noqa: N802
        self._may(key, self.KEY_SET_VALUE)
        self.keys[key[0]][name.lower()] = value

    def DeleteValue(self, key: tuple[_Key, int], name: str) -> None:  # noqa: N802
        self._may(key, self.KEY_SET_VALUE)
        del self._values(key, name)[name.lower()]

    @contextmanager
    def _opened(self, place: _Key, access: int) -> Iterator[tuple[_Key, int]]:
        yield place, access

    def _values(self, key: tuple[_Key, int], name: str) -> dict[str, Any]:
        values = self.keys[key[0]]
        if name.lower() not in values:
            raise FileNotFoundError(2, "The system cannot find the file specified")
        return values

    def _may(self, key: tuple[_Key, int], wanted: int) -> None:
        self._ask()
        if key[1] & wanted != wanted:
            raise PermissionError(5, "Access is denied")

    def _ask(self) -> None:
        if self.refuses:
            raise self.refuses
