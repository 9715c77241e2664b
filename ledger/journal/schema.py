"""Whether a database is ours, and how a blank one becomes ours."""

from typing import Final

from sqlalchemy import Connection, Engine, inspect

from ledger.journal.database import reading, translated, writing
from ledger.journal.errors import (
    DamagedError,
    LedgerMissingError,
    NotOurLedgerError,
    UnknownFormatError,
)
from ledger.journal.tables import FORMAT, GUARDS, Base
from ledger.text.said import Said

APPLICATION_ID: Final = 0x57414C54
"""Marks an SQLite file as ours: `WALT`."""

_OURS: Final = frozenset(Base.metadata.tables)


def check_ours(connection: Connection) -> None:
    """Refuse a database that holds no ledgers.

    Raises:
        LedgerMissingError: when it is blank.
        NotOurLedgerError: when it belongs to something else.
        DamagedError: when it is ours and tables are missing.
    """
    there = set(inspect(connection).get_table_names())
    if there >= _OURS:
        return
    if connection.exec_driver_sql("PRAGMA application_id").scalar() == APPLICATION_ID:
        raise DamagedError(Said("journal.lost_tables", missing=tuple(sorted(_OURS - there))))
    if not there:
        raise LedgerMissingError(Said("journal.holds_none"))
    raise NotOurLedgerError(Said("journal.not_ours"))


def check_format(ledger: str, number: object) -> None:
    """Refuse a ledger in a format that this engine does not know.

    Raises:
        UnknownFormatError: when it does not.
    """
    if number != FORMAT:
        raise UnknownFormatError(
            Said("journal.format", ledger=ledger, number=repr(number), ours=FORMAT)
        )


def make_tables(engine: Engine) -> None:
    """Make a blank database ours; leave one that is ours as it is.

    Raises:
        NotOurLedgerError: when it belongs to something else.
        JournalError: when it cannot be read or written.
    """
    try:
        with reading(engine) as connection:
            check_ours(connection)
    except LedgerMissingError:
        _let_readers_read(engine)
        with writing(engine) as connection:
            _make(connection)


def _make(connection: Connection) -> None:
    if inspect(connection).has_table("journal"):
        return  # another process was faster
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    Base.metadata.create_all(connection)
    for guard in GUARDS.values():
        connection.exec_driver_sql(guard)


def _let_readers_read(engine: Engine) -> None:
    """Choose the write-ahead log, which the file remembers: readers never block the writer."""
    with translated(), engine.connect() as connection:
        # It can be chosen only outside a transaction.
        connection.execution_options(begin="").exec_driver_sql("PRAGMA journal_mode = WAL")
