"""`walletsim ledger ...`: commands on stored ledgers."""

from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli import posting, reading
from ledger.cli.bulk import in_bulk
from ledger.cli.output import fail
from ledger.cli.stored import UrlArgument, or_exit

if TYPE_CHECKING:
    from ledger.scenario.run import Run

ledger_app = typer.Typer(no_args_is_help=True, help="Stored ledgers. / 已存账本")


@ledger_app.callback()
def ledgers() -> None:
    """Stored ledgers. / 已存账本."""


@ledger_app.command()
def verify(
    url: UrlArgument,
    *,
    ledger: Annotated[
        str | None, typer.Option(help="Only this ledger of the database. / 只验证此账本")
    ] = None,
    head: Annotated[
        str | None, typer.Option(help="The hash its last event must have. / 末尾哈希")
    ] = None,
) -> None:
    """Check chain, sums, caps and balances of every ledger from its first event. / 验证账本."""
    from ledger.policy.book import read_body
    from ledger.reports.verify import verify as verified
    from ledger.text.width import harmless

    with in_bulk():
        reports = or_exit(
            lambda: verified(url, lambda body: read_body(body).terms, ledger=ledger, head=head)
        )
    for report in reports:
        word = "ok  " if report.ok else "FAIL"
        what = f"{report.ledger}: {report.count} events, {report.head}" if report.ledger else url
        typer.echo(harmless(f"{word} {what}"))
        for problem in report.problems:
            where = "" if problem.seq is None else f"seq {problem.seq}: "
            typer.echo(harmless(f"  {where}{problem.check}: {problem.text}"))
    raise typer.Exit(0 if all(report.ok for report in reports) else 3)


ledger_app.command("init")(posting.init)
ledger_app.command("post")(posting.post)
ledger_app.command("info")(reading.info)
ledger_app.command("statement")(reading.statement)
ledger_app.command("allowance")(reading.allowance)
ledger_app.command("balances")(reading.balances)
ledger_app.command("clearing")(reading.clearing)


def keep(url: str, runs: "list[Run]") -> None:
    """Keep the journals of finished runs, all of them or none."""
    from ledger.journal.database import without_password
    from ledger.journal.sql import Finished, store_all
    from ledger.text.problems import counted

    finished = [
        Finished(
            run.journal, run.book.balances, run.scenario.policy.hash, run.scenario.policy.body()
        )
        for run in runs
    ]
    or_exit(lambda: store_all(url, finished))
    typer.echo(f"{counted(len(runs), 'ledger')} kept in {without_password(url)}", err=True)


def refuse_existing(url: str, names: list[str]) -> None:
    """End the program when one of these ledgers is in the database already."""
    from ledger.journal import LedgerMissingError
    from ledger.journal.database import opened
    from ledger.journal.sql import SqlJournal

    def look() -> str | None:
        with suppress(LedgerMissingError), opened(url) as engine:
            for name in names:
                with suppress(LedgerMissingError):
                    SqlJournal.open(engine, name)
                    return name
        return None

    taken = or_exit(look)
    if taken is not None:
        fail(f"there is a ledger {taken} already; nothing was run or written")
