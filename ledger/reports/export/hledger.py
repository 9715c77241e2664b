"""Decides how a ledger is written for hledger: entries, and what every account holds each night."""

from collections.abc import Iterator

from ledger.core.commands import word_of
from ledger.core.events import Refused, name_of
from ledger.journal import Journal, Stored
from ledger.reports.export.days import DayEnd, Entry, Item, Opened, Untaken, items
from ledger.reports.export.names import hledger_name, plain
from ledger.text.width import harmless
from ledger.words.moments import format_day, format_moment
from ledger.words.money import yuan


def hledger_lines(journal: Journal) -> Iterator[str]:
    """The journal's lines; `hledger check --strict` takes them.

    Raises:
        DamagedError: as `exported`, or where the story cannot be told.
    """
    yield f"; ledger {harmless(journal.ledger)}, {journal.count} events\n"
    yield f"; head {journal.head.hex()}\n"
    yield "decimal-mark .\ncommodity 1000.00 CNY\n\n"
    for item in items(journal):
        yield "".join(f"{line}\n" for line in _told(item))


def _told(item: Item) -> Iterator[str]:
    match item:
        case Opened():
            name = f"  ; {harmless(item.name)}" if item.name else ""
            yield f"account {hledger_name(item.account)}{name}"
        case Entry():
            key = f" ({plain(item.stored.key)})" if item.stored.key else ""
            name = name_of(item.stored.event)
            yield f"{format_day(item.day)} *{key} {name}  ; {_place(item.stored)}"
            for account, fen in item.legs:
                yield f"    {hledger_name(account)}  {amount(fen)}"
        case Untaken():
            yield f"; {untaken(item)}"
        case DayEnd():
            yield f"{format_day(item.day)} * balances at the end of the day"
            for account, fen in item.balances:
                yield f"    {hledger_name(account)}  0.00 CNY == {amount(fen)}"
    yield ""


def _place(stored: Stored) -> str:
    return f"seq:{stored.seq}, at:{format_moment(stored.event.at)}"


def amount(fen: int) -> str:
    """An amount as both programs read it: `-1234.50 CNY`."""
    return f"{yuan(fen).replace(',', '')} CNY"


def untaken(item: Untaken) -> str:
    """A refusal, or what broke rules, in one line: `seq 7 2025-11-10 20:20 t2 refused ...`."""
    stored, event = item.stored, item.event
    if isinstance(event, Refused):
        said = f"refused {event.code}"
    else:
        said = f"{'broke' if event.applied else 'impossible'} {', '.join(event.codes)}"
    key = f" {plain(stored.key)}" if stored.key else ""
    return f"seq {stored.seq} {format_moment(event.at)}{key} {word_of(event.command)}: {said}"
