"""`walletsim replay`: run scenarios, verify everything they expect, and tell what came."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ledger.cli.output import (
    LanguageOption,
    TextFormat,
    TextFormatOption,
    fail,
    language,
    progress,
    tell,
)
from ledger.cli.scenario.telling import Teller
from ledger.text.said import Said

if TYPE_CHECKING:
    from ledger.scenario.run import Run
    from ledger.scenario.story import Scenario


Paths = Annotated[
    list[Path] | None,
    typer.Argument(help=Said("help.replay.paths")),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help=Said("help.replay.quiet"))]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help=Said("help.replay.verbose"))]
Save = Annotated[Path | None, typer.Option(help=Said("help.replay.save"))]
Baseline = Annotated[Path | None, typer.Option(help=Said("help.replay.baseline"))]
Store = Annotated[str | None, typer.Option(help=Said("help.replay.store"))]
Against = Annotated[str | None, typer.Option(help=Said("help.replay.against"))]
Timeout = Annotated[float, typer.Option(min=0.1, help=Said("help.replay.timeout"))]
Second = Annotated[bool, typer.Option("--oracle", help=Said("help.replay.oracle"))]


def replay(
    paths: Paths = None,
    *,
    format_: TextFormatOption = TextFormat.table,
    lang: LanguageOption = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
    save: Save = None,
    baseline: Baseline = None,
    store: Store = None,
    against: Against = None,
    timeout: Timeout = 10.0,
    oracle: Second = False,
) -> None:
    """Replay scenarios; verify expectations, balances, invariants and what-ifs."""
    from ledger.cli.files import shipped_folder, sound_scenarios
    from ledger.cli.ledgers.commands import refuse_existing
    from ledger.cli.scenario.against import replay_against
    from ledger.cli.scenario.records import check_folders

    if against is not None:
        _alone({"--save": save, "--baseline": baseline, "--store": store})
    check_folders(save, baseline)
    loaded = sound_scenarios(paths or [shipped_folder()])
    if against is not None:
        differing = replay_against(loaded, against, timeout, format_, language(lang))
        raise typer.Exit(1 if differing else 0)
    if store is not None:
        refuse_existing(store, [scenario.name for scenario in loaded])
    teller = Teller(format_, language(lang), quiet=quiet, verbose=verbose)
    with progress(_steps(loaded)) as advance:
        results = [_one(scenario, teller, advance, oracle=oracle) for scenario in loaded]
    teller.finish()
    failed = sum(result["ok"] is False for result in results)
    if store is not None:
        _store(store, teller.runs, failed)
    failed += _records(teller.runs, save, baseline)
    raise typer.Exit(1 if failed else 0)


def _alone(others: dict[str, object]) -> None:
    """End the program when something is asked that a program under test does not give."""
    for option, value in others.items():
        if value is not None:
            fail(Said("against.alone", option=option))


def _store(url: str, runs: "list[Run]", failed: int) -> None:
    from ledger.cli.ledgers.commands import keep
    from ledger.text.problems import counted

    if failed:
        tell(Said("command.not_kept", url=url, scenarios=counted(failed, "scenario")))
    else:
        keep(url, runs)


def _steps(loaded: "list[Scenario]") -> int:
    from ledger.scenario.story import Feed

    sizes = (i.rows if isinstance(i, Feed) else 1 for s in loaded for i in s.items)
    return sum(sizes)


def _one(scenario: "Scenario", teller: Teller, advance: Any, *, oracle: bool) -> dict[str, Any]:
    from ledger.oracle.beside import Beside
    from ledger.scenario.notes import Notes
    from ledger.scenario.run import run
    from ledger.whatif.comparing.variant import run_variants
    from ledger.whatif.explain import explain
    from ledger.whatif.narrate import short

    refusals: list[str] = []
    notes = Notes(scenario.policy)
    beside = Beside(scenario) if oracle else None

    def watch(step: Any, outcome: Any) -> None:
        advance()
        notes.see(step, outcome)
        differs = beside is not None and beside.see(step, outcome)
        if (teller.verbose or differs) and outcome.verdict == "refused":
            refusals.append(short(explain(outcome, step.id), teller.lang))

    made = run(scenario, watch)
    if beside is not None:
        beside.finish(made)
    teller.note(scenario.name, notes.found)
    return teller.tell(made, list(run_variants(made)), notes.found, refusals, beside)


def _records(runs: "list[Run]", save: Path | None, baseline: Path | None) -> int:
    from ledger import __version__
    from ledger.cli.scenario.records import compare_records, save_records
    from ledger.scenario.record import record_of

    if save is None and baseline is None:
        return 0
    records = [record_of(made, __version__) for made in runs]
    differing = compare_records(records, baseline) if baseline is not None else 0
    if save is not None:
        save_records(records, save)
    return differing
