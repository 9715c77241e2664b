"""The reference of problems tells what the reader does."""

import re
from pathlib import Path

import pytest

from ledger.text.problems import render
from ledger.text.reader import SIZE_LIMIT_BYTES, Document, read

REPO = Path(__file__).parents[2]
REFERENCE = (REPO / "docs/reference/problems.md").read_text(encoding="utf-8")
SECTION = re.compile(
    r"^### (?P<code>Y\d{3}): .*?(?:^```yaml\n(?P<file>.*?)^```$.*?)?^```\n(?P<told>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
BYTES = {"Y007": "name: 李明".encode("gbk"), "Y009": b"#" * (SIZE_LIMIT_BYTES + 1)}


def sections() -> dict[str, re.Match[str]]:
    """The sections on YAML, by code."""
    parts = re.split(r"^(?=##)", REFERENCE, flags=re.MULTILINE)
    matches = [SECTION.match(part) for part in parts if part.startswith("### Y")]
    return {found["code"]: found for found in matches if found}


def test_every_code_of_the_reader_has_its_section() -> None:
    sources = (REPO / "ledger/text").glob("*.py")
    used = {code for path in sources for code in re.findall(r"\bY\d{3}\b", path.read_text("utf-8"))}

    assert used == set(sections())
    assert len(used) == 11


@pytest.mark.parametrize("code", sorted(sections()))
def test_the_example_of_a_code_is_told_as_the_reference_says(code: str) -> None:
    section = sections()[code]
    document: Document = read(BYTES.get(code) or section["file"].encode(), "a.yaml")

    assert render(document.problems, {"a.yaml": document.text}) == section["told"]
    assert {problem.code for problem in document.problems} == {code}
