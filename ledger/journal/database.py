"""How a database is opened, read and written: transactions, durability, and errors as sentences."""

from collections.abc import Iterator
from contextlib import contextmanager
from traceback import clear_frames
from typing import Literal, TypeAlias

from sqlalchemy import Connection, Engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from ledger.journal import sqlite
from ledger.journal.errors import (
    DamagedError,
    DatabaseUrlError,
    JournalError,
    UnusableError,
)
from ledger.journal.kind import Kind
from ledger.journal.writers import Writers
from ledger.text.said import Said

Database: TypeAlias = Engine
"""A database that `connect` has found, for those who know no toolkit."""

Target: TypeAlias = str | Engine
"""A database: its address, or an engine that `connect` made."""

Durability: TypeAlias = Literal["full", "normal"]
"""What an answer promises: `full` that it outlives a loss of power, `normal` that it outlives the
end of this program."""


def connect(url: str, *, create: bool = False, durability: Durability = "full") -> Engine:
    """An engine for the database at `url`; whoever asks for it disposes of it.

    Args:
        url: `sqlite:///file.db` or `postgresql://user@host/database`.
        create: whether an SQLite file may be made; PostgreSQL's databases are made elsewhere.
        durability: what a write that has returned promises.

    Raises:
        DatabaseUrlError: when the address is neither.
        LedgerMissingError: when the file is not there, unless it may be created.
        UnusableError: when the database cannot be reached, or is of too old a kind.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # the latter for a port that is no number
        raise DatabaseUrlError(Said("journal.address")) from None
    kind = _kind(parsed.drivername)
    if kind is None:
        shown = parsed.render_as_string(hide_password=True)
        raise DatabaseUrlError(Said("journal.names_none", address=shown))
    engine = kind.engine(parsed, create=create, safe=durability == "full")
    event.listen(engine, "begin", _begin)
    engine.update_execution_options(writers=Writers(engine, kind))
    return engine


def without_password(url: str) -> str:
    """An address of `connect` that may be shown."""
    return make_url(url).render_as_string(hide_password=True)


def kind_of(engine: Engine) -> Kind:
    """What kind of database an engine of `connect` speaks to."""
    kind = _kind(engine.dialect.name)
    assert kind is not None  # noqa: S101  -- connect made it
    return kind


def writers_of(engine: Engine) -> Writers:
    """Who appends by an engine of `connect`."""
    writers = engine.get_execution_options()["writers"]
    assert isinstance(writers, Writers)  # noqa: S101  -- connect made it
    return writers


def _kind(name: str) -> Kind | None:
    if name == "sqlite":
        return sqlite
    return _postgres() if name == "postgresql" else None


def _postgres() -> Kind:
    try:
        from ledger.journal import postgres  # noqa: PLC0415  -- its driver is an extra
    except ImportError:
        raise UnusableError(Said("journal.extra")) from None
    return postgres


def _begin(connection: Connection) -> None:
    for statement in connection.get_execution_options().get("begin", ()):
        connection.exec_driver_sql(statement)


@contextmanager
def opened(
    target: Target, *, create: bool = False, durability: Durability = "full"
) -> Iterator[Engine]:
    """The engine of a target; one that is made here is disposed of at the end.

    Raises:
        JournalError: as `connect` says.
    """
    if isinstance(target, Engine):
        yield target
        return
    engine = connect(target, create=create, durability=durability)
    try:
        yield engine
    except Exception as error:
        # What raised may hold rows half read, and with them a connection that stays open.
        clear_frames(error.__traceback__)
        raise
    finally:
        engine.dispose()


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent view of the database; it blocks no writer.

    Raises:
        JournalError: when the database cannot be read.
    """
    kind = kind_of(engine)
    begun = {"begin": kind.READ}
    with translated(kind), engine.execution_options(**begun).begin() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes everything durably, or nothing; one writer at a time.

    Raises:
        JournalError: when the database cannot be written.
    """
    kind = kind_of(engine)
    begun = {"begin": kind.WRITE}
    with translated(kind), engine.execution_options(**begun).begin() as connection:
        yield connection


@contextmanager
def outside(engine: Engine) -> Iterator[Connection]:
    """A connection outside any transaction.

    Raises:
        JournalError: when the database cannot be used.
    """
    with translated(kind_of(engine)), engine.connect() as connection:
        yield connection


@contextmanager
def translated(kind: Kind) -> Iterator[None]:
    """Say in one sentence, without data, what the database's driver reports.

    Raises:
        JournalError: in place of the driver's error.
    """
    try:
        yield
    except Exception as error:
        meant = meant_by(kind, error)
        if meant is None:
            raise
        raise meant from None  # the driver's own text may quote what is stored


def meant_by(kind: Kind, error: BaseException) -> JournalError | None:
    """What an error means that a database's driver may have raised; None for any other's."""
    if isinstance(error, (DBAPIError, kind.ERROR)):
        return kind.meaning(error.orig if isinstance(error, DBAPIError) else error)
    if isinstance(error, MemoryError):
        # What Python's driver makes of SQLITE_NOMEM, which some damaged files answer with, too.
        return UnusableError(Said("journal.unusable", why=Said("journal.memory_short")))
    if isinstance(error, UnicodeDecodeError):
        # The driver could not read the text of its own complaint about a damaged schema.
        return DamagedError(Said("journal.damaged", why=Said("journal.other_tables")))
    return None
