"""What stands around the figure or is held by it: chair, desk, wall, door, window, towel, band, glass."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from posture_pal.figures.shapes import Part, ball, cord, egg, slab
from posture_pal.figures.skeleton import Bone, Skeleton
from posture_pal.figures.vectors import UPRIGHT, Vec, add

SEAT_TOP = 42.0
SEAT = ((-21.0, -17.0), (21.0, 25.0))  # its corners, x and z
Places = Mapping[str, float]


def furnish(kind: str, places: Places, body: Skeleton) -> list[Part]:
    """The parts of one piece; `places` moves it from where it usually is, in centimetres."""
    return MAKERS[kind](places, body)


def _risen(body: Skeleton) -> float:
    """How far the hips have left the height of a seat."""
    return max(0.0, body.pelvis.at[1] - 51.0)


def _chair(places: Places, body: Skeleton) -> list[Part]:
    back, z = places.get("back", 90.0), -places.get("follow", 0.0) * _risen(body)
    rest = (
        *slab((-18.0, 60.0, z - 19.5), (18.0, 64.0, z - 16.0), 1.7),
        *slab((-18.0, back - 2, z - 22.0), (18.0, back, z - 18.5), 1.7),
    )
    posts = [
        cord(((x, SEAT_TOP - 3, z - 14.0), (x * 0.9, back - 6, z - 20.0)), 1.3)[0] for x in (-14.0, 14.0)
    ]
    return [
        *_stool(places, body),
        Part("chair_posts", "metal", tuple(posts), lean=-9.0),
        Part("chair_back", "wood", (rest,), lean=-4.0),
    ]


def _stool(places: Places, body: Skeleton) -> list[Part]:
    (x0, z0), (x1, z1) = SEAT
    back = places.get("follow", 0.0) * _risen(body)
    z0, z1 = z0 - back, z1 - back
    seat = slab((x0, SEAT_TOP - 4.5, z0), (x1, SEAT_TOP, z1), 2.2)
    legs = [
        cord(((x * 0.84, SEAT_TOP - 4, z), (x * 0.96, 1.4, z + lean)), 1.4)[0]
        for x in (x0, x1)
        for z, lean in ((z0 + 5, -4.0), (z1 - 6, 3.0))
    ]
    return [Part("chair_legs", "metal", tuple(legs), lean=-16.0), Part("seat", "wood", (seat,), lean=-12.0)]


def _desk(places: Places, body: Skeleton) -> list[Part]:
    top, near, deep = places.get("top", 71.0), places.get("z", 26.0), places.get("deep", 56.0)
    top += places.get("follow", 0.0) * _risen(body)
    wide = places.get("wide", 46.0)
    plate = slab((-wide, top - 3.5, near), (wide, top, near + deep), 1.6)
    feet = places.get("legs", near + deep - 9)
    legs = [cord(((x, top - 3, feet), (x, 1.6, feet)), 1.7)[0] for x in (-wide + 6, wide - 6)]
    return [
        Part("desk_legs", "metal", tuple(legs), lean=-24.0),
        Part("desk_top", "wood", (plate,), lean=places.get("lean", -22.0)),
    ]


def _screen(places: Places, body: Skeleton) -> list[Part]:
    top, z = places.get("top", 71.0) + places.get("follow", 0.0) * _risen(body), places.get("z", 66.0)
    foot = slab((-10.0, top, z - 7), (10.0, top + 1.5, z + 7), 0.7)
    stem = cord(((0.0, top + 1, z), (0.0, top + 22, z)), 1.4)
    panel = slab((-25.0, top + 10, z - 1.5), (25.0, top + 40, z + 1.0), 1.1)
    return [
        Part("screen_foot", "metal", (foot, *stem), lean=-18.0),
        Part("screen", "screen", (panel,), lean=-16.0),
    ]


def _wall(places: Places, _: Skeleton) -> list[Part]:
    z, thick = places.get("z", 50.0), places.get("thick", 60.0)
    slabs = slab((-150.0, -60.0, z), (150.0, 260.0, z + thick), 0.5)
    return [Part("wall", "wall", (slabs,), lean=-400.0, loose=True)]


def _door(places: Places, _: Skeleton) -> list[Part]:
    z, half = places.get("z", 10.0), places.get("half", 44.0)
    posts = [slab((x, 0.0, z - 5), (x + w, 212.0, z + 5), 0.8) for x, w in ((half, 11.0), (-half, -11.0))]
    lintel = slab((-half - 11, 200.0, z - 5), (half + 11, 212.0, z + 5), 0.8)
    return [Part("door_frame", "wood", (*posts, lintel), lean=-60.0, loose=True)]


def _mat(_places: Places, body: Skeleton) -> list[Part]:
    mat = slab((-30.0, -3.0, -86.0), (30.0, 0.0, 96.0), 1.5)
    head = body.head.at
    pillow = slab((-17.0, 0.0, head[2] - 26), (17.0, 5.0, head[2] + 4), 2.4)
    return [Part("mat", "leaf", (mat,), lean=-80.0), Part("pillow", "cloth", (pillow,), lean=-60.0)]


def _window(places: Places, _: Skeleton) -> list[Part]:
    """A wall cut open at a window, and what is far away behind it."""
    z, thick = places.get("z", 112.0), 7.0
    wall = (
        slab((-40.0, 0.0, z), (40.0, 86.0, z + thick), 0.8),
        slab((-40.0, 156.0, z), (40.0, 190.0, z + thick), 0.8),
    )
    pane = slab((-34.0, 86.0, z + 2.6), (34.0, 156.0, z + 4.4), 0.5)
    far = z + thick
    ground = slab((-40.0, 0.0, far), (-36.0, 80.0, far + 62), 1.0)
    hills = tuple(
        (egg((-38.0, 78.0, far + out), UPRIGHT, 1.0, high, wide),)
        for out, wide, high in ((14.0, 16.0, 14.0), (40.0, 22.0, 30.0))
    )
    sun = ball((-38.0, 140.0, far + 16), 6.0)
    return [
        Part("sun", "cloth", ((sun,),), lean=-240.0),
        Part("hills", "leaf", hills, lean=-218.0),
        Part("ground", "meadow", (ground,), lean=-205.0),
        Part("pane", "glass", (pane,), lean=-120.0),
        Part("window_wall", "wall", wall, lean=-110.0),
    ]


def _glass(_places: Places, body: Skeleton) -> list[Part]:
    hand = body.bone("right_hand")
    middle = hand.point((2.2, -4.4, 7.5))
    low, high = add(middle, (0.0, -5.0, 0.0)), add(middle, (0.0, 6.0, 0.0))
    cup = (egg(low, UPRIGHT, 2.7, 0.7, 2.7), egg(high, UPRIGHT, 3.5, 0.7, 3.5))
    return [Part("glass", "glass", (cup,), lean=0.4)]


def _band(_places: Places, body: Skeleton) -> list[Part]:
    hands = [_grip(body.bone(f"{side}_hand")) for side in ("right", "left")]
    feet = [body.bone(f"{side}_foot").point((0.0, -7.4, 7.0)) for side in ("right", "left")]
    line = cord((hands[0], feet[0], feet[1], hands[1]), 0.8)
    return [Part("band", "band", line, lean=3.0)]


def _towel(_places: Places, body: Skeleton) -> list[Part]:
    neck = body.neck
    behind: list[Vec] = [
        neck.point((x, 6.0, z)) for x, z in ((-6.4, 1.0), (-5.2, -3.6), (0.0, -6.2), (5.2, -3.6), (6.4, 1.0))
    ]
    right, left = (_grip(body.bone(f"{side}_hand")) for side in ("right", "left"))
    return [Part("towel", "cloth", cord((right, *behind, left), 1.5), lean=1.0)]


def _grip(hand: Bone) -> Vec:
    return hand.point((0.0, -2.0, 7.6))


MAKERS: Mapping[str, Callable[[Places, Skeleton], list[Part]]] = {
    "chair": _chair,
    "stool": _stool,
    "desk": _desk,
    "screen": _screen,
    "wall": _wall,
    "door": _door,
    "mat": _mat,
    "window": _window,
    "glass": _glass,
    "band": _band,
    "towel": _towel,
}
