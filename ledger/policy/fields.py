"""Typed fields of the files: each reads one text, says what is wrong with it, and has a schema."""

from collections.abc import Callable
from typing import Annotated, Any, TypeAlias

from pydantic import (
    BaseModel,
    ConfigDict,
    PlainSerializer,
    PlainValidator,
    WithJsonSchema,
    field_validator,
)

from ledger.text.problems import did_you_mean, unknown
from ledger.text.said import Said
from ledger.words.moments import format_day, parse_day, parse_moment
from ledger.words.money import parse_money
from ledger.words.regions import is_region, known


class FileModel(BaseModel):
    """Base of everything a file holds: frozen, without unknown keys or keys without a value."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    @field_validator("*", mode="before")
    @classmethod
    def _written(cls, value: Any) -> Any:
        if value is None:
            raise ValueError(Said("value.missing"))
        return value


def text_of(value: Any) -> str:
    """The text of a scalar.

    Raises:
        ValueError: when a list or a mapping stands where one text is wanted.
    """
    if not isinstance(value, str) or not value:
        raise ValueError(Said("value.not_text"))
    return value


def reading(parse: Callable[[str], Any]) -> PlainValidator:
    """A validator that hands the text to `parse`."""
    return PlainValidator(lambda value: parse(text_of(value)))


def one_of(words: tuple[str, ...], what: str) -> PlainValidator:
    """A validator for a closed list of words."""
    return reading(lambda text: pick(text, words, what))


def pick(text: str, words: tuple[str, ...], what: str) -> str:
    """The word itself.

    Raises:
        UnknownWordError: when it is not on the list.
    """
    if text not in words:
        raise UnknownWordError(text, words, what)
    return text


FEW_WORDS = 17
"""A list of no more words than this is shown whole when none of them is near."""


class UnknownWordError(ValueError):
    """A word outside a closed list; its `hint` is the nearest word of the list."""

    def __init__(self, word: str, words: tuple[str, ...], what: str) -> None:
        super().__init__(unknown(what, word))
        few = Said("noun.one_of", words=words) if len(words) <= FEW_WORDS else ""
        self.hint = did_you_mean(word, words) or few


def word_schema(words: tuple[str, ...]) -> WithJsonSchema:
    """The schema of a closed list, for completion in editors."""
    return WithJsonSchema({"enum": list(words)})


def text_schema(pattern: str, example: str) -> WithJsonSchema:
    """The schema of a text with a pattern and an example."""
    return WithJsonSchema({"type": "string", "pattern": pattern, "examples": [example]})


def _region(text: str) -> str:
    if not is_region(text):
        raise UnknownWordError(text, tuple(known()), "region")
    return text


def _yes(text: str) -> bool:
    return pick(text, ("true", "false"), "truth value") == "true"


def _one(text: str) -> int:
    if text != "1":
        raise ValueError(Said("value.format", text=text[:20]))
    return 1


Text: TypeAlias = Annotated[str, PlainValidator(text_of), WithJsonSchema({"type": "string"})]
Money: TypeAlias = Annotated[
    int, reading(parse_money), text_schema(r"^\d+(\.\d\d?)?\s*(元|分|CNY|yuan|fen)$", "2000元")
]
Day: TypeAlias = Annotated[
    int,
    reading(parse_day),
    PlainSerializer(format_day, when_used="json"),
    text_schema(r"^\d{4}-\d\d-\d\d$", "2025-11-10"),
]
Moment: TypeAlias = Annotated[
    int,
    reading(parse_moment),
    text_schema(r"^\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d(\.\d{1,6})?)?$", "2025-11-10 20:05"),
]
Region: TypeAlias = Annotated[
    str, reading(_region), text_schema(r"^CN(-[A-Z]{2}(-\d{6})?)?$", "CN-SN")
]
Truth: TypeAlias = Annotated[bool, reading(_yes), WithJsonSchema({"type": "boolean"})]
FormatOne: TypeAlias = Annotated[
    int, reading(_one), PlainSerializer(str, when_used="json"), WithJsonSchema({"const": 1})
]
