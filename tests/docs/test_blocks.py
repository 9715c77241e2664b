"""What the documents show is what happens: their files are read, their commands run."""

import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from ledger.scenario.model import FeedFields, ScenarioFile, StepFields
from ledger.text.reader import read
from tests.docs.pages import (
    PROBLEMS,
    REPO,
    Block,
    agree,
    blocks,
    name_of,
    pages,
    rewritten,
    text_of,
)
from tests.docs.terminal import Desk

LANGUAGES = {"console", "csv", "diff", "json", "jsonl", "python", "sh", "yaml"}
SAVED = {"csv", "json", "jsonl", "python", "yaml"}
"""Kinds of blocks that are files."""

NOT_RUN = {
    r"make (demo|test)": "makes .venv over the network, or runs these very tests; only planned",
    r"python3 -m venv \.venv": "the next lines fill it over the network",
    r"uv venv": "uv may not be here",
    r"(\.venv/bin|uv) ?/?pip install --require-hashes -r requirements\.lock": "asks the network",
    r"(\.venv/bin|uv) ?/?pip install --no-deps --no-build-isolation \.": "test_wheel installs",
    r"\.venv/bin/walletsim replay": "the console blocks run the same program",
    r"git clone \S+": "asks the network",
}
"""The commands of `sh` blocks, none of which is run here, and why."""

DOCUMENTS = [page for page in pages() if page != PROBLEMS]


def blocks_in(*languages: str) -> list[Block]:
    return [block for page in DOCUMENTS for block in blocks(page) if block.language in languages]


def place(block: Block) -> str:
    return block.place


@pytest.mark.parametrize("page", DOCUMENTS, ids=name_of)
def test_a_document_shows_what_its_reader_would_see(
    page: Path, tmp_path: Path, update_docs: bool
) -> None:
    chinese = page.name.endswith(".zh-CN.md")  # its reader's terminal speaks Chinese
    desk = Desk(tmp_path, "zh_CN.UTF-8") if chinese else Desk(tmp_path)
    shown: dict[tuple[int, int], str] = {}
    for block in blocks(page):
        if block.language == "console":
            shown[block.span] = desk.shown(block)
        elif block.language == "diff":
            desk.edit(block)
        elif block.language in SAVED and block.name:
            desk.save(block)

    agree(page, rewritten(page, shown), update=update_docs)


@pytest.mark.parametrize("page", DOCUMENTS, ids=name_of)
def test_every_block_of_a_document_is_of_a_kind_that_a_test_knows(page: Path) -> None:
    assert {block.language for block in blocks(page)} <= LANGUAGES
    assert text_of(page).count("```") == 2 * len(blocks(page))


@pytest.mark.parametrize("block", blocks_in("sh"), ids=place)
def test_every_set_up_command_is_one_whose_parts_are_here(block: Block) -> None:
    for line in block.text.splitlines():
        command = " ".join(shlex.split(line, comments=True))
        assert any(re.fullmatch(known, command) for known in NOT_RUN), command
        for file in re.findall(r"\S+\.lock", command):
            assert "--hash=sha256:" in text_of(REPO / file)
        if command.startswith("make "):
            plan = ["make", "--dry-run", command.removeprefix("make ")]
            done = subprocess.run(plan, cwd=REPO, env={"PATH": "/usr/bin:/bin"}, check=False)
            assert done.returncode == 0


@pytest.mark.parametrize("block", [b for b in blocks_in("yaml") if not b.name], ids=place)
def test_every_piece_of_a_file_is_one_that_the_file_models_take(block: Block) -> None:
    document = read(block.text.encode(), block.place)

    assert not document.problems
    if isinstance(document.data, list):
        assert all(takes(StepFields | FeedFields, item) for item in document.data)
    else:
        fields = ScenarioFile.model_fields
        assert isinstance(document.data, dict)
        for key, value in document.data.items():
            assert takes(fields[key].rebuild_annotation(), value)


def takes(kind: Any, value: Any) -> bool:
    """Whether a model takes a value; raises what is wrong with it."""
    TypeAdapter(kind).validate_python(value)
    return True


def test_the_two_readmes_show_the_same_commands() -> None:
    commands = [
        [
            line.replace(" --lang zh", "")
            for block in blocks(REPO / name)
            for line in block.text.splitlines()
            if block.language == "sh" or line.startswith("$ ")
        ]
        for name in ("README.md", "README.zh-CN.md")
    ]

    english, chinese = ([line.partition("#")[0].strip() for line in lines] for lines in commands)
    assert english == chinese
