"""`walletsim audit`: whether another system decides as the rules do, by what it wrote down."""

from typing import TYPE_CHECKING, Any

import typer

from ledger.cli.output import (
    Column,
    LanguageOption,
    Row,
    Table,
    TextFormat,
    TextFormatOption,
    language,
    print_json,
    table_lines,
)
from ledger.cli.policy.commands import PolicyOption, book_of
from ledger.cli.scenario.logs import LogsArgument, MapOption, sound_rows, verdict_text
from ledger.text.pairs.logs import AUDIT
from ledger.text.said import Said, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.whatif.comparing.audit import Audit, Difference

COUNTS = (
    Column("times", AUDIT["times"], narrows=False, right=True),
    Column("theirs", AUDIT["theirs"], lambda row, lang: verdict_text(row["theirs"], lang)),
    Column("ours", AUDIT["ours"], lambda row, lang: verdict_text(row["ours"], lang)),
)
DIFFERENCES = (
    Column("line", AUDIT["line"], narrows=False, right=True),
    Column("at", AUDIT["at"], narrows=False),
    Column("key", AUDIT["key"]),
    Column("command", AUDIT["command"], narrows=False),
    *COUNTS[1:],
    Column("why", AUDIT["why"], lambda row, lang: _why(row["explanation"], lang)),
)


def audit(
    logs: LogsArgument,
    *,
    map_file: MapOption,
    policy: PolicyOption = None,
    format_: TextFormatOption = TextFormat.table,
    lang: LanguageOption = None,
) -> None:
    """Tell which decisions of a log differ from ours, and why."""
    from ledger.whatif.comparing.audit import audit as audited

    book = book_of(policy)
    log_map, rows = sound_rows(map_file, logs)
    found = audited(log_map, rows, book)
    name = ", ".join(str(path) for path in logs)
    if format_ is TextFormat.table:
        typer.echo("\n".join(_lines(found, name, language(lang))))
    else:
        print_json(_document(found, name), one_line=format_ is TextFormat.jsonl)
    raise typer.Exit(0 if found.conforming else 1)


def _document(found: "Audit", name: str) -> dict[str, Any]:
    differing = len(found.differences)
    return {
        "log": name,
        "rows": found.rows,
        "alike": found.rows - differing,
        "differing": differing,
        "conforming": found.conforming,
        "impossible": found.impossible,
        "counts": _counts(found),
        "differences": [_row(one) for one in found.differences],
    }


def _counts(found: "Audit") -> list[Row]:
    pairs = sorted(found.counts.items(), key=lambda item: (-item[1], item[0]))
    return [{"times": count, "theirs": theirs, "ours": ours} for (theirs, ours), count in pairs]


def _row(one: "Difference") -> Row:
    from ledger.core.commands import word_of
    from ledger.words.moments import format_moment

    step = one.row.step
    return {
        "log": one.row.path,
        "line": one.row.line,
        "at": format_moment(step.at),
        "key": step.key,
        "command": word_of(step.command),
        "theirs": str(one.row.verdict),
        "ours": str(one.ours),
        "explanation": one.document,
    }


def _lines(found: "Audit", name: str, lang: str) -> "Iterator[str]":
    from ledger.text.problems import counted
    from ledger.text.width import harmless
    from ledger.whatif.narrate import narrate

    differing = len(found.differences)
    alike = found.rows - differing
    rows_told = counted(found.rows, "row")
    title = Said("audit.title", log=name, rows=rows_told, alike=alike, differing=differing)
    yield harmless(told(title, lang))
    if not found.differences:
        return
    yield from ("", *table_lines(Table(COUNTS, _counts(found)), lang))
    rows = [_row(one) for one in found.differences]
    yield from ("", *table_lines(Table(DIFFERENCES, rows), lang))
    if found.impossible:
        yield from ("", told(Said("audit.not_moved", rows=counted(found.impossible, "row")), lang))
    yield from ("", told(Said("audit.first"), lang))
    yield narrate(found.differences[0].document, lang).rstrip()


def _why(document: dict[str, Any], lang: str) -> str:
    """Our answer in one line: the rule's numbers and whose word they are."""
    from ledger.whatif.narrate import short

    if document["verdict"] == "duplicate":
        return told(Said("audit.again", seq=document["seq"]), lang)
    if document["code"] is None:
        return told(Said("audit.passes"), lang)
    return short(document, lang).partition(": ")[2]
