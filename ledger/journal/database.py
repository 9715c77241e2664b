"""How a database is opened, read and written: transactions, durability, and errors as sentences."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeAlias

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from ledger.journal.errors import (
    DamagedError,
    DatabaseUrlError,
    JournalError,
    KeyTakenError,
    LedgerMissingError,
    UnusableError,
)
from ledger.journal.tables import KEY_TAKEN
from ledger.text.said import Said

Target: TypeAlias = str | Engine
"""A database: its address, or an engine that `connect` made."""

WAIT_SECONDS: Final = 30
"""How long a writer waits for another one."""

CACHE_KIB: Final = 32 * 1024
"""Pages kept in memory; with less, a long transaction writes some pages to the disk twice."""

SQLITE_NEEDED: Final = (3, 37)
"""The first SQLite that keeps the types of a table's cells (STRICT)."""

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


def connect(url: str, *, create: bool = False) -> Engine:
    """An engine for the database at `url`; whoever asks for it disposes of it.

    Writes are durable when their transaction ends (`synchronous=FULL`).

    Raises:
        DatabaseUrlError: when the address is not `sqlite:///file.db`.
        LedgerMissingError: when the file is not there, unless it may be created.
        UnusableError: when this Python's SQLite is too old.
    """
    file = _file_of(url)
    if sqlite3.sqlite_version_info < SQLITE_NEEDED:
        raise UnusableError(Said("journal.sqlite_old", version=sqlite3.sqlite_version))
    try:
        if not create and not file.exists():
            raise LedgerMissingError(Said("journal.no_database", file=file))
    except OSError:  # closed on the way there, or no name that a file can have
        raise UnusableError(Said("journal.unusable", why=_UNUSABLE["SQLITE_CANTOPEN"])) from None
    query = {"mode": "rwc" if create else "rw", "uri": "true"}
    engine = create_engine(
        URL.create("sqlite", database=file.absolute().as_uri(), query=query),
        hide_parameters=True,
        connect_args={"timeout": WAIT_SECONDS},
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _file_of(url: str) -> Path:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise DatabaseUrlError(Said("journal.address")) from None
    plain = parsed.drivername == "sqlite" and not parsed.host and not parsed.query
    if not plain or parsed.database in {None, "", ":memory:"}:
        shown = parsed.render_as_string(hide_password=True)
        raise DatabaseUrlError(Said("journal.names_no_file", address=shown))
    return Path(str(parsed.database))


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    # The driver's own transactions begin too late and without a lock; ours are begun by `_begin`.
    connection.isolation_level = None
    try:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    except Exception:
        connection.close()
        raise


def _begin(connection: Connection) -> None:
    statement = connection.get_execution_options().get("begin", "BEGIN")
    if statement:
        connection.exec_driver_sql(statement)


@contextmanager
def opened(target: Target, *, create: bool = False) -> Iterator[Engine]:
    """The engine of a target; one that is made here is disposed of at the end.

    Raises:
        JournalError: as `connect` says.
    """
    if isinstance(target, Engine):
        yield target
        return
    engine = connect(target, create=create)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent view of the database; it blocks no writer.

    Raises:
        JournalError: when the database cannot be read.
    """
    with translated(), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes everything durably, or nothing; one writer at a time.

    Raises:
        JournalError: when the database cannot be written.
    """
    with translated(), engine.connect() as connection:
        # A deferred BEGIN would let two writers read the same state and lose one's update.
        connection.execution_options(begin="BEGIN IMMEDIATE")
        with connection.begin():
            yield connection


@contextmanager
def translated() -> Iterator[None]:
    """Say in one sentence, without data, what the database's driver reports.

    Raises:
        JournalError: in place of the driver's error.
    """
    try:
        yield
    except DBAPIError as error:
        meant = _meaning(error.orig)
        if meant is None:
            raise
        # The driver's own text may quote what is stored.
        raise meant from None
    except MemoryError:
        # What Python's driver makes of SQLITE_NOMEM, which some damaged files answer with, too.
        raise UnusableError(Said("journal.unusable", why=_UNUSABLE["SQLITE_NOMEM"])) from None
    except UnicodeDecodeError:
        # The driver could not read the text of its own complaint about a damaged schema.
        raise DamagedError(Said("journal.damaged", why=_DAMAGED["SQLITE_ERROR"])) from None


def _meaning(error: object) -> JournalError | None:
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
