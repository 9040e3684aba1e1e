"""A Debian that has never heard of Python: a folder, a shell in it, and what a test says to that shell."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from desktop.waiting import wait_for

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "build" / "install"
SUITE, MIRROR = "bookworm", "http://deb.debian.org/debian"
TOOLS = {"mmdebstrap": "mmdebstrap", "bwrap": "bubblewrap", "dpkg-deb": "dpkg", "setpriv": "util-linux"}


def why_not() -> str | None:
    """Why there can be no such system here, and what brings it in; None when there can."""
    absent = [package for program, package in TOOLS.items() if shutil.which(program) is None]
    if absent:
        return f"wants: sudo apt-get install --no-install-recommends {' '.join(absent)}"
    allowed = subprocess.run(
        ["bwrap", "--bind", "/", "/", "--unshare-pid", "true"], capture_output=True, text=True, check=False
    )
    return f"no folder can be made into a system here: {allowed.stderr}" if allowed.returncode else None


def image(packages: Sequence[str]) -> Path:
    """A smallest Debian with these packages, as an archive; fetched once from Debian's own mirror."""
    name = hashlib.sha256(" ".join([SUITE, *sorted(packages)]).encode()).hexdigest()[:12]
    archive = KEPT / f"{SUITE}-{name}.tar"
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "debian.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not archive.exists():
            unfinished = archive.with_suffix(".unfinished.tar")
            done = subprocess.run(
                [
                    *("mmdebstrap", "--variant=essential", f"--include={','.join(packages)}"),
                    *(SUITE, str(unfinished), MIRROR),
                ],
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr
            unfinished.rename(archive)
    return archive


class Done(NamedTuple):
    """How a command ended, and all that it said."""

    code: int
    said: str


class Debian:
    """A context manager: a system of its own in a folder, with one person, `pat`, and the root of it.

    packages: what is there besides the essential ones. shares: folders of this machine that it sees as well.
    """

    def __init__(self, packages: Sequence[str], shares: Sequence[Path] = ()) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pp-debian-", dir="/var/tmp"))
        self.root = self.folder / "root"
        self._talk = self.folder / "talk"
        self._talk.mkdir()
        self._count = 0
        self.root.mkdir()
        subprocess.run(
            [
                *("tar", "--extract", f"--file={image(packages)}", f"--directory={self.root}"),
                *("--exclude=./dev/*", "--no-same-owner"),
            ],
            check=True,
        )
        for folder in ("talk", "home/pat"):
            (self.root / folder).mkdir(parents=True)
        shared = [word for share in shares for word in ("--bind", str(share), str(share))]
        self._shell = subprocess.Popen(
            [
                *(
                    "setpriv",
                    "--pdeathsig",
                    "KILL",
                    "bwrap",
                    "--die-with-parent",
                    "--unshare-pid",
                    "--unshare-ipc",
                ),
                *("--unshare-user", "--uid", "0", "--gid", "0", "--hostname", "clean", "--unshare-uts"),
                *("--bind", str(self.root), "/", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"),
                *("--bind", str(self._talk), "/talk", *shared, "--clearenv"),
                *("--setenv", "PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "--setenv", "HOME", "/home/pat"),
                *("--setenv", "LANG", "C.UTF-8", "--chdir", "/home/pat", "/bin/sh"),
            ],
            stdin=subprocess.PIPE,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._shell.kill()  # and with it all that runs in it
        self._shell.wait(10)
        assert self._shell.stdin
        self._shell.stdin.close()
        shutil.rmtree(self.folder)

    @property
    def home(self) -> Path:
        """The person's home, seen from outside."""
        return self.root / "home" / "pat"

    def run(self, *words: str | Path, check: bool = True, deadline: float = 60.0) -> Done:
        """Runs a command there to its end. Raises AssertionError, with what it said, if that failed."""
        self._count += 1
        said, code = self._talk / f"{self._count}.said", self._talk / f"{self._count}.code"
        inside = f"/talk/{self._count}"
        self._tell(f"{shlex.join(map(str, words))} >{inside}.said 2>&1 </dev/null; echo $? >{inside}.new;")
        self._tell(f"mv {inside}.new {inside}.code")
        wait_for(
            code.exists, deadline, f"the end of {words}", explain=lambda: said.read_text(errors="replace")
        )
        done = Done(int(code.read_text()), said.read_text(errors="replace"))
        assert not (check and done.code), f"{words} ended with {done.code}:\n{done.said}"
        return done

    def start(self, name: str, *words: str | Path, env: dict[str, str] | None = None) -> None:
        """Starts a program there that goes on by itself; `said(name)` is what it has said so far."""
        variables = [f"{key}={value}" for key, value in (env or {}).items()]
        self._tell(f"{shlex.join(['env', *variables, *map(str, words)])} >/talk/{name} 2>&1 </dev/null &")

    def said(self, name: str) -> str:
        return (self._talk / name).read_text(errors="replace")

    def put(self, file: Path) -> str:
        """Copies a file of this machine there, and says where it is."""
        shutil.copy(file, self.root / "var" / "tmp" / file.name)
        return f"/var/tmp/{file.name}"

    def _tell(self, line: str) -> None:
        assert self._shell.stdin
        os.write(self._shell.stdin.fileno(), f"{line}\n".encode())
