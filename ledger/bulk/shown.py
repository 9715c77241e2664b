"""Brings a book up to date with what the kernel has done in its own cells."""

from collections.abc import Sequence
from heapq import heappop, heappush
from typing import Final

import numpy as np

from ledger.bulk import cells as c
from ledger.bulk.cells import State
from ledger.bulk.compiled import NONE
from ledger.core.book import FAR_FUTURE, RETURN, Book, Pending
from ledger.journal.packed import CARRIED, PLAIN, WALLETED, account_of
from ledger.words.accounts import transit

ACCOUNTS: Final = (PLAIN, CARRIED, WALLETED)


def show(state: State, book: Book, people: Sequence[str], told: int) -> None:
    """Tell the book what has changed since it was told last.

    Args:
        state: the kernel's cells; nothing in them is untold then.
        book: brought up to date.
        people: ids by number.
        told: transfers before this one are in the book.
    """
    place = state.place
    changed = state.changed[: place[c.CHANGES]]
    for number, cells in zip(changed.tolist(), state.people[changed].tolist(), strict=True):
        _show_person(state, book, people[number], cells)
    state.people[changed[:, None], [c.LAST_SENT, c.LAST_UNDONE, c.CHANGED]] = NONE, NONE, 0
    for number in state.closed[: place[c.CLOSINGS]].tolist():
        if number < told:
            transfer = id_of(state, number)
            del book.pending[transfer]
            del book.balances[transit(transfer)]
    if place[c.SETTLED] > -FAR_FUTURE:
        while book.due and book.due[0][0] <= place[c.SETTLED]:
            heappop(book.due)
    t = state.transfers[told : place[c.TRANSFERS]]
    shown = np.flatnonzero((t[:, c.STATE] == c.WAITING) | (t[:, c.QUEUED] > 0))
    for number in (told + shown).tolist():
        _show_transfer(state, book, people, number)
    place[c.CHANGES] = place[c.CLOSINGS] = 0
    book.now = int(place[c.NOW])


def id_of(state: State, number: int) -> str:
    """The id of a transfer."""
    return _text(state, state.transfers[number].tolist())


def _text(state: State, transfer: list[int]) -> str:
    at, size = transfer[c.ID_AT], transfer[c.ID_SIZE]
    return state.ids[at : at + size].tobytes().decode()


def _show_person(state: State, book: Book, name: str, cells: list[int]) -> None:
    person = book.people[name]
    for which in ACCOUNTS:
        if cells[c.HELD] >> which & 1:
            book.balances[account_of(name, which)] = cells[c.BALANCE + which]
    person.pending, usage = cells[c.PENDING], person.usage
    if usage.day != cells[c.DAY]:
        usage.begin(cells[c.DAY])
    usage.count, usage.sent_fen = cells[c.COUNT], cells[c.SENT_FEN]
    usage.sent += _chain(state, cells[c.LAST_SENT], c.SENT_BEFORE)
    usage.undone += _chain(state, cells[c.LAST_UNDONE], c.UNDONE_BEFORE)


def _chain(state: State, last: int, before: int) -> list[tuple[str, int]]:
    """Transfers from the first to the last, each leading to the one before it."""
    found = []
    while last != NONE:
        transfer = state.transfers[last].tolist()
        found.append((_text(state, transfer), transfer[c.AMOUNT]))
        last = transfer[before]
    return found[::-1]


def _show_transfer(state: State, book: Book, people: Sequence[str], number: int) -> None:
    cells = state.transfers[number].tolist()
    transfer, payer, returns_at = _text(state, cells), people[cells[c.PAYER]], cells[c.RETURNS]
    if cells[c.QUEUED]:
        heappush(book.due, (returns_at, RETURN, transfer, ""))
    if cells[c.STATE] != c.WAITING:
        return
    source, payee = account_of(payer, cells[c.WHICH]), people[cells[c.PAYEE]]
    amount_fen = cells[c.AMOUNT]
    book.pending[transfer] = Pending(transfer, payer, source, payee, amount_fen, returns_at)
    book.balances[transit(transfer)] = amount_fen
