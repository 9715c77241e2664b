"""Checks that an overlay differs in the direction it states, on every day of both histories."""

from collections.abc import Iterator, Mapping

from ledger.policy.dated import Dated, Definition, Special
from ledger.policy.kinds import Value
from ledger.policy.model import PolicyFile
from ledger.text.problems import Problem
from ledger.text.reader import Document
from ledger.words.moments import format_day
from ledger.words.regions import parent

Files = Mapping[str, tuple[PolicyFile, Document]]
History = Mapping[tuple[str, str], tuple[Dated, ...]]


def direction_problems(
    files: Files, definitions: Mapping[str, Definition], history: History
) -> Iterator[Problem]:
    """Every value that is on the wrong side of the wider region's value of the same day."""
    for region, (file, _) in files.items():
        for name, overlay in file.overlay.items():
            if overlay.how in {"tighten", "loosen"}:
                for record in history[name, region]:
                    yield from _wrong(record, overlay.how, definitions[name], history)


def _wrong(
    record: Dated, how: str, definition: Definition, history: History
) -> Iterator[Problem]:
    for day in _days(record, history):
        wider, wider_record = _wider(record, day, definition, history)
        for reading in record.readings:
            if isinstance(reading.value, Special) or _holds(reading.value, wider, how, definition):
                continue
            place, wider_place = record.place, wider_record and wider_record.place
            if place is None:
                continue
            against = definition.show(wider)
            if wider_place is not None:
                against += f" ({wider_place.path}:{wider_place.line})"
            message = (
                f"{how}: on {format_day(day)} {record.region}'s {definition.show(reading.value)} "
                f"does not {how} {definition.name}, which is {against}"
            )
            yield Problem(place.path, place.line, place.col, "P104", message)
            return


def _holds(value: Value, wider: Value, how: str, definition: Definition) -> bool:
    tighter = definition.kind.tighter
    if tighter is None:
        return True
    return tighter(value, wider) if how == "tighten" else tighter(wider, value)


def _days(record: Dated, history: History) -> list[int]:
    """The days in the record's span on which the wider value may have changed."""
    days = {record.from_day}
    region = parent(record.region)
    while region is not None:
        for other in history.get((record.parameter, region), ()):
            days.add(other.from_day)
            if other.until_day is not None:
                days.add(other.until_day + 1)
        region = parent(region)
    return sorted(day for day in days if record.covers(day))


def _wider(
    record: Dated, day: int, definition: Definition, history: History
) -> tuple[Value, Dated | None]:
    region = parent(record.region)
    while region is not None:
        for other in history.get((record.parameter, region), ()):
            value = other.readings[0].value
            if other.covers(day) and value is not Special.INHERIT:
                ended = value is Special.END
                return (definition.absent_value, None) if ended else (value, other)
        region = parent(region)
    return definition.absent_value, None
