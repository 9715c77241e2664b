"""Decides how many terminal cells a text takes and how it is shown without harm."""

import re
import unicodedata

ELLIPSIS = "…"

_PLAIN = re.compile(r"[ -~]*")
_ZERO_WIDTH = frozenset({"Mn", "Me", "Cf"})
_HARMFUL = frozenset(
    {"Cc", "Cf", "Cs", "Zl", "Zp"}
)  # control, format (bidi), surrogate, line breaks


def cells(text: str) -> int:
    """Return the width of `text` in terminal cells: wide characters 2, combining ones 0."""
    if _PLAIN.fullmatch(text):
        return len(text)
    return sum(map(_cells_of, text))


def pad(text: str, width: int) -> str:
    """Return `text` with spaces behind it up to `width` cells; a longer one stays whole."""
    return text + " " * (width - cells(text))


def clip(text: str, width: int) -> str:
    """Return `text` in at most `width` cells; what is cut off at its end is shown as `…`."""
    if cells(text) <= width:
        return text
    return text[: _fitting(text, width - 1)] + ELLIPSIS if width > 0 else ""


def clip_start(text: str, width: int) -> str:
    """Return `text` in at most `width` cells; what is cut off at its start is shown as `…`."""
    if cells(text) <= width:
        return text
    kept = _fitting(text[::-1], width - 1)
    return ELLIPSIS + text[len(text) - kept :] if width > 0 else ""


def fold(text: str, width: int, indent: int) -> list[str]:
    """Return `text` as lines of at most `width` cells, all but the first behind an indent.

    A line ends at a space where it has one behind its indent, else between two characters.
    """
    lines = []
    while cells(text) > width:
        end = _fitting(text, width)
        space = text.rfind(" ", indent + 1, end + 1)
        end = space if space > indent else max(end, indent + 1)
        lines.append(text[:end].rstrip())
        text = " " * indent + text[end:].lstrip()
    return [*lines, text]


def harmless(text: str) -> str:
    r"""Return `text` with control, format and bidi characters written out, like `\x1b`."""
    if text.isprintable():
        return text
    return "".join(map(_escaped, text))


def _cells_of(char: str) -> int:
    if unicodedata.category(char) in _ZERO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _fitting(text: str, width: int) -> int:
    """Return how many characters from the start of `text` fit into `width` cells."""
    for index, char in enumerate(text):
        width -= _cells_of(char)
        if width < 0:
            return index
    return len(text)


def _escaped(char: str) -> str:
    if unicodedata.category(char) in _HARMFUL:
        return char.encode("unicode_escape").decode("ascii")
    return char
