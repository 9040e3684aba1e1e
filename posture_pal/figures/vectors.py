"""Points and directions in space: the little arithmetic that the figures stand on.

Space is in centimetres: x to the figure's own left, y up, z the way it faces. Angles are in degrees.
"""

from __future__ import annotations

from math import acos, cos, degrees, radians, sin, sqrt

Vec = tuple[float, float, float]
Frame = tuple[Vec, Vec, Vec]  # three perpendicular directions: x, y and z of something in space

UPRIGHT: Frame = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
TINY = 1e-9


def add(a: Vec, b: Vec, times: float = 1.0) -> Vec:
    """A + b * times."""
    return (a[0] + b[0] * times, a[1] + b[1] * times, a[2] + b[2] * times)


def sub(a: Vec, b: Vec) -> Vec:
    """From b to a."""
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def scale(a: Vec, times: float) -> Vec:
    """The same direction, another length."""
    return (a[0] * times, a[1] * times, a[2] * times)


def dot(a: Vec, b: Vec) -> float:
    """How far one goes along the other."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vec, b: Vec) -> Vec:
    """What stands square on both."""
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def length(a: Vec) -> float:
    """In centimetres."""
    return sqrt(dot(a, a))


def unit(a: Vec, otherwise: Vec = (0.0, 1.0, 0.0)) -> Vec:
    """The same direction, one long; `otherwise` for a vector of no length."""
    size = length(a)
    return scale(a, 1 / size) if size > TINY else otherwise


def mix(a: Vec, b: Vec, share: float) -> Vec:
    """From a (share 0) to b (share 1) in a straight line."""
    return add(scale(a, 1 - share), b, share)


def swing(a: Vec, b: Vec, share: float) -> Vec:
    """From a to b along the arc about the origin, the length changing evenly."""
    size = length(a) * (1 - share) + length(b) * share
    one, two = unit(a), unit(b)
    angle = acos(max(-1.0, min(1.0, dot(one, two))))
    if angle < 1e-4 or angle > 3.13:
        return scale(unit(mix(one, two, share), one), size)
    left, right = sin((1 - share) * angle) / sin(angle), sin(share * angle) / sin(angle)
    return scale(add(scale(one, left), two, right), size)


def square_on(a: Vec, axis: Vec, otherwise: Vec = (0.0, 0.0, 1.0)) -> Vec:
    """The part of a that is square on the axis (one long), as a direction."""
    return unit(add(a, axis, -dot(a, axis)), otherwise)


def turned(a: Vec, axis: Vec, angle: float) -> Vec:
    """a, turned about the axis (one long) by so many degrees, x toward y about z."""
    c, s = cos(radians(angle)), sin(radians(angle))
    return add(add(scale(a, c), cross(axis, a), s), axis, dot(axis, a) * (1 - c))


def angle_between(a: Vec, b: Vec) -> float:
    """Degrees, 0 to 180."""
    return degrees(acos(max(-1.0, min(1.0, dot(unit(a), unit(b))))))


def out_of(frame: Frame, local: Vec) -> Vec:
    """A direction told in a frame, told in space."""
    return add(add(scale(frame[0], local[0]), frame[1], local[1]), frame[2], local[2])


def into(frame: Frame, vector: Vec) -> Vec:
    """A direction told in space, told in a frame."""
    return (dot(frame[0], vector), dot(frame[1], vector), dot(frame[2], vector))


def told_in(frame: Frame, other: Frame) -> Frame:
    """Another frame as one sees it from within this one."""
    return into(frame, other[0]), into(frame, other[1]), into(frame, other[2])


def told_out(frame: Frame, inner: Frame) -> Frame:
    """A frame told within this one, told in space."""
    return out_of(frame, inner[0]), out_of(frame, inner[1]), out_of(frame, inner[2])


def bent(frame: Frame, bend: Vec) -> Frame:
    """A frame bent forward, to its right side, and turned to the right, by so many degrees each."""
    forward, side, twist = bend
    x, y, z = frame
    if twist:
        x, z = turned(x, y, -twist), turned(z, y, -twist)
    if side:
        x, y = turned(x, z, side), turned(y, z, side)
    if forward:
        y, z = turned(y, x, forward), turned(z, x, forward)
    return (x, y, z)


def along(direction: Vec, front: Vec) -> Frame:
    """The frame whose z goes along the direction and whose y points to the front as nearly as it can."""
    z = unit(direction)
    y = square_on(front, z, square_on((0.0, 0.0, 1.0), z, (1.0, 0.0, 0.0)))
    return (cross(y, z), y, z)


def mix_frames(a: Frame, b: Frame, share: float) -> Frame:
    """From one frame to the other, square at every point on the way."""
    z = unit(mix(a[2], b[2], share), a[2])
    return along(z, mix(a[1], b[1], share))
