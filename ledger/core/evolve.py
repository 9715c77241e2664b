"""Fold an event into the book. Never refuses, never reads a policy: what happened, happened."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from heapq import heappush
from sys import intern
from typing import Any, Final

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
    Pending,
    Person,
    Relation,
    Settlement,
    Spent,
)
from ledger.core.postings import LEGS, Legs
from ledger.words.accounts import WALLET, current, holder_of, in_flight, split, transit
from ledger.words.moments import DAY, first_of_next_month, first_of_year, month_of, year_of
from ledger.words.regions import province
from ledger.words.vocabulary import DEAD, INSURED, MOVED, SUSPENDED


def evolve(book: Book, event: e.Event) -> Legs:
    """Apply one event: its legs to the balances, its facts to the rest of the book; the legs."""
    book.now = event.at
    kind = type(event)
    make, change = LEGS.get(kind), _CHANGES.get(kind)
    moved = make(event) if make is not None else ()
    balances = book.balances
    for account, fen in moved:
        balances[account] = balances.get(account, 0) + fen
    if change is not None:
        change(book, event)
    return moved


def _enrolled(book: Book, event: e.PersonEnrolled) -> None:
    book.people[event.person] = Person(
        event.person, event.insured, event.scheme, event.name, event.born
    )


def _opening(book: Book, event: e.OpeningPosted) -> None:
    person, kind = split(event.account)
    if kind == WALLET and not book.people[person].wallet_open:
        book.people[person].place = book.people[person].insured


def _wallet_opened(book: Book, event: e.WalletOpened) -> None:
    book.people[event.person].place = intern(event.place)


def _wallet_closed(book: Book, event: e.WalletClosed) -> None:
    book.people[event.person].place = ""


def _bound(book: Book, event: e.RelationBound) -> None:
    pair = (event.giver, event.member)
    book.relations[pair] = Relation(
        event.kin, event.from_day, event.until_day, event.at, event.cap_fen, event.rank
    )
    giver, member = book.people[event.giver], book.people[event.member]
    giver.members = (*_without(giver.members, member.id), member.id)
    member.givers = (*_without(member.givers, giver.id), giver.id)
    if province(giver.insured) == province(member.insured):
        giver.ever_bound |= {member.id}
    _ends_after(book, pair, event.until_day)


def _without(people: tuple[str, ...], person: str) -> tuple[str, ...]:
    return tuple(other for other in people if other != person)


def _ends_after(book: Book, pair: tuple[str, str], day: int | None) -> None:
    if day is not None:
        heappush(book.due, ((day + 1) * DAY, RELATION_END, *pair))


def _let_go(book: Book, event: e.RelationReleased) -> None:
    pair = (event.giver, event.member)
    book.relations[pair] = replace(book.relations[pair], until_day=event.until_day)
    _ends_after(book, pair, event.until_day)
    _count_release(book, event)


def _ended(book: Book, event: e.RelationEnded) -> None:
    giver, member = book.people[event.giver], book.people[event.member]
    del book.relations[event.giver, event.member]
    giver.members = _without(giver.members, member.id)
    member.givers = _without(member.givers, giver.id)
    if event.why == "released":
        _count_release(book, event)


def _count_release(book: Book, event: e.RelationEnded | e.RelationReleased) -> None:
    """Note a release inside a province, where a place may allow only so many a year (F27)."""
    giver, year = book.people[event.giver], year_of(event.at // DAY)
    if province(giver.insured) == province(book.people[event.member].insured):
        before = giver.released[1] if giver.released[0] == year else 0
        giver.released = (year, before + 1)


def _sent(book: Book, event: e.TransferSent) -> None:
    payer, day, fen = book.people[event.payer], event.at // DAY, event.amount_fen
    usage = payer.usage
    if usage.day != day:
        usage.begin(day)
    usage.count += 1
    usage.sent_fen += fen
    usage.sent.append((event.transfer, fen))
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
    parts = event.parts or ((event.account, event.amount_fen),)
    homes = tuple(_homes(book, parts, event.place)) if event.owed else ()
    book.spends[event.spend] = Spent(
        event.account, event.amount_fen, 0, event.parts, event.place, homes
    )
    _owe(book, event.at, event.owed, 1)


def _homes(book: Book, parts: tuple[e.Share, ...], place: str) -> Iterator[tuple[str, str]]:
    """Each account of another province than the place's, with its province."""
    for account, _ in parts:
        home = province(book.people[holder_of(account)].insured)
        if home != province(place):
            yield account, home


