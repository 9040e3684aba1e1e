"""Asks the running program something, and says why where it did not do it."""

from __future__ import annotations

from typing import Any

from posture_pal.errors import PosturePalError


class Refused(PosturePalError):
    """The running program did not do what was asked; the message says why, and it says the exit code."""

    def __init__(self, why: str, exit_code: int) -> None:
        self.exit_code = exit_code
        super().__init__(why)


def ask(*words: str) -> dict[str, Any]:
    """What the running program answers to a command. Raises Refused, and NotRunning where none runs."""
    from posture_pal import paths
    from posture_pal.desktop import instance

    answer = instance.ask(paths.socket_path(), {"do": list(words)})
    if not answer.get("ok"):
        why = str(answer.get("say") or "The running program did not understand.")
        raise Refused(why, int(answer.get("exit_code", Refused.exit_code)))
    return answer
