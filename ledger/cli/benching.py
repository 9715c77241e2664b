"""`walletsim bench`: run the benchmarks of the checkout, timed."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import typer


def bench() -> None:
    """Time decide, append and replay on the standard workload."""
    folder = Path(__file__).resolve().parents[2] / "benchmarks"
    if not folder.is_dir():
        typer.echo("the benchmarks are in the project's checkout; run it there", err=True)
        raise typer.Exit(2)
    if find_spec("pytest_benchmark") is None:
        typer.echo("the benchmarks need the packages of the tests: make bench", err=True)
        raise typer.Exit(2)
    command = [sys.executable, "-m", "pytest", str(folder), "--benchmark-only", "--no-header", "-q"]
    raise typer.Exit(subprocess.run(command, cwd=folder.parent, check=False).returncode)  # noqa: S603  # our own command
