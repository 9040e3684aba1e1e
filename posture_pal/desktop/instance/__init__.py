"""One running program a person, reached by commands over a private local socket."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from posture_pal.desktop.instance.base import AlreadyRunning, Answer, Server

__all__ = ["AlreadyRunning", "Answer", "Server", "ask", "serve"]


def serve(path: Path, answer: Answer) -> Server:
    """Becomes the one running program of this person, and answers commands from a thread of its own.

    path: where to listen, in a private folder. Raises AlreadyRunning, and Unavailable.
    """
    if sys.platform == "win32":
        from posture_pal.desktop.instance.windows_pipe import PipeServer

        return PipeServer(path, answer)
    from posture_pal.desktop.instance.unix_socket import UnixServer

    return UnixServer(path, answer)


def ask(path: Path, request: dict[str, Any], timeout: float = 5.0) -> dict[str, Any]:
    """Asks the running program, and returns its answer.

    timeout: seconds for all of it. Raises NotRunning when nobody listens, Unavailable when somebody does and
    gives no answer, ValueError for a request longer than 64 KiB.
    """
    if sys.platform == "win32":
        from posture_pal.desktop.instance import windows_pipe

        return windows_pipe.ask(path, request, timeout)
    from posture_pal.desktop.instance import unix_asking

    return unix_asking.ask(path, request, timeout)
