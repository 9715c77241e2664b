"""Fold an event into the book. Never refuses, never reads a policy: what happened, happened."""

from collections.abc import Callable
from dataclasses import replace
from heapq import heappush
from typing import Any

from ledger.core import events as e
from ledger.core.book import INSURED, Book, Pending, Person, Relation, Settlement, Spent
from ledger.core.postings import legs
from ledger.words.accounts import WALLET, current, split, transit
from ledger.words.moments import DAY, first_of_next_month, first_of_year, month_of, year_of

RETURN, RELATION_END, RESUME, MOVE_OUT, MOVE_IN, YEAR_END, CLEARING = range(7)
"""The written-out order of what falls due at the same instant."""


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
    book.relations[pair] = Relation(
        event.kin, event.from_day, event.until_day, event.at, event.cap_fen, event.rank
    )
    book.people[event.giver].ever_bound |= {event.member}
    if event.until_day is not None:
        heappush(book.due, ((event.until_day + 1) * DAY, RELATION_END, *pair))


def _ended(book: Book, event: e.RelationEnded) -> None:
    del book.relations[event.giver, event.member]
    if event.why == "released":
        book.people[event.giver].unbound_year = year_of(event.at // DAY)


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
    book.spends[event.spend] = Spent(event.account, event.amount_fen, 0, event.parts)


def _refunded(book: Book, event: e.SpendRefunded) -> None:
    spent = book.spends[event.spend]
    refunded_fen = spent.refunded_fen + event.amount_fen
    back = dict(event.parts)
    parts = tuple((part, fen - back.get(part, 0)) for part, fen in spent.parts)
    book.spends[event.spend] = Spent(spent.account, spent.amount_fen, refunded_fen, parts)


def _code_shown(book: Book, event: e.FamilyCodeShown) -> None:
    holder = book.people[event.holder]
    if event.member not in holder.family_codes:
        holder.family_codes = (*holder.family_codes, event.member)


def _paused(book: Book, event: e.RelationPaused) -> None:
    pair = (event.giver, event.member)
    book.relations[pair] = replace(book.relations[pair], paused=True)


def _resumed(book: Book, event: e.RelationResumed) -> None:
    pair = (event.giver, event.member)
    book.relations[pair] = replace(book.relations[pair], paused=False)


def _credited(book: Book, event: e.AccountCredited) -> None:
    person = split(event.account)[0]
    if event.account == current(person):
        year = year_of(event.at // DAY)
        heappush(book.due, (first_of_year(year + 1) * DAY, YEAR_END, person, ""))


def _set_aside(book: Book, event: e.MoneySetAside) -> None:
    book.people[event.person].aside_month = month_of(event.at // DAY)


def _settled(book: Book, event: e.Settled) -> None:
    book.settlements[event.settlement] = Settlement(
        event.patient,
        event.setting,
        event.place,
        event.burden_fen,
        event.paid,
        event.pooled_fen,
        event.owed,
    )
    _owe(book, event.at, event.owed, 1)


def _cancelled(book: Book, event: e.SettlementCancelled) -> None:
    standing = book.settlements[event.settlement]
    book.settlements[event.settlement] = replace(standing, stands=False)
    book.cancellations[event.cancellation] = event.settlement
    _owe(book, event.at, event.owed, -1)


def _reversed(book: Book, event: e.MessageReversed) -> None:
    again = event.undone == "cancellation"
    settlement = book.cancellations.pop(event.message) if again else event.message
    if event.undone:
        undone = book.settlements[settlement]
        book.settlements[settlement] = replace(undone, stands=again)
        _owe(book, event.at, event.owed, 1 if again else -1)


def _redone(book: Book, event: e.SettlementRedone) -> None:
    before = book.settlements[event.settlement]
    book.settlements[event.settlement] = replace(
        before, burden_fen=event.burden_fen, paid=event.paid, owed=event.owed
    )
    _owe(book, event.at, event.back_owed, -1)
    _owe(book, event.at, event.owed, 1)


def _owe(book: Book, at: int, owed: tuple[e.Owed, ...], sign: int) -> None:
    for owes, is_owed, fen in owed:
        pair = (owes, is_owed)
        book.owed[pair] = book.owed.get(pair, 0) + sign * fen
    if owed:
        month = month_of(at // DAY)
        heappush(book.due, (first_of_next_month(at // DAY) * DAY, CLEARING, month, ""))


def _cleared(book: Book, _event: e.ClearingPaid) -> None:
    book.owed.clear()


def _standing(book: Book, event: e.StandingChanged) -> None:
    person = book.people[event.person]
    person.standing = INSURED if event.standing == "moved" else event.standing
    if event.standing == "moved" and event.to is not None:
        person.insured = event.to
    if event.until_day is not None:
        heappush(book.due, ((event.until_day + 1) * DAY, RESUME, event.person, ""))


def _move_started(book: Book, event: e.AccountMoveStarted) -> None:
    heappush(book.due, (event.out_at, MOVE_OUT, event.person, ""))
    heappush(book.due, (event.in_at, MOVE_IN, event.person, event.target))


def _sanctioned(book: Book, event: e.PersonSanctioned) -> None:
    person = book.people[event.person]
    person.sanctioned_until = max(person.sanctioned_until, event.until_day)


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
    e.AccountCredited: _credited,
    e.RelationPaused: _paused,
    e.RelationResumed: _resumed,
    e.MoneySetAside: _set_aside,
    e.Settled: _settled,
    e.SettlementCancelled: _cancelled,
    e.MessageReversed: _reversed,
    e.SettlementRedone: _redone,
    e.ClearingPaid: _cleared,
    e.StandingChanged: _standing,
    e.AccountMoveStarted: _move_started,
    e.PersonSanctioned: _sanctioned,
}
