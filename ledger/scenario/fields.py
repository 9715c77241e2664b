"""Typed fields that only scenario files have: amounts to move, balances to expect, verdicts."""

import re
from typing import Annotated, Any, NamedTuple, TypeAlias

from pydantic import BeforeValidator, GetJsonSchemaHandler, PlainValidator, WithJsonSchema
from pydantic_core import CoreSchema

from ledger.core.invariants import NAMES
from ledger.core.refusals import Code as RefusalCode
from ledger.policy.fields import (
    UnknownWordError,
    one_of,
    pick,
    reading,
    text_of,
    text_schema,
    word_schema,
)
from ledger.text.said import Said
from ledger.words.accounts import KINDS, RESERVED, is_person_id
from ledger.words.moments import parse_moment
from ledger.words.money import MOST_FEN, money_text, parse_money
from ledger.words.quantities import parse_percent
from ledger.words.regions import is_region, known
from ledger.words.vocabulary import (
    INTENTS,
    KIN,
    MESSAGES,
    OFFENCES,
    PREMIUM_SCHEMES,
    PROOFS,
    SCHEMES,
    SETTINGS,
    STANDINGS,
)

VERDICTS = ("ok", "pending", "duplicate", "fill")
CODES = tuple(code.value for code in RefusalCode)
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_BARRED = frozenset(" /,:")
_MONEY = r"\d+(\.\d\d?)?\s*(元|分|CNY|yuan|fen)"


class Span(NamedTuple):
    """The fen a balance may have, both ends included."""

    least_fen: int
    most_fen: int

    def holds(self, fen: int) -> bool:
        """Tell whether a balance lies inside."""
        return self.least_fen <= fen <= self.most_fen

    def __str__(self) -> str:
        """The span as a scenario writes it."""
        if self.least_fen == self.most_fen:
            return money_text(self.least_fen)
        if self.most_fen == MOST_FEN:
            return f">={money_text(self.least_fen)}"
        if self.least_fen == -MOST_FEN:
            return f"<={money_text(self.most_fen)}"
        return f"{money_text(self.least_fen)}..{money_text(self.most_fen)}"


class Setting(NamedTuple):
    """A parameter of a region: `transfer.cap.each@CN`."""

    parameter: str
    region: str

    def __str__(self) -> str:
        """The setting as files write it."""
        return f"{self.parameter}@{self.region}"


def _moved(text: str) -> int:
    fen = parse_money(text)
    if fen == 0:
        raise ValueError(Said("value.moves_nothing"))
    return fen


class Ratio(NamedTuple):
    """A share of a price, in basis points."""

    bp: int


def _pooled(text: str) -> int | Ratio:
    if not text.endswith("%"):
        return parse_money(text)
    ratio = Ratio(parse_percent(text))
    if ratio.bp > 10_000:
        raise ValueError(Said("value.more_than_all", text=text))
    return ratio


def _month(text: str) -> str:
    if _MONTH.fullmatch(text) is None:
        raise ValueError(Said("value.not_month", text=text[:40]))
    return text


def _months(text: str) -> int:
    return _count(text.removesuffix("个月"))


def _signed(text: str) -> int:
    return -parse_money(text[1:]) if text.startswith("-") else parse_money(text)


def _span(text: str) -> Span:
    least, dots, most = text.partition("..")
    if dots:
        span = Span(_signed(least.strip()), _signed(most.strip()))
        if span.least_fen > span.most_fen:
            raise ValueError(Said("value.backwards", text=text[:40]))
        return span
    if text.startswith(">="):
        return Span(_signed(text[2:].strip()), MOST_FEN)
    if text.startswith("<="):
        return Span(-MOST_FEN, _signed(text[2:].strip()))
    return Span(_signed(text), _signed(text))


def parse_setting(text: str) -> Setting:
    """Read `transfer.cap.each@CN`; whether there is such a parameter, a policy book tells.

    Raises:
        ValueError: when it is not written so; `UnknownWordError` when there is no such region.
    """
    parameter, at, region = text.partition("@")
    if not at or not parameter:
        raise ValueError(Said("value.not_setting", text=text[:60]))
    if not is_region(region):
        raise UnknownWordError(region, tuple(known()), "region")
    return Setting(parameter, region)


def _person(text: str) -> str:
    if not is_person_id(text):
        why = "value.person_reserved" if text in RESERVED else "value.person_letters"
        raise ValueError(Said(why, text=text[:40]))
    return text


def _name(text: str) -> str:
    if not text.isprintable() or any(char in "[]<>" for char in text) or len(text) > 60:
        raise ValueError(Said("value.not_name"))
    return text


def step_id(text: str) -> str:
    """A text that may name a step, a scenario or a ledger.

    Raises:
        ValueError: when it may not.
    """
    if not text.isprintable() or len(text) > 64 or not _BARRED.isdisjoint(text):
        raise ValueError(Said("value.not_id", text=text[:40]))
    return text


