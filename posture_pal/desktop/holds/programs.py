"""Sees that one of the programs a person has listed is running; off unless they list some."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from posture_pal.desktop.asked_witness import AskedWitness
from posture_pal.desktop.witness import View
from posture_pal.errors import Unavailable

_KERNEL_CUTS_AT = 15
_SECONDS = 30.0


class ProgramsRunning(AskedWitness):
    """Compares the names of the running programs with the list, every half minute."""

    name = "programs"
    every = _SECONDS

    def __init__(
        self,
        names: Collection[str],
        running: Callable[[], set[str]] | None = None,
        longest: int = _KERNEL_CUTS_AT,
    ) -> None:
        """names: of programs, without folders; capitals do not matter.

        running: lists those that run, in small letters and cut to `longest`; as Linux does when not given.
        """
        super().__init__()
        self._wanted = {name.lower()[:longest]: name for name in names}
        self._running = running or in_proc

    def view(self) -> View:
        """What a look through the running programs finds."""
        try:
            found = sorted({self._wanted[name] for name in self._running() if name in self._wanted})
        except OSError as error:
            return View(None, f"the running programs cannot be listed: {error.strerror}")
        except Unavailable as error:
            return View(None, f"the running programs cannot be listed: {error}")
        return View(bool(found), f"{found[0]} is running" if found else "")


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
