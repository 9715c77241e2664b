"""What must hold after every event: each invariant once, as a predicate with its sentence.

Each answers with what is wrong, or with None. They are checked live in a replay and again when a
stored journal is verified.
"""

from collections.abc import Callable
from typing import TypeAlias

from ledger.core.book import BookView, Person
from ledger.core.events import Event, Refused, TransferSent
from ledger.core.postings import Legs
from ledger.core.terms import Terms
from ledger.text.said import Said
from ledger.words.accounts import is_outside
from ledger.words.moments import DAY
from ledger.words.money import NO_LIMIT, yuan

Check: TypeAlias = Callable[[BookView, Event, Legs], Said | None]
"""Asked about the book after an event, the event, and the legs it moved."""


def money_conserved(_book: BookView, _event: Event, moved: Legs) -> Said | None:
    """The legs of every event sum to zero, so all balances always do."""
    total = 0
    for _, fen in moved:
        total += fen
    return Said("journal.legs", total=yuan(total)) if total else None


def books_balance(book: BookView) -> Said | None:
    """All balances together sum to zero."""
    total = sum(book.balances.values())
    return Said("journal.balances", total=yuan(total)) if total else None


def no_negative_balance(book: BookView, _event: Event, moved: Legs) -> Said | None:
    """No account but `outside/*` is ever below zero."""
    balances = book.balances
    for account, _ in moved:
        if balances.get(account, 0) < 0 and not is_outside(account):
            return Said("journal.below_zero", account=account, fen=yuan(balances[account]))
    return None


def refused_changes_nothing(_book: BookView, event: Event, moved: Legs) -> Said | None:
    """A refused command has no legs."""
    if moved and type(event) is Refused:
        return Said("journal.refusal_moved", moved=str(moved))
    return None


def caps_hold(book: BookView, event: TransferSent, terms: Terms) -> Said | None:
    """After a transfer, the payer is within every cap of the terms it was sent under."""
    if event.amount_fen > terms.transfer_cap_each_fen:
        return Said("journal.above_each", transfer=event.transfer)
    payer = book.people[event.payer]
    if not _day_holds(payer, event, terms):
        return Said("journal.above_day", transfer=event.transfer, payer=payer.id)
    if event.returns_at is not None and payer.pending > terms.pending_cap:
        return Said("journal.above_pending", transfer=event.transfer, payer=payer.id)
    return None


def _day_holds(payer: Person, event: TransferSent, terms: Terms) -> bool:
    usage = payer.used_on(event.at // DAY)
    undone_too = terms.counts_returned == "counted"
    counted = usage.sent if undone_too else usage.counted(undone_too=False)
    if len(counted) > terms.transfer_day_count:
        return False
    cap_fen = terms.transfer_day_fen
    return cap_fen == NO_LIMIT or sum(fen for _, fen in counted) <= cap_fen


EVERY_EVENT: dict[str, Check] = {
    "money-conserved": money_conserved,
    "no-negative-balance": no_negative_balance,
    "refused-changes-nothing": refused_changes_nothing,
}

NAMES = (*EVERY_EVENT, "caps-hold", "replay-identical")
"""What a scenario may list under `always`."""
