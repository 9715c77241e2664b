"""Tools that test the tests: what scenarios exercise, what they would notice, smallest failures."""
