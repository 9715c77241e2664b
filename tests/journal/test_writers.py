"""A writer's connection is kept from one append to the next, and let go of with the database."""

import sqlite3
from collections.abc import Iterator
from typing import Any

import msgspec
import psycopg
import pytest
from sqlalchemy import Engine, event

from ledger.journal import KeyTakenError, postgres
from ledger.journal.database import connect
from ledger.journal.pipeline import PipeCursor
from ledger.journal.sql import SqlJournal
from tests.journal.samples import drafts, story


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = connect(database_url, create=True)
    yield made
    made.dispose()


def connected(engine: Engine) -> list[Any]:
    """Every connection that is made from now on."""
    made: list[Any] = []
    event.listen(engine, "connect", lambda connection, _: made.append(connection))
    return made


def is_open(connection: Any) -> bool:
    try:
        connection.execute("SELECT 1")
    except (sqlite3.ProgrammingError, psycopg.OperationalError):
        return False
    return True


def test_appends_one_after_the_other_are_written_through_one_connection(engine: Engine) -> None:
    written = drafts(story("story"))
    journal = SqlJournal.create(engine, "story")
    engine.dispose()
    made = connected(engine)

    for draft in written:
        journal.append([draft])

    assert (len(made), journal.count) == (1, 22)


def test_the_end_of_the_database_closes_a_writer_s_connection(engine: Engine) -> None:
    journal = SqlJournal.create(engine, "story")
    engine.dispose()
    made = connected(engine)
    journal.append(drafts(story("story"))[:3])
    assert [is_open(connection) for connection in made] == [True]

    engine.dispose()

    assert [is_open(connection) for connection in made] == [False]
    assert journal.append(drafts(story("story"))[3:]) == 22


def test_a_block_that_raises_takes_its_connection_with_it_and_holds_no_lock(
    engine: Engine,
) -> None:
    written = drafts(story("story"))
    journal, other = SqlJournal.create(engine, "story"), SqlJournal.open(engine, "story")
    engine.dispose()
    made = connected(engine)

    def break_down() -> None:
        with journal.writing():
            journal.append(written[:3])
            journal.find(["k02"])
            raise RuntimeError("whoever decides has broken down")

    with pytest.raises(RuntimeError) as raised:
        break_down()

    assert raised.traceback, "whoever keeps the error keeps its frames"
    assert [is_open(connection) for connection in made] == [False]
    assert other.append(written) == 22
    assert journal.count == 0


def test_what_is_appended_in_a_block_is_found_in_it_and_by_nobody_else(engine: Engine) -> None:
    written = drafts(story("story"))
    journal, other = SqlJournal.create(engine, "story"), SqlJournal.open(engine, "story")

    with journal.writing() as found:
        journal.append(written[:3])
        inside = journal.find(["k02", "k05"])
        outside = other.find(["k02", "k05"])
        journal.append(written[3:5])

    assert (found, list(inside), outside) == ({}, ["k02"], {})
    assert [stored.event for stored in journal.read()] == story("story")[:5]


def test_keys_that_are_named_at_the_beginning_of_a_block_are_told_there(engine: Engine) -> None:
    written = drafts(story("story"))
    journal = SqlJournal.create(engine, "story")
    journal.append(written)
    other = SqlJournal.open(engine, "story")

    for asked in (["k05"], ["k05", "new", "o'k\"\\", "幂等键", "k02"], ["new"], []):
        with other.writing(asked) as found:
            pass
        assert found == journal.find(asked)
        assert set(found) == {"k02", "k05"} & set(asked)


def test_a_key_that_is_taken_is_refused_at_the_end_of_the_block_at_the_latest(
    engine: Engine,
) -> None:
    written = drafts(story("story"))
    journal = SqlJournal.create(engine, "story")
    journal.append(written[:3])
    before = journal.count, journal.head

    with pytest.raises(KeyTakenError), journal.writing():
        journal.append([msgspec.structs.replace(written[3], key="k02")])

    assert (journal.count, journal.head) == before
    assert journal.append(written[3:]) == 22


@pytest.mark.parametrize("rows", [1, 2, postgres.FEW, postgres.FEW + 1])
def test_an_append_in_postgresql_takes_two_ways_to_the_server_and_back(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    written = drafts(story("story"))
    engine = connect(postgres_url)
    journal = SqlJournal.create(engine, "story")
    journal.append(written[:rows])  # its statements are prepared with this
    ways: list[str] = []
    ask, execute = PipeCursor.ask, psycopg.Cursor.execute

    def noted(cursor: PipeCursor, *asked: Any) -> Any:
        ways.append("; ".join(statement.text.split()[0].decode() for statement, _ in asked))
        return ask(cursor, *asked)

    def plain(cursor: Any, query: Any, *rest: Any, **more: Any) -> Any:
        ways.append(str(query).split()[0])
        return execute(cursor, query, *rest, **more)

    monkeypatch.setattr(PipeCursor, "ask", noted)
    monkeypatch.setattr(psycopg.Cursor, "execute", plain)
    with journal.writing(["new"]):
        journal.append(written[rows : 2 * rows])
    engine.dispose()

    last = ["WITH; COMMIT"] if rows <= postgres.FEW else ["UPDATE", "COMMIT"]
    assert ways == ["BEGIN; SELECT; SELECT; SELECT", *last]
