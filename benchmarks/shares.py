"""Where processor time goes, by stage: the innermost module of ours on the stack, a thousand times.

Nothing is wrapped and nothing is counted, so the work runs as it always does; what a C function
takes (SQLite, sha256) counts for the module that called it.
"""

import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

from benchmarks.measured import Measured, timed

T = TypeVar("T")

EVERY_SECONDS = 0.001

PLACES = (
    ("ledger.journal.sql", "store"),
    ("ledger.journal.database", "store"),
    ("ledger.journal.postgres", "store"),
    ("ledger.journal.pipeline", "store"),
    ("ledger.journal.raw", "store"),
    ("ledger.journal.writers", "store"),
    ("sqlalchemy", "store"),
    ("ledger.journal", "encode and hash"),
    ("ledger.core.decide", "decide"),
    ("ledger.core.rules", "decide"),
    ("ledger.core.terms", "decide"),
    ("ledger.policy", "decide"),
    ("ledger.core.invariants", "check"),
    ("ledger.reports", "check"),
    ("ledger.core", "fold"),
    ("ledger.session", "session"),
    ("ledger.desk", "session"),
    ("ledger.scenario", "read lines"),
    ("ledger.cli", "answer lines"),
    ("benchmarks", "the workload"),
)
"""Modules by the beginning of their names, and the stage they belong to; the first one counts."""


def timed_by_share(work: Callable[[], T], done: int) -> tuple[T, Measured]:
    """Do work once; what it took, and the share of each stage. Sampling slows it a little."""
    with sampled() as shares:
        answer, measured = timed(work, done)
    return answer, measured._replace(shares=shares())


@contextmanager
def sampled() -> Iterator[Callable[[], dict[str, float]]]:
    """Sample what runs inside the block, in the main thread; yields what tells the shares."""
    found: Counter[str] = Counter()

    def look(_signal: int, frame: FrameType | None) -> None:
        found[_stage(frame)] += 1

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, EVERY_SECONDS, EVERY_SECONDS)
    try:
        yield lambda: {stage: count / found.total() for stage, count in found.most_common()}
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _stage(frame: FrameType | None) -> str:
    while frame is not None:
        module = str(frame.f_globals.get("__name__", ""))
        for prefix, stage in PLACES:
            if module.startswith(prefix):
                return stage
        frame = frame.f_back
    return "other"
