"""What to do next: nothing twice in a day while something else remains, what has long not moved first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from posture_pal.catalogue.entries import Entry, Moved, Routine

NEVER = -1


def choose_next(
    routine: Routine, history: Sequence[Moved], avoid_tags: Collection[str], day: date
) -> Entry | None:
    """The routine's next entry on that local day, or None when every one of them is to be avoided.

    history: what was done before, oldest first, from this routine and from others. The same arguments give
    the same answer. Least done today comes first, then the region moved longest ago, then the entry done
    longest ago, then the routine's own order, begun at another place each day.
    """
    unwanted = frozenset(avoid_tags)
    allowed = [entry for entry in routine.items if not unwanted & entry.tags]
    if not allowed:
        return None
    today: dict[str, int] = {}
    region_moved: dict[str, int] = {}
    last_done: dict[str, int] = {}
    for position, past in enumerate(history):
        last_done[past.entry.id] = position
        region_moved[past.entry.region] = position
        if past.day == day:
            today[past.entry.id] = today.get(past.entry.id, 0) + 1

    def turn(place: int) -> tuple[int, int, int, int]:
        entry = allowed[place]
        return (
            today.get(entry.id, 0),
            region_moved.get(entry.region, NEVER),
            last_done.get(entry.id, NEVER),
            (place - day.toordinal()) % len(allowed),
        )

    return allowed[min(range(len(allowed)), key=turn)]


def session(
    routine: Routine, history: Sequence[Moved], avoid_tags: Collection[str], day: date
) -> tuple[Entry, ...]:
    """One session of the routine: all of it in its own order, or as many entries as it takes at a time."""
    unwanted = frozenset(avoid_tags)
    allowed = tuple(entry for entry in routine.items if not unwanted & entry.tags)
    if routine.per_session is None or routine.per_session >= len(allowed):
        return allowed
    chosen: list[Entry] = []
    told = list(history)
    while len(chosen) < routine.per_session:
        entry = choose_next(routine, told, avoid_tags, day)
        if entry is None or entry in chosen:
            break
        chosen.append(entry)
        told.append(Moved(entry, day))
    return tuple(chosen)
