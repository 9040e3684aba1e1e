"""The composition root: puts the program together from its parts, runs it, and takes it apart again."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from functools import partial
from threading import Thread
from typing import Any, TextIO, cast

from posture_pal import __version__, bus_return, inbox, one_record, paths, settings
from posture_pal.answering import Answering
from posture_pal.beginning import begin
from posture_pal.clock import Clock, SystemClock
from posture_pal.config_reload import ConfigReload, watch_file
from posture_pal.desktop import instance, windows_console
from posture_pal.desktop.buses import open_buses
from posture_pal.desktop.notify.base import Callbacks
from posture_pal.desktop.notify.best import BestNotifier
from posture_pal.desktop.tray import choose as trays
from posture_pal.desktop.tray.base import NeedsMainThread, Tray
from posture_pal.desktop.tray.none import NoTray
from posture_pal.desktop.tray.several import SeveralTrays
from posture_pal.desktop.tray.terminal import of_this_terminal
from posture_pal.desktop_sources import DesktopSources, MakePerson
from posture_pal.diary_prompt import DiaryPrompt, daily_times
from posture_pal.errands import Errands
from posture_pal.errors import BadInput, PosturePalError, Unavailable
from posture_pal.events import Answered, PlanChanged, StartNow, Tick, Undelivered
from posture_pal.messages import WELCOME, Messages
from posture_pal.model import Answer, Plan
from posture_pal.prescribing import Prescribing
from posture_pal.retention import Retention
from posture_pal.service import Service
from posture_pal.waits import ScheduledWaits
from posture_pal.window_opener import WindowOpener

_LATE_PANEL = 60.0
"""Seconds that a panel has to come up at login before its absence is worth a word."""

_TOLD_BY_THEN = 1.0
"""Seconds in which the desktop has told whether the screen is locked, before a prompt is shown once more."""

_SAVED_SOON = 0.3
"""Seconds to let an editor finish writing before a saved file is read."""


def run() -> int:
    """Starts the program, or hands over to the one that runs already; returns the exit code."""
    try:
        return _hand_over()
    except Unavailable:
        raise
    except PosturePalError:  # nobody runs, or there is not even a place to ask
        pass
    try:
        program = Program(SystemClock())
        code = program.run()
    except instance.AlreadyRunning:  # started at the same moment and faster, or from another session
        one_record.lead_there()
        return _hand_over()
    if program.bus_return.is_back:
        bus_return.begin_anew()
    return code


def _hand_over() -> int:
    answer = instance.ask(paths.socket_path(), {"do": ["hello"]})
    if sys.stdout is not None:  # as it is where no console was opened
        sys.stdout.write(f"Posture Pal runs already. {answer.get('say', '')}\n")
    return 0


class Program:
    """The running program: every concrete part, made once, and let go in the end."""

    def __init__(self, clock: Clock, person: MakePerson | None = None) -> None:
        """person: makes somebody to play the one at the desk; without, the desktop tells of the real one."""
        self.clock = clock
        self.places = settings.places()
        self._closers: list[Callable[[], Any]] = [one_record.hold()]
        self._begun = begin(self.places, clock.now())
        plan, self.log = self._begun.plan, self._begun.log
        self._closers.append(self.log.close)
        self._session_bus, self._system_bus = open_buses()
        self._closers += [bus.close for bus in (self._session_bus, self._system_bus) if bus is not None]
        self.waits = ScheduledWaits(
            clock,
            lambda: self.service.tell(Tick()),
            lambda: self.service.nudge(),  # noqa: PLW0108 - the service is made later
        )
        self._closers.append(self.waits.close)
        terminal = of_this_terminal()
        stream = sys.stdout if terminal is None else cast("TextIO", terminal)
        icon = paths.icon_file("posture-pal-64.png")
        self._panel, _ = trays.choose(self._session_bus)
        self.notifier = BestNotifier(self._session_bus, stream, icon, self._callbacks(), self._panel)
        self.tray: Tray = self._panel if terminal is None else SeveralTrays((self._panel, terminal))
        played = None if person is None else person(self.waits.after)
        buses = (self._session_bus, self._system_bus)
        self._sources = DesktopSources(plan, clock, buses, self.tray, played)
        self.onlooker = self._sources.onlooker
        self.service = Service(
            plan,
            clock=clock,
            log=self.log,
            notifier=self.notifier,
            waits=self.waits,
            onlooker=self.onlooker,
            inbox=inbox.for_main_thread(),
        )
        self.onlooker.troubles = self.service.troubles
        self.messages = Messages(self.service, self.notifier, self.tray, clock)
        self.reload = ConfigReload(self.places, self._plan_changed, self._plan_refused)
        self.prescribing = Prescribing(self.service, clock, self._take_up)
        self.opener = WindowOpener.on_this_desktop(self.service, self.onlooker, clock, self.log.facts)
        self.answering = self._answering()

    # --- parts -------------------------------------------------------------------------------------------

    def _callbacks(self) -> Callbacks:
        clicked = lambda prompt: self.opener.clicked(prompt)  # noqa: E731, PLW0108 - it is made later
        return Callbacks(self._answered, clicked, self._failed, self.waits.after_really)

    def _answering(self) -> Answering:
        errands = Errands(self.service, self.onlooker, self.clock, self.reload, self.messages.say)
        return Answering(
            self.service,
            self.onlooker,
            self.clock,
            around=self._around,
            more=errands.by_name() | self.opener.by_name() | self.prescribing.by_name(),
            failed=self.messages.choice_failed,
        )

    # --- running -----------------------------------------------------------------------------------------

    def run(self) -> int:
        """Runs until told to quit; whatever fails, the rest is let go."""
        try:
            self._serve_commands()
            self._listen_to_signals()
            if isinstance(self._panel, NeedsMainThread):
                loop = Thread(target=self._live, name="service")
                loop.start()
                self._panel.occupy()
                loop.join()
            else:
                self._live()
        finally:
            self._close()
        return 0

    def _serve_commands(self) -> None:
        try:
            server = instance.serve(paths.socket_path(), self.answering.ask)
        except instance.AlreadyRunning:
            raise
        except PosturePalError as error:  # there are still reminders, and a tray to answer in
            self.service.post(partial(self.messages.say, "No command reaches Posture Pal", str(error)))
        else:
            self._closers.append(server.close)

    def _listen_to_signals(self) -> None:
        for name in ("SIGTERM", "SIGINT", "SIGHUP"):
            number = getattr(signal, name, None)  # Windows knows no SIGHUP
            # What nohup asked for holds on.
            if number is not None and (name != "SIGHUP" or signal.getsignal(number) != signal.SIG_IGN):
                signal.signal(number, lambda *_: self.service.stop())
        windows_console.listen(self.service.stop)

    def _live(self) -> None:
        """The program's life on the service's thread, from its first fact to its last."""
        try:
            self._start()
            self.service.run()
            self.service.finish()
        finally:
            self.tray.close()

    def _start(self) -> None:
        now = self.clock.now()
        self.onlooker.remember(self._begun.today, now)
        self.service.start(__version__)
        self._appear()
        self._sources.start(self.service)
        self.bus_return = bus_return.BusReturn(self._session_bus, self.service, self.waits)
        self._daily()
        self._watch_config()
        diary = DiaryPrompt(self.service, self.clock, self.messages.say)
        self.onlooker.watchers += [self.messages.troubles, self.messages.about_record(self.log), diary.look]
        self.onlooker.watchers.append(Retention(self.service, self.log, self.clock, self.waits).look)
        for note in self._begun.notes:
            note(self.messages)
        if self._begun.first_start:
            self.messages.welcome()
        self.service.refresh()
        self.waits.after_really(_TOLD_BY_THEN, lambda: self.service.post(self.service.show_left_open))

    def _appear(self) -> None:
        """Into the tray; where there is none, the program says so once and goes on."""
        assert self.onlooker.face is not None
        try:
            self.tray.start(self.onlooker.face, self.answering.chosen)
        except Unavailable as why:
            self.messages.no_tray(str(why))
        else:
            # A panel may be late at login; one that is not there after a while is missed aloud, once.
            patience = 0.0 if self._panel.name == NoTray.name else _LATE_PANEL
            self.waits.after(patience, lambda: self.service.post(self.messages.miss_tray))

    def _watch_config(self) -> None:
        look = partial(self.service.post, self.reload.look)
        # From a signal nothing but the inbox may be touched: whatever else there is may be half done.
        soon = partial(self.service.post, lambda: self.waits.after(_SAVED_SOON, look))
        self.reload.in_vain = self.messages.in_vain
        watch_file(self.places.user, soon)
        self.onlooker.watchers.append(lambda _facts: self.reload.glance(self.clock.now().elapsed))

    def _daily(self) -> None:
        self.waits.wake_daily(daily_times(self.service.plan), self.clock.now().wall.tzinfo)

    def _close(self) -> None:
        for close in [self.notifier.close, *self._sources.closers(), *reversed(self._closers)]:
            try:
                close()
            except Exception as error:  # noqa: BLE001 - each part is let go, whatever the others do
                if sys.stderr is not None:
                    sys.stderr.write(f"posture-pal: while ending: {error}\n")

    # --- what comes in -----------------------------------------------------------------------------------

    def _answered(self, occurrence: str, said: Answer) -> None:
        """Somebody pressed a button; the welcome's only one asks for a first reminder."""
        if occurrence != WELCOME:
            self.service.tell(Answered(said, occurrence))
        elif said is Answer.DONE and self.service.plan.reminders:
            self.service.tell(StartNow(self.service.plan.reminders[0].name))

    def _failed(self, occurrence: str | None, why: str) -> None:
        self.service.troubles["notifications"] = why
        if occurrence in {None, WELCOME}:
            self.service.post(self.service.refresh)
        else:
            self.service.tell(Undelivered(str(occurrence), why))

    def _plan_changed(self, plan: Plan) -> None:
        self.service.troubles.pop("config", None)
        self._take_up(plan)

    def _take_up(self, plan: Plan) -> None:
        plan = self.prescribing.over(plan)
        if plan != self.service.plan:
            self.service.plan = plan
            self._daily()
            self.service.handle(PlanChanged(str(self.places.user)))
            self._sources.renew(plan, self.service)

    def _plan_refused(self, bad: BadInput) -> None:
        self.messages.config_problem(bad, "the last good settings stay in force")

    # --- what goes out -----------------------------------------------------------------------------------

    def _around(self) -> dict[str, Any]:
        return {
            "notifier": self.notifier.name,
            "tray": self.tray.name if self.tray.is_visible() else f"{self.tray.name}, not shown",
            "version": __version__,
        }
