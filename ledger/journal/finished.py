"""Keeps runs in memory as ledgers of a database, all or none."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from ledger.journal.chain import GENESIS, link
from ledger.journal.database import Target, kind_of, opened, writing
from ledger.journal.kind import Bound, End
from ledger.journal.listed import SAVE_POLICY, begin_ledger, replace_balances
from ledger.journal.memory import MemoryJournal
from ledger.journal.port import check_address
from ledger.journal.schema import make_tables


class Finished(NamedTuple):
    """A run in memory that is to be kept: its journal, its last balances (fen) and its policy."""

    journal: MemoryJournal
    balances: Mapping[str, int]
    policy_hash: str
    policy_body: bytes


def store_all(target: Target, runs: Sequence[Finished]) -> None:
    """Keep finished runs, each as a ledger of its own: all in one durable transaction, or none.

    Raises:
        LedgerExistsError: when one of them is there already; nothing is written.
        JournalError: when the database is not ours or cannot be written.
    """
    with opened(target, create=True) as engine:
        make_tables(engine)
        with writing(engine) as connection:
            for run in runs:
                _store(connection, run)


def _store(connection: Connection, run: Finished) -> None:
    journal = run.journal
    check_address(run.policy_hash, run.policy_body)
    begin_ledger(connection, journal.ledger)
    kind, cursor = kind_of(connection.engine), connection.connection.cursor()
    end = End(journal.count, journal.head)
    kind.append(cursor, journal.ledger, End(0, GENESIS), end, _linked(journal))
    replace_balances(connection, journal.ledger, run.balances, journal.count)
    connection.execute(SAVE_POLICY, {"hash": run.policy_hash, "body": run.policy_body})


def _linked(journal: MemoryJournal) -> Iterator[Bound]:
    head = GENESIS
    for row in journal.rows():
        head = link(head, journal.ledger, row)
        yield (journal.ledger, *row[:4], row.body.decode(), head)
