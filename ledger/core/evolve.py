"""Fold an event into the book. Never refuses, never reads a policy: what happened, happened."""

from collections.abc import Callable
from heapq import heappop, heappush
from typing import Any

from ledger.core import events as e
from ledger.core.book import Book, Pending, Person, Relation, Spent
from ledger.core.postings import legs
from ledger.words.accounts import WALLET, split, transit
from ledger.words.moments import DAY

RETURN, RELATION_END = 0, 1
"""The written-out order of what falls due at the same instant: returns, then relation ends."""


def evolve(book: Book, event: e.Event) -> None:
    """Apply one event: its legs to the balances, its facts to the rest of the book."""
    book.now = event.at
    balances = book.balances
    for account, fen in legs(event):
        balances[account] = balances.get(account, 0) + fen
    change = _CHANGES.get(type(event))
    if change is not None:
        change(book, event)


def _enrolled(book: Book, event: e.PersonEnrolled) -> None:
    book.people[event.person] = Person(
        event.person, event.insured, event.scheme, event.name, event.born
    )


def _opening(book: Book, event: e.OpeningPosted) -> None:
    person, kind = split(event.account)
    if kind == WALLET and not book.people[person].wallet_open:
        book.people[person].place = book.people[person].insured


def _wallet_opened(book: Book, event: e.WalletOpened) -> None:
    book.people[event.person].place = event.place


def _wallet_closed(book: Book, event: e.WalletClosed) -> None:
    book.people[event.person].place = ""


def _bound(book: Book, event: e.RelationBound) -> None:
    pair = (event.giver, event.member)
    book.relations[pair] = Relation(event.kin, event.from_day, event.until_day)
    if event.until_day is not None:
        heappush(book.due, ((event.until_day + 1) * DAY, RELATION_END, *pair))


def _ended(book: Book, event: e.RelationEnded) -> None:
    del book.relations[event.giver, event.member]


def _sent(book: Book, event: e.TransferSent) -> None:
    payer = book.people[event.payer]
    usage = payer.usage
    if usage.day != event.at // DAY:
        usage.begin(event.at // DAY)
    usage.count += 1
    usage.sent_fen += event.amount_fen
    usage.sent.append((event.transfer, event.amount_fen))
    if event.returns_at is not None:
        _hold(book, payer, event, event.returns_at)


def _hold(book: Book, payer: Person, event: e.TransferSent, returns_at: int) -> None:
    payer.pending += 1
    book.pending[event.transfer] = Pending(
        event.transfer, event.payer, event.source, event.payee, event.amount_fen, returns_at
    )
    heappush(book.due, (returns_at, RETURN, event.transfer, ""))


def _closed(book: Book, event: e.TransferClosed) -> Person:
    del book.pending[event.transfer]
    del book.balances[transit(event.transfer)]
    payer = book.people[event.payer]
    payer.pending -= 1
    return payer


def _undone(book: Book, event: e.TransferDeclined | e.TransferReturned) -> None:
    usage = _closed(book, event).usage
    sent = (event.transfer, event.amount_fen)
    if sent in usage.sent:
        usage.undone.append(sent)


def _spent(book: Book, event: e.MoneySpent) -> None:
    book.spends[event.spend] = Spent(event.account, event.amount_fen)


def _refunded(book: Book, event: e.SpendRefunded) -> None:
    spent = book.spends[event.spend]
    refunded_fen = spent.refunded_fen + event.amount_fen
    book.spends[event.spend] = Spent(spent.account, spent.amount_fen, refunded_fen)


def _code_shown(book: Book, event: e.FamilyCodeShown) -> None:
    holder = book.people[event.holder]
    if event.member not in holder.family_codes:
        holder.family_codes = (*holder.family_codes, event.member)


_CHANGES: dict[type, Callable[[Book, Any], object]] = {
    e.PersonEnrolled: _enrolled,
    e.OpeningPosted: _opening,
    e.WalletOpened: _wallet_opened,
    e.WalletClosed: _wallet_closed,
    e.PlaceOfUseChanged: _wallet_opened,
    e.RelationBound: _bound,
    e.RelationEnded: _ended,
    e.TransferSent: _sent,
    e.TransferAccepted: _closed,
    e.TransferDeclined: _undone,
    e.TransferReturned: _undone,
    e.MoneySpent: _spent,
    e.SpendRefunded: _refunded,
    e.FamilyCodeShown: _code_shown,
}


def drop_stale(book: Book) -> None:
    """Take settled matters off the top of the due heap."""
    while book.due and not _is_due(book, book.due[0]):
        heappop(book.due)


def _is_due(book: Book, entry: tuple[int, int, str, str]) -> bool:
    moment, order, first, second = entry
    if order == RETURN:
        pending = book.pending.get(first)
        return pending is not None and pending.returns_at == moment
    relation = book.relations.get((first, second))
    if relation is None or relation.until_day is None:
        return False
    return (relation.until_day + 1) * DAY == moment
