"""What a measurement is: how much was done in how long, and what it took."""

import resource
import sqlite3
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

from ledger.steady import steady

T = TypeVar("T")


class Clock(Protocol):
    """Does work once and says what it took; `timed` is one."""

    def __call__(self, work: Callable[[], T], done: int) -> "tuple[T, Measured]":
        """The work's answer, and what it took; `done` commands or events."""
        ...


class Measured(NamedTuple):
    """One measurement.

    Attributes:
        done: commands or events; 1 of a program that was run once.
        seconds: by the clock on the wall.
        cpu: seconds of processor time, of all threads; 0 where it was spent in other processes.
        p50_ms: the median time of one, where each was timed; p99_ms is the slowest hundredth's.
        rss_mb: the most memory (MB) its process ever had; 0 where that is not known.
        bytes_each: on disk, of each event.
        shares: of the processor time, by stage; they sum to 1.
        first_seconds: what the first use in the process took beforehand, where that compiles.
    """

    done: int
    seconds: float
    cpu: float = 0.0
    p50_ms: float | None = None
    p99_ms: float | None = None
    rss_mb: float = 0.0
    bytes_each: float | None = None
    shares: dict[str, float] | None = None
    first_seconds: float | None = None

    @property
    def rate(self) -> float:
        """How many a second."""
        return self.done / self.seconds

    @property
    def cpu_rate(self) -> float:
        """How many a second of processor time; 0 where that is not known."""
        return self.done / self.cpu if self.cpu else 0.0


def timed(work: Callable[[], T], done: int) -> tuple[T, Measured]:
    """Do work once; its answer, and what it took in this process."""
    cpu, began = time.process_time(), time.perf_counter()
    with steady():  # as every command of ours that takes a feed
        answer = work()
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    return answer, Measured(done, seconds, cpu, rss_mb=peak_mb())


def with_latencies(measured: Measured, seconds: Sequence[float]) -> Measured:
    """The same with the median and the slowest hundredth of single times."""
    ordered = sorted(seconds)
    p50, p99 = ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100]
    return measured._replace(p50_ms=p50 * 1e3, p99_ms=p99 * 1e3)


def peak_mb() -> float:
    """The most memory this process ever had, MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1e6 if sys.platform == "darwin" else 1e3)


def on_disk(folder: Path) -> int:
    """Bytes of the database, once what waits in its log is where it belongs."""
    with closing(sqlite3.connect(folder / "bench.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return (folder / "bench.db").stat().st_size
