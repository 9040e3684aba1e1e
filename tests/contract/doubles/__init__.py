"""The other ends of the protocols, written from their specifications, that do what a test says."""
