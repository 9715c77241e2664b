"""The policy book: which value is in force where and when, and the terms that follow."""

import hashlib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from ledger.core.decide import FAMILIES
from ledger.core.terms import TERMS, Terms
from ledger.policy.body import (
    Body,
    dated_of,
    decode,
    defined_by,
    encode,
    parameter_body,
    record_bodies,
)
from ledger.policy.dated import Dated, Definition, Reading, Special
from ledger.policy.kinds import Value
from ledger.policy.model import PolicyFile
from ledger.words.regions import chain

Key = tuple[str, str]
"""A parameter and a region."""

GATED: Mapping[str, tuple[str, ...]] = {
    rule.code.value: rule.uses for f in FAMILIES.values() for rule in f.rules if rule.uses
}
"""Every rule that reads the policy, by code, and what it reads, the decisive parameter first."""


class InForce(NamedTuple):
    """What holds for a region on a day: the record, and the reading of it that is in force."""

    record: Dated
    reading: Reading

    @property
    def value(self) -> Value:
        """The plain value."""
        return self.reading.value


@dataclass(frozen=True)
class PolicyBook:
    """All dated values of all regions; immutable, shared by every session.

    Attributes:
        files: the files as read; none when the book was read from a body.
        history: the records of each parameter and region, by first day.
        changes: what-if values, looked at before the record of the same region.
        codes: the rules it lists, in order.
        chosen: readings switched by name.
    """

    files: tuple[PolicyFile, ...]
    definitions: Mapping[str, Definition]
    history: Mapping[Key, tuple[Dated, ...]]
    codes: tuple[str, ...]
    changes: tuple[Dated, ...] = ()
    chosen: Mapping[Key, str] = field(default_factory=dict)

    def in_force(self, parameter: str, region: str, day: int) -> InForce | None:
        """Look in the pooling area, then the province, then the nation; None: no value."""
        found = self.stated(parameter, region, day)
        return None if found is None or found.value is Special.END else found

    def stated(self, parameter: str, region: str, day: int) -> InForce | None:
        """What decides for a region: the narrowest statement that does not inherit."""
        for place in chain(region):
            found = self.own(parameter, place, day)
            if found is not None and found.value is not Special.INHERIT:
                return found
        return None

    def own(self, parameter: str, region: str, day: int) -> InForce | None:
        """What a region states itself on a day, `inherit` and `end` included."""
        for record in self.changes:
            if (record.parameter, record.region) == (parameter, region) and record.covers(day):
                return InForce(record, record.readings[0])
        for record in self.history.get((parameter, region), ()):
            if record.covers(day):
                name = self.chosen.get((parameter, region))
                return InForce(record, record.reading(name))
        return None

    def value(self, parameter: str, region: str, day: int) -> Value:
        """The plain value in force, or what its absence means."""
        found = self.in_force(parameter, region, day)
        return found.value if found is not None else self.definitions[parameter].absent_value

    def terms(self, sender: str, receiver: str, day: int) -> Terms:
        """The terms for a pair of regions on a day; resolved once, then a dictionary look-up."""
        terms = self._terms.get((sender, receiver, day))
        if terms is None:
            terms = self._terms[sender, receiver, day] = self._terms_around(sender, receiver, day)
        return terms

    def _terms_around(self, sender: str, receiver: str, day: int) -> Terms:
        """The one object for all days of a stretch in which no value changes."""
        first = self.segment(day, sender, receiver)
        terms = self._terms.get((sender, receiver, first))
        if terms is None:
            terms = self._terms[sender, receiver, first] = self._resolve(sender, receiver, first)
        return terms

    def segment(self, day: int, sender: str, receiver: str) -> int:
        """The first day of the stretch around `day` in which no value of two regions changes."""
        days = self._pairs.get((sender, receiver))
        if days is None:
            regions = {*chain(sender), *chain(receiver)}
            changing = (d for region in regions for d in self.change_days.get(region, ()))
            days = self._pairs[sender, receiver] = tuple(sorted(set(changing)))
        place = bisect_right(days, day)
        return days[place - 1] if place else -(1 << 40)

    @cached_property
    def _terms(self) -> dict[tuple[str, str, int], Terms]:
        """The terms resolved so far; a changed copy resolves its own."""
        return {}

    @cached_property
    def _pairs(self) -> dict[tuple[str, str], tuple[int, ...]]:
        """The change days of each pair of regions asked for; a changed copy begins its own."""
        return {}

    @cached_property
    def change_days(self) -> Mapping[str, frozenset[int]]:
        """For each region, every day on which some value of its own starts, or is over."""
        days: dict[str, set[int]] = {}
        records = [r for rs in self.history.values() for r in rs] + list(self.changes)
        for record in records:
            own = days.setdefault(record.region, set())
            own.add(record.from_day)
            if record.until_day is not None:
                own.add(record.until_day + 1)
        return {region: frozenset(own) for region, own in days.items()}

    def _resolve(self, sender: str, receiver: str, day: int) -> Terms:
        values = {name: self._term(name, sender, receiver, day) for name in TERMS}
        absent = frozenset(
            name
            for name, definition in self.definitions.items()
            if definition.when_absent == "refuse"
            and any(
                self.in_force(name, region, day) is None
                for region in sides(definition, sender, receiver)
            )
        )
        return Terms(**values, absent=absent, idle=frozenset(GATED) - frozenset(self.codes))

    def _term(self, name: str, sender: str, receiver: str, day: int) -> Any:
        term = TERMS[name]
        definition = self.definitions.get(term.parameter)
        if definition is None:
            return term.undefined
        regions = sides(definition, sender, receiver)
        return term.merge(tuple(self.value(term.parameter, r, day) for r in regions))

    def with_readings(self, chosen: Mapping[Key, str]) -> "PolicyBook":
        """The same book with other readings in force."""
        return replace(self, chosen={**self.chosen, **chosen})

    def with_changes(self, changes: tuple[Dated, ...]) -> "PolicyBook":
        """The same book with other values laid over its own; the last change wins."""
        return replace(self, changes=(*reversed(changes), *self.changes))

    @cached_property
    def _body(self) -> bytes:
        records = (record for key in sorted(self.history) for record in self.history[key])
        names = sorted(self.definitions)
        body = Body(
            rules=self.codes,
            parameters=tuple(parameter_body(self.definitions[name]) for name in names),
            values=record_bodies(self.definitions, records),
            changes=record_bodies(self.definitions, self.changes),
            chosen=tuple(sorted((*key, name) for key, name in self.chosen.items())),
        )
        return encode(body)

    def body(self) -> bytes:
        """All that decides, and the sources, as canonical bytes: enough to make a book again."""
        return self._body

    @cached_property
    def hash(self) -> str:
        """The sha256 of the body, as hex; the name of this policy in journals."""
        return hashlib.sha256(self._body).hexdigest()


def read_body(body: bytes) -> PolicyBook:
    """The book that a body was made of, without labels and notes; it decides alike.

    Raises:
        KeyError, ValueError: when it is no body of a policy book.
    """
    read = decode(body)
    definitions = {p.name: defined_by(p) for p in read.parameters}
    history: dict[Key, list[Dated]] = {}
    for record in dated_of(definitions, read.values):
        history.setdefault((record.parameter, record.region), []).append(record)
    return PolicyBook(
        (),
        definitions,
        {key: tuple(records) for key, records in history.items()},
        read.rules,
        dated_of(definitions, read.changes),
        {(parameter, region): name for parameter, region, name in read.chosen},
    )


def sides(definition: Definition, sender: str, receiver: str) -> tuple[str, ...]:
    """The regions whose values count, as `applies_to` says."""
    by_role = {"sender": (sender,), "receiver": (receiver,), "both": (sender, receiver)}
    return by_role[definition.applies_to]
