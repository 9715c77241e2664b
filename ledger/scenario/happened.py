"""What a check says has happened by itself, against the events of time."""

from collections.abc import Callable
from typing import Any

from ledger.core.events import (
    AccountMovedIn,
    AccountMovedOut,
    ClearingPaid,
    Event,
    RelationEnded,
    StandingChanged,
    TransferReturned,
    YearRolled,
)
from ledger.scenario.model import HAPPENINGS, Happened
from ledger.words.money import money_text


def is_what_happened(happened: Happened, event: Event) -> bool:
    """Whether an event is the one a check names, amount included where it names one."""
    word, named, fen = told(event)
    if not word or _named(happened, word) != named:
        return False
    return happened.amount in {None, fen}


_TOLD: dict[type, Callable[[Any], tuple[str, object, int]]] = {
    TransferReturned: lambda e: ("returned", e.transfer, e.amount_fen),
    RelationEnded: lambda e: ("ended", (e.giver, e.member), 0),
    StandingChanged: lambda e: ("resumed", e.person, 0),
    AccountMovedOut: lambda e: ("moved_out", e.person, sum(fen for _, fen in e.shares)),
    AccountMovedIn: lambda e: ("moved_in", e.person, e.amount_fen),
    YearRolled: lambda e: ("year_rolled", e.person, e.amount_fen),
    ClearingPaid: lambda e: ("cleared", e.month, sum(fen for _, _, fen in e.owed)),
}


def told(event: Event) -> tuple[str, object, int]:
    """The word of a check for an event, what it names, and the fen it moved; empty for others."""
    tell = _TOLD.get(type(event))
    return tell(event) if tell is not None else ("", None, 0)


def _named(happened: Happened, word: str) -> object:
    value = getattr(happened, word)
    if word == "ended" and value is not None:
        return value.giver, value.member
    return value


def name_of_happened(happened: Happened) -> str:
    """What a check names, in words: `returned t3 600元`."""
    word = next((w for w in HAPPENINGS if getattr(happened, w) is not None), "nothing named")
    named = _named(happened, word) if word in HAPPENINGS else ""
    text = " to ".join(named) if isinstance(named, tuple) else str(named)
    amount = "" if happened.amount is None else f" {money_text(happened.amount)}"
    return f"{word} {text}{amount}".strip()
