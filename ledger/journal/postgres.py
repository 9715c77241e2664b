"""A database of ledgers in PostgreSQL: its transactions, its guards, what its errors mean."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from hashlib import sha256
from itertools import count
from typing import Any, Final

import psycopg
from sqlalchemy import URL, Connection, Engine, create_engine

from ledger.journal import postgres_guards
from ledger.journal.errors import (
    BehindError,
    DamagedError,
    DatabaseUrlError,
    JournalError,
    KeyTakenError,
    LedgerExistsError,
    UnusableError,
)
from ledger.journal.kind import CHUNK, Begun, Bound, Cursor, End, Found
from ledger.journal.pipeline import (
    BYTES,
    INT8,
    TEXT,
    TEXTS,
    PipeCursor,
    Statement,
    int8,
    texts,
    told,
    whole,
)
from ledger.text.said import Said

NEEDED: Final = 130000
"""The first PostgreSQL that this has been thought through for: 13."""

FEW: Final = 8
"""Rows that are inserted by one statement; more are copied."""

WAIT_SECONDS: Final = 30
"""How long a writer waits for another one."""


@lru_cache(maxsize=1024)
def _number(name: str) -> bytes:
    """What to lock (8 bytes, signed) so that nobody else writes under this name."""
    return sha256(f"walletsim {name}".encode()).digest()[:8]


READ: Final = ("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",)
WRITE: Final = (
    "BEGIN",
    f"SELECT pg_advisory_xact_lock({int.from_bytes(_number(''), signed=True)})",
)
ERROR: Final = psycopg.Error

_UNUSABLE: Final = {
    "55P03": Said("journal.locked"),
    "57014": Said("journal.cancelled"),
    "25006": Said("journal.read_only"),
    "42501": Said("journal.denied"),
    "3F000": Said("journal.no_schema"),
    "53100": Said("journal.disk_full"),
    "53200": Said("journal.memory_short"),
    "53300": Said("journal.too_many"),
    "58030": Said("journal.disk_fails"),
}
_DAMAGED: Final = {
    "23": Said("journal.no_room"),
    "42": Said("journal.other_tables"),
    "P0": Said("journal.guards_refuse"),
    "XX": Said("journal.unreadable_pages"),
}
_cursors: Final = count()
_LOST: Final = {"", "08", "57"}
_GONE: Final = {"", "57P"}
_TAKEN: Final[dict[str | None, tuple[type[JournalError], Said]]] = {
    "journal_key": (KeyTakenError, Said("journal.key_taken")),
    "journal_pkey": (BehindError, Said("journal.grown")),
    "ledger_pkey": (LedgerExistsError, Said("journal.such_a_ledger")),
}

_BEGIN: Final = Statement(b"walletsim_begin", b"BEGIN")
_COMMIT: Final = Statement(b"walletsim_commit", b"COMMIT")
_TURN: Final = Statement(b"walletsim_turn", b"SELECT pg_advisory_xact_lock($1)", (INT8,))
_END: Final = Statement(
    b"walletsim_end", b"SELECT format::int8, count, head FROM ledger WHERE name = $1", (TEXT,)
)
_KEY: Final = Statement(
    b"walletsim_key",
    b"SELECT seq, recorded_at, key, asked, body FROM journal"
    b" WHERE ledger = $1 AND key = $2 AND key <> ''",
    (TEXT, TEXT),
)
_KEYS: Final = Statement(
    b"walletsim_keys", _KEY.text.replace(b"key = $2", b"key = ANY($2)"), (TEXT, TEXTS)
)
_MOVE: Final = (
    "UPDATE ledger SET count = %s, head = %s WHERE name = %s AND count = %s AND head = %s"
)
_COPY: Final = (
    "COPY journal (ledger, seq, recorded_at, key, asked, body, hash) FROM STDIN (FORMAT BINARY)"
)
_ROW: Final = (INT8, INT8, TEXT, BYTES, TEXT, BYTES)
_TYPES: Final = ("text", "int8", "int8", "text", "bytea", "text", "bytea")
_WRITE: Final = (
    "WITH moved AS (UPDATE ledger SET count = $1, head = $2"
    " WHERE name = $3 AND count = $4 AND head = $5 RETURNING name)"
    " INSERT INTO journal (ledger, seq, recorded_at, key, asked, body, hash)"
    " SELECT moved.name, row.* FROM moved, (VALUES ROWS) AS row"
)
_FIND: Final = (
    "SELECT seq, recorded_at, key, asked, body FROM journal"
    " WHERE ledger = %s AND key = ANY(%s) AND key <> ''"
)


def engine(url: URL, *, create: bool, safe: bool) -> Engine:
    """An engine for a database that is there.

    Raises:
        DatabaseUrlError: when the address names no database.
        UnusableError: when it cannot be reached, is too old, or does not keep UTF-8.
    """
    if not url.database:
        raise DatabaseUrlError(Said("journal.address"))
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    made = create_engine(
        url.set(drivername="postgresql+psycopg"),
        creator=lambda: _connected(address, safe=safe),
        hide_parameters=True,
        isolation_level="AUTOCOMMIT",  # transactions are begun in words
        pool_pre_ping=True,  # the server may have been started anew in the meantime
    )
    try:
        made.raw_connection().close()
    except Exception:
        made.dispose()
        raise
    return made


def _connected(address: str, *, safe: bool) -> psycopg.Connection[Any]:
    try:
        connection = psycopg.connect(address, autocommit=True, client_encoding="UTF8")
    except psycopg.Error as error:
        said = " ".join(str(error).split())  # of hosts and roles; no row has been read yet
        raise UnusableError(Said("journal.unreachable", said=said)) from None
    try:
        _check(connection)
        connection.execute(f"SET synchronous_commit = {'on' if safe else 'off'}")
        connection.execute(f"SET lock_timeout = '{WAIT_SECONDS}s'")
        # A table that has just grown has no statistics yet, and whatever is asked has its index.
        connection.execute("SET enable_seqscan = off")
    except Exception:
        connection.close()
        raise
    return connection


def _check(connection: psycopg.Connection[Any]) -> None:
    info = connection.info
    if info.server_version < NEEDED:
        raise UnusableError(Said("journal.postgres_old", version=info.server_version))
    if info.parameter_status("server_encoding") != "UTF8":
        raise UnusableError(Said("journal.no_utf8"))


def meaning(error: BaseException | None) -> JournalError | None:
    """What a driver's error means for the ledger; None for a mistake of this program."""
    if not isinstance(error, psycopg.Error):
        return None
    state = error.sqlstate or ""
    if state in _UNUSABLE:
        return UnusableError(Said("journal.unusable", why=_UNUSABLE[state]))
    if state == "23505" and error.diag.constraint_name in _TAKEN:
        known, told = _TAKEN[error.diag.constraint_name]
        return known(told)
    if state[:2] in _DAMAGED:
        return DamagedError(Said("journal.damaged", why=_DAMAGED[state[:2]]))
    if isinstance(error, psycopg.OperationalError):
        return UnusableError(Said("journal.broken_off") if state[:2] in _LOST else _answers(state))
    return None


