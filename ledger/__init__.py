"""A ledger that simulates the medical-insurance wallet: commands in, events or refusals out."""

__version__ = "0.1.0"
