"""Counts, rates and ages: small numbers that carry their unit in the text."""

import re

from ledger.text.said import Said

_UNIT = re.compile(r"次|人|笔|个|个月|月|倍|times?|people|persons?|months?")
_COUNT = re.compile(rf"(\d{{1,9}})\s*({_UNIT.pattern})")
_PERCENT = re.compile(r"(\d{1,3})(?:\.(\d{1,2}))?\s*%")
_AGE = re.compile(r"(\d{1,3})\s*(岁|years?)")
_DAYS = re.compile(r"(\d{1,5})\s*(日|天|days?)")

_CHINESE = {
    "time": "次",
    "times": "次",
    "people": "人",
    "person": "人",
    "persons": "人",
    "月": "个月",
    "month": "个月",
    "months": "个月",
}
"""How a unit is written back, where it may be written in several ways."""


def parse_count(text: str) -> int:
    """Read `3次`, `5人`, `12个月` or `3 times`.

    Raises:
        ValueError: when the unit is missing or it is no whole number.
    """
    return int(_read(_COUNT, text, "value.not_count")[1])


def unit_of(text: str) -> str:
    """The unit of a count, in Chinese: 人 of `5 people`.

    Raises:
        ValueError: when it is no count.
    """
    return parse_unit(_read(_COUNT, text, "value.not_count")[2])


def parse_unit(text: str) -> str:
    """Read what a count counts, `人` or `people`, as Chinese.

    Raises:
        ValueError: when nothing is counted in it.
    """
    unit = _read(_UNIT, text, "value.not_unit")[0]
    return _CHINESE.get(unit, unit)


def parse_percent(text: str) -> int:
    """Read `2.5%` as basis points (250).

    Raises:
        ValueError: when it is not a percentage with at most two decimals.
    """
    match = _read(_PERCENT, text, "value.not_percent")
    return int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))


def parse_age(text: str) -> int:
    """Read `18岁` or `18 years` as whole years.

    Raises:
        ValueError: when it is not written so.
    """
    return int(_read(_AGE, text, "value.not_age")[1])


def parse_days(text: str) -> int:
    """Read `30日` or `30 days`.

    Raises:
        ValueError: when it is not written so.
    """
    return int(_read(_DAYS, text, "value.not_days")[1])


def _read(pattern: re.Pattern[str], text: str, otherwise: str) -> re.Match[str]:
    match = pattern.fullmatch(text.strip())
    if match is None:
        raise ValueError(Said(otherwise, text=text[:40]))
    return match
