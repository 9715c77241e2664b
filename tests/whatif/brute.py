"""The best plan there is, found by trying every sequence of transfers with the real rules."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from ledger.core import commands as c
from ledger.core.book import Book, around
from ledger.core.decide import Refusal, decide
from ledger.core.due import next_due
from ledger.core.evolve import evolve
from ledger.policy.book import PolicyBook
from ledger.session import case_of
from ledger.words.moments import DAY
from tests.whatif.families import CLOCKS, PAYEE, Asked


class Found(NamedTuple):
    """The fewest transfers and their first finish, none if the whole cannot arrive; the most."""

    transfers: int | None
    arrives_at: int | None
    most_fen: int


Tried = dict[Hashable, tuple[int, Book]]
"""Every book that can be reached, with the fewest transfers to it."""


def everything(asked: Asked) -> Found:
    """Try every sequence of transfers, each of any whole fen, at every instant of `CLOCKS`."""
    policy, wallet = asked.session.policy, f"{PAYEE}/wallet"
    first = around(asked.session.book, {PAYEE, *asked.givers})
    settled(first, asked.at)
    begun_fen = first.balances.get(wallet, 0)
    for key in [key for key, pending in first.pending.items() if pending.payee == PAYEE]:
        taken(first, policy, c.AcceptTransfer(key), asked.at)
    tried: Tried = {state(first): (0, first)}
    finishes: dict[int, int] = {}
    most_fen = 0
    for at in instants(asked.at, asked.by):
        tried = tried_at(tried, asked, at)
        for transfers, book in tried.values():
            fen = book.balances.get(wallet, 0) - begun_fen
            most_fen = max(most_fen, fen)
            if fen >= asked.fen:
                finishes.setdefault(transfers, at)
    fewest = min(finishes, default=None)
    return Found(fewest, None if fewest is None else finishes[fewest], most_fen)


def instants(at: int, by: int) -> Iterator[int]:
    yield at
    for day in range(at // DAY, by // DAY + 1):
        yield from (day * DAY + clock for clock in CLOCKS if at < day * DAY + clock <= by)


def tried_at(before: Tried, asked: Asked, at: int) -> Tried:
    """What can be reached by the end of an instant from what could be before it."""
    waiting: dict[int, list[Book]] = {}
    for transfers, book in before.values():
        later = copied(book)
        settled(later, at)
        waiting.setdefault(transfers, []).append(later)
    tried: Tried = {}
    transfers = 0
    while waiting:
        for book in waiting.pop(transfers, ()):
            if tried.setdefault(state(book), (transfers, book))[1] is book:
                waiting.setdefault(transfers + 1, []).extend(sent(book, asked, at))
        if not waiting.get(transfers + 1, True):
            del waiting[transfers + 1]
        transfers += 1
    return tried


def sent(book: Book, asked: Asked, at: int) -> Iterator[Book]:
    """Every book that is one transfer further, accepted at the same instant."""
    sources = [source for giver in asked.givers for source in (giver, f"{giver}/wallet")]
    for source in sources:
        for fen in range(1, asked.fen + 4):
            after = copied(book)
            if not taken(after, asked.session.policy, c.SendTransfer(source, PAYEE, fen), at):
                break
            automatic = "new" not in after.pending
            settled(after, at)  # what waits beyond its return time goes back at once
            if automatic or taken(after, asked.session.policy, c.AcceptTransfer("new"), at):
                yield after


def taken(book: Book, policy: PolicyBook, command: c.Command, at: int) -> bool:
    """Whether the engine takes a command; what happens by it is folded."""
    case = case_of(book, policy, command, at=at, key="new")
    answer = None if case is None else decide(case)
    if answer is None or isinstance(answer, Refusal):
        return False
    for event in answer:
        evolve(book, event)
    return True


def settled(book: Book, until: int) -> None:
    while (event := next_due(book, until)) is not None:
        evolve(book, event)


def copied(book: Book) -> Book:
    """A copy that can be changed by transfers and by time."""
    people = {}
    for key, person in book.people.items():
        usage = replace(person.usage, sent=[*person.usage.sent], undone=[*person.usage.undone])
        people[key] = replace(person, usage=usage)
    return replace(
        book,
        people=people,
        balances=dict(book.balances),
        relations=dict(book.relations),
        pending=dict(book.pending),
        owed=dict(book.owed),
        due=[*book.due],
    )


def state(book: Book) -> Hashable:
    """All that transfers to the payee can change, and that matters later."""
    used: Sequence[Hashable] = [
        (p.usage.day, p.usage.count, p.usage.sent_fen, len(p.usage.undone))
        for p in book.people.values()
    ]
    return (tuple(used), tuple(sorted((a, fen) for a, fen in book.balances.items() if fen)))
