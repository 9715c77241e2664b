"""A simulated ledger: what arrives at a step, what goes wrong around it, what clients do then.

Everything that could go either way is drawn from one `Random(seed)`, in one order. A run of fewer
steps is the beginning of the longer run, but for its end, where what is still on its way arrives.
"""

from collections import Counter, deque
from collections.abc import Callable, Collection
from random import Random
from typing import ClassVar, NamedTuple

from ledger.core.commands import Reverse, word_of
from ledger.core.events import MessageReversed
from ledger.core.refusals import Code
from ledger.policy.book import PolicyBook
from ledger.scenario.run import state
from ledger.session import Decision
from ledger.simulate.auditor import Auditor, Entry, ViolationError
from ledger.simulate.clients import Clients, Message
from ledger.simulate.family import network
from ledger.simulate.faults import Fault
from ledger.simulate.processes import Processes
from ledger.simulate.stores import Store
from ledger.text.said import Said
from ledger.words.moments import DAY, HOUR, MINUTE, parse_day

STARTS = ("2025-03-03", "2025-10-09", "2026-02-02", "2026-06-08")
PACES = (0, 0, MINUTE, 5 * MINUTE, HOUR, 3 * HOUR, 9 * HOUR)
BACK = (1, MINUTE, HOUR, 3 * DAY)
AHEAD = (DAY, 5 * DAY, 40 * DAY)
ORDERED = (Fault.reorder,)
"""Faults of the way, not of a step."""

TOO_EARLY = frozenset({Code.NOT_PENDING, Code.NOT_SETTLED, Code.NOT_SPENT})
"""Answers to a message that has overtaken the one it is about."""

WISHING, STRIKING, OVERTAKING = 0.55, 0.3, 0.4
"""How often somebody wishes anew, something goes wrong, a message overtakes others."""

GIVING_UP, ENDING, JUMPING_BACK = 0.2, 0.5, 0.7
"""How often a client without an answer gives up, a process ends with the answer, time goes back."""

SHOWN = 8
"""Deliveries kept to show what came before a failure."""


class Delivery(NamedTuple):
    """What came of one message; no verdict where there was no answer.

    Attributes:
        at: the ledger's clock, µs of Beijing wall time.
    """

    step: int
    at: int
    fault: str
    key: str
    word: str
    verdict: str
    code: str


