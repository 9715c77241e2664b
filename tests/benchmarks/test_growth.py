"""An event costs the same in a long ledger: counted in calls, which no busy machine changes."""

import sys
from collections.abc import Callable
from itertools import islice

import pytest

from benchmarks.stages import decide_and_fold
from benchmarks.workloads import ALL, Workload, book_of
from ledger.session import Wish

FEW, MANY = 500, 3_000
DEARER = 1.3


def calls(work: Callable[[], object]) -> int:
    """How many functions are called, those written in C included."""
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def in_memory(work: Workload, wishes: list[Wish]) -> list[int]:
    """Calls of deciding and folding the first few commands and the last few."""
    book, rules = book_of(work.opened().journal), work.policy()
    decide_and_fold(book, rules, wishes[:1])  # what is made once
    first = calls(lambda: decide_and_fold(book, rules, wishes[1:FEW]))
    decide_and_fold(book, rules, wishes[FEW:-FEW])
    return [first, calls(lambda: decide_and_fold(book, rules, wishes[-FEW:]))]


def in_a_session(work: Workload, wishes: list[Wish]) -> list[int]:
    """The same of a whole session, its journal in memory."""
    session = work.opened()
    session.handle_all(wishes[:1])
    first = calls(lambda: session.handle_all(wishes[1:FEW]))
    session.handle_all(wishes[FEW:-FEW])
    return [first, calls(lambda: session.handle_all(wishes[-FEW:]))]


@pytest.mark.parametrize("way", [in_memory, in_a_session])
@pytest.mark.parametrize("letter", ["W", "F"])
def test_the_last_commands_of_a_long_ledger_take_no_more_calls_than_the_first(
    letter: str, way: Callable[[Workload, list[Wish]], list[int]]
) -> None:
    wishes = list(islice(ALL[letter].stream(MANY), MANY))

    first, last = way(ALL[letter], wishes)

    assert last <= first * DEARER
