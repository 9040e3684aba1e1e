"""No notices at all: what is left where nothing can show one; prompts are answered from the menu alone."""

from __future__ import annotations

from posture_pal.desktop.notify.base import Notice
from posture_pal.errors import Unavailable


class NoNotifier:
    """Shows nothing and says why."""

    name = "none"

    def __init__(self, why: str) -> None:
        self._why = why

    def why_not(self) -> str | None:
        return self._why

    def show(self, notice: Notice) -> None:
        raise Unavailable(self._why)

    def withdraw(self, occurrence: str) -> None:
        """Nothing is on screen."""

    def close(self) -> None:
        """Nothing is held."""
