"""Money: whole fen as `int`, read from text with its unit and shown in yuan."""

import re
from typing import Final

from ledger.text.said import Said

NO_LIMIT: Final = 1 << 62
"""Stands for "no such limit" wherever a cap or a room is counted (fen or times)."""

MOST_FEN = 10**15
"""The largest amount a file may state: ten trillion yuan, far above any real account."""

_MONEY = re.compile(r"(-?)(\d+)(?:\.(\d+))?\s*(元|分|CNY|yuan|fen)")
_FEN_UNITS = frozenset({"分", "fen"})


def parse_money(text: str) -> int:
    """Read `2000元`, `2000.50元`, `200050分`, `2000 CNY` or `200050 fen` as fen.

    Raises:
        ValueError: with one clear sentence, when the unit is missing or the amount is not one.
    """
    match = _MONEY.fullmatch(text.strip())
    if match is None:
        raise ValueError(_why_not_money(text.strip()))
    sign, whole, part, unit = match.groups()
    if sign:
        raise ValueError(Said("value.negative", text=text))
    fen = _fen(text, whole, part or "", unit)
    if fen > MOST_FEN:
        raise ValueError(Said("value.too_much", text=text[:40], most=yuan(MOST_FEN)))
    return fen


def _fen(text: str, whole: str, part: str, unit: str) -> int:
    if len(whole) > 20:
        return MOST_FEN + 1
    if unit in _FEN_UNITS:
        if part:
            raise ValueError(Said("value.part_of_fen", text=text))
        return int(whole)
    if len(part) > 2:
        raise ValueError(Said("value.three_decimals", text=text))
    return int(whole) * 100 + int(part.ljust(2, "0"))


def _why_not_money(text: str) -> Said:
    if "," in text or "，" in text:
        plain = re.sub("[,，]", "", text)[:40]
        return Said("value.comma", text=text[:40], plain=plain)
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        return Said("value.no_unit", text=text[:40])
    return Said("value.not_money", text=text[:40])


def yuan(fen: int) -> str:
    """Show fen as yuan with two decimals and thousands commas: `2,000.00`."""
    sign = "-" if fen < 0 else ""
    whole, part = divmod(abs(fen), 100)
    return f"{sign}{whole:,}.{part:02d}"


def money_text(fen: int) -> str:
    """Write fen the way a scenario file states it: `2000元` or `120.50元`."""
    sign = "-" if fen < 0 else ""
    whole, part = divmod(abs(fen), 100)
    return f"{sign}{whole}.{part:02d}元" if part else f"{sign}{whole}元"
