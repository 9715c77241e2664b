"""What an account can give: the holder's own money, and what of it may be shared (F20-F25, P05).

A personal account may have parts: current-year money (当年) and carried-over money (历年). Money on
an account without parts counts as carried over wherever the difference matters.
"""

from collections.abc import Iterator, Mapping

from ledger.core.book import BookView
from ledger.core.facts.shape import Share
from ledger.core.facts.transfers import QuotaReleased
from ledger.core.terms import Brackets, Terms
from ledger.words.accounts import (
    PERSONAL,
    carried,
    current,
    family,
    frozen,
    holder_of,
    kind_of,
)
from ledger.words.vocabulary import SUSPENDED

Balances = Mapping[str, int]

SHAREABLE = ("account.floor", "account.share.from", "bind.giver.balance")
"""What says how much of an account may be shared, and whether a giver needs any of it."""

FAMILY_ACCOUNT, CARRIED_ONLY = "family_account", "carried_only"


def own_parts(person: str, terms: Terms) -> tuple[str, ...]:
    """The parts of a personal account, in the order in which the holder's own bills use them."""
    parts = (current(person), f"{person}/{PERSONAL}", carried(person))
    return parts if terms.own_order == "current_first" else parts[::-1]


def carried_parts(person: str) -> tuple[str, ...]:
    """Where carried-over money stands."""
    return (f"{person}/{PERSONAL}", carried(person))


def credited_part(person: str, terms: Terms) -> str:
    """Where a credit goes: current-year money, where the account has parts (P05)."""
    return f"{person}/{PERSONAL}" if terms.account_parts == "one" else current(person)


def settled_part(person: str, terms: Terms) -> str:
    """Where money goes that comes into an account whole: carried over, if it has parts."""
    return f"{person}/{PERSONAL}" if terms.account_parts == "one" else carried(person)


def held_fen(balances: Balances, accounts: tuple[str, ...]) -> int:
    """All that stands on some accounts together."""
    return sum(balances.get(account, 0) for account in accounts)


def own_fen(balances: Balances, person: str) -> int:
    """All that is on a personal account, whichever its parts."""
    return held_fen(balances, (current(person), *carried_parts(person)))


def granted_parts(giver: str, terms: Terms) -> tuple[str, ...]:
    """The parts that a wallet's money or quota comes from, in order.

    Thresholds govern sharing inside a province; here only the carried-over restriction counts.
    """
    parts = carried_parts(giver)
    return parts if terms.share_from == CARRIED_ONLY else (*parts, current(giver))


def shared_parts(giver: str, terms: Terms) -> tuple[str, ...]:
    """The accounts that sharing inside a province draws on, in order (F23)."""
    return (family(giver),) if terms.share_from == FAMILY_ACCOUNT else granted_parts(giver, terms)


def shareable_fen(balances: Balances, giver: str, terms: Terms) -> int:
    """What a giver's account may give to the family inside the province (F23)."""
    fen = held_fen(balances, shared_parts(giver, terms))
    return fen if terms.share_from == FAMILY_ACCOUNT else marginal_fen(terms.floor, fen)


def marginal_fen(rows: Brackets, fen: int) -> int:
    """The part of an amount that a marginal bracket table of (at fen, share bp) lets through.

    Rounded down to the fen in each bracket; what is cut off stays with the giver.
    """
    if not rows:
        return fen
    ends = [row[0] for row in rows[1:]] + [fen]
    spans = zip(rows, ends, strict=True)
    return sum(max(min(end, fen) - row[0], 0) * row[1] // 10_000 for row, end in spans)


def draw(balances: Balances, accounts: tuple[str, ...], fen: int) -> Iterator[Share]:
    """Take an amount from accounts in their order, as far as it goes."""
    for account in accounts:
        part = min(balances.get(account, 0), fen)
        if part > 0:
            fen -= part
            yield account, part


def source_account(balances: Balances, account: str) -> str:
    """The account a payer means: of a personal account with parts, the carried-over one (F23)."""
    if kind_of(account) != PERSONAL:
        return account
    return home_of(balances, holder_of(account))


def home_of(balances: Balances, person: str) -> str:
    """Where carried-over money stands, and where money that comes back goes."""
    plain = f"{person}/{PERSONAL}"
    if balances.get(plain):
        return plain
    part = carried(person)
    return part if part in balances else plain


def quotas_of(book: BookView, member: str, day: int) -> tuple[str, ...]:
    """The accounts on which money is frozen for a member today, in the order they were filed."""
    givers = book.people[member].givers
    relations = ((giver, book.relations.get((giver, member))) for giver in givers)
    return tuple(frozen(g, member) for g, r in relations if r is not None and r.stands_on(day))


def released(
    balances: Balances, at: int, giver: str, member: str, why: str
) -> Iterator[QuotaReleased]:
    """The unused quota of a pair goes back to the giver, if there is any (W29)."""
    fen = balances.get(frozen(giver, member), 0)
    if fen:
        yield QuotaReleased(at, giver, member, home_of(balances, giver), fen, why)


def pairs_of(book: BookView, person: str) -> list[tuple[str, str]]:
    """Every relation of a person, as giver and member, in the order they were filed."""
    found = book.people[person]
    pairs = [(giver, person) for giver in found.givers]
    pairs += [(person, member) for member in found.members]
    return [pair for pair in pairs if pair in book.relations]


def resumable(book: BookView, person: str) -> Iterator[tuple[str, str]]:
    """Resting relations that go on once this person's insurance does; the other's must, too."""
    for pair in pairs_of(book, person):
        other = pair[0] if pair[1] == person else pair[1]
        if book.relations[pair].paused and book.people[other].standing != SUSPENDED:
            yield pair
