"""What whole runs of programs take, from their start to their end: ours, and bare Python.

Each is a process of its own, so its processor time is its own; its memory is at least that of this
module's own process, which therefore leaves the preparing to others. As a program it runs one and
prints a line of JSON: `python -m benchmarks.programs post 20000`.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from benchmarks import story
from benchmarks.measured import Measured

OURS = (sys.executable, str(Path(__file__).resolve().parents[1] / "cli.py"))


MAKING = (sys.executable, "-m", "benchmarks.workloads")


class FailedError(Exception):
    """A program ended with an error."""


def ran(
    command: Sequence[str | Path],
    *,
    done: int = 1,
    given: IO[bytes] | None = None,
    into: Path | None = None,
    good: Sequence[int] = (0,),
) -> Measured:
    """Run a program once.

    Args:
        command: its words.
        done: how many commands or events it takes.
        given: its standard input.
        into: the file its answers go to; nowhere when left out.
        good: the exit codes that are no failure.

    Raises:
        FailedError: when it ends otherwise.
    """
    with (into or Path(os.devnull)).open("wb") as answers:
        began = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603  -- our own commands, and the peers'
            [str(word) for word in command], stdin=given or subprocess.DEVNULL, stdout=answers
        )
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in good:
        raise FailedError(f"{command[0]} ended with {process.returncode}")
    rss_mb = used.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    return Measured(done, seconds, used.ru_utime + used.ru_stime, rss_mb=rss_mb)


def post(folder: Path, n: int) -> Measured:
    """`walletsim ledger post` of W(N) as command JSONL, a row an event, answers and all."""
    address, lines = f"sqlite:///{folder / 'post.db'}", folder / "commands.jsonl"
    ran((*MAKING, "begin", "W", address))
    ran((*MAKING, "write", "W", str(n)), into=lines)
    answers, command = folder / "answers.jsonl", (*OURS, "ledger", "post", address)
    with lines.open("rb") as given:
        measured = ran(command, done=n, given=given, into=answers, good=(0, 1))
    with answers.open("rb") as told:
        refused = sum(b'"refused"' in line for line in told)
    from benchmarks import workload  # noqa: PLC0415  -- only now: see above

    assert refused == n - workload.oracle(n)[0].count(None)
    return measured


def bare(_folder: Path, _n: int) -> Measured:
    """Bare Python: it starts and ends."""
    return ran((sys.executable, "-c", ""))


def version(_folder: Path, _n: int) -> Measured:
    """`walletsim --version`."""
    return ran((*OURS, "--version"))


def balance(folder: Path, n: int) -> Measured:
    """`walletsim ledger balances --of` one person, on a stored ledger of W(N)."""
    address = f"sqlite:///{folder / 'post.db'}"
    if not (folder / "post.db").exists():
        post(folder, n)
    return ran((*OURS, "ledger", "balances", address, "--of", "A00001"))


def long_story(folder: Path, _n: int) -> Measured:
    """`walletsim replay` of a scenario file of 100,000 steps, each with what it must answer."""
    steps = 100_000
    file = folder / "story.yaml"
    if not file.exists():
        file.write_text("\n".join(story.lines(steps)) + "\n", encoding="utf-8")
    return ran((*OURS, "replay", "--quiet", file), done=steps)


PROGRAMS = {
    "post": post,
    "bare": bare,
    "version": version,
    "balance": balance,
    "story": long_story,
}


def main(name: str, n: str) -> None:
    """Run one and print it."""
    with tempfile.TemporaryDirectory(prefix="walletsim-bench-") as folder:
        measured = PROGRAMS[name](Path(folder), int(n))
    sys.stdout.write(json.dumps(measured._asdict()) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
