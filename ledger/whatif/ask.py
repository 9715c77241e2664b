"""What hypothetical commands would do: taken or refused, why, and what they change.

They are decided by the same session code as any others, in a world that nobody else sees.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from ledger.core.book import BookView, accounts_of
from ledger.core.commands import SendTransfer
from ledger.preview import judge, passes_at
from ledger.reports.allowance import PayersAllowance, payers_allowance
from ledger.scenario.outcome import Outcome
from ledger.scenario.run import judged
from ledger.scenario.story import Step
from ledger.session import Session
from ledger.whatif.explain import Document, explain
from ledger.words.accounts import split


class Answer(NamedTuple):
    """The answer to one command.

    Attributes:
        document: the explanation, as plain values.
        whole_at: the first moment at which the whole passes: its own when it was taken; None for
            never within the horizon.
    """

    step: Step
    outcome: Outcome
    document: Document
    whole_at: int | None

    @property
    def taken(self) -> bool:
        """Whether it was not refused."""
        return self.outcome.decision.code is None


class Change(NamedTuple):
    """What one account holds before and after, in fen."""

    account: str
    before_fen: int
    after_fen: int


class Asked(NamedTuple):
    """The answers to a chain of commands.

    Attributes:
        changes: every account that holds another amount than just before the first command, and
            what else the two sides of the last one have.
        allowance: what the payer of the last one, a transfer, may still send that day.
    """

    answers: tuple[Answer, ...]
    changes: tuple[Change, ...]
    allowance: PayersAllowance | None

    @property
    def taken(self) -> bool:
        """Whether none was refused."""
        return all(answer.taken for answer in self.answers)


def ask(session: Session, steps: Sequence[Step], *, until_ok: bool = False) -> Asked:
    """Decide commands one after the other in a session made for questions.

    Args:
        session: changed by what is taken.
        steps: at least one, in order of time.
        until_ok: ask the last one at the first moment at which the whole of it passes, if nothing
            else happens; where there is none within the horizon, at its own.
    """
    *before, last = steps
    session.settle(max(steps[0].at, session.book.now))
    had = dict(session.book.balances)
    answers = [_answer(session, step) for step in before]
    answers.append(_answer(session, _when_ok(session, last) if until_ok else last))
    changes = tuple(_changes(had, session.book, answers[-1].outcome))
    return Asked(tuple(answers), changes, _allowance(session, answers[-1].step))


def _answer(session: Session, step: Step) -> Answer:
    outcome = judged(session, step)
    taken = outcome.decision.code is None
    document = explain(outcome, step.id)
    return Answer(step, outcome, document, step.at if taken else outcome.passes_at)


def _when_ok(session: Session, step: Step) -> Step:
    """The step at the first moment at which the whole of it passes, or as it is."""
    session.settle(max(step.at, session.book.now))
    book, policy = session.book, session.policy
    if not judge(book, policy, step.command, at=step.at, key=step.key).failed:
        return step
    moment = passes_at(book, policy, step.command, at=step.at)
    return step if moment is None else replace(step, at=moment)


def _changes(had: Mapping[str, int], book: BookView, outcome: Outcome) -> list[Change]:
    has = book.balances
    case = outcome.judgement.case
    sides = (case.sender.id, case.receiver.id) if case is not None else ()
    held = [a for side in sides if side for a in accounts_of(side) if has.get(a)]
    moved = sorted(a for a in had.keys() | has.keys() if had.get(a, 0) != has.get(a, 0))
    return [Change(a, had.get(a, 0), has.get(a, 0)) for a in dict.fromkeys([*held, *moved])]


def _allowance(session: Session, step: Step) -> PayersAllowance | None:
    if not isinstance(step.command, SendTransfer):
        return None
    payer, _ = split(step.command.source)
    if payer not in session.book.people:
        return None
    return payers_allowance(session.book, session.policy, payer, step.at)
