"""`walletsim probe`: the boundary scenarios of a policy book, run and written to files."""

from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.output import (
    Column,
    Format,
    FormatOption,
    LanguageOption,
    Row,
    Table,
    fail,
    language,
    print_tables,
)
from ledger.cli.policy.commands import PolicyOption
from ledger.text.pairs.proving import PROVING
from ledger.text.said import Said

if TYPE_CHECKING:
    from ledger.proof.probe import Probed

Out = Annotated[Path | None, typer.Option(file_okay=False, help=Said("help.probe.out"))]


def probe(
    *,
    policy: PolicyOption = None,
    out: Out = None,
    format_: FormatOption = Format.table,
    lang: LanguageOption = None,
) -> None:
    """Probe each value of a policy book on both sides, on its first and last days."""
    from ledger.cli.files import write, yaml_files
    from ledger.cli.policy.commands import book_of
    from ledger.proof.probe import probes

    book, folder = book_of(policy), out or Path()
    names = None if policy is None else [relpath(p, folder) for p in yaml_files(policy)]
    if out is not None:
        _make(out)
    rows = []
    for found in probes(book, names, str(folder)):
        rows.append(_row(found, folder))
        if out is not None:
            write(out / f"{found.name}.yaml", found.text)
    print_tables([Table(_COLUMNS, rows)], format_, language(lang))
    raise typer.Exit(1 if any(row["failures"] for row in rows) else 0)


def _row(found: "Probed", folder: Path) -> Row:
    """A boundary scenario, and how many of its answers are not what its values make them."""
    from ledger.scenario.load import load
    from ledger.scenario.run import run
    from ledger.text.reader import read

    path = str(folder / f"{found.name}.yaml")
    made = run(load(read(found.text.encode(), path, lines_of="steps")))
    failures = [failure.subject for failure in made.failures]
    return {"parameter": found.parameter, "asks": found.asks, "failures": failures}


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fail(Said("command.unwritable", path=folder, why=error.strerror))


_COLUMNS = (
    Column("parameter", PROVING["parameter"], narrows=False),
    Column("asks", PROVING["asks"], right=True),
    Column("failures", PROVING["failures"]),
)
