"""How each measurement is run: by name, as a command of its own that prints one line of JSON.

A process each: so the memory is that measurement's, and nothing is warm from the one before. What
cannot run here says why, in a word, and is left out.
"""

import json
import subprocess
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, NamedTuple

from benchmarks.measured import Measured
from benchmarks.peers import texts
from tests.postgres import binaries

REPO: Final = Path(__file__).resolve().parents[1]
PYTHON: Final = (sys.executable, "-m")

LONGER: Final = 10
"""How many times the commands the bulk path gets: W(1M) beside W(100k)."""


class Run(NamedTuple):
    """One measurement.

    Attributes:
        name: by which goals and readers know it: `decide W`.
        module: the module that measures it, as a program.
        words: its arguments.
    """

    name: str
    module: str
    words: tuple[str, ...]

    @property
    def how(self) -> str:
        """The command that repeats it, from the checkout."""
        return " ".join(("python -m", self.module, *self.words))


class FailedError(Exception):
    """A measurement that ended with an error."""


def probes(n: int) -> list[Run]:
    """The three probes, in one process."""
    return [Run(name, "benchmarks.probes", (name, str(n))) for name in ("P1", "P2", "P3")]


def stages(n: int, letters: Iterable[str], *, goals: bool) -> list[Run]:
    """The stages of both paths; for the goals those on PostgreSQL and of less common work too."""
    of_all, of_w = (
        ("decide", "batches", "verify"),
        ("single", "submitters_64", "submitters_256", "replay"),
    )
    kept: tuple[str, ...] = ()
    if goals:
        kept += ("postgres_batches", "postgres_single") if has_postgres() else ()
        kept += ("parquet",) if find_spec("pyarrow") is not None else ()
    return [
        *(
            Run(f"{stage} {letter}", "benchmarks.stages", (stage, letter, str(n)))
            for letter in letters
            for stage in (*of_all, *((*of_w, *kept) if letter == "W" else ()))
        ),
        *_bulk_stages(n, goals=goals),
    ]


def _bulk_stages(n: int, *, goals: bool) -> list[Run]:
    """What needs the extra `bulk`, where it is installed."""
    if find_spec("numba") is None or find_spec("pyarrow") is None:
        return []
    names = ["decide_compiled W", "bulk W", "bulk_verify W"]
    names += ["verify_new W", "bulk F"] if goals else []
    return [Run(name, "benchmarks.stages", (*name.split(), str(n * LONGER))) for name in names]


def shares(n: int, letters: Iterable[str]) -> list[Run]:
    """Where the processor time of batches and of verifying goes; run once, apart from the timed."""
    return [
        Run(f"{stage} {letter} shares", "benchmarks.stages", (stage, letter, str(n), "shares"))
        for letter in letters
        for stage in ("batches", "verify")
    ]


def programs(n: int) -> list[Run]:
    """Whole runs of the program, and of bare Python."""
    names = ("post", "bare", "version", "balance", "story")
    return [Run(name, "benchmarks.programs", (name, str(n))) for name in names]


def peers(n: int) -> list[Run]:
    """The peers that are installed."""
    found = [
        Run(peer, "benchmarks.peers.texts", (peer, str(n)))
        for peer in texts.PROGRAMS
        if texts.program(peer) is not None
    ]
    if find_spec("eventsourcing") is not None:
        found += [
            Run(f"eventsourcing_{where}", "benchmarks.peers.aggregates", (where,))
            for where in ("memory", "sqlite")
        ]
    if has_postgres():
        found += [
            Run(f"plpgsql_{how}", "benchmarks.peers.plpgsql", (how,)) for how in ("single", "batch")
        ]
    return found


def has_postgres() -> bool:
    """Whether a private PostgreSQL server can be started here."""
    return binaries() is not None


def measure(run: Run) -> Measured:
    """Run it once.

    Raises:
        FailedError: when it ends with an error; what it said is the error's text.
    """
    return Measured(**_told(run.module, *run.words))


def rules() -> dict[str, float]:
    """What each rule costs, ns a transfer of W.

    Raises:
        FailedError: as `measure`.
    """
    return {str(rule): float(ns) for rule, ns in _told("benchmarks.rules").items()}


def _told(module: str, *words: str) -> dict[str, Any]:
    done = subprocess.run(  # noqa: S603  -- our own modules
        [*PYTHON, module, *words], cwd=REPO, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise FailedError(done.stderr.strip()[-2000:])
    found: dict[str, Any] = json.loads(done.stdout)
    return found
