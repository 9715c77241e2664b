"""The list of ledgers in a database: how one begins, where it ends, what is kept beside it."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection, delete, insert, text, update

from ledger import __version__
from ledger.journal import segments
from ledger.journal.chain import GENESIS
from ledger.journal.errors import LedgerExistsError
from ledger.journal.marks import FORMAT
from ledger.journal.tables import BALANCE, LEDGER
from ledger.text.said import Said

LISTED: Final = text("SELECT format, count, head FROM ledger WHERE name = :ledger")
_LAST: Final = text(
    "SELECT seq, hash FROM journal WHERE ledger = :ledger ORDER BY seq DESC LIMIT 1"
)
SAVE_POLICY: Final = text(
    "INSERT INTO policy (hash, body) SELECT :hash, :body"
    " WHERE NOT EXISTS (SELECT 1 FROM policy WHERE hash = :hash)"
)


def begin_ledger(connection: Connection, ledger: str) -> None:
    """List a ledger without events.

    Raises:
        LedgerExistsError: when it is listed already.
    """
    if connection.execute(LISTED, {"ledger": ledger}).first() is not None:
        raise LedgerExistsError(Said("journal.ledger_there", ledger=ledger))
    row = {"name": ledger, "format": FORMAT, "engine": __version__, "balance_seq": 0}
    connection.execute(insert(LEDGER), row | {"count": 0, "head": GENESIS})


def replace_balances(
    connection: Connection, ledger: str, balances: Mapping[str, int], count: int
) -> None:
    """Keep balances (fen) that so many events give, in place of earlier ones."""
    connection.execute(delete(BALANCE).where(BALANCE.c.ledger == ledger))
    rows = [{"ledger": ledger, "account": a, "fen": fen} for a, fen in balances.items()]
    if rows:
        connection.execute(insert(BALANCE), rows)
    connection.execute(update(LEDGER).where(LEDGER.c.name == ledger).values(balance_seq=count))


def end_of(connection: Connection, ledger: str) -> tuple[int, bytes]:
    """Where the rows and segments of a ledger end."""
    seq, head = connection.execute(_LAST, {"ledger": ledger}).first() or (0, GENESIS)
    kept = connection.dialect.name == segments.DIALECT
    run = segments.end(connection.connection.cursor(), ledger) if kept else None
    return (seq, head) if run is None or run.seq < seq else run
