"""What has happened, in the past tense: immutable facts that carry their outcome in whole fen.

`at` is when it happened (µs, Beijing wall time). Folding events needs no policy: which policy was
in force stands in `LedgerOpened`, and everything an event changed stands in the event.
"""

from typing import TypeAlias

import msgspec

from ledger.core.commands import Command

TAG = "event"


class LedgerOpened(msgspec.Struct, frozen=True, tag_field=TAG, tag="ledger_opened"):
    """A ledger began, under the policy with this hash."""

    at: int
    ledger: str
    policy: str


class PersonEnrolled(
    msgspec.Struct, frozen=True, tag_field=TAG, tag="person_enrolled", omit_defaults=True
):
    """A person came under the system."""

    at: int
    person: str
    insured: str
    scheme: str
    name: str = ""
    born: int | None = None


class OpeningPosted(msgspec.Struct, frozen=True, tag_field=TAG, tag="opening_posted"):
    """Money was on an account before the ledger's first step."""

    at: int
    account: str
    amount_fen: int


class AccountCredited(
    msgspec.Struct, frozen=True, tag_field=TAG, tag="account_credited", omit_defaults=True
):
    """Money came into a personal account."""

    at: int
    account: str
    amount_fen: int
    why: str = ""


class WalletOpened(msgspec.Struct, frozen=True, tag_field=TAG, tag="wallet_opened"):
    """A wallet was opened, by this person, with this place of use."""

    at: int
    person: str
    by: str
    place: str


class WalletClosed(msgspec.Struct, frozen=True, tag_field=TAG, tag="wallet_closed"):
    """An empty wallet was closed."""

    at: int
    person: str


class PlaceOfUseChanged(msgspec.Struct, frozen=True, tag_field=TAG, tag="place_of_use_changed"):
    """A wallet's place of use became another."""

    at: int
    person: str
    place: str


class RelationBound(
    msgspec.Struct, frozen=True, tag_field=TAG, tag="relation_bound", omit_defaults=True
):
    """A relation stands from `from_day` to `until_day`, both included; none is until released."""

    at: int
    giver: str
    member: str
    kin: str
    from_day: int
    until_day: int | None = None


class RelationEnded(msgspec.Struct, frozen=True, tag_field=TAG, tag="relation_ended"):
    """A relation ended, because it was released or because its last day had passed."""

    at: int
    giver: str
    member: str
    why: str


class TransferSent(
    msgspec.Struct, frozen=True, tag_field=TAG, tag="transfer_sent", omit_defaults=True
):
    """Money left the source: pending until `returns_at`, or at once in the payee's wallet."""

    at: int
    transfer: str
    payer: str
    source: str
    payee: str
    amount_fen: int
    returns_at: int | None = None


class _TransferClosed(msgspec.Struct, frozen=True, tag_field=TAG):
    at: int
    transfer: str
    payer: str
    source: str
    payee: str
    amount_fen: int


class TransferAccepted(_TransferClosed, frozen=True, tag="transfer_accepted"):
    """A pending transfer came into the payee's wallet."""


class TransferDeclined(_TransferClosed, frozen=True, tag="transfer_declined"):
    """A pending transfer went back because the payee declined."""


class TransferReturned(_TransferClosed, frozen=True, tag="transfer_returned"):
    """A pending transfer went back because nobody accepted it in time (W10)."""


class MoneySpent(msgspec.Struct, frozen=True, tag_field=TAG, tag="money_spent"):
    """One account paid a provider."""

    at: int
    spend: str
    account: str
    amount_fen: int
    setting: str
    place: str


class SpendRefunded(
    msgspec.Struct, frozen=True, tag_field=TAG, tag="spend_refunded", omit_defaults=True
):
    """Part of a spend came back to the account that had paid it."""

    at: int
    spend: str
    account: str
    amount_fen: int
    why: str = ""


class FamilyCodeShown(msgspec.Struct, frozen=True, tag_field=TAG, tag="family_code_shown"):
    """A member's code may be shown on the holder's phone; no money moved (F08)."""

    at: int
    holder: str
    member: str


class Refused(msgspec.Struct, frozen=True, tag_field=TAG, tag="refused"):
    """A command was refused with this code; nothing moved."""

    at: int
    code: str
    command: Command


Event: TypeAlias = (
    LedgerOpened
    | PersonEnrolled
    | OpeningPosted
    | AccountCredited
    | WalletOpened
    | WalletClosed
    | PlaceOfUseChanged
    | RelationBound
    | RelationEnded
    | TransferSent
    | TransferAccepted
    | TransferDeclined
    | TransferReturned
    | MoneySpent
    | SpendRefunded
    | FamilyCodeShown
    | Refused
)

TransferClosed: TypeAlias = TransferAccepted | TransferDeclined | TransferReturned


def name_of(event: Event) -> str:
    """The stored name of an event: `transfer_sent`."""
    return str(event.__struct_config__.tag)
