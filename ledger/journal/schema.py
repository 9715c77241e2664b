"""Whether a database is ours, and how a blank one becomes ours."""

from typing import Final

from sqlalchemy import Connection, Engine, inspect

from ledger.journal.database import kind_of, outside, reading, writing
from ledger.journal.errors import (
    DamagedError,
    LedgerMissingError,
    NotOurLedgerError,
)
from ledger.journal.tables import Base
from ledger.text.said import Said

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
    if kind_of(connection.engine).is_marked(connection):
        raise DamagedError(Said("journal.lost_tables", missing=tuple(sorted(_OURS - there))))
    if not there:
        raise LedgerMissingError(Said("journal.holds_none"))
    raise NotOurLedgerError(Said("journal.not_ours"))


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
        with outside(engine) as connection:
            kind_of(engine).prepare(connection)
        with writing(engine) as connection:
            _make(connection)


def _make(connection: Connection) -> None:
    if inspect(connection).has_table("journal"):
        return  # another process was faster
    Base.metadata.create_all(connection)
    kind_of(connection.engine).mark(connection)
