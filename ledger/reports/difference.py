"""What differs between two ledgers: answers to the same keys, balances, what was sent that day."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ledger.core.book import Book, BookView, Person
from ledger.core.events import Event, Refused
from ledger.journal import Journal
from ledger.reports.fold import retold


class Told(NamedTuple):
    """The end of a ledger, and its answer to each key."""

    answers: Mapping[str, str]
    balances: Mapping[str, int]
    people: Mapping[str, Person]
    events: Sequence[Event]


class Difference(NamedTuple):
    """One thing that is not the same in both.

    Attributes:
        kind: decision, balance or usage.
        what: the key, the account, or the person.
        one, other: in each ledger: a verdict or code; fen; transfers and fen sent on which day.
            None where it is not there at all.
    """

    kind: str
    what: str
    one: str | int | tuple[int, int, int] | None
    other: str | int | tuple[int, int, int] | None


def told(journal: Journal) -> Told:
    """Read a ledger to its end.

    Raises:
        DamagedError: when its story cannot be told.
    """
    answers: dict[str, str] = {}
    events: list[Event] = []
    end: BookView = Book()
    for book, stored in retold(journal.read()):
        event, end = stored.event, book
        events.append(event)
        if stored.key:
            answers[stored.key] = event.code if isinstance(event, Refused) else "taken"
    return Told(answers, end.balances, end.people, events)


def same_events(one: Told, other: Told) -> int:
    """How many events both ledgers begin with, their names aside."""
    count = 1  # the opening, which names the ledger
    for a, b in zip(one.events[1:], other.events[1:], strict=False):
        if a != b:
            break
        count += 1
    return count


def differences(one: Told, other: Told) -> Iterator[Difference]:
    """Everything that differs, decisions first, in the order of the first ledger."""
    for key in dict.fromkeys((*one.answers, *other.answers)):
        was, now = one.answers.get(key), other.answers.get(key)
        if was != now:
            yield Difference("decision", key, was, now)
    for account in sorted(one.balances.keys() | other.balances.keys()):
        fen, other_fen = one.balances.get(account, 0), other.balances.get(account, 0)
        if fen != other_fen:
            yield Difference("balance", account, fen, other_fen)
    for person in sorted(one.people.keys() | other.people.keys()):
        used, other_used = _used(one, person), _used(other, person)
        if used != other_used:
            yield Difference("usage", person, used, other_used)


def _used(told: Told, person: str) -> tuple[int, int, int] | None:
    """The last day on which somebody sent money, how often and how much; None for nobody."""
    if person not in told.people:
        return None
    usage = told.people[person].usage
    return usage.day, usage.count, usage.sent_fen
