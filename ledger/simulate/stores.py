"""Where a simulated ledger is kept, and how each process opens it: in memory, or in a database."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from ledger.journal import Draft, Journal, MemoryJournal
from ledger.journal.database import connect
from ledger.journal.sql import SqlJournal
from ledger.policy.book import read_body
from ledger.reports.verify import verify
from ledger.simulate.faults import Fuse
from ledger.text.said import Said

LEDGER = "simulated"


class Store(Protocol):
    """What outlives the processes.

    Attributes:
        name: as reports call it.
        fuse: ends a process while it appends.
    """

    name: str
    fuse: Fuse

    def open(self) -> Journal:
        """The journal as a new process sees it."""

    def complaints(self, head: str) -> Iterator[str]:
        """What is wrong with a finished ledger that should end with this hash (hex)."""


class MemoryStore:
    """A ledger that outlives only the simulated processes."""

    def __init__(self) -> None:
        self.name = "memory"
        self.fuse = Fuse()
        self._kept = _Kept(self.fuse)

    def open(self) -> Journal:
        """The journal as a new process sees it."""
        return self._kept

    def complaints(self, head: str) -> Iterator[str]:
        """What is wrong with its end; the auditor has read the rest."""
        if self._kept.head.hex() != head:
            yield Said("verify.noted_head", head=self._kept.head.hex(), noted=head)


class _Kept(MemoryJournal):
    """A journal in memory that every process has open."""

    def __init__(self, fuse: Fuse) -> None:
        super().__init__(LEDGER)
        self._fuse = fuse

    def append(self, drafts: Sequence[Draft]) -> int:
        """Write all drafts or none; give the last seq."""
        return self._fuse.through(drafts, super().append)


class SqlStore:
    """A ledger in a database; it is begun here."""

    def __init__(self, url: str) -> None:
        self.fuse = Fuse()
        self._engine = connect(url, create=True)
        self.name = self._engine.name
        SqlJournal.create(self._engine, LEDGER)

    def open(self) -> Journal:
        """The journal as a new process sees it."""
        left = SqlJournal.open(self._engine, LEDGER)
        held = _Held(self._engine, left.ledger, left.count, left.head)
        held.fuse = self.fuse
        return held

    def complaints(self, head: str) -> Iterator[str]:
        """What `ledger verify` finds wrong."""
        for report in verify(self._engine, lambda body: read_body(body).terms, head=head):
            for problem in report.problems:
                yield problem.text

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()


class _Held(SqlJournal):
    """What one process has open of a journal in a database."""

    fuse: Fuse

    def append(self, drafts: Sequence[Draft]) -> int:
        """Write all drafts in one durable transaction, or none; give the last seq."""
        return self.fuse.through(drafts, self._append_at_once)

    def _append_at_once(self, drafts: Sequence[Draft]) -> int:
        last = super().append(drafts)
        self._send()  # so that the database says here what is wrong, and not at the block's end
        return last
