"""Takes a recorded journal event by event, and beside it a new ledger under another policy."""

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from ledger.core.book import Book
from ledger.core.commands import (
    AcceptTransfer,
    Bind,
    Command,
    DeclineTransfer,
    Enrol,
    OpenWallet,
    PostOpening,
    SendTransfer,
)
from ledger.core.decide import Refusal, decide
from ledger.core.due import next_due
from ledger.core.events import Event, Flagged, Refused
from ledger.core.evolve import evolve
from ledger.core.refusals import UNTRIED, Code
from ledger.journal import DamagedError, Draft, Journal, MemoryJournal, Stored, wish
from ledger.policy.book import PolicyBook
from ledger.scenario.run import answer_of
from ledger.session import Decision, Session, case_of, verdict_of
from ledger.text.said import Said
from ledger.whatif.comparing.causes import Cause, cause_of
from ledger.whatif.comparing.told import Told

SINGLE: Final = (
    SendTransfer,
    AcceptTransfer,
    DeclineTransfer,
    Enrol,
    PostOpening,
    OpenWallet,
    Bind,
)
"""Frequent commands of which never more than one event comes: nothing is left to wait for."""


class Judged(NamedTuple):
    """A command with another answer or other events; `cause` is None for a direct difference."""

    name: str
    at: int
    was: Told
    now: Told
    cause: Cause | None


@dataclass(slots=True)
class _Open:
    """A command of which more recorded events may come.

    Attributes:
        now: its answer in the new ledger.
        alone: what the new policy says of it on the recorded book.
        cause: why the two differ; None where they do not.
    """

    first: Stored
    command: Command
    now: Told
    alone: Told
    cause: Cause | None
    events: list[Event] = field(default_factory=list)


class Lockstep:
    """Two ledgers side by side: one recorded, one decided anew.

    Attributes:
        session: the new ledger, on a journal in memory that begins with the recorded first event.
        before: the recorded book, as far as it has been heard.
        commands, refused_before, refused_now: how many there were.
        differing: by the seq of its first recorded event, each command that ends otherwise.
        carried: likewise its name and code, where no rule was asked.
    """

    def __init__(self, journal: Journal, policy: PolicyBook) -> None:
        self.session = Session(MemoryJournal(journal.ledger), policy)
        self.before = Book()
        self.commands = self.refused_before = self.refused_now = 0
        self.differing: dict[int, Judged] = {}
        self.carried: dict[int, tuple[str, str]] = {}
        self._open: _Open | None = None

    def hear(self, book: Book, stored: Stored) -> None:
        """Take the next recorded event; the book is as it was before it.

        Raises:
            DamagedError: when it answers a command that cannot be read, or that nothing names.
        """
        self.before = book
        event = stored.event
        if stored.seq == 1:
            self._begin(stored)
        elif stored.asked or isinstance(event, Refused | Flagged):
            self.close()
            self._command(book, stored)
        elif self._open is None or next_due(book, event.at) == event:
            self.close()
            self.session.settle(event.at)
        else:
            self._open.events.append(event)

    def settle(self, until: int | None) -> int:
        """Let what is due happen in both, until a moment or the last event's; give the moment."""
        moment = self.before.now if until is None else until
        self.session.settle(moment)
        while (event := next_due(self.before, moment)) is not None:
            evolve(self.before, event)
        return moment

    def close(self) -> None:
        """The command heard last has all its events: keep it if it ends otherwise."""
        one, self._open = self._open, None
        if one is None:
            return
        was = _told(one.command, one.first.seq, tuple(one.events))
        if was == one.now:
            return
        answers = was.answer != one.now.answer
        direct = was.answer != one.alone.answer if answers else was != one.alone
        cause = None if direct else one.cause
        name = one.first.key or f"#{one.first.seq}"
        self.differing[one.first.seq] = Judged(name, one.first.event.at, was, one.now, cause)

    def _begin(self, stored: Stored) -> None:
        self.session.journal.append(
            [Draft(stored.recorded_at, stored.key, stored.asked, stored.event)]
        )
        self.session.fold()

    def _command(self, book: Book, stored: Stored) -> None:
        event = stored.event
        refused = isinstance(event, Refused)
        self.commands += 1
        self.refused_before += refused
        code = event.codes[0] if isinstance(event, Flagged) else getattr(event, "code", "")
        if code in UNTRIED or isinstance(event, Flagged):
            self.refused_now += refused
            self.carried[stored.seq] = (stored.key or f"#{stored.seq}", code)
            self._carry(stored, code)
            return
        command = wish(stored)
        decision = self._handled(command, stored)
        self.refused_now += decision.code is not None
        if decision.events == (event,) and (refused or isinstance(command, SINGLE)):
            return
        now = Told(answer_of(command, decision), decision.events)
        alone = _alone(book, self.session.policy, command, stored)
        cause = None if alone == now else cause_of(book, command, alone, now)
        self._open = _Open(stored, command, now, alone, cause, [event])

    def _carry(self, stored: Stored, code: str) -> None:
        """What was not decided by rules alone happens again as it happened."""
        if code in UNTRIED:
            self.session.carry(stored)
        else:
            self.session.record(wish(stored), at=stored.event.at, key=stored.key)

    def _handled(self, command: Command, stored: Stored) -> Decision:
        try:
            return self.session.handle(command, at=stored.event.at, key=stored.key)
        except ValueError as error:
            raise DamagedError(Said("journal.at_seq", seq=stored.seq, what=str(error))) from None


def _alone(book: Book, policy: PolicyBook, command: Command, stored: Stored) -> Told:
    """What a policy says of a command on the recorded book."""
    at = stored.event.at
    case = case_of(book, policy, command, at=at, key=stored.key)
    answer = Refusal(Code.NOT_ENROLLED) if case is None else decide(case)
    events = (Refused(at, answer.code.value, command),) if isinstance(answer, Refusal) else answer
    return _told(command, stored.seq, events)


def _told(command: Command, seq: int, events: tuple[Event, ...]) -> Told:
    """The answer that events are."""
    first = events[0]
    if isinstance(first, Refused):
        decision = Decision("refused", seq, Code(first.code), events)
    else:
        decision = Decision(verdict_of(events), seq, None, events)
    return Told(answer_of(command, decision), events)
