"""What every way of being started at login must do; plain enough to be run by a Python without pytest too."""

from __future__ import annotations

from typing import Protocol

from posture_pal.desktop.autostart.base import Autostart, Entry

HERE = __file__
"""A program that is there, for all that an entry can see."""


class Computer(Protocol):
    """Where something can be started at login, by us and by an administrator."""

    way: Autostart

    def administrator_starts(self, program: str) -> None:
        """Has it started for everybody."""

    def switch_off_elsewhere(self) -> None:
        """Switches the entry off where the system itself offers that."""


COMMANDS = (
    (HERE,),
    (HERE, "-m", "posture_pal"),
    ("/opt/my programs/posture-pal",),
    ("C:\\Program Files\\Posture Pal\\posture-pal-tray.exe", "a\\", "b c\\", ""),
    ("/home/ü/100%/a$b`c/posture-pal", 'a "quoted" word', "two\nlines", "tab\there", "%f", "a;b"),
)
"""What has been a folder's name somewhere, and words that a program was given."""


class AutostartContract:
    """Subclasses bring a fixture `computer`."""

    def test_it_can_serve_and_starts_nothing_by_itself(self, computer: Computer) -> None:
        assert computer.way.why_not() is None
        assert computer.way.name
        assert computer.way.entry() == Entry(starts=False)

    def test_what_is_switched_on_is_there_word_for_word(self, computer: Computer) -> None:
        for command in COMMANDS:
            computer.way.on(command)
            entry = computer.way.entry()
            assert entry.starts, command
            assert entry.command == command
            assert entry.place

    def test_what_is_switched_off_is_gone_and_once_more_does_no_harm(self, computer: Computer) -> None:
        computer.way.on((HERE,))
        for _ in range(2):
            computer.way.off()
            assert computer.way.entry() == Entry(starts=False)

    def test_a_program_that_is_not_there_is_a_trouble_that_says_what_to_do(self, computer: Computer) -> None:
        computer.way.on((HERE,))
        assert computer.way.entry().trouble is None
        computer.way.on(("/nowhere/posture-pal",))
        told = computer.way.entry().trouble
        assert told is not None
        assert "/nowhere/posture-pal" in told
        assert "posture-pal autostart on" in told
        assert computer.way.entry().place in told
        computer.way.off()
        assert computer.way.entry().trouble is None

    def test_what_was_switched_off_elsewhere_is_off_until_it_is_asked_for(self, computer: Computer) -> None:
        computer.way.on((HERE,))
        computer.switch_off_elsewhere()
        entry = computer.way.entry()
        assert not entry.starts
        assert "off" in entry.remark
        computer.way.on((HERE,))
        assert computer.way.entry().starts

    def test_what_the_administrator_starts_is_told_as_that(self, computer: Computer) -> None:
        computer.administrator_starts(HERE)
        entry = computer.way.entry()
        assert (entry.starts, entry.command) == (True, (HERE,))
        assert "everybody" in entry.remark
