"""The figures are bodies: bones keep their lengths, joints stay human, feet stand, hands arrive."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from math import asin, atan2, degrees
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from posture_pal import figures
from posture_pal.catalogue import load
from posture_pal.figures.flesh import sole
from posture_pal.figures.furniture import SEAT
from posture_pal.figures.library import scripts
from posture_pal.figures.limbs import FOREARM, SHIN, THIGH, UPPER_ARM, Solved
from posture_pal.figures.palette import THEMES
from posture_pal.figures.script import Script
from posture_pal.figures.skeleton import SIDES, Skeleton
from posture_pal.figures.vectors import Vec, add, angle_between, dot, into, length, square_on, sub, unit

pytestmark = pytest.mark.unit

PHASES = [k / 36 for k in range(36)]
PALM = 5.0
"""Centimetres from the wrist to the middle of the palm."""
ALL = pytest.mark.parametrize("name", list(load().exercises))


@cache
def moments(name: str) -> tuple[Skeleton, ...]:
    return tuple(scripts()[name].skeleton(phase) for phase in PHASES)


def script(name: str) -> Script:
    return scripts()[name]


def pose(name: str, which: str) -> Skeleton:
    """The skeleton in that pose, held."""
    it = script(name)
    step = (it.path.index(which) - 1) % len(it.path)
    return it.skeleton((step + (1 + it.glide) / 2) / len(it.path))


def bend(limb: Solved) -> float:
    return angle_between(sub(limb.middle, limb.root), sub(limb.end, limb.middle))


# --- every exercise has a figure ----------------------------------------------------------------------


def test_every_exercise_has_a_figure_and_every_figure_an_exercise() -> None:
    assert set(scripts()) == set(load().exercises)


@ALL
def test_a_figure_is_two_sided_when_its_dose_is(name: str) -> None:
    dose = load().exercises[name].dose
    if dose is not None:
        assert figures.two_sided(name) == (dose.sides == 2)


def test_an_unknown_exercise_has_no_figure() -> None:
    assert not figures.has_figure("pc_jaw")
    with pytest.raises(KeyError):
        figures.draw("pc_jaw", 0.0)


def test_the_contact_sheets_are_there_and_light_to_load() -> None:
    sheets = Path(__file__).parents[2] / "docs" / "figures"
    for theme in THEMES:
        sheet = sheets / f"all-{theme}.png"
        assert sheet.stat().st_size < 1_000_000
        with Image.open(sheet) as picture:
            assert picture.width > 1000


# --- bones --------------------------------------------------------------------------------------------


@ALL
def test_limbs_keep_their_lengths(name: str) -> None:
    for body in moments(name):
        for arm in body.arms.values():
            assert length(sub(arm.middle, arm.root)) == pytest.approx(UPPER_ARM, abs=0.05)
            assert length(sub(arm.end, arm.middle)) == pytest.approx(FOREARM, abs=0.05)
        for leg in body.legs.values():
            assert length(sub(leg.middle, leg.root)) == pytest.approx(THIGH, abs=0.05)
            assert length(sub(leg.end, leg.middle)) == pytest.approx(SHIN, abs=0.05)


@ALL
def test_hands_and_feet_arrive_where_they_should(name: str) -> None:
    for phase, body in zip(PHASES, moments(name), strict=True):
        for kind, limbs in (("arm", body.arms), ("leg", body.legs)):
            missed = {side: round(limb.missed, 2) for side, limb in limbs.items() if limb.missed > 0.5}
            assert not missed, f"{kind} at {phase:.2f}"


@ALL
def test_elbows_and_knees_bend_one_way_and_not_too_far(name: str) -> None:
    for body in moments(name):
        assert all(0 <= bend(arm) <= 150 for arm in body.arms.values())
        assert all(0 <= bend(leg) <= 150 for leg in body.legs.values())


@ALL
def test_knees_point_forward_of_the_line_from_hip_to_ankle(name: str) -> None:
    for body in moments(name):
        for leg in body.legs.values():
            if bend(leg) > 12:
                # What a knee folds backward, the foot's toes point away from.
                assert dot(leg.fold, leg.tip[2]) < 0.35


@ALL
def test_hips_stay_in_human_range(name: str) -> None:
    for body in moments(name):
        for side, leg in body.legs.items():
            x, y, z = into(body.pelvis.frame, unit(sub(leg.middle, leg.root)))
            outward = degrees(asin(max(-1, min(1, x * SIDES[side]))))
            flexion = degrees(atan2(z, -y))
            assert -35 <= flexion <= 128, side
            assert -25 <= outward <= 62, side


@ALL
def test_shoulders_stay_in_human_range(name: str) -> None:
    for body in moments(name):
        for side, arm in body.arms.items():
            x, y, z = into(body.chest.frame, unit(sub(arm.middle, arm.root)))
            behind = degrees(atan2(-z, max(0.15, -y, abs(x))))
            across = degrees(asin(max(-1, min(1, -x * SIDES[side]))))
            assert behind <= 62, side
            assert across <= 62, side


@ALL
def test_wrists_and_forearms_stay_in_human_range(name: str) -> None:
    for phase, body in zip(PHASES, moments(name), strict=True):
        for side, arm in body.arms.items():
            fore = unit(sub(arm.end, arm.middle))
            x, y, z = into(arm.tip, fore)
            assert abs(degrees(atan2(y, z))) <= 92, (side, phase, "flex")
            assert abs(degrees(asin(max(-1, min(1, x))))) <= 48, (side, phase, "sideways")
            thumb = square_on(tuple(-SIDES[side] * c for c in arm.tip[0]), fore)  # type: ignore[arg-type]
            assert angle_between(thumb, arm.fold) <= 118, (side, phase, "turn")


@ALL
def test_ankles_stay_in_human_range(name: str) -> None:
    for body in moments(name):
        for side, leg in body.legs.items():
            up = degrees(asin(max(-1, min(1, -dot(unit(sub(leg.end, leg.middle)), leg.tip[2])))))
            assert -55 <= up <= 38, side


@ALL
def test_the_spine_stays_in_human_range(name: str) -> None:
    for it in script(name).poses.values():
        neck = [a + b for a, b in zip(it.neck, it.head, strict=True)]
        assert -30 <= neck[0] <= 62
        assert abs(neck[1]) <= 42
        assert abs(neck[2]) <= 70
        back = [a + b for a, b in zip(it.lumbar, it.thorax, strict=True)]
        assert -35 <= back[0] <= 70
        assert abs(back[1]) <= 36
        assert abs(back[2]) <= 45


@ALL
def test_nothing_jumps_from_one_moment_to_the_next(name: str) -> None:
    it = script(name)
    fine = [it.skeleton(k / 120) for k in range(121)]
    for before, after in pairwise(fine):
        for side in SIDES:
            assert length(sub(before.arms[side].end, after.arms[side].end)) < 9
            assert length(sub(before.arms[side].middle, after.arms[side].middle)) < 9
            assert length(sub(before.legs[side].middle, after.legs[side].middle)) < 9
        assert length(sub(before.head.at, after.head.at)) < 6


# --- where it stands ----------------------------------------------------------------------------------


@ALL
def test_feet_stay_on_the_floor_unless_they_are_said_to_lift(name: str) -> None:
    for phase, body in zip(PHASES, moments(name), strict=True):
        for side, leg in body.legs.items():
            low = min(at[1] for at in sole(leg))
            assert low > -0.8, (side, phase)
            if side not in script(name).lifted:
                assert low < 0.8, (side, phase)


@ALL
def test_one_foot_at_least_always_carries(name: str) -> None:
    for body in moments(name):
        assert min(at[1] for leg in body.legs.values() for at in sole(leg)) < 2.6


@pytest.mark.parametrize("name", [n for n, it in scripts().items() if not it.lifted and n != "sit_stand"])
def test_a_standing_foot_does_not_slide(name: str) -> None:
    for side in SIDES:
        heels = [sole(body.legs[side]) for body in moments(name)]
        # Whatever pivots, either the heel or the ball stays where it was.
        for end in (0, 1):
            places = [pair[end] for pair in heels]
            if max(length(sub(place, places[0])) for place in places) < 1.0:
                break
        else:
            pytest.fail(f"the {side} foot slides")


@ALL
def test_who_sits_has_the_seat_under_the_hips(name: str) -> None:
    it = script(name)
    if not it.seated:
        assert not any(part in ("chair", "stool") for part, _ in it.props) or name in (
            "sit_to_stand",
            "sit_stand",
        )
        return
    (x0, z0), (x1, z1) = SEAT
    for body in moments(name):
        x, y, z = body.pelvis.at
        assert x0 < x < x1
        assert z0 < z < z1 - 8
        assert y == pytest.approx(51, abs=0.6)


def test_sitting_down_ends_on_the_seat() -> None:
    (_, z0), (_, z1) = SEAT
    for name in ("sit_to_stand", "sit_stand"):
        at = pose(name, "sit").pelvis.at
        assert at[1] == pytest.approx(51, abs=0.6)
        assert z0 < at[2] < z1
        assert pose(name, "stand").pelvis.at[1] > 88


@ALL
def test_no_hand_and_no_elbow_is_inside_the_trunk(name: str) -> None:
    for phase, body in zip(PHASES, moments(name), strict=True):
        for side, arm in body.arms.items():
            for place in (arm.end, arm.middle):
                for bone, wide, deep, low, high in (
                    (body.pelvis, 12.0, 8.0, -4, 12),
                    (body.waist, 10.0, 7.0, 0, 12),
                    (body.chest, 11.0, 7.5, 0, 14),
                ):
                    x, y, z = into(bone.frame, sub(place, bone.at))
                    inside = low < y < high and (x / wide) ** 2 + (z / deep) ** 2 < 1
                    assert not inside, (side, phase)


@ALL
def test_no_hand_passes_through_the_head_or_a_leg_on_its_way(name: str) -> None:
    for number in range(2 * len(PHASES)):
        body = script(name).skeleton(number / (2 * len(PHASES)))
        bones = [
            pair for leg in body.legs.values() for pair in ((leg.root, leg.middle), (leg.middle, leg.end))
        ]
        for side, arm in body.arms.items():
            for place in (arm.end, add(arm.end, arm.tip[2], PALM)):
                x, y, z = into(body.head.frame, sub(place, body.head.at))
                assert (x / 6.2) ** 2 + ((y - 10.5) / 9.0) ** 2 + (z / 8.0) ** 2 > 0.85, (side, number)
                assert all(beside(place, *bone) > 3.4 for bone in bones), (side, number)


def beside(place: Vec, start: Vec, stop: Vec) -> float:
    """How far from a bone's line; what lies past either end of it, where it meets another, is far."""
    whole, way = sub(stop, start), sub(place, start)
    along = dot(way, unit(whole))
    return length(add(way, unit(whole), -along)) if 6.0 < along < length(whole) - 2.0 else length(way)


