"""Reads a database as it is, even a damaged one: every cell with whatever it holds, no opinion."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any, Final, NamedTuple, TypeAlias

from sqlalchemy import Connection, text

from ledger.journal import segments
from ledger.journal.database import Target, kind_of, opened, reading, translated
from ledger.journal.kind import Cursor
from ledger.journal.schema import check_ours
from ledger.journal.snapshot import Snapshot, unsealed
from ledger.text.said import Said

Cell: TypeAlias = Any
"""int, float, str (bytes that are no UTF-8 come as surrogates), bytes or None.

A row's text may come as a `bytearray`, its bytes unread; `as_text` reads it."""

COLUMNS: Final = ("seq", "recorded_at", "key", "asked", "body", "hash")
RawRow: TypeAlias = tuple[Cell, ...]
"""One row of the journal: a cell for each of `COLUMNS`."""

_LISTED: Final = text(
    "SELECT name, format, engine, count, head, balance_seq FROM ledger ORDER BY name"
)
_BALANCES: Final = text("SELECT account, fen FROM balance WHERE ledger = :ledger")
_SEALED: Final = text("SELECT sealed FROM snapshot WHERE ledger = :ledger")
_POLICY: Final = text("SELECT body FROM policy WHERE hash = :hash")
_STRAYS: Final = text(
    "SELECT ledger, min(seq) FROM journal AS j"
    " WHERE NOT EXISTS (SELECT 1 FROM ledger WHERE name = j.ledger) GROUP BY ledger"
)


def as_text(raw: RawRow) -> RawRow:
    """A row with its text read; bytes that are no UTF-8 come as surrogates."""
    return tuple(
        cell.decode(errors="surrogateescape") if type(cell) is bytearray else cell for cell in raw
    )


class Listed(NamedTuple):
    """A ledger as the database lists it."""

    name: Cell
    format: Cell
    engine: Cell
    count: Cell
    head: Cell
    balance_seq: Cell


class RawDatabase:
    """One consistent view of a database of ledgers.

    Every method raises `DamagedError` where the database cannot be read.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._kind = kind_of(connection.engine)
        self._segmented = connection.dialect.name == segments.DIALECT

    def complaints(self) -> Iterator[Said]:
        """What the database itself finds wrong, and which guards are gone."""
        with translated(self._kind):
            yield from self._kind.complaints(self._connection)

    def ledgers(self) -> list[Listed]:
        """All ledgers that the database lists."""
        with translated(self._kind):
            return [Listed(*row) for row in self._connection.execute(_LISTED)]

    def strays(self) -> list[tuple[Cell, Cell]]:
        """Names in the journal that are not listed, each with its first seq."""
        with translated(self._kind):
            return list(self._connection.execute(_STRAYS).all())

    def rows(self, ledger: str, after: int | None = None) -> Iterator[RawRow]:
        """The rows of a ledger, or those behind a seq, by seq.

        Cells that are no number stand out of place.
        """
        with translated(self._kind):
            columns = ", ".join(COLUMNS)
            with closing(self._kind.raw_rows(self._connection, columns, ledger, after)) as found:
                yield from found

    def snapshot(self, ledger: str) -> Snapshot | None:
        """The book that was kept last, if it is whole and of a history that is in the journal."""
        with translated(self._kind):
            sealed = self._connection.execute(_SEALED, {"ledger": ledger}).scalar()
            kept = unsealed(ledger, sealed) if type(sealed) is bytes else None
            if kept is None:
                return None
            linked = segments.hash_at(self._connection, ledger, kept.seq)
            return kept if linked == kept.head else None

    def segments(self, ledger: str, after: int = 0) -> Iterator[RawRow]:
        """The segments behind a seq, in order: a cell for each field of `Linked`, flat."""
        with translated(self._kind):
            if self._segmented:
                cursor = self._cursor()
                for first, _ in segments.spans(cursor, ledger, after):
                    segment, linked = segments.whole(cursor, ledger, first)
                    yield (*segment, linked)

    def names(self, ledger: str, before: int) -> list[str]:
        """Everybody whom the segments before a seq have named, by number."""
        with translated(self._kind):
            return segments.names_before(self._cursor(), ledger, before) if self._segmented else []

    def _cursor(self) -> Cursor:
        return self._connection.connection.cursor()

    def balances(self, ledger: str) -> dict[Cell, Cell]:
        """The stored balances of a ledger."""
        with translated(self._kind):
            return dict(self._connection.execute(_BALANCES, {"ledger": ledger}).all())

    def policy(self, policy_hash: str) -> Cell:
        """The body under this address; None when there is none."""
        with translated(self._kind):
            return self._connection.execute(_POLICY, {"hash": policy_hash}).scalar()


@contextmanager
def examined(target: Target) -> Iterator[RawDatabase]:
    """A view of the database for as long as the block runs.

    Raises:
        DamagedError: when it cannot be read at all, or has lost tables.
        JournalError: when it is not there, not ours, or cannot be used now.
    """
    with (
        opened(target) as engine,
        reading(engine) as connection,
        kind_of(engine).any_text(connection),
    ):
        check_ours(connection)
        yield RawDatabase(connection)
