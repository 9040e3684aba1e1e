"""Being started at login by a launch agent, as macOS does it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from posture_pal.desktop.autostart import files
from posture_pal.desktop.autostart.base import Entry
from posture_pal.errors import Unavailable

LABEL = "posture-pal"
FILE = f"{LABEL}.plist"


class LaunchAgent:
    """The person's own folder of agents, and the computer's, which an administrator writes.

    own: the person's folder. sites: the computer's. An agent written there runs from the next login on.
    """

    name = "launch agent"

    def __init__(self, own: Path, sites: Sequence[Path]) -> None:
        self._own = own / FILE
        self._sites = [site / FILE for site in sites]

    def why_not(self) -> str | None:
        return None

    def entry(self) -> Entry:
        own, site = self._read(self._own), self._of_the_site()
        if own and (own.starts or site is None):
            return own
        return site or Entry(starts=False)

    def on(self, command: Sequence[str]) -> None:
        import plistlib

        agent = {
            "Label": LABEL,
            "ProgramArguments": list(command),
            "RunAtLoad": True,
            "LimitLoadToSessionType": "Aqua",  # where there is a screen, and not for a login from afar
            "ProcessType": "Interactive",
        }
        files.write(self._own, plistlib.dumps(agent))

    def off(self) -> None:
        files.remove(self._own)
        site = self._of_the_site()
        if site and site.starts:
            raise Unavailable(
                f"{site.place} starts it for everybody on this computer; only an administrator can change"
                f" that. You can switch it off for yourself: launchctl disable gui/$UID/{LABEL}"
            )

    def _of_the_site(self) -> Entry | None:
        return next(filter(None, map(self._read, self._sites)), None)

    def _read(self, file: Path) -> Entry | None:
        content = files.read(file)
        if content is None:
            return None
        agent = _agent(content)
        if agent is None:
            return Entry(False, (), str(file), "passed over: it is no property list")
        words = agent.get("ProgramArguments")
        command = tuple(map(str, words)) if isinstance(words, list) else ()
        program = agent.get("Program")
        if isinstance(program, str):
            command = (program, *command[1:])
        if agent.get("Disabled") is True or agent.get("RunAtLoad") is not True:
            return Entry(False, command, str(file), "switched off")
        return Entry(
            True, command, str(file), "for everybody on this computer" if file in self._sites else ""
        )


def _agent(content: bytes) -> dict[str, Any] | None:
    import plistlib
    from xml.parsers.expat import ExpatError

    try:
        agent = plistlib.loads(content)
    except (ExpatError, ValueError, TypeError, LookupError, OverflowError, RecursionError):
        return None
    return agent if isinstance(agent, dict) else None
