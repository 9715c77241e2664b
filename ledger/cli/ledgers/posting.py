"""`walletsim ledger init` and `ledger post`: a ledger begins, and commands become part of it.

What is answered is durable. Reading stops at the first line that is no command: all before it are
answered by then, and nothing behind it is read. Posting the whole again is safe, since a command
that was taken is a duplicate the second time, by its key.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, BinaryIO, NoReturn

import typer

from ledger.cli import clock
from ledger.cli.ledgers.lines import UnreadableError, batches
from ledger.cli.ledgers.stored import LedgerOption, UrlArgument, open_ledger, or_exit
from ledger.cli.output import LanguageOption, fail, tell
from ledger.cli.policy.commands import PolicyOption, book_of
from ledger.steady import steady
from ledger.text.problems import counted
from ledger.text.said import Said

if TYPE_CHECKING:
    from ledger.journal.sql import SqlJournal
    from ledger.session import Session, Wish

MAIN = "main"
"""The name of a ledger that is given none."""


class Durability(StrEnum):
    """What an answer promises."""

    full = "full"
    normal = "normal"


def init(
    url: UrlArgument,
    *,
    ledger: Annotated[str, typer.Option(help=Said("help.ledger.init.ledger"))] = MAIN,
    policy: PolicyOption = None,
    at: Annotated[
        str | None,
        typer.Option(help=Said("help.ledger.init.at")),
    ] = None,
    lang: LanguageOption = None,
) -> None:
    """Begin a ledger under a policy that is kept with it."""
    from ledger.cli.ledgers.reading import moment_of
    from ledger.journal import MemoryJournal
    from ledger.journal.database import without_password
    from ledger.journal.finished import Finished, store_all
    from ledger.session import Session

    if not ledger.isprintable() or not ledger.strip():
        fail(Said("command.ledger_name"))
    book = book_of(policy)
    journal = MemoryJournal(ledger)
    Session(journal, book).start(clock.now() if at is None else moment_of(at))
    or_exit(lambda: store_all(url, [Finished(journal, {}, book.hash, book.body())]))
    tell(Said("command.begun", ledger=ledger, url=without_password(url)))


def post(
    url: UrlArgument,
    command: Annotated[
        str | None,
        typer.Argument(help=Said("help.ledger.post.command")),
    ] = None,
    *,
    ledger: LedgerOption = None,
    key: Annotated[str | None, typer.Option(help=Said("help.ledger.post.key"))] = None,
    durability: Annotated[
        Durability,
        typer.Option(help=Said("help.ledger.post.durability")),
    ] = Durability.full,
    batch: Annotated[int, typer.Option(min=1, help=Said("help.ledger.post.batch"))] = 1000,
    within: Annotated[int, typer.Option(min=0, help=Said("help.ledger.post.within"))] = 0,
    bulk: Annotated[str | None, typer.Option(help=Said("help.ledger.post.bulk"))] = None,
    lang: LanguageOption = None,
) -> None:
    """Decide commands, keep what happened, and answer each in a line of JSON."""
    from ledger.journal.database import opened

    if command is None and key is not None:
        fail(Said("command.key_of_one"))
    if bulk is not None:
        if command is not None:
            fail(Said("command.bulk_alone"))
        _post_bulk(url, ledger, bulk, durability)
    given = _given(command, key) if command is not None else batches(_stdin(), batch, within)

    def work() -> None:
        with opened(url, durability=durability.value) as engine:
            _post(open_ledger(engine, ledger), given)

    or_exit(work)


def _post_bulk(url: str, ledger: str | None, file: str, durability: Durability) -> NoReturn:
    from ledger.cli.ledgers.bulk_posting import post_file
    from ledger.journal.database import opened

    def work() -> None:
        with opened(url, durability=durability.value) as engine:
            post_file(open_ledger(engine, ledger), file)

    or_exit(work)
    raise typer.Exit


def _given(command: str, key: str | None) -> Iterator[list[bytes]]:
    if key is not None:
        try:
            fields = dict(json.loads(command))
        except (ValueError, TypeError, RecursionError):
            fail(Said("command.no_json"))
        if fields.setdefault("key", key) != key:
            fail(Said("command.own_key"))
        command = json.dumps(fields)
    yield [command.encode("utf-8", "surrogateescape")]


def _stdin() -> BinaryIO:
    return sys.stdin.buffer


def _post(journal: "SqlJournal", given: Iterable[list[bytes]]) -> None:
    from ledger.journal import JournalError
    from ledger.reports.fold import policy_of
    from ledger.session import Session

    session = Session(journal, policy_of(journal), strict=True)
    with steady():
        session.fold()
    session.keep()
    poster = _Poster(session)
    try:
        with steady():
            for lines in given:
                if not poster.take(lines):
                    break
        session.keep(closing=True)
        journal.save_balances(session.book.balances)
    except (JournalError, UnreadableError):
        tell(Said("command.answered", commands=counted(poster.answered, "command")))
        raise
    if poster.bad is not None:
        fail(Said("command.bad_line", line=poster.line, why=poster.bad))
    raise typer.Exit(1 if poster.refused else 0)


class _Poster:
    """Takes batches of lines to a session and writes their answers.

    Attributes:
        answered: how many commands were answered, and are durable.
        line: how many lines were read.
        refused: whether any answer was a refusal.
        bad: what is wrong with the last line that was read, where that ended the reading.
    """

    def __init__(self, session: "Session") -> None:
        self.session = session
        self.answered = self.line = 0
        self.refused = False
        self.bad: str | None = None

    def take(self, lines: list[bytes]) -> bool:
        """Decide a batch, and answer it when it is durable; False at a line that is no command."""
        from ledger.cli.ledgers.answering import answered, lines_of

        read = list(self._read(lines))
        answers = answered(self.session, read) if read else []
        self.refused = self.refused or any(answer.code is not None for answer in answers)
        sys.stdout.write(lines_of(answers).decode())
        sys.stdout.flush()
        self.answered += len(answers)
        self.session.settled.clear()
        self.session.keep()
        return self.bad is None

    def _read(self, lines: list[bytes]) -> "Iterator[tuple[Wish, bool]]":
        """The wishes of lines, each with whether it left its moment to the clock."""
        from ledger.scenario.plain import plain_wish

        now = clock.now()
        for line in lines:
            self.line += 1
            if (wish := plain_wish(line)) is not None:
                yield wish, False
            elif line.strip():
                if (read := self._other(line, now)) is None:
                    return
                yield read

    def _other(self, line: bytes, now: int) -> "tuple[Wish, bool] | None":
        """The same of a line of any kind; None, and `bad`, where it is no command."""
        from ledger.scenario.wire import LineError, untimed
        from ledger.words.moments import format_moment

        try:
            return untimed(line, format_moment(now))
        except LineError as error:
            self.bad = str(error)
            return None
