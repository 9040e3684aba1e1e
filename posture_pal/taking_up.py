"""Notices that a clinic's programme has come into force, or is in force no longer, and writes it down.

It is noticed wherever a plan is taken up: when the running program is told, and at the start for what was
asked for while it did not run. So both are facts, however they came about.
"""

from __future__ import annotations

from posture_pal.turn import Turn


def take_up(turn: Turn) -> bool:
    """Says which programme is no longer in force and which one is from now on; whether either is news."""
    before, new = turn.state.programme, turn.plan.programme
    if before == (new and new.id):
        return False
    since = turn.plan.programme_since
    on = since.isoformat() if since is not None and since < turn.now.day else None
    if before is not None:
        turn.record("programme_removed", programme=before, on=on)
    if new is not None:
        turn.record(
            "programme_used",
            programme=new.id,
            title=new.title,
            author=new.author,
            starts=new.starts.isoformat(),
            ends=new.ends.isoformat(),
            on=on,
        )
    turn.change(programme=new and new.id)
    return True
