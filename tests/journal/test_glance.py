"""A glance into a file tells what the ordinary way tells, and leaves to it whatever is unusual."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest

from ledger.core.book import Book
from ledger.core.commands import Credit
from ledger.core.events import LedgerOpened
from ledger.journal import JournalError, MemoryJournal, Snapshot
from ledger.journal.database import opened
from ledger.journal.glance import UnusualError, glanced
from ledger.journal.snapshot import seal
from ledger.journal.sql import SqlJournal
from ledger.reports.fold import standing
from ledger.scenario.run import state
from ledger.session import Session
from tests.reports.spoiled import loosen, spoil
from tests.reports.stories import kept, march, two_days

Spoil = Callable[[Path], None]


@pytest.fixture
def home(tmp_path: Path) -> str:
    """A file with the two days of Li and Wang."""
    return kept(tmp_path, two_days())


def file_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def name_in(url: str) -> str:
    with glanced(url) as found:
        (name,) = found.names()
    return name


def test_a_glance_reads_what_the_ordinary_way_reads(home: str) -> None:
    name = name_in(home)
    with opened(home) as engine, glanced(home) as found:
        slow, quick = SqlJournal.open(engine, name), found.journal(name)

        assert (quick.ledger, quick.count, quick.head) == (name, slow.count, slow.head)
        assert list(quick.rows()) == list(slow.rows())
        assert list(quick.read(3)) == list(slow.read(3))
        first = next(slow.read()).event
        assert isinstance(first, LedgerOpened)
        assert quick.policy(first.policy) == slow.policy(first.policy)
        assert quick.policy("none") is None
        assert quick.recall() is slow.recall() is None


@pytest.mark.parametrize("error", [sqlite3.OperationalError, MemoryError])
def test_what_the_driver_cannot_read_is_left_to_the_ordinary_way(
    home: str, error: type[Exception]
) -> None:
    with pytest.raises(UnusualError), glanced(home):
        raise error


def test_what_is_not_there_by_its_name_is_left_to_the_ordinary_way(home: str) -> None:
    with glanced(home) as found, pytest.raises(UnusualError):
        found.journal("nobody")


def test_a_ledger_stands_the_same_from_a_kept_book_as_from_its_first_event(
    home: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.session.pen.KEEP_AT_LAST", 0)
    with opened(home) as engine:
        session = Session(SqlJournal.open(engine, name_in(home)), two_days().policy)
        session.fold()
        session._kept = -len(session.book.balances)  # so that keeping is worth while
        session.keep(closing=True)
        at = session.book.now + 10
        session.handle(Credit("li", 7), at=at, key="later")

    with glanced(home) as found:
        journal = found.journal(name_in(home))
        kept_book = journal.recall()
        assert kept_book is not None
        assert kept_book.seq < journal.count
        from_kept, before = standing(journal), standing(journal, kept_book.book.now - 1)
        monkeypatch.setattr(type(journal), "recall", lambda _: None)
        from_first = standing(journal)
        assert before[2:] == standing(journal, kept_book.book.now - 1)[2:]

    assert state(from_kept.book) == state(from_first.book)
    assert from_kept[2:] == from_first[2:]


def test_a_kept_book_of_another_history_is_left_out(home: str) -> None:
    name, book = name_in(home), two_days().book
    wrong = seal(name, Snapshot(3, b"another head of thirty-two bytes", cast("Book", book)))
    with closing(sqlite3.connect(file_of(home), isolation_level=None)) as client:
        client.execute("INSERT INTO snapshot VALUES (?, ?)", (name, wrong))

    with glanced(home) as found:
        assert found.journal(name).recall() is None


def statements(*told: str) -> Spoil:
    return lambda file: spoil(file, *told)


def plainly(statement: str) -> Spoil:
    def spoiled(file: Path) -> None:
        with closing(sqlite3.connect(file, isolation_level=None)) as client:
            client.execute(statement)

    return spoiled


def _text(file: Path) -> None:
    loosen(file)
    spoil(file, "UPDATE journal SET recorded_at = 'now' WHERE seq = 3")


def _no_database(file: Path) -> None:
    file.write_bytes(b"no database at all, and long enough to be looked at")


UNUSUAL: dict[str, Spoil] = {
    "another format": statements("UPDATE ledger SET format = 2"),
    "another end": statements("UPDATE ledger SET count = count - 1"),
    "a row is gone": statements("DELETE FROM journal WHERE seq = 3"),
    "a cell of another type": _text,
    "a table is gone": plainly("DROP TABLE journal"),
    "not marked as ours": plainly("PRAGMA application_id = 1"),
    "no database": _no_database,
    "no file": Path.unlink,
}


@pytest.mark.parametrize("spoiled", UNUSUAL.values(), ids=UNUSUAL)
def test_whatever_is_unusual_is_left_to_the_ordinary_way(home: str, spoiled: Spoil) -> None:
    name = name_in(home)
    spoiled(file_of(home))

    with pytest.raises(UnusualError), glanced(home) as found:
        list(found.journal(name).rows())


@pytest.mark.parametrize(
    "url", ["postgresql://a@b/c", "sqlite://", "sqlite:///", "sqlite:///:memory:", "nonsense"]
)
def test_an_address_of_anything_else_is_unusual(url: str) -> None:
    with pytest.raises(UnusualError), glanced(url):
        pass


def test_an_event_that_is_none_is_damage_for_either_way(home: str) -> None:
    spoil(file_of(home), "UPDATE journal SET body = '{}' WHERE seq = 3")

    with pytest.raises(JournalError), glanced(home) as found:
        list(found.journal(name_in(home)).read())


def test_several_ledgers_are_listed_by_name(tmp_path: Path) -> None:
    url = kept(tmp_path, two_days(), march())

    with opened(url) as engine, glanced(url) as found:
        for name in found.names():
            assert found.journal(name).count == SqlJournal.open(engine, name).count
        assert found.names() == sorted(found.names())
        assert len(found.names()) == 2


def test_a_journal_in_memory_stands_too() -> None:
    session = two_days()

    assert isinstance(session.journal, MemoryJournal)
    assert state(standing(session.journal).book) == state(session.book)
