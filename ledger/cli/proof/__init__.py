"""Commands that test the tests, the program and the machine."""
