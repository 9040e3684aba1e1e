"""Other programs of this kind beside ours, on one desktop, each in its turn: `make bench-peers`.

What is missing of them is installed from Debian first, where that can be done without asking. Names of
programs measure these alone.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import time
from dataclasses import dataclass

from desktop.virtual_desktop import VirtualDesktop
from desktop.waiting import NeverHappened, wait_for

from bench import debian, install, procs, resident
from bench.resident import IDLE, PROGRAM, SETTLES, speaks_to_the_panel

OURS = "posture-pal"
PEERS: dict[str, tuple[str, ...]] = {
    "workrave": ("workrave",),
    "safeeyes": ("safeeyes", "gir1.2-ayatanaappindicator3-0.1", "xprintidle"),
    "rsibreak": ("rsibreak",),
}
"""Each program, and the packages without which it is not what its users have."""
STARTS = 5


@dataclass(frozen=True, slots=True)
class Row:
    """What one program costs, all its processes together; the units are in HEADS."""

    version: str
    starts: tuple[float, ...]
    start_processor: float
    memory: procs.Memory
    wakeups: float
    processor: float
    threads: int
    descriptors: int
    own_size: float
    whole_size: float

    def figures(self) -> list[float]:
        """The figures in the order of HEADS."""
        held = self.memory
        start = statistics.median(self.starts[1:])
        while_idle = [held.pss, held.uss, held.alone, self.wakeups, self.processor]
        counts = [float(self.threads), float(self.descriptors)]
        return [*while_idle, start, self.start_processor, *counts, self.own_size, self.whole_size]


HEADS = (
    *("PSS, MiB", "USS, MiB", "alone, MiB", "wake-ups/s", "CPU s/idle h", "start, s", "of it CPU, s"),
    *("threads", "descriptors", "itself, MiB", "with needs, MiB"),
)
PLACES = (1, 1, 1, 2, 2, 2, 2, 0, 0, 1, 1)


def is_seen_in_the_tray(desktop: VirtualDesktop) -> bool:
    """Whether an icon is there of either kind; the older ones put a window into the tray, which grows."""
    tray = desktop.screen.tray()
    return speaks_to_the_panel(desktop) or (tray is not None and tray.width > 20)


def measure(desktop: VirtualDesktop, name: str, program: str) -> Row:
    """Starts a program several times and leaves the last one alone for the idle window, then ends it."""
    starts, worked = [], []
    for turn in range(STARTS):
        begin = time.perf_counter()
        process = desktop.spawn([program])
        wait_for(lambda: is_seen_in_the_tray(desktop), 60, "an icon", explain=desktop.output, every=0.005)
        starts.append(time.perf_counter() - begin)
        worked.append(sum(map(procs.exact_processor_seconds, procs.family(process.pid))))
        if turn < STARTS - 1:
            _end(desktop)
    time.sleep(SETTLES)
    row = _idle(name, process.pid, tuple(starts), statistics.median(worked[1:]))
    _end(desktop)
    return row


def _idle(name: str, pid: int, starts: tuple[float, ...], worked: float) -> Row:
    before = {one: (procs.switches(one), procs.exact_processor_seconds(one)) for one in procs.family(pid)}
    time.sleep(IDLE)
    woken = busy = 0.0
    for one, (switches, seconds) in before.items():
        woken += sum(count - switches.get(thread, 0) for thread, count in procs.switches(one).items())
        busy += procs.exact_processor_seconds(one) - seconds
    held = [procs.memory(one) for one in before]
    memory = procs.Memory(*(sum(part) for part in zip(*map(_parts, held), strict=True)))
    counted = sum(map(procs.threads, before)), sum(map(procs.descriptors, before))
    hourly = busy * 3600 / IDLE
    return Row(_version(name), starts, worked, memory, woken / IDLE, hourly, *counted, *_sizes(name))


def _parts(held: procs.Memory) -> tuple[float, ...]:
    return held.rss, held.pss, held.uss, held.alone


def _end(desktop: VirtualDesktop) -> None:
    desktop.processes.end("program")
    wait_for(lambda: not is_seen_in_the_tray(desktop), 20, "the end of the icon", explain=desktop.output)


def _version(name: str) -> str:
    from posture_pal import __version__

    return __version__ if name == OURS else debian.version(name)


def _sizes(name: str) -> tuple[float, float]:
    if name == OURS:
        installed = install.measure()
        return installed.parts["posture_pal"], installed.everything
    return debian.size(name), debian.size_with_needs(PEERS[name])


def show(rows: dict[str, Row]) -> None:
    """The table, as Markdown, and how many times ours each of the others takes."""
    ours = rows[OURS].figures()
    print(f"\n| | version | {' | '.join(HEADS)} |\n|---|---|{'---:|' * len(HEADS)}")
    for name, row in rows.items():
        cells = [f"{value:.{places}f}" for value, places in zip(row.figures(), PLACES, strict=True)]
        print(f"| {name} | {row.version} | {' | '.join(cells)} |")
    for name, row in rows.items():
        if name != OURS:
            ratios = [
                f"{value / own:.1f} x" if own else "-" for value, own in zip(row.figures(), ours, strict=True)
            ]
            print(f"| {name} / ours | | {' | '.join(ratios)} |")
    print("\nstarts, s, the first with an empty home:")
    for name, row in rows.items():
        print(f"  {name:<14}{'  '.join(f'{seconds:.2f}' for seconds in row.starts)}")


def main(wanted: list[str]) -> int:
    """Measures ours and all that can be had, or those named; 2 for a name that is none."""
    if unknown := set(wanted) - set(PEERS):
        print(f"no such program: {', '.join(unknown)}; there are {', '.join(PEERS)}", file=sys.stderr)
        return 2
    chosen = {name: PEERS[name] for name in wanted or PEERS}
    said = debian.install([package for packages in chosen.values() for package in packages])
    if said:
        print(said, flush=True)
    rows: dict[str, Row] = {}
    with VirtualDesktop() as desktop:
        print(f"one desktop for all, {IDLE:.0f} s idle each (BENCH_IDLE)", flush=True)
        for name in (OURS, *chosen):
            program = str(PROGRAM) if name == OURS else shutil.which(name)
            if program is None:
                continue
            try:
                rows[name] = measure(desktop, name, program)
            except NeverHappened as why:
                print(f"{name} could not be measured: {why}")
                desktop.processes.end("program")
    show(rows)
    print(f"\nour Python doing nothing: {resident.bare_interpreter().memory.alone:.1f} MiB alone")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
