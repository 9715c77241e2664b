"""Decides what an accounting journal tells and in which order: openings, entries, day ends."""

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from ledger.core.book import Book
from ledger.core.events import Flagged, Refused
from ledger.core.postings import Leg, Legs, legs
from ledger.journal import Journal, Stored
from ledger.reports.export.rows import stored_rows
from ledger.reports.fold import retold
from ledger.words.moments import DAY


class Opened(NamedTuple):
    """Money is on an account for the first time; `name` is that of whose account it is."""

    day: int
    account: str
    name: str


class Entry(NamedTuple):
    """An event that moved money, with its balanced legs."""

    day: int
    stored: Stored
    legs: Legs


class Untaken(NamedTuple):
    """A refusal, or something that broke rules: it moves nothing itself."""

    day: int
    stored: Stored
    event: Refused | Flagged


class DayEnd(NamedTuple):
    """What accounts hold when a day ends, in fen: those that moved on it; the last day, all."""

    day: int
    balances: tuple[Leg, ...]


Item: TypeAlias = Opened | Entry | Untaken | DayEnd


def items(journal: Journal) -> Iterator[Item]:
    """Everything an accounting journal tells, in order.

    Raises:
        DamagedError: as `exported`, or where the story cannot be told.
    """
    book, day = Book(), 0
    seen: dict[str, None] = {}
    moved: dict[str, None] = {}
    for retelling, stored in retold(stored_rows(journal)):
        book, today = retelling, stored.event.at // DAY
        if moved and today != day:
            yield _day_end(book, day, moved)
            moved = {}
        day = today
        entry = legs(stored.event)
        for account, _ in entry:
            if account not in seen:
                yield Opened(day, account, _name(book, account))
            seen[account] = moved[account] = None
        if entry:
            yield Entry(day, stored, entry)
        elif isinstance(stored.event, Refused | Flagged):
            yield Untaken(day, stored, stored.event)
    if seen:
        yield _day_end(book, day, seen)


def _day_end(book: Book, day: int, accounts: dict[str, None]) -> DayEnd:
    return DayEnd(day, tuple((a, book.balances.get(a, 0)) for a in sorted(accounts)))


def _name(book: Book, account: str) -> str:
    person = book.people.get(account.partition("/")[0])
    return person.name if person is not None else ""
