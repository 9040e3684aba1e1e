"""Shows prompts on macOS: with buttons where the program is an app, else as plain banners."""

from __future__ import annotations

from posture_pal.desktop.notify.base import Callbacks, Notice
from posture_pal.desktop.notify.macos_banner import BannerNotifier
from posture_pal.desktop.notify.macos_centre import CentreNotifier
from posture_pal.errors import Unavailable


class MacNotifier:
    """The notification centre's own way for apps, and the script of macOS where that is not to be had.

    Where the person has switched the program's notifications off, there are none: no way round is taken.
    """

    name = "macos"

    def __init__(
        self,
        callbacks: Callbacks,
        centre: CentreNotifier | None = None,
        banner: BannerNotifier | None = None,
    ) -> None:
        self._callbacks = callbacks
        self._centre = centre or CentreNotifier(callbacks)
        self._banner = banner or BannerNotifier(callbacks)
        self._centre.otherwise = self._instead

    def why_not(self) -> str | None:
        return self._serving().why_not()

    def show(self, notice: Notice) -> None:
        self._serving().show(notice)

    def withdraw(self, occurrence: str) -> None:
        self._serving().withdraw(occurrence)

    def close(self) -> None:
        self._centre.close()
        self._banner.close()

    def _serving(self) -> CentreNotifier | BannerNotifier:
        serves = self._centre.why_not() is None or self._centre.is_refused
        return self._centre if serves else self._banner

    def _instead(self, notice: Notice) -> None:
        try:
            self._banner.show(notice)
        except Unavailable as why:
            self._callbacks.failed(notice.occurrence, str(why))
