"""The people of a simulated ledger: families whose members live in different provinces."""

from random import Random
from typing import NamedTuple

from ledger.core import commands as c

FAMILIES = 3
ROLES = (
    ("giver", "employee", ""),
    ("spouse", "employee", "spouse"),
    ("mother", "resident", "mother"),
    ("father", "retired", "father"),
    ("child", "flexible", "daughter"),
)
"""Of each family: name, scheme, and what this one is to the giver."""

MOST_OPENING_FEN = 900_000


class Network(NamedTuple):
    """Who there is.

    Attributes:
        people: ids; those of a family stand together.
        regions: where they are insured, and where they may move or be treated.
        before: the commands that begin the ledger.
    """

    people: tuple[str, ...]
    regions: tuple[str, ...]
    before: tuple[c.Command, ...]


def network(chance: Random, regions: tuple[str, ...]) -> Network:
    """Make up families over some regions."""
    people: list[str] = []
    before: list[c.Command] = []
    bonds: list[c.Command] = []
    for number in range(1, FAMILIES + 1):
        homes = chance.sample(regions, 3)
        giver = f"{ROLES[0][0]}{number}"
        for role, scheme, kin in ROLES:
            person = f"{role}{number}"
            people.append(person)
            before.append(c.Enrol(person, chance.choice(homes), scheme))
            before += _purse(chance, person, scheme)
            if kin:
                bonds.append(c.Bind(giver, person, kin))
        bonds.append(c.Bind(f"spouse{number}", giver, "spouse"))
    return Network(tuple(people), regions, (*before, *bonds))


def _purse(chance: Random, person: str, scheme: str) -> list[c.Command]:
    """What somebody has at the beginning; one in ten has no wallet."""
    found: list[c.Command] = []
    if chance.random() < 0.9:
        found.append(c.PostOpening(f"{person}/wallet", chance.randint(0, MOST_OPENING_FEN)))
    if scheme != "resident":
        found.append(c.PostOpening(f"{person}/personal", chance.randint(0, MOST_OPENING_FEN)))
    return found
