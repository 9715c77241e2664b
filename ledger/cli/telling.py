"""What a replay prints: one line a scenario, its failures and what-ifs, and the sum."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import typer

from ledger.cli.output import TextFormat, print_json, tell
from ledger.text.said import Said

if TYPE_CHECKING:
    from ledger.scenario.notes import Note
    from ledger.scenario.run import Failure, Run
    from ledger.whatif.variant import VariantRun


class Teller:
    """Prints each scenario as it is done, and the sum at the end."""

    def __init__(self, format_: TextFormat, lang: str, *, quiet: bool, verbose: bool) -> None:
        self.format = format_
        self.lang = lang
        self.quiet = quiet
        self.verbose = verbose
        self.runs: list[Run] = []
        self.results: list[dict[str, Any]] = []
        self.noted: set[tuple[str, str]] = set()

    def note(self, scenario: str, notes: "list[Note]") -> None:
        """Warn of what is not modelled, each matter once a run."""
        for note in notes:
            if not self.quiet and (note.region, note.what) not in self.noted:
                tell(Said("command.note", note=note.told(scenario)))
            self.noted.add((note.region, note.what))

    def tell(
        self,
        made: "Run",
        variants: "list[VariantRun]",
        notes: "list[Note]",
        refusals: list[str],
    ) -> dict[str, Any]:
        """Print one scenario's result, or keep it for the JSON."""
        result = _result(made, variants) | {"notes": [note._asdict() for note in notes]}
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
