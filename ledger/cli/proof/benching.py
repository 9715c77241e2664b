"""`walletsim bench`: the benchmarks of the checkout, as tables or as one JSON document."""

import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any

import typer

from ledger.cli.output import (
    Format,
    LanguageOption,
    NoColorOption,
    TextFormat,
    TextFormatOption,
    fail,
    language,
    print_json,
    print_tables,
    tell,
)
from ledger.text.said import Said

LETTERS = "WFM"


def bench(
    *,
    commands: Annotated[int, typer.Option(min=1000, help=Said("help.bench.commands"))] = 20_000,
    workloads: Annotated[str, typer.Option(help=Said("help.bench.workloads"))] = "WM",
    rounds: Annotated[int, typer.Option(min=1, help=Said("help.bench.rounds"))] = 1,
    peers: Annotated[bool, typer.Option("--peers", help=Said("help.bench.peers"))] = False,
    goals: Annotated[bool, typer.Option("--goals", help=Said("help.bench.goals"))] = False,
    format_: TextFormatOption = TextFormat.table,
    lang: LanguageOption = None,
    no_color: NoColorOption = False,
) -> None:
    """Measure deciding, keeping, replaying and verifying, beside what the machine itself gives."""
    report = _checkout()
    for letter in workloads:
        if letter not in LETTERS:
            fail(Said("benching.workload", word=letter))
    plan = report.Plan(commands, rounds, workloads, peers=peers, goals=goals)
    document = _measured(report, plan)
    if format_ is TextFormat.table:
        from ledger.cli.proof import bench_tables as tables

        tell(tables.machine(document))
        shown = tables.goals(document) if goals else tables.all_of(document)
        print_tables(shown, Format.table, language(lang), no_color=no_color)
    else:
        print_json(document, one_line=format_ is TextFormat.jsonl)
    if any(goal["ok"] is False for goal in document["goals"]):
        raise typer.Exit(1)


def _checkout() -> Any:
    """The benchmarks, which are beside this package in a checkout only; else the program ends."""
    folder = Path(__file__).resolve().parents[3]
    if not (folder / "benchmarks").is_dir():
        fail(Said("command.bench_checkout"))
    if find_spec("psycopg") is None or find_spec("pytest") is None:
        fail(Said("command.bench_packages"))
    sys.path.insert(0, str(folder))
    return import_module("benchmarks.report")


def _measured(report: Any, plan: Any) -> dict[str, Any]:
    try:
        found: dict[str, Any] = report.document(
            plan, lambda name: tell(Said("benching.begins", name=name))
        )
    except report.FailedError as error:
        fail(Said("benching.failed", why=str(error)))
    return found