# --- it does what its steps say -----------------------------------------------------------------------


def pitch(body: Skeleton) -> float:
    """How far the face looks down, in degrees."""
    return -degrees(asin(max(-1.0, min(1.0, body.head.frame[2][1]))))


def turn(direction: Vec) -> float:
    """How far a direction is turned to the figure's right, in degrees."""
    return degrees(atan2(-direction[0], direction[2]))


def test_the_chin_tuck_slides_the_head_back_and_keeps_it_level() -> None:
    before, after = pose("chin_tuck", "rest"), pose("chin_tuck", "tuck")
    assert before.head.at[2] - after.head.at[2] > 3
    assert abs(pitch(after)) < 3
    assert abs(before.head.at[1] - after.head.at[1]) < 1.5


def test_the_nod_nods_from_the_tuck() -> None:
    tuck, nod = pose("suboccipital_nod", "tuck"), pose("suboccipital_nod", "nod")
    assert pitch(nod) - pitch(tuck) > 8
    assert abs(nod.head.at[2] - tuck.head.at[2]) < 1


def test_the_neck_turns_tips_and_bows_to_the_side_that_is_named() -> None:
    assert turn(pose("neck_rotation", "turn").head.frame[2]) > 50
    assert abs(pitch(pose("neck_rotation", "turn"))) < 6
    assert pose("neck_side_bend", "tip").head.frame[1][0] < -0.5
    drop = pose("levator_stretch", "drop")
    assert turn(drop.head.frame[2]) > 30
    assert pitch(drop) > 25
    assert 35 < pitch(pose("neck_flexion", "down")) < 60


