"""The desktop as a fixture."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desktop.virtual_desktop import VirtualDesktop


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
