"""Fuzzes one reader for some CPU minutes: `python -m tests.fuzz READER MINUTES [SEED]`.

Each input comes from the seed and its number alone; one that fails is kept beside the report, and
the one being read is kept as `...-last`, for what ends the interpreter itself.
"""

import faulthandler
import resource
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
"""Of CPU time, so that a machine's other work counts for nothing."""

ASLEEP = 600.0
"""Seconds of wall time after which an input that neither ends nor works ends the whole."""

BYTES, BYTES_A_BYTE = 60_000_000, 400
WEIGHED = 25
"""Every so manieth input is read with its memory measured, which takes several times as long."""


class TooLongError(BaseException):
    """Reading went on beyond the bound for its size; no `except Exception` of a reader hides it."""


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
        TooLongError: when it goes on for too long.
        Exception: whatever the reader or what must hold of it raises.
    """
    faulthandler.dump_traceback_later(ASLEEP, exit=True, file=2)
    signal.setitimer(signal.ITIMER_PROF, (SECONDS + SECONDS_A_BYTE * len(data)) * (1 + 9 * weigh))
    if weigh:
        tracemalloc.start()
    try:
        READERS[name].read(data)
        peak = tracemalloc.get_traced_memory()[1] if weigh else 0
        assert peak <= BYTES + BYTES_A_BYTE * len(data), f"{peak:,} bytes for {len(data):,}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        faulthandler.cancel_dump_traceback_later()
        tracemalloc.stop()


class Failures:
    """What has failed, each kind told once."""

    def __init__(self, name: str, seed: str) -> None:
        self.of = f"{name}-{seed}"
        self.kinds: dict[str, int] = {}

    def keep(self, which: int | str, data: bytes) -> Path:
        """Write an input where it can be had again."""
        kept = Path(tempfile.gettempdir(), f"fuzz-{self.of}-{which}")
        kept.write_bytes(data)
        return kept

    def note(self, number: int, data: bytes, error: BaseException) -> None:
        """Count a failure; of a new kind, keep its input and tell how it came about."""
        frames = traceback.extract_tb(error.__traceback__)
        last = next((f for f in reversed(frames) if "/ledger/" in f.filename), frames[-1])
        kind = f"{type(error).__name__} {last.filename.rpartition('ledger/')[2]}:{last.lineno}"
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        if self.kinds[kind] == 1:
            kept = self.keep(number, data)
            told = "".join(traceback.format_exception(error))[-2500:]
            sys.stdout.write(f"--- {kind}; the input is {kept}\n{told}\n")
            sys.stdout.flush()


def main(name: str, minutes: str, seed: str = "1") -> int:
    """Fuzz, and print how many inputs were read and every kind of failure once."""
    faulthandler.enable(file=2)
    signal.signal(signal.SIGPROF, _ring)
    failures, number, slowest = Failures(name, seed), 0, 0.0
    ends = time.process_time() + 60 * float(minutes)
    while (began := time.process_time()) < ends:
        data = made(name, seed, number)
        failures.keep("last", data)
        try:
            tried(name, data, weigh=number % WEIGHED == 0)
        except (Exception, TooLongError) as error:  # any of them is what is sought
            failures.note(number, data, error)
        slowest = max(slowest, time.process_time() - began)
        number += 1
    failed = failures.kinds
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{name}, seed {seed}: {number} executions in {minutes} CPU minutes;")
    sys.stdout.write(f" the slowest took {slowest:.2f} CPU s; peak RSS {peak:.0f} MiB;")
    sys.stdout.write(f" failed: {sum(failed.values())} of {len(failed)} kinds\n")
    return 1 if failed else 0


if __name__ == "__main__":
    if not 3 <= len(sys.argv) <= 4 or sys.argv[1] not in READERS:
        sys.exit(f"usage: python -m tests.fuzz {'|'.join(READERS)} MINUTES [SEED]")
    sys.exit(main(*sys.argv[1:]))
