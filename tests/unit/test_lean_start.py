"""What the program never asks for is not in its memory, and is there for whoever asks."""

from __future__ import annotations

import subprocess
import sys

import pytest

RESIDENT = """
import posture_pal.cli, sys
from posture_pal import app, lean_scheduler
from posture_pal.desktop.tray import menus
from posture_pal.menu import Item
lean_scheduler.load()
menu = menus.menu_of((Item("Done", ("done",)), Item("Sound", ("set",), checked=True)), print)
list(menu)[0](None)
dear = {"ast", "dis", "tkinter", "PIL", "html", "uuid", "argparse", "asyncio", "subprocess", "email", "http"}
assert not dear & set(sys.modules), dear & set(sys.modules)
"""

ASKED = """
import posture_pal.cli, sys, dataclasses
assert "ast" not in sys.modules
@dataclasses.dataclass
class Undescribed:
    number: int = 1
assert Undescribed.__doc__ == "Undescribed(number: int = 1)"
import inspect
assert inspect.getsource(inspect.cleandoc).startswith("def cleandoc")
"""

READ_ALREADY = """
import inspect
before = inspect
import posture_pal.cli, sys
assert sys.modules["inspect"] is before and inspect.signature(print)
"""


@pytest.mark.parametrize(
    "program",
    [RESIDENT, ASKED, READ_ALREADY],
    ids=["carries little", "reads when asked", "leaves what is read"],
)
def test_it_starts(program: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
