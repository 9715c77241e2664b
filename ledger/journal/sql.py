"""A journal in a database: rows go in through the driver, one durable transaction an append."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple, TypeAlias

from sqlalchemy import Connection, Engine, delete, insert, select, text, update

from ledger import __version__
from ledger.journal.chain import GENESIS, Draft, Row, extend, link
from ledger.journal.database import Target, opened, reading, writing
from ledger.journal.errors import (
    BehindError,
    DamagedError,
    LedgerExistsError,
    LedgerMissingError,
)
from ledger.journal.memory import MemoryJournal
from ledger.journal.port import Stored, check_address, decoded
from ledger.journal.schema import check_format, check_ours, make_tables
from ledger.journal.tables import BALANCE, FORMAT, LEDGER, POLICY
from ledger.text.said import Said

CHUNK: Final = 10_000
"""Rows handed to the driver at a time."""

_APPEND: Final = (
    "INSERT INTO journal (ledger, seq, recorded_at, key, asked, body, hash)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_MOVE: Final = "UPDATE ledger SET count = ?, head = ? WHERE name = ? AND count = ? AND head = ?"
_ROWS: Final = text(
    "SELECT seq, recorded_at, key, asked, body FROM journal"
    " WHERE ledger = :ledger AND seq > :after ORDER BY seq"
)
_LISTED: Final = text("SELECT format, count, head FROM ledger WHERE name = :ledger")
_LAST: Final = text(
    "SELECT seq, hash FROM journal WHERE ledger = :ledger ORDER BY seq DESC LIMIT 1"
)
_SAVE_POLICY: Final = text(
    "INSERT INTO policy (hash, body) SELECT :hash, :body"
    " WHERE NOT EXISTS (SELECT 1 FROM policy WHERE hash = :hash)"
)

_TYPES: Final = (int, str, bytes, str)
"""Of `recorded_at`, `key`, `asked` and `body`."""

_Bound: TypeAlias = tuple[str, int, int, str, bytes, str, bytes]


class Finished(NamedTuple):
    """A run in memory that is to be kept: its journal, its last balances (fen) and its policy."""

    journal: MemoryJournal
    balances: Mapping[str, int]
    policy_hash: str
    policy_body: bytes


class SqlJournal:
    """The journal of one ledger in a database that may hold many.

    Several processes may have it open; an append that has not seen the others' is refused.
    """

    def __init__(self, engine: Engine, ledger: str, count: int, head: bytes) -> None:
        self.ledger = ledger
        self.count = count
        self.head = head
        self._engine = engine

    @classmethod
    def create(cls, engine: Engine, ledger: str) -> "SqlJournal":
        """Begin a ledger; its journal is empty.

        Raises:
            LedgerExistsError: when there is one of this name.
            JournalError: when the database is not ours or cannot be written.
        """
        make_tables(engine)
        with writing(engine) as connection:
            _begin_ledger(connection, ledger, 0, GENESIS)
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
            last = connection.execute(_LAST, {"ledger": ledger}).first() or (0, GENESIS)
            if tuple(last) != (count, head):
                raise DamagedError(Said("journal.not_as_left", ledger=ledger))
        return cls(engine, ledger, count, head)

    def append(self, drafts: Sequence[Draft]) -> int:
        """Write all drafts in one durable transaction, or none; give the last seq.

        Raises:
            KeyTakenError: when a key is there already.
            BehindError: when another process has appended since.
            JournalError: when the database cannot be written.
        """
        written = extend(self.ledger, self.count, self.head, drafts)
        if not written:
            return self.count
        count, head = written[-1][0].seq, written[-1][1]
        with writing(self._engine) as connection:
            self._move(connection, count, head)
            _insert(connection, (_bound(self.ledger, row, linked) for row, linked in written))
        self.count, self.head = count, head
        return count

    def _move(self, connection: Connection, count: int, head: bytes) -> None:
        seen = (self.ledger, self.count, self.head)
        if connection.exec_driver_sql(_MOVE, (count, head, *seen)).rowcount != 1:
            raise BehindError(Said("journal.has_grown", ledger=self.ledger))

    def rows(self, after: int = 0) -> Iterator[Row]:
        """The rows behind seq `after`, in order, as they are when the reading begins.

        Raises:
            DamagedError: where one is missing; that each is what was written, only `verify` tells.
        """
        with reading(self._engine) as connection:
            found = connection.execute(_ROWS, {"ledger": self.ledger, "after": after})
            for due, (seq, recorded_at, key, asked, body) in enumerate(found, after + 1):
                if seq != due:
                    raise DamagedError(Said("journal.seq_missing", seq=due, ledger=self.ledger))
                if (type(recorded_at), type(key), type(asked), type(body)) != _TYPES:
                    # The table keeps types; damaged pages need not.
                    what = Said("journal.no_event")
                    raise DamagedError(Said("journal.at_seq", seq=seq, what=what))
                yield Row(seq, recorded_at, key, asked, body.encode())

    def read(self, after: int = 0) -> Iterator[Stored]:
        """The same rows with their events.

        Raises:
            DamagedError: at a row whose body is no event.
        """
        return decoded(self.rows(after))

    def save_balances(self, balances: Mapping[str, int]) -> None:
        """Keep the balances (fen) that the first `count` events give, in place of earlier ones."""
        with writing(self._engine) as connection:
            _replace_balances(connection, self.ledger, balances, self.count)

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
            connection.execute(_SAVE_POLICY, {"hash": policy_hash, "body": body})

    def policy(self, policy_hash: str) -> bytes | None:
        """The body kept under this address, if any."""
        with reading(self._engine) as connection:
            found = select(POLICY.c.body).where(POLICY.c.hash == policy_hash)
            return connection.execute(found).scalar()


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
    _begin_ledger(connection, journal.ledger, journal.count, journal.head)
    _insert(connection, _linked(journal))
    _replace_balances(connection, journal.ledger, run.balances, journal.count)
    connection.execute(_SAVE_POLICY, {"hash": run.policy_hash, "body": run.policy_body})


def _linked(journal: MemoryJournal) -> Iterator[_Bound]:
    head = GENESIS
    for row in journal.rows():
        head = link(head, journal.ledger, row)
        yield _bound(journal.ledger, row, head)


def _bound(ledger: str, row: Row, linked: bytes) -> _Bound:
    return (ledger, row.seq, row.recorded_at, row.key, row.asked, row.body.decode(), linked)


def _insert(connection: Connection, rows: Iterator[_Bound]) -> None:
    while chunk := list(islice(rows, CHUNK)):
        connection.exec_driver_sql(_APPEND, chunk)


def _begin_ledger(connection: Connection, ledger: str, count: int, head: bytes) -> None:
    if connection.execute(_LISTED, {"ledger": ledger}).first() is not None:
        raise LedgerExistsError(Said("journal.ledger_there", ledger=ledger))
    row = {"name": ledger, "format": FORMAT, "engine": __version__, "balance_seq": 0}
    connection.execute(insert(LEDGER), row | {"count": count, "head": head})


def _replace_balances(
    connection: Connection, ledger: str, balances: Mapping[str, int], count: int
) -> None:
    connection.execute(delete(BALANCE).where(BALANCE.c.ledger == ledger))
    rows = [{"ledger": ledger, "account": a, "fen": fen} for a, fen in balances.items()]
    if rows:
        connection.execute(insert(BALANCE), rows)
    connection.execute(update(LEDGER).where(LEDGER.c.name == ledger).values(balance_seq=count))
