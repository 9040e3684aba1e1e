"""Other programs of this kind that are installed here, measured in the same way: `make bench-peers`."""

from __future__ import annotations

import shutil

from desktop.virtual_desktop import VirtualDesktop

from bench import resident
from bench.resident import speaks_to_the_panel

PEERS = {
    "workrave": ["workrave"],
    "safeeyes": ["safeeyes"],
    "rsibreak": ["rsibreak"],
}


def is_seen_in_the_tray(desktop: VirtualDesktop) -> bool:
    """Whether an icon is there of either kind; the older ones put a window into the tray, which grows."""
    tray = desktop.screen.tray()
    return speaks_to_the_panel(desktop) or (tray is not None and tray.width > 20)


def main() -> None:
    """One line for ours and for each that is installed."""
    present = {name: argv for name, argv in PEERS.items() if shutil.which(argv[0])}
    absent = sorted(set(PEERS) - set(present))
    if absent:
        print(
            f"not installed, so not measured: {', '.join(absent)} (sudo apt-get install {' '.join(absent)})"
        )
    print(f"{'':<16}{'start':>9}{'PSS':>11}{'alone':>11}{'USS':>11}{'wake-ups':>11}{'threads':>9}")
    for name, argv in {"posture-pal": [str(resident.PROGRAM)], **present}.items():
        sitting = resident.measure(name, argv, is_seen_in_the_tray)
        held = sitting.memory
        print(
            f"{name:<16}{sitting.start:7.2f} s{held.pss:7.1f} MiB{held.alone:7.1f} MiB{held.uss:7.1f} MiB"
            f"{sitting.waking.switches:8.2f} /s{sitting.threads:9d}"
        )


if __name__ == "__main__":
    main()
