"""What is pointed out in a picture: the arrow of a motion, a line of sight, a circle of breath, the side."""

from __future__ import annotations

from collections.abc import Sequence
from math import atan2, cos, hypot, sin

from PIL import Image, ImageDraw, ImageFont

from posture_pal.figures.camera import Camera, Flat
from posture_pal.figures.painting import Palette, dashed, stroke
from posture_pal.figures.palette import blend
from posture_pal.figures.script import Arrow, Script
from posture_pal.figures.skeleton import Skeleton, solve
from posture_pal.figures.vectors import dot

ARROW_SHARE = 0.013  # an arrow's width, as a share of the picture's
BOW_STEPS = 18


def point_out(canvas: Image.Image, script: Script, body: Skeleton, camera: Camera, palette: Palette) -> None:
    """Draws the script's arrows over the figure."""
    draw = ImageDraw.Draw(canvas)
    for arrow in script.arrows:
        start, stop = (camera.pixel(place) for place in arrow_ends(arrow, script, camera))
        width = camera.pixels * ARROW_SHARE
        if arrow.look == "sight":
            dashed(draw, start, stop, width * 0.7, palette["arrow"])
        elif arrow.look == "breath":
            _breath(draw, start, hypot(stop[0] - start[0], stop[1] - start[1]), body.breath, palette)
        else:
            bow = -arrow.bow if camera.mirrored else arrow.bow
            _arrow(draw, _curve(start, stop, bow), width, palette, double=arrow.look == "both")


def arrow_ends(arrow: Arrow, script: Script, camera: Camera) -> tuple[Flat, Flat]:
    """From where to where it goes on the picture plane, in centimetres."""
    poses = script.poses
    pose = poses[arrow.pose or script.path[min(1, len(script.path) - 1)]]
    at = solve(pose, pose, 0.0).bone(arrow.bone).at
    x, y = dot(at, camera.right), dot(at, camera.up)
    turn = -1.0 if camera.mirrored else 1.0
    (ax, ay), (bx, by) = arrow.start, arrow.stop
    return (x + turn * ax, y + ay), (x + turn * bx, y + by)


def _curve(start: Flat, stop: Flat, bow: float) -> list[Flat]:
    if not bow:
        return [start, stop]
    dx, dy = stop[0] - start[0], stop[1] - start[1]
    knee = ((start[0] + stop[0]) / 2 + dy * bow, (start[1] + stop[1]) / 2 - dx * bow)
    curve = []
    for k in range(BOW_STEPS + 1):
        t = k / BOW_STEPS
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        curve.append((a * start[0] + b * knee[0] + c * stop[0], a * start[1] + b * knee[1] + c * stop[1]))
    return curve


def _arrow(
    draw: ImageDraw.ImageDraw, curve: list[Flat], width: float, palette: Palette, *, double: bool
) -> None:
    head = width * 3.0
    ends = [(curve[-1], curve[-2])] + ([(curve[0], curve[1])] if double else [])
    line = _shortened(curve, head * 0.6)
    if double:
        line = _shortened(line[::-1], head * 0.6)
    # First in the card's colour and wider: over a part of the same warm colour the arrow still stands out.
    for ink, rim in (("card", width * 0.42), ("arrow", 0.0)):
        stroke(draw, line, width + 2 * rim, palette[ink])
        for tip, before in ends:
            angle = atan2(tip[1] - before[1], tip[0] - before[0])
            nose = _off(tip, angle, rim * 2)
            wings = [_off(nose, angle + turn, head + rim * 4) for turn in (2.62, -2.62)]
            draw.polygon([nose, *wings], fill=palette[ink])


def _off(at: Flat, angle: float, far: float) -> Flat:
    return at[0] + cos(angle) * far, at[1] + sin(angle) * far


def _shortened(line: list[Flat], by: float) -> list[Flat]:
    kept = list(line)
    while len(kept) > 2 and hypot(kept[-1][0] - line[-1][0], kept[-1][1] - line[-1][1]) < by:
        kept.pop()
    if len(kept) == 2:
        (ax, ay), (bx, by_) = kept[0], line[-1]
        far = hypot(bx - ax, by_ - ay) or 1.0
        share = max(0.0, 1 - by / far)
        kept[-1] = (ax + (bx - ax) * share, ay + (by_ - ay) * share)
    return kept


def _breath(draw: ImageDraw.ImageDraw, at: Flat, radius: float, breath: float, palette: Palette) -> None:
    rings: Sequence[tuple[float, float, str]] = ((1.0, 0.82, "card"), (0.5 + 0.42 * breath, 0.35, "accent"))
    for size, veil, ink in rings:
        r = radius * size
        fill = (
            blend(palette[ink], palette["card"], veil)
            if ink == "accent"
            else blend(palette["accent"], palette["card"], veil)
        )
        draw.ellipse((at[0] - r, at[1] - r, at[0] + r, at[1] + r), fill=fill)


def label(canvas: Image.Image, text: str, palette: Palette) -> None:
    """A small tag in the picture's upper left: which side this is."""
    draw = ImageDraw.Draw(canvas)
    size = canvas.width
    font = ImageFont.load_default(size * 0.052)
    x0, y0, pad = size * 0.05, size * 0.05, size * 0.022
    left, top, right, low = draw.textbbox((0, 0), text, font=font)
    box = (x0, y0, x0 + right - left + 2 * pad, y0 + low - top + 1.5 * pad)
    draw.rounded_rectangle(
        box, radius=(box[3] - box[1]) / 2, fill=blend(palette["accent"], palette["card"], 0.72)
    )
    draw.text((x0 + pad - left, y0 + 0.75 * pad - top), text, font=font, fill=palette["label"])
