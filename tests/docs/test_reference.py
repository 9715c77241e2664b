"""The reference lists everything there is, in order, as the program itself says it."""

import ast
import re
from pathlib import Path

import pytest

from ledger.core.refusals import Code
from ledger.policy import shipped
from ledger.scenario.actions import ACTIONS
from ledger.text.labels import REFUSALS
from ledger.words.regions import NATION
from tests.docs.generate import part
from tests.docs.of_commands import Command, commands
from tests.docs.of_steps import COMMANDS
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
PROBLEM = re.compile(r"[YSPFL]\d{3}")

BESIDE_ACTIONS = ("check", "wait", "feed", "expect")
"""Words of a step that are no action."""

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
    typed = f"$ walletsim {words.removesuffix('WORD')}"
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

    assert list(found) == list(shipped.shipped().definitions)


def test_every_region_with_values_of_its_own_has_its_section_and_each_value_a_row() -> None:
    found = sections("regions.md")
    history = shipped.shipped().history
    regions = sorted({region for _, region in history} - {NATION})

    assert list(found) == regions
    for (parameter, region), records in history.items():
        if region != NATION:
            rows = found[region].count(f"| [`{parameter}`](")
            assert rows == sum(len(record.readings) for record in records), (parameter, region)


def test_every_problem_of_a_file_has_its_section() -> None:
    sources = (REPO / "ledger").rglob("*.py")
    used = {code for path in sources for code in constants(path) if PROBLEM.fullmatch(code)}

    assert used == set(re.findall(r"^### ([YSPFL]\d{3}): ", text_of(PROBLEMS), re.MULTILINE))


def test_every_word_of_a_step_has_its_section_and_nothing_else_has() -> None:
    found = sections("steps.md")

    assert set(found) == {*ACTIONS, *BESIDE_ACTIONS}
    for word, text in found.items():
        assert MARKED.findall(text) == [f"step {word}"]
        assert own_words(text).endswith("."), word


def test_the_guide_to_scenarios_names_every_action_once() -> None:
    section = text_of(HOW_TO).partition("## Actions")[2].partition("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| ")]
    named = re.findall(r"`(\w+)`", " ".join(rows))

    assert sorted(named) == sorted(ACTIONS)


def test_every_action_gives_a_command_and_every_command_but_the_opening_has_an_action() -> None:
    assert set(COMMANDS) - {"opening"} == set(ACTIONS)


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_every_link_between_documents_leads_somewhere(page: Path) -> None:
    dead = []
    for link in links(page):
        file, _, heading = link.partition("#")
        target = (page.parent / file) if file else page
        if not target.exists() or (heading and heading not in anchors(target)):
            dead.append(link)

    assert dead == []
