"""Starting with the person's session, each system in its own way."""
