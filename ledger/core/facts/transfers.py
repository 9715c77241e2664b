"""Events about money between people: transfers of the wallet, quotas.

Transfers are most of a ledger and hold plain values only, so the search for cycles passes them by.
"""

import msgspec

from ledger.core.facts.shape import TAG


class TransferSent(
    msgspec.Struct, frozen=True, tag_field=TAG, tag="transfer_sent", omit_defaults=True, gc=False
):
    """Money left the source: pending until `returns_at`, or at once in the payee's wallet."""

    at: int
    transfer: str
    payer: str
    source: str
    payee: str
    amount_fen: int
    returns_at: int | None = None


class _TransferClosed(msgspec.Struct, frozen=True, tag_field=TAG, gc=False):
    at: int
    transfer: str
    payer: str
    source: str
    payee: str
    amount_fen: int


class TransferAccepted(_TransferClosed, frozen=True, tag="transfer_accepted", gc=False):
    """A pending transfer came into the payee's wallet."""


class TransferDeclined(_TransferClosed, frozen=True, tag="transfer_declined", gc=False):
    """A pending transfer went back because the payee declined."""


class TransferReturned(_TransferClosed, frozen=True, tag="transfer_returned", gc=False):
    """A pending transfer went back because nobody accepted it in time (W10)."""


class QuotaGranted(msgspec.Struct, frozen=True, tag_field=TAG, tag="quota_granted"):
    """Money of the giver was frozen in place for a member (W28)."""

    at: int
    giver: str
    member: str
    source: str
    amount_fen: int


class QuotaReleased(msgspec.Struct, frozen=True, tag_field=TAG, tag="quota_released"):
    """Unused quota is the giver's to use again (W29)."""

    at: int
    giver: str
    member: str
    target: str
    amount_fen: int
    why: str
