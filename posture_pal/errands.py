"""What a person can ask of the program besides reminders: today's figures, settings, help, the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from posture_pal import config_files, ourselves, outlook, paths, private_files, profiles, safety, status
from posture_pal.clock import Clock
from posture_pal.commands import NotUnderstood
from posture_pal.config_reload import ConfigReload
from posture_pal.desktop import opening
from posture_pal.errors import Unavailable
from posture_pal.onlooker import DesktopOnlooker
from posture_pal.service import Service

Errand = Callable[[Sequence[str]], str]
"""Does something, given the words after its name, and says what in a sentence."""


class Errands:
    """Runs errands on the service's thread. `say` puts a plain message on screen."""

    def __init__(
        self,
        service: Service,
        onlooker: DesktopOnlooker,
        clock: Clock,
        reload: ConfigReload,
        say: Callable[[str, str], None],
    ) -> None:
        self._service = service
        self._onlooker = onlooker
        self._clock = clock
        self._reload = reload
        self._say = say

    def by_name(self) -> dict[str, Errand]:
        """Every errand, by the word that menu and command line have for it."""
        return {
            "hello": lambda _: f"{self._headline()}.",
            "quit": lambda _: self._quit(),
            "today": lambda _: self._today(),
            "set": self._set,
            "profile": self._profile,
            "edit": lambda _: self._edit(),
            "safety": lambda _: self._safety(),
            "feel": self._feel,
            "autostart": self._autostart,
        }

    def _headline(self) -> str:
        return outlook.headline(self._service.plan, self._service.state, self._clock.now())

    def _quit(self) -> str:
        self._service.stop()
        return "Posture Pal ends."

    def _today(self) -> str:
        line = status.today_line(self._onlooker.today(self._service.plan, self._clock.now()))
        self._say("Today", line.removeprefix("Today: "))
        self._show_report()
        return line

    def _show_report(self) -> None:
        """The last four weeks as a page, made by a process of its own: what it takes goes with it again."""
        page = str(paths.data_dir() / "report.html")
        command = ourselves.command("report", "--today", "--out", page, "--open")
        try:
            opening.start_apart(command)
        except OSError as error:
            raise Unavailable(f"The report cannot be made ({error}). Try: posture-pal report") from error

    def _set(self, words: Sequence[str]) -> str:
        """One of the menu's quick choices: one value of the person's config, in place."""
        if len(words) != 2:
            raise NotUnderstood("A setting is changed by its name and its new value.")
        key, literal = words
        config_files.change(self._reload.places, key, literal)
        self._reload.look()
        return f"{key} = {literal}"

    def _profile(self, words: Sequence[str]) -> str:
        """Other ready-made settings: their name in the person's config, and a word on what they are."""
        if len(words) != 1 or words[0] not in profiles.TITLES:
            raise NotUnderstood(f"A profile is one of: {', '.join(profiles.TITLES)}.")
        told = config_files.choose_profile(self._reload.places, words[0])
        self._reload.look()
        self._say("Your profile", told)
        return told

    def _feel(self, words: Sequence[str]) -> str:
        """Writes what was said about today into the diary, if that is on."""
        from posture_pal import diary, diary_file

        if not self._service.plan.diary_enabled:
            raise NotUnderstood("The diary is off. It is switched on in the settings, under [diary].")
        if len(words) != 2:
            raise NotUnderstood("The diary takes one thing and its value, such as: pain 3.")
        now = self._clock.now()
        try:
            entry = diary.said(now.day, now.wall, {words[0]: words[1]})
        except ValueError as wrong:
            raise NotUnderstood(str(wrong)) from None
        diary_file.add(paths.diary_file(), entry)
        return f"Written into your diary: {words[0]} {words[1]}."

    def _autostart(self, words: Sequence[str]) -> str:
        told = self._onlooker.login.do(words)
        self._service.refresh()
        return told

    def _edit(self) -> str:
        path = str(self._reload.places.user)
        opening.open_with_desktop(path)
        return path

    def _safety(self) -> str:
        """The symptoms that need urgent help, as a page that the browser shows without a network."""
        page = paths.data_dir() / "safety.html"
        private_files.write(page, safety.page(self._service.plan.emergency).encode())
        opening.open_with_desktop(str(page))
        return str(page)
