"""The documents, taken apart: fenced blocks, generated parts, headings and links."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

REPO = Path(__file__).parents[2]
PROBLEMS = REPO / "docs/reference/problems.md"
"""Its examples are of broken files; the tests of each reader of files run them."""

_FENCE = re.compile(
    r"^```(?P<language>\w*)[ ]*(?P<name>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
_GENERATED = re.compile(
    r"^<!-- generated: (?P<what>[^\n]*) -->\n(?P<text>.*?)^<!-- end -->$", re.MULTILINE | re.DOTALL
)
_HEADING = re.compile(r"^#{1,6} +(.+?)\s*$", re.MULTILINE)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_NO_ANCHOR = re.compile(r"[^\w\- ]")


class Block(NamedTuple):
    """A fenced block: ```` ```language name ````."""

    page: Path
    line: int
    language: str
    name: str
    text: str
    span: tuple[int, int]

    @property
    def place(self) -> str:
        return f"{self.page.relative_to(REPO)}:{self.line}"


def pages() -> list[Path]:
    """Every document of the project."""
    return sorted([*REPO.glob("*.md"), *(REPO / "docs").rglob("*.md")])


def name_of(page: Path) -> str:
    return page.relative_to(REPO).as_posix()


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def blocks(page: Path) -> list[Block]:
    """The fenced blocks of a document, in order."""
    text = text_of(page)
    return [
        Block(
            page,
            text.count("\n", 0, found.start()) + 1,
            found["language"],
            found["name"],
            found["text"],
            found.span("text"),
        )
        for found in _FENCE.finditer(text)
    ]


def without_blocks(page: Path) -> str:
    return _FENCE.sub("", text_of(page))


def generated(page: Path) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """Each generated part: what it is, its text, and where that stands."""
    for found in _GENERATED.finditer(text_of(page)):
        yield found["what"], found["text"], found.span("text")


def rewritten(page: Path, parts: Mapping[tuple[int, int], str]) -> str:
    """The text of a document with other texts in place of parts of it."""
    text = text_of(page)
    for (start, end), new in sorted(parts.items(), reverse=True):
        text = text[:start] + new + text[end:]
    return text


def agree(page: Path, should: str, *, update: bool) -> None:
    """See that a document reads as it should; `update` writes it, and fails once all the same."""
    if update and text_of(page) != should:
        page.write_text(should, encoding="utf-8")
        pytest.fail(f"{name_of(page)} was written again; read the difference")
    assert text_of(page) == should


def anchor(heading: str) -> str:
    """What a link calls a heading: lower case, no punctuation, hyphens for spaces."""
    return _NO_ANCHOR.sub("", heading.lower()).replace(" ", "-")


def anchors(page: Path) -> set[str]:
    return {anchor(heading) for heading in _HEADING.findall(without_blocks(page))}


def links(page: Path) -> list[str]:
    """The links of a document to files and headings of the project."""
    found = _LINK.findall(without_blocks(page))
    return [link for link in found if "://" not in link]
