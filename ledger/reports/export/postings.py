"""Decides how postings are listed: one signed leg of an event a row, as CSV or for Parquet."""

import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

from ledger.core.events import name_of
from ledger.core.postings import legs
from ledger.journal import Journal
from ledger.reports.export.rows import stored_rows
from ledger.reports.naming import about
from ledger.words.moments import format_moment


class Posting(NamedTuple):
    """One leg; the legs of an event sum to zero.

    Attributes:
        leg: its number in the event, from 1.
        at: when it happened, µs of Beijing wall time.
        event: the event's stored name: `transfer_sent`.
        key: the key of the command behind it; empty for what time itself did.
        of: the transfer, spend or settlement it is about; empty for none.
        fen: signed; money that comes is above zero.
    """

    ledger: str
    seq: int
    leg: int
    at: int
    event: str
    key: str
    of: str
    account: str
    fen: int


def postings(journal: Journal) -> Iterator[Posting]:
    """Every leg of every event, in order.

    Raises:
        DamagedError: as `exported`.
    """
    for stored in stored_rows(journal):
        event = stored.event
        head = event.at, name_of(event), stored.key, about(event)
        for number, (account, fen) in enumerate(legs(event), 1):
            yield Posting(journal.ledger, stored.seq, number, *head, account, fen)


def csv_lines(journal: Journal) -> Iterator[str]:
    """The same as CSV with a heading; moments as texts of Beijing time."""
    yield _csv_line(*Posting._fields)
    for posting in postings(journal):
        yield _csv_line(*posting[:3], format_moment(posting.at), *posting[4:])


def _csv_line(*cells: object) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()
