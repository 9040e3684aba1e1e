"""One picture of a figure: body and furniture, framed, painted, pointed at, and rounded into a card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from math import cos, pi, sin

from PIL import Image, ImageDraw

from posture_pal.figures.camera import Box, Camera, box_of, camera
from posture_pal.figures.fingers import hand_names
from posture_pal.figures.flesh import body_parts, pelvis_sign
from posture_pal.figures.furniture import furnish
from posture_pal.figures.library import scripts
from posture_pal.figures.painting import Palette, bounds, paint
from posture_pal.figures.palette import THEMES, Colour, blend
from posture_pal.figures.pointing import arrow_ends, label, point_out
from posture_pal.figures.script import Script
from posture_pal.figures.shapes import Part
from posture_pal.figures.skeleton import SIDES, Skeleton

CORNER = 0.09  # of the card, as a share of its side
BACKDROP = -100.0  # what leans farther back than this casts no shadow
LEGIBLE = 140  # pixels: on a smaller picture the tag that names the side could not be read
LOOKS = 9  # moments of the cycle that the frame is fitted around
GROUPS = {
    "head": ("face", "right_ear", "left_ear"),
    "body": ("trunk", "hips", "neck", "hair", "face", "right_ear", "left_ear"),
    **{f"{side}_hand": hand_names(side) for side in SIDES},
    **{
        f"{side}_arm": (f"{side}_upper_arm", f"{side}_sleeve", f"{side}_forearm", *hand_names(side))
        for side in SIDES
    },
    **{f"{side}_leg": (f"{side}_thigh", f"{side}_shin", f"{side}_ankle", f"{side}_foot") for side in SIDES},
}


def figure(exercise_id: str, phase: float, size: int, theme: str, side: str) -> Image.Image:
    """The picture of an exercise at a phase of its cycle, `size` pixels square, with see-through corners."""
    script, palette = scripts()[exercise_id], THEMES[theme]
    fine = 3 if size <= 420 else 2
    view = replace(script.view, mirrored=side == "left")
    cam = camera(view, frame_box(exercise_id, side), size * fine)
    body = script.skeleton(phase)
    parts = parts_of(script, body)
    canvas = Image.new("RGB", (size * fine, size * fine), palette["card"])
    _shadow(canvas, parts, cam, palette)
    paint(canvas, parts, cam, palette, _inks(script, parts, palette))
    point_out(canvas, script, body, cam, palette)
    if script.sided and size >= LEGIBLE:
        label(canvas, side.capitalize(), palette)
    return _card(canvas, size)


def parts_of(script: Script, body: Skeleton) -> list[Part]:
    """Everything that is drawn of one moment."""
    hidden = _named(script.hidden)
    parts = [_pointed(part, script) for part in body_parts(body) if part.name not in hidden]
    if "pelvis_sign" in script.moving:
        parts.append(pelvis_sign(body))
    for kind, places in script.props:
        parts += furnish(kind, places, body)
    return [replace(p, lean=p.lean + script.leans[p.name]) if p.name in script.leans else p for p in parts]


def _pointed(part: Part, script: Script) -> Part:
    """Muscles under the clothes are drawn only where they are what moves."""
    kept = tuple(m for m in part.marks if m.ink not in ("blade", "seat_muscle") or m.ink in script.moving)
    return replace(part, marks=kept) if len(kept) < len(part.marks) else part


@lru_cache(maxsize=128)
def frame_box(exercise_id: str, side: str) -> Box:
    """The square on the picture plane that the whole cycle of an exercise fits into."""
    script = scripts()[exercise_id]
    cam = camera(replace(script.view, mirrored=side == "left"), Box(0, 0, 1, 1), 1)
    shown = _named(script.shown)
    whole: Box | None = None
    for number in range(LOOKS):
        parts = parts_of(script, script.skeleton(number / LOOKS))
        box = bounds([p for p in parts if not shown or p.name in shown], cam)
        if box is not None:
            whole = box if whole is None else whole.around(box)
    for arrow in script.arrows:
        box = box_of(arrow_ends(arrow, script, cam))
        whole = box if whole is None else whole.around(box)
    return (whole or Box(-50, 0, 50, 100)).squared(script.margin)


def _named(names: Sequence[str]) -> frozenset[str]:
    return frozenset(part for name in names for part in GROUPS.get(name, (name,)))


def _inks(script: Script, parts: Sequence[Part], palette: Palette) -> dict[str, Colour]:
    moving = _named(script.moving)
    inks = {
        p.name: blend(palette[p.ink], palette["accent"], 0.68 if p.ink == "skin" else 0.85)
        for p in parts
        if p.name in moving
    }
    shown = dict.fromkeys(("blade", "seat_muscle"), palette["accent"])
    return inks | shown | ({"lash": palette["closed_lid"]} if "lash" in script.moving else {})


def _shadow(canvas: Image.Image, parts: Sequence[Part], cam: Camera, palette: Palette) -> None:
    """A soft patch on the floor under whatever stands on it."""
    low = [b.at for p in parts if p.lean > BACKDROP for hull in p.hulls for b in hull if b.at[1] < 9.0]
    if not low:
        return
    box = box_of([(at[0], at[2]) for at in low])
    x, z = (box.left + box.right) / 2, (box.low + box.high) / 2
    wide, deep = (box.right - box.left) / 2 + 9, (box.high - box.low) / 2 + 9
    turn = [2 * pi * k / 40 for k in range(40)]
    ring = [(x + wide * cos(t), -0.5, z + deep * sin(t)) for t in turn]
    ImageDraw.Draw(canvas).polygon([cam.flat(at) for at in ring], fill=palette["floor"])


def _card(canvas: Image.Image, size: int) -> Image.Image:
    small = canvas.resize((size, size), Image.Resampling.BOX)
    fine = 4
    mask = Image.new("L", (size * fine, size * fine), 0)
    ImageDraw.Draw(mask).rounded_rectangle(
        (0, 0, size * fine - 1, size * fine - 1), radius=size * fine * CORNER, fill=255
    )
    small.putalpha(mask.resize((size, size), Image.Resampling.BOX))
    return small
