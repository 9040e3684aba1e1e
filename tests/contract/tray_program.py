"""A program that is nothing but a tray, for a real panel: prints what is chosen, shows what it reads.

Each line read is a JSON object of contract.tray_stage.face's words. Ends with its input.
"""

from __future__ import annotations

import json
import sys

from contract.tray_stage import face
from posture_pal.desktop.bus import Bus
from posture_pal.desktop.tray.status_notifier.tray import StatusNotifierTray


def main() -> None:
    bus = Bus.session()
    tray = StatusNotifierTray(bus)
    tray.start(face(), lambda command: print(*command, flush=True))  # noqa: T201 - this is how it tells
    for line in sys.stdin:
        tray.show(face(**json.loads(line)))
    tray.close()
    bus.close()


if __name__ == "__main__":
    main()
