"""What a running process costs: its memory as the kernel counts it, its threads, how often it wakes."""

from __future__ import annotations

import re
import sys
import time
from dataclasses import dataclass
from pathlib import Path

_MAPPING = re.compile(r"^[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ \S+\s*(?P<file>.*)$")


@dataclass(frozen=True, slots=True)
class Memory:
    """Memory in MiB.

    rss: all that is mapped in. pss: the same, with what is shared divided by how many share it. uss: what it
    would give back by ending. alone: pss as it would be were no other Python running on the machine.
    """

    rss: float
    pss: float
    uss: float
    alone: float


def memory(pid: int) -> Memory:
    """The memory of a process now. Raises ProcessLookupError when it has ended."""
    rss = pss = uss = alone = 0
    ours = False
    for line in Path(f"/proc/{pid}/smaps").read_text().splitlines():
        if mapping := _MAPPING.match(line):
            ours = mapping["file"].startswith((sys.base_prefix, sys.prefix)) or "python3" in mapping["file"]
            continue
        name, _, rest = line.partition(":")
        if name == "Rss":
            rss += int(rest.split()[0])
            alone += int(rest.split()[0]) if ours else 0
        elif name == "Pss":
            pss += int(rest.split()[0])
            alone += 0 if ours else int(rest.split()[0])
        elif name in ("Private_Clean", "Private_Dirty"):
            uss += int(rest.split()[0])
    if not rss:
        raise ProcessLookupError(pid)
    return Memory(rss / 1024, pss / 1024, uss / 1024, alone / 1024)


def pss(pid: int) -> float:
    """Proportional memory of a process in MiB."""
    return memory(pid).pss


def uss(pid: int) -> float:
    """Memory in MiB that a process has for itself."""
    return memory(pid).uss


def family(pid: int) -> list[int]:
    """A process and all that it has started and that still lives."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:  # ended meanwhile
            continue
        parents.setdefault(parent, []).append(int(entry.name))
    found = [pid]
    for one in found:
        found += parents.get(one, [])
    return found


def descriptors(pid: int) -> int:
    """How many files, sockets and pipes a process has open."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def threads(pid: int) -> int:
    """How many threads a process has."""
    return len(list(Path(f"/proc/{pid}/task").iterdir()))


def switches(pid: int) -> dict[int, int]:
    """How often each thread of a process has given up the processor by itself, since it began."""
    counted = {}
    for task in Path(f"/proc/{pid}/task").iterdir():
        status = (task / "status").read_text()
        counted[int(task.name)] = int(status.split("\nvoluntary_ctxt_switches:")[1].split()[0])
    return counted


@dataclass(frozen=True, slots=True)
class Waking:
    """How a process woke up over a while, a second.

    switches: voluntary context switches of all its threads; one piece of work that two threads hand to each
    other counts several times. moments: tenths of a second in which there was any, which is what keeps a
    processor from its deeper sleep.
    """

    switches: float
    moments: float


def waking(pid: int, seconds: float) -> Waking:
    """Watches a process for that many seconds from now."""
    first = before = switches(pid)
    moments = 0
    for _ in range(round(seconds * 10)):
        time.sleep(0.1)
        now = switches(pid)
        moments += now != before
        before = now
    counted = sum(count - first.get(thread, 0) for thread, count in before.items())
    return Waking(counted / seconds, moments / seconds)


def wakeups(pid: int, seconds: float) -> float:
    """Voluntary context switches a second, over that many seconds from now, all threads together."""
    return waking(pid, seconds).switches


def exact_processor_seconds(pid: int) -> float:
    """Processor time in seconds of the threads that live now, as the scheduler counts it: in nanoseconds."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


def processor_seconds(pid: int) -> float:
    """Processor time in seconds that a process has used since it began."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100
