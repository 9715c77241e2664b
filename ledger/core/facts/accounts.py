"""Events about personal accounts: credits, spends, year ends, moves, estates, premiums."""

import msgspec

from ledger.core.facts.shape import TAG, Owed, Share


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


class MoneySpent(msgspec.Struct, frozen=True, tag_field=TAG, tag="money_spent", omit_defaults=True):
    """One account paid a provider; where it has parts, `parts` says how much each gave."""

    at: int
    spend: str
    account: str
    amount_fen: int
    setting: str
    place: str
    parts: tuple[Share, ...] = ()
    owed: tuple[Owed, ...] = ()


class SpendRefunded(
    msgspec.Struct, frozen=True, tag_field=TAG, tag="spend_refunded", omit_defaults=True
):
    """Part of a spend came back to the account that had paid it, to its parts if it has any."""

    at: int
    spend: str
    account: str
    amount_fen: int
    why: str = ""
    parts: tuple[Share, ...] = ()
    owed: tuple[Owed, ...] = ()


class MoneySetAside(msgspec.Struct, frozen=True, tag_field=TAG, tag="money_set_aside"):
    """Money went from a personal account into the family account (F23)."""

    at: int
    person: str
    shares: tuple[Share, ...]


class YearRolled(msgspec.Struct, frozen=True, tag_field=TAG, tag="year_rolled"):
    """The year ended: current-year money became carried-over money (P05)."""

    at: int
    person: str
    amount_fen: int


class AccountMoveStarted(msgspec.Struct, frozen=True, tag_field=TAG, tag="account_move_started"):
    """An account is to move: it leaves at `out_at` and arrives at `in_at` (P10)."""

    at: int
    person: str
    out_at: int
    in_at: int
    target: str


class AccountMovedOut(msgspec.Struct, frozen=True, tag_field=TAG, tag="account_moved_out"):
    """An account's money left the old place; in flight it belongs to neither side (P10)."""

    at: int
    person: str
    shares: tuple[Share, ...]


class AccountMovedIn(msgspec.Struct, frozen=True, tag_field=TAG, tag="account_moved_in"):
    """An account's money arrived at the new place."""

    at: int
    person: str
    amount_fen: int
    target: str


class EstatePaid(msgspec.Struct, frozen=True, tag_field=TAG, tag="estate_paid"):
    """A dead person's money went to the heir's account, was paid out, or fell to the fund (P08)."""

    at: int
    person: str
    shares: tuple[Share, ...]
    target: str


class PremiumPaid(
    msgspec.Struct, frozen=True, tag_field=TAG, tag="premium_paid", omit_defaults=True
):
    """An account paid somebody's premium; where it has parts, `parts` says how much each gave."""

    at: int
    premium: str
    person: str
    scheme: str
    account: str
    amount_fen: int
    parts: tuple[Share, ...] = ()
    owed: tuple[Owed, ...] = ()
