"""Whom an event or a command names, what it is about and why, whichever kind it is."""

from collections.abc import Iterable, Iterator
from typing import Any

from ledger.core.book import BookView
from ledger.core.commands import Command, Settle
from ledger.core.decide import FAMILIES
from ledger.core.events import Event
from ledger.words.accounts import split

_PEOPLE = ("payer", "payee", "giver", "member", "patient", "person", "by", "agent", "card")
_EARLIER = ("transfer", "spend", "settlement", "message")
_REFERRED = ("transfer", "of")
_REASONS = ("why", "setting", "scheme", "offence", "month", "undone")


def involved(book: BookView, event: Event) -> Iterator[str]:
    """The people of an event; the patient, where it is about a settlement."""
    yield from _people(event)
    settlement = _first(event, ("settlement", "message"))
    found = book.settlements.get(book.cancellations.get(settlement, settlement))
    if found is not None:
        yield found.patient


def asking(book: BookView, command: Command) -> Iterator[str]:
    """The people of a command: its two sides, and whoever acts for them."""
    yield from FAMILIES[type(command)].sides(book, command)
    yield from _people(command)


def others(people: Iterable[str], owner: str) -> tuple[str, ...]:
    """These people, each once, but for one of them."""
    return tuple(person for person in dict.fromkeys(people) if person not in {"", owner})


def about(event: Event) -> str:
    """The id of the transfer, spend or settlement that it makes, or that was made earlier."""
    return _first(event, _EARLIER)


def refers_to(command: Command) -> str:
    """The id of what was made earlier that it names; empty when it names nothing so."""
    return _first(command, _REFERRED)


def why(fact: Event | Command) -> str:
    """Its reason, in the word it was given: a reason, a setting, a scheme, an offence."""
    return _first(fact, _REASONS)


def asked_fen(command: Command) -> int | None:
    """The amount it asks for, or the burden it asks to settle; None when it asks for no money."""
    if isinstance(command, Settle):
        return command.burden_fen or sum(item.amount_fen for item in command.items)
    amount_fen: int | None = getattr(command, "amount_fen", None)
    return amount_fen


def source(command: Command) -> str:
    """The account a command would pay from; a bare payer means the personal account."""
    account = getattr(command, "source", "")
    return "/".join(split(account)) if account else ""


def _people(fact: Event | Command) -> Iterator[str]:
    yield from (person for field in _PEOPLE if (person := getattr(fact, field, None)))


def _first(fact: Any, fields: tuple[str, ...]) -> str:
    """The first of these fields that says anything."""
    return next((str(text) for field in fields if (text := getattr(fact, field, ""))), "")
