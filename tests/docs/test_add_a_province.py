"""Adding a place is one YAML file: beside the others it is in the book, and no Python names it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.policy import shipped
from ledger.words.moments import parse_day
from tests.docs.pages import REPO, blocks

PAGE = REPO / "docs/how-to/add-a-province.md"
DATA = REPO / "ledger/policy/data"
REGION = "CN-HI-460400"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the shipped files that the program takes for its own."""
    folder = Path(shutil.copytree(DATA, tmp_path / "data"))
    monkeypatch.setattr(shipped, "_DATA", folder)
    for remembered in (shipped.names, shipped.document, shipped._book):
        remembered.cache_clear()
    yield folder
    for remembered in (shipped.names, shipped.document, shipped._book):
        remembered.cache_clear()


def test_the_file_of_the_guide_is_in_force_once_it_lies_beside_the_shipped_ones(data: Path) -> None:
    block = next(block for block in blocks(PAGE) if block.name.endswith("cn-hi-460400.yaml"))
    day = parse_day("2025-10-15")
    assert shipped.shipped().value("transfer.amount.per_day", REGION, day) > 300_000

    (data / "cn-hi-460400.yaml").write_text(block.text, encoding="utf-8")
    shipped.names.cache_clear()

    book = shipped.shipped()
    assert book.value("transfer.amount.per_day", REGION, day) == 300_000
    assert book.value("bind.members.cap", REGION, day) == 4
    assert book.value("wallet.open", REGION, day) == "open"


def test_no_python_of_the_program_names_a_region_but_the_table_of_regions() -> None:
    named = {
        f"{path.relative_to(REPO)}: {line.strip()}"
        for path in (REPO / "ledger").rglob("*.py")
        if path.name != "regions.py"
        for line in path.read_text(encoding="utf-8").splitlines()
        if '"CN-' in line and not line.lstrip().startswith(("#", '"""'))
    }
    examples = {line for line in named if "text_schema(" in line or "word_schema(" in line}

    assert named - examples == set()
