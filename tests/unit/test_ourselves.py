"""How the program is started once more, whichever way it came onto the computer."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from posture_pal import ourselves
from posture_pal.errors import Unavailable

ROOT = Path(__file__).parents[2]


def test_a_part_of_the_program_is_started_by_the_python_that_runs() -> None:
    done = subprocess.run(ourselves.command("--version"), capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Posture Pal ")


def test_nothing_else_says_how_the_program_is_started() -> None:
    told = [
        str(file)
        for file in (ROOT / "posture_pal").rglob("*.py")
        if "sys.executable" in file.read_text() and file.name != "ourselves.py"
    ]
    assert not told, "start it through posture_pal.ourselves, which knows a built program too"


def _script(file: Path) -> Path:
    """What pip writes for an installed command."""
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = (f"#!{sys.executable}", "import sys", "from posture_pal.cli import main", "sys.exit(main())")
    file.write_text("\n".join(lines) + "\n")
    file.chmod(0o755)
    return file


def _started(tmp_path: Path, *words: str | Path, **more: str) -> list[str]:
    """What such a program has the system start at login, as its entry then says."""
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), **more}
    done = subprocess.run(
        [*map(str, words), "autostart", "on"],
        env=env,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    entry = (tmp_path / ".config/autostart/posture-pal.desktop").read_text()
    line = next(line for line in entry.splitlines() if line.startswith("Exec="))
    return line.removeprefix("Exec=").split()


def test_a_virtual_environment_is_started_by_its_own_script(tmp_path: Path) -> None:
    script = _script(tmp_path / "venv/bin/posture-pal")
    assert _started(tmp_path, script) == [str(script)]
    assert _started(tmp_path, "venv/bin/posture-pal") == [str(script)]


def test_what_pip_put_into_the_home_is_started_by_its_script(tmp_path: Path) -> None:
    script = _script(tmp_path / ".local/bin/posture-pal")
    path = f"{script.parent}:{os.environ['PATH']}"
    assert _started(tmp_path, "posture-pal", PATH=path) == [str(script)]


def test_what_pipx_installed_is_started_by_its_link_which_outlives_an_upgrade(tmp_path: Path) -> None:
    script = _script(tmp_path / ".local/pipx/venvs/posture-pal/bin/posture-pal")
    link = tmp_path / ".local/bin/posture-pal"
    link.parent.mkdir()
    link.symlink_to(script)
    assert _started(tmp_path, link) == [str(link)]


def test_a_module_is_started_by_its_python(tmp_path: Path) -> None:
    assert _started(tmp_path, sys.executable, "-m", "posture_pal") == [sys.executable, "-m", "posture_pal"]


def test_a_built_program_is_started_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/posture-pal/posture-pal")
    assert ourselves.at_login() == ("/opt/posture-pal/posture-pal",)


def test_on_windows_what_has_no_console_is_started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python.exe"))
    monkeypatch.setattr(sys, "argv", [str(_script(tmp_path / "posture-pal"))])
    (tmp_path / "pythonw.exe").touch()
    assert ourselves.at_login() == (str(tmp_path / "pythonw.exe"), "-m", "posture_pal")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "posture-pal.exe"))
    assert ourselves.at_login() == (str(tmp_path / "posture-pal.exe"),)
    (tmp_path / "posture-pal-tray.exe").touch()
    assert ourselves.at_login() == (str(tmp_path / "posture-pal-tray.exe"),)


def test_a_program_that_is_found_only_where_it_stands_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", [str(ROOT / "posture_pal" / "__main__.py")])
    monkeypatch.setattr(sys, "path", ["", "/nowhere", str(ROOT)])
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    with pytest.raises(Unavailable, match=r"pip install"):
        ourselves.at_login()
