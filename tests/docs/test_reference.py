"""The reference lists everything there is, in order, as the program itself says it."""

import ast
import re
from pathlib import Path
from typing import get_args

import pytest

from ledger.core.refusals import Code
from ledger.policy import shipped
from ledger.scenario.model import ACTIONS, ActionFields
from ledger.text.labels import REFUSALS
from tests.docs.generate import Command, commands, part
from tests.docs.pages import (
    PROBLEMS,
    REPO,
    agree,
    anchors,
    blocks,
    generated,
    links,
    name_of,
    pages,
    rewritten,
    text_of,
)

REFERENCE = REPO / "docs/reference"
HOW_TO = REPO / "docs/how-to/write-a-scenario.md"
SECTION = re.compile(
    r"^## `?(?P<title>.+?)`?\n\n(?P<text>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL
)
MARKED = re.compile(r"^<!-- generated: (.+) -->$", re.MULTILINE)
PROBLEM = re.compile(r"[YSPF]\d{3}")

NOT_SHOWN = {"bench": "prints times, never twice the same"}
"""Commands that no document can show at work, and why."""


def sections(page: str) -> dict[str, str]:
    """The second-level sections of a page of the reference, by title."""
    found = SECTION.finditer(text_of(REFERENCE / page))
    return {section["title"]: section["text"] for section in found}


def own_words(section: str) -> str:
    """What a section says beside its generated part."""
    return section.partition("<!-- end -->")[2].strip()


def constants(path: Path) -> set[str]:
    """Every text that stands in a source file."""
    nodes = ast.walk(ast.parse(text_of(path)))
    return {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}


@pytest.mark.parametrize("page", [p for p in pages() if list(generated(p))], ids=name_of)
def test_what_is_generated_in_a_document_is_what_the_program_says(
    page: Path, update_docs: bool
) -> None:
    said = {span: part(what) for what, _, span in generated(page)}

    agree(page, rewritten(page, said), update=update_docs)


def test_every_command_has_its_section_and_nothing_else_has() -> None:
    described = {name: MARKED.findall(text) for name, text in sections("cli.md").items()}

    assert {name: marks for name, marks in described.items() if marks} == {
        f"walletsim {words}": [f"command {words}"] for words in commands()
    }


@pytest.mark.parametrize("command", commands().values(), ids=lambda command: command.words)
def test_every_command_and_everything_it_takes_has_a_help_text(command: Command) -> None:
    assert command.help
    assert [taken.name for taken in command.takes if not taken.help] == []


@pytest.mark.parametrize("words", sorted(commands().keys() - NOT_SHOWN.keys()))
def test_every_command_is_shown_at_work_in_a_document(words: str) -> None:
    typed = f"$ walletsim {words}"
    shown = [block.place for page in pages() for block in blocks(page) if typed in block.text]

    assert shown


def test_every_refusal_has_its_section_in_order_of_precedence() -> None:
    found = sections("refusals.md")

    assert [title for title in found if title.isupper()] == [code.value for code in Code]
    assert set(REFUSALS) == {code.value for code in Code}
    for code in Code:
        assert MARKED.findall(found[code]) == [f"refusal {code}"]
        assert own_words(found[code]).endswith("."), code


def test_every_parameter_of_the_shipped_book_has_its_section() -> None:
    found = sections("parameters.md")
    names = list(shipped.shipped().definitions)

    assert [title for title in found if "." in title] == names
    for name in names:
        assert MARKED.findall(found[name]) == [f"parameter {name}"]


def test_every_problem_of_a_file_has_its_section() -> None:
    sources = (REPO / "ledger").rglob("*.py")
    used = {code for path in sources for code in constants(path) if PROBLEM.fullmatch(code)}

    assert used == set(re.findall(r"^### ([YSPF]\d{3}): ", text_of(PROBLEMS), re.MULTILINE))


@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_of_a_step_is_listed_with_its_fields(action: str) -> None:
    kind = next(k for k in get_args(ActionFields.model_fields[action].annotation) if k is not None)
    fields = getattr(kind, "model_fields", {})
    names = {field.alias or name for name, field in fields.items()}
    rows = [row for row in text_of(HOW_TO).splitlines() if f"`{action}`" in row.split(" | ")[0]]

    assert len(rows) == 1
    assert names <= set(re.split(r"[ ,]+", rows[0].split(" | ")[1]))


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_every_link_between_documents_leads_somewhere(page: Path) -> None:
    dead = []
    for link in links(page):
        file, _, heading = link.partition("#")
        target = (page.parent / file) if file else page
        if not target.exists() or (heading and heading not in anchors(target)):
            dead.append(link)

    assert dead == []
