"""The window that shows everything a clinic's programme would do, before anything changes."""
