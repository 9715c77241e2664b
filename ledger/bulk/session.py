"""A session that takes batches: the kernel decides what it can, the session decides the rest.

Each batch becomes durable as one group. Whatever the kernel hands back is decided at its place in
the order, on a book brought up to date, and what the session changed is read again behind it; so
the answer is always what the session alone would have given.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Protocol

import numpy as np

from ledger.bulk import cells as c
from ledger.bulk.cells import Batch, Cells, Digests
from ledger.bulk.grown import MOST_TRANSFERS, taken
from ledger.bulk.kernel import decide
from ledger.bulk.mirror import Mirror
from ledger.bulk.pack import Packer, empty_out
from ledger.bulk.parts import LONGEST_KEY
from ledger.core.commands import check_key
from ledger.core.refusals import Code
from ledger.journal import DamagedError, Draft, Journal
from ledger.journal.packed import ACCEPTED, HELD, REFUSED, SENT, Segment, digest_of
from ledger.policy.book import PolicyBook
from ledger.session import Decision, Session, Wish
from ledger.text.said import Said

EVENTS = 1 << 15
"""How many events a segment has at most."""

WishOf = Callable[[int], Wish | None]
"""The wish of a row of a batch; None for a row that is no command, which ends the batch."""


class SegmentJournal(Journal, Protocol):
    """A journal that keeps segments beside its rows."""

    def append_segment(self, segment: Segment) -> int:
        """Write a segment at the end, inside `writing`; give the last seq."""

    def taken(self) -> tuple[list[str], Iterator[bytes], Iterator[str]]:
        """Who is named in segments, the digests of their keys, and the keys of rows."""


class BulkSession(Session):
    """A session over a journal that keeps segments.

    Attributes:
        answers: how many commands were answered how: `ok`, `pending`, `duplicate`, or a code.
        handed_back: how many commands the event path decided.
    """

    journal: SegmentJournal

    def __init__(self, journal: SegmentJournal, policy: PolicyBook, *, strict: bool) -> None:
        super().__init__(journal, policy, strict=strict)
        self.answers: Counter[str] = Counter()
        self.handed_back = 0
        self._mirror: Mirror | None = None
        self._packer: Packer | None = None
        self._mirrored, self._in_batch = 0, False
        self._written = 0  # the seq up to which everything is with the journal

    def take(self, batch: Batch, wish_of: WishOf) -> int:
        """Decide the rows of a batch in their order, durable together; how many were decided.

        Args:
            batch: rows of transfers and accepts; others are asked of `wish_of`.
            wish_of: reads a row that the kernel hands back; the book is up to date then.

        Raises:
            JournalError: when they cannot be written; nothing of the batch has happened.
            ValueError: as `wish_of`, and as `handle`.
        """
        with self._batch() as (mirror, packer):
            self._decide_all(mirror, packer, batch, wish_of)
            return int(mirror.state.place[c.ROW])

    @contextmanager
    def _batch(self) -> Iterator[tuple[Mirror, Packer]]:
        self._in_batch = True
        try:
            with self.group():
                mirror, packer = self._ready()
                self._ahead = True
                yield mirror, packer
                self._cut(packer)
                self._mirrored = self._seq
        except BaseException:
            self._mirror = None
            raise
        finally:
            self._in_batch = False
            self.settled.clear()

    def show(self) -> None:
        """Bring the book up to date with what the kernel has decided."""
        if self._mirror is not None and self._mirrored == self._seq:
            self._mirror.show()
            self._mirror.see(())
        else:
            self._mirror = None  # the book has gone on without it

    def keep(self, *, closing: bool = False) -> None:
        """As every session does, with the book brought up to date."""
        self.show()
        super().keep(closing=closing)

    def _catch_up(self) -> None:
        if not self._in_batch or self._seq != self.journal.count:
            self.show()
        super()._catch_up()

    def _ready(self) -> tuple[Mirror, Packer]:
        """The book's mirror, as new as the journal."""
        mirror, packer = self._mirror, self._packer
        if mirror is None or packer is None or self._mirrored != self._seq:
            mirror = Mirror(self._book, self.policy.terms)
            names, digests, keys = self.journal.taken()
            for some in _digests(digests, keys):
                mirror.state = taken(mirror.state, some)
            place = mirror.state.place
            packer = Packer(empty_out(EVENTS), place, names, mirror.people)
            self._mirror, self._packer = mirror, packer
        self._written = self._seq
        if mirror.state.place[c.TRANSFERS] > MOST_TRANSFERS:
            self.show()
        return mirror, packer

    def _decide_all(self, mirror: Mirror, packer: Packer, batch: Batch, wish_of: WishOf) -> None:
        rows = batch.rows.shape[0]
        mirror.make_room(rows, LONGEST_KEY * rows)
        place = mirror.state.place
        place[c.ROW] = 0
        while True:
            begun = int(place[c.EVENTS])
            why = decide(mirror.state, batch, packer.out)
            self._seq += int(place[c.EVENTS]) - begun
            self._count(packer.out.cells[1, begun : place[c.EVENTS]])
            if why == c.DONE_ALL:
                return
            if why == c.NEW_DAY:
                mirror.day_begins(int(place[c.WANTED]))
            elif why == c.NEED_TERMS:
                mirror.add_terms(int(place[c.WANTED]))
            elif why == c.FULL:
                self._cut(packer)
                mirror.make_room(rows, LONGEST_KEY * rows)
            elif not self._hand_back(mirror, packer, batch, wish_of):
                return

    def _count(self, kinds: Cells) -> None:
        counts = np.bincount(kinds)
        for kind in np.flatnonzero(counts).tolist():
            word = _CODES[kind - REFUSED] if kind >= REFUSED else _WORDS.get(kind)
            if word is not None:
                self.answers[word] += int(counts[kind])

    def _hand_back(self, mirror: Mirror, packer: Packer, batch: Batch, wish_of: WishOf) -> bool:
        """Decide the row at which the kernel stopped; False when it is no command."""
        place = mirror.state.place
        row = int(place[c.ROW])
        moment = max(int(batch.rows[row, c.AT]), int(place[c.NOW]))
        plain = batch.rows[row, c.KIND] != c.EVENT_PATH
        mirror.show()
        if plain and int(place[c.OTHERS_DUE]) <= moment and mirror.look_ahead():
            return True
        wish = wish_of(row)
        if wish is not None:
            self._by_session(mirror, packer, wish)
            place[c.ROW] += 1
        return wish is not None

    def _by_session(self, mirror: Mirror, packer: Packer, wish: Wish) -> None:
        """Decide one command on the book itself."""
        check_key(wish.command, wish.key)
        if wish.key and not mirror.has_key(wish.key):
            self._answers[wish.key] = None
        elif wish.key and wish.key not in self._answers:
            self._cut(packer)  # what is looked for may stand there
        decision = self._handle(*wish)
        self.handed_back += 1
        self.answers[_word(decision)] += 1
        drafts, self._staged = self._staged, []
        for draft in drafts:
            if draft.key:
                mirror.take_key(draft.key)
        mirror.see(draft.event for draft in drafts)
        self._pack(packer, drafts)

    def _pack(self, packer: Packer, drafts: Sequence[Draft]) -> None:
        left = len(drafts)
        for draft in drafts:
            if not packer.add(draft):
                self._cut(packer, left)
                if not packer.add(draft):  # larger than a segment may be: a row of its own
                    self.journal.append([draft])
                    self._written += 1
            left -= 1

    def _cut(self, packer: Packer, left: int = 0) -> None:
        """Hand what is packed to the journal; `left` events are still to come.

        Raises:
            DamagedError: when what is written is not what was decided so far.
        """
        segment = packer.segment(self._written + 1)
        if segment is not None:
            self._written = self.journal.append_segment(segment)
        if self._written != self._seq - left:
            raise DamagedError(Said("journal.not_the_one", ledger=self.journal.ledger))


_WORDS = {SENT: "ok", ACCEPTED: "ok", HELD: "pending"}
_CODES = tuple(code.value for code in Code)


def _word(decision: Decision) -> str:
    if decision.verdict == "refused" and decision.code is not None:
        return decision.code.value
    return decision.verdict


def _digests(packed: Iterable[bytes], keys: Iterator[str]) -> Iterator[Digests]:
    """The digests of all keys there are, some at a time."""
    for digests in packed:
        yield np.frombuffer(digests, "<u8").astype(np.uint64)
    while some := [digest_of(key) for key in islice(keys, EVENTS)]:
        yield np.array(some, np.uint64)
