"""`walletsim replay`: run scenarios, verify everything they expect, and tell what came."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ledger.cli.output import (
    LanguageOption,
    TextFormat,
    TextFormatOption,
    language,
    print_json,
    progress,
)

if TYPE_CHECKING:
    from ledger.scenario.run import Failure, Run
    from ledger.scenario.story import Scenario
    from ledger.whatif.variant import VariantRun


Paths = Annotated[
    list[Path] | None,
    typer.Argument(help="Scenario files or folders; none: the shipped ones. / 情景文件"),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Only failures and the sum. / 只报失败")]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="Every refusal in one line. / 逐条列出拒绝")
]
Save = Annotated[Path | None, typer.Option(help="Folder to keep run records in. / 保存运行记录")]
Baseline = Annotated[
    Path | None, typer.Option(help="Folder of records to compare with. / 与记录比较")
]
Store = Annotated[
    str | None, typer.Option(help="Keep the journals: sqlite:///file.db. / 保存日志账")
]


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
) -> None:
    """Replay scenarios; verify expectations, balances, invariants and what-ifs. / 回放并验证."""
    from ledger.cli.files import shipped_folder, sound_scenarios
    from ledger.cli.ledgers import keep, refuse_existing
    from ledger.cli.records import check_folders

    check_folders(save, baseline)
    loaded = sound_scenarios(paths or [shipped_folder()])
    if store is not None:
        refuse_existing(store, [scenario.name for scenario in loaded])
    teller = _Teller(format_, language(lang), quiet=quiet, verbose=verbose)
    with progress(_steps(loaded)) as advance:
        results = [_one(scenario, teller, advance) for scenario in loaded]
    teller.finish()
    failed = sum(result["ok"] is False for result in results)
    if store is not None and not failed:
        keep(store, teller.runs)
    failed += _records(teller.runs, save, baseline)
    raise typer.Exit(1 if failed else 0)


def _steps(loaded: "list[Scenario]") -> int:
    from ledger.scenario.story import Feed

    sizes = (i.rows if isinstance(i, Feed) else 1 for s in loaded for i in s.items)
    return sum(sizes)


def _one(scenario: "Scenario", teller: "_Teller", advance: Any) -> dict[str, Any]:
    from ledger.scenario.run import run
    from ledger.whatif.explain import explain
    from ledger.whatif.narrate import short
    from ledger.whatif.variant import run_variants

    refusals: list[str] = []

    def watch(step: Any, outcome: Any) -> None:
        advance()
        if teller.verbose and outcome.verdict == "refused":
            refusals.append(short(explain(outcome, step.id), teller.lang))

    made = run(scenario, watch)
    return teller.tell(made, list(run_variants(made)), refusals)


class _Teller:
    """Prints each scenario as it is done, and the sum at the end."""

    def __init__(self, format_: TextFormat, lang: str, *, quiet: bool, verbose: bool) -> None:
        self.format = format_
        self.lang = lang
        self.quiet = quiet
        self.verbose = verbose
        self.runs: list[Run] = []
        self.results: list[dict[str, Any]] = []

    def tell(
        self, made: "Run", variants: "list[VariantRun]", refusals: list[str]
    ) -> dict[str, Any]:
        """Print one scenario's result, or keep it for the JSON."""
        result = _result(made, variants)
        self.runs.append(made)
        self.results.append(result)
        if self.format is TextFormat.jsonl:
            print_json(result, one_line=True)
        elif self.format is TextFormat.table and not (self.quiet and result["ok"]):
            for line in _lines(made, variants, result, refusals):
                typer.echo(line)
        return result

    def finish(self) -> None:
        """Print the sum."""
        if self.format is TextFormat.json:
            print_json(self.results)
        elif self.format is TextFormat.table:
            typer.echo(_sum_line(self.results))


