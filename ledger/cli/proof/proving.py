"""`walletsim coverage` and `mutate`: what scenarios exercise, and what they would notice."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.output import (
    Column,
    Format,
    FormatOption,
    LanguageOption,
    NoColorOption,
    Row,
    Table,
    fail,
    language,
    print_tables,
    progress,
    tell,
)
from ledger.text.pairs.proving import PROVING
from ledger.text.said import Said

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.proof.coverage import Coverage
    from ledger.proof.coverage import Row as Measured
    from ledger.proof.mutants import Mutant
    from ledger.proof.mutate import Range, Trial

ProofPaths = Annotated[list[Path] | None, typer.Argument(help=Said("help.replay.paths"))]

FailUnder = Annotated[float, typer.Option(min=0, max=100, help=Said("help.coverage.fail_under"))]


def coverage(
    paths: ProofPaths = None,
    *,
    fail_under: FailUnder = 0,
    format_: FormatOption = Format.table,
    lang: LanguageOption = None,
    no_color: NoColorOption = False,
) -> None:
    """Measure which rule outcomes, parameters and dated values scenarios exercise."""
    from ledger.cli.files import shipped_folder, sound_scenarios
    from ledger.proof import coverage as measuring

    found = measuring.coverage(sound_scenarios(paths or [shipped_folder()]))
    print_tables(_tables(found), format_, language(lang), no_color=no_color)
    low = tuple(Said(f"proving.{row.name}") for row in found.sums if row.percent < fail_under)
    if low:
        tell(Said("proving.too_low", least=f"{fail_under:g}", names=low))
        raise typer.Exit(1)


def _tables(found: "Coverage") -> list[Table]:
    return [
        Table(_COLUMNS, [_row(row) for row in rows], PROVING[title])
        for title, rows in zip(found._fields, found, strict=True)
    ]


def _row(row: "Measured") -> Row:
    return {**row._asdict(), "never": list(row.never), "percent": row.percent}


def _name(row: Row, lang: str) -> str:
    return PROVING[row["name"]](lang) if row["kind"] == "sum" else str(row["name"])


def _never(row: Row, _lang: str) -> str:
    return ", ".join(row["never"])


def mutate(
    paths: ProofPaths = None,
    *,
    only: Annotated[str, typer.Option(help=Said("help.mutate.only"))] = "",
    sample: Annotated[int | None, typer.Option(min=1, help=Said("help.mutate.sample"))] = None,
    seed: Annotated[int, typer.Option(help=Said("help.mutate.seed"))] = 1,
    fail_under: FailUnder = 0,
    format_: FormatOption = Format.table,
    lang: LanguageOption = None,
    no_color: NoColorOption = False,
) -> None:
    """Change the rules and the policy book in small ways; report what no scenario notices."""
    from random import Random

    from ledger.cli.files import shipped_folder, sound_scenarios
    from ledger.proof.mutate import Range, mutants_of, sampled, scores

    loaded = sound_scenarios(paths or [shipped_folder()])
    named = [mutant for mutant in mutants_of(loaded) if only in mutant.name]
    if not named:
        fail(Said("proving.no_change", name=only))
    mutants = sampled(named, sample, Random(seed))
    try:
        shooting = Range(loaded, lambda: sound_scenarios([shipped_folder()]))
    except ValueError as error:
        fail(Said("proving.fails_already", names=error.args[0]))
    with progress(len(mutants)) as advance:
        trials = [_tried(shooting, mutant, advance) for mutant in mutants]
    found = scores(trials)
    survivors = [_trial(trial) for trial in trials if trial.outcome == "survived"]
    sums = [{"kind": "score", **score._asdict(), "percent": score.percent} for score in found]
    tables = [
        Table(_SURVIVORS, survivors, PROVING["survivors"]),
        Table(_SCORES, sums, PROVING["score"]),
    ]
    print_tables(tables, format_, language(lang), no_color=no_color)
    raise typer.Exit(1 if any(score.percent < fail_under for score in found) else 0)


def _tried(shooting: "Range", mutant: "Mutant", advance: "Callable[[], None]") -> "Trial":
    advance()
    return shooting.tried(mutant)


def _trial(trial: "Trial") -> Row:
    mutant = trial.mutant
    return {
        "kind": "survivor",
        "layer": mutant.layer,
        "name": mutant.name,
        "change": mutant.change,
        "would_kill": trial.would_kill,
    }


def _layer(row: Row, lang: str) -> str:
    return PROVING[f"layer_{row['layer']}"](lang)


_COLUMNS = (
    Column("name", PROVING["name"], _name, narrows=False),
    Column("reached", PROVING["reached"], right=True),
    Column("of", PROVING["of"], right=True),
    Column("percent", PROVING["percent"], right=True),
    Column("never", PROVING["never"], _never),
)

_SURVIVORS = (
    Column("layer", PROVING["layer"], _layer, narrows=False),
    Column("name", PROVING["name"]),
    Column("change", PROVING["change"]),
    Column("would_kill", PROVING["would_kill"]),
)
_SCORES = (
    Column("layer", PROVING["layer"], _layer, narrows=False),
    Column("killed", PROVING["killed"], right=True),
    Column("survived", PROVING["survived"], right=True),
    Column("equivalent", PROVING["equivalent"], right=True),
    Column("percent", PROVING["percent"], right=True),
)