def _answers(state: str) -> Said:
    return Said("journal.unusable", why=Said("journal.postgres_answers", state=state))


def prepare(_connection: Connection) -> None:
    """Nothing: in PostgreSQL readers never block a writer."""


mark = postgres_guards.mark
is_marked = postgres_guards.is_marked
complaints = postgres_guards.complaints


@contextmanager
def any_text(_connection: Connection) -> Iterator[None]:
    """Nothing: PostgreSQL keeps no text that is no UTF-8."""
    yield


def rows(
    connection: Connection, columns: str, ledger: str, after: int | None
) -> Generator[tuple[Any, ...], None, None]:
    """The journal's rows behind a seq, in order, some thousands at a time."""
    behind = "" if after is None else f" AND seq > {int(after)}"
    found = f"SELECT {columns} FROM journal WHERE ledger = %s{behind} ORDER BY seq"  # noqa: S608  -- names of columns, a number
    driver: Any = connection.connection.driver_connection
    with driver.cursor(name=f"rows_{next(_cursors)}", binary=True) as cursor:
        cursor.itersize = CHUNK
        yield from cursor.execute(found, (ledger,))


def raw_rows(
    connection: Connection, columns: str, ledger: str, after: int | None
) -> Generator[tuple[Any, ...], None, None]:
    """The same as `rows`: text is UTF-8 here."""
    return rows(connection, columns, ledger, after)


