"""Which amounts of money a quoted sentence may mean, in digits or in Chinese numerals."""

import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction

_DIGITS = {char: n // 2 for n, char in enumerate("零〇一壹二贰三叁四肆五伍六陆七柒八捌九玖")}
_DIGITS["两"] = 2
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_BIG = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_UNITS = _SMALL | _BIG

_ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
_NUMBER = re.compile(
    rf"(?P<arabic>{_ARABIC})\s*(?P<units>[{''.join(_UNITS)}]*)"
    rf"|(?P<chinese>[{''.join([*_DIGITS, *_UNITS])}]+)"
)
_FEN = re.compile(r"\s*(?:分|fen\b)")
_OTHER = re.compile(
    r"\s*(?:[年月日天号周时点次笔人位名个岁倍折%‰:]|小时|days?\b|times?\b|people\b|years?\b)"
)


_LONGEST = 40
"""Characters of a number beyond which it is none: no amount is that large or that fine."""


def amounts_fen(quote: str) -> frozenset[int]:
    """Every amount in fen that a number in the text may mean.

    `2,000`, `2千`, `0.2万`, `二千`, `两千元` and `200000分` (full-width digits, too) are all
    200,000 fen. Numbers of days, times, people and the like are no amounts.
    """
    return frozenset(fen.numerator for fen in _amounts(quote) if fen.denominator == 1)


def _amounts(quote: str) -> Iterator[Fraction]:
    text = unicodedata.normalize("NFKC", quote)
    for match in _NUMBER.finditer(text):
        if len(match[0]) <= _LONGEST and _OTHER.match(text, match.end()) is None:
            yield _number(match) * (1 if _FEN.match(text, match.end()) else 100)


def _number(match: re.Match[str]) -> Fraction:
    if match["chinese"]:
        return Fraction(_chinese(match["chinese"]))
    number = Fraction(match["arabic"].replace(",", ""))
    for unit in match["units"]:
        number *= _UNITS[unit]
    return number


def _chinese(text: str) -> int:
    """Read 二千, 两千零五, 两千五 (2,500), 十二, 一亿二千万 or, digit by digit, 二〇〇〇."""
    if _UNITS.keys().isdisjoint(text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total = section = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
            continue
        if char in _SMALL:
            section += (digit or 1) * _SMALL[char]
        elif _BIG[char] == 10**4:
            total, section = total + (section + digit or 1) * 10**4, 0
        else:
            total, section = (total + section + digit or 1) * 10**8, 0
        digit = 0
    return total + section + digit * _place_of_last(text)


def _place_of_last(text: str) -> int:
    """What the last digit counts: ones, or a tenth of the unit right before it (两千五)."""
    return _UNITS.get(text[-2], 10) // 10 if len(text) > 1 else 1
