"""What the program costs the person who keeps it running all day: `make bench`."""
