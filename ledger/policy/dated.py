"""Dated values: one record of a policy file, typed, with its source and where it is written."""

from dataclasses import dataclass
from enum import Enum
from typing import Any, NamedTuple

from ledger.policy.kinds import KINDS, Kind, Value
from ledger.policy.model import Source
from ledger.text.reader import Document
from ledger.text.said import Said
from ledger.words.moments import format_day


class Special(Enum):
    """Values that point elsewhere."""

    INHERIT = "inherit"
    """The wider region's value holds."""
    END = "end"
    """No value is in force; `when_absent` says what that means."""


class Place(NamedTuple):
    """Where something stands in a file; line and column count from 1."""

    path: str
    line: int
    col: int

    @property
    def file_line(self) -> str:
        """The line as text: `cn.yaml:34`."""
        return f"{self.path}:{self.line}"


Origin = tuple[Document, tuple[str | int, ...]]
"""A file, and the path in it to something."""


def place_of(origin: Origin, *inside: str | int) -> Place:
    """Where the value at a path of a file begins, or one inside it."""
    document, path = origin
    return Place(document.path, *document.positions.value((*path, *inside)))


def placed(what: str, place: Place | None) -> str:
    """A text and, where it is known, the line that it is about: `2.00 元 (cn.yaml:34)`."""
    return what if place is None else Said("policy.at_place", what=what, line=place.file_line)


@dataclass(frozen=True, slots=True)
class Reading:
    """One of the values that sources state for the same days."""

    name: str
    value: Value
    source_id: str
    source: Source
    quote: str
    note: str


@dataclass(frozen=True, slots=True)
class Dated:
    """A value in force from a first to a last day, both included.

    Attributes:
        readings: the value in force first, then the disputed ones.
        origin: the file and the path in it where its value is written.
    """

    parameter: str
    region: str
    from_day: int
    until_day: int | None
    readings: tuple[Reading, ...]
    origin: Origin | None = None
    from_source: str | None = None
    checked_on: int | None = None

    def covers(self, day: int) -> bool:
        """Tell whether the value is in force on a day."""
        return self.from_day <= day and (self.until_day is None or day <= self.until_day)

    def reading(self, name: str | None) -> Reading:
        """The reading of this name, or the one in force."""
        return next((r for r in self.readings if r.name == name), self.readings[0])

    @property
    def place(self) -> Place | None:
        """Where its value is written, if it came from a file."""
        return None if self.origin is None else place_of(self.origin)

    def place_of(self, reading: Reading) -> Place | None:
        """Where one of its readings is written, if it came from a file."""
        number = self.readings.index(reading)
        if self.origin is None or number == 0:
            return self.place
        document, path = self.origin
        return place_of((document, (*path[:-1], "disputed", number - 1, path[-1])))

    @property
    def span(self) -> str:
        """Its days as text: `2025-11-04..` or `2024-11-15..2025-06-30`."""
        last = "" if self.until_day is None else format_day(self.until_day)
        return f"{format_day(self.from_day)}..{last}"


@dataclass(frozen=True, slots=True)
class Definition:
    """A parameter of the book.

    Attributes:
        of: the words of a choice or a set.
        columns: names and kinds of a table's columns.
        unit: what a count counts (次, 人, ...).
        origin: the nation's file and the path of the definition in it.
    """

    name: str
    kind_name: str
    of: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    mode: str
    zh: str
    en: str
    applies_to: str
    when_absent: str
    unit: str = ""
    origin: Origin | None = None

    @property
    def place(self) -> Place | None:
        """Where it is defined, if it came from a file."""
        if self.origin is None:
            return None
        document, path = self.origin
        return Place(document.path, *document.positions.key(path))

    @property
    def kind(self) -> Kind:
        """How its values are read and compared."""
        return KINDS[self.kind_name]

    @property
    def absent_value(self) -> Value:
        """What holds where no value is in force."""
        kind = self.kind
        if self.when_absent == "refuse":
            return kind.refuse
        return frozenset(self.of) if self.kind_name == "set" else kind.no_limit

    def show(self, value: Value) -> str:
        """A value as people read it."""
        if isinstance(value, Special):
            return value.value
        match self.kind_name:
            case "count":
                return f"{value:,} {self.unit}"
            case "set":
                return ", ".join(self._words(value)) or "none"
            case "brackets":
                return "; ".join(
                    ": ".join(k.show(cell) for k, cell in self._cells(r)) for r in value
                )
            case _:
                return self.kind.show(value)

    def write(self, value: Value) -> Any:
        """A value as a policy file states it: a text, a list of words, or rows."""
        if isinstance(value, Special):
            return value.value
        match self.kind_name:
            case "count":
                return f"{value}{self.unit}"
            case "set":
                return self._words(value)
            case "brackets":
                names = [name for name, _ in self.columns]
                rows = ([kind.write(cell) for kind, cell in self._cells(row)] for row in value)
                return [dict(zip(names, row, strict=True)) for row in rows]
            case _:
                return self.kind.write(value)

    def _words(self, value: frozenset[str]) -> list[str]:
        """The words of a set, in the order of the definition."""
        return [word for word in self.of if word in value]

    def _cells(self, row: tuple[Value, ...]) -> list[tuple[Kind, Value]]:
        kinds = (KINDS[kind] for _, kind in self.columns)
        return list(zip(kinds, row, strict=True))
