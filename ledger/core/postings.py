"""Event to balanced legs: the only arithmetic on balances.

A leg is (account, signed fen). The legs of every event sum to zero, so money is never made: what
comes from or goes to the world stands on `outside/*`, what is under way on `transit/*`.
"""

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from ledger.core import events as e
from ledger.words.accounts import (
    CASH,
    CONTRIBUTION,
    FUND,
    INSURER,
    OPENING,
    PROVIDER,
    carried,
    clearing,
    current,
    family,
    frozen,
    in_flight,
    transit,
    wallet,
)

Leg: TypeAlias = tuple[str, int]
Legs: TypeAlias = tuple[Leg, ...]


def _move(source: str, target: str, amount_fen: int) -> Legs:
    return ((source, -amount_fen), (target, amount_fen))


def _gather(shares: tuple[e.Share, ...], target: str) -> Legs:
    total_fen = sum(fen for _, fen in shares)
    return (*((account, -fen) for account, fen in shares), (target, total_fen))


def _opening(event: e.OpeningPosted) -> Legs:
    return _move(OPENING, event.account, event.amount_fen)


def _credit(event: e.AccountCredited) -> Legs:
    return _move(CONTRIBUTION, event.account, event.amount_fen)


def _sent(event: e.TransferSent) -> Legs:
    fen = event.amount_fen
    target = wallet(event.payee) if event.returns_at is None else transit(event.transfer)
    return ((event.source, -fen), (target, fen))


def _accepted(event: e.TransferAccepted) -> Legs:
    return _move(transit(event.transfer), wallet(event.payee), event.amount_fen)


def _back(event: e.TransferDeclined | e.TransferReturned) -> Legs:
    return _move(transit(event.transfer), event.source, event.amount_fen)


def _give(event: e.MoneySpent | e.PremiumPaid, target: str) -> Legs:
    """An account's money, or that of its parts, to the world; what provinces owe beside it."""
    if not event.parts and not event.owed:
        return _move(event.account, target, event.amount_fen)
    parts = event.parts or ((event.account, event.amount_fen),)
    return (*_gather(parts, target), *_owe(event.owed))


def _spent(event: e.MoneySpent) -> Legs:
    return _give(event, PROVIDER)


def _refunded(event: e.SpendRefunded) -> Legs:
    parts = event.parts or ((event.account, event.amount_fen),)
    return ((PROVIDER, -event.amount_fen), *parts, *_undo(_owe(event.owed)))


def _set_aside(event: e.MoneySetAside) -> Legs:
    return _gather(event.shares, family(event.person))


def _rolled(event: e.YearRolled) -> Legs:
    return _move(current(event.person), carried(event.person), event.amount_fen)


def _granted(event: e.QuotaGranted) -> Legs:
    return _move(event.source, frozen(event.giver, event.member), event.amount_fen)


def _released(event: e.QuotaReleased) -> Legs:
    return _move(frozen(event.giver, event.member), event.target, event.amount_fen)


def _pay(paid: tuple[e.Share, ...], pooled_fen: int, owed: tuple[e.Owed, ...]) -> Legs:
    """Shares and the pooled part to the provider; what provinces owe each other beside it."""
    shares = (*paid, (FUND, pooled_fen)) if pooled_fen else paid
    return (*_gather(shares, PROVIDER), *_owe(owed)) if shares else ()


def _owe(owed: tuple[e.Owed, ...]) -> Legs:
    pairs = (((clearing(a), -fen), (clearing(b), fen)) for a, b, fen in owed)
    return tuple(leg for pair in pairs for leg in pair)


def _undo(moved: Legs) -> Legs:
    return tuple((account, -fen) for account, fen in moved)


def _settled(event: e.Settled) -> Legs:
    return _pay(event.paid, event.pooled_fen, event.owed)


def _cancelled(event: e.SettlementCancelled) -> Legs:
    return _undo(_pay(event.paid, event.pooled_fen, event.owed))


def _reversed(event: e.MessageReversed) -> Legs:
    moved = _pay(event.paid, event.pooled_fen, event.owed) if event.undone else ()
    return moved if event.undone == "cancellation" else _undo(moved)


def _redone(event: e.SettlementRedone) -> Legs:
    back = _undo(_pay(event.back, event.back_pooled_fen, event.back_owed))
    return back + _pay(event.paid, 0, event.owed)


def _premium(event: e.PremiumPaid) -> Legs:
    return _give(event, INSURER)


def _moved_out(event: e.AccountMovedOut) -> Legs:
    return _gather(event.shares, in_flight(event.person))


def _moved_in(event: e.AccountMovedIn) -> Legs:
    return _move(in_flight(event.person), event.target, event.amount_fen)


def _estate(event: e.EstatePaid) -> Legs:
    return _gather(event.shares, event.target)


def _sanctioned(event: e.PersonSanctioned) -> Legs:
    return _move(CASH, FUND, event.loss_fen) if event.loss_fen else ()


def _cleared(event: e.ClearingPaid) -> Legs:
    return _undo(_owe(event.owed))


LEGS: Final[dict[type, Callable[[Any], Legs]]] = {
    e.OpeningPosted: _opening,
    e.AccountCredited: _credit,
    e.TransferSent: _sent,
    e.TransferAccepted: _accepted,
    e.TransferDeclined: _back,
    e.TransferReturned: _back,
    e.MoneySpent: _spent,
    e.SpendRefunded: _refunded,
    e.MoneySetAside: _set_aside,
    e.YearRolled: _rolled,
    e.QuotaGranted: _granted,
    e.QuotaReleased: _released,
    e.Settled: _settled,
    e.SettlementCancelled: _cancelled,
    e.MessageReversed: _reversed,
    e.SettlementRedone: _redone,
    e.PremiumPaid: _premium,
    e.AccountMovedOut: _moved_out,
    e.AccountMovedIn: _moved_in,
    e.EstatePaid: _estate,
    e.PersonSanctioned: _sanctioned,
    e.ClearingPaid: _cleared,
}


def legs(event: e.Event) -> Legs:
    """The balanced legs of an event; empty when it moves no money."""
    make = LEGS.get(type(event))
    return make(event) if make is not None else ()