def test_shrugging_lifts_and_squeezing_draws_back() -> None:
    assert (
        pose("shoulder_shrug", "up").shoulders["left"][1]
        - pose("shoulder_shrug", "down").shoulders["left"][1]
        > 5
    )
    squeezed, rest = pose("scap_retraction", "squeeze"), pose("scap_retraction", "rest")
    assert rest.shoulders["right"][2] - squeezed.shoulders["right"][2] > 5
    assert (
        pose("scap_setting", "set").shoulders["right"][1]
        < pose("scap_setting", "rest").shoulders["right"][1] - 3
    )


def test_the_doorway_keeps_the_forearms_while_the_chest_goes_through() -> None:
    rest, through = pose("doorway_pec", "rest"), pose("doorway_pec", "through")
    assert length(sub(rest.arms["right"].end, through.arms["right"].end)) < 1
    assert through.chest.at[2] - rest.chest.at[2] > 15
    elbow = through.arms["right"].middle
    assert elbow[1] < through.shoulders["right"][1] + 1.5
    assert elbow[2] < through.shoulders["right"][2]


def test_arms_reach_up_out_and_across() -> None:
    up = pose("overhead_reach", "up")
    assert all(arm.end[1] > up.head.at[1] + 30 for arm in up.arms.values())
    out = pose("band_lateral_raise", "up")
    assert all(abs(arm.end[1] - out.shoulders[side][1]) < 8 for side, arm in out.arms.items())
    assert pose("cross_body", "across").arms["right"].end[0] > 15
    behind = pose("chest_opener", "open")
    assert all(arm.end[2] < behind.pelvis.at[2] - 12 for arm in behind.arms.values())


