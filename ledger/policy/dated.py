"""Dated values: one record of a policy file, typed, with its source and its place in the file."""

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from ledger.policy.kinds import KINDS, Kind, Value
from ledger.policy.model import Source
from ledger.text.reader import Document
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


Origin = tuple[Document, tuple[str | int, ...]]


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
        if self.origin is None:
            return None
        document, path = self.origin
        return Place(document.path, *document.positions.value(path))

    @property
    def span(self) -> str:
        """Its days as text: `2025-11-04..` or `2024-11-15..2025-06-30`."""
        last = "" if self.until_day is None else format_day(self.until_day)
        return f"{format_day(self.from_day)}..{last}"


@dataclass(frozen=True, slots=True)
class Definition:
    """A parameter of the book."""

    name: str
    kind_name: str
    of: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    mode: str
    zh: str
    en: str
    applies_to: str
    when_absent: str

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
        """A value as an explanation shows it."""
        return value.value if isinstance(value, Special) else self.kind.show(value)
