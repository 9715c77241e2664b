"""Reads a journal as a stranger would, row by row, and says what cannot be.

It keeps a chain, a book and a list of keys of its own, so that whatever a session believes is
compared with what is written.
"""

from typing import NamedTuple

from ledger.core.book import Book, BookView
from ledger.core.due import follow, next_due
from ledger.core.events import Refused
from ledger.core.invariants import EVERY_EVENT, books_balance
from ledger.core.postings import legs
from ledger.core.refusals import Code
from ledger.journal import GENESIS, Journal, Row, asked, decode, link
from ledger.scenario.run import state
from ledger.session import Decision, Session
from ledger.simulate.clients import Message
from ledger.text.said import Said


class ViolationError(Exception):
    """Something that must always hold does not; its text says what."""


class Entry(NamedTuple):
    """What the journal holds under a key.

    Attributes:
        seq: of the row with the key.
        wish: the command, as the journal keeps it.
        code: why it was refused; None: it was taken.
    """

    seq: int
    wish: bytes
    code: Code | None


class Auditor:
    """Follows one journal.

    Attributes:
        entries: by key.
    """

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self.seq = 0
        self.head = GENESIS
        self._book = Book()

    @property
    def book(self) -> BookView:
        """The book that the journal gives."""
        return self._book

    def catch_up(self, journal: Journal) -> None:
        """Read what was written since.

        Raises:
            ViolationError: where it cannot follow what was written before.
        """
        for row in journal.rows(self.seq):
            self._row(journal.ledger, row)
        if journal.count != self.seq or journal.head != self.head:
            raise ViolationError(Said("simulating.chain"))
        unbalanced = books_balance(self._book)
        if unbalanced is not None:
            raise ViolationError(unbalanced)

    def _row(self, ledger: str, row: Row) -> None:
        event = decode(row.body)
        if row.seq != self.seq + 1 or row.recorded_at != event.at or event.at < self._book.now:
            raise ViolationError(Said("simulating.order", seq=row.seq))
        if row.key in self.entries:
            raise ViolationError(Said("simulating.key_twice", key=row.key))
        if row.key:
            code = Code(event.code) if isinstance(event, Refused) else None
            self.entries[row.key] = Entry(row.seq, row.asked, code)
        due = next_due(self._book, event.at)
        if due is not None and event != due:
            raise ViolationError(Said("simulating.overdue", seq=row.seq))
        follow(self._book, event, of_command=bool(row.asked))
        self.seq, self.head = row.seq, link(self.head, ledger, row)
        for holds in EVERY_EVENT.values():
            wrong = holds(self._book, event, legs(event))
            if wrong is not None:
                raise ViolationError(Said("simulating.at_seq", seq=row.seq, what=wrong))

    def check_session(self, session: Session) -> None:
        """Compare what a session that is not behind believes.

        Raises:
            ViolationError: when its book is another, or it has seen an invariant break.
        """
        for broken in session.broken:
            raise ViolationError(Said("simulating.at_seq", seq=broken.seq, what=broken.sentence))
        if session.journal.count == self.seq and state(session.book) != state(self._book):
            raise ViolationError(Said("simulating.other_book"))

    def check_answer(self, message: Message, before: Entry | None, decision: Decision) -> None:
        """Compare an answer with what the journal held before under its key, and holds now.

        Raises:
            ViolationError: when a wish was taken twice, or is not written as it was answered.
        """
        key, now = message.key, self.entries.get(message.key)
        if decision.code is Code.RULE_ERROR:
            raise ViolationError(Said("simulating.rule_error", key=key))
        if now is None or now != (before or now):
            raise ViolationError(Said("simulating.not_written", key=key))
        same = now.wish == asked(message.command)
        told = (now.seq, now.code) if same else (decision.seq, Code.KEY_REUSED)
        again = before is not None and same
        if (decision.seq, decision.code) != told or again is not (decision.verdict == "duplicate"):
            raise ViolationError(Said("simulating.answered_otherwise", key=key))
