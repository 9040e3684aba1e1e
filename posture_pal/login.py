"""Whether the program starts at login: said in menu and status, and changed there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from posture_pal import ourselves
from posture_pal.commands import NotUnderstood
from posture_pal.desktop.autostart import choose
from posture_pal.desktop.autostart.base import Autostart, Entry
from posture_pal.errors import PosturePalError


class Login:
    """The entry at login, read when asked for and kept until it changes. way: None for this system's."""

    def __init__(self, way: Autostart | None = None) -> None:
        self._way = choose.choose() if way is None else way
        self._known: Entry | None = None

    @property
    def checked(self) -> bool | None:
        """Whether the menu has a check mark before it; None where nothing can be started at login."""
        return None if self._way.why_not() else self.entry().starts

    def entry(self) -> Entry:
        """What stands there, as it was last read; one that cannot be read starts nothing, and says why."""
        if self._known is None:
            try:
                self._known = self._way.entry()
            except PosturePalError as error:
                self._known = Entry(starts=False, remark=str(error))
        return self._known

    def told(self) -> dict[str, Any]:
        """The entry as data, for scripts."""
        entry = self.entry()
        return {
            "starts": entry.starts,
            "command": list(entry.command),
            "place": entry.place,
            "remark": self._way.why_not() or entry.remark,
            "trouble": entry.trouble,
        }

    def look(self) -> dict[str, Any]:
        """As told, read anew."""
        self._known = None
        return self.told()

    def do(self, words: Sequence[str]) -> str:
        """`on`, `off`, or `look`: reads again what another process may have changed. Says what is now.

        Raises NotUnderstood and Unavailable.
        """
        match words:
            case ["on"]:
                self._way.on(ourselves.at_login())
            case ["off"]:
                self._way.off()
            case ["look"]:
                pass
            case _:
                raise NotUnderstood("Say on or off.")
        return sentence(self.look())


def sentence(told: dict[str, Any]) -> str:
    """What `Login.told` says, to a person."""
    if told["trouble"]:
        return f"Posture Pal does not start at login: {told['trouble']}"
    if not told["starts"]:
        because = f" ({told['remark']})" if told["remark"] else ""
        return f"Posture Pal does not start at login{because}."
    also = f", {told['remark']}" if told["remark"] else ""
    return f"Posture Pal starts at login{also}: {' '.join(told['command'])}  ({told['place']})"
