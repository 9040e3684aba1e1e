"""pystray's icon for macOS, made sharp on fine screens and obedient to the program's own way of ending."""

from __future__ import annotations

import io
import signal
import sys
from collections.abc import Callable
from typing import Any

from posture_pal.desktop.tray import drawing
from posture_pal.desktop.tray.toolkit import Icon

assert sys.platform == "darwin"  # tells the type checker, too

# These are there on macOS alone, and ship no types.
import AppKit  # type: ignore[import-not-found]  # noqa: E402
import Foundation  # type: ignore[import-not-found]  # noqa: E402
from PyObjCTools import AppHelper, MachSignals  # type: ignore[import-not-found]  # noqa: E402

_NO_DOCK_ICON = 1  # NSApplicationActivationPolicyAccessory
_AIR = 4  # points of the menu bar's height that icons leave free


class MacIcon(Icon):  # type: ignore[misc]  # pystray has no types
    """As pystray's, but for its picture: `icon` is a posture_pal.menu.Icon.

    Everything but `later` is called on the main thread.
    """

    def __init__(self, *looks: Any, **more: Any) -> None:
        super().__init__(*looks, **more)
        self._app.setActivationPolicy_(_NO_DOCK_ICON)

    def later(self, job: Callable[[], None]) -> None:
        """Runs a job on the main thread."""
        AppHelper.callAfter(job)

    def _run(self) -> None:
        """Without pystray's own answer to Ctrl-C, which ends the process before the program can."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            _pass_on(number)
        self._mark_ready()
        try:
            self._app.run()
        finally:
            self._status_bar.removeStatusItem_(self._status_item)

    def _assert_image(self) -> None:
        """Makes the picture at twice the bar's size, and tells that it is that fine."""
        points = int(self._status_bar.thickness()) - _AIR
        png = io.BytesIO()
        drawing.draw(self._icon, 2 * points).save(png, "png")
        image = AppKit.NSImage.alloc().initWithData_(Foundation.NSData(png.getvalue()))
        image.setSize_((points, points))
        self._icon_image = image
        self._status_item.button().setImage_(image)


def _pass_on(number: signal.Signals) -> None:
    """Has a signal reach the program's handler although the main thread is in macOS's own loop."""
    handler = signal.getsignal(number)
    if callable(handler):
        MachSignals.signal(number, lambda came: handler(came, None))
