"""The fewest inputs that run what all of them run: `python -m fuzz.merge NAME INTO FROM…`."""

from __future__ import annotations

import sys
from pathlib import Path


def main(name: str, into: str, sources: list[str]) -> None:
    """Never returns: libFuzzer ends the process."""
    import atheris

    with atheris.instrument_imports(include=["posture_pal", "jeepney"]):
        from fuzz.targets import READERS
    folders = [folder for folder in sources if Path(folder).is_dir()]
    atheris.Setup([sys.argv[0], "-set_cover_merge=1", into, *folders], READERS[name].target)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
