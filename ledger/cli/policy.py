"""`walletsim policy ...`: what the policy book says, where and when, and how well it is founded."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from ledger.cli import policy_tables as tables
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
)

if TYPE_CHECKING:
    from ledger.policy.book import PolicyBook
    from ledger.policy.lint import Finding
    from ledger.text.reader import Document

policy_app = typer.Typer(no_args_is_help=True, help="The policy book. / 政策簿")

PolicyOption: TypeAlias = Annotated[
    list[Path] | None,
    typer.Option(
        "--policy",
        help="Policy file or folder instead of the shipped book, may be repeated; without a "
        "national file among them, on top of the shipped one. / 自备政策文件或文件夹",
    ),
]
RegionArgument: TypeAlias = Annotated[
    str, typer.Argument(help="For example CN, CN-SN or CN-SN-610100. / 地区")
]
DayArgument: TypeAlias = Annotated[str, typer.Argument(help="For example 2025-11-10. / 日期")]


@policy_app.command()
def show(
    region: RegionArgument,
    date: DayArgument,
    *,
    policy: PolicyOption = None,
    format_: FormatOption = Format.table,
    lang: LanguageOption = None,
    no_color: NoColorOption = False,
) -> None:
    """Show all that holds in a region on a day, and where it comes from. / 显示当日政策."""
    from ledger.reports.policy import in_force_rows, unencoded_rows

    _known_region(region)
    day = _day(date)
    book = book_of(policy)
    rows = list(in_force_rows(book, region, day))
    in_force = Table(tables.IN_FORCE, rows, tables.of_day(region, date))
    rest = Table(tables.UNENCODED, list(unencoded_rows(book, region)), tables.NOT_MODELLED)
    print_tables([in_force, rest], format_, language(lang), no_color=no_color)


@policy_app.command()
def history(
    parameter: Annotated[str, typer.Argument(help="For example wallet.open. / 参数")],
    region: RegionArgument,
    *,
    policy: PolicyOption = None,
    format_: FormatOption = Format.table,
    lang: LanguageOption = None,
    no_color: NoColorOption = False,
) -> None:
    """Show every dated value of a parameter that a region states or inherits. / 显示参数沿革."""
    from ledger.reports.policy import history_rows

    _known_region(region)
    book = book_of(policy)
    _known_parameter(book, parameter)
    rows = list(history_rows(book, parameter, region))
    if not rows:
        absent = book.definitions[parameter].when_absent
        typer.echo(
            f"{parameter} has no value in {region} at any time, which means {absent}", err=True
        )
    print_tables([Table(tables.HISTORY, rows)], format_, language(lang), no_color=no_color)


@policy_app.command()
def diff(
    before: DayArgument,
    after: DayArgument,
    *,
    region: Annotated[
        str | None,
        typer.Option(help="Compare what holds in this region; none: all, each by itself. / 地区"),
    ] = None,
    policy: PolicyOption = None,
    format_: FormatOption = Format.table,
    lang: LanguageOption = None,
    no_color: NoColorOption = False,
) -> None:
    """Show what differs between two days, per region and parameter. / 比较两日政策."""
    from ledger.reports.policy import difference_rows

    if region is not None:
        _known_region(region)
    days = _day(before), _day(after)
    rows = list(difference_rows(book_of(policy), *days, region))
    if not rows:
        typer.echo(f"nothing differs between {before} and {after}", err=True)
    print_tables([Table(tables.DIFFERENCE, rows)], format_, language(lang), no_color=no_color)


@policy_app.command()
def lint(
    *,
    as_of: Annotated[
        str | None, typer.Option(help="Day for P105: what was checked too long ago. / 截至日期")
    ] = None,
    stale_days: Annotated[
        int, typer.Option(help="How old a check may be then. / 有效天数", min=1)
    ] = 365,
    scenarios: Annotated[
        list[Path] | None,
        typer.Option(
            help="Scenarios that test readings (P110), may be repeated; none: the shipped ones for "
            "the shipped book. / 情景文件"
        ),
    ] = None,
    notes: Annotated[bool, typer.Option("--notes", help="List notes, too. / 列出提示")] = False,
    policy: PolicyOption = None,
    format_: FormatOption = Format.table,
    lang: LanguageOption = None,
) -> None:
    """List what is doubtful in the policy book; exit 1 on findings, 0 on notes. / 检查政策簿."""
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
    typer.echo(_counts(found, files=len(book.files)), err=True)
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


def _counts(found: "Sequence[Finding]", *, files: int) -> str:
    """`0 findings, 15 notes (P102 15) in 38 files`."""
    notes = Counter(finding.code for finding in found if finding.is_note)
    told = ", ".join(f"{code} {count}" for code, count in sorted(notes.items()))
    findings = _counted(len(found) - notes.total(), "finding")
    said = _counted(notes.total(), "note") + (f" ({told})" if told else "")
    return f"{findings}, {said} in {_counted(files, 'file')}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


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
        fail(f"{path}: no policy file in this folder")
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
    from ledger.text.problems import did_you_mean, quoted
    from ledger.words.regions import is_region, known, name

    if is_region(region):
        return
    named = [r for r in known() if region and name(r, "zh").startswith(region)]
    hint = did_you_mean(region, known())
    if named:
        hint = f"{name(named[0], 'zh')} is {quoted(named[0])}"
    fail(f"unknown region {quoted(region)}", hint)


def _known_parameter(book: "PolicyBook", parameter: str) -> None:
    from ledger.text.problems import did_you_mean, quoted

    if parameter not in book.definitions:
        known = book.definitions
        fail(f"unknown parameter {quoted(parameter)}", did_you_mean(parameter, known))
