"""`walletsim ledger export`: a stored ledger in the format of another program."""

import sys
from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from ledger.cli.ledgers.stored import LedgerOption, UrlArgument, read_ledger
from ledger.cli.output import LanguageOption, fail, tell
from ledger.text.said import Said

if TYPE_CHECKING:
    from ledger.journal import Journal


class Target(StrEnum):
    """What a ledger is written as."""

    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"
    hledger = "hledger"
    beancount = "beancount"


def export(
    url: UrlArgument,
    *,
    to: Annotated[Target, typer.Option(help=Said("help.ledger.export.to"))],
    out: Annotated[
        Path | None, typer.Option(dir_okay=False, help=Said("help.ledger.export.out"))
    ] = None,
    pseudonymise: Annotated[
        str | None, typer.Option(help=Said("help.ledger.export.pseudonymise"))
    ] = None,
    ledger: LedgerOption = None,
    lang: LanguageOption = None,  # `Program` has seen it
) -> None:
    """Write a ledger out for other programs."""
    from ledger.reports.export.pseudonyms import pseudonymous
    from ledger.text.extras import MissingExtraError

    if out is None and to is Target.parquet:
        fail(Said("export.needs_out", format=to.value))

    def work(stored: "Journal") -> None:
        journal = stored if pseudonymise is None else pseudonymous(stored, pseudonymise)
        if out is None:
            for line in _lines(journal, to):
                sys.stdout.write(line)
            return
        _written(out, lambda file: _fill(file, journal, to))
        head = journal.head.hex()[:12]
        tell(
            Said("export.exported", ledger=journal.ledger, count=journal.count, head=head, file=out)
        )

    try:
        read_ledger(url, ledger, work)
    except MissingExtraError as error:
        fail(str(error))


def _fill(file: IO[bytes], journal: "Journal", to: Target) -> None:
    from ledger.reports.export.arrow import write_parquet

    if to is Target.parquet:
        write_parquet(journal, file)
    else:
        file.writelines(line.encode() for line in _lines(journal, to))


def _lines(journal: "Journal", to: Target) -> Iterable[str]:
    from ledger.reports.export.beancount import beancount_lines
    from ledger.reports.export.hledger import hledger_lines
    from ledger.reports.export.jsonl import jsonl
    from ledger.reports.export.postings import csv_lines

    writers: dict[Target, Callable[[Journal], Iterable[str]]] = {
        Target.jsonl: jsonl,
        Target.csv: csv_lines,
        Target.hledger: hledger_lines,
        Target.beancount: beancount_lines,
    }
    return writers[to](journal)


def _written(out: Path, fill: Callable[[IO[bytes]], None]) -> None:
    """Write a file as a whole: while it is not whole, it has another name."""
    part = out.with_name(f"{out.name}.part")
    try:
        with part.open("wb") as file:
            fill(file)
        part.replace(out)
    except OSError as error:
        fail(Said("export.unwritable", file=str(out), why=str(error.strerror)))
    finally:
        part.unlink(missing_ok=True)
