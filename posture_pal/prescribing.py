"""Keeps the running program to the clinic's programme in force, and takes up a new one at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from posture_pal import ourselves, outlook, settings
from posture_pal.clock import Clock
from posture_pal.desktop import opening
from posture_pal.errors import PosturePalError, Unavailable
from posture_pal.model import Plan
from posture_pal.service import Service

TROUBLE = "programme"
WINDOW = "posture_pal.desktop.programme_window"


class Prescribing:
    """Lays the programme in force over every plan. Every method is for the service's thread.

    take_up: brings a plan into force.
    """

    def __init__(self, service: Service, clock: Clock, take_up: Callable[[Plan], None]) -> None:
        self._service = service
        self._clock = clock
        self._take_up = take_up

    def over(self, plan: Plan) -> Plan:
        """The plan with the programme in force; one that cannot be followed is a trouble."""
        plan, why = settings.with_programme(plan)
        if why is None:
            self._service.troubles.pop(TROUBLE, None)
        else:
            self._service.troubles[TROUBLE] = why
        return plan

    def by_name(self) -> dict[str, Callable[[Sequence[str]], str]]:
        """What menu and command line ask for."""
        return {
            "programme": lambda _: self._look(),
            "load-programme": lambda _: self._window("--choose"),
            "show-programme": lambda _: self._window("--in-force"),
        }

    def _look(self) -> str:
        """Takes up what is in force by now, and says what that is. Raises PosturePalError where it cannot."""
        self._take_up(self._service.plan)
        self._service.refresh()
        why = self._service.troubles.get(TROUBLE)
        if why is not None:
            raise PosturePalError(why)
        line = outlook.programme_line(self._service.plan, self._clock.now().day)
        return f"{line}." if line else "No programme is in force."

    def _window(self, what: str) -> str:
        """Opens the window that shows a programme before anything changes, a process of its own."""
        from posture_pal.desktop.window import child

        reason = child.why_not()
        if reason is not None:
            raise Unavailable(f"{reason} Without a window: posture-pal programme preview FILE")
        try:
            opening.start_apart(ourselves.module(WINDOW, what))
        except OSError as error:
            raise Unavailable(f"The window could not be started: {error}.") from error
        return "A window opens."
