"""The application for macOS as far as it can be looked at without a Mac: what it says of itself; its icon."""

from __future__ import annotations

import ast
import re
import struct
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def said_in_the_recipe() -> dict[str, Any]:
    """The words given to BUNDLE, as far as they are written down as they are."""
    recipe = ast.parse((ROOT / "packaging/program/posture-pal.spec").read_text())
    calls = [node for node in ast.walk(recipe) if isinstance(node, ast.Call)]
    bundle = next(call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "BUNDLE")
    literal = {}
    for word in bundle.keywords:
        if isinstance(word.value, (ast.Constant, ast.Dict)):
            literal[word.arg or ""] = ast.literal_eval(word.value)
    return literal


def test_it_lives_in_the_menu_bar_and_its_prompts_stay_until_they_are_answered() -> None:
    said = said_in_the_recipe()
    assert said["name"] == "Posture Pal.app"
    assert said["info_plist"]["LSUIElement"] is True
    assert said["info_plist"]["NSUserNotificationAlertStyle"] == "alert"


def test_its_identity_is_one_that_apple_accepts() -> None:
    """Letters, digits, hyphens and dots, in the order of a domain read backwards."""
    assert re.fullmatch(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+){2,}", said_in_the_recipe()["bundle_identifier"])


def test_its_icon_has_every_size_that_the_finder_asks_for() -> None:
    content = (ROOT / "icons/posture-pal.icns").read_bytes()
    name, length = struct.unpack(">4sI", content[:8])
    assert (name, length) == (b"icns", len(content))
    kinds, place = set(), 8
    while place < length:
        kind, size = struct.unpack(">4sI", content[place : place + 8])
        kinds.add(kind)
        place += size
    assert kinds >= {b"ic07", b"ic08", b"ic09", b"ic10", b"ic11", b"ic12", b"ic13", b"ic14"}
