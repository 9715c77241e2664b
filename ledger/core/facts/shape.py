"""What events share: their tag, and the shapes of bills, shares and debts."""

from typing import TypeAlias

import msgspec

TAG = "event"
"""The field that carries an event's stored name."""

Share: TypeAlias = tuple[str, int]
"""An account and the fen it paid."""

Owed: TypeAlias = tuple[str, str, int]
"""The province that owes, the one that is owed, and the fen (W30)."""


class BillItem(msgspec.Struct, frozen=True, omit_defaults=True):
    """One item of a bill.

    Attributes:
        amount_fen: what is left to the individual after the pooled fund.
        pooled_fen: the pooled fund's part.
        setting: where and for what, if not as the whole bill.
    """

    id: str
    amount_fen: int
    pooled_fen: int = 0
    setting: str = ""

    def __post_init__(self) -> None:
        if self.amount_fen < 0 or self.pooled_fen < 0 or not self.amount_fen + self.pooled_fen:
            raise ValueError(f"item {self.id} of a bill costs nothing, or less")
