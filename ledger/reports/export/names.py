"""Decides what accounting programs call an account: a root, and parts that are words or ids.

`li/wallet` is `assets:li:wallet` for hledger and `Assets:P-li:Wallet` for Beancount. What a
program takes for a sign of its own is written as its code point, so that no two accounts share a
name, whatever ids they are made of.
"""

import re
import unicodedata
from typing import Final, NamedTuple

PERSON, KEY, WORD = "P", "K", ""

_ROOTS: Final = {
    "opening": "equity",
    "contribution": "income",
    "provider": "expenses",
    "insurer": "expenses",
    "fund": "equity",
    "cash": "equity",
    "clearing": "liabilities",
}
"""Where the accounts of the world stand: the signs are those that accounting gives them."""


class Part(NamedTuple):
    """One part of a name: a word of ours, or an id of a person or of a command."""

    kind: str
    text: str


def parts_of(account: str) -> tuple[str, list[Part]]:
    """The root (`assets`) and the parts of an account's name."""
    first, _, rest = account.partition("/")
    if first == "outside":
        words = [Part(WORD, word) for word in rest.split("/")]
        return _ROOTS[words[0].text], words
    if first == "transit":
        move, _, person = rest.partition("/")
        if move == "move" and person:
            return "assets", [Part(WORD, first), Part(WORD, move), Part(PERSON, person)]
        return "assets", [Part(WORD, first), Part(KEY, rest)]
    kind, _, member = rest.partition("/")
    tail = [Part(PERSON, member)] if member else []
    return "assets", [Part(PERSON, first), Part(WORD, kind), *tail]


def hledger_name(account: str) -> str:
    """`assets:li:wallet`; an id's other signs than letters, digits, `_`, `.` and `-` as `%20%`."""
    root, parts = parts_of(account)
    return ":".join([root, *(plain(part.text) for part in parts)])


def plain(text: str) -> str:
    """A text without any sign that means something to an accounting program."""
    return re.sub(r"[^\w.-]", lambda found: f"%{ord(found[0]):x}%", text)


def beancount_name(account: str) -> str:
    """`Assets:P-li:Wallet`; other signs than letters and digits as `-x5f-`, a hyphen as `--`."""
    root, parts = parts_of(account)
    return ":".join([root.capitalize(), *map(_component, parts)])


def _component(part: Part) -> str:
    if part.kind == WORD:
        return "-".join(word[:1].upper() + word[1:] for word in re.split("[.-]", part.text))
    return f"{part.kind}-{''.join(map(_sign, part.text))}"


def _sign(char: str) -> str:
    if char == "-":
        return "--"
    category = unicodedata.category(char)
    return char if category[0] == "L" or category == "Nd" else f"-x{ord(char):x}-"
