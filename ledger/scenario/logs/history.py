"""Tells a log as history: a ledger in which everything happened as its rows say."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from ledger.core.commands import Command
from ledger.core.refusals import Code
from ledger.journal import MemoryJournal
from ledger.policy.book import PolicyBook
from ledger.scenario.logs.maps import LogMap
from ledger.scenario.logs.rows import DUPLICATE, REFUSED, LogRow
from ledger.session import Recorded, Session

LEFT_OUT = "left out"
"""What was refused there for a reason that no rule of ours knows."""


class Flagged(NamedTuple):
    """A row that broke rules, or that no event can tell."""

    row: LogRow
    verdict: str
    codes: tuple[Code, ...]


@dataclass(slots=True)
class History:
    """A log that was told: its ledger, how its rows ended, and those that broke rules."""

    session: Session
    journal: MemoryJournal
    ends: Counter[str] = field(default_factory=Counter)
    flagged: list[Flagged] = field(default_factory=list)


Watch: TypeAlias = Callable[[Session, LogRow], None]
"""Called with each row while the ledger stands just before it."""


def begin(log_map: LogMap, policy: PolicyBook, name: str) -> History:
    """The ledger before the log's first row: its people, what they had, what had happened."""
    journal = MemoryJournal(name)
    session = Session(journal, policy)
    session.start(log_map.start)
    before: list[Command] = [*log_map.people, *log_map.opening]
    for command in before:
        session.handle(command, at=log_map.start, key="")
    for step in log_map.before:
        session.record(step.command, at=step.at, key=step.key)
    return History(session, journal)


def tell(history: History, rows: Sequence[LogRow], watch: Watch | None = None) -> History:
    """Record every row, in the order given."""
    for row in rows:
        if watch is not None:
            watch(history.session, row)
        recorded = _record(history.session, row)
        verdict = recorded.verdict if recorded is not None else LEFT_OUT
        history.ends[verdict] += 1
        if recorded is not None and recorded.codes and verdict != REFUSED:
            history.flagged.append(Flagged(row, verdict, recorded.codes))
    return history


def _record(session: Session, row: LogRow) -> Recorded | None:
    """Record one row; None for one that is left out."""
    step, (word, code) = row.step, row.verdict
    refused = None
    if word == DUPLICATE:
        return None
    if word == REFUSED:
        refused = code or session.would(step.command, at=step.at, key=step.key).code
        if refused is None:
            return None
    return session.record(step.command, at=step.at, key=step.key, refused=refused)
