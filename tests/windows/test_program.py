"""The real program on Windows: its icon, its menu, its balloons, its commands, its record, its end."""

from __future__ import annotations

import pytest

from windows import kit
from windows.computer import PERSON, RUN, WindowsComputer
from windows.program import SHORT, Program

WALK = """\
[[reminder]]
name = "walk"
message = "Füße vertreten"
kind = "break"
every = "50 min"
lasts = "5 min"
"""
SOON = """\
[[reminder]]
name = "look"
kind = "posture"
every = "2 s"
lasts = "30 s"
routine = "posture_checks"
"""
IDENTITY = r"HKCU\Software\Classes\AppUserModelId\PosturePal.PosturePal"

BALLOON_CLICKED = (0x0400 + 11, 0, 0x0405)
"""What Windows sends to the icon: the message as pystray numbers it, the icon, NIN_BALLOONUSERCLICK."""
QUERY_END_SESSION, END_SESSION = 0x0011, 0x0016

pytestmark = pytest.mark.windows(deadline=300)


def test_a_first_start_greets_and_keeps_everything_in_the_persons_own_folder(
    computer: WindowsComputer,
) -> None:
    computer.forget()
    program = Program(computer, None)
    try:
        program.start()
        program.wait_for(computer.balloons, what="the welcome")
        assert program.facts()[0].name == "started"
        assert (program.data / "config.toml").exists()
        assert f"\\{PERSON}\\AppData\\Local\\posture-pal" in program.cli("data", "path").stdout
        program.quit()
        assert program.facts()[-1].name == "stopped"
    finally:
        program.kill()


def test_a_prompt_is_a_balloon_and_a_left_click_opens_the_menu_that_answers_it(program: Program) -> None:
    program.configure(SHORT + WALK).start()
    assert program.cli("start", "walk").stdout == "On screen: walk.\n"
    program.wait_for(program.computer.balloons, what="the balloon")
    menu = program.open_menu(button=1)
    program.click_entry(menu, 2)
    done = program.fact("done")
    assert (done.reminder, done.details["evidence"]) == ("walk", "self_report")
    program.wait_for(lambda: not program.computer.balloons(), what="the end of the balloon")


def test_done_from_the_command_line_is_written_down_and_counted(program: Program) -> None:
    program.configure(SHORT + WALK).start()
    program.cli("start", "walk")
    assert program.cli("done").stdout == "Done: walk.\n"
    assert program.fact("done").reminder == "walk"
    assert "Today: 1 of 1 done" in program.cli("status").stdout
    assert [fact.name for fact in program.facts()][:3] == ["started", "prompted", "done"]


def test_a_click_on_the_balloon_opens_the_window_and_enter_takes_it_to_its_end(program: Program) -> None:
    program.configure(SHORT.replace("guided = false", "guided = true") + SOON).start()
    program.wait_for(program.computer.balloons, what="the balloon")
    program.tell_icon(BALLOON_CLICKED)  # Wine's balloons tell of no click
    program.wait_for(lambda: program.computer.window("Posture Pal"), 60, "the window")
    for _ in range(12):
        if program.facts("done"):
            break
        program.computer.screen.keys("Return")
        program.computer.screen.xdotool("sleep", 0.3)
    assert program.fact("done").details["evidence"] == "self_report"


def test_a_second_start_hands_over_to_the_first_and_ends_well(program: Program) -> None:
    program.configure(SHORT + WALK).start()
    second = program.computer.start(program.script, env=program.env)
    assert second.ended(60) == 0
    assert "Posture Pal runs already" in second.said
    assert len(program.facts("started")) == 1


def test_the_doctor_says_what_serves_and_what_this_windows_lacks(program: Program) -> None:
    program.configure(SHORT + WALK)
    told = program.cli("doctor").stdout
    assert "✓ tray           notification area" in told
    assert "✓ notifications  balloon" in told
    assert "not toast: This Windows has no toasts" in told
    assert "✓ presence       windows" in told


def test_the_program_is_known_to_windows_by_name_and_icon(program: Program) -> None:
    program.configure(SHORT + WALK).start()
    computer = program.computer
    assert computer.registry(IDENTITY, "DisplayName") == "Posture Pal"
    icon = computer.registry(IDENTITY, "IconUri")
    assert icon is not None
    assert kit.unix_path(icon).read_bytes().startswith(b"\x89PNG")


def test_being_started_at_login_is_written_to_the_registry_and_read_back(computer: WindowsComputer) -> None:
    program = Program(computer, None)
    assert program.cli("autostart", "on").returncode == 0
    line = computer.registry(RUN, "Posture Pal")
    assert line is not None
    assert "posture_pal" in line or "posture-pal" in line
    assert program.cli("autostart", "status").returncode == 0
    assert program.cli("autostart", "off").returncode == 0
    assert computer.registry(RUN, "Posture Pal") is None


def test_logging_out_is_no_crash(program: Program) -> None:
    program.configure(SHORT + WALK).start()
    assert 1 in program.tell_icon((QUERY_END_SESSION, 0, 0), (END_SESSION, 1, 0))
    assert program.started is not None
    assert program.started.ended(60) == 0
    assert program.facts()[-1].name == "stopped"


def test_what_is_printed_into_a_pipe_is_utf_8(program: Program) -> None:
    program.configure(SHORT + WALK)
    assert "Füße vertreten" in program.cli("config", "show").stdout
    assert "Zuhause ümlaut" in program.cli("config", "path").stdout
