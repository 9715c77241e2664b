"""The mutants of a policy book: each dated value and each definition changed in small ways."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from ledger.policy.book import Key, PolicyBook
from ledger.policy.dated import Dated, Definition, Special
from ledger.policy.kinds import Value
from ledger.proof.mutants import Books, Mutant, renamed, with_records
from ledger.proof.rule_mutants import two_sided_parameters
from ledger.proof.watch import Stated
from ledger.words.moments import MINUTE, DueTime, Window, format_day
from ledger.words.money import NO_LIMIT

Records = tuple[Dated, ...]
_OTHER_SIDES = {
    "sender": ("receiver",),
    "receiver": ("sender",),
    "both": ("sender", "receiver"),
}
NUMBERS = frozenset({"money", "count", "percent", "age", "days"})


def policy_mutants(book: PolicyBook) -> Iterator[Mutant]:
    """Every mutant of a book's values and definitions, parameter by parameter."""
    for name, definition in sorted(book.definitions.items()):
        for side in _OTHER_SIDES[definition.applies_to] if name in two_sided_parameters() else ():
            change = f"{definition.applies_to} -> {side}"
            yield Mutant("policy", name, change, Stated(name, "", 0, ""), book=_applied(name, side))
        for key in sorted(key for key in book.history if key[0] == name):
            firsts = {record.from_day for record in book.history[key]}
            for record in book.history[key]:
                followed = record.until_day is not None and record.until_day + 1 in firsts
                yield from _of_record(definition, record, followed=followed)


def _of_record(definition: Definition, record: Dated, *, followed: bool) -> Iterator[Mutant]:
    key = record.parameter, record.region
    about = Stated.of(record, record.readings[0])
    name = f"{key[0]}@{key[1]} {format_day(record.from_day)}"

    def mutant(change: str, make: Callable[[Records, int], Records]) -> Mutant:
        return Mutant("policy", name, change, about, book=_changed(key, record, make))

    for change, value in other_values(definition, record.readings[0].value):
        yield mutant(change, partial(_valued, value=value))
    for days in (-1, 1):
        yield mutant(f"from {days:+}", partial(_moved, days=days))
        if record.until_day is not None and not followed:
            yield mutant(f"until {days:+}", partial(_ended, days=days))
    for number, other in enumerate(record.readings[1:], start=1):
        yield mutant(f"reading {other.name}", partial(_read, number=number))
    yield mutant("left out", lambda records, at: (*records[:at], *records[at + 1 :]))


def other_values(definition: Definition, value: Value) -> Iterator[tuple[str, Value]]:
    """Values next to one, each with what was done to it."""
    kind = definition.kind_name
    if not isinstance(value, Special) and (kind not in NUMBERS or value < NO_LIMIT):
        yield from _OTHERS.get(kind, _number)(definition, value)


def _number(_definition: Definition, value: int) -> Iterator[tuple[str, Value]]:
    yield from ((f"{by:+}", value + by) for by in (-1, 1) if value + by >= 0)


def _choice(definition: Definition, value: str) -> Iterator[tuple[str, Value]]:
    yield from ((word, word) for word in definition.of if word != value)


def _set(definition: Definition, value: frozenset[str]) -> Iterator[tuple[str, Value]]:
    yield from ((f"without {word}", value - {word}) for word in sorted(value)[-1:])
    missing = [word for word in definition.of if word not in value]
    yield from ((f"with {word}", value | {word}) for word in missing[:1])


def _time(_definition: Definition, value: DueTime) -> Iterator[tuple[str, Value]]:
    for minutes in (-1, 1):
        yield f"{minutes:+} minute", value._replace(time=value.time + minutes * MINUTE)


def _hours(_definition: Definition, windows: tuple[Window, ...]) -> Iterator[tuple[str, Value]]:
    for place, window in enumerate(windows):
        for field in Window._fields:
            for minutes in (-1, 1):
                moved = window._replace(**{field: getattr(window, field) + minutes * MINUTE})
                yield f"{field} {minutes:+} minute", _with(windows, place, moved)


def _rows(
    _definition: Definition, rows: tuple[tuple[int, ...], ...]
) -> Iterator[tuple[str, Value]]:
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell:
                other = _with(row, column, cell + 1)
                yield f"row {place + 1} column {column + 1} +1", _with(rows, place, other)


_OTHERS: Mapping[str, Callable[[Definition, Any], Iterator[tuple[str, Value]]]] = {
    "choice": _choice,
    "set": _set,
    "hours": _hours,
    "time": _time,
    "brackets": _rows,
}


def _with(items: tuple[Any, ...], place: int, item: Any) -> tuple[Any, ...]:
    return (*items[:place], item, *items[place + 1 :])


def _changed(key: Key, record: Dated, make: Callable[[Records, int], Records]) -> Books:
    """Change a record in every book that has it: of its first day and readings."""

    def changed(book: PolicyBook) -> PolicyBook:
        records = book.history.get(key, ())
        for place, own in enumerate(records):
            if own.from_day == record.from_day and own.readings == record.readings:
                return with_records(book, key, make(records, place))
        return book

    return changed


def _valued(records: Records, place: int, *, value: Value) -> Records:
    own = records[place]
    readings = (replace(own.readings[0], value=value), *own.readings[1:])
    return _with(records, place, replace(own, readings=readings))


def _moved(records: Records, place: int, *, days: int) -> Records:
    """The first day moves, and with it the last of what was in force till the day before."""
    own = records[place]
    found = _with(records, place, replace(own, from_day=own.from_day + days))
    for other, before in enumerate(records):
        if before.until_day == own.from_day - 1:
            found = _with(found, other, replace(before, until_day=before.until_day + days))
    return found


def _ended(records: Records, place: int, *, days: int) -> Records:
    """The last day moves."""
    own = records[place]
    last = None if own.until_day is None else own.until_day + days
    return _with(records, place, replace(own, until_day=last))


def _read(records: Records, place: int, *, number: int) -> Records:
    """Another reading is in force."""
    own = records[place]
    readings = (own.readings[number], *(r for r in own.readings if r != own.readings[number]))
    return _with(records, place, replace(own, readings=readings))


def _applied(parameter: str, side: str) -> Books:
    def applied(book: PolicyBook) -> PolicyBook:
        definition = book.definitions.get(parameter)
        if definition is None:
            return book
        changed = {**book.definitions, parameter: replace(definition, applies_to=side)}
        return renamed(replace(book, definitions=changed), book)

    return applied
