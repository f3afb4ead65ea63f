"""The command `stilla`."""
