"""What time itself asks for: unaccepted transfers go back, relations pass their last day.

The order of what falls due at one instant is written out: transfers return first (by id), then
relations end (by giver and member). What was overdue when it was made falls due at once: time
never goes back.
"""

from ledger.core.book import Book
from ledger.core.events import Event, RelationEnded, TransferReturned
from ledger.core.evolve import RETURN, drop_stale


def next_due(book: Book, until: int) -> Event | None:
    """The first thing that falls due at or before `until`, as the event to apply, or none."""
    drop_stale(book)
    if not book.due or book.due[0][0] > until:
        return None
    due_at, order, first, second = book.due[0]
    moment = max(due_at, book.now)
    if order == RETURN:
        p = book.pending[first]
        return TransferReturned(moment, first, p.payer, p.source, p.payee, p.amount_fen)
    return RelationEnded(moment, first, second, "until")
