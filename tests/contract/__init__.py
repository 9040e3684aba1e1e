"""One suite per protocol, run on every backend that can serve."""
