"""What the hash of a policy book covers: rules, definitions, values, readings and their sources.

Values count as resolved (`2000元` is `200000分`), so titles, labels, notes, the days somebody
checked a value, the layout and the order of files change nothing.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from ledger.policy.dated import Dated, Definition, Reading

Definitions = Mapping[str, Definition]


def digest(
    definitions: Definitions,
    history: Mapping[tuple[str, str], tuple[Dated, ...]],
    codes: tuple[str, ...],
) -> str:
    """The sha256, as hex, of what files say together."""
    records = (record for key in sorted(history) for record in history[key])
    return _hash([codes, _parameters(definitions), _values(definitions, records)])


def digest_with(
    said: str,
    definitions: Definitions,
    changes: Iterable[Dated],
    chosen: Mapping[tuple[str, str], str],
) -> str:
    """The sha256 of a book whose files say `said`, with what-if values and readings over it."""
    switches = sorted([*key, name] for key, name in chosen.items())
    return _hash([said, _values(definitions, changes), switches])


def _hash(content: list[Any]) -> str:
    encoded = msgspec.json.encode(content, order="deterministic")
    return hashlib.sha256(encoded).hexdigest()


def _parameters(definitions: Definitions) -> list[list[Any]]:
    return [
        [d.name, d.kind_name, d.of, d.columns, d.mode, d.applies_to, d.when_absent]
        for d in sorted(definitions.values(), key=lambda d: d.name)
    ]


def _values(definitions: Definitions, records: Iterable[Dated]) -> list[list[Any]]:
    return [_value(definitions[record.parameter], record) for record in records]


def _value(definition: Definition, record: Dated) -> list[Any]:
    readings = [[r.name, definition.write(r.value), *_source(r)] for r in record.readings]
    days = [record.from_day, record.until_day, record.from_source]
    return [record.parameter, record.region, *days, readings]


def _source(reading: Reading) -> list[Any]:
    source = reading.source
    written = [source.grade, source.fact, source.issuer, source.url, source.published]
    return [reading.source_id, *written, reading.quote]
