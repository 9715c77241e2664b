"""A policy book as canonical bytes: all that decides, and the sources; its hash is theirs.

Values count as resolved (`2000元` is `200000分`). Titles of files, labels, notes, the days on which
somebody checked a value, the layout and the order of files are left out.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from ledger.policy.dated import Dated, Definition, Reading
from ledger.policy.model import Source
from ledger.policy.typed import read_back

Definitions = Mapping[str, Definition]


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


def encode(body: Body) -> bytes:
    """The body as canonical JSON."""
    return msgspec.json.encode(body, order="deterministic")


def decode(body: bytes) -> Body:
    """The body of canonical JSON.

    Raises:
        ValueError: when it is none.
    """
    try:
        return msgspec.json.decode(body, type=Body)
    except RecursionError as error:
        raise ValueError(str(error)) from None


def parameter_body(definition: Definition) -> ParameterBody:
    """A definition, for the body."""
    return ParameterBody(
        definition.name,
        definition.kind_name,
        definition.applies_to,
        definition.when_absent,
        definition.of,
        definition.columns,
        definition.mode,
        definition.unit,
    )


def defined_by(body: ParameterBody) -> Definition:
    """A definition of the body; it has no labels."""
    return Definition(
        name=body.name,
        kind_name=body.kind,
        of=body.of,
        columns=body.columns,
        mode=body.mode,
        zh="",
        en="",
        applies_to=body.applies_to,
        when_absent=body.when_absent,
        unit=body.unit,
    )


def record_bodies(definitions: Definitions, records: Iterable[Dated]) -> tuple[RecordBody, ...]:
    """Dated values, for the body."""
    return tuple(_record_body(definitions[record.parameter], record) for record in records)


def dated_of(definitions: Definitions, bodies: Iterable[RecordBody]) -> tuple[Dated, ...]:
    """Dated values of the body; they stand in no file.

    Raises:
        KeyError, ValueError: when a value is not of its parameter's kind.
    """
    return tuple(_dated(definitions[body.parameter], body) for body in bodies)


def _record_body(definition: Definition, record: Dated) -> RecordBody:
    readings = tuple(_reading_body(definition, reading) for reading in record.readings)
    days = (record.until_day, record.from_source)
    return RecordBody(record.parameter, record.region, record.from_day, readings, *days)


def _reading_body(definition: Definition, reading: Reading) -> ReadingBody:
    cited = reading.source
    more = (cited.issuer, cited.url, cited.published, cited.fact)
    source = SourceBody(reading.source_id, cited.title, cited.grade, *more)
    return ReadingBody(definition.write(reading.value), source, reading.name, reading.quote)


def _dated(definition: Definition, body: RecordBody) -> Dated:
    readings = tuple(_reading(definition, reading) for reading in body.readings)
    days = (body.from_, body.until)
    return Dated(body.parameter, body.region, *days, readings, from_source=body.from_source)


def _reading(definition: Definition, body: ReadingBody) -> Reading:
    cited = msgspec.structs.asdict(body.source)
    source_id = cited.pop("id")
    source = Source.model_construct(**cited)
    value = read_back(definition, body.value)
    return Reading(body.name, value, source_id, source, body.quote, "")
