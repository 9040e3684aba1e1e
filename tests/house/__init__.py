"""The rules that keep the code a house one would live in, read from the code itself."""
