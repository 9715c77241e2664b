"""A ledger open for use: settle what is due, decide, append, apply.

The only place where core, policy and journal meet. Down five calls, up one value.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ledger.core.book import Book, BookView, around
from ledger.core.commands import (
    Cancel,
    Command,
    PayPremium,
    Reverse,
    SendTransfer,
    Settle,
    Spend,
    word_of,
)
from ledger.core.decide import Refusal, decide, sides_of
from ledger.core.due import follow, next_due
from ledger.core.events import Event, LedgerOpened, Refused, TransferSent
from ledger.core.evolve import evolve
from ledger.core.invariants import EVERY_EVENT, caps_hold
from ledger.core.refusals import Code
from ledger.core.rules.rule import Case
from ledger.core.terms import Terms
from ledger.journal import Draft, Journal, MemoryJournal, Stored, asked
from ledger.policy.book import PolicyBook
from ledger.text.said import Said
from ledger.words.moments import DAY

NAMED_BY_KEY = (SendTransfer, Spend, Settle, Cancel, Reverse, PayPremium)
"""Commands that make something which later commands name by the key."""


class Decision(NamedTuple):
    """The answer to one command.

    Attributes:
        verdict: ok, pending, refused or duplicate.
        seq: the journal's number of its first event, which carries the key; for a duplicate, that
            of the first answer.
        code: why it was refused; for a duplicate, why the first was.
        events: what happened because of it (nothing for a duplicate).
    """

    verdict: str
    seq: int
    code: Code | None = None
    events: tuple[Event, ...] = ()


class Broken(NamedTuple):
    """An invariant that did not hold after an event."""

    seq: int
    name: str
    sentence: Said


class _Answer(NamedTuple):
    asked: bytes
    seq: int
    code: Code | None


def _answered(stored: Stored, seq: int) -> _Answer:
    code = Code(stored.event.code) if isinstance(stored.event, Refused) else None
    return _Answer(stored.asked, seq, code)


def case_of(
    book: BookView, policy: PolicyBook, command: Command, *, at: int, key: str
) -> Case | None:
    """The inputs of a decision; None when someone named is not enrolled."""
    sides = sides_of(book, command)
    if sides is None:
        return None
    terms = policy.terms(sides[0].insured, sides[1].insured, at // DAY)
    between = policy.terms
    return Case(book, command, terms, at=at, key=key, sides=sides, terms_between=between)


def verdict_of(events: Iterable[Event]) -> str:
    """The verdict of a command that was taken: pending where its transfer waits, else ok."""
    waits = any(isinstance(e, TransferSent) and e.returns_at is not None for e in events)
    return "pending" if waits else "ok"


class Session:
    """One ledger's book and journal under one policy.

    Attributes:
        broken: invariants that failed, by event; empty in a sound program.
        settled: what time itself did since the session began, in order.
    """

    def __init__(self, journal: Journal, policy: PolicyBook) -> None:
        self.journal = journal
        self.policy = policy
        self.broken: list[Broken] = []
        self.settled: list[Event] = []
        self._book = Book()
        self._answers: dict[str, _Answer] = {}

    @property
    def book(self) -> BookView:
        """The book, to look at."""
        return self._book

    def start(self, at: int) -> None:
        """Begin the ledger: its first event names it and the policy."""
        self._record([LedgerOpened(at, self.journal.ledger, self.policy.hash)])

    def fold(self) -> None:
        """Rebuild the book and the answers from the journal."""
        self._book, self._answers = Book(), {}
        for stored in self.journal.read():
            follow(self._book, stored.event, of_command=bool(stored.asked))
            if stored.key:
                self._answers[stored.key] = _answered(stored, stored.seq)

    def fork(self, people: Iterable[str]) -> "Session":
        """A session in memory on a copy of what concerns a few people; this one stays as it is.

        Its journal begins empty, so no idempotency key is taken there.
        """
        other = Session(MemoryJournal(self.journal.ledger), self.policy)
        other._book = around(self._book, people)
        return other

    def settle(self, until: int) -> None:
        """Let happen what falls due at or before a moment, each at its own moment."""
        while (event := next_due(self._book, until)) is not None:
            self._record([event])
            self.settled.append(event)

    def handle(self, command: Command, *, at: int, key: str) -> Decision:
        """Decide one command at its moment; take it, or refuse it and change nothing.

        Args:
            command: the wish.
            at: its moment, µs of Beijing wall time.
            key: its idempotency key, which names what the command makes; empty for a command
                that makes nothing and is never repeated.

        Raises:
            ValueError: when a command that makes something has no key to name it by.
        """
        if not key and isinstance(command, NAMED_BY_KEY):
            raise ValueError(f"a {word_of(command)} needs a key: it is named by it")
        wish = asked(command)
        first = self._answers.get(key) if key else None
        self.settle(max(at, self._book.now))
        if first is not None and first.asked == wish:
            return Decision("duplicate", first.seq, first.code)
        if first is not None:
            return self._refuse(command, Code.KEY_REUSED, at)
        decision = self._decide(command, at, key, wish)
        if key:
            self._answers[key] = _Answer(wish, decision.seq, decision.code)
        return decision

    def carry(self, stored: Stored) -> None:
        """Take over a refusal of another ledger, where no rule was asked: it cannot be judged."""
        event = stored.event
        self.settle(max(event.at, self._book.now))
        seq = self._record([event], stored.key, stored.asked)
        if stored.key:
            self._answers[stored.key] = _answered(stored, seq)

    def _decide(self, command: Command, at: int, key: str, wish: bytes) -> Decision:
        if at < self._book.now:
            return self._refuse(command, Code.LATE, at, key, wish)
        case = case_of(self._book, self.policy, command, at=at, key=key)
        if case is None:
            return self._refuse(command, Code.NOT_ENROLLED, at, key, wish)
        answer = decide(case)
        if isinstance(answer, Refusal):
            return self._refuse(command, answer.code, at, key, wish)
        seq = self._record(answer, key, wish)
        self._check_caps(answer, case.terms, seq)
        return Decision(verdict_of(answer), seq, None, answer)

    def _refuse(
        self, command: Command, code: Code, at: int, key: str = "", wish: bytes = b""
    ) -> Decision:
        event = Refused(max(at, self._book.now), code.value, command)
        return Decision("refused", self._record([event], key, wish), code, (event,))

    def _record(self, events: Sequence[Event], key: str = "", wish: bytes = b"") -> int:
        drafts = [Draft(event.at, "", b"", event) for event in events]
        drafts[0] = Draft(events[0].at, key, wish, events[0])
        first = self.journal.append(drafts) - len(drafts) + 1
        for seq, event in enumerate(events, first):
            evolve(self._book, event)
            self._check(event, seq)
        return first

    def _check(self, event: Event, seq: int) -> None:
        for name, holds in EVERY_EVENT.items():
            sentence = holds(self._book, event)
            if sentence is not None:
                self.broken.append(Broken(seq, name, sentence))

    def _check_caps(self, events: Sequence[Event], terms: Terms, seq: int) -> None:
        for event in events:
            if isinstance(event, TransferSent):
                sentence = caps_hold(self._book, event, terms)
                if sentence is not None:
                    self.broken.append(Broken(seq, "caps-hold", sentence))
