"""Runs the program with every import weighed: `python -m bench.weighing FILE`; the weights go there as JSON.

An import weighs what Python has allocated when it ends and had not when it began, less what the imports in
it weigh: code, classes and tables. It is not what the kernel counts, which is whole pages.
"""

# Nothing is imported here that the program would import: it would be weighed with nobody's name on it.
from __future__ import annotations

import sys
from _tracemalloc import get_traced_memory, start
from importlib.machinery import ExtensionFileLoader, SourceFileLoader

TYPES = False
if TYPES:
    from types import ModuleType
    from typing import Any

SETTLED = 5.0
"""Seconds after which the program is taken to have all that it needs."""


def weigh(loader: Any, weights: dict[str, int], under_way: list[int]) -> None:
    """Has a loader weigh what it loads."""
    load = loader.exec_module

    def exec_module(self: Any, module: ModuleType) -> None:
        before = get_traced_memory()[0]
        under_way.append(0)
        try:
            load(self, module)
        finally:
            whole = get_traced_memory()[0] - before
            weights[module.__name__] = weights.get(module.__name__, 0) + whole - under_way.pop()
            if under_way:
                under_way[-1] += whole

    loader.exec_module = exec_module


def main(file: str) -> int:
    """Ends with the program."""
    weights: dict[str, int] = {}
    under_way: list[int] = []
    for loader in (SourceFileLoader, ExtensionFileLoader):
        weigh(loader, weights, under_way)

    def tell() -> None:
        import json
        from pathlib import Path

        told = {"weights": weights, "all": get_traced_memory()[0]}
        new = Path(f"{file}.new")
        new.write_text(json.dumps(told))
        new.rename(file)

    sys.argv = ["posture-pal"]
    import threading

    from posture_pal.cli import main as run

    threading.Timer(SETTLED, tell).start()
    return run()


if __name__ == "__main__":
    start(1)
    sys.exit(main(sys.argv[1]))