def test_wall_angels_slide_along_the_wall_from_a_w() -> None:
    w, up = pose("wall_angel", "w"), pose("wall_angel", "up")
    for side in SIDES:
        assert w.arms[side].end[1] > w.arms[side].middle[1] + 15
        assert up.arms[side].end[1] > w.arms[side].end[1] + 20
    for body in moments("wall_angel"):
        assert all(abs(arm.end[2] - body.chest.at[2]) < 6 for arm in body.arms.values())


@ALL
def test_a_hand_on_its_way_swings_round_the_shoulder_and_does_not_cut_the_corner(name: str) -> None:
    it = script(name)
    count = len(it.path)
    for step in range(count):
        fine = [it.skeleton((step + it.glide * k / 8) / count) for k in range(9)]
        for side in SIDES:
            far = [length(sub(body.arms[side].end, body.arms[side].root)) for body in fine]
            assert min(far) > min(far[0], far[-1]) - 5, (side, step)


def test_the_trunk_turns_bends_and_arches_as_it_is_told() -> None:
    assert turn(pose("tx_rotation", "turn").chest.frame[2]) > 30
    assert turn(pose("tx_rotation", "turn").pelvis.frame[2]) == pytest.approx(0, abs=0.1)
    assert turn(pose("chair_twist", "turn").chest.frame[2]) > 30
    assert pose("side_bend", "bend").chest.frame[1][0] < -0.4
    assert pose("tx_extension", "lean").chest.frame[1][2] < -0.35
    assert pose("standing_extension", "lean").chest.frame[1][2] < -0.4
    assert all(bend(leg) < 12 for leg in pose("standing_extension", "lean").legs.values())
    slouch, arch = pose("pelvic_tilt_seated", "slouch"), pose("pelvic_tilt_seated", "arch")
    assert slouch.pelvis.frame[1][2] < -0.25 < 0.2 < arch.pelvis.frame[1][2]
    assert abs(slouch.head.at[2] - arch.head.at[2]) < 9


def test_a_hinge_bends_at_the_hips_and_keeps_the_back_long() -> None:
    for name in ("hamstring_seated", "figure_4"):
        lean = script(name).poses["lean"]
        assert lean.tilt[0] >= 18
        assert lean.lumbar[0] + lean.thorax[0] <= 10


