"""The bulk path: a file of commands handed to the kernel, and what it kept verified again.

The first use in a process compiles, or loads what was compiled: that is told beside the rate, and
is no part of it.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

from benchmarks import workload
from benchmarks.measured import Clock, Measured, on_disk, timed
from benchmarks.workloads import Workload, begin, book_of, write
from ledger.bulk import cells as c
from ledger.bulk.cells import Batch, Out
from ledger.bulk.files import Read, ahead, batches
from ledger.bulk.kernel import decide
from ledger.bulk.mirror import Mirror
from ledger.bulk.pack import empty_out
from ledger.bulk.parts import LONGEST_KEY
from ledger.bulk.session import EVENTS, BulkSession
from ledger.core.book import Book, BookView
from ledger.journal.database import opened
from ledger.journal.sql import SqlJournal
from ledger.policy.book import read_body
from ledger.reports.judge import TermsFor
from ledger.reports.quick import WORTH
from ledger.reports.verify import verify as verified
from ledger.reports.verify import verify_new
from ledger.scenario.wire import untimed
from ledger.session import Wish

FIRST: Final = 2_000
"""Commands of the ledger that has everything compiled."""

NEW: Final = 100
"""Every so manieth of the commands is new to an incremental verification."""


def decided(work: Workload, n: int, folder: Path, clock: Clock) -> Measured:
    """Commands, scanned before, decided and folded by the kernel; what it tells goes nowhere."""

    found = [read.batch for read in batches(_written(work.stream(n), folder))]

    def decide_all(book: Book, some: list[Batch]) -> None:
        mirror, out = Mirror(book, work.policy().terms), empty_out(EVENTS)
        for batch in some:
            _decide(mirror, batch, out)
        mirror.show()

    _, first = timed(lambda: decide_all(book_of(work.opened().journal), found[:1]), 1)
    book = book_of(work.opened().journal)
    _, measured = clock(lambda: decide_all(book, found), n)
    _check_balances(book, n)
    return measured._replace(first_seconds=first.seconds)


def _decide(mirror: Mirror, batch: Batch, out: Out) -> None:
    """Decide a batch of which nothing is handed back, as a session does."""
    rows = batch.rows.shape[0]
    mirror.make_room(rows, LONGEST_KEY * rows)
    place = mirror.state.place
    place[c.ROW] = 0
    while (why := decide(mirror.state, batch, out)) != c.DONE_ALL:
        if why == c.FULL:
            place[[c.EVENTS, c.KEY_BYTES, c.MORE_BYTES, c.OUT_DIGESTS]] = 0
        else:
            assert why in {c.NEW_DAY, c.NEED_TERMS}
            (mirror.day_begins if why == c.NEW_DAY else mirror.add_terms)(int(place[c.WANTED]))


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


def verifying_new(work: Workload, n: int, folder: Path, clock: Clock) -> Measured:
    """The last hundredth of such a ledger's commands, behind a book that was kept before them."""
    begin(work, _address(folder))
    coming, new = work.stream(n), n // NEW
    with _session(work, folder) as session:
        _post(session, _written(islice(coming, n - new), folder))
        session.keep(closing=True)
    with _session(work, folder) as session:
        _post(session, _written(coming, folder))
    (report,), measured = clock(lambda: verify_new(_address(folder), _terms_of), new)
    assert report.ok
    return measured


def _verify(folder: Path) -> int:
    (report,) = verified(_address(folder), _terms_of)
    assert report.ok
    return report.count


def _terms_of(body: bytes) -> TermsFor:
    return read_body(body).terms


def _kept(work: Workload, n: int, folder: Path, clock: Clock) -> tuple[tuple[int, int], Measured]:
    """Keep N commands in a new ledger: how many events came, in how many bytes, what it took."""
    folder.mkdir(exist_ok=True)
    lines = _written(work.stream(n), folder)
    begin(work, _address(folder))
    before = on_disk(folder)
    with _session(work, folder) as session:
        count = session.journal.count
        _, measured = clock(lambda: _post(session, lines), n)
        if work.letter == "W":
            _check(session, n)
        events = session.journal.count - count
    return (events, on_disk(folder) - before), measured


def _address(folder: Path) -> str:
    return f"sqlite:///{folder / 'bench.db'}"


def _written(wishes: Iterable[Wish], folder: Path) -> Path:
    lines = folder / "commands.jsonl"
    with lines.open("w") as file:
        write(wishes, file)
    return lines


@contextmanager
def _session(work: Workload, folder: Path) -> Iterator[BulkSession]:

    with opened(_address(folder)) as engine:
        session = BulkSession(SqlJournal.open(engine, "main"), work.policy(), strict=True)
        session.fold()
        yield session


def _post(session: BulkSession, lines: Path) -> None:
    """As the command line posts a file."""

    for read in ahead(batches(lines)):
        session.take(read.batch, partial(_wish, read))
    session.show()
    session.journal.save_balances(session.book.balances)


def _wish(read: Read, row: int) -> Wish:
    return untimed(read.line_of(row), "")[0]


def _check(session: BulkSession, n: int) -> None:
    """The answers and the balances are the oracle's."""
    assert session.handed_back == 0
    answers = workload.oracle(n)[0]
    told = {code or "ok": answers.count(code) for code in set(answers)}
    assert {word: count for word, count in session.answers.items() if count} == told
    _check_balances(session.book, n)


def _check_balances(book: BookView, n: int) -> None:
    balances = workload.oracle(n)[1]
    held = [book.balances[f"A{i:05d}/wallet"] for i in range(workload.ACCOUNTS)]
    assert held == list(balances)
