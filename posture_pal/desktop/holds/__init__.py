"""Reasons to stay quiet that the desktop knows: do not disturb, a full screen, a call."""
