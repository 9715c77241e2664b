"""Counts, rates and ages: small numbers that carry their unit in the text."""

import re

_COUNT = re.compile(r"(\d{1,9})\s*(次|人|笔|个|times?|people|persons?)")
_PERCENT = re.compile(r"(\d{1,3})(?:\.(\d{1,2}))?\s*%")
_AGE = re.compile(r"(\d{1,3})\s*(岁|years?)")
_DAYS = re.compile(r"(\d{1,5})\s*(日|天|days?)")


def parse_count(text: str) -> int:
    """Read `3次`, `5人` or `3 times`.

    Raises:
        ValueError: when the unit is missing or it is no whole number.
    """
    return int(_read(_COUNT, text, "a count", "3次")[1])


def parse_percent(text: str) -> int:
    """Read `2.5%` as basis points (250).

    Raises:
        ValueError: when it is not a percentage with at most two decimals.
    """
    match = _read(_PERCENT, text, "a percentage", "2.5%")
    return int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))


def parse_age(text: str) -> int:
    """Read `18岁` or `18 years` as whole years.

    Raises:
        ValueError: when it is not written so.
    """
    return int(_read(_AGE, text, "an age", "18岁")[1])


def parse_days(text: str) -> int:
    """Read `30日` or `30 days`.

    Raises:
        ValueError: when it is not written so.
    """
    return int(_read(_DAYS, text, "a number of days", "30日")[1])


def _read(pattern: re.Pattern[str], text: str, what: str, example: str) -> re.Match[str]:
    match = pattern.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"“{text[:40]}” is not {what}; write for example {example}")
    return match
