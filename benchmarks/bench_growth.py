"""How cost and memory grow: an event costs the same in a long ledger, memory follows the accounts.

`GROWTH=1000000 python -m pytest benchmarks/bench_growth.py` measures 10,000, 100,000 and 1,000,000
commands, each in a process of its own, by processor time. Without it the sizes are small and times
are not judged (tests/benchmarks/test_growth.py counts calls instead); memory always is.
"""

import os

import pytest

from benchmarks.measured import Measured
from benchmarks.runs import Run, measure

LONG = int(os.environ.get("GROWTH", "0"))
SIZES = [n for n in (10_000, 100_000, 1_000_000) if n <= LONG] or [1_000, 2_000]
LETTERS = ["W", "F"] if LONG else ["W"]
DEARER, LARGER = 1.3, 1.3
"""How many times as much an event may cost, and a process may keep, at the largest size."""


def measured(stage: str, letter: str) -> list[Measured]:
    """The stage at each size."""
    words = [(stage, letter, str(n)) for n in SIZES]
    return [measure(Run(f"{stage} {letter}", "benchmarks.stages", one)) for one in words]


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("stage", ["decide", "verify"])
def test_an_event_costs_the_same_in_a_long_ledger(stage: str, letter: str) -> None:
    """Processor time an event, at the smallest and at the largest size."""
    found = measured(stage, letter)

    each = [one.cpu / one.done for one in found]
    assert [one.done for one in found] == sorted(one.done for one in found)
    assert not LONG or each[-1] <= each[0] * DEARER, each


@pytest.mark.parametrize("letter", LETTERS)
def test_keeping_costs_the_same_and_its_memory_follows_the_accounts(letter: str) -> None:
    """Processor time and most memory of a process that takes a stream in durable groups."""
    found = measured("stream", letter)

    each, kept_mb = [one.cpu / one.done for one in found], [one.rss_mb for one in found]
    assert not LONG or each[-1] <= each[0] * DEARER, each
    assert kept_mb[-1] <= kept_mb[0] * LARGER, kept_mb
