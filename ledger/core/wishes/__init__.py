"""The commands by theme; `ledger.core.commands` is the whole list."""
