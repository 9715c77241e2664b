"""Which map and which logs a command means; ends the program with all that is wrong with them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from ledger.cli.output import fail
from ledger.text.said import Said, told

if TYPE_CHECKING:
    from ledger.scenario.logs.maps import LogMap
    from ledger.scenario.logs.rows import LogRow

LogsArgument: TypeAlias = Annotated[
    list[Path], typer.Argument(metavar="LOG...", dir_okay=False, help=Said("help.audit.logs"))
]
MapOption: TypeAlias = Annotated[
    Path, typer.Option("--map", dir_okay=False, help=Said("help.audit.map"))
]


def sound_rows(map_file: Path, logs: list[Path]) -> "tuple[LogMap, list[LogRow]]":
    """The map, and every row of the logs in order of time."""
    from ledger.cli.files import NoFilesError, documents, problems_text
    from ledger.scenario.logs.maps import load_map
    from ledger.scenario.logs.rows import read_rows
    from ledger.text.extras import MissingExtraError
    from ledger.text.problems import FileProblems

    try:
        (document,) = documents([map_file])
    except NoFilesError as error:
        fail(str(error))
    try:
        log_map = load_map(document)
        return log_map, read_rows(logs, log_map)
    except MissingExtraError as error:
        fail(str(error))
    except FileProblems as found:
        typer.echo(problems_text(found.problems, [document]), err=True, nl=False)
        raise typer.Exit(2) from None


def verdict_text(verdict: str, lang: str) -> str:
    """A verdict as people read it; the code of a refusal stays."""
    word, _, code = verdict.partition(" ")
    return f"{told(Said(f'audit.{word}'), lang)} {code}".rstrip()
