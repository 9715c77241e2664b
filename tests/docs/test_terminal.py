"""The reader's desk does what it says, and complains where a document is wrong."""

from pathlib import Path

import pytest

from tests.docs.pages import REPO, Block
from tests.docs.terminal import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def block(language: str, text: str, name: str = "") -> Block:
    return Block(REPO / "README.md", 1, language, name, text, (0, 0))


def test_what_a_command_prints_on_both_streams_is_shown_below_it(desk: Desk) -> None:
    text = "$ echo 甲; echo 乙 >&2\nsomething else\n$ false; echo exit $?\n"

    assert desk.shown(block("console", text)) == (
        "$ echo 甲; echo 乙 >&2\n甲\n乙\n$ false; echo exit $?\nexit 1\n"
    )


def test_the_files_of_a_document_are_there_for_its_commands(desk: Desk) -> None:
    desk.save(block("yaml", "a: 1\nb: 2\n", "a.yaml"))
    desk.edit(block("diff", " a: 1\n-b: 2\n+b: 3\n+c: 4\n", "a.yaml"))

    shown = desk.shown(block("console", "$ cat a.yaml\n$ ls scenarios/two-provinces.yaml\n"))

    assert "a: 1\nb: 3\nc: 4\n" in shown


def test_a_command_that_fails_without_saying_so_is_a_mistake(desk: Desk) -> None:
    with pytest.raises(AssertionError, match=r"README\.md:1: walletsim check nothing ends with 2"):
        desk.shown(block("console", "$ walletsim check nothing\n"))


def test_output_without_a_command_is_a_mistake(desk: Desk) -> None:
    with pytest.raises(AssertionError, match="begins with no command"):
        desk.shown(block("console", "all verified\n"))


@pytest.mark.parametrize(("text", "places"), [("a: 1\n", 0), ("b: 2\nb: 2\n", 2)])
def test_a_change_that_fits_nowhere_or_twice_is_a_mistake(
    desk: Desk, text: str, places: int
) -> None:
    desk.save(block("yaml", text, "a.yaml"))

    with pytest.raises(AssertionError, match=f"{places} places in a.yaml"):
        desk.edit(block("diff", "-b: 2\n+b: 3\n", "a.yaml"))
