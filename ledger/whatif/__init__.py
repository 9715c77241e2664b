"""What would happen: forks, headroom, plans and comparisons that change nothing."""
