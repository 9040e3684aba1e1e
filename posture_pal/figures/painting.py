"""Parts onto a picture: sorted from far to near, each with a soft edge and two tones, then smoothed down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin, sqrt

from PIL import Image, ImageDraw

from posture_pal.figures.camera import Box, Camera, Flat
from posture_pal.figures.palette import Colour, blend, darker, lighter
from posture_pal.figures.shapes import Ball, Mark, Part
from posture_pal.figures.vectors import dot, unit

HAZE_CM = 60.0  # so far behind the middle, a part has taken on half of the background
EDGE = 0.2
GLOW = 0.10
Palette = Mapping[str, Colour]
Skin = list[tuple[float, float, float, float]]


@dataclass(frozen=True, slots=True)
class Oval:
    """A ball on the picture plane: its middle, and the matrix of its outline."""

    x: float
    y: float
    xx: float
    xy: float
    yy: float

    def lit(self) -> Oval:
        """Its lit share: smaller, and toward the light at the upper left."""
        reach = sqrt((self.xx + self.yy) / 2)
        return Oval(
            self.x - reach * 0.13, self.y + reach * 0.13, self.xx * 0.58, self.xy * 0.58, self.yy * 0.58
        )


def oval(ball: Ball, camera: Camera) -> Oval:
    """The ball as the camera sees it, in centimetres."""
    flat = [(dot(axis, camera.right), dot(axis, camera.up)) for axis in ball.axes]
    return Oval(
        dot(ball.at, camera.right),
        dot(ball.at, camera.up),
        sum(a * a for a, _ in flat),
        sum(a * b for a, b in flat),
        sum(b * b for _, b in flat),
    )


def bounds(parts: Iterable[Part], camera: Camera) -> Box | None:
    """The box on the picture plane that holds these parts, loose ones left out."""
    box: Box | None = None
    for part in parts:
        for one in (oval(b, camera) for hull in part.hulls for b in hull if not part.loose):
            across, up = sqrt(one.xx), sqrt(one.yy)
            here = Box(one.x - across, one.y - up, one.x + across, one.y + up)
            box = here if box is None else box.around(here)
    return box


def skin(ovals: Sequence[Oval], camera: Camera) -> Skin:
    """The tight outline round these ovals: its places on the picture plane, each with its way out."""
    reach = max(max(one.xx, one.yy) for one in ovals) ** 0.5 * camera.per_cm
    outline = []
    for nx, ny in _directions(14 if reach < 6 else 24 if reach < 40 else 40):
        farthest = -1e9
        x = y = 0.0
        for one in ovals:
            qx, qy = one.xx * nx + one.xy * ny, one.xy * nx + one.yy * ny
            size = sqrt(qx * nx + qy * ny + 1e-12)
            far = one.x * nx + one.y * ny + size
            if far > farthest:
                farthest, x, y = far, one.x + qx / size, one.y + qy / size
        outline.append((x, y, nx, ny))
    return outline


def drawn(outline: Skin, camera: Camera, grown: float = 0.0) -> list[Flat]:
    """An outline in pixels, grown by so many centimetres."""
    per_cm, left, high = camera.per_cm, camera.box.left, camera.box.high
    return [((x + nx * grown - left) * per_cm, (high - y - ny * grown) * per_cm) for x, y, nx, ny in outline]


_ROUND: dict[int, list[Flat]] = {}


def _directions(count: int) -> list[Flat]:
    if count not in _ROUND:
        _ROUND[count] = [(cos(2 * pi * k / count), sin(2 * pi * k / count)) for k in range(count)]
    return _ROUND[count]


def part_depth(part: Part, camera: Camera) -> float:
    """Where a part comes in the order of drawing."""
    balls = [b for hull in part.hulls for b in hull]
    return sum(camera.depth(b.at) for b in balls) / len(balls) + part.lean


def paint(
    canvas: Image.Image, parts: Sequence[Part], camera: Camera, palette: Palette, inks: Mapping[str, Colour]
) -> None:
    """Draws the parts, far to near. inks: colours for parts by name, in place of the palette's."""
    draw = ImageDraw.Draw(canvas)
    depths = {part.name: part_depth(part, camera) for part in parts}
    middle = depths.get("trunk", depths.get("right_hand", 0.0))
    for part in sorted(parts, key=lambda p: depths[p.name]):
        behind = max(0.0, middle - depths[part.name] + part.lean - 4.0)
        colour = blend(inks.get(part.name, palette[part.ink]), palette["card"], min(0.45, behind / HAZE_CM))
        _part(draw, part, camera, colour)
        for mark in part.marks:
            _mark(draw, mark, camera, inks.get(mark.ink) or palette[mark.ink], colour)


def _part(draw: ImageDraw.ImageDraw, part: Part, camera: Camera, colour: Colour) -> None:
    groups = [[oval(b, camera) for b in hull] for hull in part.hulls]
    skins = [skin(group, camera) for group in groups]
    if not part.loose:
        edge = darker(colour, EDGE)
        for outline in skins:
            draw.polygon(drawn(outline, camera, part.edge), fill=edge)
    for outline in skins:
        draw.polygon(drawn(outline, camera), fill=colour)
    glow = lighter(colour, GLOW)
    for group in groups:
        if not part.loose and min(one.xx + one.yy for one in group) * camera.per_cm**2 > 30:
            draw.polygon(drawn(skin([one.lit() for one in group], camera), camera), fill=glow)


def _mark(draw: ImageDraw.ImageDraw, mark: Mark, camera: Camera, ink: Colour, under: Colour) -> None:
    if dot(unit(mark.outward), camera.toward) < 0.12:
        return
    places = [camera.flat(point) for point in mark.points]
    colour = blend(ink, under, mark.veil)
    if mark.width is None:
        draw.polygon(places, fill=colour)
    else:
        stroke(draw, places, mark.width * camera.per_cm, colour)


def stroke(draw: ImageDraw.ImageDraw, places: Sequence[Flat], width: float, colour: Colour) -> None:
    """A line with round ends and joints; all in pixels."""
    half = max(0.6, width / 2)
    draw.line(list(places), fill=colour, width=max(1, round(2 * half)), joint="curve")
    for x, y in (places[0], places[-1]):
        draw.ellipse((x - half, y - half, x + half, y + half), fill=colour)


def dashed(draw: ImageDraw.ImageDraw, a: Flat, b: Flat, width: float, colour: Colour) -> None:
    """A line of short dashes; all in pixels."""
    far = hypot(b[0] - a[0], b[1] - a[1])
    count = max(1, int(far / (width * 5)))
    for k in range(count):
        one, two = k / count, (k + 0.5) / count
        ends = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for t in (one, two)]
        draw.line(ends, fill=colour, width=max(1, round(width)))
