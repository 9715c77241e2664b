"""Decides how a ledger is written for Beancount: entries, and what every account holds each day.

Beancount's balance is that of the morning, so what holds at the end of a day stands on the next.
"""

from collections.abc import Iterator

from ledger.core.events import name_of
from ledger.journal import Journal
from ledger.reports.export.days import DayEnd, Entry, Item, Opened, Untaken, items
from ledger.reports.export.hledger import amount, untaken
from ledger.reports.export.names import beancount_name
from ledger.text.width import harmless
from ledger.words.moments import format_day, format_moment


def beancount_lines(journal: Journal) -> Iterator[str]:
    """The lines; `bean-check` takes them.

    Raises:
        DamagedError: as `exported`, or where the story cannot be told.
    """
    yield f'option "title" {_text(f"ledger {journal.ledger}")}\n'
    yield 'option "operating_currency" "CNY"\n'
    yield f"; {journal.count} events, head {journal.head.hex()}\n\n"
    for item in items(journal):
        yield "".join(f"{line}\n" for line in _told(item))


def _told(item: Item) -> Iterator[str]:
    match item:
        case Opened():
            yield f"{format_day(item.day)} open {beancount_name(item.account)} CNY"
            yield f"  account: {_text(item.account)}"
            yield from ([f"  name: {_text(item.name)}"] if item.name else ())
        case Entry():
            yield from _entry(item)
        case Untaken():
            yield f"; {untaken(item)}"
        case DayEnd():
            for account, fen in item.balances:
                held = amount(fen).replace(" ", " ~ 0 ")  # exact: the default lets a fen pass
                yield f"{format_day(item.day + 1)} balance {beancount_name(account)}  {held}"
    yield ""


def _entry(item: Entry) -> Iterator[str]:
    stored = item.stored
    yield f"{format_day(item.day)} * {_text(name_of(stored.event))}"
    yield f"  seq: {stored.seq}"
    yield f"  at: {_text(format_moment(stored.event.at))}"
    yield from ([f"  key: {_text(stored.key)}"] if stored.key else ())
    for account, fen in item.legs:
        yield f"  {beancount_name(account)}  {amount(fen)}"


def _text(text: str) -> str:
    escaped = harmless(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
