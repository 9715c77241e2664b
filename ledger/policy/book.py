"""The policy book: which value is in force where and when, and the terms that follow."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

import msgspec

from ledger.core.decide import FAMILIES
from ledger.core.terms import TERMS, Terms
from ledger.policy.dated import Dated, Definition, Reading, Special
from ledger.policy.digest import digest_with
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
        files: the files as read, for storing and hashing.
        history: the records of each parameter and region, by first day.
        changes: what-if values, looked at before the record of the same region.
        chosen: readings switched by name.
    """

    files: tuple[PolicyFile, ...]
    definitions: Mapping[str, Definition]
    history: Mapping[Key, tuple[Dated, ...]]
    codes: tuple[str, ...]
    files_hash: str
    changes: tuple[Dated, ...] = ()
    chosen: Mapping[Key, str] = field(default_factory=dict)
    _terms: dict[tuple[str, str, int], Terms] = field(default_factory=dict, repr=False)

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
        key = (sender, receiver, day)
        terms = self._terms.get(key)
        if terms is None:
            first = self.segment(day)
            segment = (sender, receiver, first)
            terms = self._terms.get(segment)
            if terms is None:
                terms = self._terms[segment] = self._resolve(sender, receiver, first)
            self._terms[key] = terms
        return terms

    def segment(self, day: int) -> int:
        """The first day of the stretch around `day` in which no value of the book changes."""
        days = self.change_days
        place = bisect_right(days, day)
        return days[place - 1] if place else -(1 << 40)

    @cached_property
    def change_days(self) -> tuple[int, ...]:
        """Every day on which some value starts, or is over, in order."""
        records = [r for rs in self.history.values() for r in rs] + list(self.changes)
        days = {r.from_day for r in records}
        days |= {r.until_day + 1 for r in records if r.until_day is not None}
        return tuple(sorted(days))

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
        return replace(self, chosen={**self.chosen, **chosen}, _terms={})

    def with_changes(self, changes: tuple[Dated, ...]) -> "PolicyBook":
        """The same book with other values laid over its own; the last change wins."""
        return replace(self, changes=(*reversed(changes), *self.changes), _terms={})

    def body(self) -> bytes:
        """The whole book as canonical bytes, enough to make it again."""
        files = [f.model_dump(mode="json", by_alias=True, exclude_none=True) for f in self.files]
        readings = sorted([*key, name] for key, name in self.chosen.items())
        changes = [self._change(change) for change in self.changes]
        body = {"files": files, "readings": readings, "changes": changes}
        return msgspec.json.encode(body, order="deterministic")

    def _change(self, change: Dated) -> list[Any]:
        value = self.definitions[change.parameter].write(change.readings[0].value)
        return [change.parameter, change.region, change.from_day, change.until_day, value]

    @cached_property
    def hash(self) -> str:
        """The sha256, as hex, of what the book says: rules, values, sources and switches."""
        return digest_with(self.files_hash, self.definitions, self.changes, self.chosen)


def sides(definition: Definition, sender: str, receiver: str) -> tuple[str, ...]:
    """The regions whose values count, as `applies_to` says."""
    by_role = {"sender": (sender,), "receiver": (receiver,), "both": (sender, receiver)}
    return by_role[definition.applies_to]
