"""The shape of a policy file: what keys it may have, as pydantic models of its text.

Values stay text here: their kind is known only once the nation's file has defined the parameter.
"""

from typing import Annotated, Any, TypeAlias

from pydantic import Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from ledger.policy.fields import (
    Day,
    FileModel,
    FormatOne,
    Text,
    UnknownWordError,
    one_of,
    reading,
    text_of,
    text_schema,
    word_schema,
)
from ledger.words.quantities import parse_unit
from ledger.words.regions import is_region, known

GRADES = ("A", "B", "C", "assumed")
HOWS = ("replace", "tighten", "loosen", "end")
ROLES = ("sender", "receiver", "both")
ABSENCES = ("refuse", "no_limit")
KIND_NAMES = (
    "money",
    "count",
    "percent",
    "age",
    "days",
    "hours",
    "time",
    "choice",
    "set",
    "brackets",
)

Grade: TypeAlias = Annotated[str, one_of(GRADES, "grade"), word_schema(GRADES)]
How: TypeAlias = Annotated[str, one_of(HOWS, "direction"), word_schema(HOWS)]
Role: TypeAlias = Annotated[str, one_of(ROLES, "role"), word_schema(ROLES)]
Absence: TypeAlias = Annotated[str, one_of(ABSENCES, "word"), word_schema(ABSENCES)]
KindName: TypeAlias = Annotated[str, one_of(KIND_NAMES, "kind"), word_schema(KIND_NAMES)]
Name: TypeAlias = Annotated[
    str, one_of(("medical-wallet",), "policy"), word_schema(("medical-wallet",))
]
Mode: TypeAlias = Annotated[
    str,
    one_of(("marginal", "whole_row"), "mode"),
    word_schema(("marginal", "whole_row")),
]

Unit: TypeAlias = Annotated[str, reading(parse_unit), text_schema(r"^\D+$", "人")]


def _region(text: str) -> str:
    if not is_region(text):
        wrong = UnknownWordError(text, tuple(known()), "region")
        raise PydanticCustomError("P109", "{said}", {"said": str(wrong), "hint": wrong.hint})
    return text


Region: TypeAlias = Annotated[
    str, reading(_region), text_schema(r"^CN(-[A-Z]{2}(-\d{6})?)?$", "CN-SN")
]


def _written(value: Any) -> str | list[str]:
    return [text_of(word) for word in value] if isinstance(value, list) else text_of(value)


Written: TypeAlias = Annotated[
    str | list[str],
    PlainValidator(_written),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
"""A value as written: one text, or a list of words for a set."""


class Pair(FileModel):
    """One text in Chinese and English."""

    zh: Text
    en: Text


class Source(FileModel):
    """Where a value comes from; `fact` is a row of the domain research (`W07`)."""

    title: Text
    issuer: Text | None = None
    url: Text | None = None
    published: Day | None = None
    fact: Text | None = None
    grade: Grade
    note: Text | None = None


class Disputed(FileModel):
    """Another reading of the same value, by name."""

    reading: Text
    value: Written | None = None
    rows: list[dict[str, Text]] | None = None
    source: Text
    quote: Text | None = None
    note: Text | None = None


class Record(FileModel):
    """One dated value; `from` and `until` are both in force."""

    from_: Day = Field(alias="from")
    until: Day | None = None
    value: Written | None = None
    rows: list[dict[str, Text]] | None = None
    reading: Text | None = None
    source: Text
    from_source: Text | None = None
    quote: Text | None = None
    checked_on: Day | None = None
    note: Text | None = None
    disputed: tuple[Disputed, ...] = ()


class Parameter(FileModel):
    """The definition of a parameter, with the nation's values.

    `unit` is what a count counts; without it, the unit of the nation's first value.
    """

    is_: KindName = Field(alias="is")
    of: list[Text] | None = None
    columns: dict[str, KindName] | None = None
    mode: Mode | None = None
    unit: Unit | None = None
    about: Pair | None = None
    applies_to: Role
    when_absent: Absence
    values: list[Record]


class Overlay(FileModel):
    """Another region's values of a parameter, and in which direction they differ."""

    how: How
    values: list[Record] = Field(min_length=1)


class RuleRow(FileModel):
    """One rule of the book: its refusal code and the parameters it reads."""

    code: Text
    uses: list[Text]


class Unencoded(FileModel):
    """Something the file knows and does not model."""

    what: Text
    touches: list[Text]
    source: Text


class PolicyFile(FileModel):
    """One policy file: the nation's defines parameters and rules, all others only overlay."""

    policy: Name
    format: FormatOne
    region: Region
    title: Pair
    sources: dict[str, Source] = Field(default_factory=dict)
    parameters: dict[str, Parameter] = Field(default_factory=dict)
    overlay: dict[str, Overlay] = Field(default_factory=dict)
    rules: tuple[RuleRow, ...] = ()
    unencoded: tuple[Unencoded, ...] = ()
