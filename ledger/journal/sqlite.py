"""A database of ledgers in one SQLite file: its transactions, its guards, what its errors mean."""

import json
import sqlite3
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, text

from ledger.journal import segments
from ledger.journal.errors import (
    DamagedError,
    DatabaseUrlError,
    JournalError,
    KeyTakenError,
    LedgerMissingError,
    UnusableError,
)
from ledger.journal.kind import CHUNK, Begun, Bound, Cursor, End, Found
from ledger.journal.marks import APPLICATION_ID, WAIT_SECONDS
from ledger.text.said import Said

READ: Final = ("BEGIN",)
# A deferred BEGIN would let two writers read the same state and lose one's update.
WRITE: Final = ("BEGIN IMMEDIATE",)
ERROR: Final = sqlite3.Error

CACHE_KIB: Final = 32 * 1024
"""Pages kept in memory; with less, a long transaction writes some pages to the disk twice."""

FETCHED: Final = 500
"""Rows read at a time."""

NEEDED: Final = (3, 37)
"""The first SQLite that keeps the types of a table's cells (STRICT)."""

KEY_TAKEN: Final = "the idempotency key is taken"
"""What the database answers to a key that is there already."""

_UNUSABLE: Final = {
    "SQLITE_BUSY": Said("journal.locked"),
    "SQLITE_LOCKED": Said("journal.locked"),
    "SQLITE_READONLY": Said("journal.read_only"),
    "SQLITE_CANTOPEN": Said("journal.not_opened"),
    "SQLITE_PERM": Said("journal.denied"),
    "SQLITE_AUTH": Said("journal.denied"),
    "SQLITE_FULL": Said("journal.disk_full"),
    "SQLITE_IOERR": Said("journal.disk_fails"),
    "SQLITE_NOMEM": Said("journal.memory_short"),
}
_DAMAGED: Final = {
    "SQLITE_NOTADB": Said("journal.no_sqlite"),
    "SQLITE_CORRUPT": Said("journal.unreadable_pages"),
    "SQLITE_CONSTRAINT": Said("journal.no_room"),
    "SQLITE_ERROR": Said("journal.other_tables"),
}

# INSERT OR REPLACE deletes the row in its way without firing DELETE triggers, and it does so for
# the key's index too; hence a guard on insert for the place, and one for the key.
_NEXT: Final = "(SELECT coalesce(max(seq), 0) + 1 FROM journal WHERE ledger = NEW.ledger)"
_SAME_KEY: Final = "SELECT 1 FROM journal WHERE ledger = NEW.ledger AND key = NEW.key AND key <> ''"
_REFUSED: Final = {
    "journal_next": (
        f"INSERT ON journal WHEN NEW.seq IS NOT {_NEXT}",
        "an event can only be appended, at the next seq",
    ),
    "journal_new_key": (
        f"INSERT ON journal WHEN NEW.key <> '' AND EXISTS ({_SAME_KEY})",
        KEY_TAKEN,
    ),
    "journal_keep": ("UPDATE ON journal", "an event can never be changed"),
    "journal_stay": ("DELETE ON journal", "an event can never be deleted"),
    "policy_new": (
        "INSERT ON policy WHEN EXISTS (SELECT 1 FROM policy WHERE hash = NEW.hash)",
        "this policy is there already",
    ),
    "policy_keep": ("UPDATE ON policy", "a policy in use can never be changed"),
    "policy_stay": ("DELETE ON policy", "a policy in use can never be deleted"),
}

GUARDS: Final = {
    name: f"CREATE TRIGGER {name} BEFORE {what} BEGIN SELECT RAISE(ABORT, '{why}'); END"
    for name, (what, why) in _REFUSED.items()
}
"""The triggers by name, in the text that SQLite keeps of them."""

