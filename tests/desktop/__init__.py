"""A real Linux desktop without a screen, and what the program does on it."""
