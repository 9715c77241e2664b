"""From a scenario's `what_if` to variants: other values, other readings, other steps."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ledger.policy.book import PolicyBook
from ledger.policy.dated import Dated, Reading
from ledger.policy.model import Source
from ledger.policy.typed import typed_text
from ledger.scenario.fields import Setting
from ledger.scenario.keys import by_key, ends_by_key, keys_of
from ledger.scenario.model import Change, WhatIfFields
from ledger.scenario.references import Names, Unknown, balances, expected, unknown_names
from ledger.scenario.story import Feed, Item, Path, Scenario, Step, Variant, Wait
from ledger.text.problems import quoted, unknown
from ledger.text.said import Said
from ledger.words.moments import format_moment, parse_day

if TYPE_CHECKING:
    from ledger.scenario.load import Loader

ASSUMED = Source(title="what-if", grade="assumed")
EVER = parse_day("0001-01-01")
"""The first day that the calendar can name: a value from then on has always been in force."""
WAYS = ("readings", "change", "insert", "drop", "replace", "sweep")
"""The keys of a what-if that make it another story."""


def variants_of(
    scenario: Scenario, written: list[WhatIfFields], names: Names, loader: "Loader"
) -> Scenario:
    """The scenario with its variants; problems go to the loader."""
    variants = tuple(
        _Maker(scenario, names.branch(), loader).variant(f, ("what_if", i))
        for i, f in enumerate(written)
    )
    return replace(scenario, variants=variants)


def changed(
    policy: PolicyBook, setting: Setting, value: Any, days: tuple[int, int | None]
) -> Dated:
    """A what-if value of a parameter.

    Raises:
        ValueError: when the value is not of the parameter's kind.
        KeyError: when the book does not define the parameter.
    """
    definition = policy.definitions[setting.parameter]
    value = typed_text(definition, value)
    reading = Reading("", value, "what-if", ASSUMED, "", "")
    return Dated(setting.parameter, setting.region, days[0], days[1], (reading,))


def hidden_by(policy: PolicyBook, change: Dated) -> Iterator[Dated]:
    """Every scheduled value of the same region that a change hides from view."""
    for record in policy.history.get((change.parameter, change.region), ()):
        until = record.until_day
        if (change.until_day is None or record.from_day <= change.until_day) and (
            until is None or until >= change.from_day
        ):
            yield record


def reading_names(policy: PolicyBook, setting: Setting) -> tuple[str, ...]:
    """The names of all readings that a region's own values of a parameter have."""
    records = policy.history.get((setting.parameter, setting.region), ())
    return tuple(r.name for record in records for r in record.readings if r.name)


