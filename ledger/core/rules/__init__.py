"""One file per family of commands: its rules in order, and what happens if all pass."""
