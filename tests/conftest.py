"""What every test gets: a home of its own, its tier by its folder, a loud word when a tier is left out."""

from __future__ import annotations

import faulthandler
import os
import re
import shutil
import signal
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import together
from desktop import packages
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from desktop.virtual_desktop import VirtualDesktop

TESTS = Path(__file__).parent
DEADLINE = 120.0
"""Seconds that a test may take, its fixtures included."""
PICTURES = TESTS.parent / "build" / "desktop-failures"
OUT_OF_OUR_HANDS = ("desktop", "contract", "windows")
TIERS = ("unit", "property", "contract", "fuzz", "desktop", "install", "house")
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
    reasons = _left_out()
    items.sort(key=lambda item: together.rank(_place(item)))
    for item in items:
        folder = _place(item).partition("/")[0]
        if folder in TIERS:
            item.add_marker(folder)
        if folder in OUT_OF_OUR_HANDS:
            # Panels, daemons, sound servers, Wine are other people's programs; a busy machine can starve one
            # past any deadline. What fails three times in a row is ours. Each further try is counted aloud.
            item.add_marker(pytest.mark.flaky(reruns=2, reruns_delay=1))
        for tier, reason in reasons.items():
            if item.get_closest_marker(tier):
                item.add_marker(pytest.mark.skip(reason=reason))


def _place(item: pytest.Item) -> str:
    """The test's file as it is called in this folder; blank for one that stands elsewhere."""
    return item.path.relative_to(TESTS).as_posix() if item.path.is_relative_to(TESTS) else ""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Several workers share the tests as together.py has it."""
    from scheduling import Together

    return Together(config, log)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says in words that cannot be overlooked which tier did not run, and what brings it in."""
    skipped = terminalreporter.stats.get("skipped", [])
    for tier, reason in _left_out().items():
        left_out = [report for report in skipped if reason in str(report.longrepr)]
        if left_out:
            terminalreporter.section(f"THE {tier.upper()} TIER WAS LEFT OUT", sep="!", red=True, bold=True)
            terminalreporter.line(f"{len(left_out)} tests did not run: {reason}", red=True, bold=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Ends a test that hangs. Its tier's marker may say otherwise: @pytest.mark.desktop(deadline=600)."""
    if not hasattr(signal, "setitimer"):  # Windows
        return (yield)
    marked = [mark.kwargs["deadline"] for mark in item.iter_markers() if "deadline" in mark.kwargs]
    signal.signal(signal.SIGALRM, _hangs)
    signal.setitimer(signal.ITIMER_REAL, marked[0] if marked else DEADLINE)
    try:
        return (yield)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _hangs(_signal: int, _frame: object) -> None:
    """Runs in the main thread, wherever the test stands."""
    faulthandler.dump_traceback(all_threads=True)
    pytest.fail("the test did not end before its deadline")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Adds what the programs said, and where the picture is, to a failure on a desktop."""
    report = yield
    desktop = _desktop_of(item) if report.when == "call" and report.failed else None
    if desktop:
        report.sections.append(("the desktop's programs", desktop.processes.told()))
        report.sections.append(("the desktop's notifications", "\n".join(map(repr, desktop.notices.all()))))
        report.sections.append(("the desktop's picture", _picture(desktop, item.name)))
    return report


def _desktop_of(item: pytest.Item) -> VirtualDesktop | None:
    """The virtual desktop that a test had; what it is made of is imported by the tests that want one."""
    if "desktop.virtual_desktop" not in sys.modules:
        return None
    from desktop.virtual_desktop import VirtualDesktop

    arguments = getattr(item, "funcargs", {}).values()
    return next((value for value in arguments if isinstance(value, VirtualDesktop)), None)


def _picture(desktop: VirtualDesktop, name: str) -> str:
    PICTURES.mkdir(parents=True, exist_ok=True)
    file = PICTURES / (re.sub(r"[^\w.-]+", "-", name) + ".png")
    try:
        return str(desktop.screen.shot(file))
    except (AssertionError, OSError) as failure:
        return f"none could be taken: {failure}"


def _left_out() -> dict[str, str]:
    """The tiers that cannot run here, each with what brings it in."""
    if not sys.platform.startswith("linux"):
        reason = "is made of Linux programs; run it on Linux"
        return {"desktop": f"the virtual desktop {reason}", "windows": f"this Windows {reason}"}
    absent = {tier: packages.missing(tier) for tier in ("desktop", "windows")}
    return {
        tier: f"bring the {tier} tier in with: {packages.how_to_install(names)}"
        for tier, names in absent.items()
        if names
    }
