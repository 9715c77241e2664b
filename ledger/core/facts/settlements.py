"""Events about settlements: paid, undone, redone, and cleared between provinces."""

import msgspec

from ledger.core.facts.shape import TAG, BillItem, Owed, Share


class Settled(msgspec.Struct, frozen=True, tag_field=TAG, tag="settled", omit_defaults=True):
    """A bill was paid: each account its share, the pooled fund its part, cash the rest."""

    at: int
    settlement: str
    patient: str
    setting: str
    place: str
    burden_fen: int
    paid: tuple[Share, ...]
    pooled_fen: int = 0
    owed: tuple[Owed, ...] = ()
    items: tuple[BillItem, ...] = ()
    filed: bool = False


class SettlementCancelled(
    msgspec.Struct, frozen=True, tag_field=TAG, tag="settlement_cancelled", omit_defaults=True
):
    """A settlement was undone (2208): each share went back to where it came from."""

    at: int
    cancellation: str
    settlement: str
    paid: tuple[Share, ...]
    pooled_fen: int = 0
    owed: tuple[Owed, ...] = ()


class MessageReversed(
    msgspec.Struct, frozen=True, tag_field=TAG, tag="message_reversed", omit_defaults=True
):
    """A message was undone (2601): a settlement, or a cancellation whose settlement stands again.

    `undone` is empty when the message never arrived or had been undone before: no effect.
    """

    at: int
    reversal: str
    message: str
    undone: str = ""
    paid: tuple[Share, ...] = ()
    pooled_fen: int = 0
    owed: tuple[Owed, ...] = ()


class SettlementRedone(
    msgspec.Struct, frozen=True, tag_field=TAG, tag="settlement_redone", omit_defaults=True
):
    """Part of a settlement came back: all shares returned, and the rest was settled anew (T64).

    `burden_fen` and `items` are what is left of the bill; `back_pooled_fen` is the pooled fund's
    part of what came back.
    """

    at: int
    settlement: str
    burden_fen: int
    back: tuple[Share, ...]
    paid: tuple[Share, ...]
    back_pooled_fen: int = 0
    back_owed: tuple[Owed, ...] = ()
    owed: tuple[Owed, ...] = ()
    items: tuple[BillItem, ...] = ()
    why: str = ""


class ClearingPaid(msgspec.Struct, frozen=True, tag_field=TAG, tag="clearing_paid"):
    """A month's clearing between provinces was paid: its accounts stand at zero again (W30)."""

    at: int
    month: str
    owed: tuple[Owed, ...]
