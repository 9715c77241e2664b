"""A fork begins as another ledger did, says so, and leaves that one alone."""

import pytest

from ledger.core.commands import AcceptTransfer, ChangeStanding, Credit, SendTransfer
from ledger.core.events import LedgerOpened
from ledger.journal import ForkedJournal, Journal
from ledger.reports.fold import standing
from ledger.scenario.run import state
from ledger.session import Session
from ledger.whatif.fork import ForkError, forked
from tests.ledgers import moment, opened, reopened


def told() -> Session:
    """A family's ledger with two transfers, the first of them accepted, and its policy kept."""
    session = opened()
    session.journal.save_policy(session.policy.hash, session.policy.body())
    session.handle(SendTransfer("li", "wang", 50_000), at=moment("09:00"), key="t1")
    session.handle(AcceptTransfer("t1"), at=moment("09:01"), key="a1")
    session.handle(SendTransfer("li", "wang", 70_000), at=moment("10:00"), key="t2")
    return session


def heads(journal: Journal) -> tuple[int, bytes]:
    return journal.count, journal.head


def test_a_fork_has_the_same_events_under_its_own_name() -> None:
    session = told()
    before = heads(session.journal)

    fork = forked(session.journal, "other", seq=None, at=None)

    assert state(fork.book) == state(reopened(session).book)
    assert [s.event for s in fork.journal.read(1)] == [s.event for s in session.journal.read(1)]
    assert [s.key for s in fork.journal.read()] == [s.key for s in session.journal.read()]
    assert heads(session.journal) == before


def test_its_first_event_says_where_it_comes_from() -> None:
    session = told()

    fork = forked(session.journal, "other", seq=session.journal.count, at=None)

    (first, *_) = fork.journal.read()
    assert isinstance(first.event, LedgerOpened)
    assert first.event.ledger == "other"
    assert first.event.forked_from == f"home#{session.journal.count}:{session.journal.head.hex()}"


def test_a_fork_goes_its_own_way_and_the_parent_stays() -> None:
    session = told()
    fork = forked(session.journal, "other", seq=None, at=moment("09:30"))
    branch = Session(fork.journal, session.policy)
    branch.fold()

    sent = branch.handle(SendTransfer("li", "wang", 10), at=moment("09:40"), key="t2")

    assert sent.verdict == "pending"
    assert session.book.pending["t2"].amount_fen == 70_000


def test_a_fork_at_a_moment_stands_as_the_parent_stood_then() -> None:
    session = told()

    fork = forked(session.journal, "other", seq=None, at=moment("09:00"))

    assert state(fork.book) == state(standing(session.journal, moment("09:00")).book)


@pytest.mark.parametrize(
    ("seq", "at"), [(99, None), (None, moment("2025-01-01 09:00"))], ids=["event", "moment"]
)
def test_no_fork_begins_where_the_ledger_holds_nothing(seq: int | None, at: int | None) -> None:
    with pytest.raises(ForkError, match="home has 10 events, and none to begin a fork with there"):
        forked(told().journal, "other", seq=seq, at=at)


def test_a_command_is_not_cut_apart() -> None:
    session = told()
    session.handle(ChangeStanding("li", "dead"), at=moment("2025-11-11 09:00"), key="d")
    session.handle(Credit("li", 100), at=moment("2025-11-11 10:00"), key="c")  # goes back (P09)
    last = session.journal.count

    with pytest.raises(ForkError, match=f"seq {last - 1} and {last} belong to one command"):
        forked(session.journal, "other", seq=last - 1, at=None)


def test_what_time_itself_did_is_no_part_of_a_command() -> None:
    session = told()
    session.settle(moment("2025-11-11 06:00"))
    last = session.journal.count

    fork = forked(session.journal, "other", seq=last - 1, at=None)

    assert "t2" in fork.book.pending
    assert "t2" not in session.book.pending


def test_a_forked_journal_reads_on_from_its_parent_and_writes_nothing_to_it() -> None:
    session = told()
    before = heads(session.journal)
    journal = ForkedJournal(session.journal)
    branch = Session(journal, session.policy)
    branch.fold()

    branch.handle(AcceptTransfer("t2"), at=moment("10:05"), key="a2")
    session.handle(Credit("li", 5), at=moment("10:06"), key="c")  # the parent goes on, unseen

    assert [row.seq for row in journal.rows()] == list(range(1, before[0] + 2))
    assert [row.seq for row in journal.rows(before[0])] == [before[0] + 1]
    assert [row.seq for row in journal.rows(before[0] + 1)] == []
    assert journal.policy(session.policy.hash) == session.policy.body()
