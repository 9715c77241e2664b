"""Settle what is due, decide, fold, append: the only place where core, policy and journal meet."""

from collections.abc import Iterable, Sequence

from ledger.core.book import around
from ledger.core.commands import Command, check_key
from ledger.core.decide import Refusal, decide
from ledger.core.due import next_due
from ledger.core.events import Event, Flagged, LedgerOpened, Refused, TransferSent
from ledger.core.invariants import caps_hold
from ledger.core.record import Happening, happening
from ledger.core.refusals import Code
from ledger.core.rules.rule import Case
from ledger.core.terms import Terms
from ledger.journal import Journal, MemoryJournal, Stored, asked
from ledger.policy.book import PolicyBook
from ledger.session.answers import (
    Answered,
    Broken,
    Decision,
    Recorded,
    Wish,
    case_of,
    code_of,
    verdict_of,
)
from ledger.session.pen import Pen


class Session(Pen):
    """One ledger's book and journal under one policy.

    Attributes:
        settled: what time itself did since the session began, in order.
    """

    def __init__(self, journal: Journal, policy: PolicyBook, *, strict: bool = False) -> None:
        super().__init__(journal, strict=strict)
        self.policy = policy
        self.settled: list[Event] = []

    def start(self, at: int) -> None:
        """Begin the ledger: its first event names it and the policy."""
        with self.group():
            self._record([LedgerOpened(at, self.journal.ledger, self.policy.hash)])

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
        for command, _, key in wishes:
            check_key(command, key)
        with self.group([key for _, _, key in wishes]):
            return [self._handle(command, at, key) for command, at, key in wishes]

    def _handle(self, command: Command, at: int, key: str) -> Decision:
        wish, first = self._begin(command, at, key)
        if first is not None and first.asked == wish:
            return Decision("duplicate", first.seq, first.code)
        if first is not None:
            return self._refuse(command, Code.KEY_REUSED, at)
        decision = self._decide(command, at, key, wish)
        self._remember(key, wish, decision.seq, decision.code)
        return decision

    def _begin(self, command: Command, at: int, key: str) -> tuple[bytes, Answered | None]:
        """Settle what is due; the wish, and what the key was answered before."""
        if key and key not in self._answers:
            self._look_up((key,))
        now, due = self._book.now, self._book.due
        if due and due[0][0] <= (until := at if at > now else now):
            self._settle(until)
        return asked(command), self._answers[key] if key else None

    def _remember(self, key: str, wish: bytes, seq: int, code: Code | None) -> None:
        if key:
            self._answers[key] = Answered(wish, seq, code)

    def carry(self, stored: Stored) -> None:
        """Take over a refusal of another ledger, where no rule was asked: it cannot be judged."""
        event = stored.event
        with self.group((stored.key,)):
            self._settle(max(event.at, self._book.now))
            seq = self._record([event], stored.key, stored.asked)
            if stored.key:
                self._answers[stored.key] = Answered(stored.asked, seq, code_of(event))

    def would(self, command: Command, *, at: int, key: str) -> Decision:
        """What `handle` would answer; what is due by then happens, the command does not.

        Raises:
            ValueError: as `handle`.
        """
        check_key(command, key)
        with self.group((key,)):
            return self._would(command, at, key)

    def _would(self, command: Command, at: int, key: str) -> Decision:
        wish, first = self._begin(command, at, key)
        if first is not None and first.asked == wish:
            return Decision("duplicate", first.seq, first.code)
        case = case_of(self._book, self.policy, command, at=at, key=key)
        early = Code.KEY_REUSED if first else Code.LATE if at < self._book.now else None
        if early is not None or case is None:
            return Decision("refused", self.journal.count, early or Code.NOT_ENROLLED)
        answer = decide(case)
        if isinstance(answer, Refusal):
            return Decision("refused", self.journal.count, answer.code)
        return Decision(verdict_of(answer), self.journal.count, None, answer)

    def record(
        self, command: Command, *, at: int, key: str, refused: Code | None = None
    ) -> Recorded:
        """Take what really happened, even where rules say no, and flag every rule it broke.

        History is told in order: what is earlier than the last event is flagged `LATE` and moves
        nothing. Whoever has late rows sorts them by their moment and tells the whole again.

        Args:
            command: what was done.
            at: its moment, µs of Beijing wall time.
            key: as for `handle`.
            refused: with which code it was refused, where it happened; None: it was taken.

        Raises:
            ValueError: as `handle`.
        """
        check_key(command, key)
        with self.group((key,)):
            return self._tell(command, at, key, refused)

    def _tell(self, command: Command, at: int, key: str, refused: Code | None) -> Recorded:
        wish, first = self._begin(command, at, key)
        if first is not None and first.asked == wish:
            return Recorded("duplicate", first.seq)
        if first is not None:
            return self._flag(command, (Code.KEY_REUSED,), at)
        if at < self._book.now:
            return self._flag(command, (Code.LATE,), at, key, wish)
        if refused is not None:
            decision = self._refuse(command, refused, at, key, wish)
            self._remember(key, wish, decision.seq, refused)
            return Recorded("refused", decision.seq, (refused,), (), decision.events)
        case = case_of(self._book, self.policy, command, at=at, key=key)
        if case is None:
            return self._flag(command, (Code.NOT_ENROLLED,), at, key, wish)
        return self._happened(happening(case), case, wish)

    def _happened(self, told: Happening, case: Case, wish: bytes) -> Recorded:
        codes = tuple(finding.code for finding in told.broken)
        if not told.events:
            flagged = self._flag(case.command, codes, case.at, case.key, wish)
            return flagged._replace(findings=told.broken)
        words = tuple(code.value for code in codes)
        flag = (Flagged(case.at, words, case.command, applied=True),) if codes else ()
        seq = self._record((*flag, *told.events), case.key, wish)
        self._remember(case.key, wish, seq, None)
        return Recorded("taken", seq, codes, told.broken, told.events)

    def _flag(
        self, command: Command, codes: tuple[Code, ...], at: int, key: str = "", wish: bytes = b""
    ) -> Recorded:
        words = tuple(code.value for code in codes)
        event = Flagged(max(at, self._book.now), words, command, applied=False)
        seq = self._record([event], key, wish)
        self._remember(key, wish, seq, codes[0])
        return Recorded("impossible", seq, codes, (), (event,))

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

    def _check_caps(self, events: Sequence[Event], terms: Terms, seq: int) -> None:
        for event in events:
            if type(event) is TransferSent:
                sentence = caps_hold(self._book, event, terms)
                if sentence is not None:
                    self.broken.append(Broken(seq, "caps-hold", sentence))
