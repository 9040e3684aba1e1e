"""A saved config comes into force, a broken one leaves the last good one, and each is told once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from posture_pal import paths
from posture_pal.config_files import Places
from posture_pal.config_reload import ConfigReload
from posture_pal.errors import BadInput
from posture_pal.model import Plan

pytestmark = pytest.mark.unit


class Desk:
    def __init__(self, folder: Path) -> None:
        self.user = folder / "config.toml"
        self.plans: list[Plan] = []
        self.problems: list[BadInput] = []
        self.reload = ConfigReload(
            Places(paths.builtin_config(), None, self.user), self.plans.append, self.problems.append
        )
        self._saves = 0

    def save(self, text: str) -> None:
        self._saves += 1
        self.user.write_text(text)
        os.utime(self.user, ns=(self._saves * 10**9, self._saves * 10**9))
        self.reload.look()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_new_value_is_told_once(desk: Desk) -> None:
    desk.save("[prompts]\nmax_per_day = 3\n")
    desk.reload.look()
    assert [plan.prompts.max_per_day for plan in desk.plans] == [3]


def test_a_mistake_is_told_once_with_its_line(desk: Desk) -> None:
    desk.save("[prompts]\nmax_per_day = 3\n")
    desk.save("[prompts]\nmax_per_dya = 4\n")
    desk.reload.look()
    assert len(desk.plans) == 1
    assert [(p.line, p.nearest) for bad in desk.problems for p in bad.problems] == [(2, "max_per_day")]


def test_a_mended_file_comes_into_force(desk: Desk) -> None:
    desk.save("[prompts\n")
    desk.save("[prompts]\nmax_per_day = 5\n")
    assert [plan.prompts.max_per_day for plan in desk.plans] == [5]


def test_a_deleted_file_brings_the_defaults_back(desk: Desk) -> None:
    desk.save("[prompts]\nmax_per_day = 5\n")
    desk.user.unlink()
    desk.reload.look()
    assert [plan.prompts.max_per_day for plan in desk.plans] == [5, 16]


def test_a_folder_in_its_place_is_a_problem_and_no_more(desk: Desk) -> None:
    desk.user.mkdir()
    desk.reload.look()
    assert not desk.plans
    assert "folder" in str(desk.problems[0]) or "directory" in str(desk.problems[0])


def test_a_file_that_is_being_saved_is_not_read_with_every_event(desk: Desk) -> None:
    desk.reload.glance(100.0)
    desk.user.write_text("")
    desk.reload.glance(101.0)
    desk.reload.glance(124.0)
    assert desk.plans == []
    desk.user.write_text("[prompts]\nmax_per_day = 5\n")
    desk.reload.glance(126.0)
    assert [plan.prompts.max_per_day for plan in desk.plans] == [5]
