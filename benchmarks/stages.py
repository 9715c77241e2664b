"""The stages of the event path, each measured alone: what it does, on which workload, how fast.

Every measurement that can be held against an oracle is: a fast wrong engine does not count. As a
program it measures one stage in a process of its own, so that the memory is that stage's:
`python -m benchmarks.stages batches W 20000` prints one line of JSON.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Final

from benchmarks import workload
from benchmarks.measured import Clock, Measured, on_disk, timed, with_latencies
from benchmarks.shares import timed_by_share
from benchmarks.submitters import submitted
from benchmarks.workloads import ALL, Workload, book_of
from ledger.core.book import Book
from ledger.core.decide import Refusal, decide
from ledger.core.due import next_due
from ledger.core.evolve import evolve
from ledger.journal.database import opened
from ledger.journal.sql import SqlJournal
from ledger.policy.book import PolicyBook, read_body
from ledger.reports.export.arrow import write_parquet
from ledger.reports.export.postings import postings
from ledger.reports.verify import verify as verified
from ledger.session import Session, Wish, case_of
from tests.postgres import server

GROUP: Final = 1_000
SINGLE: Final = 500
DURABLE: Final = {"fsync": "on", "synchronous_commit": "on"}
"""Commands a durable group, and how many single ones are enough."""

Codes = list[str | None]
"""The refusal code of each command; None: it was taken."""


def decide_and_fold(book: Book, rules: PolicyBook, work: Iterable[Wish]) -> Codes:
    """Decide every command with all rules on, and fold what happened; no journal."""
    answers: Codes = []
    for command, at, key in work:
        while (due := next_due(book, at)) is not None:
            evolve(book, due)
        case = case_of(book, rules, command, at=at, key=key)
        assert case is not None
        answer = decide(case)
        if isinstance(answer, Refusal):
            answers.append(str(answer.code))
            continue
        answers.append(None)
        for event in answer:
            evolve(book, event)
    return answers


def posted(session: Session, work: Sequence[Wish], group: int) -> Codes:
    """Hand commands over in groups that become durable together."""
    made = (session.handle_all(work[i : i + group]) for i in range(0, len(work), group))
    return [None if d.code is None else str(d.code) for decisions in made for d in decisions]


@contextmanager
def kept(work: Workload, folder: Path) -> Iterator[tuple[Session, str]]:
    """A session on a new ledger in a file, the people in it; and the file's address."""
    address = f"sqlite:///{folder / 'bench.db'}"
    with begun(work, address) as session:
        yield session, address


@contextmanager
def begun(work: Workload, address: str) -> Iterator[Session]:
    """A session on a new ledger in a database, the people in it."""
    with opened(address, create=True) as engine:
        journal = SqlJournal.create(engine, "main")
        journal.save_policy(work.policy().hash, work.policy().body())
        yield work.opened(journal)


def check(work: Workload, n: int, codes: Codes) -> None:
    """The answers to the first commands of W(N) are the oracle's."""
    if work.letter == "W":
        assert tuple(codes) == workload.oracle(n)[0][: len(codes)]


def decided(work: Workload, n: int, _folder: Path, clock: Clock) -> Measured:
    """Commands decided with all rules and folded into the book, in memory; no journal."""
    book, wishes = book_of(work.opened().journal), list(work.stream(n))
    codes, measured = clock(lambda: decide_and_fold(book, work.policy(), wishes), n)
    check(work, n, codes)
    return measured


def batches(work: Workload, n: int, folder: Path, clock: Clock) -> Measured:
    """Commands of a session in durable groups of 1,000: key, due, rules, chain, invariants."""
    with kept(work, folder) as (session, _):
        wishes, before, bytes_before = list(work.stream(n)), session.journal.count, on_disk(folder)
        codes, measured = clock(lambda: posted(session, wishes, GROUP), n)
        check(work, n, codes)
        events = session.journal.count - before
        return measured._replace(bytes_each=(on_disk(folder) - bytes_before) / events)


def streamed(work: Workload, n: int, folder: Path, clock: Clock) -> Measured:
    """As `batches`, with the commands made while they are taken and no answer kept: for memory."""
    with kept(work, folder) as (session, _):

        def take() -> None:
            coming = work.stream(n)
            while group := list(islice(coming, GROUP)):
                session.handle_all(group)
                session.settled.clear()

        return clock(take, n)[1]


def asked_one_by_one(session: Session, wishes: Iterable[Wish], took: list[float]) -> Codes:
    """Hand commands over one by one, and note how long each took."""
    codes: Codes = []
    for wish in wishes:
        began = time.perf_counter()
        decision = session.handle(wish.command, at=wish.at, key=wish.key)
        took.append(time.perf_counter() - began)
        codes.append(None if decision.code is None else str(decision.code))
    return codes


