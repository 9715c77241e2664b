"""Makes a new ledger of the first events of another one, which is only read."""

from typing import NamedTuple

import msgspec

from ledger.core.book import Book
from ledger.core.due import follow, next_due
from ledger.core.events import LedgerOpened, Refused
from ledger.journal import (
    GENESIS,
    DamagedError,
    Draft,
    Journal,
    MemoryJournal,
    chained,
    decode,
)
from ledger.reports.fold import body_of
from ledger.text.said import Said


class ForkError(ValueError):
    """No fork can begin there; its text is one clear sentence."""


class Forked(NamedTuple):
    """A new ledger in memory.

    Attributes:
        journal: the events, chained anew under the new name; the first says where they come from.
        book: what they come to.
        policy: hash and body of the policy that they were decided under.
    """

    journal: MemoryJournal
    book: Book
    policy: tuple[str, bytes]


def forked(journal: Journal, name: str, *, seq: int | None, at: int | None) -> Forked:
    """The ledger `name` that begins as another one did, up to an event or a moment.

    Args:
        journal: of the other one.
        name: of the new one.
        seq: the last event it takes over; None: as many as `at` says.
        at: the last moment (µs) whose events it takes over; None: all.

    Raises:
        ForkError: when the ledger begins later, has no such event, or a command would be cut apart.
        DamagedError: when its story cannot be told.
    """
    taken = _Taken(journal)
    for row, head in chained(journal):
        following = Draft(row.recorded_at, row.key, row.asked, decode(row.body))
        if seq is not None and row.seq > seq:
            _check_whole(taken.book, following, row.seq)
            break
        if at is not None and following.event.at > at:
            break
        taken.take(head, following)
    if not taken.drafts or len(taken.drafts) < (seq or 0):
        raise ForkError(Said("forking.nothing", ledger=journal.ledger, count=journal.count))
    return taken.under(name)


class _Taken:
    """What has been taken over so far."""

    def __init__(self, journal: Journal) -> None:
        self.parent = journal
        self.book = Book()
        self.head = GENESIS
        self.drafts: list[Draft] = []

    def take(self, head: bytes, draft: Draft) -> None:
        follow(self.book, draft.event, of_command=bool(draft.asked))
        self.head = head or self.head  # within a segment: where that begins
        self.drafts.append(draft)

    def under(self, name: str) -> Forked:
        first, *others = self.drafts
        if not isinstance(first.event, LedgerOpened):
            raise DamagedError(Said("journal.no_opening"))
        origin = f"{self.parent.ledger}#{len(self.drafts)}:{self.head.hex()}"
        opened = msgspec.structs.replace(first.event, ledger=name, forked_from=origin)
        made = MemoryJournal(name)
        made.append([msgspec.structs.replace(first, event=opened), *others])
        return Forked(made, self.book, (opened.policy, body_of(self.parent, opened.policy)))


def _check_whole(book: Book, following: Draft, seq: int) -> None:
    """See that the event behind the last one taken over begins something of its own."""
    if following.asked or following.event == next_due(book, following.event.at):
        return
    if isinstance(following.event, Refused):
        return
    raise ForkError(Said("forking.within", before=seq - 1, seq=seq))
