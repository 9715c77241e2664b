"""Mutants that no story can notice, by what they change, each with the reason."""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Final

from ledger.policy.book import PolicyBook
from ledger.policy.kinds import Value
from ledger.proof.mutants import Mutant
from ledger.proof.watch import Stated

EQUIVALENT: Final[Mapping[str, str]] = {
    "* PERSON_DEAD: the other side's": "the rule asks of both sides alike",
    "* SAME_PERSON: the other side's": "the rule asks whether both sides are one",
    "bind NOT_INSURED: the other side's": "the rule asks of both sides alike",
    "premium PREMIUM_NOT_ALLOWED: the other side's": "it asks only whether both sides are one",
    "unbind NOT_ENROLLED: the other side's": "both sides are enrolled; only `by` may not be",
    "transfer HOURS_CLOSED: a day *": "closed hours are the same every day of a value's span",
    "accept NOT_PENDING: after *": "what is not pending has no sides that could be suspended",
    "accept SETTLEMENT_SUSPENDED: a day after": (
        "no suspension is as short as a transfer waits: on its last day nothing older is pending"
    ),
    "refund ALREADY_UNDONE: after *": "what is undone was paid once, so both cannot fail",
    "cancel NOT_SETTLED: after *": "what was never settled cannot have been undone",
    "withdraw BALANCE_SHORT: one fen *": "no policy lets cash out, and nothing models it",
}
"""By a pattern of `Mutant.told`; one that is killed all the same is no equivalent."""


SAME_VALUES: Final = "no value of the book is another one on any day"


def why_equivalent(mutant: Mutant, book: PolicyBook) -> str:
    """Why no story under a book can notice a mutant; empty: one could."""
    if isinstance(mutant.about, Stated) and mutant.about.region and _alike(mutant, book):
        return SAME_VALUES
    found = (why for pattern, why in EQUIVALENT.items() if fnmatchcase(mutant.told, pattern))
    return next(found, "")


def _alike(mutant: Mutant, book: PolicyBook) -> bool:
    """Whether a parameter says the same in every region and on every day as before."""
    changed, parameter = mutant.book(book), mutant.about[0]
    regions = [region for name, region in book.history if name == parameter]
    days = {day + by for r in regions for day in book.change_days[r] for by in (-1, 0, 1)}
    return all(
        _says(book, parameter, region, day) == _says(changed, parameter, region, day)
        for region in regions
        for day in days
    )


def _says(book: PolicyBook, parameter: str, region: str, day: int) -> Value | None:
    found = book.in_force(parameter, region, day)
    return None if found is None else found.value
