"""The reference of problems tells what the reading of scenarios and feeds does."""

import re
from pathlib import Path

import pytest

from ledger.cli.files import scenarios
from ledger.scenario import load
from ledger.text.problems import render
from tests.scenarios.stories import REPO

REFERENCE = (REPO / "docs/reference/problems.md").read_text(encoding="utf-8")
PARTS = re.compile(r"^## [SF]: .*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```(?P<about>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
SHOWN_BY_HAND = {
    "S016": "a.yaml with the other name b.yaml beside it",
    "F001": "200,001 steps",
}
"""Sections whose example is too long for a page."""


def sections() -> dict[str, list[tuple[str, str]]]:
    """The blocks of each section on scenarios and feeds, by code: what each is, and its text."""
    found: dict[str, list[tuple[str, str]]] = {}
    for part in PARTS.findall(REFERENCE):
        pieces = re.split(r"^### ([SF]\d{3}): .*\n", part, flags=re.MULTILINE)
        found[part[3]] = blocks(pieces[0])
        found |= {code: blocks(text) for code, text in zip(pieces[1::2], pieces[2::2], strict=True)}
    return found


def blocks(text: str) -> list[tuple[str, str]]:
    return [(block["about"], block["text"]) for block in BLOCK.finditer(text)]


SECTIONS = sections()
SOUND = dict(SECTIONS["S"])["yaml a.yaml"]
CODES = sorted(code for code in SECTIONS if len(code) > 1)


def example(parts: list[tuple[str, str]]) -> str:
    """The sound file with the lines of an example in place of its own."""
    lines = SOUND.splitlines(keepends=True)
    for about, text in parts:
        place = re.fullmatch(r"yaml lines? (\d+)(?:-(\d+))?", about)
        if place:
            first, last = int(place[1]), int(place[2] or place[1])
            lines[first - 1 : last] = [text]
    return "".join(lines)


def said(folder: Path, parts: list[tuple[str, str]]) -> str:
    """What the program says of an example, its feed beside it."""
    (folder / "a.yaml").write_text(example(parts), encoding="utf-8")
    for about, text in (*SECTIONS["F"], *parts):
        if about == "json rows.jsonl":
            (folder / "rows.jsonl").write_text(text, encoding="utf-8")
    _, problems, documents = scenarios([folder])
    told = render(problems, {d.path: d.text for d in documents})
    return told.replace(f"{folder}/", "")


def test_every_code_of_scenarios_and_feeds_has_its_section() -> None:
    sources = [*(REPO / "ledger/scenario").glob("*.py"), REPO / "ledger/cli/files.py"]
    used = {c for path in sources for c in re.findall(r"\b[SF]\d{3}\b", path.read_text("utf-8"))}

    assert sorted(used) == CODES


@pytest.mark.parametrize("part", ["S", "F"])
def test_the_sound_file_of_a_part_is_sound(part: str, tmp_path: Path) -> None:
    assert said(tmp_path, SECTIONS[part]) == "0 problems in 0 files; nothing was run\n"


@pytest.mark.parametrize("code", [code for code in CODES if code not in SHOWN_BY_HAND])
def test_the_example_of_a_code_is_told_as_the_reference_says(code: str, tmp_path: Path) -> None:
    told = said(tmp_path, SECTIONS[code])

    assert told == dict(SECTIONS[code])[""]
    assert f": {code} " in told


def test_a_second_file_of_a_name_is_told_as_the_reference_says(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(SOUND, encoding="utf-8")

    assert said(tmp_path, SECTIONS["S"]) == dict(SECTIONS["S016"])[""]


def test_too_many_steps_are_told_as_the_reference_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "MOST_STEPS", 2)

    told = said(tmp_path, SECTIONS["S"])

    assert told.replace("F001 3 steps", "F001 200,001 steps") == dict(SECTIONS["F001"])[""]
