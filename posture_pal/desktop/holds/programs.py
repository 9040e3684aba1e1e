"""Sees that one of the programs a person has listed is running; off unless they list some."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from posture_pal.desktop.witness import Changed, View
from posture_pal.errors import Unavailable

_KERNEL_CUTS_AT = 15
_SECONDS = 30.0


class ProgramsRunning:
    """Compares the names of the running programs with the list, every half minute."""

    name = "programs"
    ask_every: float | None = _SECONDS

    def __init__(
        self,
        names: Collection[str],
        running: Callable[[], set[str]] | None = None,
        longest: int = _KERNEL_CUTS_AT,
    ) -> None:
        """names: of programs, without folders; capitals do not matter.

        running: lists those that run, in small letters and cut to `longest`; as Linux does when not given.
        """
        self._wanted = {name.lower()[:longest]: name for name in names}
        self._running = running or in_proc
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
        except Unavailable as error:
            self._changed(View(None, f"the running programs cannot be listed: {error}"))
        else:
            self._changed(View(bool(found), f"{found[0]} is running" if found else ""))

    def close(self) -> None:
        self._changed = None


def in_proc(proc: Path = Path("/proc")) -> set[str]:
    """The names that Linux has of its running programs, in small letters. Raises OSError."""
    names = set()
    for entry in proc.iterdir():
        if entry.name.isdigit():
            try:
                names.add((entry / "comm").read_text(errors="replace").strip().lower())
            except OSError:
                continue  # it ended meanwhile
    return names
