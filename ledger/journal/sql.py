"""A journal in a database: rows go in through the driver, one durable transaction an append."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from typing import Final, TypeVar

from sqlalchemy import Connection, Engine, delete, insert, select, text, update

from ledger import __version__
from ledger.journal import segments
from ledger.journal.chain import GENESIS, Draft, Row, extend
from ledger.journal.database import kind_of, pen, reading, writing
from ledger.journal.errors import (
    BehindError,
    DamagedError,
    LedgerExistsError,
    LedgerMissingError,
    UnusableError,
)
from ledger.journal.kind import Bound, Cursor, End
from ledger.journal.marks import FORMAT
from ledger.journal.packed import Segment, link_segment
from ledger.journal.port import Stored, check_address, decoded, row_of
from ledger.journal.schema import check_ours, make_tables
from ledger.journal.snapshot import Snapshot, seal, unsealed
from ledger.journal.tables import BALANCE, LEDGER, POLICY, SNAPSHOT, check_format
from ledger.text.said import Said

_COLUMNS: Final = ", ".join(Row._fields)
_LISTED: Final = text("SELECT format, count, head FROM ledger WHERE name = :ledger")
_LAST: Final = text(
    "SELECT seq, hash FROM journal WHERE ledger = :ledger ORDER BY seq DESC LIMIT 1"
)
SAVE_POLICY: Final = text(
    "INSERT INTO policy (hash, body) SELECT :hash, :body"
    " WHERE NOT EXISTS (SELECT 1 FROM policy WHERE hash = :hash)"
)

T = TypeVar("T", Row, Stored)

_TYPES: Final = (int, str, bytes, str)
"""Of `recorded_at`, `key`, `asked` and `body`."""


class SqlJournal:
    """The journal of one ledger in a database that may hold many.

    Several processes may have it open. Whoever writes without having seen what the others wrote is
    refused; inside `writing` nobody else writes, and everything has been seen.
    """

    def __init__(self, engine: Engine, ledger: str, count: int, head: bytes) -> None:
        self.ledger = ledger
        self.count = count
        self.head = head
        self._engine = engine
        self._kind = kind_of(engine)
        self._segmented = engine.dialect.name == segments.DIALECT
        self._cursor: Cursor | None = None
        self._keys = segments.Keys(ledger)

    @classmethod
    def create(cls, engine: Engine, ledger: str) -> "SqlJournal":
        """Begin a ledger; its journal is empty.

        Raises:
            LedgerExistsError: when there is one of this name.
            JournalError: when the database is not ours or cannot be written.
        """
        make_tables(engine)
        with writing(engine) as connection:
            begin_ledger(connection, ledger)
        return cls(engine, ledger, 0, GENESIS)

    @classmethod
    def open(cls, engine: Engine, ledger: str) -> "SqlJournal":
        """Go on with a ledger.

        Raises:
            LedgerMissingError: when there is none of this name.
            UnknownFormatError: when another engine wrote it in a way unknown to this one.
            DamagedError: when its last event is not the one it ended with.
        """
        with reading(engine) as connection:
            check_ours(connection)
            found = connection.execute(_LISTED, {"ledger": ledger}).first()
            if found is None:
                raise LedgerMissingError(Said("journal.no_ledger", ledger=ledger))
            written_format, count, head = found
            check_format(ledger, written_format)
            if _end(connection, ledger) != (count, head):
                raise DamagedError(Said("journal.not_as_left", ledger=ledger))
        return cls(engine, ledger, count, head)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the one writer for as long as the block runs; `count` and `head` are the newest.

        What is appended inside is durable, all of it, when the block has ended, and gone, all of
        it, when the block or its end raises.

        Raises:
            JournalError: when the database cannot be written.
        """
        before = self.count, self.head
        try:
            with pen(self._engine, self.ledger) as (self._cursor, end):
                self.count, self.head = end
                yield
        except BaseException:
            self.count, self.head = before
            self._keys = segments.Keys(self.ledger)  # it may know what is gone
            raise
        finally:
            self._cursor = None

    def append(self, drafts: Sequence[Draft]) -> int:
        """Write all drafts in one durable transaction, or none; give the last seq.

        Raises:
            KeyTakenError: when a key is there already.
            BehindError: when another process has appended since.
            JournalError: when the database cannot be written.
        """
        seen = End(self.count, self.head)
        written = extend(self.ledger, *seen, drafts)
        if not written:
            return self.count
        end = End(written[-1][0], written[-1][-1])
        name = self.ledger
        rows = ((name, *cells[:4], cells[4].decode(), cells[5]) for cells in written)
        if self._cursor is not None:
            self._append(self._cursor, seen, end, rows)
        else:
            with pen(self._engine, self.ledger) as (cursor, _):
                self._append(cursor, seen, end, rows)
        self.count, self.head = end
        return self.count

    def _append(self, cursor: Cursor, seen: End, end: End, rows: Iterator[Bound]) -> None:
        if not self._kind.append(cursor, self.ledger, seen, end, rows):
            raise BehindError(Said("journal.has_grown", ledger=self.ledger))

    def append_segment(self, segment: Segment) -> int:
        """Write a segment at the end, inside `writing`; give the last seq.

        Whoever calls has seen to it that its keys are new and that it follows what is there.

        Raises:
            UnusableError: when the database keeps no segments.
        """
        if self._cursor is None or not self._segmented:
            raise UnusableError(Said("journal.no_segments"))
        seen, linked = End(self.count, self.head), link_segment(self.head, self.ledger, segment)
        if not segments.append(self._cursor, self.ledger, seen, segment, linked):
            raise BehindError(Said("journal.has_grown", ledger=self.ledger))
        self.count, self.head = segment.last, linked
        return self.count

    def taken(self) -> tuple[list[str], Iterator[bytes], Iterator[str]]:
        """What a writer of segments must know, inside `writing`.

        Returns:
            Everybody whom the segments name, by number; the digests of their keys, a segment at a
            time; the keys that stand in rows.
        """
        return segments.taken(self._cursor, self.ledger, self.count + 1)

    def find(self, keys: Sequence[str]) -> dict[str, Stored]:
        """The first events of the commands that came under these keys, by key.

        Raises:
            DamagedError: where one of them is no event.
        """
        if self._cursor is not None:
            return self._found(self._cursor, keys)
        with reading(self._engine) as connection:
            return self._found(connection.connection.cursor(), keys)

    def _found(self, cursor: Cursor, keys: Sequence[str]) -> dict[str, Stored]:
        found = self._kind.find(cursor, self.ledger, keys)
        rows = (_row(*cells) for cells in found)
        told = {stored.key: stored for stored in decoded(rows)}
        others = [key for key in keys if key not in told] if self._segmented else []
        return told | self._keys.find(cursor, others)

    def rows(self, after: int = 0) -> Iterator[Row]:
        """The rows behind seq `after`, in order, as they are when the reading begins.

        Events of segments come as the rows they would be.

        Raises:
            DamagedError: where one is missing; that each is what was written, only `verify` tells.
        """
        for item in self._in_order(after, lambda rows: rows):
            yield item if isinstance(item, Row) else row_of(item)

    def read(self, after: int = 0) -> Iterator[Stored]:
        """The same rows with their events.

        Raises:
            DamagedError: at a row whose body is no event.
        """
        return self._in_order(after, decoded)

    def _in_order(
        self, after: int, read: Callable[[Iterator[Row]], Iterator[T]]
    ) -> Iterator[T | Stored]:
        with (
            reading(self._engine) as connection,
            closing(self._kind.rows(connection, _COLUMNS, self.ledger, after)) as found,
        ):
            rows: Iterator[T | Stored] = read(_row(*cells) for cells in found)
            if self._segmented:
                cursor = connection.connection.cursor()
                rows = segments.woven(rows, segments.runs(cursor, self.ledger, after))
            for due, item in enumerate(rows, after + 1):
                if item.seq != due:
                    raise DamagedError(Said("journal.seq_missing", seq=due, ledger=self.ledger))
                yield item

    def segments(self) -> Iterator[Segment]:
        """The segments among the rows, in order."""
        if self._segmented:
            with reading(self._engine) as connection:
                yield from segments.segments(connection.connection.cursor(), self.ledger)

    def recall(self) -> Snapshot | None:
        """The book as it was kept last, if it is whole and of a history that is in the journal."""
        with reading(self._engine) as connection:
            found = select(SNAPSHOT.c.sealed).where(SNAPSHOT.c.ledger == self.ledger)
            sealed = connection.execute(found).scalar()
            kept = unsealed(self.ledger, sealed) if isinstance(sealed, bytes) else None
            if kept is None or kept.seq > self.count:
                return None
            linked = segments.hash_at(connection, self.ledger, kept.seq)
            return kept if linked == kept.head else None

    def remember(self, snapshot: Snapshot) -> None:
        """Keep a book for later openings, in place of an earlier one."""
        row = {"ledger": self.ledger, "sealed": seal(self.ledger, snapshot)}
        with writing(self._engine) as connection:
            connection.execute(delete(SNAPSHOT).where(SNAPSHOT.c.ledger == self.ledger))
            connection.execute(insert(SNAPSHOT), row)

    def save_balances(self, balances: Mapping[str, int]) -> None:
        """Keep the balances (fen) that the first `count` events give, in place of earlier ones."""
        with writing(self._engine) as connection:
            replace_balances(connection, self.ledger, balances, self.count)

    def balances(self) -> dict[str, int]:
        """The balances that were last kept."""
        with reading(self._engine) as connection:
            found = connection.execute(
                select(BALANCE.c.account, BALANCE.c.fen).where(BALANCE.c.ledger == self.ledger)
            )
            return dict(found.all())

    def save_policy(self, policy_hash: str, body: bytes) -> None:
        """Keep a policy under its own address.

        Raises:
            ValueError: when `policy_hash` is not the body's address.
        """
        check_address(policy_hash, body)
        with writing(self._engine) as connection:
            connection.execute(SAVE_POLICY, {"hash": policy_hash, "body": body})

    def policy(self, policy_hash: str) -> bytes | None:
        """The body kept under this address, if any."""
        with reading(self._engine) as connection:
            found = select(POLICY.c.body).where(POLICY.c.hash == policy_hash)
            return connection.execute(found).scalar()


def _end(connection: Connection, ledger: str) -> tuple[int, bytes]:
    """Where the rows and segments of a ledger end."""
    seq, head = connection.execute(_LAST, {"ledger": ledger}).first() or (0, GENESIS)
    kept = connection.dialect.name == segments.DIALECT
    run = segments.end(connection.connection.cursor(), ledger) if kept else None
    return (seq, head) if run is None or run.seq < seq else run


def _row(seq: int, recorded_at: int, key: str, asked: bytes, body: str) -> Row:
    """A row of cells; the tables keep their types, damaged pages need not."""
    if (type(recorded_at), type(key), type(asked), type(body)) != _TYPES:
        raise DamagedError(Said("journal.at_seq", seq=seq, what=Said("journal.no_event")))
    return Row(seq, recorded_at, key, asked, body.encode())


def begin_ledger(connection: Connection, ledger: str) -> None:
    """List a ledger without events.

    Raises:
        LedgerExistsError: when it is listed already.
    """
    if connection.execute(_LISTED, {"ledger": ledger}).first() is not None:
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
