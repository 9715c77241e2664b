"""Which files a command means, how their problems are told, and how one is written."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NoReturn

import typer

from ledger.cli.output import fail, language
from ledger.scenario.load import load
from ledger.scenario.story import Scenario
from ledger.text.problems import FileProblems, Problem, quoted, render
from ledger.text.reader import Document, read
from ledger.text.said import Said

_PACKAGE = Path(__file__).resolve().parent.parent


class NoFilesError(Exception):
    """Nothing to read where the user pointed; its text is one clear sentence."""


def shipped_folder() -> Path:
    """The shipped scenarios: in the package when installed, beside it in a checkout."""
    installed = _PACKAGE / "_scenarios"
    return installed if installed.is_dir() else _PACKAGE.parent / "scenarios"


def yaml_files(paths: Sequence[Path]) -> list[Path]:
    """The YAML files named, and those in the folders named, each once.

    Raises:
        NoFilesError: when a path is not there or out of reach, or a folder holds no YAML file.
    """
    found: dict[Path, None] = {}
    for path in paths:
        try:
            found |= dict.fromkeys(_files_at(path))
        except OSError as error:
            closed = error.filename or path
            why = error.strerror
            raise NoFilesError(Said("command.unreadable", path=closed, why=why)) from None
    return list(found)


def _files_at(path: Path) -> list[Path]:
    if path.is_dir():
        inside = sorted(_files_inside(path))
        if not inside:
            raise NoFilesError(Said("command.no_yaml", path=path))
        return inside
    if not path.exists():
        raise NoFilesError(Said("command.no_path", path=path))
    return [path]


def _files_inside(folder: Path) -> Iterator[Path]:
    """The YAML files at any depth; what is hidden, and all that lies in it, is passed over."""
    for inside, folders, names in os.walk(folder, onerror=_told):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(inside, name)
            if path.suffix in {".yaml", ".yml"} and not name.startswith(".") and path.is_file():
                yield path


def _told(error: OSError) -> NoReturn:
    """A folder that may not be looked into ends the walk; left out in silence it would pass."""
    raise error


def documents(paths: Sequence[Path]) -> list[Document]:
    """The YAML files, read.

    Raises:
        NoFilesError: when one cannot be opened.
    """
    return [_document(path) for path in yaml_files(paths)]


def _document(path: Path) -> Document:
    try:
        return read(path.read_bytes(), str(path), lines_of="steps")
    except OSError as error:
        raise NoFilesError(Said("command.unreadable", path=path, why=error.strerror)) from None


def write(path: Path, text: str) -> None:
    """Write a text file, with the same line ends everywhere; exit with 2 where that fails."""
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        fail(Said("command.unwritable", path=path, why=error.strerror))


def is_policy(document: Document) -> bool:
    """Tell a policy file from a scenario, which may lie in the same folder."""
    data = document.data
    return isinstance(data, dict) and "scenario" not in data and "region" in data


def scenarios(paths: Sequence[Path]) -> tuple[list[Scenario], list[Problem], list[Document]]:
    """Every scenario of the paths, every problem of every file, and the files.

    Raises:
        NoFilesError: when there is nothing to read.
    """
    named = {str(path) for path in paths}
    files = [d for d in documents(paths) if d.path in named or not is_policy(d)]
    if not files:
        raise NoFilesError(Said("command.no_scenario", path=paths[0]))
    loaded: list[Scenario] = []
    problems: list[Problem] = []
    for document in files:
        try:
            loaded.append(load(document))
        except FileProblems as found:
            problems += found.problems
    problems += same_names(loaded)
    return loaded, problems, files


def sound_scenarios(paths: Sequence[Path]) -> list[Scenario]:
    """Every scenario of the paths; ends the program when there is none, or any problem."""
    try:
        loaded, problems, files = scenarios(paths)
    except NoFilesError as error:
        fail(str(error))
    if problems:
        typer.echo(problems_text(problems, files), err=True, nl=False)
        raise typer.Exit(2)
    return loaded


def sound_scenario(document: Document) -> Scenario:
    """The scenario of a document; ends the program when it has any problem."""
    try:
        return load(document)
    except FileProblems as found:
        typer.echo(problems_text(found.problems, [document]), err=True, nl=False)
        raise typer.Exit(2) from None


def same_names(loaded: Sequence[Scenario]) -> Iterator[Problem]:
    """A problem for each scenario whose name another file has already."""
    seen: dict[str, str] = {}
    for scenario in loaded:
        first = seen.setdefault(scenario.name, scenario.document.path)
        if first != scenario.document.path:
            line, col = scenario.document.positions.value(("scenario",))
            message = Said("scenario.same_name", name=quoted(scenario.name), first=first)
            yield Problem(scenario.document.path, line, col, "S016", message)


def problems_text(problems: Sequence[Problem], files: Sequence[Document]) -> str:
    """The problems as the user reads them, with the lines they are in."""
    sources = {document.path: document.text for document in files}
    return render(problems, sources, language())
