"""`check`, `freeze` and `schema`: read files without running, fill them in, describe them."""

import codecs
from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.output import LanguageOption, ScenarioFile, fail, tell
from ledger.text.said import Said


def check(
    paths: Annotated[list[Path], typer.Argument(help=Said("help.check.paths"))],
    *,
    lang: LanguageOption = None,
) -> None:
    """Read scenario and policy files and report every problem; runs nothing."""
    from ledger.cli.files import NoFilesError, problems_text
    from ledger.cli.scenario.checking import all_problems
    from ledger.text.problems import counted

    try:
        problems, files = all_problems(paths)
    except NoFilesError as error:
        fail(str(error))
    if problems:
        typer.echo(problems_text(problems, files), err=True, nl=False)
        raise typer.Exit(2)
    tell(Said("command.no_problems", files=counted(len(files), "file")))


def freeze(file: ScenarioFile, *, lang: LanguageOption = None) -> None:
    """Write the outcome of every step that says `expect: fill` into the file."""
    from ledger.cli.files import sound_scenarios
    from ledger.scenario.freeze import frozen
    from ledger.text.problems import counted

    text, count = frozen(sound_scenarios([file])[0])
    try:
        if count:
            file.write_bytes(_as_it_was(text, file.read_bytes()))
    except OSError as error:
        fail(Said("command.unwritable", path=file, why=error.strerror))
    filled = counted(count, "expectation")
    tell(Said("command.filled", path=file, expectations=filled))


def _as_it_was(text: str, before: bytes) -> bytes:
    """A text as bytes, with the byte order mark and the line ends that its file had before."""
    mark = codecs.BOM_UTF8 if before.startswith(codecs.BOM_UTF8) else b""
    return mark + text.replace("\n", "\r\n" if b"\r\n" in before else "\n").encode()


def schema(
    folder: Annotated[Path, typer.Argument(help=Said("help.schema.folder"))] = Path("schema"),
    *,
    lang: LanguageOption = None,
) -> None:
    """Write the JSON Schemas of policy and scenario files, for editors."""
    from ledger.scenario.schema import schemas

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in schemas().items():
            (folder / name).write_text(text, encoding="utf-8")
            typer.echo(f"{folder / name}", err=True)
    except OSError as error:
        fail(Said("command.unwritable", path=folder, why=error.strerror))
