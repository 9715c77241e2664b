"""A session under the shipped policy with a small family in it, for tests above the core."""

from collections.abc import Sequence

from ledger.core.commands import Bind, Command, Enrol, PostOpening
from ledger.journal import Draft, Journal, MemoryJournal
from ledger.policy import shipped
from ledger.policy.book import PolicyBook
from ledger.scenario.fields import Setting
from ledger.scenario.variants import EVER, changed
from ledger.session import Session
from ledger.words.moments import parse_moment

FAMILY: Sequence[Command] = (
    Enrol("li", "CN-SN", "employee", "李明"),
    Enrol("wang", "CN-HE", "resident", "王芳"),
    PostOpening("li/personal", 800_000),
    PostOpening("li/wallet", 100_000),
    PostOpening("wang/wallet", 0),
    Bind("li", "wang", "mother"),
)
"""Li (Shaanxi, 8000 元 and a wallet of 1000 元) and his bound mother Wang (Hebei)."""


def moment(text: str) -> int:
    """A moment; a time of day alone is on 2025-11-10."""
    return parse_moment(text if " " in text else f"2025-11-10 {text}")


def amended(parameter: str, value: object, region: str = "CN") -> PolicyBook:
    """The shipped policy with another value in force for ever."""
    policy = shipped.shipped()
    ever = (EVER, None)
    return policy.with_changes((changed(policy, Setting(parameter, region), value, ever),))


def opened(
    before: Sequence[Command] = FAMILY,
    at: int | None = None,
    policy: PolicyBook | None = None,
    journal: Journal | None = None,
) -> Session:
    """A ledger that began at 08:00 (or `at`) with these commands taken."""
    begun = moment("08:00") if at is None else at
    session = Session(journal or MemoryJournal("home"), policy or shipped.shipped())
    session.start(begun)
    for command in before:
        decision = session.handle(command, at=begun, key="")
        assert decision.verdict == "ok", (command, decision)
    return session


def reopened(session: Session) -> Session:
    """Another session on a copy of the journal, as a new process would make it."""
    copy = MemoryJournal(session.journal.ledger)
    for row in session.journal.read():
        copy.append([Draft(row.recorded_at, row.key, row.asked, row.event)])
    again = Session(copy, session.policy)
    again.fold()
    return again
