"""Syntax errors in words that help, whichever parser found them."""

import pytest

from ledger.text.events import LOADERS
from ledger.text.reader import parse

TAB = "a tab is used for indentation; YAML wants spaces"
COLON = "“: ” cannot stand here; check indentation, or quote the text"
MISFIT = "this does not fit; check indentation and quotes before it"
ITEM = "“- ” is missing; the items of a list begin in one column"
ALIAS = "anchors (&) and aliases (*) are not allowed; quote a text that begins with & or *"
TAG = "tags (!) are not allowed; quote a text that begins with !"
ESCAPE = "this escape is unfinished or names no character"
REST = "nothing may follow here; check brackets and indentation"


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a:\n\tb: c\n", f"2:1 Y001 {TAB}"),
        ("a: x\n\tb\n", f"2:1 Y001 {TAB}"),
        ("a: |\n\tb\n", f"2:1 Y001 {TAB}"),
        ("a: @x\n", "1:4 Y001 a text cannot begin with “@”; quote the text"),
        ("a: %x\n", "1:4 Y001 a text cannot begin with “%”; quote the text"),
        ("a: b: c\n", f"1:5 Y001 {COLON}"),
        ("a: 1\n b: 2\n", f"2:3 Y001 {COLON}"),
        ("a: - b\n", "1:4 Y001 “- ” cannot stand here; begin the list on its own line"),
        ("a: ? b\n", "1:4 Y001 “? ” cannot stand here; quote the text"),
        ("a: 1\nb\nc: 2\n", "2:1 Y001 this is neither “key: value” nor “- item”"),
        ("a: {b: 1\n", "1:4 Y001 this “{” is never closed"),
        ("a: 1\nb: [c, d\n", "2:4 Y001 this “[” is never closed"),
        (
            "a: {b: 1\nc: 2\n",
            "2:2 Y001 “,” or “}” is missing; the “{” on line 1 is still open",
        ),
        (
            "a:\n  [x: y: z]\n",
            "2:8 Y001 “,” or “]” is missing; the “[” on line 2 is still open",
        ),
        ('a: "x\nb: c\n', "1:4 Y001 this quotation mark is never closed"),
        ("---\na: 'x\n---\ny'\n", "2:4 Y001 this quotation mark is not closed before “---”"),
        ('a: "\\x1"\n', f"1:7 Y001 {ESCAPE}"),
        ("a: |x\n  b\n", "1:5 Y001 after | or > the line must end; or quote the text"),
        ("a: 'x' y\n", f"1:8 Y001 {MISFIT}"),
        ("a:\n  b: 1\n c: 2\n", f"3:2 Y001 {MISFIT}"),
        ("a: b\n- c\n", f"2:1 Y001 {MISFIT}"),
        ("- a\nb: c\n", f"2:1 Y001 {ITEM}"),
        ("[a, , b]\n", "1:5 Y001 a value is missing here"),
        ("a: }\n", "1:4 Y001 a value is missing here"),
        ("[a] b\n", f"1:5 Y001 {REST}"),
        ("%YAML 3.0\n---\na\n", "1:1 Y001 leave the %YAML line out"),
        ("a: *important*\n", f"1:4 Y004 {ALIAS}"),
        ("a: &\n", f"1:4 Y004 {ALIAS}"),
        ("a: !foo!bar x\n", f"1:4 Y004 {TAG}"),
        ("a: !<x y\n", f"1:7 Y004 {TAG}"),
    ],
)
def test_a_syntax_error_is_told_at_the_place_to_change(
    text: str, problem: str, loader: type
) -> None:
    document = parse(text, "a.yaml", loader=loader)

    assert [f"{p.line}:{p.col} {p.code} {p.message}" for p in document.problems] == [problem]
    assert not document.complete


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ('a: "\\q"\n', "Y001", "no such escape; for a backslash write \\\\"),
        ('a: "\\UFFFFFFFF"\n', "Y001", ESCAPE),
        ("%x\na: b\n", "Y001", None),
    ],
)
def test_where_the_parsers_differ_in_the_place_they_agree_in_the_code(
    text: str, code: str, message: str | None, loader: type
) -> None:
    (problem,) = parse(text, "a.yaml", loader=loader).problems

    assert problem.code == code
    assert message in (None, problem.message)


def test_what_was_read_before_a_syntax_error_is_kept() -> None:
    document = parse("a: b\nc: [d, {e: f}\n", "a.yaml")

    assert document.data == {"a": "b", "c": ["d", {"e": "f"}]}
