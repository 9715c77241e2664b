"""The reference of problems tells what the loader and the lint do."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from ledger.cli.policy.tables import finding_line
from ledger.policy.book import PolicyBook
from ledger.policy.lint import lint
from ledger.policy.load import load
from ledger.text.problems import FileProblems, render
from ledger.text.reader import Document, read
from ledger.words.moments import parse_day

REPO = Path(__file__).parents[2]
REFERENCE = (REPO / "docs/reference/problems.md").read_text(encoding="utf-8")
PART = re.search(r"^## P: .*?(?=^## |\Z)", REFERENCE, re.MULTILINE | re.DOTALL)
BLOCK = re.compile(
    r"^```(?P<language>\w*) ?(?P<file>\S*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
AS_OF = parse_day("2027-01-01")


def sections() -> dict[str, str]:
    """The sections on policy files, by code; the first, without one, has the nation's file."""
    assert PART is not None
    parts = re.split(r"^### (P\d{3}): .*\n", PART[0], flags=re.MULTILINE)
    return {"": parts[0]} | dict(zip(parts[1::2], parts[2::2], strict=True))


def blocks(code: str) -> list[tuple[str, str]]:
    """The blocks of a section: a file's name (none for what is told) and text."""
    return [(found["file"], found["text"]) for found in BLOCK.finditer(sections()[code])]


def files(code: str) -> list[Document]:
    """The files of a section's example, on top of the nation's unless it has one itself."""
    shown = {name: text for name, text in blocks(code) if name}
    return [read(text.encode(), name) for name, text in (dict(blocks("")) | shown).items() if name]


def said(code: str, documents: Sequence[Document]) -> str:
    """What the program says of a section's example."""
    try:
        book = load(documents)
    except FileProblems as found:
        return render(found.problems, {d.path: d.text for d in documents})
    return "".join(f"{line}\n" for line in doubts(book, code))


def doubts(book: PolicyBook, code: str) -> list[str]:
    rows = [
        {
            "file": doubt.path,
            "line": doubt.line,
            "column": doubt.col,
            "code": doubt.code,
            "note": doubt.is_note,
            "message": doubt.message,
        }
        for doubt in lint(book, as_of=AS_OF, tested=[])
        if doubt.code == code
    ]
    return [finding_line(row, "en") for row in rows]


def test_every_code_of_policy_files_has_its_section() -> None:
    sources = (REPO / "ledger/policy").glob("*.py")
    used = {code for path in sources for code in re.findall(r"\bP\d{3}\b", path.read_text("utf-8"))}

    assert used == set(sections()) - {""}
    assert len(used) == 21


def test_the_nation_of_the_examples_is_sound() -> None:
    book = load(files(""))

    assert lint(book, as_of=AS_OF, tested=[]) == []


@pytest.mark.parametrize("code", sorted(set(sections()) - {""}))
def test_the_example_of_a_code_is_told_as_the_reference_says(code: str) -> None:
    told = "".join(text for name, text in blocks(code) if not name)

    assert said(code, files(code)) == told
    assert set(re.findall(r":\d+: (P\d{3}) ", told)) == {code}