class World:
    """A ledger, its processes, its clients and their messages.

    Attributes:
        steps: how many have been taken.
        told: how often each fault, effect, command, decision and code was met, by kind.
        trace: the last deliveries.
        auditor: who follows the journal.
    """

    def __init__(
        self, seed: int, faults: Collection[Fault], store: Store, policy: PolicyBook
    ) -> None:
        self.steps = 0
        self.told: dict[str, Counter[str]] = {
            kind: Counter() for kind in ("fault", "effect", "command", "decision", "code")
        }
        self.trace: deque[Delivery] = deque(maxlen=SHOWN)
        self.auditor = Auditor()
        self._chance = Random(seed)
        self._reorder = Fault.reorder in faults
        self._faults = [fault for fault in Fault if fault in faults and fault not in ORDERED]
        self._store = store
        self._policy = policy
        self._waiting: list[Message] = []
        self._answers: dict[str, Entry] = {}
        self._given_up: dict[str, Entry | None] = {}
        self._reversed: list[str] = []
        self._clock = parse_day(self._chance.choice(STARTS)) * DAY + 8 * HOUR
        self._processes = Processes(store, policy, self.told["effect"])
        self._clients = self._begin()

    def _begin(self) -> Clients:
        """Families are enrolled and bound; those who will send commands for them."""
        made = network(self._chance, self._open_regions())
        self._processes.begin(made.before, self._clock)
        self.auditor.catch_up(self._store.open())
        return Clients(self._chance, made)

    def _open_regions(self) -> tuple[str, ...]:
        """Where wallets are open on the first day, and one place where they are not."""
        day, named = self._clock // DAY, {region for _, region in self._policy.history}
        opened = [r for r in sorted(named) if self._policy.terms(r, r, day).wallets_open]
        return (*opened, "CN")

    def step(self) -> None:
        """Let one message arrive.

        Raises:
            ViolationError: when something does not hold then.
        """
        self.steps += 1
        if not self._waiting or self._chance.random() < WISHING:
            self._waiting += self._clients.wish(self.auditor.book)
        self._clock += self._chance.choice(PACES)
        overtakes = self._reorder and self._chance.random() < OVERTAKING
        place = self._chance.randrange(len(self._waiting)) if overtakes else 0
        self.told["fault"][Fault.reorder] += place > 0
        message = self._waiting.pop(place)
        strikes = self._faults and self._chance.random() < STRIKING
        self._deliver(message, self._chance.choice(self._faults) if strikes else None)

    def drain(self) -> None:
        """Let everything arrive that is still on its way, with nothing going wrong."""
        while self._waiting:
            self._clock += MINUTE
            self._deliver(self._waiting.pop(0), None)

    def _deliver(self, message: Message, fault: Fault | None) -> None:
        before = self.auditor.entries.get(message.key)
        if fault is not None:
            self.told["fault"][fault] += 1
        take, decision = self._WAYS[fault] if fault is not None else World._take, None
        try:
            decision = take(self, message)
        finally:
            self._note(message, fault, decision)
        self.auditor.catch_up(self._store.open())
        self.auditor.check_session(self._processes.session)
        if decision is None:
            self._unanswered(message, fault, before)
        else:
            self.auditor.check_answer(message, before, decision)
            self._answered(message, decision)

    def _note(self, message: Message, fault: Fault | None, decision: Decision | None) -> None:
        word, verdict = word_of(message.command), decision.verdict if decision else "none"
        code = decision.code.value if decision and decision.code else ""
        self.told["command"][word] += 1
        self.told["decision"][verdict] += 1
        if code:
            self.told["code"][code] += 1
        struck = fault.value if fault is not None else ""
        shown = Delivery(self.steps, self._clock, struck, message.key, word, verdict, code)
        self.trace.append(shown)

    # What goes wrong; each gives the answer that arrives, or none.

    def _take(self, message: Message) -> Decision:
        return self._processes.take(message, self._clock)

    def _ends(self, message: Message, torn_at: str = "") -> Decision | None:
        return self._processes.end_within(message, self._clock, torn_at)

    def _torn(self, message: Message) -> Decision | None:
        return self._ends(message, next(iter(self.auditor.entries), ""))

    def _lost(self, message: Message) -> Decision | None:
        self._take(message)
        if self._chance.random() < ENDING:
            self._processes.reopen()
        return None

    def _twice(self, message: Message) -> Decision | None:
        self._waiting.append(message)
        return self._take(message)

    def _mixup(self, message: Message) -> Decision | None:
        if self.auditor.entries:
            key = self._chance.choice(list(self.auditor.entries))
            self._deliver(self._clients.other(key), None)
        return self._take(message)

    def _rival(self, message: Message) -> Decision | None:
        self._processes.switch()
        return self._take(message)

    def _reopened(self, message: Message) -> Decision | None:
        self._processes.reopen()
        return self._take(message)

    def _jump(self, message: Message) -> Decision | None:
        if self._chance.random() < JUMPING_BACK:
            return self._processes.take(message, self._clock - self._chance.choice(BACK))
        self._clock += self._chance.choice(AHEAD)
        return self._take(message)

    _WAYS: ClassVar[dict[Fault, "Callable[[World, Message], Decision | None]"]] = {
        Fault.crash: _ends,
        Fault.torn: _torn,
        Fault.lost: _lost,
        Fault.twice: _twice,
        Fault.mixup: _mixup,
        Fault.rival: _rival,
        Fault.reopen: _reopened,
        Fault.clock: _jump,
    }

    # What the client does then.

    def _unanswered(self, message: Message, fault: Fault | None, before: Entry | None) -> None:
        """Nobody knows whether it was taken: it is sent again under its key, or given up."""
        written = self.auditor.entries.get(message.key)
        if fault is Fault.lost and written is None:
            raise ViolationError(Said("simulating.not_written", key=message.key))
        if fault is not Fault.lost and written != before:
            raise ViolationError(Said("simulating.half_written", key=message.key))
        if self._chance.random() < GIVING_UP:
            self.told["effect"]["given up"] += 1
            self._given_up[message.key] = written
        else:
            self._waiting.append(message)

    def _answered(self, message: Message, decision: Decision) -> None:
        """What has come too early, or too late by a wrong clock, is sent under a new key."""
        if decision.code is not Code.KEY_REUSED:
            self._answers[message.key] = self.auditor.entries[message.key]
        if self._in_doubt(message, decision):
            self.told["effect"]["sent anew"] += 1
            self._waiting.append(message.anew())
        elif isinstance(message.command, Reverse) and decision.code is None:
            self._reversed.append(message.command.of)

    def _in_doubt(self, message: Message, decision: Decision) -> bool:
        """Whether the client cannot leave it at this answer.

        A duplicate of a reversal does not say whether the first one found anything to undo.
        """
        if isinstance(message.command, Reverse) and decision.verdict == "duplicate":
            return True
        nothing = any(isinstance(e, MessageReversed) and not e.undone for e in decision.events)
        early = decision.code in TOO_EARLY or nothing
        coming = any(other.key == message.about for other in self._waiting)
        return decision.code is Code.LATE or (early and coming)

    # What must hold in the end.

    def finish(self) -> None:
        """Keep what belongs beside the journal, and check the whole.

        Raises:
            ViolationError: when something does not hold.
        """
        session, book = self._processes.opened(), self.auditor.book
        if state(session.book) != state(book):
            raise ViolationError(Said("simulating.other_book"))
        for key, entry in (self._answers | self._given_up).items():
            later = self._answers.get(key, entry)
            if self.auditor.entries.get(key) != later:
                raise ViolationError(Said("simulating.not_written", key=key))
        for key in self._reversed:
            if key in book.settlements and book.settlements[key].stands:
                raise ViolationError(Said("simulating.still_stands", key=key))
        session.journal.save_policy(self._policy.hash, self._policy.body())
        session.journal.save_balances(book.balances)
        for complaint in self._store.complaints(self.auditor.head.hex()):
            raise ViolationError(complaint)