def test_legs_do_what_their_names_say() -> None:
    assert bend(pose("hamstring_seated", "up").legs["right"]) < 14
    assert bend(pose("knee_extension", "straight").legs["right"]) < 10
    assert bend(pose("calf_stretch", "lean").legs["right"]) < 14
    assert all(abs(at[1]) < 0.8 for at in sole(pose("calf_stretch", "lean").legs["right"]))
    quad = pose("quad_standing", "heel_up")
    assert bend(quad.legs["right"]) > 130
    assert abs(quad.legs["right"].middle[2] - quad.legs["left"].middle[2]) < 8
    raised = pose("heel_raise", "up")
    for leg in raised.legs.values():
        heel, front = sole(leg)
        assert heel[1] > 7
        assert abs(front[1]) < 0.8
    for leg in pose("toe_raise", "up").legs.values():
        heel, front = sole(leg)
        assert front[1] > 4
        assert abs(heel[1]) < 0.8
    assert pose("mini_squat", "bend").pelvis.at[1] < pose("mini_squat", "tall").pelvis.at[1] - 10
    assert (
        pose("knee_hug", "hug").legs["right"].middle[1]
        > pose("knee_hug", "rest").legs["right"].middle[1] + 15
    )
    assert pose("hip_flexor", "shift").legs["right"].end[2] < pose("hip_flexor", "shift").pelvis.at[2] - 30


def test_the_figure_four_rests_the_ankle_on_the_other_knee() -> None:
    body = pose("figure_4", "lean")
    ankle, other = body.legs["right"].end, body.legs["left"]
    near_the_knee = length(sub(ankle, other.middle))
    assert near_the_knee < 20
    assert ankle[1] > other.middle[1] + 5


def test_palms_meet_in_the_prayer_and_wrists_bend_more_as_they_sink() -> None:
    for which in ("high", "low"):
        body = pose("prayer", which)
        right, left = body.arms["right"], body.arms["left"]
        assert length(sub(right.end, left.end)) < 4
        assert dot(right.tip[1], left.tip[1]) < -0.95

    def wrist(body: Skeleton) -> float:
        arm = body.arms["right"]
        return angle_between(sub(arm.end, arm.middle), arm.tip[2])

    assert wrist(pose("prayer", "low")) > wrist(pose("prayer", "high")) + 10


def test_the_forearm_turns_the_palm_over() -> None:
    assert pose("forearm_turn", "down").arms["right"].tip[1][1] > 0.8
    assert pose("forearm_turn", "up").arms["right"].tip[1][1] < -0.8


def test_the_wrist_stretches_bend_opposite_ways_at_a_nearly_straight_elbow() -> None:
    down, back = pose("wrist_extensor", "down").arms["right"], pose("wrist_flexor", "back").arms["right"]
    assert bend(down) < 25
    assert bend(back) < 25
    assert down.tip[2][1] < -0.7
    assert back.tip[2][1] > 0.5


def test_helping_hands_hold_what_they_hold() -> None:
    body = pose("wrist_extensor", "down")
    assert length(sub(body.arms["left"].end, body.arms["right"].end)) < 16
    body = pose("cross_body", "across")
    helper, elbow = body.arms["left"], body.arms["right"].middle
    assert length(sub(_palm(helper), elbow)) < 12
    body = pose("quad_standing", "heel_up")
    assert length(sub(_palm(body.arms["right"]), body.legs["right"].end)) < 9
    for name, which in (("tx_extension", "lean"), ("neck_isometric", "side")):
        body = pose(name, which)
        assert length(sub(_palm(body.arms["right"]), body.head.point((0.0, 10.0, 0.0)))) < 17


def _palm(arm: Solved) -> Vec:
    return (arm.end[0] + 8 * arm.tip[2][0], arm.end[1] + 8 * arm.tip[2][1], arm.end[2] + 8 * arm.tip[2][2])


def test_breath_widens_the_belly_and_eyes_close_in_a_blink() -> None:
    assert pose("belly_breath", "in").breath == pytest.approx(1.0)
    assert pose("blink_set", "closed").face.lids == pytest.approx(1.0)
    assert pose("jaw_rest", "soft").face.jaw > pose("jaw_rest", "held").face.jaw


