"""Judges history again under another policy: what is answered otherwise, and what caused it.

The recorded journal is walked once. Beside it a new ledger takes the same commands at the same
moments under the other policy, so that what one difference brings about comes about there, too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from ledger.core.book import BookView
from ledger.policy.book import PolicyBook
from ledger.reports.fold import retold
from ledger.scenario.run import Answer
from ledger.whatif.comparing.causes import Cause, Kind
from ledger.whatif.comparing.history import History
from ledger.whatif.comparing.lockstep import Judged, Lockstep
from ledger.whatif.comparing.told import Told
from ledger.whatif.comparing.variant import Flip


class Turn(NamedTuple):
    """A command that is answered otherwise, or answered alike with something else coming of it.

    Attributes:
        step: the id of its step; in a ledger its key, or `#7` by the seq of its first event.
        at: its moment.
        cause: why, where the policy alone would not do it on the recorded book; None: it would,
            the difference is direct.
        shadowed: whether a later row of a feed has the same id; a what-if looks at that alone.
    """

    step: str
    at: int
    was: Told
    now: Told
    cause: Cause | None
    shadowed: bool = False

    @property
    def flip(self) -> Flip | None:
        """Both answers, where they differ in verdict, code, amount or shares."""
        if self.was.answer == self.now.answer:
            return None
        return Flip(self.step, self.was.answer, self.now.answer)


class Unjudged(NamedTuple):
    """A command that was carried over as it was answered, because no rule was asked about it."""

    step: str
    code: str


@dataclass(frozen=True, slots=True)
class Backtest:
    """A history judged again.

    Attributes:
        policy: what it was judged under.
        steps: how many steps of a story there are, or commands of a ledger.
        refused: how many of them were refused, before and now.
        turns: all that differs, in order.
        unjudged: what could not be judged again.
        before, after: the books at the end, `until`.
        head: the new journal's hash where the recorded one ends. Its first event is the recorded
            one, so that equal heads mean equal events.
        identical: whether it is the recorded head.
    """

    policy: PolicyBook
    steps: int
    refused: tuple[int, int]
    turns: tuple[Turn, ...]
    unjudged: tuple[Unjudged, ...]
    before: BookView
    after: BookView
    until: int
    head: bytes
    identical: bool

    @property
    def flips(self) -> tuple[Flip, ...]:
        """The turns that answer otherwise, as the what-ifs of a scenario list them."""
        turns = (turn.flip for turn in self.turns if not turn.shadowed)
        return tuple(flip for flip in turns if flip is not None)


def backtest(history: History, policy: PolicyBook) -> Backtest:
    """Judge every command of a history again under a policy.

    Raises:
        DamagedError: when the journal cannot be read, or its story cannot be told.
    """
    both = Lockstep(history.journal, policy)
    events = retold(history.journal.read())
    for first in islice(events, 1):
        both.hear(*first)
    with both.session.group():  # one entry in its journal for all that follows
        for book, stored in events:
            both.hear(book, stored)
        both.close()
    head = both.session.journal.head
    until = both.settle(history.until)
    return Backtest(
        policy,
        both.commands if history.steps is None else len(history.steps),
        (both.refused_before, both.refused_now),
        tuple(_turns(history, both.differing)),
        tuple(_unjudged(history, both.carried)),
        both.before,
        both.session.book,
        until,
        head,
        head == history.journal.head,
    )


def _turns(history: History, differing: dict[int, Judged]) -> Iterator[Turn]:
    if history.steps is None:
        for one in differing.values():
            yield Turn(one.name, one.at, one.was, one.now, one.cause)
        return
    first = {answered.seq: answered.step for answered in history.steps if not answered.again}
    last = {answered.step: answered for answered in history.steps}
    for answered in history.steps:
        found = differing.get(answered.seq)
        if found is None:
            continue
        step, at, shadowed = answered.step, answered.at, last[answered.step] is not answered
        if not answered.again:
            yield Turn(step, at, found.was, found.now, found.cause, shadowed=shadowed)
        elif found.was.answer.code != found.now.answer.code:
            cause = Cause(Kind.step, first[answered.seq])
            yield Turn(step, at, _again(found.was), _again(found.now), cause, shadowed=shadowed)


def _again(first: Told) -> Told:
    """The answer to the same wish again."""
    return Told(Answer("duplicate", first.answer.code, 0), ())


def _unjudged(history: History, carried: dict[int, tuple[str, str]]) -> Iterator[Unjudged]:
    if history.steps is None:
        yield from (Unjudged(name, code) for name, code in carried.values())
        return
    for answered in history.steps:
        if answered.seq in carried and not answered.again:
            yield Unjudged(answered.step, carried[answered.seq][1])
