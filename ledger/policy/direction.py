"""Checks that an overlay differs in the direction it states, on every day of both histories."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ledger.policy.dated import Dated, Definition, Place, Reading, Special, place_of, placed
from ledger.policy.kinds import Value
from ledger.text.problems import Problem
from ledger.text.said import Said
from ledger.words.moments import format_day
from ledger.words.regions import NATION, chain

History = Mapping[tuple[str, str], tuple[Dated, ...]]


class _Wider(NamedTuple):
    """What the wider regions say on a day: the value, in words, and where it is written."""

    value: Value
    told: Said
    place: Place | None


def direction_problems(
    how: str, definition: Definition, region: str, history: History
) -> Iterator[Problem]:
    """Every value of a region on the wrong side of the wider region's value of the same day.

    Each is told once, for its first such day, with the lines of both values.

    Args:
        how: the stated direction; `replace` and `end` state none.
        definition: of the parameter.
        region: whose overlay says so.
        history: the records of all regions.
    """
    if how not in {"tighten", "loosen"}:
        return
    for record in history.get((definition.name, region), ()):
        for reading in record.readings:
            wrong = _first_wrong(record, reading, how, definition, history)
            place = record.place_of(reading)
            if wrong is not None and place is not None:
                yield Problem(place.path, place.line, place.col, "P104", wrong)


def _first_wrong(
    record: Dated, reading: Reading, how: str, definition: Definition, history: History
) -> Said | None:
    """The sentence about the first day on which a reading is on the wrong side, if there is one."""
    if isinstance(reading.value, Special):
        return None
    for day in _days(record, history):
        wider = _wider(record, day, definition, history)
        if not holds(reading.value, wider.value, how, definition):
            return Said(
                "policy.not_tighter" if how == "tighten" else "policy.not_looser",
                day=format_day(day),
                region=record.region,
                value=definition.show(reading.value),
                parameter=definition.name,
                wider=placed(wider.told, wider.place),
            )
    return None


def holds(value: Value, wider: Value, how: str, definition: Definition) -> bool:
    """Whether a value is on the side of a wider one that `tighten` or `loosen` states."""
    tighter = definition.kind.tighter
    if tighter is None:
        return True
    return tighter(value, wider) if how == "tighten" else tighter(wider, value)


def _days(record: Dated, history: History) -> list[int]:
    """The days in the record's span on which the wider value may have changed."""
    days = {record.from_day}
    for region in chain(record.region)[1:]:
        for other in history.get((record.parameter, region), ()):
            days.add(other.from_day)
            if other.until_day is not None:
                days.add(other.until_day + 1)
    return sorted(day for day in days if record.covers(day))


def _wider(record: Dated, day: int, definition: Definition, history: History) -> _Wider:
    for region in chain(record.region)[1:]:
        for other in history.get((record.parameter, region), ()):
            value = other.readings[0].value
            if not other.covers(day) or value is Special.INHERIT:
                continue
            if value is Special.END:
                return _absent(definition, region, other.place)
            told = Said("policy.wider_value", value=definition.show(value), region=region)
            return _Wider(value, told, other.place)
    origin = definition.origin
    return _absent(definition, NATION, origin and place_of(origin, "when_absent"))


def _absent(definition: Definition, region: str, place: Place | None) -> _Wider:
    told = Said(f"policy.wider_{definition.when_absent}", region=region)
    return _Wider(definition.absent_value, told, place)
