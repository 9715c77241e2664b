"""Event to balanced legs: the only arithmetic on balances.

A leg is (account, signed fen). The legs of every event sum to zero, so money is never made: what
comes from or goes to the world stands on `outside/*`, what is under way on `transit/*`.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

from ledger.core import events as e
from ledger.words.accounts import CONTRIBUTION, OPENING, PROVIDER, WALLET, transit

Leg: TypeAlias = tuple[str, int]
Legs: TypeAlias = tuple[Leg, ...]


def _move(source: str, target: str, amount_fen: int) -> Legs:
    return ((source, -amount_fen), (target, amount_fen))


def _opening(event: e.OpeningPosted) -> Legs:
    return _move(OPENING, event.account, event.amount_fen)


def _credit(event: e.AccountCredited) -> Legs:
    return _move(CONTRIBUTION, event.account, event.amount_fen)


def _sent(event: e.TransferSent) -> Legs:
    if event.returns_at is None:
        return _move(event.source, f"{event.payee}/{WALLET}", event.amount_fen)
    return _move(event.source, transit(event.transfer), event.amount_fen)


def _accepted(event: e.TransferAccepted) -> Legs:
    return _move(transit(event.transfer), f"{event.payee}/{WALLET}", event.amount_fen)


def _back(event: e.TransferDeclined | e.TransferReturned) -> Legs:
    return _move(transit(event.transfer), event.source, event.amount_fen)


def _spent(event: e.MoneySpent) -> Legs:
    return _move(event.account, PROVIDER, event.amount_fen)


def _refunded(event: e.SpendRefunded) -> Legs:
    return _move(PROVIDER, event.account, event.amount_fen)


_LEGS: dict[type, Callable[[Any], Legs]] = {
    e.OpeningPosted: _opening,
    e.AccountCredited: _credit,
    e.TransferSent: _sent,
    e.TransferAccepted: _accepted,
    e.TransferDeclined: _back,
    e.TransferReturned: _back,
    e.MoneySpent: _spent,
    e.SpendRefunded: _refunded,
}


def legs(event: e.Event) -> Legs:
    """The balanced legs of an event; empty when it moves no money."""
    make = _LEGS.get(type(event))
    return make(event) if make is not None else ()
