"""Commands about bills: settle, give back, cancel (2208), reverse (2601)."""

import msgspec

from ledger.core.facts.shape import BillItem
from ledger.core.wishes.shape import WORD, is_word, moves_money
from ledger.words.vocabulary import MESSAGES, PROOFS


class Settle(msgspec.Struct, frozen=True, tag_field=WORD, tag="settle", omit_defaults=True):
    """Settle a visit or purchase: split the individual burden over the accounts in force.

    Attributes:
        setting: of the bill; an item may have one of its own.
        burden_fen: the individual burden, where there are no items.
        items: the bill; empty when only the burden is known.
        place: of care; the patient's place of use when left out.
        card: whose card or code was shown; the patient's own when left out (F06).
        filed: whether treatment away from home was filed (D12).
        agent: who buys for the patient; `proofs` says whose identity was proved (A01).
    """

    patient: str
    setting: str
    burden_fen: int = 0
    items: tuple[BillItem, ...] = ()
    place: str | None = None
    card: str | None = None
    filed: bool = False
    agent: str | None = None
    proofs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.burden_fen < 1) is not bool(self.items):
            raise ValueError("a bill has a burden of at least 1 fen, or items")
        if len({item.id for item in self.items}) < len(self.items):
            raise ValueError("two items of a bill have one name")
        for proof in self.proofs:
            is_word(proof, PROOFS)


class Refund(msgspec.Struct, frozen=True, tag_field=WORD, tag="refund", omit_defaults=True):
    """Give part of a spend or of a settlement back: an amount, or whole items of a bill (3506)."""

    of: str
    amount_fen: int = 0
    why: str = ""
    items: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.items and self.amount_fen:
            raise ValueError("what comes back is an amount or items of a bill, not both")
        if not self.items:
            moves_money(self.amount_fen)


class Cancel(msgspec.Struct, frozen=True, tag_field=WORD, tag="cancel"):
    """撤销 (2208): undo a settlement that both sides know (S04)."""

    of: str


class Reverse(msgspec.Struct, frozen=True, tag_field=WORD, tag="reverse", omit_defaults=True):
    """冲正 (2601): undo a message in doubt; it may name one that never arrived (S02, S03).

    Attributes:
        of: the message in doubt, by the key of the step that sent it.
        message: its interface number, where known (2207, 2208, ...); one of another kind than
            what arrived under this key did not arrive.
    """

    of: str
    message: str = ""

    def __post_init__(self) -> None:
        if self.message:
            is_word(self.message, MESSAGES)
