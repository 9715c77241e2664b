"""What may be asked, in the imperative; the encoded names are the words of FORMATS section 8.

A command says what is wished. Its moment and its idempotency key travel beside it, so that the
same wish at another moment is still the same wish. Amounts are whole fen; days are Beijing days.

No command exists that moves less than one fen, or that enrols a system account as a person.
"""

from typing import TypeAlias

from ledger.core.facts.shape import BillItem
from ledger.core.wishes.money import (
    AcceptTransfer,
    BookInterest,
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
    | BookInterest
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


NAMED_BY_KEY = (SendTransfer, Spend, Settle, Cancel, Reverse, PayPremium)
"""Commands that make something which later commands name by the key."""


def check_key(command: Command, key: str) -> None:
    """Refuse a command that later ones could not name.

    Raises:
        ValueError: when it makes something and has no key.
    """
    if not key and isinstance(command, NAMED_BY_KEY):
        raise ValueError(f"a {word_of(command)} needs a key: it is named by it")


__all__ = [
    "NAMED_BY_KEY",
    "WORD",
    "AcceptTransfer",
    "BillItem",
    "Bind",
    "BookInterest",
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
    "check_key",
    "word_of",
]
