"""A journal in a database: rows go in through the driver, one durable transaction an append."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from typing import Final, TypeVar

from sqlalchemy import Engine, delete, insert, select

from ledger.journal import segments
from ledger.journal.chain import GENESIS, Draft, Linked, Row, extend
from ledger.journal.database import kind_of, meant_by, reading, writers_of, writing
from ledger.journal.errors import (
    BehindError,
    DamagedError,
    LedgerMissingError,
    UnusableError,
)
from ledger.journal.kind import Begun, Bound, Cursor, End, Found
from ledger.journal.listed import LISTED, SAVE_POLICY, begin_ledger, end_of, replace_balances
from ledger.journal.packed import Segment, link_segment
from ledger.journal.port import Stored, check_address, decoded, row_of
from ledger.journal.schema import check_ours, make_tables
from ledger.journal.snapshot import Snapshot, seal, unsealed
from ledger.journal.tables import BALANCE, POLICY, SNAPSHOT, check_format
from ledger.text.said import Said

_COLUMNS: Final = ", ".join(Row._fields)

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
        self._writers = writers_of(engine)
        self._cursor: Cursor | None = None
        self._written = End(count, head)
        self._unwritten: list[Linked] = []
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
            found = connection.execute(LISTED, {"ledger": ledger}).first()
            if found is None:
                raise LedgerMissingError(Said("journal.no_ledger", ledger=ledger))
            written_format, count, head = found
            check_format(ledger, written_format)
            if end_of(connection, ledger) != (count, head):
                raise DamagedError(Said("journal.not_as_left", ledger=ledger))
        return cls(engine, ledger, count, head)

    @contextmanager
    def writing(self, keys: Sequence[str] = ()) -> Iterator[dict[str, Stored]]:
        """Be the one writer for as long as the block runs; `count` and `head` are the newest.

        What is appended inside is durable, all of it, when the block has ended, and gone, all of
        it, when the block or its end raises.

        Args:
            keys: those to look for at the beginning, which costs less than `find` inside.

        Returns:
            What `find` says of the keys.

        Raises:
            KeyTakenError: at the end, when a key that is appended is there already.
            JournalError: when the database cannot be written.
        """
        before = End(self.count, self.head)
        try:
            self._cursor, begun = self._writers.begin(self.ledger, keys)
            yield self._begin(before, begun, keys)
            self._commit()
            self._writers.keep(self._cursor)
        except BaseException as error:
            self._take_back(before)
            meant = meant_by(self._kind, error)
            if meant is None:
                raise
            raise meant from None
        finally:
            self._cursor = None
            self._unwritten = []

    def _take_back(self, before: End) -> None:
        if self._cursor is not None:
            self._writers.drop(self._cursor)
        self.count, self.head = before
        self._keys = segments.Keys(self.ledger)  # it may know what is gone

    def _begin(self, before: End, begun: Begun | None, keys: Sequence[str]) -> dict[str, Stored]:
        if begun is None:
            raise LedgerMissingError(Said("journal.no_ledger", ledger=self.ledger))
        check_format(self.ledger, begun.format)
        if begun.end != before:
            self._keys.look_again()
        self._written = begun.end
        self.count, self.head = begun.end
        return self._told(self._cursor, begun.found, keys)

    def _commit(self) -> None:
        ends = self._written, End(self.count, self.head)
        if not self._kind.commit(self._cursor, self.ledger, *ends, self._bound()):
            raise BehindError(Said("journal.has_grown", ledger=self.ledger))

    def _send(self) -> None:
        """Write what was appended and still waits for the end of the block."""
        if not self._unwritten:
            return
        ends = self._written, End(self.count, self.head)
        if not self._kind.append(self._cursor, self.ledger, *ends, self._bound()):
            raise BehindError(Said("journal.has_grown", ledger=self.ledger))
        self._written, self._unwritten = ends[1], []

    def _bound(self) -> Iterator[Bound]:
        name = self.ledger
        return ((name, *cells[:4], cells[4].decode(), cells[5]) for cells in self._unwritten)

    def append(self, drafts: Sequence[Draft]) -> int:
        """Write all drafts in one durable transaction, or none; give the last seq.

        Inside `writing` that is the transaction of the block, and the last of them go to the
        database with its end.

        Raises:
            KeyTakenError: when a key is there already; inside `writing` its end may say so.
            BehindError: when another process has appended since.
            JournalError: when the database cannot be written.
        """
        if self._cursor is None:
            return self._append_alone(drafts) if drafts else self.count
        written = extend(self.ledger, self.count, self.head, drafts)
        if written:
            self._unwritten += written
            self.count, self.head = written[-1][0], written[-1][-1]
        return self.count

    def _append_alone(self, drafts: Sequence[Draft]) -> int:
        seen = self.count, self.head
        with self.writing():
            if (self.count, self.head) != seen:
                raise BehindError(Said("journal.has_grown", ledger=self.ledger))
            return self.append(drafts)

    def append_segment(self, segment: Segment) -> int:
        """Write a segment at the end, inside `writing`; give the last seq.

        Whoever calls has seen to it that its keys are new and that it follows what is there.

        Raises:
            UnusableError: when the database keeps no segments.
        """
        if self._cursor is None or not self._segmented:
            raise UnusableError(Said("journal.no_segments"))
        self._send()
        linked = link_segment(self.head, self.ledger, segment)
        if not segments.append(self._cursor, self.ledger, self._written, segment, linked):
            raise BehindError(Said("journal.has_grown", ledger=self.ledger))
        self._keys.look_again()
        self.count, self.head = self._written = End(segment.last, linked)
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
            self._send()
            return self._find(self._cursor, keys)
        with reading(self._engine) as connection:
            self._keys.look_again()
            return self._find(connection.connection.cursor(), keys)

    def _find(self, cursor: Cursor, keys: Sequence[str]) -> dict[str, Stored]:
        return self._told(cursor, self._kind.find(cursor, self.ledger, keys), keys)

    def _told(
        self, cursor: Cursor, found: Iterable[Found], keys: Sequence[str]
    ) -> dict[str, Stored]:
        told = {stored.key: stored for stored in decoded(_row(*cells) for cells in found)}
        others = [key for key in keys if key not in told] if self._segmented else ()
        return told | self._keys.find(cursor, others) if others else told

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


def _row(seq: int, recorded_at: int, key: str, asked: bytes, body: str) -> Row:
    """A row of cells; the tables keep their types, damaged pages need not."""
    if (type(recorded_at), type(key), type(asked), type(body)) != _TYPES:
        raise DamagedError(Said("journal.at_seq", seq=seq, what=Said("journal.no_event")))
    return Row(seq, recorded_at, key, asked, body.encode())
