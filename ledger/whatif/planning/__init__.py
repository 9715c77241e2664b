"""How to get an amount to somebody by a moment: found by asking, never by rules of its own."""
