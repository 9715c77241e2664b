"""The events by theme; `ledger.core.events` is the whole list."""
