"""The same commands on the event path and on the bulk path, and what must be the same of both."""

import json
from collections.abc import Sequence
from random import Random

import msgspec
import numpy as np

from ledger.bulk import cells as c
from ledger.bulk.cells import Batch
from ledger.bulk.scan import scan
from ledger.bulk.session import BulkSession
from ledger.core.book import RELATION_END, RETURN, BookView
from ledger.core.commands import AcceptTransfer, Command, SendTransfer
from ledger.journal import MemoryJournal, Stored
from ledger.journal.database import Database
from ledger.journal.sql import SqlJournal
from ledger.policy.book import PolicyBook
from ledger.scenario.run import state
from ledger.session import Session, Wish
from ledger.words.moments import DAY, format_moment


def line(wish: Wish) -> str:
    """A command as a line of JSON; one that the scanner leaves alone where it is not plain."""
    command = wish.command
    if isinstance(command, SendTransfer):
        ends = {"from": command.source, "to": command.payee, "amount_fen": command.amount_fen}
        return json.dumps({"key": wish.key, "at": format_moment(wish.at), "transfer": ends})
    if isinstance(command, AcceptTransfer):
        told = {"accept": command.transfer, "at": format_moment(wish.at), "key": wish.key}
        return json.dumps(told)
    return "{}"


def batch(wishes: Sequence[Wish]) -> Batch:
    """Rows of commands, as read from JSON lines."""
    text = np.frombuffer("".join(line(wish) + "\n" for wish in wishes).encode(), np.uint8)
    rows = np.zeros((len(wishes), c.ROW_CELLS), np.int64)
    count, read = scan(text, text.size, rows)
    assert (count, read) == (len(wishes), text.size)
    return Batch(rows, text)


class Told:
    """One story, told on both paths.

    Attributes:
        answers: how the event path answered.
    """

    def __init__(
        self, engine: Database, name: str, policy: PolicyBook, start: int, before: Sequence[Command]
    ) -> None:
        self.event = Session(MemoryJournal(name), policy)
        self.bulk = BulkSession(SqlJournal.create(engine, name), policy, strict=True)
        for session in (self.event, self.bulk):
            session.start(start)
            for command in before:
                session.handle(command, at=start, key="")

    def tell(self, wishes: Sequence[Wish], lot: Random) -> None:
        """Tell both the commands, the one of them in batches of any size, or singly."""
        left = list(wishes)
        while left:
            size = lot.choice((1, 2, 7, len(left)))
            some, left = left[:size], left[size:]
            for wish in some:
                self.event.handle(wish.command, at=wish.at, key=wish.key)
            if lot.random() < 0.1:
                for wish in some:
                    self.bulk.handle(wish.command, at=wish.at, key=wish.key)
            else:
                self.bulk.take(batch(some), lambda row, some=some: some[row])  # type: ignore[misc]

    def difference(self) -> str:
        """What is not the same on both paths; empty when all is."""
        self.bulk.show()
        one, other = list(self.event.journal.read()), list(self.bulk.journal.read())
        for left, right in zip(one, other, strict=False):
            if left != right:
                return f"event path {left}, bulk path {right}"
        if len(one) != len(other):
            return f"event path {len(one)} events, bulk path {len(other)}"
        return _books(self.event.book, self.bulk.book) or self._folded()

    def _folded(self) -> str:
        again = Session(self.bulk.journal, self.bulk.policy)
        again.fold()
        return _books(self.event.book, again.book)


def _books(one: BookView, other: BookView) -> str:
    for left, right in zip(state(one), state(other), strict=True):
        if left != right:
            return f"event path's book {left}, bulk path's {right}"
    return "" if _due(one) == _due(other) else f"due {_due(one)}, {_due(other)}"


def _due(book: BookView) -> list[tuple[int, int, str, str]]:
    """What may fall due, without what is over: that is dropped sooner or later on any path."""
    ends = {(pair, relation.until_day) for pair, relation in book.relations.items()}
    return sorted(
        due
        for due in book.due
        if (due[2] in book.pending if due[1] == RETURN else True)
        and (due[1] != RELATION_END or ((due[2], due[3]), due[0] // DAY - 1) in ends)
    )


def events(stored: Sequence[Stored]) -> list[str]:
    """The kinds of events, for counting."""
    return [str(msgspec.to_builtins(one.event)["event"]) for one in stored]
