"""A policy book as canonical bytes: all that decides, and the sources; its hash is theirs.

Values count as resolved (`2000元` is `200000分`). Titles of files, labels, notes, the days on which
somebody checked a value, the layout and the order of files are left out.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from ledger.policy.dated import Dated, Definition, Reading
from ledger.policy.model import Record, Source
from ledger.policy.typed import typed

Key = tuple[str, str]


class SourceBody(msgspec.Struct, frozen=True, omit_defaults=True):
    """A source, as cited."""

    id: str
    title: str
    grade: str
    issuer: str | None = None
    url: str | None = None
    published: int | None = None
    fact: str | None = None


class ReadingBody(msgspec.Struct, frozen=True, omit_defaults=True):
    """A reading; its value as a file writes it."""

    value: Any
    source: SourceBody
    name: str = ""
    quote: str = ""


class RecordBody(msgspec.Struct, frozen=True, omit_defaults=True, rename={"from_": "from"}):
    """A dated value; days since 1970-01-01."""

    parameter: str
    region: str
    from_: int
    readings: tuple[ReadingBody, ...]
    until: int | None = None
    from_source: str | None = None


class ParameterBody(msgspec.Struct, frozen=True, omit_defaults=True):
    """A definition without its labels."""

    name: str
    kind: str
    applies_to: str
    when_absent: str
    of: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    mode: str = ""
    unit: str = ""


class Body(msgspec.Struct, frozen=True, omit_defaults=True):
    """The whole book; `changes` and `chosen` are what a what-if lays over it."""

    rules: tuple[str, ...]
    parameters: tuple[ParameterBody, ...]
    values: tuple[RecordBody, ...]
    changes: tuple[RecordBody, ...] = ()
    chosen: tuple[tuple[str, str, str], ...] = ()
