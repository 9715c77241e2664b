"""The kinds of policy values: how each is read and written, and which of two is tighter."""

from collections.abc import Callable
from typing import Any, NamedTuple

from ledger.core.terms import ABSENT, NEVER_OPEN, NEXT_MORNING
from ledger.text.said import Said
from ledger.words.moments import (
    DAY,
    MINUTE,
    Window,
    format_due,
    format_hours,
    parse_due,
    parse_hours,
)
from ledger.words.money import NO_LIMIT, money_text, parse_money, yuan
from ledger.words.quantities import parse_age, parse_count, parse_days, parse_percent

Value = Any
"""int (fen, times, basis points, years, days), str (a word), frozenset of words, windows, rows."""


class Kind(NamedTuple):
    """One kind of value.

    Attributes:
        read: text to value; raises ValueError.
        show: value to the text that people read.
        write: value to the text that a file states; `read` gives the value back.
        refuse, no_limit: the value when none is in force, as `when_absent` says.
        tighter: whether the first value allows no more than the second; None: not comparable.
    """

    read: Callable[[str], Value]
    show: Callable[[Value], str]
    write: Callable[[Value], str]
    refuse: Value
    no_limit: Value
    tighter: Callable[[Value, Value], bool] | None


def _at_most(one: int, other: int) -> bool:
    return one <= other


def _hours_tighter(one: tuple[Window, ...], other: tuple[Window, ...]) -> bool:
    minutes = range(0, DAY, MINUTE)
    shut = [any(w.holds(m) for w in one) for m in minutes]
    must = [any(w.holds(m) for w in other) for m in minutes]
    return all(s or not m for s, m in zip(shut, must, strict=True))


def _subset(one: frozenset[str], other: frozenset[str]) -> bool:
    return one <= other


def _yuan(fen: int) -> str:
    return f"{yuan(fen)} 元"


def _percent(bp: int) -> str:
    whole, part = divmod(bp, 100)
    return f"{whole}.{part:02d}".rstrip("0").rstrip(".") + "%"


def _hours(windows: tuple[Window, ...]) -> str:
    return format_hours(windows).replace("–", "-")


def _plain(unit: str) -> Callable[[int], str]:
    return lambda number: f"{number}{unit}"


def _spaced(unit: str) -> Callable[[int], str]:
    return lambda number: f"{number:,} {unit}"


def _no_rows(_text: str) -> Value:
    raise ValueError(Said("policy.rows_wanted"))


KINDS: dict[str, Kind] = {
    "money": Kind(parse_money, _yuan, money_text, 0, NO_LIMIT, _at_most),
    "count": Kind(parse_count, _spaced("次"), _plain("次"), 0, NO_LIMIT, _at_most),
    "percent": Kind(parse_percent, _percent, _percent, 0, NO_LIMIT, _at_most),
    "age": Kind(parse_age, _spaced("岁"), _plain("岁"), NO_LIMIT, 0, None),
    "days": Kind(parse_days, _spaced("日"), _plain("日"), 0, NO_LIMIT, None),
    "hours": Kind(parse_hours, format_hours, _hours, NEVER_OPEN, (), _hours_tighter),
    "time": Kind(parse_due, format_due, format_due, NEXT_MORNING, NEXT_MORNING, None),
    "choice": Kind(str, str, str, ABSENT, ABSENT, None),
    "set": Kind(str, str, str, frozenset(), frozenset(), _subset),
    "brackets": Kind(_no_rows, str, str, (), (), None),
}
