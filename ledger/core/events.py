"""What has happened, in the past tense: immutable facts that carry their outcome in whole fen.

`at` is when it happened (µs, Beijing wall time). Folding events needs no policy: which policy was
in force stands in `LedgerOpened`, and everything an event changed stands in the event.
"""

from typing import TypeAlias

import msgspec

from ledger.core.commands import Command
from ledger.core.facts.accounts import (
    AccountCredited,
    AccountMovedIn,
    AccountMovedOut,
    AccountMoveStarted,
    EstatePaid,
    MoneySetAside,
    MoneySpent,
    OpeningPosted,
    PremiumPaid,
    SpendRefunded,
    YearRolled,
)
from ledger.core.facts.people import (
    FamilyCodeShown,
    LedgerOpened,
    PersonEnrolled,
    PersonSanctioned,
    PlaceOfUseChanged,
    RelationBound,
    RelationEnded,
    RelationPaused,
    RelationReleased,
    RelationResumed,
    StandingChanged,
    WalletClosed,
    WalletOpened,
)
from ledger.core.facts.settlements import (
    ClearingPaid,
    MessageReversed,
    Settled,
    SettlementCancelled,
    SettlementRedone,
)
from ledger.core.facts.shape import TAG, BillItem, Owed, Share
from ledger.core.facts.transfers import (
    QuotaGranted,
    QuotaReleased,
    TransferAccepted,
    TransferDeclined,
    TransferReturned,
    TransferSent,
)


class Refused(msgspec.Struct, frozen=True, tag_field=TAG, tag="refused", gc=False):
    """A command was refused with this code; nothing moved."""

    at: int
    code: str
    command: Command


class Flagged(msgspec.Struct, frozen=True, tag_field=TAG, tag="flagged"):
    """What really happened broke these rules; it was recorded, not decided.

    Its own events follow when `applied`; else no event can tell it, and nothing moved.
    """

    at: int
    codes: tuple[str, ...]
    command: Command
    applied: bool


Event: TypeAlias = (
    LedgerOpened
    | PersonEnrolled
    | OpeningPosted
    | AccountCredited
    | WalletOpened
    | WalletClosed
    | PlaceOfUseChanged
    | RelationBound
    | RelationReleased
    | RelationEnded
    | TransferSent
    | TransferAccepted
    | TransferDeclined
    | TransferReturned
    | MoneySpent
    | SpendRefunded
    | FamilyCodeShown
    | RelationPaused
    | RelationResumed
    | MoneySetAside
    | YearRolled
    | QuotaGranted
    | QuotaReleased
    | Settled
    | SettlementCancelled
    | MessageReversed
    | SettlementRedone
    | PremiumPaid
    | StandingChanged
    | AccountMoveStarted
    | AccountMovedOut
    | AccountMovedIn
    | EstatePaid
    | PersonSanctioned
    | ClearingPaid
    | Refused
    | Flagged
)

TransferClosed: TypeAlias = TransferAccepted | TransferDeclined | TransferReturned


def name_of(event: Event) -> str:
    """The stored name of an event: `transfer_sent`."""
    return str(event.__struct_config__.tag)


__all__ = [
    "TAG",
    "AccountCredited",
    "AccountMoveStarted",
    "AccountMovedIn",
    "AccountMovedOut",
    "BillItem",
    "ClearingPaid",
    "EstatePaid",
    "Event",
    "FamilyCodeShown",
    "Flagged",
    "LedgerOpened",
    "MessageReversed",
    "MoneySetAside",
    "MoneySpent",
    "OpeningPosted",
    "Owed",
    "PersonEnrolled",
    "PersonSanctioned",
    "PlaceOfUseChanged",
    "PremiumPaid",
    "QuotaGranted",
    "QuotaReleased",
    "Refused",
    "RelationBound",
    "RelationEnded",
    "RelationPaused",
    "RelationReleased",
    "RelationResumed",
    "Settled",
    "SettlementCancelled",
    "SettlementRedone",
    "Share",
    "SpendRefunded",
    "StandingChanged",
    "TransferAccepted",
    "TransferClosed",
    "TransferDeclined",
    "TransferReturned",
    "TransferSent",
    "WalletClosed",
    "WalletOpened",
    "YearRolled",
    "name_of",
]
