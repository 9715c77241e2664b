"""What events share: their tag, and the shapes of shares and debts."""

from typing import TypeAlias

TAG = "event"
"""The field that carries an event's stored name."""

Share: TypeAlias = tuple[str, int]
"""An account and the fen it paid."""

Owed: TypeAlias = tuple[str, str, int]
"""The province that owes, the one that is owed, and the fen (W30)."""
