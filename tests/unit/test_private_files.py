"""What is written is for nobody else, whatever the umask, and is there wholly or not at all."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from posture_pal import private_files

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights; run it on Linux")


@pytest.fixture(autouse=True)
def open_to_all() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_folder_and_all_that_was_missing_above_it_are_private(tmp_path: Path) -> None:
    private_files.make_folder(tmp_path / "a/b/c")
    assert [mode(tmp_path / one) for one in ("a", "a/b", "a/b/c")] == [0o700] * 3


def test_a_folder_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir(mode=0o755)
    private_files.make_folder(tmp_path / "a")
    private_files.make_folder(tmp_path / "a/b")
    assert (mode(tmp_path / "a"), mode(tmp_path / "a/b")) == (0o755, 0o700)


def test_a_file_in_the_place_of_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    for folder in (tmp_path / "a", tmp_path / "a/b"):
        with pytest.raises(NotADirectoryError):
            private_files.make_folder(folder)


def test_a_file_is_private_and_another_takes_its_place_whole(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    private_files.write(file, b"one")
    private_files.write(file, b"another")
    assert (file.read_bytes(), mode(file)) == (b"another", 0o600)
    assert list(tmp_path.iterdir()) == [file]


def test_what_was_there_stays_when_the_new_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "page.html").mkdir()
    with pytest.raises(OSError, match="directory"):
        private_files.write(tmp_path / "page.html", b"one")
    assert [one.name for one in tmp_path.iterdir()] == ["page.html"]


def test_a_link_that_waits_at_the_name_is_replaced_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "theirs").write_text("kept")
    (tmp_path / "page.html").symlink_to(tmp_path / "theirs")
    (tmp_path / f".page.html.{os.getpid()}.new").symlink_to(tmp_path / "theirs")
    private_files.write(tmp_path / "page.html", b"ours")
    assert (tmp_path / "theirs").read_text() == "kept"
    assert (tmp_path / "page.html").read_text() == "ours"
