"""Says why a command is answered otherwise that the other policy alone would answer alike."""

from enum import StrEnum
from typing import Final, NamedTuple

from ledger.core.book import BookView
from ledger.core.commands import Command
from ledger.core.decide import sides_of
from ledger.core.postings import legs
from ledger.core.refusals import PRECEDENCE, Code
from ledger.scenario.references import REFERS
from ledger.whatif.comparing.told import Told


class Kind(StrEnum):
    """What of the book differs."""

    money = "money"
    """What somebody's accounts hold, or what is left of it to use."""
    counters = "counters"
    """What is counted: transfers of the day, pending ones, relations."""
    step = "step"
    """An earlier step was or was not taken."""


class Cause(NamedTuple):
    """Why a difference cascades.

    Attributes:
        about: whose money or counters; for a step the key that the command names, if it names one.
    """

    kind: Kind
    about: str


_MONEY: Final = frozenset(
    {
        Code.BALANCE_SHORT,
        Code.FLOOR_SHORT,
        Code.QUOTA_SHORT,
        Code.NO_INTEREST,
        Code.WALLET_NOT_EMPTY,
    }
)
_COUNTERS: Final = frozenset(
    {
        Code.PENDING_OPEN,
        Code.TRANSFER_DAY_COUNT,
        Code.TRANSFER_DAY_AMOUNT,
        Code.SET_ASIDE_MONTH,
        Code.MEMBERS_FULL,
        Code.MEMBERS_LIFETIME,
        Code.KIN_TAKEN,
        Code.GIVERS_FULL,
        Code.RELEASE_YEARLY,
        Code.FAMILY_CODE_FULL,
    }
)


def cause_of(book: BookView, command: Command, was: Told, now: Told) -> Cause:
    """The cause of a difference that the book makes: by the rule that failed in one of two ways.

    Where two rules did, it is the one that stands first: the other was reached only without it.
    """
    kind = _kind(was, now)
    if kind is Kind.step:
        attribute = REFERS[type(command)][0] if type(command) in REFERS else ""
        return Cause(kind, getattr(command, attribute, ""))
    sides = sides_of(book, command)
    return Cause(kind, sides[0].id if sides is not None else "")


def _kind(was: Told, now: Told) -> Kind:
    codes = [Code(told.answer.code) for told in (was, now) if told.answer.code is not None]
    if not codes:
        moved = [[leg for event in told.events for leg in legs(event)] for told in (was, now)]
        return Kind.money if moved[0] != moved[1] else Kind.step
    first = min(codes, key=PRECEDENCE.__getitem__)
    if first in _MONEY:
        return Kind.money
    return Kind.counters if first in _COUNTERS else Kind.step
