"""What a fuzzed reader owes: problems that lie in its files, told as a terminal can show them."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from random import Random
from typing import NamedTuple

from typer.testing import CliRunner

from ledger.cli.app import app
from ledger.text.problems import Problem, render
from ledger.text.said import told

STEERING = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Categories of characters that steer a terminal or end a line."""


class Reader(NamedTuple):
    """One kind of input.

    Attributes:
        seeds: real ones.
        spoil: makes another one of a real one.
        read: reads it and asserts what must hold.
    """

    seeds: Callable[[], Sequence[bytes]]
    spoil: Callable[[bytes, Random], bytes]
    read: Callable[[bytes], None]


def check_problems(problems: Iterable[Problem], sources: dict[str, str]) -> None:
    """Each stands inside its file, and all of them can be told in both languages."""
    found = tuple(problems)
    assert found, "it is refused, and nothing is said"
    for problem in found:
        check_place(problem.path, problem.line, problem.col, sources, problem.excerpt)
    for lang in ("en", "zh"):
        check_shown(render(found, sources, lang))


def check_place(path: str, line: int, col: int, sources: dict[str, str], excerpt: str = "") -> None:
    """It lies in the file; one that could not be decoded has only an excerpt."""
    place = path, line, col
    lines = sources[path].split("\n")
    assert 1 <= line <= len(lines) or not sources[path], place
    text = excerpt or lines[min(line, len(lines)) - 1]
    assert 1 <= col <= len(text) + 1 or not sources[path], place


def check_shown(text: str) -> None:
    """What a terminal gets holds nothing that steers it and nothing that cannot be written."""
    text.encode()
    odd = [char for char in text if char != "\n" and unicodedata.category(char) in STEERING]
    assert odd == [], odd


def check_sentence(error: Exception) -> None:
    for lang in ("en", "zh"):
        assert told(error.args[0], lang)


def run_command(words: list[str], *, codes: tuple[int, ...]) -> None:
    for lang in ("C", "zh_CN.UTF-8"):
        result = CliRunner(charset="utf-8").invoke(app, words, env={"LC_ALL": lang})
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code in codes, (result.exit_code, result.output[-500:])
        assert "Traceback" not in result.output
