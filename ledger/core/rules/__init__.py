"""One file per family of commands: its rules in order of precedence, and what happens if all pass."""
