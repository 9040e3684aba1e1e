"""What every tray keeps to, whichever desktop it is for."""

from __future__ import annotations

import pytest

from contract.tray_stage import face
from posture_pal.desktop.tray.base import Tray
from posture_pal.menu import Face, Icon, Shape

Command = tuple[str, ...]


class TrayContract:
    """A subclass brings the tray, the commands it told, and what a person can do with its menu."""

    @pytest.fixture
    def tray(self) -> Tray:
        raise NotImplementedError

    @pytest.fixture
    def chosen(self) -> list[Command]:
        return []

    def test_it_has_a_name(self, tray: Tray) -> None:
        assert tray.name

    def test_it_is_not_visible_before_it_starts(self, tray: Tray) -> None:
        assert tray.is_visible() is False

    def test_showing_before_it_starts_does_nothing(self, tray: Tray) -> None:
        tray.show(face())
        assert tray.is_visible() is False

    def test_closing_before_it_starts_does_nothing(self, tray: Tray) -> None:
        tray.close()
        assert tray.is_visible() is False

    def test_it_shows_every_shape_and_every_filling(self, tray: Tray, chosen: list[Command]) -> None:
        tray.start(face(), chosen.append)
        for shape in Shape:
            for sixteenths in (-1, 0, 1, 8, 16, 99):
                tray.show(face(shape=shape, sixteenths=sixteenths))
        tray.show(Face(Icon(Shape.COUNTING), "", ()))
        tray.show(Face(Icon(Shape.COUNTING), "x" * 5000, face().items))
        tray.close()
        assert chosen == []

    def test_after_it_is_closed_it_is_not_visible_and_shows_nothing(
        self, tray: Tray, chosen: list[Command]
    ) -> None:
        tray.start(face(), chosen.append)
        tray.close()
        tray.show(face(minutes=3))
        tray.close()
        assert tray.is_visible() is False
