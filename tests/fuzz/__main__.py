"""Fuzzes one reader for some minutes: `python -m tests.fuzz READER MINUTES [SEED]`.

Each input comes from the seed and its number alone; one that fails is kept beside the report.
"""

import signal
import sys
import tempfile
import time
import traceback
import tracemalloc
from pathlib import Path
from random import Random
from types import FrameType
from typing import NoReturn

from tests.fuzz.readers import READERS

SECONDS, SECONDS_A_BYTE = 10.0, 100e-6
BYTES, BYTES_A_BYTE = 60_000_000, 400
WEIGHED = 25
"""Every so manieth input is read with its memory measured, which takes several times as long."""


class TooLongError(Exception):
    """Reading went on beyond the bound for its size."""


def _ring(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise TooLongError


def made(name: str, seed: str, number: int) -> bytes:
    """The input of this number."""
    chance = Random(f"{name} {seed} {number}")
    reader = READERS[name]
    return reader.spoil(chance.choice(reader.seeds()), chance)


def tried(name: str, data: bytes, *, weigh: bool) -> None:
    """Read an input within the bounds for its size.

    Raises:
        Exception: whatever the reader or what must hold of it raises.
    """
    signal.setitimer(signal.ITIMER_REAL, (SECONDS + SECONDS_A_BYTE * len(data)) * (1 + 9 * weigh))
    if weigh:
        tracemalloc.start()
    try:
        READERS[name].read(data)
        peak = tracemalloc.get_traced_memory()[1] if weigh else 0
        assert peak <= BYTES + BYTES_A_BYTE * len(data), f"{peak:,} bytes for {len(data):,}"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        tracemalloc.stop()


class Failures:
    """What has failed, each kind told once."""

    def __init__(self, name: str, seed: str) -> None:
        self.of = f"{name}-{seed}"
        self.kinds: dict[str, int] = {}

    def note(self, number: int, data: bytes, error: Exception) -> None:
        """Count a failure; of a new kind, keep its input and tell how it came about."""
        frames = traceback.extract_tb(error.__traceback__)
        last = next((f for f in reversed(frames) if "/ledger/" in f.filename), frames[-1])
        kind = f"{type(error).__name__} {last.filename.rpartition('ledger/')[2]}:{last.lineno}"
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        if self.kinds[kind] == 1:
            kept = Path(tempfile.gettempdir(), f"fuzz-{self.of}-{number}")
            kept.write_bytes(data)
            told = "".join(traceback.format_exception(error))[-2500:]
            sys.stdout.write(f"--- {kind}; the input is {kept}\n{told}\n")
            sys.stdout.flush()


def main(name: str, minutes: str, seed: str = "1") -> int:
    """Fuzz, and print how many inputs were read and every kind of failure once."""
    signal.signal(signal.SIGALRM, _ring)
    failures, number, slowest = Failures(name, seed), 0, 0.0
    ends = time.monotonic() + 60 * float(minutes)
    while (began := time.monotonic()) < ends:
        data = made(name, seed, number)
        try:
            tried(name, data, weigh=number % WEIGHED == 0)
        except Exception as error:  # any of them is what is sought
            failures.note(number, data, error)
        slowest = max(slowest, time.monotonic() - began)
        number += 1
    failed = failures.kinds
    sys.stdout.write(f"{name}, seed {seed}: {number} executions in {minutes} minutes;")
    sys.stdout.write(f" the slowest took {slowest:.2f} s;")
    sys.stdout.write(f" failed: {sum(failed.values())} of {len(failed)} kinds\n")
    return 1 if failed else 0


if __name__ == "__main__":
    if not 3 <= len(sys.argv) <= 4 or sys.argv[1] not in READERS:
        sys.exit(f"usage: python -m tests.fuzz {'|'.join(READERS)} MINUTES [SEED]")
    sys.exit(main(*sys.argv[1:]))
