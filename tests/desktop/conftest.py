"""The desktop as a fixture, and a picture of it beside every failure."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from desktop.virtual_desktop import VirtualDesktop

PICTURES = Path(__file__).parents[2] / "build" / "desktop-failures"


@pytest.fixture
def desktop(request: pytest.FixtureRequest) -> Iterator[VirtualDesktop]:
    """A fresh desktop with a panel and xfce4-notifyd, about a second old.

    Another daemon: @pytest.mark.parametrize("desktop", ["dunst", "none"], indirect=True); other
    options: a dict of VirtualDesktop's arguments in its place.
    """
    wanted = getattr(request, "param", {})
    options = {"daemon": wanted} if isinstance(wanted, str) else wanted
    with VirtualDesktop(**options) as desktop:
        yield desktop


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Adds what the programs said, and where the picture is, to the report of a test that failed."""
    report = yield
    desktop = getattr(item, "funcargs", {}).get("desktop")
    if report.when == "call" and report.failed and isinstance(desktop, VirtualDesktop):
        report.sections.append(("the desktop's programs", desktop.processes.told()))
        report.sections.append(("the desktop's notifications", "\n".join(map(repr, desktop.notices.all()))))
        report.sections.append(("the desktop's picture", _picture(desktop, item.name)))
    return report


def _picture(desktop: VirtualDesktop, name: str) -> str:
    PICTURES.mkdir(parents=True, exist_ok=True)
    file = PICTURES / (re.sub(r"[^\w.-]+", "-", name) + ".png")
    try:
        return str(desktop.screen.shot(file))
    except (AssertionError, OSError) as failure:
        return f"none could be taken: {failure}"
