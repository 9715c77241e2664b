"""Opens one ledger of a database for a command, or ends with what there is instead."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeAlias, TypeVar

import typer

from ledger.cli.output import fail

if TYPE_CHECKING:
    from ledger.journal import Journal
    from ledger.journal.database import Database
    from ledger.journal.sql import SqlJournal
    from ledger.reports.fold import UnknownNameError

UrlArgument: TypeAlias = Annotated[
    str, typer.Argument(help="sqlite:///file.db or postgresql://user@host/database / 账本地址")
]
LedgerOption: TypeAlias = Annotated[
    str | None,
    typer.Option("--ledger", help="Which one, where the database holds several. / 账本名"),
]

T = TypeVar("T")


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
    held = f"the database holds {counted(len(names), 'ledger')}"
    if ledger is not None:
        hint = did_you_mean(ledger, names) or (f"{held}: {', '.join(names)}" if names else held)
        fail(f"there is no ledger {quoted(ledger)}", hint)
    if len(names) != 1:
        fail(held, f"name one with --ledger: {', '.join(names)}" if names else "")
    return names[0]


def _unknown(error: "UnknownNameError") -> NoReturn:
    from ledger.text.problems import did_you_mean, quoted

    wanted, people = error.wanted, error.people
    called = [person for person, name in people.items() if wanted and name == wanted]
    hint = did_you_mean(wanted, (*people, *error.accounts))
    if called:
        hint = f"{quoted(wanted)} is {', '.join(map(quoted, called))}"
    kind = "nobody and no account" if error.accounts else "nobody"
    fail(f"{kind} of the ledger is called {quoted(wanted)}", hint)


def or_exit(work: Callable[[], T]) -> T:
    """Do work on a database; end with one clear sentence when it cannot be done."""
    from ledger.journal import DamagedError, JournalError

    try:
        return work()
    except DamagedError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(3) from None
    except (JournalError, ValueError) as error:
        fail(str(error))
