"""Commands that ask what would be: explain, ask, plan, compare."""
