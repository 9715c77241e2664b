"""The three workloads by letter, and how a ledger begins for each: W, F and M.

As a program it begins a stored ledger with a workload's people, and writes the commands as JSONL:
`python -m benchmarks.workloads begin F sqlite:///f.db`,
`python -m benchmarks.workloads write F 100000 > f.jsonl`, and then
`walletsim ledger post sqlite:///f.db < f.jsonl`.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TextIO

from benchmarks import families, mixed, people, workload
from ledger.core.book import Book
from ledger.core.commands import Command
from ledger.core.evolve import evolve
from ledger.journal import Journal, MemoryJournal
from ledger.journal.database import opened
from ledger.journal.sql import SqlJournal
from ledger.policy.book import PolicyBook
from ledger.policy.shipped import shipped
from ledger.scenario.lines import line_of
from ledger.session import Session, Wish


class Workload(NamedTuple):
    """Commands made from a number.

    Attributes:
        start: the first moment, µs of Beijing wall time; the people are there from then on.
        before: the commands that enrol them.
        stream: the N commands at their moments, in order of time.
    """

    letter: str
    title: str
    seed: int
    start: int
    policy: Callable[[], PolicyBook]
    before: Callable[[], Iterator[Command]]
    stream: Callable[[int], Iterator[Wish]]

    def opened(self, journal: Journal | None = None) -> Session:
        """A session with the people in it."""
        session = Session(journal or MemoryJournal("bench"), self.policy())
        with session.group():
            session.start(self.start)
            for command in self.before():
                session.handle(command, at=self.start, key="")
        return session


W = Workload(
    "W",
    "transfers, automatic acceptance, no kinship",
    workload.SEED,
    workload.START,
    workload.policy,
    workload.before,
    workload.stream,
)
F = Workload(
    "F",
    "families over provinces, shipped policy",
    families.SEED,
    families.START,
    shipped,
    people.before,
    families.stream,
)
M = Workload(
    "M",
    "quotas, settlements, reversals, shipped policy",
    mixed.SEED,
    mixed.START,
    shipped,
    people.before,
    mixed.stream,
)
ALL = {work.letter: work for work in (W, F, M)}


def book_of(journal: Journal) -> Book:
    """A book of one's own, folded from a journal."""
    book = Book()
    for stored in journal.read():
        evolve(book, stored.event)
    return book


def begin(work: Workload, url: str) -> None:
    """Make a database with one ledger, `main`, that has the workload's people in it."""
    with opened(url, create=True) as engine:
        journal = SqlJournal.create(engine, "main")
        journal.save_policy(work.policy().hash, work.policy().body())
        session = work.opened(journal)
        journal.save_balances(session.book.balances)


def write(wishes: Iterable[Wish], file: TextIO) -> None:
    """Write commands as JSON lines."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    for wish in wishes:
        file.write(encode(line_of(wish.command, at=wish.at, key=wish.key)) + "\n")


if __name__ == "__main__":
    _, verb, letter, wanted = sys.argv
    if verb == "begin":
        begin(ALL[letter], wanted)
    else:
        write(ALL[letter].stream(int(wanted)), sys.stdout)
