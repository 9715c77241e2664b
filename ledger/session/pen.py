"""The journal's side of a session: whose turn it is to write, and what becomes durable together.

Several sessions, in as many processes, may have one ledger open. Each decides only while it is the
journal's one writer and has folded what the others wrote, so the order of the journal is the order
of the decisions. What is decided together becomes durable together, before anybody is answered.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice

from ledger.core.book import Book, BookView
from ledger.core.due import follow
from ledger.core.events import Event
from ledger.core.evolve import evolve
from ledger.core.invariants import EVERY_EVENT
from ledger.journal import GENESIS, DamagedError, Draft, Journal, Snapshot, Stored
from ledger.session.answers import Answered, Broken, answered
from ledger.text.said import Said

KEEP_EVERY, KEEP_EVERY_ACCOUNT = 20_000, 4
"""Events after which the book is kept: at least so many, and so many for each account in it."""

KEEP_AT_LAST = 5_000
"""The same when the work is done, and one for each account: folding them again costs as much."""


class Pen:
    """One ledger's book and journal, and the right to write in it.

    A strict pen never writes what breaks an invariant; another notes it and goes on, since a
    replay is there to find it.

    Attributes:
        broken: invariants that failed, by event; empty in a sound program.
    """

    def __init__(self, journal: Journal, *, strict: bool = False) -> None:
        self.journal = journal
        self.strict = strict
        self.broken: list[Broken] = []
        self._book = Book()
        self._seq, self._kept, self._head = 0, 0, GENESIS
        self._staged: list[Draft] = []
        self._grouped = self._ahead = False
        self._answers: dict[str, Answered | None] = {}

    @property
    def book(self) -> BookView:
        """The book, to look at."""
        return self._book

    def fold(self) -> None:
        """Rebuild the book from the journal, from where it was kept last if that can be trusted."""
        kept = self.journal.recall() or Snapshot(0, GENESIS, Book())
        self._seq, self._head, self._book = kept
        self._kept = self._seq
        self._staged, self._ahead = [], False
        self._catch_up()

    def keep(self, *, closing: bool = False) -> None:
        """Keep the book for later openings, if that is worth while by now; outside a group.

        Args:
            closing: whether nothing more comes soon, so that readers come before the next writer.

        Raises:
            JournalError: when it cannot be written.
        """
        least, each = (KEEP_AT_LAST, 1) if closing else (KEEP_EVERY, KEEP_EVERY_ACCOUNT)
        worth = max(least, each * len(self._book.balances))
        if not self._ahead and self._seq - self._kept >= worth:
            self.journal.remember(Snapshot(self._seq, self._head, self._book))
            self._kept = self._seq

    def _catch_up(self) -> None:
        """Fold what others have written.

        Raises:
            DamagedError: when the journal is not the one that was read before, or tells a story
                that cannot be.
        """
        journal = self.journal
        if self._seq > journal.count or (self._seq == journal.count and self._head != journal.head):
            raise DamagedError(Said("journal.not_the_one", ledger=journal.ledger))
        if self._seq == journal.count:
            return
        # No further than where `head` is known: others may be writing behind it.
        for stored in islice(journal.read(self._seq), journal.count - self._seq):
            try:
                follow(self._book, stored.event, of_command=bool(stored.asked))
            except Exception:  # whatever a forged story breaks in there, the story is wrong
                what = Said("journal.cannot_follow")
                raise DamagedError(Said("journal.at_seq", seq=stored.seq, what=what)) from None
            self._seq = stored.seq
        self._head = journal.head

    @contextmanager
    def group(self, keys: Iterable[str] = ()) -> Iterator[None]:
        """Commands that are decided by one writer and become durable together.

        What `handle` answers inside may be told to others only when the block has ended. When the
        block or its end raises, nothing of it has happened, and the book is rebuilt before it is
        used again. A group inside a group is part of it.

        Args:
            keys: those of the commands to come, looked up together; others are looked up singly.

        Raises:
            JournalError: when the journal cannot be written.
            DamagedError: when a strict session has broken an invariant.
        """
        if self._grouped:
            yield
            return
        if self._ahead:
            self.fold()
        asked = [key for key in keys if key]
        with self.journal.writing(asked) as found:
            self._catch_up()
            self._learn(asked, found)
            self._grouped = True
            try:
                yield
                self._refuse_broken()
                self.journal.append(self._staged)
            finally:
                self._grouped = False
                self._answers.clear()
        self._staged, self._ahead, self._head = [], False, self.journal.head

    def _refuse_broken(self) -> None:
        if self.strict and self.broken:
            seq, name, _ = self.broken[0]
            self.broken.clear()
            raise DamagedError(Said("journal.would_break", seq=seq, name=name))

    def _look_up(self, keys: Sequence[str]) -> None:
        self._learn(keys, self.journal.find(keys))

    def _learn(self, keys: Sequence[str], found: Mapping[str, Stored]) -> None:
        for key in keys:
            self._answers[key] = answered(found[key]) if key in found else None

    def _record(self, events: Sequence[Event], key: str = "", wish: bytes = b"") -> int:
        """Fold events and keep them for the journal; the seq of the first."""
        self._ahead = True
        first = self._seq + 1
        book, stage = self._book, self._staged.append
        for event in events:
            stage(Draft(event.at, key, wish, event))
            key, wish = "", b""
            self._seq += 1
            moved = evolve(book, event)
            for name, holds in EVERY_EVENT.items():
                if (sentence := holds(book, event, moved)) is not None:
                    self.broken.append(Broken(self._seq, name, sentence))
        return first
