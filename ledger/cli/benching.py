"""`walletsim bench`: run the benchmarks of the checkout, timed."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import typer

from ledger.cli.output import LanguageOption, fail
from ledger.text.said import Said


def bench(*, lang: LanguageOption = None) -> None:
    """Time decide, append and replay on the standard workload."""
    folder = Path(__file__).resolve().parents[2] / "benchmarks"
    if not folder.is_dir():
        fail(Said("command.bench_checkout"))
    if find_spec("pytest_benchmark") is None:
        fail(Said("command.bench_packages"))
    command = [sys.executable, "-m", "pytest", str(folder), "--benchmark-only", "--no-header", "-q"]
    raise typer.Exit(subprocess.run(command, cwd=folder.parent, check=False).returncode)  # noqa: S603  # our own command
