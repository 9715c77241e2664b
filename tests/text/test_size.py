"""Hostile and very large files: refused or read in little time and memory."""

import time
import tracemalloc

import pytest

from ledger.text.events import LOADERS
from ledger.text.reader import parse

TEN_MB = 10_000_000
SECONDS = 2.0  # generous: the slowest takes a tenth of it


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize(
    ("unit", "code"), [("[", "Y006"), ("{a: ", "Y006"), ("- ", "Y006"), ("[{a: ", "Y006")]
)
def test_ten_megabytes_of_open_brackets_are_refused_at_once(
    unit: str, code: str, loader: type
) -> None:
    text = unit * (TEN_MB // len(unit))

    began = time.perf_counter()
    document = parse(text, "a.yaml", loader=loader)
    took = time.perf_counter() - began

    assert [problem.code for problem in document.problems] == [code]
    assert took < SECONDS


def test_deep_indentation_is_refused_at_once() -> None:
    text = "".join(" " * depth + "a:\n" for depth in range(4000))

    began = time.perf_counter()
    document = parse(text, "a.yaml")

    assert [problem.code for problem in document.problems] == ["Y006"]
    assert time.perf_counter() - began < SECONDS


def test_a_bomb_of_aliases_is_never_unfolded() -> None:
    lines = ["a0: &a0 [x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 60)]

    tracemalloc.start()
    document = parse("\n".join(lines), "a.yaml")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert [problem.code for problem in document.problems] == ["Y004", "Y004"]
    assert peak < 2_000_000


def test_each_of_many_steps_takes_less_than_a_kilobyte() -> None:
    steps = "".join(
        f"  - {{id: t{n}, at: 2025-11-10 20:{n % 60:02}, transfer: "
        f"{{from: li, to: wang, amount: {n % 900}元}}, expect: pending}}\n"
        for n in range(5000)
    )

    tracemalloc.start()
    document = parse("steps:\n" + steps, "a.yaml", "steps")
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert document.problems == ()
    assert document.item(4999) == (5001, 5)
    assert kept / 5000 < 1000
    assert peak / 5000 < 2000
