"""The figures' scripts, read from plain files of poses when a figure is first drawn."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pkgutil import get_data
from typing import Any

from posture_pal.figures.camera import View
from posture_pal.figures.pose import Face, Hand, Limb, Pose
from posture_pal.figures.script import Arrow, Script

FILES = ("neck", "shoulders", "upper_back", "lower_back", "legs", "hands", "calm")
SIDES = ("right", "left")
PLAIN = (
    "path",
    "glide",
    "even",
    "seconds",
    "shown",
    "hidden",
    "moving",
    "sided",
    "seated",
    "lying",
    "lifted",
)
MORE = ("leans", "telling", "margin")
Table = dict[str, Any]


@cache
def scripts() -> Mapping[str, Script]:
    """Every figure's script by the id of its exercise."""
    shapes = _file("hands_shapes")
    stances = _file("stances")
    found: dict[str, Script] = {}
    for name in FILES:
        for figure_id, table in _file(name).items():
            found[figure_id] = _script(figure_id, table, stances, shapes)
    return found


def _file(name: str) -> Table:
    return tomllib.loads((get_data(__package__ or "", f"poses/{name}.toml") or b"").decode())


def _script(figure_id: str, table: Table, stances: Table, shapes: Table) -> Script:
    base = {**_widened(stances[table["stance"]]), **_widened(table.get("base", {}))}
    poses: dict[str, Pose] = {}
    raw: dict[str, Table] = {}
    for name, changes in table["pose"].items():
        start = raw[changes["from"]] if "from" in changes else base
        raw[name] = {**start, **_widened({k: v for k, v in changes.items() if k != "from"})}
        poses[name] = _pose(raw[name], shapes)
    given: Table = {key: _frozen(table[key]) for key in (*PLAIN, *MORE) if key in table}
    given.setdefault("path", tuple(poses))
    return Script(
        id=figure_id,
        poses=poses,
        view=View(**table.get("view", {})),
        props=tuple(_prop(prop) for prop in table.get("props", [])),
        arrows=tuple(Arrow(**{k: _frozen(v) for k, v in arrow.items()}) for arrow in table.get("arrow", [])),
        **given,
    )


def _prop(prop: str | Table) -> tuple[str, Mapping[str, float]]:
    if isinstance(prop, str):
        return prop, {}
    return prop["kind"], {key: value for key, value in prop.items() if key != "kind"}


def _widened(table: Table) -> Table:
    """What is said of both arms, legs or shoulders, said of each."""
    wide: Table = {}
    for key, value in table.items():
        if key in ("arms", "legs", "shoulders"):
            wide |= {f"{side}_{key[:-1]}": value for side in SIDES}
        else:
            wide[key] = value
    return wide


def _pose(table: Table, shapes: Table) -> Pose:
    given: Table = {}
    for key, value in table.items():
        if key.endswith(("_arm", "_leg")):
            given[key] = _limb(value, key.split("_")[0], shapes)
        elif key == "face":
            given[key] = Face(**value)
        else:
            given[key] = _frozen(value)
    return Pose(**given)


def _limb(table: Table, side: str, shapes: Table) -> Limb:
    given: Table = {key: _frozen(value) for key, value in table.items()}
    other = "left" if side == "right" else "right"
    if "reach" in given:
        given["reach"] = given["reach"].replace("own_", f"{side}_").replace("other_", f"{other}_")
    shape = given.pop("hand", "relaxed")
    shape = shapes[shape] if isinstance(shape, str) else shape
    return Limb(**given, hand=Hand(**{key: _frozen(value) for key, value in shape.items()}))


def _frozen(value: Any) -> Any:
    """Lists as the tuples that frozen things are made of, whole numbers as they are."""
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value
