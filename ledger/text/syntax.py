"""Decides how a syntax error of the YAML parser is told to the person who wrote the file."""

from typing import NamedTuple

import yaml

from ledger.text.events import Mark
from ledger.text.problems import quoted


class SyntaxFault(NamedTuple):
    """A syntax error: where it is (from 1), its code and its sentence."""

    line: int
    col: int
    code: str
    message: str


class _Wording(NamedTuple):
    """Fits an error when the parser was `doing` this and `says` that; the first one counts."""

    doing: str
    says: str
    message: str
    code: str = "Y001"


_TAGS = "tags (!) are not allowed; quote a text that begins with !"
_ALIASES = "anchors (&) and aliases (*) are not allowed; quote a text that begins with & or *"
_TAB = "a tab is used for indentation; YAML wants spaces"

# Both parsers are covered; the compiled one and the pure one differ in their words.
_WORDINGS = (
    _Wording("tag", "", _TAGS, "Y004"),
    _Wording("", "undefined tag handle", _TAGS, "Y004"),
    _Wording("anchor", "", _ALIASES, "Y004"),
    _Wording("alias", "", _ALIASES, "Y004"),
    _Wording("", "found a tab character", _TAB),
    _Wording("directive", "", "a line cannot begin with %; quote the text"),
    _Wording("", "YAML d", "leave the %YAML line out"),
    _Wording("", "mapping values", "“: ” cannot stand here; check indentation, or quote the text"),
    _Wording("", "sequence entries", "“- ” cannot stand here; begin the list on its own line"),
    _Wording("", "mapping keys", "“? ” cannot stand here; quote the text"),
    _Wording("simple key", "':'", "this is neither “key: value” nor “- item”"),
    _Wording("quoted scalar", "end of stream", "this quotation mark is never closed"),
    _Wording("quoted scalar", "document", "this quotation mark is not closed before “---”"),
    _Wording("quoted scalar", "unknown escape", r"no such escape; for a backslash write \\"),
    _Wording("quoted scalar", "", "this escape is unfinished or names no character"),
    _Wording("block scalar", "", "after | or > the line must end; or quote the text"),
    _Wording("block mapping", "", "this does not fit; check indentation and quotes before it"),
    _Wording("block collection", "", "“- ” is missing; the items of a list begin in one column"),
    _Wording("", "node content", "a value is missing here"),
    _Wording("", "document start", "nothing may follow here; check brackets and indentation"),
)

# Errors that the parser notices long after their cause; the cause is the context.
_NOTICED_LATE = (
    "':'",
    "end of stream",
    "document indicator",
    "document separator",
    "alphabetic",
)

_BRACKETS = (("flow mapping", "{", "}"), ("flow sequence", "[", "]"))


def fault_of(error: yaml.MarkedYAMLError, text: str) -> SyntaxFault:
    """Return an error of the parser in our words, at the place that needs the change."""
    doing, says = str(error.context or ""), str(error.problem or "")
    for part, opening, closing in _BRACKETS:
        if part in doing and "expected ','" in says:
            return _left_open(error, text, opening, closing)
    if "cannot start any token" in says:
        message = _cannot_begin(_char_at(error.problem_mark, text))
        return SyntaxFault(*_place(error.problem_mark), "Y001", message)
    late = any(fragment in says for fragment in _NOTICED_LATE) and error.context_mark
    place = _place(error.context_mark if late else error.problem_mark)
    for wording in _WORDINGS:
        if wording.doing in doing and wording.says in says:
            return SyntaxFault(*place, wording.code, wording.message)
    return SyntaxFault(*place, "Y001", f"this is not YAML: {says}")


def _left_open(error: yaml.MarkedYAMLError, text: str, opening: str, closing: str) -> SyntaxFault:
    """Blame the bracket itself when the file ends inside it, else what stands there."""
    line, col = _place(error.problem_mark)
    first_line, first_col = _place(error.context_mark)
    if not _char_at(error.problem_mark, text):
        return SyntaxFault(first_line, first_col, "Y001", f"this “{opening}” is never closed")
    missing = f"“,” or “{closing}” is missing; the “{opening}” on line {first_line} is still open"
    return SyntaxFault(line, col, "Y001", missing)


def _cannot_begin(char: str) -> str:
    return _TAB if char == "\t" else f"a text cannot begin with {quoted(char)}; quote the text"


def _char_at(mark: Mark | None, text: str) -> str:
    """Return the character at the mark, or nothing at the end of the text."""
    return text[mark.index : mark.index + 1] if mark else ""


def _place(mark: Mark | None) -> tuple[int, int]:
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
