"""Tells a stored story again for readers: event by event, or as it stands at a moment."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from ledger.core.book import FAR_FUTURE, Book
from ledger.core.due import follow, next_due
from ledger.core.events import LedgerOpened
from ledger.journal import DamagedError, ReadableJournal, Stored
from ledger.text.said import Said
from ledger.words.moments import format_moment

if TYPE_CHECKING:
    from ledger.policy.book import PolicyBook


class UnknownNameError(LookupError):
    """Nobody and no account of the ledger is called so; who is there is told to no one.

    Attributes:
        wanted: the name.
        of_account: whether it might have been that of an account.
    """

    def __init__(self, wanted: str, *, of_account: bool = False) -> None:
        super().__init__(wanted)
        self.wanted = wanted
        self.of_account = of_account


class Standing(NamedTuple):
    """A ledger as it stands at a moment.

    Attributes:
        ledger: its name.
        book: the fold of all events up to then.
        at: the moment.
        seq: the last of these events.
        overdue: whether something fell due by then that the journal does not hold; the session
            books it before the next command, and readers never invent it.
    """

    ledger: str
    book: Book
    at: int
    seq: int
    overdue: bool

    def person(self, wanted: str) -> str:
        """The id of a person, if there is one.

        Raises:
            UnknownNameError: when there is none.
        """
        if wanted not in self.book.people:
            raise UnknownNameError(wanted)
        return wanted


def names_of(book: Book) -> dict[str, str]:
    """Everybody's name by id."""
    return {person.id: person.name for person in book.people.values()}


def retold(
    events: Iterable[Stored], until: int = FAR_FUTURE, book: Book | None = None
) -> Iterator[tuple[Book, Stored]]:
    """Each event up to a moment, with the book as it was before it.

    The book is one and the same; when the events are at an end, it has folded them all.

    Args:
        events: in order.
        until: the moment.
        book: as it was before the first of them; left out: empty.

    Raises:
        DamagedError: at an event that cannot follow those before it.
    """
    book = Book() if book is None else book
    for stored in events:
        if stored.event.at > until:
            return
        yield book, stored
        try:
            follow(book, stored.event, of_command=bool(stored.asked))
        except Exception:  # whatever a forged story breaks in there, it is the story that is wrong
            wrong = Said("journal.at_seq", seq=stored.seq, what=Said("journal.cannot_follow"))
            raise DamagedError(wrong) from None


def standing(journal: ReadableJournal, at: int | None = None) -> Standing:
    """The ledger at a moment; at its last event when none is named.

    As when the ledger is opened for use, the book that was kept last is gone on from.

    Raises:
        ValueError: when the ledger began later, or holds no event.
        DamagedError: when its story cannot be told.
    """
    until, kept = FAR_FUTURE if at is None else at, journal.recall()
    book, seq = (kept.book, kept.seq) if kept and kept.book.now <= until else (Book(), 0)
    for _, stored in retold(journal.read(seq), until, book):
        seq = stored.seq
    if not seq:
        raise ValueError(_not_begun(journal))
    moment = book.now if at is None else at
    return Standing(journal.ledger, book, moment, seq, next_due(book, moment) is not None)


def _not_begun(journal: ReadableJournal) -> Said:
    first = next(islice(journal.read(), 1), None)
    if first is None:
        return Said("journal.no_events", ledger=journal.ledger)
    return Said("journal.begins_at", ledger=journal.ledger, moment=format_moment(first.event.at))


class Extent(NamedTuple):
    """From when to when a ledger's events reach, and the address of its policy; None: no event."""

    first_at: int | None
    last_at: int | None
    policy: str | None


def extent(journal: ReadableJournal) -> Extent:
    """What the first and the last event of a ledger tell.

    Raises:
        DamagedError: when one of them is no event.
    """
    first = next(islice(journal.read(), 1), None)
    last = next(islice(journal.read(max(journal.count - 1, 0)), 1), None)
    if first is None or last is None:
        return Extent(None, None, None)
    policy = first.event.policy if isinstance(first.event, LedgerOpened) else None
    return Extent(first.event.at, last.event.at, policy)


def policy_of(journal: ReadableJournal) -> "PolicyBook":
    """The policy that a ledger was opened under, read from what is stored beside it.

    Raises:
        DamagedError: when it is not there or cannot be read.
    """
    from ledger.policy.book import read_body  # noqa: PLC0415  -- costs what a balance costs

    first = next(islice(journal.read(), 1), None)
    if first is None or not isinstance(first.event, LedgerOpened):
        raise DamagedError(Said("journal.no_opening"))
    body = body_of(journal, first.event.policy)
    try:
        return read_body(body)
    except Exception:  # whatever a reader raises, the policy is what it cannot read
        raise DamagedError(Said("journal.policy_unreadable", ledger=journal.ledger)) from None


def body_of(journal: ReadableJournal, policy_hash: str) -> bytes:
    """The body of a policy, as it is stored beside a journal.

    Raises:
        DamagedError: when it is not there.
    """
    body = journal.policy(policy_hash)
    if body is None:
        raise DamagedError(Said("journal.no_policy", ledger=journal.ledger))
    return body
