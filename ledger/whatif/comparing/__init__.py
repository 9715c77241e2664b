"""Two histories side by side: another policy, another reading, another program."""
