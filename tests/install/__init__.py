"""What people install, built from this tree and tried where nothing else of it is."""
