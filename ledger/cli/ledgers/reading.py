"""`walletsim ledger statement`, `allowance`, `balances`, `clearing`, `info`: what ledgers say."""

from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.ledgers.stored import (
    LedgerOption,
    UrlArgument,
    chosen,
    glance_at_ledger,
    open_ledger,
    or_exit,
)
from ledger.cli.output import (
    Format,
    FormatOption,
    LanguageOption,
    NoColorOption,
    Table,
    fail,
    language,
    print_tables,
    tell,
)
from ledger.text.said import Said

if TYPE_CHECKING:
    from ledger.journal import ReadableJournal
    from ledger.reports.allowance import PayersAllowance
    from ledger.reports.fold import Standing

AtOption = Annotated[
    str | None,
    typer.Option("--at", help=Said("help.at")),
]
PersonOption = Annotated[str | None, typer.Option("--of", help=Said("help.of"))]


def statement(
    url: UrlArgument,
    *,
    of: Annotated[
        str,
        typer.Option(help=Said("help.ledger.statement.of")),
    ],
    ledger: LedgerOption = None,
    format_: FormatOption = Format.table,
    lang: LanguageOption = None,
    no_color: NoColorOption = False,
) -> None:
    """Show each movement of a person or account with its balances, and each refusal."""
    from ledger.cli.ledgers import tables
    from ledger.reports import statement as reports

    name, told = glance_at_ledger(
        url, ledger, lambda journal: (journal.ledger, reports.statement(journal.read(), of))
    )
    if not told.lines:
        tell(Said("command.nothing_moved", seq=told.seq))
    rows = [tables.line_row(line, told.people) for line in told.lines]
    columns = tables.line_columns(len(told.balances))
    table = Table(columns, rows, tables.statement_title(name, told))
    print_tables([table], format_, language(lang), no_color=no_color)


def allowance(
    url: UrlArgument,
    *,
    of: PersonOption = None,
    at: AtOption = None,
    ledger: LedgerOption = None,
    format_: FormatOption = Format.table,
    lang: LanguageOption = None,
    no_color: NoColorOption = False,
) -> None:
    """Show what payers may still send that day: used, cap, headroom, reset."""
    from ledger.cli.ledgers import tables
    from ledger.reports.allowance import allowance_of
    from ledger.reports.fold import policy_of, standing

    moment = None if at is None else moment_of(at)

    def read(journal: "ReadableJournal") -> "tuple[Standing, list[PayersAllowance]]":
        stands, policy = standing(journal, moment), policy_of(journal)
        payers = stands.book.people if of is None else [stands.person(of)]
        return stands, [allowance_of(stands, policy, payer) for payer in payers]

    stands, found = glance_at_ledger(url, ledger, read)
    _tell_overdue(stands)
    rows = [tables.allowance_row(one, stands.at) for one in found]
    table = Table(tables.ALLOWANCES, rows, tables.moment_title(stands.ledger, stands.at))
    print_tables([table], format_, language(lang), no_color=no_color)


def balances(
    url: UrlArgument,
    *,
    of: PersonOption = None,
    at: AtOption = None,
    ledger: LedgerOption = None,
    format_: FormatOption = Format.table,
    lang: LanguageOption = None,
    no_color: NoColorOption = False,
) -> None:
    """Show what people and accounts have at a moment, by what the ledger holds."""
    from ledger.cli.ledgers import tables
    from ledger.reports.balances import accounts, owner_of, people
    from ledger.reports.fold import standing

    moment = None if at is None else moment_of(at)

    def read(journal: "ReadableJournal") -> "Standing":
        stands = standing(journal, moment)
        if of is not None:
            stands.person(of)
        return stands

    stands = glance_at_ledger(url, ledger, read)
    _tell_overdue(stands)
    book = stands.book
    persons = [tables.person_row(has) for has in people(book, of)]
    rows = [tables.account_row(a, owner_of(book, a), fen) for a, fen in accounts(book, of)]
    named = Table(tables.PEOPLE, persons, tables.moment_title(stands.ledger, stands.at))
    print_tables([named, Table(tables.ACCOUNTS, rows)], format_, language(lang), no_color=no_color)


def clearing(
    url: UrlArgument,
    *,
    month: Annotated[str | None, typer.Option(help=Said("help.ledger.clearing.month"))] = None,
    netted: Annotated[
        bool, typer.Option("--netted", help=Said("help.ledger.clearing.netted"))
    ] = False,
    ledger: LedgerOption = None,
    format_: FormatOption = Format.table,
    lang: LanguageOption = None,
    no_color: NoColorOption = False,
) -> None:
    """Show what provinces owe each other for shared money, month by month."""
    from ledger.cli.ledgers import clearing_tables as tables
    from ledger.reports.clearing import clearing as cleared

    if month is not None:
        _check_month(month)
    months = glance_at_ledger(url, ledger, lambda journal: cleared(journal.read()))
    shown = [m for m in months if month in {None, m.month}]
    if not shown:
        owed = Said("command.nothing_owed")
        tell(owed if month is None else Said("command.nothing_owed_for", month=month))
    if format_ is Format.table:
        parts = [tables.matrix(one, netted=netted) for one in shown]
    else:
        rows = [row for one in shown for row in tables.clearing_rows(one, netted=netted)]
        parts = [Table(tables.DEBTS, rows)]
    print_tables(parts, format_, language(lang), no_color=no_color)


def info(
    url: UrlArgument,
    *,
    ledger: LedgerOption = None,
    format_: FormatOption = Format.table,
    lang: LanguageOption = None,
    no_color: NoColorOption = False,
) -> None:
    """Show what ledgers a database holds, how far they go, and under which policy."""
    from ledger.cli.ledgers import tables
    from ledger.journal.database import opened
    from ledger.journal.raw import Listed, examined
    from ledger.reports.fold import Extent, extent

    def read() -> "list[tuple[Listed, Extent]]":
        with opened(url) as engine:
            with examined(engine) as database:
                listed = {str(one.name): one for one in database.ledgers()}
            names = list(listed) if ledger is None else [chosen(list(listed), ledger)]
            return [(listed[n], extent(open_ledger(engine, n))) for n in names]

    rows = [tables.info_row(listed, found) for listed, found in or_exit(read)]
    if not rows:
        tell(Said("journal.holds_none"))
    print_tables([Table(tables.LEDGERS, rows)], format_, language(lang), no_color=no_color)


def moment_of(text: str) -> int:
    """The moment that a user writes; ends the program where it is none."""
    from ledger.words.moments import parse_moment

    try:
        return parse_moment(text)
    except ValueError as error:
        fail(str(error))


def _check_month(month: str) -> None:
    from ledger.text.problems import quoted
    from ledger.words.moments import parse_day

    try:
        parse_day(f"{month}-01")
    except ValueError:
        fail(Said("command.not_month", month=quoted(month)), Said("command.write_month"))


def _tell_overdue(stands: "Standing") -> None:
    from ledger.words.moments import format_moment

    if stands.overdue:
        tell(Said("command.overdue", moment=format_moment(stands.at)))
