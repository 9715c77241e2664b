"""What accounts and people have at a moment: balance, available, frozen, pending, in flight."""

from collections.abc import Iterator
from typing import NamedTuple

from ledger.core.book import BookView, Person
from ledger.words.accounts import covers, in_flight


class Has(NamedTuple):
    """What one person has, in fen.

    Attributes:
        person: who.
        balance_fen: all that is on the person's accounts, what is frozen included.
        available_fen: what of it the person may use: the balance less what is frozen.
        frozen_fen: what of it is frozen in place for members (W28).
        pending_fen: sent, and not yet accepted; it is on nobody's account.
        in_flight_fen: an account that moves between places; it belongs to neither (P10).
    """

    person: Person
    balance_fen: int
    available_fen: int
    frozen_fen: int
    pending_fen: int
    in_flight_fen: int


def people(book: BookView, only: str | None = None) -> Iterator[Has]:
    """What everybody has, in the order of enrolment; or only one person, if one is named.

    Everybody's balances, what is pending and in flight, and `outside/*` together are zero.
    """
    wanted = book.people if only is None else {only: book.people[only]}
    balances: dict[str, int] = dict.fromkeys(wanted, 0)
    frozen: dict[str, int] = dict.fromkeys(wanted, 0)
    pending: dict[str, int] = dict.fromkeys(wanted, 0)
    for account, fen in book.balances.items():
        owner = account.partition("/")[0]
        if owner in wanted:
            balances[owner] += fen
            frozen[owner] += fen if covers(f"{owner}/frozen", account) else 0
    for transfer in book.pending.values():
        if transfer.payer in wanted:
            pending[transfer.payer] += transfer.amount_fen
    for person in wanted.values():
        has, held = balances[person.id], frozen[person.id]
        flying = book.balances.get(in_flight(person.id), 0)
        yield Has(person, has, has - held, held, pending[person.id], flying)


def owner_of(book: BookView, account: str) -> str:
    """The person whose account this is; empty for `outside/*` and `transit/*`."""
    person = account.partition("/")[0]
    return person if person in book.people else ""


def accounts(book: BookView, person: str | None = None) -> Iterator[tuple[str, int]]:
    """Every account and its fen, by name; of one person, if one is named."""
    owned = book.balances.items()
    if person is None:
        yield from sorted(owned)
    else:
        yield from sorted(one for one in owned if one[0].partition("/")[0] == person)
