"""`walletsim ledger post --bulk FILE`: a whole file of commands, answered by counts."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ledger.cli import clock
from ledger.cli.output import fail, tell
from ledger.text.problems import counted
from ledger.text.said import Said

if TYPE_CHECKING:
    from ledger.bulk.files import Read
    from ledger.bulk.session import BulkSession
    from ledger.journal.sql import SqlJournal
    from ledger.session import Wish

STDIN = "-"


def post_file(journal: "SqlJournal", file: str) -> None:
    """Decide all commands of a file, and tell how many were answered how."""
    from ledger.text.extras import MissingExtraError, from_extra

    try:
        for package in ("numpy", "numba", "pyarrow"):
            from_extra(package, "bulk")
    except MissingExtraError as error:
        fail(str(error))
    from ledger.bulk.session import BulkSession
    from ledger.reports.fold import policy_of

    session = BulkSession(journal, policy_of(journal), strict=True)
    session.fold()
    poster = _Poster(session)
    try:
        poster.post(file)
    finally:
        session.show()
    session.keep(closing=True)
    journal.save_balances(session.book.balances)
    sys.stdout.write(poster.summary() + "\n")
    if poster.bad is not None:
        fail(Said("command.bad_line", line=poster.line, why=poster.bad))
    raise typer.Exit(1 if poster.refused else 0)


class _Poster:
    """Takes a file to a session.

    Attributes:
        answered: how many commands were answered, and are durable.
        line: of the command that was read last by the event path.
        bad: what is wrong with it, where that ended the reading.
    """

    def __init__(self, session: "BulkSession") -> None:
        self.session = session
        self.answered = 0
        self.line = 0
        self.bad: str | None = None

    @property
    def refused(self) -> int:
        """How many commands were refused."""
        answers = self.session.answers
        return answers.total() - sum(answers[word] for word in ("ok", "pending", "duplicate"))

    def post(self, file: str) -> None:
        """Take batch after batch, up to the first line that is no command."""
        from ledger.journal import JournalError

        try:
            for read in _batches(file):
                self._take(read)
                self.answered = self.session.answers.total()
                if self.bad is not None:
                    return
        except (KeyboardInterrupt, JournalError):
            self._tell_answered()
            raise
        except (OSError, ValueError) as error:
            self._tell_answered()
            why = error.strerror if isinstance(error, OSError) else error
            fail(Said("command.bulk_unreadable", file=file, why=str(why)))

    def _tell_answered(self) -> None:
        tell(Said("command.answered", commands=counted(self.answered, "command")))

    def _take(self, read: "Read") -> None:
        from ledger.scenario.wire import LineError, untimed
        from ledger.words.moments import format_moment

        session, now = self.session, format_moment(clock.now())

        def wish_of(row: int) -> "Wish | None":
            self.line = read.line_number(row)
            try:
                wish, bare = untimed(read.line_of(row), now)
            except LineError as error:
                self.bad = str(error)
                return None
            return wish._replace(at=max(wish.at, session.book.now)) if bare else wish

        session.take(read.batch, wish_of)

    def summary(self) -> str:
        """The answers, as a line of JSON."""
        answers = self.session.answers
        told = {word: answers[word] for word in ("ok", "pending", "duplicate")}
        codes = {word: count for word, count in sorted(answers.items()) if word not in told}
        counts = {"commands": answers.total(), **told, "refused": codes}
        return json.dumps({**counts, "by_event_path": self.session.handed_back})


def _batches(file: str) -> "Iterator[Read]":
    from ledger.bulk.files import ahead, batches, lines

    if file == STDIN:
        return lines(sys.stdin.buffer)
    found = batches(Path(file))
    return ahead(found) if Path(file).is_file() else found  # a pipe could not be interrupted
