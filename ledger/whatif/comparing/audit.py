"""Judges another system by its log: each of its decisions against ours, on what really happened."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from ledger.policy.book import PolicyBook
from ledger.preview import judge
from ledger.scenario.logs.history import History, begin, tell
from ledger.scenario.logs.maps import LogMap
from ledger.scenario.logs.rows import REFUSED, TAKEN, LogRow, Verdict
from ledger.scenario.outcome import Outcome
from ledger.session import Decision, Session
from ledger.whatif.explain import Document, explain


class Difference(NamedTuple):
    """A row that we would have answered otherwise, with our explanation."""

    row: LogRow
    ours: Verdict
    document: Document


class Audit(NamedTuple):
    """What an audit found: every row is counted, the differing ones are listed in order of time.

    Attributes:
        rows: how many were judged.
        counts: how often they said one thing and we another, by (theirs, ours).
        impossible: rows that cannot have happened as told; what they name may differ later on.
    """

    history: History
    rows: int
    differences: tuple[Difference, ...]
    counts: Counter[tuple[str, str]]
    impossible: int

    @property
    def conforming(self) -> bool:
        """Whether every decision is the one that the rules make."""
        return not self.differences


def audit(log_map: LogMap, rows: Sequence[LogRow], policy: PolicyBook) -> Audit:
    """Decide each row where it really stood, then take it as it happened.

    So a decision that was wrong is told once, and what follows from it is judged on what came of
    it: a fourth transfer that was taken counts on its day.
    """
    found: list[Difference] = []

    def look(session: Session, row: LogRow) -> None:
        step = row.step
        decision = session.would(step.command, at=step.at, key=step.key)
        ours = _verdict(decision)
        if not _same(row.verdict, ours):
            found.append(Difference(row, ours, _explained(session, row, decision)))

    history = tell(begin(log_map, policy, log_map.fields.map), rows, look)
    counts = Counter((str(one.row.verdict), str(one.ours)) for one in found)
    return Audit(history, len(rows), tuple(found), counts, history.ends["impossible"])


def _verdict(decision: Decision) -> Verdict:
    if decision.verdict == REFUSED:
        return Verdict(REFUSED, decision.code)
    return Verdict(TAKEN if decision.verdict in {"ok", "pending"} else decision.verdict)


def _same(theirs: Verdict, ours: Verdict) -> bool:
    """Whether two verdicts agree; a refusal that names no code of ours agrees with any."""
    if theirs.word != ours.word:
        return False
    return theirs.code in {None, ours.code}


def _explained(session: Session, row: LogRow, decision: Decision) -> Document:
    step = row.step
    said = judge(session.book, session.policy, step.command, at=step.at, key=step.key)
    outcome = Outcome(session, step.command, step.at, step.key, decision, said)
    document = explain(outcome, step.id)
    document["place"] = {"file": row.path, "line": row.line, "column": 1}
    return document