def test_walking_swings_the_arm_against_the_leg() -> None:
    body = pose("walk", "right_heel")
    assert body.legs["right"].end[2] > body.legs["left"].end[2] + 40
    assert body.arms["left"].end[2] > body.arms["right"].end[2] + 15


# --- pictures -----------------------------------------------------------------------------------------


def held(name: str, theme: str = "light", side: str | None = None, size: int = 120) -> Image.Image:
    return figures.draw(name, figures.best_phase(name), size, theme, side)


def is_whole(name: str) -> bool:
    """Whether all of the figure is meant to be in the picture, and nothing runs out of it."""
    it = scripts()[name]
    return not it.shown and not any(kind in ("wall", "door") for kind, _ in it.props)


def ink(picture: Image.Image, theme: str) -> Image.Image:
    """White where something is drawn on the card."""
    flat = Image.new("RGB", picture.size, THEMES[theme]["card"])
    flat.paste(picture, (0, 0), picture)
    card = Image.new("RGB", picture.size, THEMES[theme]["card"])
    return ImageChops.difference(flat, card).convert("L").point(lambda value: 255 if value > 6 else 0)


@ALL
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_picture_has_its_size_see_through_corners_and_a_figure(name: str, theme: str) -> None:
    picture = held(name, theme)
    assert (picture.size, picture.mode) == ((120, 120), "RGBA")
    assert picture.getpixel((0, 0))[3] == 0  # type: ignore[index]
    covered = ink(picture, theme).histogram()[255] / 120**2
    assert 0.04 < covered < 0.995


@pytest.mark.parametrize("name", [name for name in scripts() if is_whole(name)])
def test_a_figure_meant_whole_is_not_cut_off(name: str) -> None:
    for phase in (0.0, 0.2, 0.4, 0.6, 0.8):
        drawn = ink(figures.draw(name, phase, 120), "light")
        for edge in ((0, 0, 120, 2), (0, 118, 120, 120), (0, 10, 2, 110), (118, 10, 120, 110)):
            assert drawn.crop(edge).getbbox() is None


@ALL
def test_the_picture_moves_and_ends_where_it_began(name: str) -> None:
    still = figures.draw(name, 0.0, 90)
    assert figures.draw(name, 1.0, 90) == still
    assert held(name, size=90) != still or script(name).telling == script(name).path[0]
    assert len({frame.tobytes() for frame in figures.frames(name, 90, count=6)}) > 1


@ALL
def test_what_moves_is_shown_in_the_accent_colour(name: str) -> None:
    red, _, blue, _ = held(name).split()
    warm = ImageChops.subtract(red, blue).point(lambda value: 255 if value > 40 else 0)
    assert warm.histogram()[255] > 25


@pytest.mark.parametrize("name", [n for n in load().exercises if scripts()[n].sided])
def test_the_left_side_is_the_right_side_in_the_mirror(name: str) -> None:
    right, left = (ink(held(name, side=side), "light") for side in ("right", "left"))
    # The tag with the side's name is not mirrored: it stays at the upper left.
    for tag in ((0, 0, 50, 20), (70, 0, 120, 20)):
        right.paste(0, tag)
        left.paste(0, tag)
    mirrored = left.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    apart = ImageChops.difference(right, mirrored).histogram()[255]
    assert apart < 0.02 * 120**2


def test_any_size_is_drawn() -> None:
    for size in (48, 256, 700):
        assert figures.draw("walk", 0.3, size).size == (size, size)


def test_frames_are_drawn_only_when_asked_for() -> None:
    cycle = figures.frames("walk", 60, count=4)
    assert next(cycle) == figures.draw("walk", 0.0, 60)
    assert len(list(cycle)) == 3


def test_a_terminal_gets_the_figure_in_words() -> None:
    title, first, *_ = figures.describe("neck_rotation", side="left").splitlines()
    assert title == "Active cervical rotation, left side"
    assert first == "  1. Keep your chin level."
    assert "side" not in figures.describe("chin_tuck").splitlines()[0]
