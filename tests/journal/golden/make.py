"""Writes a golden file: a database in which every kind of event and of command stands.

`python -m tests.journal.golden.make tests/journal/golden/format-1.db` was run once for format 1,
and is never run again over a file that is there: such files stand for what users have kept. A new
kind of event, or a new format, gets a file of its own beside the others.
"""

import sqlite3
import sys
from contextlib import closing

from ledger.core.commands import (
    AcceptTransfer,
    Bind,
    Enrol,
    PostOpening,
    SendTransfer,
    Unbind,
)
from ledger.journal import MemoryJournal
from ledger.journal.finished import Finished, store_all
from ledger.policy.load import load
from ledger.policy.shipped import document
from ledger.scenario.fields import Setting
from ledger.scenario.variants import changed
from ledger.session import Session
from ledger.whatif.fork import forked
from ledger.words.moments import MINUTE, parse_moment
from tests.scenario_files.test_wire import LINES
from tests.scenarios.stories import FOLDER, told

STORIES = (
    "t72-a-year-of-five-provinces",
    "closing-a-wallet",
    "t27-giver-stops-paying",
    "t54-sixth-family-code",
    "t39-lent-for-six-months-against-gifts",
    "declined-still-counts",
    "t48-a-hospital-stay-two-readings",
)
"""Shipped stories in which together every kind of event happens but one."""


def kept(name: str) -> Finished:
    """A shipped story as a finished run."""
    run = told(FOLDER / f"{name}.yaml")[0]
    policy = run.scenario.policy
    return Finished(run.journal, run.book.balances, policy.hash, policy.body())


def every_word() -> Finished:
    """A ledger in which every command is sent once, taken or not, and a release is for tomorrow."""
    policy = load([document(name) for name in ("cn", "cn-sn", "cn-he")])
    tomorrow = Setting("bind.unbind.effective", "CN")
    policy = policy.with_changes((changed(policy, tomorrow, "next_day", (-(1 << 40), None)),))
    journal, at = MemoryJournal("every-word"), parse_moment("2025-11-10 08:00")
    session = Session(journal, policy)
    session.start(at)
    for before in (
        Enrol("li", "CN-SN", "employee", "李明"),
        Enrol("wang", "CN-HE", "resident", "王芳"),
        PostOpening("li/personal", 800_000),
        Bind("li", "wang", "mother"),
    ):
        session.handle(before, at=at, key="")
    released = session.handle(Unbind("li", "wang"), at=at, key="released")
    assert released.verdict == "ok", released
    for number, (word, (_, command)) in enumerate(LINES.items(), 1):
        session.handle(command, at=at + number * MINUTE, key=f"{word}-键")
    return Finished(journal, session.book.balances, policy.hash, policy.body())


def recorded() -> Finished:
    """A ledger of what really happened: a transfer above its cap, and one that nobody has seen."""
    policy = load([document(name) for name in ("cn", "cn-sn", "cn-he")])
    journal, at = MemoryJournal("recorded"), parse_moment("2025-11-10 08:00")
    session = Session(journal, policy)
    session.start(at)
    for before in (
        Enrol("li", "CN-SN", "employee", "李明"),
        Enrol("wang", "CN-HE", "resident", "王芳"),
        PostOpening("li/personal", 800_000),
        PostOpening("li/wallet", 0),
        PostOpening("wang/wallet", 0),
        Bind("li", "wang", "mother"),
    ):
        session.handle(before, at=at, key="")
    above = session.record(SendTransfer("li", "wang", 250_000), at=at + 1, key="t1")
    unseen = session.record(AcceptTransfer("t9"), at=at + 2, key="a9")
    assert (above.verdict, unseen.verdict) == ("taken", "impossible")
    return Finished(journal, session.book.balances, policy.hash, policy.body())


def fork_of(parent: Finished) -> Finished:
    """A ledger that begins as another one did."""
    fork = forked(parent.journal, "fork", seq=None, at=None)
    return Finished(fork.journal, fork.book.balances, *fork.policy)


def make(file: str) -> None:
    """Write the file, whole and in one piece."""
    words = every_word()
    words.journal.save_policy(words.policy_hash, words.policy_body)
    ledgers = [*map(kept, STORIES), words, recorded(), fork_of(words)]
    store_all(f"sqlite:///{file}", ledgers)
    with closing(sqlite3.connect(file)) as client:
        client.execute("VACUUM")


if __name__ == "__main__":
    make(sys.argv[1])
