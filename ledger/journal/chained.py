"""Makes the chain of a journal again from what is stored, row by row."""

from collections.abc import Iterator
from itertools import islice

from ledger.journal.chain import GENESIS, Row, link
from ledger.journal.packed import link_segment
from ledger.journal.port import Journal


def chained(journal: Journal) -> Iterator[tuple[Row, bytes]]:
    """Every row that `journal` counts, with the hash of the chain up to it.

    A segment has one hash, that of its last event; the others in it come with none (empty).
    """
    head, segments = GENESIS, journal.segments()
    segment = next(segments, None)
    for row in islice(journal.rows(), journal.count):  # what was appended since is not told
        if segment is None or row.seq < segment.first:
            head = link(head, journal.ledger, row)
        elif row.seq < segment.last:
            yield row, b""
            continue
        else:
            head = link_segment(head, journal.ledger, segment)
            segment = next(segments, None)
        yield row, head
