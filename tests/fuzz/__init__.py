"""Everything that the program reads from others, fed with what nobody would write."""
