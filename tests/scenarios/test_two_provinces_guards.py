"""Nothing in two-provinces.yaml can be got wrong unnoticed: each place of it is spoiled in turn.

Comments are not read, so nothing about them is tried.
"""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pytest

from ledger.scenario.load import load
from ledger.scenario.run import run
from ledger.text.problems import FileProblems
from ledger.text.reader import Document, parse, read
from ledger.whatif.comparing.variant import run_variants
from ledger.words.moments import MINUTE, format_moment, parse_moment
from ledger.words.money import parse_money
from tests.scenarios.stories import FOLDER

Path = tuple[str | int, ...]

FILE = FOLDER / "two-provinces.yaml"
PLAIN = read(FILE.read_bytes(), str(FILE), lines_of="steps")

FREE_TEXT = {
    "scenario": "the name of the story, which nothing else in the file repeats",
    "about": "for the reader",
    "people.li.name": "for the reader",
    "people.wang.name": "for the reader",
    "steps.0.credit.why": "for the reader",
    "steps.12.refund.why": "for the reader",
    "what_if.0.name": "for the reader",
    "what_if.1.name": "for the reader",
    "what_if.2.name": "for the reader",
    **{
        f"steps.{step}.id": "the id of a step that no other step, check or what-if names"
        for step in (0, 1, 2, 4, 8, 10, 12, 14, 16)
    },
    "what_if.2.insert.0.id": "the id of a step that no other step, check or what-if names",
}
"""What may be misspelt, and why nothing can notice."""

OPTIONAL = {
    "for the reader": {
        *("about", "people.li.name", "people.wang.name"),
        *("steps.0.credit.why", "steps.12.refund.why"),
    },
    "has a default: the whole shipped book, Beijing, no end": {
        *("policy", "clock.zone", "what_if.1.change.0.until"),
    },
    "`expect: ok` is the default, and a pending transfer is ok": {
        *("steps.3.expect", "steps.6.expect", "steps.13.expect", "steps.15.expect"),
    },
    "only what is written is compared": {
        *(f"steps.5.expect.{key}" for key in ("by", "also", "would_pass", "passes_at")),
        *("steps.7.expect.passes_at", "steps.8.expect.also", "steps.8.expect.passes_at"),
        *(f"steps.17.expect.{key}" for key in ("by", "would_pass", "passes_at")),
        *(f"steps.9.check.{key}" for key in ("happened", "happened.0.amount", "balances")),
        *("steps.9.check.balances.li/personal", "steps.9.check.balances.transit"),
        *("ends", "ends.only", "ends.balances.outside/provider", "always", "what_if"),
        *("what_if.0.ends", "what_if.0.ends.balances", "what_if.1.ends"),
        *("what_if.0.ends.balances.li/personal", "what_if.0.ends.balances.transit"),
        *("what_if.2.ends", "what_if.2.ends.balances"),
        *("what_if.2.ends.balances.li/personal", "what_if.2.ends.balances.wang/wallet"),
    },
}
"""The keys that may be left out, by what that means."""


@dataclass(frozen=True)
class Fault:
    """A problem of the file, or an expectation that was not met."""

    line: int


def faults(document: Document) -> list[Fault]:
    """What loading and running a file complain about."""
    try:
        scenario = load(document)
    except FileProblems as found:
        return [Fault(problem.line) for problem in found.problems]
    made = run(scenario)
    failures = [*made.failures, *(f for v in run_variants(made) for f in v.failures)]
    return [Fault(failure.place.line) for failure in failures]


def keys_in(node: Any, path: Path = ()) -> Iterator[Path]:
    """The way to every key."""
    for part, value in parts(node):
        if isinstance(node, dict):
            yield (*path, part)
        yield from keys_in(value, (*path, part))


