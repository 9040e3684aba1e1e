"""Sees that one of the programs a person has listed is running; off unless they list some."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from posture_pal.desktop.witness import Changed, View

_KERNEL_CUTS_AT = 15
_SECONDS = 30.0


class ProgramsRunning:
    """Compares the names of the running programs with the list, every half minute."""

    name = "programs"
    ask_every: float | None = _SECONDS

    def __init__(self, names: Collection[str], proc: Path = Path("/proc")) -> None:
        """names: of programs, without folders; capitals do not matter."""
        self._wanted = {name.lower()[:_KERNEL_CUTS_AT]: name for name in names}
        self._proc = proc
        self._changed: Changed | None = None

    def start(self, changed: Changed) -> None:
        self._changed = changed
        self.ask()

    def ask(self) -> None:
        """Looks through the running programs once."""
        if self._changed is None:
            return
        try:
            found = sorted({self._wanted[name] for name in self._running() if name in self._wanted})
        except OSError as error:
            self._changed(View(None, f"the running programs cannot be listed: {error.strerror}"))
        else:
            self._changed(View(bool(found), f"{found[0]} is running" if found else ""))

    def close(self) -> None:
        self._changed = None

    def _running(self) -> set[str]:
        names = set()
        for entry in self._proc.iterdir():
            if entry.name.isdigit():
                try:
                    names.add((entry / "comm").read_text(errors="replace").strip().lower())
                except OSError:
                    continue  # it ended meanwhile
        return names
