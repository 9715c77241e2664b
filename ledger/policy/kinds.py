"""The kinds of policy values: how each is read, what absence means, and which of two is tighter."""

from collections.abc import Callable
from typing import Any, NamedTuple

from ledger.core.terms import ABSENT, NEVER_OPEN, NEXT_MORNING
from ledger.words.moments import DAY, MINUTE, Window, format_due, format_hours, parse_due, parse_hours
from ledger.words.money import NO_LIMIT, parse_money, yuan
from ledger.words.quantities import parse_age, parse_count, parse_days, parse_percent

Value = Any
"""int (fen, times, basis points, years, days), str (a word), frozenset (words), windows or rows."""


class Kind(NamedTuple):
    """One kind of value.

    Attributes:
        read: text to value; raises ValueError.
        show: value to the text of an explanation.
        refuse, no_limit: the value when none is in force, as `when_absent` says.
        tighter: whether the first value allows no more than the second; None: not comparable.
        unit: what a bare number lacks, for `show`.
    """

    read: Callable[[str], Value]
    show: Callable[[Value], str]
    refuse: Value
    no_limit: Value
    tighter: Callable[[Value, Value], bool] | None


def _at_most(one: int, other: int) -> bool:
    return one <= other


def _hours_tighter(one: tuple[Window, ...], other: tuple[Window, ...]) -> bool:
    minutes = range(0, DAY, MINUTE)
    shut = [any(w.holds(m) for w in one) for m in minutes]
    return all(s or not any(w.holds(m) for w in other) for m, s in zip(minutes, shut, strict=True))


def _subset(one: frozenset[str], other: frozenset[str]) -> bool:
    return one <= other


def _percent(bp: int) -> str:
    return f"{bp // 100}.{bp % 100:02d}%".replace(".00%", "%")


def _words(value: frozenset[str]) -> str:
    return ", ".join(sorted(value))


KINDS: dict[str, Kind] = {
    "money": Kind(parse_money, lambda fen: f"{yuan(fen)} 元", 0, NO_LIMIT, _at_most),
    "count": Kind(parse_count, lambda n: f"{n} 次", 0, NO_LIMIT, _at_most),
    "percent": Kind(parse_percent, _percent, 0, NO_LIMIT, _at_most),
    "age": Kind(parse_age, lambda n: f"{n} 岁", NO_LIMIT, 0, None),
    "days": Kind(parse_days, lambda n: f"{n} 日", 0, NO_LIMIT, None),
    "hours": Kind(parse_hours, format_hours, NEVER_OPEN, (), _hours_tighter),
    "time": Kind(parse_due, format_due, NEXT_MORNING, NEXT_MORNING, None),
    "choice": Kind(str, str, ABSENT, ABSENT, None),
    "set": Kind(str, _words, frozenset(), frozenset(), _subset),
    "brackets": Kind(str, str, (), (), None),
}
