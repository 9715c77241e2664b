"""Logs of other systems: how a map says what their rows mean, and what they come to here."""
