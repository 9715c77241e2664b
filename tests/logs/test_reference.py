"""The reference of problems tells what the reading of logs does."""

import re
from pathlib import Path

import pytest

from ledger.scenario.logs.maps import load_map
from ledger.scenario.logs.rows import read_rows
from ledger.text.problems import FileProblems, render
from ledger.text.reader import read
from tests.docs.pages import PROBLEMS, Block, blocks, text_of

LOGS = text_of(PROBLEMS).count("\n", 0, text_of(PROBLEMS).index("\n## Logs\n")) + 1
HEADINGS = {
    number: line.removeprefix("### ")[:4]
    for number, line in enumerate(text_of(PROBLEMS).splitlines(), 1)
    if number > LOGS and line.startswith("### ")
}


def section(block: Block) -> str:
    """The code that a block stands under; empty for the files of all."""
    return max(((n, code) for n, code in HEADINGS.items() if n < block.line), default=(0, ""))[1]


BLOCKS = [(section(block), block) for block in blocks(PROBLEMS) if block.line > LOGS]


def said(folder: Path, code: str) -> str:
    """What is said of the map and the log of all, or those of a code."""
    for under, block in BLOCKS:
        if block.name and under in {"", code}:
            (folder / block.name).write_text(block.text, encoding="utf-8")
    document = read((folder / "map.yaml").read_bytes(), f"{folder}/map.yaml")
    try:
        read_rows([folder / "log.csv"], load_map(document))
    except FileProblems as found:
        told = render(found.problems, {document.path: document.text})
        return told.replace(f"{folder}/", "")
    return ""


def test_the_sound_log_is_sound(tmp_path: Path) -> None:
    assert said(tmp_path, "") == ""


@pytest.mark.parametrize("code", HEADINGS.values())
def test_the_example_of_a_code_is_told_as_the_reference_says(
    code: str, tmp_path: Path, update_docs: bool
) -> None:
    (block,) = [block for under, block in BLOCKS if under == code and not block.name]
    told = said(tmp_path, code)

    if update_docs and told != block.text:
        text = text_of(PROBLEMS).replace(f"```\n{block.text}```", f"```\n{told}```")
        PROBLEMS.write_text(text, encoding="utf-8")
        pytest.fail("written again; read the difference")
    assert told == block.text
    assert f": {code} " in told


def test_every_code_of_logs_has_its_section() -> None:
    sources = Path(__file__).parents[2].glob("ledger/scenario/logs/*.py")
    used = {code for path in sources for code in re.findall(r"\bL\d{3}\b", path.read_text("utf-8"))}

    assert used == set(HEADINGS.values())
