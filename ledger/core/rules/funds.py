"""What an account can give: the holder's own money, and what of it may be shared (F20-F25, P05)."""

from collections.abc import Iterator, Mapping

from ledger.core.book import Person
from ledger.core.facts.shape import Share
from ledger.core.facts.transfers import QuotaReleased
from ledger.core.terms import Brackets, Terms
from ledger.words.accounts import PERSONAL, carried, current, family, frozen, split

Balances = Mapping[str, int]

SHAREABLE = ("account.floor", "account.share.from", "bind.giver.balance")
"""What says how much of an account may be shared, and whether a giver needs any of it."""


def own_parts(person: str, terms: Terms) -> tuple[str, ...]:
    """The parts of a personal account, in the order in which the holder's own bills use them."""
    parts = (current(person), f"{person}/{PERSONAL}", carried(person))
    return parts if terms.own_order == "current_first" else parts[::-1]


def credited_part(person: str, terms: Terms) -> str:
    """Where a credit goes: current-year money, where the account has parts (P05)."""
    return f"{person}/{PERSONAL}" if terms.account_parts == "one" else current(person)


def own_fen(balances: Balances, person: str) -> int:
    """All that is on a personal account, whichever its parts."""
    parts = (f"{person}/{PERSONAL}", current(person), carried(person))
    return sum(balances.get(part, 0) for part in parts)


def shareable_fen(balances: Balances, giver: Person, terms: Terms) -> int:
    """What a giver's account may give to the family inside the province (F23)."""
    if terms.share_from == "family_account":
        return balances.get(family(giver.id), 0)
    fen = balances.get(carried(giver.id), 0) + balances.get(f"{giver.id}/{PERSONAL}", 0)
    if terms.share_from != "carried_only":
        fen += balances.get(current(giver.id), 0)
    return marginal_fen(terms.floor, fen)


def marginal_fen(rows: Brackets, fen: int) -> int:
    """The part of an amount that a marginal bracket table of (at fen, share bp) lets through.

    Rounded down to the fen in each bracket; what is cut off stays with the giver.
    """
    if not rows:
        return fen
    ends = [row[0] for row in rows[1:]] + [fen]
    spans = zip(rows, ends, strict=True)
    return sum(max(min(end, fen) - row[0], 0) * row[1] // 10_000 for row, end in spans)


def shared_parts(giver: Person, terms: Terms) -> tuple[str, ...]:
    """The accounts that sharing draws on, in order."""
    if terms.share_from == "family_account":
        return (family(giver.id),)
    plain = (carried(giver.id), f"{giver.id}/{PERSONAL}")
    return plain if terms.share_from == "carried_only" else (*plain, current(giver.id))


def draw(balances: Balances, accounts: tuple[str, ...], fen: int) -> Iterator[Share]:
    """Take an amount from accounts in their order, as far as it goes."""
    for account in accounts:
        part = min(balances.get(account, 0), fen)
        if part > 0:
            fen -= part
            yield account, part


def source_account(balances: Balances, account: str) -> str:
    """The account a payer means: of a personal account with parts, the carried-over one (F23)."""
    person, kind = split(account)
    return home_of(balances, person) if kind == PERSONAL else f"{person}/{kind}"


def home_of(balances: Balances, person: str) -> str:
    """Where money that comes back goes: the carried-over part, if the account has parts."""
    return carried(person) if carried(person) in balances else f"{person}/{PERSONAL}"


def released(
    balances: Balances, at: int, giver: str, member: str, why: str
) -> Iterator[QuotaReleased]:
    """The unused quota of a pair goes back to the giver, if there is any (W29)."""
    fen = balances.get(frozen(giver, member), 0)
    if fen:
        yield QuotaReleased(at, giver, member, home_of(balances, giver), fen, why)
