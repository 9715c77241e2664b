"""`walletsim policy ...`: what the policy book says, where and when, and how well it is founded."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from ledger.cli.output import (
    Format,
    FormatOption,
    LanguageOption,
    NoColorOption,
    Row,
    Table,
    fail,
    language,
    print_tables,
    tell,
)
from ledger.cli.policy import tables
from ledger.text.said import Said

if TYPE_CHECKING:
    from ledger.policy.book import PolicyBook
    from ledger.policy.lint import Finding
    from ledger.text.reader import Document

policy_app = typer.Typer(no_args_is_help=True, help=Said("help.policy"))

PolicyOption: TypeAlias = Annotated[
    list[Path] | None,
    typer.Option(
        "--policy",
        help=Said("help.policy.files"),
    ),
]
RegionArgument: TypeAlias = Annotated[str, typer.Argument(help=Said("help.policy.region"))]
DayArgument: TypeAlias = Annotated[str, typer.Argument(help=Said("help.policy.day"))]


@policy_app.callback()
def policies(*, lang: LanguageOption = None) -> None:  # `Program` has seen it
    """The policy book."""


@policy_app.command(help=Said("help.policy.show"))
def show(
    region: RegionArgument,
    date: DayArgument,
    *,
    policy: PolicyOption = None,
    format_: FormatOption = Format.table,
    lang: LanguageOption = None,
    no_color: NoColorOption = False,
) -> None:
    """Show all that holds in a region on a day, and where it comes from."""
    from ledger.reports.policy import in_force_rows, unencoded_rows

    _known_region(region)
    day = _day(date)
    book = book_of(policy)
    rows = list(in_force_rows(book, region, day))
    in_force = Table(tables.IN_FORCE, rows, tables.of_day(region, date))
    rest = Table(tables.UNENCODED, list(unencoded_rows(book, region)), tables.NOT_MODELLED)
    print_tables([in_force, rest], format_, language(lang), no_color=no_color)


@policy_app.command(help=Said("help.policy.history"))
def history(
    parameter: Annotated[str, typer.Argument(help=Said("help.policy.parameter"))],
    region: RegionArgument,
    *,
    policy: PolicyOption = None,
    format_: FormatOption = Format.table,
    lang: LanguageOption = None,
    no_color: NoColorOption = False,
) -> None:
    """Show every dated value of a parameter that a region states or inherits."""
    from ledger.reports.policy import history_rows

    _known_region(region)
    book = book_of(policy)
    _known_parameter(book, parameter)
    rows = list(history_rows(book, parameter, region))
    if not rows:
        absent = book.definitions[parameter].when_absent
        tell(Said(f"command.no_value_{absent}", parameter=parameter, region=region))
    print_tables([Table(tables.HISTORY, rows)], format_, language(lang), no_color=no_color)


@policy_app.command(help=Said("help.policy.diff"))
def diff(
    before: DayArgument,
    after: DayArgument,
    *,
    region: Annotated[
        str | None,
        typer.Option(help=Said("help.policy.diff.region")),
    ] = None,
    policy: PolicyOption = None,
    format_: FormatOption = Format.table,
    lang: LanguageOption = None,
    no_color: NoColorOption = False,
) -> None:
    """Show what differs between two days, per region and parameter."""
    from ledger.reports.policy import difference_rows

    if region is not None:
        _known_region(region)
    days = _day(before), _day(after)
    rows = list(difference_rows(book_of(policy), *days, region))
    if not rows:
        tell(Said("command.no_difference", before=before, after=after))
    print_tables([Table(tables.DIFFERENCE, rows)], format_, language(lang), no_color=no_color)


@policy_app.command(help=Said("help.policy.lint"))
def lint(
    *,
    as_of: Annotated[str | None, typer.Option(help=Said("help.policy.lint.as_of"))] = None,
    stale_days: Annotated[int, typer.Option(help=Said("help.policy.lint.stale_days"), min=1)] = 365,
    scenarios: Annotated[
        list[Path] | None,
        typer.Option(help=Said("help.policy.lint.scenarios")),
    ] = None,
    notes: Annotated[bool, typer.Option("--notes", help=Said("help.policy.lint.notes"))] = False,
    policy: PolicyOption = None,
    format_: FormatOption = Format.table,
    lang: LanguageOption = None,
) -> None:
    """List what is doubtful in the policy book; exit 1 on findings, 0 on notes."""
    from ledger.policy.lint import lint as linted
    from ledger.text.width import harmless

    day = None if as_of is None else _day(as_of)
    book = book_of(policy)
    tested = _tested(scenarios, shipped=policy is None)
    found = linted(book, as_of=day, stale_days=stale_days, tested=tested)
    rows = [_finding_row(finding) for finding in found if notes or not finding.is_note]
    if format_ is Format.table:
        for row in rows:
            typer.echo(harmless(tables.finding_line(row, language(lang))))
    else:
        print_tables([Table((), rows)], format_, language(lang))
    tell(_counts(found, files=len(book.files)))
    raise typer.Exit(1 if any(not finding.is_note for finding in found) else 0)


def _finding_row(finding: "Finding") -> Row:
    return {
        "file": finding.path,
        "line": finding.line,
        "column": finding.col,
        "code": finding.code,
        "note": finding.is_note,
        "message": finding.message,
    }


def _counts(found: "Sequence[Finding]", *, files: int) -> Said:
    """`0 findings, 15 notes (P102 15) in 38 files`."""
    from ledger.text.problems import counted

    notes = Counter(finding.code for finding in found if finding.is_note)
    codes = tuple(f"{code} {count}" for code, count in sorted(notes.items()))
    said = counted(notes.total(), "note")
    return Said(
        "command.lint_sum",
        findings=counted(len(found) - notes.total(), "finding"),
        notes=Said("command.lint_notes", notes=said, codes=codes) if codes else said,
        files=counted(files, "file"),
    )


def _tested(
    scenarios: list[Path] | None, *, shipped: bool
) -> frozenset[tuple[str, str, str]] | None:
    from ledger.cli.files import shipped_folder
    from ledger.scenario.tested import tested_readings

    if scenarios is None and not shipped:
        return None
    return tested_readings(_documents(scenarios or [shipped_folder()]))


def book_of(paths: list[Path] | None) -> "PolicyBook":
    """The shipped book, or the one that files make; bad files end the program."""
    from ledger.cli.files import problems_text
    from ledger.policy.load import load
    from ledger.policy.shipped import document, shipped
    from ledger.text.problems import FileProblems
    from ledger.words.regions import NATION

    if paths is None:
        return shipped()
    files = [file for path in paths for file in _policy_files(path)]
    regions = [file.data.get("region") for file in files if isinstance(file.data, dict)]
    if NATION not in regions:
        files.append(document("cn"))
    try:
        return load(files)
    except FileProblems as found:
        typer.echo(problems_text(found.problems, files), err=True, nl=False)
        raise typer.Exit(2) from None


def _policy_files(path: Path) -> "list[Document]":
    from ledger.cli.files import is_policy
    from ledger.policy.shipped import document, names

    if str(path) in names():
        return [document(str(path))]
    files = [file for file in _documents([path]) if is_policy(file) or not path.is_dir()]
    if not files:
        fail(Said("command.no_policy", path=path))
    return files


def _documents(paths: list[Path]) -> "list[Document]":
    from ledger.cli.files import NoFilesError, documents

    try:
        return documents(paths)
    except NoFilesError as error:
        fail(str(error))


def _day(text: str) -> int:
    from ledger.words.moments import parse_day

    try:
        return parse_day(text)
    except ValueError as error:
        fail(str(error))


def _known_region(region: str) -> None:
    from ledger.text.problems import did_you_mean, quoted, unknown
    from ledger.words.regions import is_region, known, name

    if is_region(region):
        return
    named = [r for r in known() if region and name(r, "zh").startswith(region)]
    hint = did_you_mean(region, known())
    if named:
        ids = (quoted(named[0]),)
        hint = Said("command.is_called", name=name(named[0], "zh"), ids=ids)
    fail(unknown("region", region), hint)


def _known_parameter(book: "PolicyBook", parameter: str) -> None:
    from ledger.text.problems import did_you_mean, unknown

    if parameter not in book.definitions:
        known = book.definitions
        fail(unknown("parameter", parameter), did_you_mean(parameter, known))
