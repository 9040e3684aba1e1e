"""Posture Pal: desk reminders that know when to stay quiet and count honestly."""

__version__ = "0.1.0"
