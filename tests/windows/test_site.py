"""The site's file on Windows: where it is looked for, and whose it has to be to be believed."""

from __future__ import annotations

import pytest

from windows.computer import WindowsComputer
from windows.test_parts import asked

pytestmark = pytest.mark.windows(deadline=300)


def test_it_is_looked_for_where_the_manual_says(computer: WindowsComputer) -> None:
    places = asked(
        computer,
        "import os\n"
        "os.environ.pop('POSTURE_PAL_HOME', None)\n"
        "from posture_pal import paths\n"
        "print(json.dumps([str(paths.site_place()), str(paths.user_config())]))",
    )
    assert places[0] == r"C:\ProgramData\posture-pal\config.toml"
    assert places[1].endswith(r"\AppData\Local\posture-pal\config.toml")


def test_the_persons_own_file_is_believed_and_a_strangers_is_not(computer: WindowsComputer) -> None:
    ours, stranger, owner = asked(
        computer,
        "import pathlib, tempfile\n"
        "from posture_pal.desktop import windows_owner, writers\n"
        "file = pathlib.Path(tempfile.mkdtemp()) / 'config.toml'\n"
        "file.write_text('')\n"
        "ours, owner = writers.why_not_trusted(file), windows_owner.of_file(file)\n"
        "windows_owner.ourselves = lambda: set()\n"  # as for another person, who looks at the same file
        "print(json.dumps([ours, writers.why_not_trusted(file), owner]))",
    )
    assert ours is None
    assert owner.startswith("S-1-5-21-")
    assert f"belongs to the user {owner}" in stranger
    assert "icacls" in stranger


def test_a_file_that_is_gone_is_no_crash(computer: WindowsComputer) -> None:
    assert (
        asked(
            computer,
            "import pathlib\n"
            "from posture_pal.config_files import read\n"
            "print(json.dumps(read('site', pathlib.Path('C:/nothing/config.toml'))))",
        )
        is None
    )
