"""What a replay prints: one line a scenario, its failures and what-ifs, and the sum."""

from collections.abc import Iterator
from functools import reduce
from typing import TYPE_CHECKING, Any

import typer

from ledger.cli.output import TextFormat, print_json, tell
from ledger.text.said import Said, told

if TYPE_CHECKING:
    from ledger.oracle.beside import Beside
    from ledger.scenario.notes import Note
    from ledger.scenario.run import Failure, Run
    from ledger.whatif.comparing.variant import VariantRun

_WORD, _NAME, _WHAT_IFS = 4, 36, 10
_SAME = Said("replay.no_flips")


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
        beside: "Beside | None" = None,
    ) -> dict[str, Any]:
        """Print one scenario's result, or keep it for the JSON."""
        result = _result(made, variants) | {"notes": [note._asdict() for note in notes]}
        if beside is not None:
            result |= {"ok": result["ok"] and beside.difference is None, "oracle": _second(beside)}
        self.runs.append(made)
        self.results.append(result)
        if self.format is TextFormat.jsonl:
            print_json(result, one_line=True)
        elif self.format is TextFormat.table and not (self.quiet and result["ok"]):
            for line in _lines(made, variants, result, refusals, self.lang):
                typer.echo(line)
            if beside is not None and beside.difference is not None:
                typer.echo(f"  {told(beside.difference, self.lang)}")
        return result

    def finish(self) -> None:
        """Print the sum."""
        if self.format is TextFormat.json:
            print_json(self.results)
        elif self.format is TextFormat.table:
            typer.echo(told(_sum_line(self.results), self.lang))
            if judged := _judged(self.results):
                typer.echo(told(judged, self.lang))


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


def _second(beside: "Beside") -> dict[str, Any]:
    found = beside.difference
    return {"judged": beside.judged, "difference": None if found is None else dict(found.values)}


def _judged(results: list[dict[str, Any]]) -> Said | None:
    """On how many steps the oracle agrees with the engine; None where it was not asked."""
    from ledger.text.problems import counted

    asked = [result["oracle"] for result in results if "oracle" in result]
    if not asked:
        return None
    differing = sum(one["difference"] is not None for one in asked)
    steps = counted(sum(one["judged"] for one in asked), "step")
    if differing:
        return Said("oracle.differing", steps=steps, scenarios=counted(differing, "scenario"))
    return Said("oracle.agrees", steps=steps)


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
    made: "Run",
    variants: "list[VariantRun]",
    result: dict[str, Any],
    refusals: list[str],
    lang: str,
) -> Iterator[str]:
    from ledger.text.width import harmless

    yield _headline(made, len(variants), lang, ok=result["ok"])
    for refusal in refusals:
        yield f"     {harmless(refusal)}"
    for failure in (*made.failures, *(f for variant in variants for f in variant.failures)):
        yield f"  {harmless(told(_failed(failure), lang))}"
        yield from (f"      {harmless(line)}" for line in failure.moved)
    for said in (said for variant in variants for said in _variant_lines(variant)):
        yield f"     {harmless(told(said, lang))}"


def _headline(made: "Run", variants: int, lang: str, *, ok: bool) -> str:
    from ledger.text.problems import counted
    from ledger.text.width import pad

    word = told(Said("replay.ok" if ok else "replay.fail"), lang)
    refused = sum(n for v, n in made.verdicts.items() if v.startswith("refused"))
    counts = Said(
        "replay.counts",
        steps=f"{made.commands:>5}",
        refused=f"{refused:>3}",
        what_ifs=pad(told(counted(variants, "what-if"), lang), _WHAT_IFS),
    )
    head = made.journal.head.hex()[:12]
    return f"{pad(word, _WORD)} {pad(made.scenario.name, _NAME)}{told(counts, lang)}  {head}"


def _failed(failure: "Failure") -> Said:
    place = failure.place
    where = f"{place.path}:{place.line}:{place.col}"
    return Said(
        "replay.failure",
        where=where,
        subject=failure.subject,
        expected=failure.expected,
        came=failure.came,
    )


def _variant_lines(variant: "VariantRun") -> Iterator[Said]:
    name = variant.variant.name
    for hidden in variant.variant.hidden:
        setting = f"{hidden.parameter}@{hidden.region}"
        yield Said("replay.hides", name=name, setting=setting, span=hidden.span)
    for row in variant.sweep:
        flips = reduce(_both, (flip.told for flip in row.flips)) if row.flips else _SAME
        yield Said(
            "replay.sweep", setting=row.setting, value=row.value, refused=row.refused, flips=flips
        )


def _both(one: Said, more: Said) -> Said:
    return Said("replay.several", one=one, more=more)


def _sum_line(results: list[dict[str, Any]]) -> Said:
    from ledger.text.problems import counted

    failed = sum(not result["ok"] for result in results)
    counts = {
        "scenarios": counted(len(results), "scenario"),
        "steps": counted(sum(result["steps"] for result in results), "step"),
        "what_ifs": counted(sum(len(result["what_if"]) for result in results), "what-if"),
    }
    if failed:
        return Said("replay.failed", **counts, failed=failed)
    return Said("replay.verified", **counts)
