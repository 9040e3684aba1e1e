"""A minute of the hour that `make soak` runs: prompts without a pause while panel and daemon come and go."""

from __future__ import annotations

import pytest

from desktop.program import running
from desktop.soak import CONFIG, Soak
from desktop.virtual_desktop import VirtualDesktop


@pytest.mark.desktop(deadline=240)
def test_nothing_is_lost_and_nothing_is_left_over(desktop: VirtualDesktop) -> None:
    scratch = desktop.folder / "tmp"
    scratch.mkdir()
    desktop.env["TMPDIR"] = str(scratch)
    with running(desktop, CONFIG) as pal:
        result = Soak(desktop, pal, seconds=60, warm_up=20, every=10, seed=20260302).run()
    assert result.wrong == []
    assert result.prompts > 30
    assert min(result.panels, result.daemons) > 1
    assert result.acknowledged.total() > 20
