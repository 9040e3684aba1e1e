"""What every test gets: a home of its own, its tier by its folder, a loud word when a tier is left out."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest
from desktop import packages
from hypothesis import HealthCheck, settings

TESTS = Path(__file__).parent
TIERS = ("unit", "property", "contract", "desktop", "house")
OURS = ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS")
"""Where the desktop of whoever runs the tests is found; no test may reach it."""

settings.register_profile(
    "here",
    deadline=None,  # two cores shared with a virtual desktop make single examples slow now and then
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("deep", settings.get_profile("here"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "here"))

_home = pytest.StashKey[str]()


def pytest_configure(config: pytest.Config) -> None:
    """Takes the person's own desktop and folders out of reach before anything is imported."""
    home = tempfile.mkdtemp(prefix="posture-pal-tests-")
    config.stash[_home] = home
    for name in [*OURS, *(name for name in os.environ if name.startswith(("POSTURE_PAL_", "XDG_")))]:
        os.environ.pop(name, None)
    os.environ["HOME"] = home
    os.environ["XDG_RUNTIME_DIR"] = home


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(config.stash[_home], ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks each test with the tier whose folder it stands in; leaves the desktop tier out where it must."""
    reason = _why_no_desktop()
    for item in items:
        folder = item.path.relative_to(TESTS).parts[0] if item.path.is_relative_to(TESTS) else ""
        if folder in TIERS:
            item.add_marker(folder)
        if reason and item.get_closest_marker("desktop"):
            item.add_marker(pytest.mark.skip(reason=reason))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says in words that cannot be overlooked which tier did not run, and what brings it in."""
    reason = _why_no_desktop()
    left_out = [
        report
        for report in terminalreporter.stats.get("skipped", [])
        if reason and reason in str(report.longrepr)
    ]
    if left_out:
        terminalreporter.section("THE DESKTOP TIER WAS LEFT OUT", sep="!", red=True, bold=True)
        terminalreporter.line(f"{len(left_out)} tests did not run: {reason}", red=True, bold=True)


def _why_no_desktop() -> str | None:
    if not sys.platform.startswith("linux"):
        return "the virtual desktop is made of Linux programs; run it on Linux"
    absent = packages.missing()
    return f"bring the desktop tier in with: {packages.how_to_install(absent)}" if absent else None
