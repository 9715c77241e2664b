"""A file names a step by its id, the ledger by its key: here the one becomes the other."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

import msgspec

from ledger.scenario.fields import Span
from ledger.scenario.model import CheckFields, EndsFields, Happened
from ledger.scenario.references import REFERS
from ledger.scenario.story import Check, Item, Step

Keys = Mapping[str, str]
"""Step id to key, of the steps whose key is not their id."""

Ends = TypeVar("Ends", bound=EndsFields)


def keys_of(items: Iterable[Item]) -> Keys:
    """The keys of their own that steps have."""
    steps = (item for item in items if isinstance(item, Step))
    return {step.id: step.key for step in steps if step.key != step.id}


def by_key(item: Item, keys: Keys) -> Item:
    """The same step or check, naming other steps as the ledger does."""
    if keys and isinstance(item, Step) and type(item.command) in REFERS:
        attribute = REFERS[type(item.command)][0]
        target = getattr(item.command, attribute)
        changed = {attribute: keys.get(target, target)}
        return replace(item, command=msgspec.structs.replace(item.command, **changed))
    if keys and isinstance(item, Check):
        return replace(item, fields=_check(item.fields, keys))
    return item


def ends_by_key(ends: Ends, keys: Keys) -> Ends:
    """The same end, naming what is under way as the ledger does."""
    return ends.model_copy(update={"balances": _accounts(ends.balances, keys)}) if keys else ends


def _check(fields: CheckFields, keys: Keys) -> CheckFields:
    happened = [_happened(one, keys) for one in fields.happened]
    balances = _accounts(fields.balances, keys)
    return fields.model_copy(update={"balances": balances, "happened": happened})


def _happened(one: Happened, keys: Keys) -> Happened:
    key = keys.get(one.returned or "")
    return one if key is None else one.model_copy(update={"returned": key})


def _accounts(balances: Mapping[str, Span], keys: Keys) -> dict[str, Span]:
    accounts = {f"transit/{step}": f"transit/{key}" for step, key in keys.items()}
    return {accounts.get(name, name): value for name, value in balances.items()}
