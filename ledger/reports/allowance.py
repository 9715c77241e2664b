"""What a payer may still send on a day: used, cap, headroom, and when the day's count restarts.

The caps are those of the policy stored with the ledger, for the payer's own region. Whatever would
stop the next transfer, whoever the payee, is found by asking the very rules of decide.
"""

from dataclasses import dataclass

from ledger.core.allowance import Allowance, allowance
from ledger.core.book import BookView, Person
from ledger.core.commands import SendTransfer
from ledger.core.refusals import Code
from ledger.policy.book import PolicyBook
from ledger.preview import judge
from ledger.reports.fold import Standing
from ledger.words.moments import DAY

_OF_THE_PAIR = frozenset({Code.KIN_NOT_BOUND, Code.SAME_PERSON, Code.BALANCE_SHORT})
"""Codes that hang on the payee or on the account, not on the payer alone."""


@dataclass(frozen=True, slots=True)
class PayersAllowance:
    """The allowance of one payer at a moment.

    Attributes:
        payer: who.
        day: what of the day is used, and the caps.
        pending: transfers nobody has accepted yet.
        pending_cap: how many may be open at a time.
        stopped_by: codes that refuse any transfer of the payer at this moment.
        resets_at: when the day's count restarts.
    """

    payer: Person
    day: Allowance
    pending: int
    pending_cap: int
    stopped_by: tuple[str, ...]
    resets_at: int


def allowance_of(standing: Standing, policy: PolicyBook, person: str) -> PayersAllowance:
    """The allowance of a person at the moment of the fold.

    Raises:
        UnknownNameError: when there is no such person.
    """
    return payers_allowance(standing.book, policy, standing.person(person), standing.at)


def payers_allowance(book: BookView, policy: PolicyBook, person: str, at: int) -> PayersAllowance:
    """The allowance of somebody enrolled, at a moment at which the book stands."""
    payer = book.people[person]
    terms = policy.terms(payer.insured, payer.insured, at // DAY)
    wish = SendTransfer(payer.id, payer.id, 1)
    failed = judge(book, policy, wish, at=at, key="allowance").failed
    return PayersAllowance(
        payer=payer,
        day=allowance(payer, terms, at // DAY),
        pending=payer.pending,
        pending_cap=terms.pending_cap,
        stopped_by=tuple(f.code.value for f in failed if f.code not in _OF_THE_PAIR),
        resets_at=(at // DAY + 1) * DAY,
    )
