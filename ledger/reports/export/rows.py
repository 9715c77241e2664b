"""Decides what an export is made of: every row of a journal in order, with its event and hash."""

from collections.abc import Iterator
from typing import NamedTuple

from ledger.journal import GENESIS, DamagedError, Journal, Row, Stored, chained, decode
from ledger.text.said import Said


class Exported(NamedTuple):
    """A row of a journal as it is stored, its event, and the hash of the chain up to it.

    The hash is empty within a segment, whose last event has that of all of it.
    """

    row: Row
    stored: Stored
    hash: bytes


def exported(journal: Journal) -> Iterator[Exported]:
    """Every row, chained again while it is read.

    Raises:
        DamagedError: at a row that holds no event, and at the end where the rows do not give the
            hash that the journal ends with.
    """
    head = GENESIS
    for row, head in chained(journal):
        event = decode(row.body)
        yield Exported(row, Stored(row.seq, row.recorded_at, row.key, row.asked, event), head)
    if head != journal.head:
        raise DamagedError(Said("export.other_end", ledger=journal.ledger))


def stored_rows(journal: Journal) -> Iterator[Stored]:
    """The same rows with their events alone, for those who fold them."""
    return (one.stored for one in exported(journal))