_ANY_TEXT: Final = partial(str, encoding="utf-8", errors="surrogateescape")
_GUARDS: Final = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
_BEGUN: Final = "SELECT format, count, head FROM ledger WHERE name = ?"
_MOVE: Final = "UPDATE ledger SET count = ?, head = ? WHERE name = ? AND count = ? AND head = ?"
_APPEND: Final = (
    "INSERT INTO journal (ledger, seq, recorded_at, key, asked, body, hash)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_FIND_ONE: Final = (
    "SELECT seq, recorded_at, key, asked, body FROM journal"
    " WHERE ledger = ? AND key = ? AND key <> ''"
)
# CROSS JOIN keeps the order: each key is looked up by the index, which IN does not see to.
_FIND: Final = (
    "SELECT j.seq, j.recorded_at, j.key, j.asked, j.body FROM json_each(?) AS wanted"
    " CROSS JOIN journal AS j ON j.ledger = ? AND j.key = wanted.value AND j.key <> ''"
)


def engine(url: URL, *, create: bool, safe: bool) -> Engine:
    """An engine for a file.

    Raises:
        DatabaseUrlError: when the address names no file.
        LedgerMissingError: when the file is not there, unless it may be created.
        UnusableError: when this Python's SQLite is too old.
    """
    if url.host or url.query or url.database in {None, "", ":memory:"}:
        shown = url.render_as_string(hide_password=True)
        raise DatabaseUrlError(Said("journal.names_no_file", address=shown))
    if sqlite3.sqlite_version_info < NEEDED:
        raise UnusableError(Said("journal.sqlite_old", version=sqlite3.sqlite_version))
    file = Path(str(url.database))
    try:
        if not create and not file.exists():
            raise LedgerMissingError(Said("journal.no_database", file=file))
    except OSError:  # closed on the way there, or no name that a file can have
        raise UnusableError(Said("journal.unusable", why=_UNUSABLE["SQLITE_CANTOPEN"])) from None
    query = {"mode": "rwc" if create else "rw", "uri": "true"}
    made = create_engine(
        URL.create("sqlite", database=file.absolute().as_uri(), query=query),
        hide_parameters=True,
        connect_args={"timeout": WAIT_SECONDS},
    )
    event.listen(made, "connect", _prepare_safe if safe else _prepare_fast)
    return made


def _prepare_safe(connection: sqlite3.Connection, _record: object) -> None:
    _prepare(connection, "FULL")


def _prepare_fast(connection: sqlite3.Connection, _record: object) -> None:
    _prepare(connection, "NORMAL")


