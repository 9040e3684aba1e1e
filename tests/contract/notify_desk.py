"""A native notifier together with the service it speaks to, on a bus of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from desktop.waiting import wait_for

from contract.notify_bus import DAEMON, HOW_TO_INSTALL, private_bus
from contract.notify_contract import PROMPT, Ears
from contract.notify_service import NAME, PATH, Manners, NotificationService, Shown
from posture_pal.desktop.bus import Bus
from posture_pal.desktop.notify.base import Notice
from posture_pal.desktop.notify.freedesktop import FreedesktopNotifier

NEEDS_A_BUS = pytest.mark.skipif(
    not DAEMON.exists(), reason=f"NO D-BUS HERE: bring these tests in with: {HOW_TO_INSTALL}"
)
ICON = Path("/usr/share/pixmaps/posture-pal.png")


@dataclass
class Desk:
    """A native notifier, the service it speaks to, and a way to give it another."""

    address: str
    bus: Bus
    service: NotificationService
    notifier: FreedesktopNotifier
    ears: Ears = field(default_factory=Ears)

    def seen(self) -> list[str]:
        return ["\n".join([s.summary, s.body, *s.actions.values()]) for s in self.service.open.values()]

    def show(self, notice: Notice = PROMPT) -> Shown:
        """Shows it and waits until the notifier knows that it is up."""
        before = len(self.service.told)
        self.notifier.show(notice)
        wait_for(lambda: len(self.service.told) > before, 5, "the call of Notify")
        self.settle()
        return self.service.told[-1]

    def settle(self) -> None:
        """Returns when the notifier has dealt with all that the service has sent so far."""
        self.bus.call(NAME, PATH, NAME, "GetServerInformation", timeout=5)  # what it sends stays in order

    def new_service(self, manners: Manners | None = None) -> NotificationService:
        """Another service takes the place of one that died."""
        self.service = NotificationService(self.address, manners)
        return self.service


@contextmanager
def native_desk(folder: Path, manners: Manners | None = None) -> Iterator[Desk]:
    """A notifier and a service that behaves as `manners` say; both are gone afterwards."""
    with private_bus(folder) as socket:
        address = f"unix:path={socket}"
        service = NotificationService(address, manners)
        faults: list[str] = []
        bus, ears = Bus([str(socket)], "session", lambda *fault: faults.append(repr(fault))), Ears()
        desk = Desk(address, bus, service, FreedesktopNotifier(bus, ICON, ears.callbacks), ears)
        yield desk
        desk.notifier.close()
        assert not faults, f"{faults}: the bus caught what the notifier let through"
        bus.close()
        desk.service.die()
