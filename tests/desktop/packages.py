"""Which system packages the virtual desktop needs, and which of them are not there."""

from __future__ import annotations

from pathlib import Path

LIST = Path(__file__).with_name("packages.txt")


def needed(tier: str = "desktop") -> dict[str, str]:
    """Every package without which there is no such tier, with the file pattern that proves it is installed.

    tier: `desktop`, or a kind that the list itself names.
    """
    lines = (line.split("#")[0].split() for line in LIST.read_text().splitlines())
    return {words[0]: words[1] for words in lines if words and (words[2:] or ["desktop"]) == [tier]}


def missing(tier: str = "desktop") -> list[str]:
    """The packages whose files are not on this machine."""
    return [name for name, proof in needed(tier).items() if not list(Path("/").glob(proof.lstrip("/")))]


def how_to_install(names: list[str]) -> str:
    """The command that brings these packages in."""
    return "sudo apt-get install --no-install-recommends " + " ".join(names)
