"""Many processes write one ledger with one hot payer, and its journal is judged as a whole.

`python -m tests.writers URL [WRITERS [COMMANDS [SEED]]]` runs the long form: 8 writers of 500
commands each unless told otherwise, on a new ledger in the database at URL.
"""

import json
import random
import subprocess
import sys
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from ledger.core.commands import (
    AcceptTransfer,
    Command,
    Credit,
    DeclineTransfer,
    SendTransfer,
    Spend,
)
from ledger.core.events import LedgerOpened, Refused
from ledger.journal import Journal, MemoryJournal, wish
from ledger.journal.database import opened
from ledger.journal.sql import SqlJournal
from ledger.policy.book import read_body
from ledger.policy.shipped import shipped
from ledger.reports.verify import verify
from ledger.session import Session
from ledger.words.moments import HOUR
from tests.ledgers import opened as session_on

LEDGER = "hot"
SHARED = 7
"""One command in so many comes under a key and with a content that every writer uses."""


class Answered(NamedTuple):
    """What a writer was told."""

    key: str
    seq: int
    verdict: str
    code: str | None


def begin(url: str) -> None:
    """Make the ledger: li (Shaanxi), whom everybody wants to pay, and his bound mother."""
    with opened(url, create=True) as engine:
        journal = SqlJournal.create(engine, LEDGER)
        policy = shipped()
        journal.save_policy(policy.hash, policy.body())
        session_on(journal=journal)


def run(url: str, writers: int, commands: int, seed: int) -> list[Answered]:
    """Let processes write at once; all they were told."""
    begin(url)
    told = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.writers", "--one", url, str(n), str(commands), str(seed)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[1],
        )
        for n in range(writers)
    ]
    for process in told:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
    for process in told:  # all are there: now they begin together
        assert process.stdin is not None
        process.stdin.close()
        process.stdin = None
    outputs = [process.communicate()[0] for process in told]
    assert [process.returncode for process in told] == [0] * writers
    return [Answered(*json.loads(line)) for out in outputs for line in out.splitlines()]


def turns(url: str) -> int:
    """How often the next command in the journal is another writer's."""
    with opened(url) as engine:
        keys = [row.key for row in SqlJournal.open(engine, LEDGER).rows() if row.key[:1] == "w"]
    return sum(a.split("-")[0] != b.split("-")[0] for a, b in pairwise(keys))


def judge(url: str, answers: list[Answered]) -> Counter[str]:
    """See that the journal is some serial order of exactly what was answered; the verdicts."""
    with opened(url) as engine:
        journal = SqlJournal.open(engine, LEDGER)
        stored = {row.key: row for row in journal.read() if row.key}
        assert told_again(journal).head == journal.head, "the journal is no serial order"
    firsts = [a for a in answers if a.verdict != "duplicate"]
    assert {a.key for a in firsts} == set(stored), "an answer is not in the journal, or unanswered"
    assert len(firsts) == len(stored), "a key was taken twice"
    for answer in answers:
        event = stored[answer.key].event
        code = event.code if isinstance(event, Refused) else None
        assert (answer.seq, answer.code) == (stored[answer.key].seq, code)
    (report,) = verify(url, lambda body: read_body(body).terms)
    assert report.ok, report.problems
    return Counter(a.code or a.verdict for a in answers)


def told_again(journal: Journal) -> MemoryJournal:
    """The journal that one session alone makes of the same commands in the journal's order."""
    session = Session(MemoryJournal(journal.ledger), shipped())
    for row in journal.read():
        if isinstance(row.event, LedgerOpened):
            session.start(row.event.at)
        elif row.asked:
            session.handle(wish(row), at=row.event.at, key=row.key)
    assert isinstance(session.journal, MemoryJournal)
    return session.journal


def write(url: str, writer: int, commands: int, seed: int) -> None:
    """One writer: commands one by one, each answered on stdout when it is durable."""
    rng = random.Random(f"{seed}-{writer}")
    with opened(url) as engine:
        session = Session(SqlJournal.open(engine, LEDGER), shipped())
        session.fold()
        print("ready", flush=True)  # noqa: T201  -- a worker's answer
        sys.stdin.read()
        for number in range(commands):
            shared = number % SHARED == 0
            key = f"shared-{number}" if shared else f"w{writer}-{number}"
            with session.group((key,)):
                at = session.book.now + (0 if shared else rng.randrange(HOUR // 3))
                command = Credit("li", number + 1) if shared else made_up(session, rng)
                decision = session.handle(command, at=at, key=key)
            code = decision.code and decision.code.value
            time.sleep(rng.random() / 500)  # so that another has a turn
            print(json.dumps([key, decision.seq, decision.verdict, code]), flush=True)  # noqa: T201  -- a worker's answer


def made_up(session: Session, rng: random.Random) -> Command:
    """A command that could be taken, or not: seldom without looking at what is pending."""
    pending = list(session.book.pending)
    kind = rng.randrange(10)
    if kind < 5 or not pending:
        return SendTransfer("li", "wang", rng.randrange(1, 30_000))
    if kind < 8:
        return AcceptTransfer(rng.choice(pending))
    if kind < 9:
        return DeclineTransfer(rng.choice(pending))
    return Spend("wang/wallet", rng.randrange(1, 50_000), "pharmacy")


def main(arguments: list[str]) -> None:
    """Be one writer, or run and judge them all."""
    if arguments[0] == "--one":
        write(arguments[1], *map(int, arguments[2:]))
        return
    writers, commands, seed = [*map(int, arguments[1:]), *(8, 500, 1)[len(arguments) - 1 :]]
    verdicts = judge(arguments[0], run(arguments[0], writers, commands, seed))
    print(f"{writers} writers, {commands} commands each, seed {seed}: one serial order")  # noqa: T201  -- a script
    print(dict(verdicts.most_common()))  # noqa: T201  -- a script


if __name__ == "__main__":
    main(sys.argv[1:])
