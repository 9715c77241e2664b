"""Whole histories made up from a number, and the two models told them side by side.

A history is a policy book, a first moment, the people, and a list of steps. `made_up` draws one and
tells it to the engine and to the oracle, and complains of the first thing that is not as it must
be; `shrunk` leaves out steps for as long as there is a complaint.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import NamedTuple, get_args

import msgspec

from ledger.core import commands as c
from ledger.core import events as e
from ledger.core.book import BookView
from ledger.core.events import name_of
from ledger.core.invariants import books_balance
from ledger.core.refusals import Code
from ledger.journal import MemoryJournal
from ledger.oracle.answering import Oracle
from ledger.oracle.ask import Verdict
from ledger.oracle.beside import engines, other_balance
from ledger.policy.book import PolicyBook
from ledger.scenario.outcome import Outcome
from ledger.scenario.run import state
from ledger.session import Session
from ledger.words.accounts import is_outside, split
from ledger.words.moments import (
    DAY,
    HOUR,
    format_moment,
    parse_day,
)
from tests.ledgers import reopened
from tests.lots import OTHERWISE, STARTS, Lot, beginning, policy

COMMANDS = 100


class Told(NamedTuple):
    """One step of a history: a command at its moment, with its key."""

    at: int
    key: str
    command: c.Command


@dataclass(frozen=True)
class History:
    """A story without its answers."""

    seed: int
    policy: PolicyBook
    start: int
    before: tuple[c.Command, ...]
    steps: tuple[Told, ...]

    def __str__(self) -> str:
        lines = [f"seed {self.seed}, from {format_moment(self.start)}"]
        lines += [json.dumps(msgspec.to_builtins(x), ensure_ascii=False) for x in self.before]
        for step in self.steps:
            wish = json.dumps(msgspec.to_builtins(step.command), ensure_ascii=False)
            lines.append(f"{format_moment(step.at)} {step.key} {wish}")
        return "\n".join(lines)


class FoundError(Exception):
    """Something is not as it must be."""

    def __init__(self, history: History, what: str) -> None:
        super().__init__(f"{what}\n{history}")
        self.history = history
        self.what = what


@dataclass
class Tally:
    """What a workload has reached: verdicts by command, codes (`also` included), kinds of event."""

    answers: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)
    histories: int = 0
    commands: int = 0

    @property
    def missed(self) -> list[str]:
        """What can happen and never did: a command taken or refused, a code, a kind of event."""
        words = [str(kind.__struct_config__.tag) for kind in get_args(c.Command)]
        taken = [w for w in words if not self.answers[f"ok {w}"] + self.answers[f"pending {w}"]]
        refused = [f"refused {word}" for word in words if not self.answers[f"refused {word}"]]
        codes = [code.value for code in Code if not self.codes[code.value]]
        kinds = (str(kind.__struct_config__.tag) for kind in get_args(e.Event))
        events = [kind for kind in kinds if not self.events[kind]]
        return [what for what in (*taken, *refused, *codes, *events) if what not in NEVER]

    def __str__(self) -> str:
        counts = sorted((self.answers + self.codes + self.events).items())
        head = f"{self.histories} histories, {self.commands} commands"
        return "\n".join((head, *(f"{count:>9} {what}" for what, count in counts)))


NEVER = {"withdraw", "opening", "refused opening", "flagged"}
"""What no history shows: cash is never paid, what was there before is never refused, and nothing is
taken down that rules did not take."""


class Both:
    """Engine and oracle, told the same history."""

    def __init__(self, history: History, tally: Tally | None = None) -> None:
        self.history = history
        self.tally = tally if tally is not None else Tally()
        self.session = Session(MemoryJournal("made-up"), history.policy)
        self.session.start(history.start)
        self.oracle = Oracle(history.policy, history.start)
        for command in history.before:
            self.session.handle(command, at=history.start, key="")
            self.oracle.answer(msgspec.to_builtins(command), at=history.start, key="")

    def tell(self, step: Told) -> None:
        """Tell both one step, and see that all is as it must be.

        Raises:
            FoundError: when it is not.
        """
        session, book = self.session, self.session.book
        session.settle(max(step.at, book.now))
        before = _all_but_now(book)
        decision = session.handle(step.command, at=step.at, key=step.key)
        came = engines(Outcome(session, step.command, step.at, step.key, decision))
        said = self.oracle.answer(msgspec.to_builtins(step.command), at=step.at, key=step.key)
        self._count(step, came)
        self._must(said == came, f"oracle {said}, engine {came}")
        other = other_balance(self.oracle, book.balances)
        self._must(other is None, f"account, oracle, engine: {other}")
        self._must(not session.broken, f"broken: {session.broken}")
        self._must(books_balance(book) is None, "the books do not balance")
        if came.verdict in {"refused", "duplicate"}:
            self._must(_all_but_now(book) == before, f"{came.verdict}, and something changed")

    def end(self) -> None:
        """See what must hold of the whole: what was stored folds to the same, clearing is paid."""
        session = self.session
        again = reopened(session)
        self._must(state(again.book) == state(session.book), "the journal folds to another book")
        later = session.book.now + 62 * DAY
        again.settle(later)
        self.oracle.wait(later)
        other = other_balance(self.oracle, again.book.balances)
        self._must(other is None, f"later: account, oracle, engine: {other}")
        self._must(not _stranded(again.book), f"stranded: {_stranded(again.book)}")

    def _count(self, step: Told, came: Verdict) -> None:
        word = c.word_of(step.command)
        self.tally.commands += 1
        self.tally.answers[f"{came.verdict} {word}"] += 1
        self.tally.codes.update([*filter(None, [came.code]), *came.also])

    def _must(self, holds: bool, what: str) -> None:
        if not holds:
            raise FoundError(self.history, what)


def _all_but_now(book: BookView) -> str:
    return repr(state(book)[1:])


def _stranded(book: BookView) -> list[str]:
    """Money of the dead, frozen for nobody, or owed for ever."""
    dead = {p.id for p in book.people.values() if p.standing == "dead"}
    held = [a for a, fen in book.balances.items() if fen and not is_outside(a)]
    frozen = [a for a in held if split(a)[1].startswith("frozen/")]
    loose = [a for a in frozen if (split(a)[0], a.rpartition("/")[2]) not in book.relations]
    owed = [a for a, fen in book.balances.items() if fen and a.startswith("outside/clearing/")]
    return [a for a in held if split(a)[0] in dead] + loose + owed


def made_up(seed: int, tally: Tally | None = None, otherwise: int | None = None) -> History:
    """Make up a history step by step, by what has happened in it so far, and tell it to both.

    Args:
        otherwise: which values of `OTHERWISE` are in force; drawn when left out.

    Raises:
        FoundError: at the first step after which something is not as it must be.
    """
    lot = Random(seed)
    start = parse_day(lot.choice(STARTS)) * DAY + lot.choice((0, 8, 8, 8, 21)) * HOUR
    drawn = lot.randrange(len(OTHERWISE))
    book = policy(drawn if otherwise is None else otherwise)
    history = History(seed, book, start, beginning(lot, start), ())
    both = Both(history, tally)
    draw, at = Lot(seed, both.session.book), start
    for number in range(COMMANDS):
        at = draw.moment(at)
        step = _step(draw, both.history.steps, at, number)
        if step.at >= at:
            both.session.settle(at)
        both.history = replace(both.history, steps=(*both.history.steps, step))
        both.tell(step)
    both.end()
    both.tally.histories += 1
    both.tally.events.update(name_of(row.event) for row in both.session.journal.read())
    return both.history


def _step(draw: Lot, before: Sequence[Told], at: int, number: int) -> Told:
    """Mostly something new; now and then the same again, another wish by its key, or too late."""
    chance = draw.random()
    if before and chance < 0.02:
        return draw.choice(before)._replace(at=at)
    key = draw.choice(before).key if before and chance < 0.03 else f"k{number}"
    late = draw.choice((1, HOUR, 3 * DAY)) if 0.03 < chance < 0.045 else 0
    return Told(at - late, key, draw.wish())


def retold(history: History) -> None:
    """Tell a history as it stands, however it was made up.

    Raises:
        FoundError: as `made_up`.
    """
    both = Both(history)
    for step in history.steps:
        both.tell(step)
    both.end()


def fails(history: History) -> str:
    """What is not as it must be; empty when all is."""
    try:
        retold(history)
    except FoundError as found:
        return found.what
    return ""


def shrunk(history: History) -> History:
    """The history without every step that the complaint does not need."""
    size = len(history.steps)
    while size:
        for first in range(len(history.steps) - size, -1, -size):
            steps = history.steps[:first] + history.steps[first + size :]
            shorter = replace(history, steps=steps)
            if fails(shorter):
                history = shorter
        size //= 2
    return history
