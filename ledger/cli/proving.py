"""`walletsim coverage`: what scenarios exercise of the rules and of the policy book."""

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
    language,
    print_tables,
    tell,
)
from ledger.text.pairs.proving import PROVING
from ledger.text.said import Said

if TYPE_CHECKING:
    from ledger.proof.coverage import Coverage
    from ledger.proof.coverage import Row as Measured

ProofPaths = Annotated[list[Path] | None, typer.Argument(help=Said("help.replay.paths"))]


def coverage(
    paths: ProofPaths = None,
    *,
    fail_under: Annotated[
        float, typer.Option(min=0, max=100, help=Said("help.coverage.fail_under"))
    ] = 0,
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


_COLUMNS = (
    Column("name", PROVING["name"], _name, narrows=False),
    Column("reached", PROVING["reached"], right=True),
    Column("of", PROVING["of"], right=True),
    Column("percent", PROVING["percent"], right=True),
    Column("never", PROVING["never"], _never),
)
