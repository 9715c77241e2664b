"""What time itself asks for: transfers go back, relations end, accounts move, years and months end.

The order of what falls due at one instant is written out in `book`: transfers return first, then
relations end, suspensions end, accounts leave and arrive, years roll, clearing is paid; within one
kind by id. What was overdue when it was made falls due at once: time never goes back.
"""

from collections.abc import Callable
from heapq import heappop

from ledger.core import events as e
from ledger.core.book import (
    CLEARING,
    MOVE_IN,
    MOVE_OUT,
    RELATION_END,
    RESUME,
    RETURN,
    YEAR_END,
    Book,
)
from ledger.core.evolve import evolve
from ledger.core.rules.funds import released, resumable
from ledger.words.accounts import PERSONAL, carried, current, family, in_flight
from ledger.words.moments import DAY
from ledger.words.vocabulary import INSURED


def next_due(book: Book, until: int) -> e.Event | None:
    """The first thing that falls due at or before `until`, as the event to apply, or none."""
    while book.due and book.due[0][0] <= until:
        due_at, order, first, second = book.due[0]
        event = _MADE[order](book, due_at, first, second)
        if event is not None:
            return event
        heappop(book.due)
    return None


def follow(book: Book, event: e.Event, *, of_command: bool) -> None:
    """Fold the next event of a stored story, and drop from what is due what the story is past.

    A session settles what is due before it takes a command, and drops what is over before it
    makes the next thing that is due. Whoever folds its journal does so too; else what is long
    over would fall due again.

    Args:
        book: as the events before have left it.
        event: the next one.
        of_command: whether it is a command's first event.
    """
    if of_command:
        while book.due and book.due[0][0] <= event.at:
            heappop(book.due)
    else:
        next_due(book, event.at)
    evolve(book, event)


def _return(book: Book, due_at: int, transfer: str, _second: str) -> e.Event | None:
    p = book.pending.get(transfer)
    if p is None or p.returns_at != due_at:
        return None
    at = max(due_at, book.now)
    return e.TransferReturned(at, transfer, p.payer, p.source, p.payee, p.amount_fen)


def _end(book: Book, due_at: int, giver: str, member: str) -> e.Event | None:
    relation = book.relations.get((giver, member))
    if relation is None or relation.until_day is None or (relation.until_day + 1) * DAY != due_at:
        return None
    at = max(due_at, book.now)
    quota = next(released(book.balances, at, giver, member, "until"), None)
    return quota or e.RelationEnded(at, giver, member, "until")


def _resume(book: Book, due_at: int, person: str, _second: str) -> e.Event | None:
    at, until_day = max(due_at, book.now), book.people[person].suspended_until
    if until_day is None or (until_day + 1) * DAY != due_at:
        return None
    pair = next(resumable(book, person), None)
    if pair is not None:
        return e.RelationResumed(at, *pair)
    return e.StandingChanged(at, person, INSURED)


def _move_out(book: Book, due_at: int, person: str, _second: str) -> e.Event | None:
    at = max(due_at, book.now)
    parts = (f"{person}/{PERSONAL}", current(person), carried(person), family(person))
    shares = tuple((a, book.balances[a]) for a in parts if book.balances.get(a))
    return e.AccountMovedOut(at, person, shares) if shares else None


def _move_in(book: Book, due_at: int, person: str, target: str) -> e.Event | None:
    at = max(due_at, book.now)
    amount_fen = book.balances.get(in_flight(person), 0)
    return e.AccountMovedIn(at, person, amount_fen, target) if amount_fen else None


def _year_end(book: Book, due_at: int, person: str, _second: str) -> e.Event | None:
    at = max(due_at, book.now)
    amount_fen = book.balances.get(current(person), 0)
    return e.YearRolled(at, person, amount_fen) if amount_fen else None


def _clearing(book: Book, due_at: int, month: str, _second: str) -> e.Event | None:
    at = max(due_at, book.now)
    owed = tuple((a, b, fen) for (a, b), fen in sorted(book.owed.items()) if fen)
    return e.ClearingPaid(at, month, owed) if owed else None


_MADE: dict[int, Callable[[Book, int, str, str], e.Event | None]] = {
    RETURN: _return,
    RELATION_END: _end,
    RESUME: _resume,
    MOVE_OUT: _move_out,
    MOVE_IN: _move_in,
    YEAR_END: _year_end,
    CLEARING: _clearing,
}
