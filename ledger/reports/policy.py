"""What the policy book says, as rows of plain values: of a day, over time, between two days.

Values are written as a policy file states them (`2000元`, `22:00-06:00`), days as `2025-11-10`.
Where no value is in force, `absent` says what that means: `refuse` or `no_limit`.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

from ledger.policy.book import InForce, PolicyBook
from ledger.policy.dated import Definition, Special
from ledger.policy.model import PolicyFile
from ledger.words.moments import format_day
from ledger.words.regions import chain

Row: TypeAlias = dict[str, Any]

ORIGIN = (
    "region",
    "from",
    "until",
    "reading",
    "source",
    "grade",
    "fact",
    "quote",
    "file",
    "line",
    "column",
)
"""Keys that say where a value comes from: region, days, reading, source, place in the file."""

_NOWHERE = (None, None, None)


def in_force_rows(book: PolicyBook, region: str, day: int) -> Iterator[Row]:
    """Every parameter of the book: its value for a region on a day, and where that comes from.

    Raises:
        KeyError: there is no such region.
    """
    for definition in book.definitions.values():
        stated = book.stated(definition.name, region, day)
        yield {
            "kind": "parameter",
            "parameter": definition.name,
            **_value(definition, stated),
            **_origin(stated),
            "others": list(_others(book, definition, region, day)),
            "about_zh": definition.zh,
            "about_en": definition.en,
        }


def unencoded_rows(book: PolicyBook, region: str) -> Iterator[Row]:
    """What the files that a region looks into know and do not model, the nation's last."""
    files = {file.region: file for file in book.files}
    for place in chain(region):
        if place in files:
            yield from _unencoded(files[place])


def _unencoded(file: PolicyFile) -> Iterator[Row]:
    for row in file.unencoded:
        source = file.sources[row.source]
        yield {
            "kind": "unencoded",
            "region": file.region,
            "what": row.what,
            "touches": list(row.touches),
            "source": source.title,
            "grade": source.grade,
        }


def history_rows(book: PolicyBook, parameter: str, region: str) -> Iterator[Row]:
    """Every dated value that a region states or looks up, by first day, the nation's first.

    One row a reading; `used` tells which of them is in force.

    Raises:
        KeyError: there is no such region or parameter.
    """
    definition = book.definitions[parameter]
    places = chain(region)
    records = [r for place in places for r in book.history.get((parameter, place), ())]
    records.sort(key=lambda r: (r.from_day, -places.index(r.region)))
    for record in records:
        used = record.reading(book.chosen.get((parameter, record.region)))
        for reading in record.readings:
            yield {
                "parameter": parameter,
                **_value(definition, InForce(record, reading)),
                **_origin(InForce(record, reading)),
                "used": reading is used,
                "from_source": record.from_source,
                "checked_on": _day(record.checked_on),
                "note": reading.note or None,
            }


def difference_rows(
    book: PolicyBook, before: int, after: int, region: str | None = None
) -> Iterator[Row]:
    """What two days differ in.

    Args:
        book: the policy.
        before: one day.
        after: the other day.
        region: compare what holds there. Without it, every region is compared in what it states
            itself, so that a change of the nation is one row, not one a region.

    Raises:
        KeyError: there is no such region.
    """
    for place in [region] if region is not None else _regions(book):
        for definition in book.definitions.values():
            name = definition.name
            if region is None and book.own(name, place, before) == book.own(name, place, after):
                continue
            was, now = (book.stated(name, place, day) for day in (before, after))
            row = _difference(definition, place, was, now)
            if row["was"] != row["now"] or row["was_absent"] != row["now_absent"]:
                yield row


def _regions(book: PolicyBook) -> list[str]:
    changed = {change.region for change in book.changes}
    return sorted({region for _, region in book.history} | changed)


def _difference(
    definition: Definition, region: str, was: InForce | None, now: InForce | None
) -> Row:
    old, new = _told(definition, was), _told(definition, now)
    origin = _origin(now if now is not None else was)
    origin.pop("region")
    return {
        "region": region,
        "parameter": definition.name,
        "was": old.value,
        "was_fen": old.fen,
        "was_absent": old.absent,
        "was_region": was.record.region if was is not None else None,
        "now": new.value,
        "now_fen": new.fen,
        "now_absent": new.absent,
        "now_region": now.record.region if now is not None else None,
        **origin,
    }


class _Told(NamedTuple):
    """A value as files write it, its fen if it is money, and what its absence means."""

    value: Any
    fen: int | None
    absent: str | None


def _told(definition: Definition, stated: InForce | None) -> _Told:
    if stated is None or stated.value is Special.END:
        return _Told(None, None, definition.when_absent)
    money = definition.kind_name == "money" and isinstance(stated.value, int)
    return _Told(definition.write(stated.value), stated.value if money else None, None)


def _value(definition: Definition, stated: InForce | None) -> Row:
    told = _told(definition, stated)
    return {"value": told.value, "value_fen": told.fen, "absent": told.absent}


def _origin(stated: InForce | None) -> Row:
    """Where a value comes from: region, days, reading, source, place in the file."""
    if stated is None:
        return dict.fromkeys(ORIGIN)
    record, reading = stated
    place = record.place_of(reading) or _NOWHERE
    source = reading.source
    cells = (record.region, format_day(record.from_day), _day(record.until_day))
    said = (reading.name or None, source.title, source.grade, source.fact, reading.quote or None)
    return dict(zip(ORIGIN, (*cells, *said, *place), strict=True))


def _others(book: PolicyBook, definition: Definition, region: str, day: int) -> Iterator[Row]:
    """The readings of the same day that are not in force, on the way to the one that is."""
    for place in chain(region):
        found = book.own(definition.name, place, day)
        if found is None:
            continue
        for reading in found.record.readings:
            if reading is not found.reading:
                other = InForce(found.record, reading)
                yield {**_value(definition, other), **_origin(other)}
        if found.value is not Special.INHERIT:
            return


def _day(day: int | None) -> str | None:
    return None if day is None else format_day(day)
