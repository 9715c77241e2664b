"""A ledger open for use: settle what is due, decide, apply, append.

The only place where core, policy and journal meet. Down five calls, up one value.

Several sessions, in as many processes, may have one ledger open. Each decides only while it is the
journal's one writer and has folded what the others wrote, so the order of the journal is the order
of the decisions. What is decided together becomes durable together, before anybody is answered.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import NamedTuple

from ledger.core.book import Book, BookView, around
from ledger.core.commands import Command, check_key
from ledger.core.decide import Refusal, decide, sides_of
from ledger.core.due import follow, next_due
from ledger.core.events import Event, LedgerOpened, Refused, TransferSent
from ledger.core.evolve import evolve
from ledger.core.invariants import EVERY_EVENT, caps_hold
from ledger.core.postings import Legs
from ledger.core.refusals import Code
from ledger.core.rules.rule import Case
from ledger.core.terms import Terms
from ledger.journal import (
    GENESIS,
    DamagedError,
    Draft,
    Journal,
    MemoryJournal,
    Snapshot,
    Stored,
    asked,
)
from ledger.policy.book import PolicyBook
from ledger.text.said import Said
from ledger.words.moments import DAY

KEEP_EVERY, KEEP_EVERY_ACCOUNT = 20_000, 4
"""Events after which the book is kept: at least so many, and so many for each account in it."""


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


class Wish(NamedTuple):
    """A command with its moment (µs, Beijing wall time) and its idempotency key."""

    command: Command
    at: int
    key: str


class Broken(NamedTuple):
    """An invariant that did not hold after an event."""

    seq: int
    name: str
    sentence: Said


class _Answer(NamedTuple):
    asked: bytes
    seq: int
    code: Code | None


def _answer(stored: Stored) -> _Answer:
    code = Code(stored.event.code) if isinstance(stored.event, Refused) else None
    return _Answer(stored.asked, stored.seq, code)


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

    A strict session never writes what breaks an invariant; another notes it and goes on, since a
    replay is there to find it.

    Attributes:
        broken: invariants that failed, by event; empty in a sound program.
        settled: what time itself did since the session began, in order.
    """

    def __init__(self, journal: Journal, policy: PolicyBook, *, strict: bool = False) -> None:
        self.journal = journal
        self.policy = policy
        self.strict = strict
        self.broken: list[Broken] = []
        self.settled: list[Event] = []
        self._book = Book()
        self._seq, self._kept, self._head = 0, 0, GENESIS
        self._staged: list[Draft] = []
        self._grouped = self._ahead = False
        self._answers: dict[str, _Answer | None] = {}

    @property
    def book(self) -> BookView:
        """The book, to look at."""
        return self._book

    def start(self, at: int) -> None:
        """Begin the ledger: its first event names it and the policy."""
        with self.group():
            self._record([LedgerOpened(at, self.journal.ledger, self.policy.hash)])

    def fold(self) -> None:
        """Rebuild the book from the journal, from where it was kept last if that can be trusted."""
        kept = self.journal.recall() or Snapshot(0, GENESIS, Book())
        self._seq, self._head, self._book = kept
        self._kept = self._seq
        self._staged, self._ahead = [], False
        self._catch_up()

    def keep(self) -> None:
        """Keep the book for later openings, if that is worth while by now; outside a group.

        Raises:
            JournalError: when it cannot be written.
        """
        worth = max(KEEP_EVERY, KEEP_EVERY_ACCOUNT * len(self._book.balances))
        if not self._ahead and self._seq - self._kept >= worth:
            self.journal.remember(Snapshot(self._seq, self._head, self._book))
            self._kept = self._seq

    def _catch_up(self) -> None:
        """Fold what others have written.

        Raises:
            DamagedError: when the journal is not the one that was read before, or tells a story
                that cannot be.
        """
        journal = self.journal
        if self._seq > journal.count or (self._seq == journal.count and self._head != journal.head):
            raise DamagedError(Said("journal.not_the_one", ledger=journal.ledger))
        if self._seq == journal.count:
            return
        # No further than where `head` is known: others may be writing behind it.
        for stored in islice(journal.read(self._seq), journal.count - self._seq):
            try:
                follow(self._book, stored.event, of_command=bool(stored.asked))
            except Exception:  # whatever a forged story breaks in there, the story is wrong
                what = Said("journal.cannot_follow")
                raise DamagedError(Said("journal.at_seq", seq=stored.seq, what=what)) from None
            self._seq = stored.seq
        self._head = journal.head

    @contextmanager
    def group(self, keys: Iterable[str] = ()) -> Iterator[None]:
        """Commands that are decided by one writer and become durable together.

        What `handle` answers inside may be told to others only when the block has ended. When the
        block or its end raises, nothing of it has happened, and the book is rebuilt before it is
        used again. A group inside a group is part of it.

        Args:
            keys: those of the commands to come, looked up together; others are looked up singly.

        Raises:
            JournalError: when the journal cannot be written.
            DamagedError: when a strict session has broken an invariant.
        """
        if self._grouped:
            yield
            return
        if self._ahead:
            self.fold()
        with self.journal.writing():
            self._catch_up()
            self._look_up([key for key in keys if key])
            self._grouped = True
            try:
                yield
                self._refuse_broken()
                self.journal.append(self._staged)
            finally:
                self._grouped = False
                self._answers.clear()
        self._staged, self._ahead, self._head = [], False, self.journal.head

    def _refuse_broken(self) -> None:
        if self.strict and self.broken:
            seq, name, _ = self.broken[0]
            self.broken.clear()
            raise DamagedError(Said("journal.would_break", seq=seq, name=name))

    def _look_up(self, keys: Sequence[str]) -> None:
        found = self.journal.find(keys) if keys else {}
        for key in keys:
            self._answers[key] = _answer(found[key]) if key in found else None

    def fork(self, people: Iterable[str]) -> "Session":
        """A session in memory on a copy of what concerns a few people; this one stays as it is.

        Its journal begins empty, so no idempotency key is taken there.
        """
        other = Session(MemoryJournal(self.journal.ledger), self.policy)
        other._book = around(self._book, people)
        return other

    def settle(self, until: int) -> None:
        """Let happen what falls due at or before a moment, each at its own moment."""
        with self.group():
            self._settle(until)

    def _settle(self, until: int) -> None:
        while (event := next_due(self._book, until)) is not None:
            self._record([event])
            self.settled.append(event)

    def handle(self, command: Command, *, at: int, key: str) -> Decision:
        """Decide one command at its moment; take it, or refuse it and change nothing.

        Outside a group it is durable when the answer comes.

        Args:
            command: the wish.
            at: its moment, µs of Beijing wall time.
            key: its idempotency key, which names what the command makes; empty for a command
                that makes nothing and is never repeated.

        Raises:
            ValueError: when a command that makes something has no key to name it by.
            JournalError: when it cannot be written; nothing of it has happened.
        """
        check_key(command, key)
        if self._grouped:
            return self._handle(command, at, key)
        with self.group((key,)):
            return self._handle(command, at, key)

    def handle_all(self, wishes: Sequence[Wish]) -> list[Decision]:
        """Decide commands in their order as one group: durable together, or nothing of them.

        Raises:
            ValueError: as for `handle`, before anything is decided.
            JournalError: when they cannot be written.
        """
        for wish in wishes:
            check_key(wish.command, wish.key)
        with self.group(wish.key for wish in wishes):
            return [self._handle(*wish) for wish in wishes]

    def _handle(self, command: Command, at: int, key: str) -> Decision:
        if key and key not in self._answers:
            self._look_up((key,))
        wish = asked(command)
        first = self._answers[key] if key else None
        self._settle(max(at, self._book.now))
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
        with self.group((stored.key,)):
            self._settle(max(event.at, self._book.now))
            seq = self._record([event], stored.key, stored.asked)
            if stored.key:
                self._answers[stored.key] = _answer(stored._replace(seq=seq))

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
        """Fold events and keep them for the journal; the seq of the first."""
        self._ahead = True
        first = self._seq + 1
        for event in events:
            self._staged.append(Draft(event.at, key, wish, event))
            key, wish = "", b""
            self._seq += 1
            self._check(event, evolve(self._book, event))
        return first

    def _check(self, event: Event, moved: Legs) -> None:
        for name, holds in EVERY_EVENT.items():
            sentence = holds(self._book, event, moved)
            if sentence is not None:
                self.broken.append(Broken(self._seq, name, sentence))

    def _check_caps(self, events: Sequence[Event], terms: Terms, seq: int) -> None:
        for event in events:
            if isinstance(event, TransferSent):
                sentence = caps_hold(self._book, event, terms)
                if sentence is not None:
                    self.broken.append(Broken(seq, "caps-hold", sentence))