def _prepare(connection: sqlite3.Connection, synchronous: str) -> None:
    # The driver's own transactions begin too late and without a lock; ours are begun in words.
    connection.isolation_level = None
    try:
        connection.execute(f"PRAGMA synchronous = {synchronous}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    except Exception:
        connection.close()
        raise


def meaning(error: BaseException | None) -> JournalError | None:
    """What a driver's error means for the ledger; None for a mistake of this program."""
    if isinstance(error, sqlite3.ProgrammingError) or not isinstance(error, sqlite3.DatabaseError):
        return None
    if str(error) == KEY_TAKEN:
        return KeyTakenError(Said("journal.key_taken"))
    name = getattr(error, "sqlite_errorname", "SQLITE_CORRUPT")
    family = "_".join(name.split("_")[:2])
    if family in _UNUSABLE:
        return UnusableError(Said("journal.unusable", why=_UNUSABLE[family]))
    why = _DAMAGED.get(family) or Said("journal.answers", name=name)
    return DamagedError(Said("journal.damaged", why=why))


def prepare(connection: Connection) -> None:
    """Choose the write-ahead log, which the file remembers: readers never block the writer."""
    connection.exec_driver_sql("PRAGMA journal_mode = WAL")


def mark(connection: Connection) -> None:
    """Mark a file with the tables in it as ours, and put up the guards."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    for guard in GUARDS.values():
        connection.exec_driver_sql(guard)


def is_marked(connection: Connection) -> bool:
    """Whether the file is ours, though tables may be missing."""
    return bool(connection.exec_driver_sql("PRAGMA application_id").scalar() == APPLICATION_ID)


def complaints(connection: Connection) -> Iterator[Said]:
    """What SQLite finds wrong in the file, and which guards are gone."""
    for (found,) in connection.exec_driver_sql("PRAGMA integrity_check(1)"):
        if found != "ok":
            yield Said("journal.file_damaged", found=" ".join(str(found).split()))
    there: dict[Any, Any] = dict(connection.execute(_GUARDS).all())
    guards = GUARDS | segments.GUARDS if segments.there(connection.connection.cursor()) else GUARDS
    for name, sql in guards.items():
        if there.get(name) != sql:
            yield Said("journal.guard", name=name)


@contextmanager
def any_text(connection: Connection) -> Iterator[None]:
    """Reads text that is no UTF-8 too, as surrogates."""
    driver: Any = connection.connection.driver_connection
    driver.text_factory = _ANY_TEXT
    try:
        yield
    finally:
        driver.text_factory = str


def rows(
    connection: Connection, columns: str, ledger: str, after: int | None
) -> Generator[tuple[Any, ...], None, None]:
    """The journal's rows behind a seq, in order, as the driver gives them."""
    with closing(connection.connection.cursor()) as cursor:
        cursor.execute(_select(columns, after), (ledger,))
        while chunk := cursor.fetchmany(FETCHED):
            yield from chunk


def _select(columns: str, after: int | None) -> str:
    behind = "" if after is None else f" AND seq > {int(after)}"
    return f"SELECT {columns} FROM journal WHERE ledger = ?{behind} ORDER BY seq"  # noqa: S608  -- names of columns, a number


def raw_rows(
    connection: Connection, columns: str, ledger: str, after: int | None
) -> Generator[tuple[Any, ...], None, None]:
    """The same as `rows`; text comes as a `bytearray`, unread."""
    driver: Any = connection.connection.driver_connection
    with closing(connection.connection.cursor()) as cursor:
        cursor.execute(_select(columns, after), (ledger,))
        while chunk := _as_bytes(driver, cursor):
            yield from chunk


def _as_bytes(driver: Any, cursor: Cursor) -> list[tuple[Any, ...]]:
    before = driver.text_factory
    driver.text_factory = bytearray  # the driver makes one itself; any function costs more
    try:
        chunk: list[tuple[Any, ...]] = cursor.fetchmany(FETCHED)
    finally:
        driver.text_factory = before
    return chunk


def cursor(connection: sqlite3.Connection) -> Cursor:
    """What a writer holds of a connection."""
    return connection.cursor()


def is_lost(_error: Exception) -> bool:
    """Never: there is no server that could go."""
    return False


def begin(cursor: Cursor, ledger: str, keys: Sequence[str]) -> Begun | None:
    """Begin as the file's one writer; None if the ledger is not there."""
    cursor.execute(WRITE[0])
    listed = cursor.execute(_BEGUN, (ledger,)).fetchone()
    if listed is None:
        return None
    return Begun(listed[0], End(*listed[1:]), find(cursor, ledger, keys) if keys else ())


def append(cursor: Cursor, ledger: str, seen: End, end: End, rows: Iterable[Bound]) -> bool:
    """Write rows and the new end; False, and nothing, when it no longer ends as was seen."""
    if cursor.execute(_MOVE, (*end, ledger, *seen)).rowcount != 1:
        return False
    left = iter(rows)
    while chunk := list(islice(left, CHUNK)):
        cursor.executemany(_APPEND, chunk)
    return True


def commit(cursor: Cursor, ledger: str, seen: End, end: End, rows: Iterable[Bound]) -> bool:
    """The same, if there are rows, and wait for the disk."""
    if end != seen and not append(cursor, ledger, seen, end, rows):
        return False
    cursor.execute("COMMIT")
    return True


def find(cursor: Cursor, ledger: str, keys: Sequence[str]) -> Sequence[Found]:
    """The rows that carry one of these keys."""
    if len(keys) == 1:
        cursor.execute(_FIND_ONE, (ledger, keys[0]))
    else:
        cursor.execute(_FIND, (json.dumps(keys), ledger))
    found: list[Found] = cursor.fetchall()
    return found