def single(work: Workload, n: int, folder: Path, clock: Clock) -> Measured:
    """Commands that each become durable before the next one is asked."""
    with kept(work, folder) as (session, _):
        wishes, took = list(islice(work.stream(n), SINGLE)), list[float]()
        codes, measured = clock(lambda: asked_one_by_one(session, wishes, took), len(wishes))
        check(work, n, codes)
    return with_latencies(measured, took)


def many(count: int) -> "Stage":
    """So many submitters, each with one command on its way, behind one desk."""

    def stage(work: Workload, n: int, folder: Path, clock: Clock) -> Measured:
        with kept(work, folder) as (session, _):
            wishes = list(work.stream(n))
            took, measured = clock(lambda: submitted(session, wishes, count), n)
        return with_latencies(measured, took)

    return stage


def replayed(work: Workload, n: int, folder: Path, clock: Clock) -> Measured:
    """Stored events read and folded into a book, as when a ledger is opened."""
    with kept(work, folder) as (session, address):
        posted(session, list(work.stream(n)), GROUP)
        count, balances = session.journal.count, session.book.balances
        with opened(address) as engine:
            again = Session(SqlJournal.open(engine, "main"), work.policy())
            _, measured = clock(again.fold, count)
            assert again.book.balances == balances
    return measured


def verifying(work: Workload, n: int, folder: Path, clock: Clock) -> Measured:
    """Stored events read, linked, folded and judged by every rule and invariant."""
    with kept(work, folder) as (session, address):
        posted(session, list(work.stream(n)), GROUP)
        count = session.journal.count
    (report,), measured = clock(
        lambda: verified(address, lambda body: read_body(body).terms), count
    )
    assert report.ok
    assert report.count == count
    return measured


def postgres_batches(work: Workload, n: int, _folder: Path, clock: Clock) -> Measured:
    """As `batches`, on a PostgreSQL server of its own that syncs every commit."""
    with server(**DURABLE) as address, begun(work, address) as session:
        wishes = list(work.stream(n))
        codes, measured = clock(lambda: posted(session, wishes, GROUP), n)
        check(work, n, codes)
    return measured


def postgres_single(work: Workload, n: int, _folder: Path, clock: Clock) -> Measured:
    """As `single`, on a PostgreSQL server of its own that syncs every commit."""
    with server(**DURABLE) as address, begun(work, address) as session:
        wishes, took = list(islice(work.stream(n), SINGLE)), list[float]()
        codes, measured = clock(lambda: asked_one_by_one(session, wishes, took), len(wishes))
        check(work, n, codes)
    return with_latencies(measured, took)


def exported(work: Workload, n: int, folder: Path, clock: Clock) -> Measured:
    """Postings of a kept ledger as Parquet; the bytes are those of an event that moves money."""
    with kept(work, folder) as (session, _):
        posted(session, list(work.stream(n)), GROUP)
        moved = len({posting.seq for posting in postings(session.journal)})
        with (folder / "postings.parquet").open("wb") as file:
            _, measured = clock(lambda: write_parquet(session.journal, file), moved)
            return measured._replace(bytes_each=file.tell() / moved)


def in_bulk(name: str) -> "Stage":
    """A stage of `benchmarks.bulk`."""

    def stage(work: Workload, n: int, folder: Path, clock: Clock) -> Measured:
        from benchmarks import bulk  # noqa: PLC0415  -- loading numba is part of no other stage

        measure: Stage = getattr(bulk, name)
        return measure(work, n, folder, clock)

    return stage


Stage = Callable[[Workload, int, Path, Clock], Measured]
STAGES: Final[dict[str, Stage]] = {
    "decide": decided,
    "batches": batches,
    "stream": streamed,
    "single": single,
    "submitters_64": many(64),
    "submitters_256": many(256),
    "replay": replayed,
    "verify": verifying,
    "decide_compiled": in_bulk("decided"),
    "bulk": in_bulk("posted"),
    "bulk_verify": in_bulk("verifying"),
    "verify_new": in_bulk("verifying_new"),
    "parquet": exported,
    "postgres_batches": postgres_batches,
    "postgres_single": postgres_single,
}


def main(name: str, letter: str, n: str, how: str = "") -> None:
    """Measure one stage and print it; with `shares`, also where its processor time goes."""
    clock: Clock = timed_by_share if how == "shares" else timed
    with tempfile.TemporaryDirectory(prefix="walletsim-bench-") as folder:
        measured = STAGES[name](ALL[letter], int(n), Path(folder), clock)
    sys.stdout.write(json.dumps(measured._asdict()) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