def values_in(node: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """The way to every text, and the text."""
    for part, value in parts(node):
        if isinstance(value, str):
            yield (*path, part), value
        else:
            yield from values_in(value, (*path, part))


def parts(node: Any) -> Iterable[tuple[str | int, Any]]:
    if isinstance(node, dict):
        return node.items()
    return enumerate(node) if isinstance(node, list) else ()


def spelt(path: Path) -> str:
    return ".".join(map(str, path))


def spoiled(place: tuple[int, int], old: str, new: str) -> Document:
    """The file with one text written otherwise at its place."""
    lines = PLAIN.text.split("\n")
    line, col = place
    before, after = lines[line - 1][: col - 1], lines[line - 1][col - 1 :]
    assert after.startswith(old)
    lines[line - 1] = before + new + after[len(old) :]
    return parse("\n".join(lines), PLAIN.path, "steps")


def without(path: Path) -> Document:
    """The file's data without one key."""
    data = deepcopy(PLAIN.data)
    node: Any = data
    for part in path[:-1]:
        node = node[part]
    del node[path[-1]]
    return replace(PLAIN, data=data)


def misspellings(word: str) -> Iterator[str]:
    """The word with a letter too many, one too few, and two exchanged."""
    yield f"{word}x"
    if len(word) > 1:
        yield word[:-1]
    swapped = word[:-2] + word[-1:] + word[-2:-1]
    if swapped != word and not any(c.isdigit() for c in word[-2:]):
        yield swapped


def unnoticed(places: Iterable[tuple[Path, tuple[int, int], str]]) -> set[str]:
    """The places where some misspelling goes through without a word."""
    return {
        spelt(path)
        for path, place, word in places
        for wrong in misspellings(word)
        if not faults(spoiled(place, word, wrong))
    }


def test_the_file_as_it_is_has_no_fault() -> None:
    assert faults(PLAIN) == []


def test_every_misspelt_key_is_noticed() -> None:
    keys = ((path, PLAIN.positions.key(path), str(path[-1])) for path in keys_in(PLAIN.data))

    assert unnoticed(keys) == set()


def test_every_misspelt_value_is_noticed_but_free_text() -> None:
    values = values_in(PLAIN.data)

    assert unnoticed((p, PLAIN.positions.value(p), w) for p, w in values) == FREE_TEXT.keys()


def test_every_key_left_out_is_noticed_but_the_optional_ones() -> None:
    slipped = {spelt(path) for path in keys_in(PLAIN.data) if not faults(without(path))}

    assert slipped == set().union(*OPTIONAL.values())


def otherwise(word: str) -> str | None:
    """Another expectation of the same kind, or None where it is a moment of looking, no more."""
    for kind in (_amount, _moment):
        try:
            return kind(word)
        except ValueError:
            continue
    if "@" in word:
        return "transfer.acceptance@CN"
    if word.isupper():
        return "ONWARD_NOT_ALLOWED" if "_" in word else None
    return {"pending": "duplicate", "t3": "t1", "same": "{balances: {li/personal: 1分}}"}.get(word)


def _amount(word: str) -> str:
    return f"{parse_money(word) + 1}分"


def _moment(word: str) -> str:
    return "2030-01-01 06:00" if word == "never" else format_moment(parse_moment(word) + MINUTE)


@cache
def expectations() -> list[tuple[Path, str]]:
    """Every text that says what must come, and how it could be wrong."""
    found = []
    for path, word in values_in(PLAIN.data):
        told = {"expect", "check", "differs", "ends"} & set(path)
        if told and path[-1] not in {"at", "only"}:
            wrong = otherwise(word)
            assert wrong is not None, f"{spelt(path)}: {word}"
            found.append((path, wrong))
    return found


def test_every_number_expected_is_among_the_expectations_broken_below() -> None:
    numbers = [wrong for _, wrong in expectations() if wrong.endswith("分") or wrong[:2] == "20"]

    assert len(expectations()) == 38
    assert len(numbers) == 16


@pytest.mark.parametrize(
    ("path", "wrong"),
    expectations(),
    ids=lambda part: spelt(part) if isinstance(part, tuple) else "",
)
def test_a_broken_expectation_is_told_at_its_line(path: Path, wrong: str) -> None:
    place = PLAIN.positions.value(path)
    word = next(word for at, word in values_in(PLAIN.data) if at == path)

    found = faults(spoiled(place, word, wrong))

    assert place[0] in {fault.line for fault in found}
