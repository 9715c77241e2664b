"""What may be asked, in the imperative; the encoded names are the words of FORMATS section 8.

A command says what is wished. Its moment and its idempotency key travel beside it, so that the
same wish at another moment is still the same wish. Amounts are whole fen; days are Beijing days.

No command exists that moves less than one fen, or that enrols a system account as a person.
"""

from typing import TypeAlias
<<<<<<< HEAD
=======

import msgspec

from ledger.words.accounts import is_person_id

WORD = "do"
"""The tag field that carries a command's word when it is stored."""


def _moves_money(amount_fen: int) -> None:
    if amount_fen < 1:
        raise ValueError(f"a command moves at least 1 fen, not {amount_fen}")


class Enrol(msgspec.Struct, frozen=True, tag_field=WORD, tag="enrol", omit_defaults=True):
    """Bring a person under the system."""

    person: str
    insured: str
    scheme: str
    name: str = ""
    born: int | None = None

    def __post_init__(self) -> None:
        if not is_person_id(self.person):
            raise ValueError(f"“{self.person}” cannot name a person")


class PostOpening(msgspec.Struct, frozen=True, tag_field=WORD, tag="opening"):
    """Put money that was there before the first step on an account; a wallet so named is open."""

    to: str
    amount_fen: int

    def __post_init__(self) -> None:
        if self.amount_fen < 0:
            raise ValueError(f"nobody begins with {self.amount_fen} fen")


class Credit(msgspec.Struct, frozen=True, tag_field=WORD, tag="credit", omit_defaults=True):
    """Put money into a personal account (contribution, retiree credit, interest)."""

    to: str
    amount_fen: int
    why: str = ""

    def __post_init__(self) -> None:
        _moves_money(self.amount_fen)


class OpenWallet(
    msgspec.Struct, frozen=True, tag_field=WORD, tag="open_wallet", omit_defaults=True
):
    """Open a person's wallet, by the person or by a relative (W04, W19)."""

    person: str
    by: str | None = None


class CloseWallet(
    msgspec.Struct, frozen=True, tag_field=WORD, tag="close_wallet", omit_defaults=True
):
    """Close a person's wallet."""

    person: str
    by: str | None = None


class ChangePlaceOfUse(msgspec.Struct, frozen=True, tag_field=WORD, tag="place_of_use"):
    """Change where a person's wallet money may be spent (W33)."""

    person: str
    to: str


class Bind(
    msgspec.Struct,
    frozen=True,
    tag_field=WORD,
    tag="bind",
    omit_defaults=True,
    rename={"from_day": "from", "until_day": "until"},
):
    """Bind a member to a giver; `kin` is what the member is to the giver; both days included."""

    giver: str
    member: str
    kin: str
    from_day: int | None = None
    until_day: int | None = None


class Unbind(msgspec.Struct, frozen=True, tag_field=WORD, tag="unbind", omit_defaults=True):
    """Dissolve the relation from giver to member."""

    giver: str
    member: str
    by: str | None = None


class SendTransfer(
    msgspec.Struct,
    frozen=True,
    tag_field=WORD,
    tag="transfer",
    rename={"source": "from", "payee": "to"},
):
    """Send money to another person's wallet; a bare payer means the personal account (W14)."""

    source: str
    payee: str
    amount_fen: int

    def __post_init__(self) -> None:
        _moves_money(self.amount_fen)


class AcceptTransfer(msgspec.Struct, frozen=True, tag_field=WORD, tag="accept"):
    """Take a pending transfer into the payee's wallet (W10)."""

    transfer: str


class DeclineTransfer(msgspec.Struct, frozen=True, tag_field=WORD, tag="decline"):
    """Send a pending transfer back to where it came from."""

    transfer: str


class Spend(
    msgspec.Struct,
    frozen=True,
    tag_field=WORD,
    tag="spend",
    omit_defaults=True,
    rename={"source": "from"},
):
    """Pay a provider from one named account; no place means the holder's place of use."""

    source: str
    amount_fen: int
    setting: str
    place: str | None = None

    def __post_init__(self) -> None:
        _moves_money(self.amount_fen)


class Refund(msgspec.Struct, frozen=True, tag_field=WORD, tag="refund", omit_defaults=True):
    """Give part of a spend back to the account that paid it."""

    of: str
    amount_fen: int
    why: str = ""

    def __post_init__(self) -> None:
        _moves_money(self.amount_fen)


class Withdraw(
    msgspec.Struct, frozen=True, tag_field=WORD, tag="withdraw", rename={"source": "from"}
):
    """Ask for cash (P07)."""

    source: str
    amount_fen: int

    def __post_init__(self) -> None:
        _moves_money(self.amount_fen)


class ShowFamilyCode(msgspec.Struct, frozen=True, tag_field=WORD, tag="family_code"):
    """Show a member's code on the holder's phone; moves no money (F08)."""

    holder: str
    member: str
>>>>>>> main

from ledger.core.facts.shape import BillItem
from ledger.core.wishes.money import (
    AcceptTransfer,
    Contribute,
    Credit,
    DeclineTransfer,
    Grant,
    PayPremium,
    PostOpening,
    Revoke,
    SendTransfer,
    SetAside,
    Spend,
    Withdraw,
)
from ledger.core.wishes.people import (
    Bind,
    ChangePlaceOfUse,
    ChangeStanding,
    CloseWallet,
    Enrol,
    OpenWallet,
    Sanction,
    ShowFamilyCode,
    Unbind,
)
from ledger.core.wishes.settlements import Cancel, Refund, Reverse, Settle
from ledger.core.wishes.shape import WORD

Command: TypeAlias = (
    Enrol
    | PostOpening
    | Credit
    | OpenWallet
    | CloseWallet
    | ChangePlaceOfUse
    | Bind
    | Unbind
    | SendTransfer
    | AcceptTransfer
    | DeclineTransfer
    | Spend
    | Refund
    | Withdraw
    | ShowFamilyCode
    | Contribute
    | SetAside
    | Grant
    | Revoke
    | Settle
    | Cancel
    | Reverse
    | PayPremium
    | ChangeStanding
    | Sanction
)


def word_of(command: Command) -> str:
    """The word a scenario or a JSONL line uses for this command: `transfer`."""
    return str(command.__struct_config__.tag)


def asked_fen(command: Command) -> int:
    """The amount a command asks to move, in fen; 1 for a command that names none.

    A rule answers with the room it leaves; a plain yes or no is room for anything or for nothing.
    """
    return getattr(command, "amount_fen", 1) or 1


__all__ = [
    "WORD",
    "AcceptTransfer",
    "BillItem",
    "Bind",
    "Cancel",
    "ChangePlaceOfUse",
    "ChangeStanding",
    "CloseWallet",
    "Command",
    "Contribute",
    "Credit",
    "DeclineTransfer",
    "Enrol",
    "Grant",
    "OpenWallet",
    "PayPremium",
    "PostOpening",
    "Refund",
    "Reverse",
    "Revoke",
    "Sanction",
    "SendTransfer",
    "SetAside",
    "Settle",
    "ShowFamilyCode",
    "Spend",
    "Unbind",
    "Withdraw",
    "asked_fen",
    "word_of",
]
