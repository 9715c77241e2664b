"""`walletsim ledger ...`: commands on stored ledgers."""

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.ledgers import exporting, forking, importing, posting, reading
from ledger.cli.ledgers.stored import UrlArgument, or_exit
from ledger.cli.output import LanguageOption, fail, language, tell
from ledger.steady import steady
from ledger.text.said import Said, told
from ledger.text.width import pad

if TYPE_CHECKING:
    from ledger.reports.judge import TermsFor
    from ledger.reports.verify import LedgerReport
    from ledger.scenario.run import Run

ledger_app = typer.Typer(no_args_is_help=True, help=Said("help.ledger"))


@ledger_app.callback()
def ledgers(*, lang: LanguageOption = None) -> None:  # `Program` has seen it
    """Stored ledgers."""


@ledger_app.command(help=Said("help.ledger.verify"))
def verify(
    url: UrlArgument,
    *,
    ledger: Annotated[str | None, typer.Option(help=Said("help.ledger.verify.ledger"))] = None,
    head: Annotated[str | None, typer.Option(help=Said("help.ledger.verify.head"))] = None,
    new: Annotated[bool, typer.Option("--new", help=Said("help.ledger.verify.new"))] = False,
    lang: LanguageOption = None,
) -> None:
    """Check chain, sums, caps and balances of every ledger from its first event."""
    from ledger.policy.book import read_body
    from ledger.reports.verify import verify as verified
    from ledger.reports.verify import verify_new
    from ledger.text.width import harmless

    def work() -> "list[LedgerReport]":
        def terms_of(body: bytes) -> "TermsFor":
            return read_body(body).terms

        with steady():
            if new:
                return verify_new(url, terms_of, ledger=ledger, head=head)
            return verified(url, terms_of, ledger=ledger, head=head)

    reports = or_exit(work)
    for report in reports:
        for line in _report_lines(report, url, new=new):
            typer.echo(harmless(line))
    raise typer.Exit(0 if all(report.ok for report in reports) else 3)


def _report_lines(report: "LedgerReport", url: str, *, new: bool) -> Iterator[str]:
    """What was found in one ledger; without a ledger's name, in the whole database."""
    word = told(Said("verify.ok" if report.ok else "verify.fail"), language())
    named = Said("verify.ledger", ledger=report.ledger, count=report.count, head=report.head)
    yield f"{pad(word, 4)} {told(named, language()) if report.ledger else url}"
    if new and report.ledger:
        yield f"  {told(_begun(report), language())}"
    for seq, check, text in report.problems:
        name = "verify.found" if seq is None else "verify.found_at"
        values = {"check": check, "text": text} | ({} if seq is None else {"seq": seq})
        yield f"  {told(Said(name, **values), language())}"


def _begun(report: "LedgerReport") -> Said:
    """From where on a ledger was checked, when only what is new was asked for."""
    if report.trusted is None:
        return Said("verify.no_snapshot")
    seq, head = report.trusted
    return Said("verify.trusted", seq=seq, head=head, new=report.count - seq)


ledger_app.command("init", help=Said("help.ledger.init"))(posting.init)
ledger_app.command("post", help=Said("help.ledger.post"))(posting.post)
ledger_app.command("info", help=Said("help.ledger.info"))(reading.info)
ledger_app.command("statement", help=Said("help.ledger.statement"))(reading.statement)
ledger_app.command("allowance", help=Said("help.ledger.allowance"))(reading.allowance)
ledger_app.command("balances", help=Said("help.ledger.balances"))(reading.balances)
ledger_app.command("clearing", help=Said("help.ledger.clearing"))(reading.clearing)
ledger_app.command("fork", help=Said("help.ledger.fork"))(forking.fork)
ledger_app.command("diff", help=Said("help.ledger.diff"))(forking.diff)
ledger_app.command("import", help=Said("help.ledger.import"))(importing.import_)
ledger_app.command("export", help=Said("help.ledger.export"))(exporting.export)


def keep(url: str, runs: "list[Run]") -> None:
    """Keep the journals of finished runs, all of them or none."""
    from ledger.journal.database import without_password
    from ledger.journal.finished import Finished, store_all
    from ledger.text.problems import counted

    finished = [
        Finished(
            run.journal, run.book.balances, run.scenario.policy.hash, run.scenario.policy.body()
        )
        for run in runs
    ]
    or_exit(lambda: store_all(url, finished))
    address = without_password(url)
    tell(Said("command.ledgers_kept", ledgers=counted(len(runs), "ledger"), url=address))


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
        fail(Said("command.ledger_there", ledger=taken))