def cursor(connection: psycopg.Connection[Any]) -> Cursor:
    """What a writer holds of a connection."""
    return PipeCursor(connection)


def is_lost(error: Exception) -> bool:
    """Whether the server has gone, or has ended the connection."""
    return isinstance(error, psycopg.OperationalError) and (error.sqlstate or "")[:3] in _GONE


def begin(cursor: Cursor, ledger: str, keys: Sequence[str]) -> Begun | None:
    """Begin as the ledger's one writer; None if the ledger is not there."""
    pipe: PipeCursor = cursor
    name = ledger.encode()
    begun = (_BEGIN, ()), (_TURN, (_number(ledger),)), (_END, (name,))
    if not keys:
        answers = pipe.ask(*begun)
    elif len(keys) == 1:  # which costs the server a third of a list of one
        answers = pipe.ask(*begun, (_KEY, (name, keys[0].encode())))
    else:
        answers = pipe.ask(*begun, (_KEYS, (name, texts(keys))))
    found = [_found(*row) for answer in answers[len(begun) :] for row in told(answer)]
    for written, seq, head in told(answers[len(begun) - 1]):
        return Begun(whole(written), End(whole(seq), head), found)
    return None


def _found(seq: bytes, recorded_at: bytes, key: bytes, asked: bytes, body: bytes) -> Found:
    return whole(seq), whole(recorded_at), key.decode(), asked, body.decode()


def append(cursor: Cursor, ledger: str, seen: End, end: End, rows: Iterable[Bound]) -> bool:
    """Write rows and the new end; False, and nothing, when it no longer ends as was seen."""
    if cursor.execute(_MOVE, (*end, ledger, *seen)).rowcount != 1:
        return False
    with cursor.copy(_COPY) as copy:
        copy.set_types(_TYPES)
        for row in rows:
            copy.write_row(row)
    return True


def commit(cursor: Cursor, ledger: str, seen: End, end: End, rows: Iterable[Bound]) -> bool:
    """The same, if there are rows, and wait for the disk; few go in one way there and back."""
    pipe: PipeCursor = cursor
    count = end.seq - seen.seq
    if 0 < count <= FEW:
        written, _ = pipe.ask((_write(count), _values(ledger, seen, end, rows)), (_COMMIT, ()))
        return written.command_tuples == count
    if count and not append(cursor, ledger, seen, end, rows):
        return False
    pipe.ask((_COMMIT, ()))
    return True


def _values(ledger: str, seen: End, end: End, rows: Iterable[Bound]) -> list[bytes]:
    values = [int8(end.seq), end.head, ledger.encode(), int8(seen.seq), seen.head]
    for _, seq, recorded_at, key, asked, body, linked in rows:
        values += int8(seq), int8(recorded_at), key.encode(), asked, body.encode(), linked
    return values


@cache
def _write(rows: int) -> Statement:
    """Moves the end of a ledger and, if that was where it was seen, appends so many rows."""
    first, cells = 6, len(_ROW)
    places = (range(n, n + cells) for n in range(first, first + rows * cells, cells))
    values = ", ".join(f"({', '.join(f'${place}' for place in row)})" for row in places)
    return Statement(
        f"walletsim_write_{rows}".encode(),
        _WRITE.replace("ROWS", values).encode(),
        (INT8, BYTES, TEXT, INT8, BYTES, *_ROW * rows),
    )


def find(cursor: Cursor, ledger: str, keys: Sequence[str]) -> Iterable[Found]:
    """The rows that carry one of these keys."""
    yield from cursor.execute(_FIND, (ledger, list(keys)))
