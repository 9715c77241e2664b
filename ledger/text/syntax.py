"""Decides how a syntax error of the YAML parser is told to the person who wrote the file."""

from typing import NamedTuple

import yaml

from ledger.text.events import Mark
from ledger.text.problems import quoted
from ledger.text.said import Said


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


_TAGS = Said("yaml.syntax_tags")
_ALIASES = Said("yaml.syntax_aliases")
_TAB = Said("yaml.syntax_tab")

# Both parsers are covered; the compiled one and the pure one differ in their words.
_WORDINGS = (
    _Wording("tag", "", _TAGS, "Y004"),
    _Wording("", "undefined tag handle", _TAGS, "Y004"),
    _Wording("anchor", "", _ALIASES, "Y004"),
    _Wording("alias", "", _ALIASES, "Y004"),
    _Wording("", "found a tab character", _TAB),
    _Wording("directive", "", Said("yaml.syntax_percent")),
    _Wording("", "YAML d", Said("yaml.syntax_version")),
    _Wording("", "mapping values", Said("yaml.syntax_colon")),
    _Wording("", "sequence entries", Said("yaml.syntax_dash")),
    _Wording("", "mapping keys", Said("yaml.syntax_question")),
    _Wording("simple key", "':'", Said("yaml.syntax_neither")),
    _Wording("quoted scalar", "end of stream", Said("yaml.syntax_quote_open")),
    _Wording("quoted scalar", "document", Said("yaml.syntax_quote_dashes")),
    _Wording("quoted scalar", "unknown escape", Said("yaml.syntax_no_escape")),
    _Wording("quoted scalar", "", Said("yaml.syntax_escape")),
    _Wording("block scalar", "", Said("yaml.syntax_block")),
    _Wording("block mapping", "", Said("yaml.syntax_mapping")),
    _Wording("block collection", "", Said("yaml.syntax_item")),
    _Wording("", "node content", Said("yaml.syntax_value")),
    _Wording("", "document start", Said("yaml.syntax_after")),
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
    fault = _worded(error, text)
    lines = text.count("\n") + 1
    if fault.line <= lines:
        return fault
    # The compiled parser reads on behind a last line that nothing ends.
    return fault._replace(line=lines, col=len(text) - text.rfind("\n"))


def _worded(error: yaml.MarkedYAMLError, text: str) -> SyntaxFault:
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
    return SyntaxFault(*place, "Y001", Said("yaml.syntax_other", says=says))


def _left_open(error: yaml.MarkedYAMLError, text: str, opening: str, closing: str) -> SyntaxFault:
    """Blame the bracket itself when the file ends inside it, else what stands there."""
    line, col = _place(error.problem_mark)
    first_line, first_col = _place(error.context_mark)
    if not _char_at(error.problem_mark, text):
        left_open = Said("yaml.syntax_bracket_open", opening=opening)
        return SyntaxFault(first_line, first_col, "Y001", left_open)
    missing = Said("yaml.syntax_bracket", opening=opening, closing=closing, line=first_line)
    return SyntaxFault(line, col, "Y001", missing)


def _cannot_begin(char: str) -> str:
    return _TAB if char == "\t" else Said("yaml.syntax_begin", char=quoted(char))


def _char_at(mark: Mark | None, text: str) -> str:
    """Return the character at the mark, or nothing at the end of the text."""
    return text[mark.index : mark.index + 1] if mark else ""


def _place(mark: Mark | None) -> tuple[int, int]:
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
