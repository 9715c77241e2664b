"""Decides what really happened comes to: its events whatever the rules say, and the rules it broke.

An event that no ledger can hold is none: something that is not there, or is done a second time;
money that the accounts did not hold, or that no event moves.
"""

from collections.abc import Iterable
from typing import NamedTuple

from ledger.core.book import BookView
from ledger.core.commands import Grant, PayPremium, SendTransfer, SetAside, Spend, Unbind
from ledger.core.decide import FAMILIES, Finding, Refusal, decide, findings
from ledger.core.events import Event
from ledger.core.postings import Legs, legs
from ledger.core.refusals import Code
from ledger.core.rules.rule import Case
from ledger.words.accounts import is_outside

NOT_THERE = frozenset(
    {
        Code.ALREADY_ENROLLED,
        Code.NOT_PENDING,
        Code.NOT_SETTLED,
        Code.NOT_SPENT,
        Code.ALREADY_UNDONE,
        Code.REFUND_TOO_MUCH,
        Code.NO_CREDIT,
        Code.NO_INTEREST,
    }
)
"""Codes of what cannot have happened as told: its object is not there, or not any more."""

_GIVES = (SendTransfer, Spend, PayPremium, Grant, SetAside)
"""Commands that take the amount they name from somebody's accounts."""


class Happening(NamedTuple):
    """What really happened.

    Attributes:
        events: what it comes to; none where no event can tell it.
        broken: every rule that says no, in order of precedence.
    """

    events: tuple[Event, ...]
    broken: tuple[Finding, ...]


def happening(case: Case) -> Happening:
    """The events of what happened, and every rule it broke; changes nothing."""
    answer = decide(case)
    if not isinstance(answer, Refusal):
        return Happening(answer, ())
    broken = tuple(finding for finding in findings(case) if not finding.ok)
    return Happening(() if _not_there(case, broken) else _events(case), broken)


def _not_there(case: Case, broken: Iterable[Finding]) -> bool:
    gone = {Code.KIN_NOT_BOUND} if isinstance(case.command, Unbind) else set()
    return any(finding.code in NOT_THERE | gone for finding in broken)


def _events(case: Case) -> tuple[Event, ...]:
    try:
        events = FAMILIES[type(case.command)].outcome(case)
    except Exception:  # an outcome relies on its rules; without them it may be none
        return ()
    moved = [legs(event) for event in events]
    whole = not isinstance(case.command, _GIVES) or _given_fen(moved) == case.asked_fen
    return events if whole and _holds(case.book, moved) else ()


def _given_fen(moved: Iterable[Legs]) -> int:
    """What leaves the accounts of people."""
    return -sum(fen for entry in moved for a, fen in entry if fen < 0 and not is_outside(a))


def _holds(book: BookView, moved: Iterable[Legs]) -> bool:
    """Whether the legs of every event sum to zero and leave no account below it."""
    changed: dict[str, int] = {}
    for entry in moved:
        for account, fen in entry:
            changed[account] = changed.get(account, book.balances.get(account, 0)) + fen
        below = any(changed[account] < 0 and not is_outside(account) for account, _ in entry)
        if below or sum(fen for _, fen in entry) != 0:
            return False
    return True
