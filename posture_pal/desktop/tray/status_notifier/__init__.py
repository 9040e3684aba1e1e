"""The tray of the desktops of Linux: a StatusNotifierItem with a dbusmenu, spoken over D-Bus."""
