"""How fast the event path is: decide and fold, the whole session, append, replay.

Figures are printed, never asserted. What is asserted is that every answer and every balance of
the workload is the oracle's, so that a fast wrong engine does not count.
"""

from collections.abc import Sequence
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.stages import decide_and_fold
from benchmarks.timing import rounds
from benchmarks.workload import opened, oracle, policy, wishes
from benchmarks.workloads import book_of
from ledger.core.book import Book
from ledger.journal import Draft, MemoryJournal
from ledger.journal.database import opened as opened_engine
from ledger.journal.sql import SqlJournal
from ledger.policy.book import PolicyBook
from ledger.session import Session, Wish

N = 20_000


def handle_all(session: Session, work: Sequence[Wish]) -> list[str | None]:
    """Hand every command to a session: key, due, decide, encode, hash, append, fold, check."""
    made = (session.handle(wish.command, at=wish.at, key=wish.key) for wish in work)
    return [None if decision.code is None else str(decision.code) for decision in made]


def assert_balances(book: Book, n: int) -> None:
    """Every wallet holds what the oracle says."""
    for i, fen in enumerate(oracle(n)[1]):
        assert book.balances[f"A{i:05d}/wallet"] == fen


def test_decide_and_fold_in_memory(benchmark: BenchmarkFixture) -> None:
    """Commands a second through decide and evolve alone, all rules on."""
    work = wishes(N)

    def fresh() -> tuple[tuple[Book, PolicyBook, Sequence[Wish]], dict[str, object]]:
        return (book_of(opened().journal), policy(), work), {}

    answers = rounds(benchmark, decide_and_fold, setup=fresh)

    assert tuple(answers) == oracle(N)[0]
    benchmark.extra_info["commands"] = N


def test_session_in_memory(benchmark: BenchmarkFixture) -> None:
    """Commands a second through a whole session on a journal in memory."""
    work = wishes(N)
    sessions: list[Session] = []

    def fresh() -> tuple[tuple[Session, Sequence[Wish]], dict[str, object]]:
        sessions.append(opened())
        return (sessions[-1], work), {}

    answers = rounds(benchmark, handle_all, setup=fresh)

    assert tuple(answers) == oracle(N)[0]
    assert_balances(book_of(sessions[-1].journal), N)
    benchmark.extra_info["commands"] = N


@pytest.mark.parametrize("group", [1, 1_000])
def test_append_to_sqlite(benchmark: BenchmarkFixture, tmp_path: Path, group: int) -> None:
    """Events a second into SQLite at full durability, in commits of one and of a thousand."""
    drafts = [Draft(s.recorded_at, s.key, s.asked, s.event) for s in opened().journal.read()]
    batches = [drafts[i : i + group] for i in range(0, min(len(drafts), 500 * group), group)]

    def append(journal: SqlJournal) -> int:
        return [journal.append(batch) for batch in batches][-1]

    with opened_engine(f"sqlite:///{tmp_path / 'bench.db'}", create=True) as engine:
        names = (f"ledger-{i}" for i in range(10))
        last = rounds(
            benchmark, append, setup=lambda: ((SqlJournal.create(engine, next(names)),), {})
        )

    assert last == sum(len(batch) for batch in batches)
    benchmark.extra_info["events"] = last


def test_replay_from_a_journal(benchmark: BenchmarkFixture) -> None:
    """Events a second decoded and folded into a fresh book."""
    session = opened(MemoryJournal("bench"))
    handle_all(session, wishes(N))

    book = benchmark(book_of, session.journal)

    assert_balances(book, N)
    benchmark.extra_info["events"] = session.journal.count
