"""D-Bus, over which the desktops of Linux are spoken to: one connection for everything in the program."""

from posture_pal.desktop.bus.connection import Bus
from posture_pal.desktop.bus.following import Signal, follow, nothing
from posture_pal.desktop.bus.objects import BusError, unknown_method
from posture_pal.desktop.bus.report import Report
from posture_pal.desktop.bus.signals import Undo

__all__ = ["Bus", "BusError", "Report", "Signal", "Undo", "follow", "nothing", "unknown_method"]
