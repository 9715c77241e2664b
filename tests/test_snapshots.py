"""A kept book shortens an opening and never changes what is opened: wrong ones are ignored."""

from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from ledger.core.book import Book
from ledger.core.commands import Credit
from ledger.journal import MemoryJournal, Snapshot, snapshot
from ledger.journal.database import Database, opened, writing
from ledger.journal.memory import ForkedJournal
from ledger.journal.sql import SqlJournal
from ledger.journal.tables import SNAPSHOT
from ledger.policy.book import read_body
from ledger.policy.shipped import shipped
from ledger.reports.verify import verify
from ledger.scenario.run import run, state
from ledger.session import Session, Wish
from ledger.words.moments import DAY
from tests import writers
from tests.ledgers import moment
from tests.ledgers import opened as session_on
from tests.scenarios.stories import FILES, stem, story

AT = moment("20:00")


@pytest.fixture
def engine(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setattr("ledger.session.pen.KEEP_EVERY", 10)
    monkeypatch.setattr("ledger.session.pen.KEEP_EVERY_ACCOUNT", 0)
    writers.begin(database_url)
    with opened(database_url) as made:
        yield made


def session_in(engine: Database) -> Session:
    return Session(SqlJournal.open(engine, "hot"), shipped())


def filled(engine: Database, first: int = 0, count: int = 20) -> Session:
    """A session that has taken some commands more and has kept its book."""
    session = session_in(engine)
    session.handle_all(
        [Wish(Credit("li", 1), AT + n, f"c{n}") for n in range(first, first + count)]
    )
    session.keep()
    return session


def folded(engine: Database, monkeypatch: pytest.MonkeyPatch) -> tuple[Session, int]:
    """A session opened anew, and behind which seq it read the journal."""
    read, places = SqlJournal.read, []

    def noted(journal: SqlJournal, after: int = 0) -> object:
        places.append(after)
        return read(journal, after)

    session = session_in(engine)
    with monkeypatch.context() as patch:
        patch.setattr(SqlJournal, "read", noted)
        session.fold()
    return session, places[0] if places else session.journal.count


def test_a_kept_book_is_where_the_next_opening_begins(
    engine: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = filled(engine)
    kept = live.journal.count
    live.handle(Credit("li", 5), at=AT + DAY, key="later")

    again, began = folded(engine, monkeypatch)

    assert began == kept
    assert state(again.book) == state(live.book)
    assert again.handle(Credit("li", 5), at=AT + DAY, key="c3").code == "KEY_REUSED"
    assert again.handle(Credit("li", 1), at=AT + DAY, key="c3").verdict == "duplicate"


def test_a_book_is_kept_only_when_that_is_worth_while(
    engine: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = filled(engine, count=20)
    first = session.journal.recall()
    session.handle(Credit("li", 1), at=AT + DAY, key="one")

    session.keep()

    again = session.journal.recall()
    assert first is not None
    assert again is not None
    assert again.seq == first.seq
    filled(engine, 100)
    later = session_in(engine).journal.recall()
    assert later is not None
    assert later.seq > first.seq


@pytest.mark.parametrize("path", FILES, ids=stem)
def test_a_story_goes_on_from_a_kept_book_as_from_the_journal(path: Path) -> None:
    session = run(story(path)).session
    book = session._book
    kept = Snapshot(session.journal.count, session.journal.head, book)

    back = snapshot.unsealed("x", snapshot.seal("x", kept))

    assert back is not None
    assert state(back.book) == state(book)
    assert back.book.due == book.due


def sealed(seq: int, head: bytes, ledger: str = "hot", book: Book | None = None) -> bytes:
    return snapshot.seal(ledger, Snapshot(seq, head, book or Book()))


def forged(engine: Database, make: Callable[[Snapshot], bytes]) -> None:
    """Put something else in the place of the book that was kept."""
    kept = SqlJournal.open(engine, "hot").recall()
    assert kept is not None
    with writing(engine) as connection:
        connection.execute(update(SNAPSHOT).values(sealed=make(kept)))


def older(kept: Snapshot) -> bytes:
    body = bytes(sealed(kept.seq, kept.head, book=kept.book)[32:])
    changed = body.replace(snapshot.engine().encode(), b"0" * len(snapshot.engine()))
    return sha256(changed).digest() + changed


WRONG: dict[str, Callable[[Snapshot], bytes]] = {
    "empty": lambda _: b"",
    "no snapshot": lambda _: b"\0" * 100,
    "whole, of another shape": lambda _: sha256(b"\x93\1\2\3").digest() + b"\x93\1\2\3",
    "a flipped bit": lambda k: sealed(*k[:2], book=k.book)[:-1] + b"\xff",
    "cut off": lambda k: sealed(*k[:2], book=k.book)[:-1],
    "of another engine": older,
    "of another ledger": lambda k: sealed(*k[:2], ledger="cold", book=k.book),
    "of another history": lambda k: sealed(k.seq, bytes(32), book=k.book),
    "of an earlier event's hash": lambda k: sealed(k.seq - 1, k.head, book=k.book),
    "of a future": lambda k: sealed(k.seq + 1, k.head, book=k.book),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_one_is_ignored_and_made_anew(
    engine: Database, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    live = filled(engine)

    forged(engine, WRONG[wrong])

    assert live.journal.recall() is None
    again, began = folded(engine, monkeypatch)
    assert began == 0
    assert state(again.book) == state(live.book)
    again.keep()
    assert folded(engine, monkeypatch)[1] == again.journal.count


def test_verify_folds_everything_whatever_is_kept(engine: Database, database_url: str) -> None:
    session = filled(engine)
    wrong = Book(now=session.book.now, balances={"li/personal": 1, "outside/opening": -1})
    forged(engine, lambda kept: sealed(*kept[:2], book=wrong))
    assert session_in(engine).journal.recall() is not None, "nothing tells that it is wrong"

    (report,) = verify(database_url, lambda body: read_body(body).terms)

    assert report.ok
    assert report.count == session.journal.count


def test_a_lost_one_changes_nothing(engine: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    live = filled(engine)
    with writing(engine) as connection:
        connection.execute(delete(SNAPSHOT))

    assert state(folded(engine, monkeypatch)[0].book) == state(live.book)


def test_a_journal_in_memory_keeps_none() -> None:
    session = session_on(journal=MemoryJournal("home"))
    session.journal.remember(Snapshot(1, b"", Book()))

    assert session.journal.recall() is None


def test_a_fork_begins_where_its_parent_was_kept_and_knows_the_keys_before_it(
    engine: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = filled(engine)
    fork = Session(ForkedJournal(live.journal), shipped())
    fork.fold()
    live.handle(Credit("li", 7), at=AT + DAY, key="behind the fork")

    again = fork.handle(Credit("li", 1), at=AT + DAY, key="c3")
    other = fork.handle(Credit("li", 2), at=AT + DAY, key="c3")
    new = fork.handle(Credit("li", 8), at=AT + DAY, key="behind the fork")
    repeated = fork.handle(Credit("li", 8), at=AT + DAY, key="behind the fork")

    assert fork.journal.recall() is not None
    assert (again.verdict, other.code, new.verdict) == ("duplicate", "KEY_REUSED", "ok")
    assert (repeated.verdict, repeated.seq) == ("duplicate", new.seq)
    filled(engine, 100)
    assert fork.journal.recall() is None, "kept behind the fork"