def _refunded(book: Book, event: e.SpendRefunded) -> None:
    spent = book.spends[event.spend]
    refunded_fen = spent.refunded_fen + event.amount_fen
    back = dict(event.parts)
    parts = tuple((part, fen - back.get(part, 0)) for part, fen in spent.parts)
    book.spends[event.spend] = replace(spent, refunded_fen=refunded_fen, parts=parts)
    _rolls(book, event.at, event.parts)
    _owe(book, event.at, event.owed, -1)


def _premium(book: Book, event: e.PremiumPaid) -> None:
    _owe(book, event.at, event.owed, 1)


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
    _rolls(book, event.at, ((event.account, event.amount_fen),))


def _rolls(book: Book, at: int, shares: tuple[e.Share, ...]) -> None:
    """Current-year money that comes in is carried over at the year's end (P05)."""
    for account, _ in shares:
        person = holder_of(account)
        if account == current(person):
            year_end = first_of_year(year_of(at // DAY) + 1) * DAY
            heappush(book.due, (year_end, YEAR_END, person, ""))


def _set_aside(book: Book, event: e.MoneySetAside) -> None:
    person, month = book.people[event.person], month_of(event.at // DAY)
    before = person.set_aside[1] if person.set_aside[0] == month else 0
    person.set_aside = (month, before + 1)


def _settled(book: Book, event: e.Settled) -> None:
    book.settlements[event.settlement] = Settlement(
        event.patient,
        event.setting,
        event.place,
        event.burden_fen,
        event.paid,
        event.pooled_fen,
        event.owed,
        event.items,
        event.filed,
    )
    _owe(book, event.at, event.owed, 1)


def _cancelled(book: Book, event: e.SettlementCancelled) -> None:
    standing = book.settlements[event.settlement]
    book.settlements[event.settlement] = replace(standing, stands=False)
    book.cancellations[event.cancellation] = event.settlement
    _rolls(book, event.at, event.paid)
    _owe(book, event.at, event.owed, -1)


def _reversed(book: Book, event: e.MessageReversed) -> None:
    if not event.undone:
        return
    again = event.undone == "cancellation"
    settlement = book.cancellations.pop(event.message) if again else event.message
    book.settlements[settlement] = replace(book.settlements[settlement], stands=again)
    if not again:
        _rolls(book, event.at, event.paid)
    _owe(book, event.at, event.owed, 1 if again else -1)


def _redone(book: Book, event: e.SettlementRedone) -> None:
    before = book.settlements[event.settlement]
    book.settlements[event.settlement] = replace(
        before,
        burden_fen=event.burden_fen,
        paid=event.paid,
        pooled_fen=before.pooled_fen - event.back_pooled_fen,
        owed=event.owed,
        items=event.items,
        refunded_fen=before.refunded_fen + before.burden_fen - event.burden_fen,
    )
    _rolls(book, event.at, event.back)
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
    person.standing = INSURED if event.standing == MOVED else event.standing
    person.suspended_until = event.until_day if event.standing == SUSPENDED else None
    if event.standing == MOVED and event.to is not None:
        person.insured = intern(event.to)
    if event.standing == DEAD and event.to is not None:
        person.heir = event.to
    if person.suspended_until is not None:
        heappush(book.due, ((person.suspended_until + 1) * DAY, RESUME, event.person, ""))


def _move_started(book: Book, event: e.AccountMoveStarted) -> None:
    heappush(book.due, (event.out_at, MOVE_OUT, event.person, ""))
    heappush(book.due, (event.in_at, MOVE_IN, event.person, event.target))


def _moved_out(book: Book, event: e.AccountMovedOut) -> None:
    for account, _ in event.shares:
        del book.balances[account]


def _moved_in(book: Book, event: e.AccountMovedIn) -> None:
    del book.balances[in_flight(event.person)]


def _sanctioned(book: Book, event: e.PersonSanctioned) -> None:
    person = book.people[event.person]
    person.sanctioned_until = max(person.sanctioned_until, event.until_day)


_CHANGES: Final[dict[type, Callable[[Book, Any], object]]] = {
    e.PersonEnrolled: _enrolled,
    e.OpeningPosted: _opening,
    e.WalletOpened: _wallet_opened,
    e.WalletClosed: _wallet_closed,
    e.PlaceOfUseChanged: _wallet_opened,
    e.RelationBound: _bound,
    e.RelationReleased: _let_go,
    e.RelationEnded: _ended,
    e.TransferSent: _sent,
    e.TransferAccepted: _closed,
    e.TransferDeclined: _undone,
    e.TransferReturned: _undone,
    e.MoneySpent: _spent,
    e.SpendRefunded: _refunded,
    e.PremiumPaid: _premium,
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
    e.AccountMovedOut: _moved_out,
    e.AccountMovedIn: _moved_in,
    e.PersonSanctioned: _sanctioned,
}
