"""Mutants that no story can notice, by what they change, each with the reason."""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Final

from ledger.proof.mutants import Mutant

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


def why_equivalent(mutant: Mutant) -> str:
    """Why no story can notice a mutant; empty: one could."""
    found = (why for pattern, why in EQUIVALENT.items() if fnmatchcase(mutant.told, pattern))
    return next(found, "")
