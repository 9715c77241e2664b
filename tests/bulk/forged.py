"""Ledgers of made-up populations, and forgers who change segments and make all hashes again."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

import numpy as np

from ledger.bulk.pack import _packed
from ledger.journal import GENESIS, link
from ledger.journal.database import opened
from ledger.journal.packed import (
    COLUMNS,
    Head,
    Page,
    Segment,
    encode_head,
    link_segment,
    packed_digests,
)
from ledger.journal.raw import examined
from ledger.journal.sql import SqlJournal
from ledger.policy.book import read_body
from ledger.reports.judge import TermsFor
from ledger.reports.quick import walked_quickly
from ledger.reports.verify import LedgerReport, verify
from ledger.scenario.fields import Setting
from ledger.scenario.variants import EVER, changed
from tests.bulk.both import Told
from tests.bulk.populations import Population
from tests.reports.spoiled import spoil

Forger = Callable[[Segment], Segment]

_SEGMENTS = "SELECT first, last, names, digests, body FROM segment ORDER BY first"
_ROWS = "SELECT seq, recorded_at, key, asked, CAST(body AS BLOB) FROM journal ORDER BY seq"


def kept(folder: Path, seed: int) -> Path:
    """The story of a population on the bulk path, in a file, its balances stored.

    Under every second policy nobody waits to be accepted; under half of these one a day is sent.
    """
    file, population = folder / f"p{seed}.db", Population(seed)
    if seed % 2:
        values = {"transfer.acceptance": "automatic", "transfer.count.per_day": "1次"}
        changes = (
            changed(population.policy, Setting(name, "CN"), value, (EVER, None))
            for name, value in list(values.items())[: 1 + seed // 2 % 2]
        )
        population.policy = population.policy.with_changes(tuple(changes))
    with opened(f"sqlite:///{file}", create=True, durability="normal") as engine:
        before = population.before()
        both = Told(engine, "p", population.policy, population.start, before)
        both.tell(population.wishes(), Random(seed))
        both.bulk.show()
        journal = both.bulk.journal
        assert isinstance(journal, SqlJournal)
        journal.save_policy(population.policy.hash, population.policy.body())
        journal.save_balances(both.bulk.book.balances)
    return file


def terms_of(body: bytes) -> TermsFor:
    return read_body(body).terms


def segments_in(file: Path) -> list[Segment]:
    with closing(sqlite3.connect(file)) as client:
        return [Segment(*row) for row in client.execute(_SEGMENTS)]


def quickly(file: Path) -> bool:
    """Whether the quick walk finds all well."""
    with examined(f"sqlite:///{file}") as database:
        (listed,) = database.ledgers()
        return walked_quickly(database, listed, terms_of) is not None


def report_on(file: Path) -> LedgerReport:
    """What `verify` says."""
    (report,) = verify(f"sqlite:///{file}", terms_of)
    return report


def forge(file: Path, first: int, forger: Forger) -> None:
    """Change the segment that begins at a seq, and link everything again."""
    head, statements = GENESIS, list[tuple[str, tuple[object, ...]]]()
    with closing(sqlite3.connect(file)) as client:
        rows = [(row[0], row) for row in client.execute(_ROWS)]
        runs = [(run[0], Segment(*run)) for run in client.execute(_SEGMENTS)]
    for seq, one in sorted([*rows, *runs], key=lambda found: found[0]):
        if isinstance(one, Segment):
            run = forger(one) if seq == first else one
            head = link_segment(head, "p", run)
            cells = (head, run.names, run.digests, run.body, seq)
            statements.append(
                ("UPDATE segment SET hash=?, names=?, digests=?, body=? WHERE first=?", cells)
            )
        else:
            head = link(head, "p", one)
            statements.append(("UPDATE journal SET hash=? WHERE seq=?", (head, seq)))
    statements.append(("UPDATE ledger SET head=?", (head,)))
    for statement, values in statements:
        spoil(file, statement, values=values)


def recelled(column: str, event: int, change: Callable[[int], int]) -> Forger:
    """A forger of one cell; digests are made again too."""

    def forger(segment: Segment) -> Segment:
        page = Page(segment)
        cells = [np.array(page.columns[name], np.int64) for name in COLUMNS]
        cell = cells[COLUMNS.index(column)]
        cell[event] = change(int(cell[event]))
        packed = [_packed(line) for line in cells]
        columns = tuple(column for column, _ in packed)
        head = encode_head(Head(page.head.events, page.head.at, page.head.codes, columns))
        parts = (len(head).to_bytes(4, "little"), head, *(part for _, part in packed))
        body = b"".join((*parts, segment.body[page._keys_at :]))
        return _digested(segment._replace(body=body))

    return forger


def _digested(segment: Segment) -> Segment:
    try:
        return segment._replace(digests=packed_digests(Page(segment).keys))
    except Exception:  # what was forged is no segment any more
        return segment
