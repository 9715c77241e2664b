"""`walletsim ledger import`: another system's log as a ledger, all of it or nothing."""

from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.ledgers.stored import UrlArgument, or_exit
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
from ledger.cli.policy.commands import PolicyOption, book_of
from ledger.cli.scenario.logs import LogsArgument, MapOption, sound_rows, verdict_text
from ledger.text.pairs.logs import AUDIT
from ledger.text.said import Said

if TYPE_CHECKING:
    from ledger.scenario.logs.history import Flagged

FLAGGED = (
    Column("line", AUDIT["line"], narrows=False, right=True),
    Column("at", AUDIT["at"], narrows=False),
    Column("key", AUDIT["key"]),
    Column("command", AUDIT["command"], narrows=False),
    Column(
        "verdict",
        AUDIT["verdict"],
        lambda row, lang: verdict_text(row["verdict"], lang),
        narrows=False,
    ),
    Column("codes", AUDIT["broke"]),
)


def import_(
    url: UrlArgument,
    logs: LogsArgument,
    *,
    map_file: MapOption,
    ledger: Annotated[str | None, typer.Option(help=Said("help.ledger.import.ledger"))] = None,
    policy: PolicyOption = None,
    format_: FormatOption = Format.table,
    lang: LanguageOption = None,
    no_color: NoColorOption = False,
) -> None:
    """Keep a log as a ledger, and list the rows that broke rules."""
    from ledger.journal.finished import Finished, store_all
    from ledger.scenario.logs.history import begin
    from ledger.scenario.logs.history import tell as told
    from ledger.text.problems import counted

    book = book_of(policy)
    log_map, rows = sound_rows(map_file, logs)
    history = told(begin(log_map, book, ledger or log_map.fields.map), rows)
    journal, balances = history.journal, history.session.book.balances
    or_exit(lambda: store_all(url, [Finished(journal, balances, book.hash, book.body())]))
    flagged = Table(FLAGGED, [_row(one) for one in history.flagged])
    print_tables([flagged], format_, language(lang), no_color=no_color)
    head = journal.head.hex()[:12]
    sums = {"ledger": journal.ledger, "rows": counted(len(rows), "row"), "events": journal.count}
    ends = tuple(
        Said("audit.end", end=Said(f"audit.{end}"), count=count)
        for end, count in sorted(history.ends.items())
    )
    tell(Said("audit.imported", **sums, ends=ends, head=head, url=url))


def _row(one: "Flagged") -> Row:
    from ledger.core.commands import word_of
    from ledger.words.moments import format_moment

    step = one.row.step
    return {
        "log": one.row.path,
        "line": one.row.line,
        "at": format_moment(step.at),
        "key": step.key,
        "command": word_of(step.command),
        "verdict": one.verdict,
        "codes": [code.value for code in one.codes],
    }
