"""Stories under the shipped policy, told by a session, whose every fen is worked out by hand."""

from collections.abc import Sequence
from pathlib import Path

from ledger.core import events as e
from ledger.core.commands import (
    AcceptTransfer,
    Bind,
    Cancel,
    Command,
    Credit,
    Enrol,
    Grant,
    PostOpening,
    Refund,
    Revoke,
    SendTransfer,
    Settle,
    Spend,
)
from ledger.journal import MemoryJournal, Stored
from ledger.journal.finished import Finished, store_all
from ledger.session import Session
from tests.ledgers import moment, opened

SPRING = moment("2026-03-02 08:00")

Steps = Sequence[tuple[str, str, Command, str]]
"""Moment, key, command, and what it is answered: a verdict or a refusal code."""

TRANSFERS: Steps = (
    ("09:00", "d1", Credit("li/personal", 50_000, "单位划入"), "ok"),
    ("09:10", "t1", SendTransfer("li", "wang", 80_000), "pending"),
    ("09:20", "a1", AcceptTransfer("t1"), "ok"),
    ("09:30", "t2", SendTransfer("li", "wang", 200_001), "TRANSFER_CAP_EACH"),
    ("09:40", "t3", SendTransfer("li/wallet", "wang", 30_000), "pending"),
    ("09:50", "t4", SendTransfer("li", "wang", 100), "PENDING_OPEN"),
    ("2025-11-11 08:00", "a3", AcceptTransfer("t3"), "NOT_PENDING"),
    ("2025-11-11 09:00", "s1", Spend("wang/wallet", 12_345, "outpatient"), "ok"),
    ("2025-11-11 09:30", "r1", Refund("s1", 2_345, "退费"), "ok"),
    ("2025-11-11 10:00", "t5", SendTransfer("li", "wang", 100_000), "pending"),
    ("2025-11-11 10:30", "s2", Spend("wang/wallet", 100_000, "pharmacy"), "BALANCE_SHORT"),
)
"""Li (8000 元, a wallet of 1000 元) and his mother Wang, two days, the transfer model.

Li's account: 8000 + 500 - 800 - 1000 = 6700; his wallet: 1000 - 300 + 300 = 1000; on the way: 1000.
Wang's wallet: 800 - 123.45 + 23.45 = 700.
"""

FOUR: Sequence[Command] = (
    Enrol("son", "CN-SH", "employee", "陈"),
    Enrol("ma", "CN-HA", "resident", "周"),
    Enrol("gu", "CN-HA", "employee", "顾"),
    Enrol("mei", "CN-SH", "resident", "顾梅"),
    PostOpening("son/personal", 500_000),
    PostOpening("gu/personal", 200_000),
    *(PostOpening(f"{person}/wallet", 0) for person in ("son", "ma", "gu", "mei")),
    Bind("son", "ma", "mother"),
    Bind("gu", "mei", "daughter"),
)
"""A giver in Shanghai with his mother in Henan, and one in Henan with a daughter in Shanghai."""

T32: Steps = (
    ("2026-03-02 09:00", "g1", Grant("son", "ma", 200_000), "ok"),
    ("2026-03-02 09:01", "g2", Grant("gu", "mei", 50_000), "ok"),
    ("2026-03-05 10:00", "s1", Settle("ma", "outpatient", 70_000), "ok"),
    ("2026-03-10 10:00", "s2", Settle("ma", "outpatient", 45_000), "ok"),
    ("2026-03-12 10:00", "s3", Settle("mei", "outpatient", 30_000), "ok"),
    ("2026-03-20 10:00", "c2", Cancel("s2"), "ok"),
)
"""The month of T32: Shanghai owes Henan 700, Henan owes Shanghai 300."""

LATER: Steps = (
    *T32[:-1],
    ("2026-04-02 10:00", "c2", Cancel("s2"), "ok"),
    ("2026-04-03 10:00", "s4", Settle("ma", "outpatient", 10_000), "ok"),
    ("2026-05-06 10:00", "v1", Revoke("son", "ma", 1_000), "ok"),
)
"""The same, but the 450 is cancelled in April, and 100 more is spent then."""


def told(steps: Steps, before: Sequence[Command] | None = None, name: str = "home") -> Session:
    """A session with a story behind it, answered as it says."""
    begun = moment("08:00") if before is None else SPRING
    journal = MemoryJournal(name)
    session = (
        opened(at=begun, journal=journal)
        if before is None
        else opened(before, at=begun, journal=journal)
    )
    for at, key, command, answer in steps:
        decision = session.handle(command, at=moment(at), key=key)
        assert (decision.code or decision.verdict) == answer, (key, decision)
    return session


def two_days() -> Session:
    """Li and Wang under the transfer model."""
    return told(TRANSFERS)


def march() -> Session:
    """The month of T32, and its payment."""
    session = told(T32, FOUR, "march")
    session.settle(moment("2026-04-01 00:00"))
    return session


def into_may() -> Session:
    """T32 with a late cancellation."""
    return told(LATER, FOUR, "later")


def kept(folder: Path, *sessions: Session) -> str:
    """The address of a database with these ledgers."""
    url = f"sqlite:///{folder / 'kept.db'}"
    runs = []
    for session in sessions:
        journal, policy = session.journal, session.policy
        assert isinstance(journal, MemoryJournal)
        runs.append(Finished(journal, session.book.balances, policy.hash, policy.body()))
    store_all(url, runs)
    return url


def rows(*events: e.Event, keys: Sequence[str] = ()) -> list[Stored]:
    """Events as a journal hands them out; the first ones have these keys."""
    named = (*keys, *[""] * (len(events) - len(keys)))
    numbered = enumerate(zip(events, named, strict=True), 1)
    return [Stored(seq, event.at, key, b"", event) for seq, (event, key) in numbered]


BILL = (("ma/wallet", 100), ("son/frozen/ma", 200), ("gu/personal", 50), ("outside/cash", 25))
OWED = (("CN-SH", "CN-HA", 200),)


def bill() -> list[e.Event]:
    """A bill of 5.75 that four pay, 2.00 of them from Shanghai, and 2.00 the pooled fund."""
    people = (("son", "CN-SH"), ("ma", "CN-HA"), ("gu", "CN-HA"))
    return [
        *(e.PersonEnrolled(SPRING, person, place, "employee") for person, place in people),
        e.OpeningPosted(SPRING, "ma/wallet", 1_000),
        e.OpeningPosted(SPRING, "gu/personal", 1_000),
        e.OpeningPosted(SPRING, "son/personal", 1_000),
        e.QuotaGranted(SPRING, "son", "ma", "son/personal", 500),
        e.Settled(SPRING, "s1", "ma", "outpatient", "CN-HA", 375, BILL, 200, OWED),
    ]