def owned_account(text: str) -> str:
    """A text that may name somebody, or an account of theirs.

    Raises:
        ValueError: when it may not.
    """
    person, slash, kind = text.partition("/")
    _person(person)
    if slash and kind not in KINDS:
        raise UnknownWordError(kind, KINDS, "account")
    return text


def _when(text: str) -> int | None:
    return None if text == "never" else parse_moment(text)


Moved: TypeAlias = Annotated[int, reading(_moved), text_schema(f"^{_MONEY}$", "800元")]
PooledPart: TypeAlias = Annotated[
    int | Ratio, reading(_pooled), text_schema(rf"^({_MONEY}|\d+(\.\d\d?)?\s*%)$", "60%")
]
MonthText: TypeAlias = Annotated[
    str, reading(_month), text_schema(r"^\d{4}-(0[1-9]|1[0-2])$", "2026-03")
]
BalanceSpan: TypeAlias = Annotated[
    Span,
    reading(_span),
    text_schema(rf"^(>=|<=)?-?{_MONEY}(\.\.-?{_MONEY})?$", ">=500元"),
]
SettingText: TypeAlias = Annotated[
    Setting, reading(parse_setting), text_schema(r"^[a-z_.]+@CN", "transfer.cap.each@CN")
]
PersonId: TypeAlias = Annotated[str, reading(_person), text_schema(r"^[^\W_][\w-]*$", "li")]
PersonName: TypeAlias = Annotated[str, reading(_name), WithJsonSchema({"type": "string"})]
StepId: TypeAlias = Annotated[str, reading(step_id), text_schema(r"^[^\s/,:]+$", "t1")]
OwnedAccount: TypeAlias = Annotated[
    str,
    reading(owned_account),
    text_schema(r"^[^\W_][\w-]*(/(personal|wallet|pool))?$", "li/wallet"),
]
PassesAt: TypeAlias = Annotated[
    int | None,
    reading(_when),
    WithJsonSchema({"type": "string", "examples": ["2025-11-11 06:00", "never"]}),
]
Scheme: TypeAlias = Annotated[str, one_of(SCHEMES, "scheme"), word_schema(SCHEMES)]
Kin: TypeAlias = Annotated[str, one_of(KIN, "kin"), word_schema(KIN)]
SettingWord: TypeAlias = Annotated[str, one_of(SETTINGS, "setting"), word_schema(SETTINGS)]
CodeWord: TypeAlias = Annotated[str, one_of(CODES, "refusal code"), word_schema(CODES)]
StandingWord: TypeAlias = Annotated[str, one_of(STANDINGS, "standing"), word_schema(STANDINGS)]
OffenceWord: TypeAlias = Annotated[str, one_of(OFFENCES, "offence"), word_schema(OFFENCES)]
IntentWord: TypeAlias = Annotated[str, one_of(INTENTS, "intent"), word_schema(INTENTS)]
PremiumWord: TypeAlias = Annotated[
    str, one_of(PREMIUM_SCHEMES, "premium"), word_schema(PREMIUM_SCHEMES)
]
ProofWord: TypeAlias = Annotated[str, one_of(PROOFS, "proof"), word_schema(PROOFS)]
MessageWord: TypeAlias = Annotated[
    str,
    one_of(MESSAGES, "message"),
    WithJsonSchema({"enum": [*MESSAGES, *(int(number) for number in MESSAGES)]}),
]
Invariant: TypeAlias = Annotated[str, one_of(NAMES, "invariant"), word_schema(NAMES)]
Zone: TypeAlias = Annotated[
    str, one_of(("Asia/Shanghai",), "zone"), word_schema(("Asia/Shanghai",))
]


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise ValueError(Said("value.not_number", text=text[:40]))
    return int(text)


def _hash(text: str) -> str:
    if len(text) > 64 or any(c not in "0123456789abcdef" for c in text):
        raise ValueError(Said("value.not_hash", text=text[:40]))
    return text


Months: TypeAlias = Annotated[
    int, reading(_months), WithJsonSchema({"type": ["integer", "string"], "examples": ["6个月"]})
]
RowCount: TypeAlias = Annotated[int, reading(_count), WithJsonSchema({"type": "integer"})]
HashText: TypeAlias = Annotated[str, reading(_hash), text_schema("^[0-9a-f]{1,64}$", "9f3a")]


class WordOr:
    """Lets a mapping also be written as one word: `expect: pending`.

    The word becomes the mapping's `verdict`.
    """

    def __init__(self, words: tuple[str, ...], what: str) -> None:
        self.words = words
        self.what = what

    def before(self) -> BeforeValidator:
        """The validator that turns the word into the mapping."""
        return BeforeValidator(self._widen)

    def _widen(self, value: Any) -> Any:
        if isinstance(value, str):
            return {"verdict": pick(text_of(value), self.words, self.what)}
        return value

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """The schema: one of the words, or the mapping."""
        return {"anyOf": [{"enum": list(self.words)}, handler(schema)]}


def any_value(value: Any) -> Any:
    """A value whose kind is known only later."""
    return value


Raw: TypeAlias = Annotated[Any, PlainValidator(any_value), WithJsonSchema({})]
