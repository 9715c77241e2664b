"""The command line and composition root: the only place that meets the terminal and the clock."""
