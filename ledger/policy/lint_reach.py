"""Where and when a dated value is looked up, and what else may be in force there.

A claim that a value changes nothing has to hold in every region that looks it up, on every day,
and whichever readings of the other values are switched on.
"""

from collections.abc import Iterable, Iterator
from functools import reduce
from typing import NamedTuple, TypeAlias

from ledger.policy.book import PolicyBook
from ledger.policy.dated import Dated, Place, Special
from ledger.policy.kinds import Value
from ledger.text.said import Said
from ledger.words.moments import format_day
from ledger.words.regions import NATION, chain

Doubt: TypeAlias = tuple[Place | None, Said]
"""What is doubtful: where, and a sentence."""

Span: TypeAlias = tuple[int, int | None]
"""A first and a last day, both included; None: for ever."""


EVER = -(1 << 40)
"""A day before all others."""


class Held(NamedTuple):
    """A value that may hold; at no place where none is in force and absence has this meaning."""

    value: Value
    place: Place | None


class Scene(NamedTuple):
    """A region and days on which no value that matters changes; both days included."""

    region: str
    first: int
    last: int | None


def regions(book: PolicyBook) -> list[str]:
    """Every region with values of its own; all others see what the next wider one sees."""
    return sorted({region for _, region in book.history} | {NATION})


def stretches(
    book: PolicyBook, parameters: Iterable[str], region: str, span: Span
) -> Iterator[Span]:
    """A span cut wherever a value of these parameters changes for a region."""
    first, last = span
    days = {first}
    for parameter in parameters:
        for place in chain(region):
            for record in book.history.get((parameter, place), ()):
                days.add(record.from_day)
                if record.until_day is not None:
                    days.add(record.until_day + 1)
    cuts = sorted(day for day in days if day >= first and (last is None or day <= last))
    yield from zip(cuts, [day - 1 for day in cuts[1:]] + [last], strict=True)


def scenes(book: PolicyBook, record: Dated, others: tuple[str, ...]) -> Iterator[Scene]:
    """Wherever some reading of the narrower regions lets a record be looked up."""
    for region in regions(book):
        if record.region not in chain(region):
            continue
        span = (record.from_day, record.until_day)
        for first, last in stretches(book, (record.parameter, *others), region, span):
            if _is_seen(book, record, region, first):
                yield Scene(region, first, last)


def _is_seen(book: PolicyBook, record: Dated, region: str, day: int) -> bool:
    for place in chain(region):
        if place == record.region:
            return True
        own = book.own(record.parameter, place, day)
        if own is not None and not _inherits(own.record):
            return False
    return False


def _inherits(record: Dated) -> bool:
    return any(reading.value is Special.INHERIT for reading in record.readings)


def held(book: PolicyBook, parameter: str, region: str | None, day: int) -> Iterator[Held]:
    """Every value that some reading puts in force in a region on a day; no region: none."""
    absent = Held(book.definitions[parameter].absent_value, None)
    for place in chain(region) if region is not None else ():
        own = book.own(parameter, place, day)
        if own is None:
            continue
        for reading in own.record.readings:
            if reading.value is Special.END:
                yield absent
            elif reading.value is not Special.INHERIT:
                yield Held(reading.value, own.record.place_of(reading))
        if not _inherits(own.record):
            return
    yield absent


def told(book: PolicyBook, parameter: str, values: Iterable[Held]) -> Said:
    """`transfer.cap.each is 2,000.00 元 (cn.yaml:34)`: each value once, with all its places."""
    definition = book.definitions[parameter]
    places: dict[str | None, dict[str, None]] = {}
    for value, place in values:
        shown = None if place is None else definition.show(value)
        where = "" if place is None else place.file_line
        places.setdefault(shown, {})[where] = None
    parts = [
        Said("lint.lacks", absent=definition.when_absent)
        if shown is None
        else Said("lint.is", value=shown, places=tuple(found))
        for shown, found in places.items()
    ]
    return Said("lint.stated", parameter=parameter, values=joined("lint.either", parts))


def joined(name: str, parts: Iterable[Said]) -> Said:
    """Texts as one, by a pair that joins two: `lint.both` or `lint.either`."""
    return reduce(lambda one, other: Said(name, one=one, other=other), parts)


def days_told(span: Span) -> str:
    """`2025-11-04..` or `2024-11-15..2025-06-30`."""
    first, last = span
    return f"{format_day(first)}..{'' if last is None else format_day(last)}"
