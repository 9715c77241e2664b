"""The bulk path: a file of commands handed to the kernel, and what it kept verified again.

The first use in a process compiles, or loads what was compiled: that is told beside the rate, and
is no part of it.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks import workload
from benchmarks.measured import Clock, Measured, on_disk, timed
from benchmarks.workloads import Workload, begin, write
from ledger.journal.database import opened
from ledger.journal.sql import SqlJournal
from ledger.policy.book import read_body
from ledger.reports.quick import WORTH
from ledger.reports.verify import verify as verified

if TYPE_CHECKING:
    from ledger.bulk.session import BulkSession

FIRST: Final = 2_000
"""Commands of the ledger that has everything compiled."""


def posted(work: Workload, n: int, folder: Path, clock: Clock) -> Measured:
    """Command JSONL scanned, decided, kept and shown, balances stored; in a warm process."""
    _, first = timed(lambda: _kept(work, FIRST, folder / "first", timed), 1)
    (count, size), measured = _kept(work, n, folder, clock)
    return measured._replace(bytes_each=size / count, first_seconds=first.seconds)


def verifying(work: Workload, n: int, folder: Path, clock: Clock) -> Measured:
    """Such a ledger, if need be a longer one, linked, folded and judged by every rule; warm."""
    _kept(work, max(n, WORTH), folder, timed)
    count, first = timed(lambda: _verify(folder), 1)
    _, measured = clock(lambda: _verify(folder), count)
    return measured._replace(first_seconds=first.seconds)


def _verify(folder: Path) -> int:
    address = f"sqlite:///{folder / 'bench.db'}"
    (report,) = verified(address, lambda body: read_body(body).terms)
    assert report.ok
    return report.count


def _kept(work: Workload, n: int, folder: Path, clock: Clock) -> tuple[tuple[int, int], Measured]:
    """Keep W(N) in a new ledger: how many events came, in how many bytes, and what it took."""
    from ledger.bulk.files import ahead, batches  # noqa: PLC0415  -- loading numba is part of no other stage
    from ledger.bulk.session import BulkSession  # noqa: PLC0415  -- likewise

    folder.mkdir(exist_ok=True)
    lines, address = folder / "commands.jsonl", f"sqlite:///{folder / 'bench.db'}"
    with lines.open("w") as file:
        write(work, n, file)
    begin(work, address)
    before = on_disk(folder)
    with opened(address) as engine:
        journal = SqlJournal.open(engine, "main")
        session, count = BulkSession(journal, work.policy(), strict=True), journal.count
        session.fold()

        def post() -> None:
            for read in ahead(batches(lines)):
                session.take(read.batch, _none_handed_back)
            session.show()
            journal.save_balances(session.book.balances)

        _, measured = clock(post, n)
        _check(session, work, n)
        events = journal.count - count
    return (events, on_disk(folder) - before), measured


def _none_handed_back(row: int) -> None:
    raise AssertionError(row)


def _check(session: "BulkSession", work: Workload, n: int) -> None:
    """The answers and the balances are the oracle's."""
    assert work.letter == "W"
    answers, balances = workload.oracle(n)
    told = {code or "ok": answers.count(code) for code in set(answers)}
    assert {word: count for word, count in session.answers.items() if count} == told
    held = session.book.balances
    assert [held[f"A{i:05d}/wallet"] for i in range(workload.ACCOUNTS)] == list(balances)
