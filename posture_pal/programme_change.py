"""Brings a programme into force or ends it, and lets the running program take that up at once."""

from __future__ import annotations

from datetime import date

from posture_pal import config_files, paths, programme_files, settings
from posture_pal.desktop import instance
from posture_pal.errors import NotRunning, PosturePalError
from posture_pal.model import Plan
from posture_pal.programme import Programme


def use(chosen: Programme, today: date) -> str:
    """Brings it into force, and says what came of that. Raises PosturePalError."""
    programme_files.use(chosen, today)
    return _taken_up("It comes into force when Posture Pal starts.")


def remove(today: date) -> str:
    """Ends the one in force, and says what came of that. Raises PosturePalError."""
    programme_files.remove(today)
    return _taken_up("It ends when Posture Pal starts next.")


def plan() -> Plan:
    """The person's settings with the programme in force; of broken ones what is good."""
    return settings.with_programme(config_files.load_good(settings.places())[0])[0]


def _taken_up(otherwise: str) -> str:
    """The running program's words about what is in force now; other ones where none runs."""
    try:
        answer = instance.ask(paths.socket_path(), {"do": ["programme"]})
    except NotRunning:
        return otherwise
    if not answer.get("ok"):
        raise PosturePalError(str(answer.get("say") or "The running program did not understand."))
    return str(answer["say"])
