"""Lays segments open and has their plain events followed by machine code, beside a book.

The book is behind while they are; `show` brings it up to date, and what others fold into it then
is handed to `unseen`.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from ledger.bulk import cells as c
from ledger.bulk.audit import Told, digests_of, follow
from ledger.bulk.cells import Cells, Texts
from ledger.bulk.compiled import NONE
from ledger.bulk.grown import MOST_TRANSFERS
from ledger.bulk.mirror import Mirror, TermsFor
from ledger.core.book import Book
from ledger.core.events import Event
from ledger.journal.packed import COLUMNS, Column, Segment, head_of

_MOST: Final = 1 << 61
_GAP, _KEY, _MORE = (COLUMNS.index(name) for name in ("gap", "key", "more"))


class StrangeError(Exception):
    """Something is not as the kernel makes it; a slow walk tells whether that is wrong, and how."""


def laid_open(segment: Segment) -> Told:
    """A segment's columns as whole numbers, its texts where they lie; nobody is known yet.

    Raises:
        StrangeError: when something does not fit.
        DamagedError: when it has no head.
    """
    head, place = head_of(segment)
    if len(head.columns) != len(COLUMNS):
        raise StrangeError
    body = np.frombuffer(segment.body, np.uint8)
    cells = np.empty((len(COLUMNS), head.events), np.int64)
    for row, column in zip(cells, head.columns, strict=True):
        end = place + column.width * head.events
        _fill(row, column, body[place:end])
        place = end
    if cells[[_GAP, _KEY, _MORE]].min() < 0 or int(cells[_GAP].max()) > _MOST // head.events:
        raise StrangeError
    keys, more = (place + int(cells[_KEY].sum()), int(cells[_MORE].sum()))
    if keys + more != body.size or abs(head.at) > _MOST:
        raise StrangeError
    cells[_GAP] = head.at + np.cumsum(cells[_GAP])
    begins = np.cumsum(cells[[_KEY, _MORE]], axis=1) - cells[[_KEY, _MORE]]
    told = Told(cells, begins, body[place:keys], body[keys:], begins[0, :0], len(head.codes))
    if digests_of(told.keys, cells[_KEY]) != segment.digests:
        raise StrangeError
    return told


def _fill(row: Cells, column: Column, packed: Texts) -> None:
    width, unit, base = column
    if not width:
        unit = 0
    found = packed.view(f"<u{width}") if width else np.zeros(1, np.uint64)
    last = base + unit * int(found.max())
    if max(abs(base), abs(last), abs(unit)) > _MOST or found.size not in {row.size, 1}:
        raise StrangeError
    row[:] = found
    row *= unit
    row += base


class Auditor:
    """Follows plain events beside a book.

    Attributes:
        unseen: what was folded into the book by others since.
    """

    def __init__(self, book: Book, terms_for: TermsFor) -> None:
        self.unseen: list[Event] = []
        self._mirror = Mirror(book, terms_for)
        self._who = np.zeros(0, np.int64)
        self._ahead = False

    def follow(self, told: Told, names: Sequence[str], begin: int, until: int) -> int:
        """Fold plain events from one on, up to another or to one in its own JSON; which it is.

        Args:
            told: the segment.
            names: everybody whom segments have named up to here, by number.
            begin: the place of the first in the segment.
            until: the place behind the last.

        Raises:
            StrangeError: at an event that does not follow.
        """
        mirror = self._mirror
        if mirror.state.place[c.TRANSFERS] > MOST_TRANSFERS:
            self.show()
        if self.unseen:
            mirror.see(self.unseen)
            self.unseen.clear()
        mirror.make_room(until - begin, told.keys.size)
        told = told._replace(who=self._numbers(names))
        mirror.state.place[c.ROW], self._ahead = begin, True
        while (why := follow(mirror.state, told, until)) not in {c.DONE_ALL, c.HAND_BACK}:
            wanted = int(mirror.state.place[c.WANTED])
            if why == c.STRANGE:
                raise StrangeError
            (mirror.day_begins if why == c.NEW_DAY else mirror.add_terms)(wanted)
        return int(mirror.state.place[c.ROW])

    def show(self) -> None:
        """Bring the book up to date."""
        if self._ahead:
            self._mirror.show()
            self._mirror.see(())
            self._ahead = False

    def _numbers(self, names: Sequence[str]) -> Cells:
        """The kernel's numbers of those named; whoever is not enrolled yet is looked for again."""
        known = self._who.size
        self._who = np.append(self._who, np.full(len(names) - known, NONE, np.int64))
        for name in np.flatnonzero(self._who == NONE).tolist():
            self._who[name] = self._mirror.number(names[name])
        return self._who
