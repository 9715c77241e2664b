"""Opens one ledger of a database for a command, or ends with what there is instead."""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeAlias, TypeVar

import typer

from ledger.cli.output import fail, tell
from ledger.text.said import Said

if TYPE_CHECKING:
    from ledger.journal import Journal, ReadableJournal
    from ledger.journal.database import Database
    from ledger.journal.sql import SqlJournal
    from ledger.reports.fold import UnknownNameError

UrlArgument: TypeAlias = Annotated[str, typer.Argument(help=Said("help.url"))]
LedgerOption: TypeAlias = Annotated[
    str | None,
    typer.Option("--ledger", help=Said("help.ledger_option")),
]

T = TypeVar("T")


def glance_at_ledger(url: str, ledger: str | None, work: "Callable[[ReadableJournal], T]") -> T:
    """As `read_ledger`, for work that only reads: without the toolkit wherever that will do."""
    from ledger.journal.glance import UnusualError, glanced
    from ledger.reports.fold import UnknownNameError

    def read() -> T:
        with glanced(url) as found:
            return work(found.journal(chosen(found.names(), ledger)))

    with suppress(UnusualError):
        try:
            return or_exit(read)
        except UnknownNameError as error:
            _unknown(error)
    return read_ledger(url, ledger, work)


def read_ledger(url: str, ledger: str | None, work: "Callable[[Journal], T]") -> T:
    """Do work on one ledger of a database, the only one if none is named.

    Ends the program when there is no such ledger, or nobody in it by a name that was asked for.
    """
    from ledger.journal.database import opened
    from ledger.reports.fold import UnknownNameError

    def read() -> T:
        with opened(url) as engine:
            return work(open_ledger(engine, ledger))

    try:
        return or_exit(read)
    except UnknownNameError as error:
        _unknown(error)


def open_ledger(engine: "Database", ledger: str | None) -> "SqlJournal":
    """One ledger of a database, the only one if none is named; ends the program if there is none.

    Raises:
        JournalError: when it cannot be opened.
    """
    from ledger.journal.raw import examined
    from ledger.journal.sql import SqlJournal

    with examined(engine) as database:
        names = [str(listed.name) for listed in database.ledgers()]
    return SqlJournal.open(engine, chosen(names, ledger))


def chosen(names: list[str], ledger: str | None) -> str:
    """The ledger that is meant; ends the program where none is, or several could be."""
    from ledger.text.problems import counted, did_you_mean, quoted

    if ledger in names:
        return ledger
    ledgers, listed = counted(len(names), "ledger"), tuple(names)
    held = Said("command.holds", ledgers=ledgers)
    if ledger is not None:
        these = Said("command.holds_these", ledgers=ledgers, names=listed) if names else held
        hint = did_you_mean(ledger, names) or these
        fail(Said("command.no_ledger", ledger=quoted(ledger)), hint)
    if len(names) != 1:
        fail(held, Said("command.name_one", names=listed) if names else "")
    return names[0]


def _unknown(error: "UnknownNameError") -> NoReturn:
    """End the program without naming anybody else: an error text may be kept in a log."""
    from ledger.text.problems import quoted

    name = "command.nobody_no_account" if error.of_account else "command.nobody"
    fail(Said(name, name=quoted(error.wanted)), Said("command.balances_lists"))


def or_exit(work: Callable[[], T]) -> T:
    """Do work on a database; end with one clear sentence when it cannot be done."""
    from ledger.journal import DamagedError, JournalError

    try:
        return work()
    except DamagedError as error:
        tell(str(error))
        raise typer.Exit(3) from None
    except (JournalError, ValueError) as error:
        fail(str(error))
