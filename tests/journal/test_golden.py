"""What was ever kept can be opened, verified, read and gone on with, in every version to come.

Where a test here goes red, the program has changed and not the file: people hold ledgers like it.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import get_args

import pytest

from ledger.core.commands import Command, Credit, word_of
from ledger.core.events import Event
from ledger.journal import asked, wish
from ledger.journal.database import connect, opened, writing
from ledger.journal.schema import make_tables
from ledger.journal.sql import SqlJournal
from ledger.journal.tables import Base
from ledger.policy.book import read_body
from ledger.reports.fold import policy_of
from ledger.reports.verify import verify
from ledger.session import Session

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.db"))

HEADS = {
    "closing-a-wallet": "22 dda4ffb05aa3",
    "declined-still-counts": "16 4ec8e6d97b57",
    "every-word": "33 17336971c96e",
    "fork": "33 17aa742e9f5b",
    "recorded": "10 32b1134b26c7",
    "t27-giver-stops-paying": "32 4483d53fa9d3",
    "t39-lent-for-six-months-against-gifts": "10 4dce6f1dd9a3",
    "t48-a-hospital-stay-two-readings": "13 56c1ce3da7fd",
    "t54-sixth-family-code": "20 68d480f65c3b",
    "t72-a-year-of-five-provinces": "210 6668728d8e04",
}
"""How each ledger of the golden files ends: its last seq, and the first digits of its hash."""


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The golden file of format 1, as somebody finds it again."""
    shutil.copy(GOLDEN[0], tmp_path / "kept.db")
    return f"sqlite:///{tmp_path}/kept.db"


def journals(url: str) -> Iterator[SqlJournal]:
    with opened(url) as engine:
        for name in HEADS:
            yield SqlJournal.open(engine, name)


def test_there_is_one_file_for_each_format() -> None:
    assert [path.name for path in GOLDEN] == ["format-1.db"]


def test_every_ledger_verifies_and_ends_as_it_ended(url: str) -> None:
    reports = verify(url, lambda body: read_body(body).terms)

    assert [report.problems for report in reports] == [()] * len(HEADS)
    assert {r.ledger: f"{r.count} {r.head[:12]}" for r in reports} == HEADS


def test_every_kind_of_event_and_of_command_stands_in_one_of_them(url: str) -> None:
    rows = [row for journal in journals(url) for row in journal.read()]

    assert {type(row.event) for row in rows} == set(get_args(Event)), "a new kind needs a new file"
    wishes = [(row, wish(row)) for row in rows if row.asked]
    assert {word_of(command) for _, command in wishes} == {
        command.__struct_config__.tag for command in get_args(Command)
    }
    assert all(asked(command) == row.asked for row, command in wishes)


def test_every_ledger_can_be_gone_on_with(url: str) -> None:
    with opened(url) as engine:
        for name in HEADS:
            journal = SqlJournal.open(engine, name)
            session = Session(journal, policy_of(journal))
            session.fold()
            person = next(iter(session.book.people))
            session.handle(Credit(person, 1), at=session.book.now, key="one more")

    assert all(report.ok for report in verify(url, lambda body: read_body(body).terms))


def test_its_rows_verify_in_postgresql_too(url: str, postgres_url: str) -> None:
    engine = connect(postgres_url)
    make_tables(engine)
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as client:
        client.row_factory = sqlite3.Row
        with writing(engine) as connection:
            for table in Base.metadata.sorted_tables:
                rows = client.execute(f"SELECT * FROM {table.name}").fetchall()  # noqa: S608  -- our own table
                if rows:
                    connection.execute(table.insert(), [dict(row) for row in rows])
    engine.dispose()

    reports = verify(postgres_url, lambda body: read_body(body).terms)

    assert {r.ledger: f"{r.count} {r.head[:12]}" for r in reports if r.ok} == HEADS
