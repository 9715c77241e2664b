"""The people of F(N) and of of M(N): 2,500 families of four, each over four provinces."""

import random
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from ledger.core.commands import Bind, Command, Enrol, PostOpening

FAMILIES, SEED = 2_500, 20251020
REGIONS = ("CN-SN", "CN-SN", "CN-HE", "CN-SC", "CN-FJ", "CN-JL", "CN-ZJ")
"""Shaanxi twice: its own cap on a day's amount begins in the middle of F(N) (2025-11-04, W16)."""

UNOPENED = "CN-GD"
"""Guangdong had no wallets in those weeks."""

ROLES = (("a", "employee"), ("b", "employee"), ("c", "retired"), ("d", "flexible"))
BONDS = (
    ((1, "spouse"), (2, "mother"), (3, "daughter")),
    ((0, "spouse"), (3, "daughter")),
    ((0, "son"),),
    ((0, "father"), (1, "mother")),
)
"""For each role: to whom of the family one may send, and what that one is."""

PEOPLE = FAMILIES * len(ROLES)
OPENING_FEN = 3_000_000
NO_WALLET = NOT_OPEN = 0.01


def name(person: int) -> str:
    """The id of somebody by number: `F0012a`."""
    return f"F{person // 4:04d}{ROLES[person % 4][0]}"


def relatives(person: int) -> tuple[int, ...]:
    """Numbers of those whom somebody has bound."""
    return tuple(person - person % 4 + role for role, _ in BONDS[person % 4])


def before() -> Iterator[Command]:
    """Everybody enrolled, with 30,000 yuan and mostly a wallet, and bound to relatives."""
    chance = random.Random(SEED)
    for family in range(FAMILIES):
        homes = chance.sample(REGIONS, 4)
        for role in range(4):
            yield from _person(chance, family * 4 + role, homes[role])
        for role, bonds in enumerate(BONDS):
            for other, kin in bonds:
                yield Bind(name(family * 4 + role), name(family * 4 + other), kin)


def _person(chance: random.Random, person: int, home: str) -> Iterator[Command]:
    region = UNOPENED if chance.random() < NOT_OPEN else home
    yield Enrol(name(person), region, ROLES[person % 4][1])
    yield PostOpening(f"{name(person)}/personal", OPENING_FEN)
    if chance.random() >= NO_WALLET:
        yield PostOpening(f"{name(person)}/wallet", 0)


class Busy(NamedTuple):
    """Who acts how often: weight 1/sqrt(rank), ranks dealt over all people."""

    rank: tuple[int, ...]
    weights: tuple[float, ...]

    def pick(self, chance: random.Random) -> int:
        """Somebody, by number."""
        return chance.choices(self.rank, cum_weights=self.weights)[0]


def busy(chance: random.Random) -> Busy:
    """Deal the ranks."""
    weights = accumulate((i + 1) ** -0.5 for i in range(PEOPLE))
    return Busy(tuple(chance.sample(range(PEOPLE), PEOPLE)), tuple(weights))