class _Maker:
    """Makes one variant; the names it is given are its own."""

    def __init__(self, scenario: Scenario, names: Names, loader: "Loader") -> None:
        self.scenario = scenario
        self.names = names
        self.loader = loader

    def variant(self, fields: WhatIfFields, where: Path) -> Variant:
        if not any(getattr(fields, way) for way in WAYS):
            message = Said("scenario.changes_something", ways=WAYS)
            self.loader.say((*where, "name"), "S014", message)
        policy = self._readings(fields, where)
        changes = tuple(self._changes(fields.change, (*where, "change")))
        hidden = tuple(h for change in changes for h in hidden_by(policy, change))
        policy = policy.with_changes(changes) if changes else policy
        items = tuple(self._items(fields, where))
        keys = keys_of(items)
        self._differs(fields, items, where)
        ends = fields.ends
        if ends is not None:
            found = balances(ends.balances, self.names, (*where, "ends", "balances"))
            self.loader.unknown(found)
            ends = ends_by_key(ends, keys)
        sweep = tuple(self._sweep(fields, policy, where))
        return Variant(
            fields.name,
            policy,
            tuple(by_key(item, keys) for item in items),
            {} if fields.differs is None and not fields.sweep else fields.differs,
            ends,
            tuple(fields.always),
            hidden,
            sweep,
            where,
        )

    def _readings(self, fields: WhatIfFields, where: Path) -> PolicyBook:
        policy = self.scenario.policy
        chosen = {}
        for setting, name in fields.readings.items():
            path = (*where, "readings", str(setting))
            known = reading_names(policy, setting)
            if not known:
                found = list(self.names.setting(setting, path))
                self.loader.unknown(found)
                if not found:
                    message = Said("scenario.no_readings", setting=setting)
                    self.loader.say(path, "S012", message, key=True)
            elif name not in known:
                message = unknown("reading", name)
                self.loader.unknown([Unknown(path, "S012", message, name, known)])
            chosen[setting.parameter, setting.region] = name
        return policy.with_readings(chosen) if chosen else policy

    def _changes(self, changes: list[Change], where: Path) -> Iterator[Dated]:
        for index, change in enumerate(changes):
            setting = Setting(change.set, change.region)
            path = (*where, index)
            found = list(self.names.setting(setting, (*path, "set")))
            self.loader.unknown(found)
            if found:
                continue
            days = (change.from_, change.until)
            if change.until is not None and change.until < change.from_:
                self.loader.say((*path, "until"), "S003", Said("policy.until_before_from"))
            made = self._changed(setting, change.value, days, (*path, "value"))
            if made is not None:
                yield made

    def _changed(
        self, setting: Setting, value: Any, days: tuple[int, int | None], path: Path
    ) -> Dated | None:
        try:
            return changed(self.scenario.policy, setting, value, days)
        except ValueError as error:
            self.loader.say(path, "S003", str(error), getattr(error, "hint", ""))
        return None

    def _sweep(
        self, fields: WhatIfFields, policy: PolicyBook, where: Path
    ) -> Iterator[tuple[Setting, tuple[tuple[str, PolicyBook], ...]]]:
        for setting, values in fields.sweep.items():
            path = (*where, "sweep", str(setting))
            found = list(self.names.setting(setting, path))
            self.loader.unknown(found)
            rows = []
            for index, value in enumerate(values if not found else ()):
                made = self._changed(setting, value, (EVER, None), (*path, index))
                if made is not None:
                    rows.append((str(value), policy.with_changes((made,))))
            yield setting, tuple(rows)

    def _items(self, fields: WhatIfFields, where: Path) -> Iterator[Item]:
        for index, step in enumerate(fields.drop):
            self.loader.unknown(self.names.step(step, (*where, "drop", index)))
        replaced = dict(self._replaced(fields, where))
        moved = {step: item for step, item in replaced.items() if "at" in fields.replace[step]}
        coming = [*self._inserted(fields, where), *moved.values()]
        coming.sort(key=lambda item: item.at)
        for item in self.scenario.items:
            name = item.id if isinstance(item, Step) else ""
            if name in fields.drop or name in moved:
                continue
            while coming and not isinstance(item, Feed) and coming[0].at < item.at:
                yield coming.pop(0)
            yield replaced.get(name, item)
        yield from coming

    def _inserted(self, fields: WhatIfFields, where: Path) -> Iterator[Step | Wait]:
        """What is inserted, in the order written; a later one may name an earlier one."""
        raw = self._raw(where, "insert")
        for index, written in enumerate(fields.insert):
            path = (*where, "insert", index)
            made = self.loader.item(raw[index], path)
            if made is None:
                self.names.wrong.add(str(written.id))
                continue
            item, action = made
            for key in {"check", "expect"} & written.model_fields_set:
                message = Said("scenario.what_if_no_place", key=key)
                self.loader.say((*path, key), "S013", message)
            self.loader.unknown(unknown_names(item, self.names, action))
            if isinstance(item, Step | Wait):
                self._new(item, path)
                yield item

    def _new(self, item: Step | Wait, path: Path) -> None:
        if item.at < self.scenario.start:
            message = Said("scenario.before_start", start=format_moment(self.scenario.start))
            self.loader.say((*path, "at"), "S006", message)
        if isinstance(item, Step):
            if item.id in self.names.made:
                message = Said("scenario.id_twice", id=quoted(item.id))
                self.loader.say((*path, "id"), "S007", message)
            self.names.made[item.id] = item.command

    def _replaced(self, fields: WhatIfFields, where: Path) -> Iterator[tuple[str, Step]]:
        for step, parts in fields.replace.items():
            path = (*where, "replace", step)
            if step in self.names.wrong:
                continue
            original = self._original(step)
            if original is None:
                self.loader.unknown(self.names.step(step, path))
                continue
            raw = _merged(original, parts)
            made = self.loader.item(raw, path)
            if made is not None and isinstance(made[0], Step):
                self.loader.unknown(unknown_names(made[0], self.names, made[1]))
                yield step, made[0]

    def _original(self, step: str) -> dict[str, Any] | None:
        data = self.scenario.document.data
        steps = data.get("steps") if isinstance(data, dict) else None
        listed = steps if isinstance(steps, list) else ()
        found = (raw for raw in listed if isinstance(raw, dict) and raw.get("id") == step)
        return deepcopy(next(found, None))

    def _raw(self, where: Path, key: str) -> list[Any]:
        node: Any = self.scenario.document.data
        for part in (*where, key):
            if isinstance(node, dict) and part not in node:
                return []
            node = node[part]
        return list(node)

    def _differs(self, fields: WhatIfFields, items: tuple[Item, ...], where: Path) -> None:
        known = {item.id for item in items if isinstance(item, Step)} | set(self.names.made)
        known |= self.names.wrong
        for step, difference in (fields.differs or {}).items():
            path = (*where, "differs", step)
            if step not in known and not self.names.fed:
                message = unknown("step", step)
                self.loader.unknown([Unknown(path, "S005", message, step, tuple(known))])
            self.loader.unknown(expected(difference.was, self.names, (*path, "was")))
            self.loader.unknown(expected(difference.now, self.names, (*path, "now")))


def _merged(original: dict[str, Any], parts: dict[str, Any]) -> dict[str, Any]:
    """A step with some of its keys, or of its action's keys, replaced."""
    original.pop("expect", None)
    action = next((value for value in original.values() if isinstance(value, dict)), original)
    for key, value in parts.items():
        (original if key in {"at", "key"} else action)[key] = value
    return original
