"""Mutants that no story can notice, by what they change, each with the reason."""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Final

from ledger.proof.mutants import Mutant

EQUIVALENT: Final[Mapping[str, str]] = {}
"""By a pattern of `Mutant.told`; one that is killed all the same is no equivalent."""


def why_equivalent(mutant: Mutant) -> str:
    """Why no story can notice a mutant; empty: one could."""
    found = (why for pattern, why in EQUIVALENT.items() if fnmatchcase(mutant.told, pattern))
    return next(found, "")