def _result(made: "Run", variants: "list[VariantRun]") -> dict[str, Any]:
    failures = [*made.failures, *(f for v in variants for f in v.failures)]
    return {
        "scenario": made.scenario.name,
        "file": made.scenario.document.path,
        "ok": not failures,
        "steps": made.commands,
        "verdicts": dict(sorted(made.verdicts.items())),
        "failures": [_failure(f) for f in failures],
        "what_if": [_what_if(v) for v in variants],
        "balances_fen": {a: fen for a, fen in sorted(made.book.balances.items()) if fen},
        "events": made.journal.count,
        "head": made.journal.head.hex(),
        "policy_hash": made.scenario.policy.hash,
    }


def _failure(failure: "Failure") -> dict[str, Any]:
    place = failure.place
    return {
        "file": place.path,
        "line": place.line,
        "column": place.col,
        "subject": failure.subject,
        "expected": failure.expected,
        "came": failure.came,
        "moved": list(failure.moved),
    }


def _what_if(variant: "VariantRun") -> dict[str, Any]:
    return {
        "name": variant.variant.name,
        "ok": not variant.failures,
        "flips": [str(flip) for flip in variant.flips],
        "sweep": [
            {
                "set": str(row.setting),
                "value": row.value,
                "refused": row.refused,
                "flips": [str(flip) for flip in row.flips],
            }
            for row in variant.sweep
        ],
    }


def _lines(
    made: "Run", variants: "list[VariantRun]", result: dict[str, Any], refusals: list[str]
) -> Iterator[str]:
    from ledger.text.problems import counted
    from ledger.text.width import harmless, pad

    word = "ok  " if result["ok"] else "FAIL"
    refused = sum(n for v, n in made.verdicts.items() if v.startswith("refused"))
    what_ifs = counted(len(variants), "what-if")
    counts = f"{made.commands:>5} steps, {refused:>3} refused, {pad(what_ifs, 10)}"
    yield f"{word} {pad(made.scenario.name, 36)}{counts}  {made.journal.head.hex()[:12]}"
    for refusal in refusals:
        yield f"     {harmless(refusal)}"
    for failure in result["failures"]:
        yield from (harmless(line) for line in _failure_lines(failure))
    for variant in variants:
        yield from (harmless(line) for line in _variant_lines(variant))


def _failure_lines(failure: dict[str, Any]) -> Iterator[str]:
    where = f"{failure['file']}:{failure['line']}:{failure['column']}"
    yield f"  {where}: {failure['subject']}: expected {failure['expected']}, came {failure['came']}"
    for line in failure["moved"]:
        yield f"      {line}"


def _variant_lines(variant: "VariantRun") -> Iterator[str]:
    for hidden in variant.variant.hidden:
        setting = f"{hidden.parameter}@{hidden.region}"
        yield f"     {variant.variant.name}: hides {setting} of {hidden.span}"
    for row in variant.sweep:
        flips = "; ".join(str(flip) for flip in row.flips) or "nothing changes"
        yield f"     {row.setting} = {row.value}: {row.refused} refused; {flips}"


def _sum_line(results: list[dict[str, Any]]) -> str:
    from ledger.text.problems import counted

    failed = sum(not result["ok"] for result in results)
    steps = sum(result["steps"] for result in results)
    what_ifs = sum(len(result["what_if"]) for result in results)
    numbers = {"scenario": len(results), "step": steps, "what-if": what_ifs}
    said = ", ".join(counted(number, noun) for noun, number in numbers.items())
    return f"{said}: {failed} failed" if failed else f"{said}: all verified"


def _records(runs: "list[Run]", save: Path | None, baseline: Path | None) -> int:
    from ledger import __version__
    from ledger.cli.records import compare_records, save_records
    from ledger.scenario.record import record_of

    if save is None and baseline is None:
        return 0
    records = [record_of(made, __version__) for made in runs]
    differing = compare_records(records, baseline) if baseline is not None else 0
    if save is not None:
        save_records(records, save)
    return differing
