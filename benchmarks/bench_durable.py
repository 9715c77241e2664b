"""How fast a kept ledger is: groups, single commands, many threads, opening, verifying.

Figures are printed, never asserted; beside them the disk's own rate of synced writes, which no
single durable command can pass. Answers and balances are compared with the oracle's.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.timing import rounds
from benchmarks.workload import opened, oracle, policy, wishes
from ledger.desk import Desk
from ledger.journal.database import Database
from ledger.journal.database import opened as opened_engine
from ledger.journal.sql import SqlJournal
from ledger.policy.book import read_body
from ledger.reports.verify import verify
from ledger.session import Session, Wish

N = 20_000


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Database]:
    """A database that several ledgers are begun in."""
    with opened_engine(f"sqlite:///{tmp_path / 'bench.db'}", create=True) as made:
        yield made


def session(engine: Database, name: str) -> Session:
    """A new ledger with the workload's people in it."""
    journal = SqlJournal.create(engine, name)
    journal.save_policy(policy().hash, policy().body())
    return opened(journal)


def posted(session: Session, work: Sequence[Wish], group: int) -> list[str | None]:
    """Hand commands over in groups; the codes of the refusals."""
    decisions = [
        decision
        for start in range(0, len(work), group)
        for decision in session.handle_all(work[start : start + group])
    ]
    return [None if decision.code is None else str(decision.code) for decision in decisions]


def test_the_disk_itself(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    """Synced writes of 4 KiB a second, one after the other."""
    file = os.open(tmp_path / "disk", os.O_CREAT | os.O_WRONLY)

    def write() -> None:
        for _ in range(500):
            os.write(file, bytes(4096))
            os.fdatasync(file)

    rounds(benchmark, write, setup=lambda: ((), {}))
    os.close(file)
    benchmark.extra_info["writes"] = 500


@pytest.mark.parametrize(("group", "count"), [(1_000, N), (1, 500)])
def test_commands_in_groups(
    benchmark: BenchmarkFixture, engine: Database, group: int, count: int
) -> None:
    """Commands a second at full durability: keys, due, rules, chain, invariants and all."""
    work = wishes(N)[:count]
    names = (f"ledger-{i}" for i in range(10))

    codes = rounds(
        benchmark, posted, setup=lambda: ((session(engine, next(names)), work, group), {})
    )

    assert tuple(codes) == oracle(N)[0][:count]
    benchmark.extra_info["commands"] = count


@pytest.mark.parametrize("threads", [1, 8, 64])
def test_commands_of_many_threads(
    benchmark: BenchmarkFixture, engine: Database, threads: int
) -> None:
    """Commands a second of threads that each wait for their answer before the next."""
    work = wishes(N)[:2_000]
    names = (f"ledger-{i}" for i in range(10))

    def submit(kept: Session) -> int:
        with Desk(kept) as desk, ThreadPoolExecutor(threads) as pool:
            answers = pool.map(lambda w: desk.submit(w.command, at=w.at, key=w.key).result(), work)
            return sum(1 for _ in answers)

    answered = rounds(benchmark, submit, setup=lambda: ((session(engine, next(names)),), {}))

    assert answered == len(work)
    benchmark.extra_info["commands"] = answered


def test_opening_a_ledger_with_a_kept_book(benchmark: BenchmarkFixture, engine: Database) -> None:
    """How long a session takes to be ready, where its book was kept at the last event."""
    kept = session(engine, "kept")
    posted(kept, wishes(N), 1_000)
    kept.keep()

    def opening() -> Session:
        again = Session(SqlJournal.open(engine, "kept"), policy())
        again.fold()
        return again

    again = benchmark(opening)

    assert again.book.balances == kept.book.balances


def test_verifying(benchmark: BenchmarkFixture, engine: Database) -> None:
    """Events a second read, linked, folded and judged."""
    posted(session(engine, "kept"), wishes(N), 1_000)

    (report,) = rounds(
        benchmark, verify, setup=lambda: ((engine, lambda body: read_body(body).terms), {})
    )

    assert report.ok
    benchmark.extra_info["events"] = report.count
