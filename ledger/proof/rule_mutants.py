"""The mutants of the rules: each row of each table changed in every way that could matter to it.

Whether a row can feel a change is read off what its `room` may look at: a rule that asks for no
moment has no mutant of another day.
"""

from collections.abc import Callable, Iterator
from functools import cache
from types import CodeType, FunctionType
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from ledger.core.decide import FAMILIES
from ledger.core.rules.rule import ByTerms, Case, Family, Rule
from ledger.core.terms import TERMS
from ledger.proof.coverage import LIMITS
from ledger.proof.mutants import Mutant
from ledger.proof.watch import REFUSE, Answered
from ledger.words.moments import DAY, HOUR
from ledger.words.money import NO_LIMIT

MOMENT, SIDES = frozenset({"at", "day"}), frozenset({"sender", "receiver"})

TWO_SIDED = frozenset(
    {
        *("bind", "unbind", "family_code", "transfer", "accept", "decline"),
        *("grant", "revoke", "premium"),
    }
)
"""Families whose commands have two sides; elsewhere one person stands on both."""

Room = Callable[[Case], int]


class _Way(NamedTuple):
    """One way to spoil a rule's room, and the names of a case that it must look at to feel it."""

    name: str
    feels: frozenset[str]
    room: Callable[[Room], Room]


def _open(_room: Room) -> Room:
    return lambda _case: NO_LIMIT


def _off_by(fen: int) -> Callable[[Room], Room]:
    def off(room: Room) -> Room:
        return lambda case: least + fen if 0 < (least := room(case)) < NO_LIMIT else least

    return off


def _swapped(room: Room) -> Room:
    return lambda case: room(_like(case, at=case.at, turned=True))


def _later(by: int) -> Callable[[Room], Room]:
    return lambda room: lambda case: room(_like(case, at=case.at + by, turned=False))


def _like(case: Case, *, at: int, turned: bool) -> Case:
    sender, receiver = case.sender, case.receiver
    if turned:
        sender, receiver = receiver, sender
    return replace(case, at=at, day=at // DAY, sender=sender, receiver=receiver)


EITHER: Final = frozenset[str]()
AMOUNTS: Final = (
    _Way("+1 fen", EITHER, _off_by(1)),
    _Way("-1 fen", EITHER, _off_by(-1)),
)
WAYS: Final = (
    _Way("skipped", EITHER, _open),
    _Way("other side", SIDES, _swapped),
    _Way("day -1", MOMENT, _later(-DAY)),
    _Way("day +1", MOMENT, _later(DAY)),
    _Way("zone -8h", MOMENT, _later(-8 * HOUR)),
)


def rule_mutants() -> Iterator[Mutant]:
    """Every mutant of every table, in the order of the tables."""
    for command, family in FAMILIES.items():
        for place, rule in enumerate(family.rules):
            name = f"{family.name} {rule.code}"
            about = Answered(family.name, rule.code.value, REFUSE)
            for way in _ways(family, rule):
                rules = _replaced(place, rule._replace(room=way.room(rule.room)))
                yield Mutant("rules", name, way.name, about, command, rules)
            if place + 1 < len(family.rules):
                after = family.rules[place + 1].code
                yield Mutant("rules", name, f"after {after}", about, command, _exchanged(place))


def _ways(family: Family, rule: Rule) -> Iterator[_Way]:
    names = looked_at(rule.room)
    bounded = (family.name, rule.code.value) in LIMITS
    for way in (*WAYS, *(AMOUNTS if bounded else ())):
        one_person = way.feels == SIDES and family.name not in TWO_SIDED
        if (not way.feels or way.feels & names) and not one_person:
            yield way


def two_sided_parameters() -> frozenset[str]:
    """The parameters that some family with two sides reads."""
    return frozenset[str]().union(*(parameters_of(name) for name in TWO_SIDED))


@cache
def parameters_of(name: str) -> frozenset[str]:
    """The parameters that the rules and the outcome of a family may read."""
    family = next(found for found in FAMILIES.values() if found.name == name)
    functions = [family.outcome, *(rule.room for rule in family.rules)]
    names = frozenset[str]().union(*(looked_at(function) for function in functions))
    uses = {parameter for rule in family.rules for parameter in rule.uses}
    return frozenset({TERMS[name].parameter for name in names & TERMS.keys()} | uses)


def _replaced(place: int, row: Rule) -> Callable[[Family], Family]:
    return lambda f: f._replace(rules=(*f.rules[:place], row, *f.rules[place + 1 :]))


def _exchanged(place: int) -> Callable[[Family], Family]:
    def exchanged(family: Family) -> Family:
        before, (one, other), behind = (
            family.rules[:place],
            family.rules[place : place + 2],
            family.rules[place + 2 :],
        )
        return family._replace(rules=(*before, other, one, *behind))

    return exchanged


@cache
def looked_at(function: Callable[..., Any]) -> frozenset[str]:
    """Every name that a function, and those it calls by name, may look at."""
    names: set[str] = set()
    waiting, met = [function], set[object]()
    while waiting:
        one = waiting.pop()
        if isinstance(one, ByTerms):
            one = one.under
        if not isinstance(one, FunctionType) or one in met:
            continue
        met.add(one)
        found = set(_names(one.__code__))
        names |= found
        waiting += [one.__globals__[name] for name in found & one.__globals__.keys()]
    return frozenset(names)


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _names(inner)
