"""A database that was opened for a while is let go of at the end, whatever happened meanwhile."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event

from ledger.journal import DamagedError
from ledger.journal.database import opened
from ledger.journal.sql import SqlJournal
from ledger.reports.statement import statement
from tests.fuzz.journals import database


@pytest.mark.parametrize("body", ["{}", '{"type":"transfer_accepted","at":0,"transfer":"t9"}'])
def test_no_connection_is_left_open_where_reading_broke_off(body: str, tmp_path: Path) -> None:
    file = tmp_path / "l.db"
    file.write_bytes(database())
    with closing(sqlite3.connect(file, isolation_level=None)) as client:
        client.execute("DROP TRIGGER journal_keep")
        client.execute("UPDATE journal SET body = ? WHERE seq = 7", (body,))
    connected: list[int] = []
    closed: list[int] = []

    def look() -> None:
        with opened(f"sqlite:///{file}") as engine:
            event.listen(engine, "connect", lambda *_: connected.append(1))
            event.listen(engine, "close", lambda *_: closed.append(1))
            statement(SqlJournal.open(engine, "two-provinces").read(), "li")

    with pytest.raises(DamagedError) as raised:
        look()

    assert raised.value.__traceback__ is not None, "whoever keeps the error keeps its frames"
    assert len(closed) == len(connected) == 1
