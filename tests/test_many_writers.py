"""Several processes write one ledger, and the outcome is that of one process in some order."""

import pytest

from ledger.core.commands import Credit, SendTransfer
from ledger.journal import BehindError, DamagedError, Draft
from ledger.journal.database import opened
from ledger.journal.sql import SqlJournal
from ledger.policy.shipped import shipped
from ledger.session import Session, Wish
from tests import ledgers, writers
from tests.ledgers import moment

AT = moment("20:00")


def test_what_many_processes_write_is_exactly_what_one_would_have_written_in_that_order(
    database_url: str,
) -> None:
    verdicts = writers.judge(database_url, writers.run(database_url, 4, 60, seed=1))

    assert verdicts.total() == 4 * 60
    assert writers.turns(database_url) > 2 * 4, "one after the other would be four turns"
    assert min(verdicts[word] for word in ("ok", "pending", "duplicate", "PENDING_OPEN")) > 0


def test_a_session_decides_on_what_another_has_written_since(database_url: str) -> None:
    writers.begin(database_url)
    with opened(database_url) as engine:
        one, other = (Session(SqlJournal.open(engine, "hot"), shipped()) for _ in range(2))
        one.fold()
        other.fold()

        first = one.handle(SendTransfer("li", "wang", 100), at=AT, key="t1")
        second = other.handle(SendTransfer("li", "wang", 100), at=AT, key="t2")
        again = other.handle(SendTransfer("li", "wang", 100), at=AT, key="t1")

    assert (first.verdict, second.code) == ("pending", "PENDING_OPEN")
    assert (again.verdict, again.seq) == ("duplicate", first.seq)
    assert one.book.now == other.book.now
    assert second.seq == first.seq + 1


def test_a_group_is_durable_only_when_it_has_ended(database_url: str) -> None:
    writers.begin(database_url)
    with opened(database_url) as engine:
        session = Session(SqlJournal.open(engine, "hot"), shipped())
        with session.group():
            for number in range(3):
                session.handle(Credit("li", 100), at=AT, key=f"c{number}")
            assert SqlJournal.open(engine, "hot").find(["c0", "c1", "c2"]) == {}

        assert sorted(SqlJournal.open(engine, "hot").find(["c0", "c1", "c2"])) == ["c0", "c1", "c2"]


def test_a_group_inside_a_group_is_part_of_it(database_url: str) -> None:
    writers.begin(database_url)
    with opened(database_url) as engine:
        session = Session(SqlJournal.open(engine, "hot"), shipped())
        with session.group():
            session.handle_all([Wish(Credit("li", 100), AT, "c1")])
            session.settle(AT + 1)
            assert SqlJournal.open(engine, "hot").find(["c1"]) == {}

        assert "c1" in SqlJournal.open(engine, "hot").find(["c1"])


def interrupted(session: Session) -> None:
    with session.group():
        session.handle(Credit("li", 100), at=AT, key="c1")
        raise InterruptedError


def test_a_group_that_fails_leaves_nothing_in_the_journal_and_nothing_in_the_book(
    database_url: str,
) -> None:
    writers.begin(database_url)
    with opened(database_url) as engine:
        session = Session(SqlJournal.open(engine, "hot"), shipped())
        session.fold()
        before, count = dict(session.book.balances), session.journal.count

        with pytest.raises(InterruptedError):
            interrupted(session)
        decision = session.handle(Credit("li", 7), at=AT, key="c1")

    assert (decision.verdict, decision.seq) == ("ok", count + 1)
    assert session.book.balances["li/personal"] == before["li/personal"] + 7


def test_wishes_handled_together_are_answered_as_one_by_one(database_url: str) -> None:
    wishes = [Wish(SendTransfer("li", "wang", 90_000 + n), AT + n, f"k{n % 7}") for n in range(9)]
    writers.begin(database_url)
    with opened(database_url) as engine:
        session = Session(SqlJournal.open(engine, "hot"), shipped())
        decisions = session.handle_all(wishes)
        head = session.journal.head

    alone = ledgers.opened()
    assert alone.journal.head != head, "another ledger, another hash"
    assert decisions == [alone.handle(w[0], at=w[1], key=w[2]) for w in wishes]


def test_a_key_that_comes_twice_in_one_group_is_answered_once(database_url: str) -> None:
    writers.begin(database_url)
    with opened(database_url) as engine:
        session = Session(SqlJournal.open(engine, "hot"), shipped())
        wishes = [Wish(Credit("li", fen), AT, "c1") for fen in (5, 5, 6)]
        decisions = session.handle_all(wishes)

    assert [(d.verdict, d.code) for d in decisions] == [
        ("ok", None),
        ("duplicate", None),
        ("refused", "KEY_REUSED"),
    ]
    assert decisions[0].seq == decisions[1].seq


def test_a_wish_without_its_key_stops_the_group_before_anything_is_decided() -> None:
    session = ledgers.opened()
    count = session.journal.count

    with pytest.raises(ValueError, match="needs a key"):
        session.handle_all(
            [Wish(Credit("li", 5), AT, "c1"), Wish(SendTransfer("li", "w", 1), AT, "")]
        )

    assert session.journal.count == count


def test_a_writer_that_does_not_look_first_is_refused(database_url: str) -> None:
    writers.begin(database_url)
    with opened(database_url) as engine:
        session = Session(SqlJournal.open(engine, "hot"), shipped())
        blind = SqlJournal.open(engine, "hot")
        (event,) = session.handle(Credit("li", 5), at=AT, key="c1").events
        draft = Draft(AT, "", b"", event)

        with pytest.raises(BehindError):
            blind.append([draft])


def test_a_journal_that_was_put_back_to_an_earlier_state_is_noticed() -> None:
    session = ledgers.opened()
    earlier = ledgers.opened(()).journal
    session.journal = earlier

    with pytest.raises(DamagedError, match="not the one it was"):
        session.handle(Credit("li", 5), at=AT, key="c1")
