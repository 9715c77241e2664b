"""What marks a database as ours, and in which format its ledgers are; known without any toolkit."""

from typing import Final

FORMAT: Final = 1
"""The format of tables, chain and events that this engine reads and writes."""

APPLICATION_ID: Final = 0x57414C54
"""Marks an SQLite file as ours: `WALT`."""

WAIT_SECONDS: Final = 30
"""How long one waits for a writer to end."""
