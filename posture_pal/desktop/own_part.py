"""Brings in the part of the program for one system, or says that this system lacks what it stands on."""

from __future__ import annotations

import importlib
import sys
from typing import Any


def own_part(module: str) -> Any:
    """A module that is at home on one system alone. Raises Unavailable where it cannot be brought in."""
    try:
        return importlib.import_module(module)
    except (ImportError, AttributeError, AssertionError, OSError) as error:
        from posture_pal.errors import Unavailable

        why = str(error) or f"this is {sys.platform}"
        raise Unavailable(f"This system lacks what {module.rpartition('.')[2]} stands on ({why}).") from error
