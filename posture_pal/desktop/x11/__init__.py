"""The few words of the X protocol that this program needs, spoken over the display's own socket."""
