"""One running program a person, reached by commands over a private local socket."""
