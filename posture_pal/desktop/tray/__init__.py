"""The icon in the tray and its menu, through pystray on every platform."""
