"""Expected balances against the book: totals, spans, what moved an account, what is left over."""

from collections.abc import Iterable, Iterator, Mapping

from ledger.core.book import BookView
from ledger.core.events import name_of
from ledger.core.postings import legs
from ledger.journal import Journal
from ledger.scenario.fields import Span
from ledger.text.said import Said
from ledger.words.accounts import covers, full_name, is_outside
from ledger.words.moments import format_moment
from ledger.words.money import money_text, yuan

Mismatch = tuple[str, str, str]
"""An account, what was expected of it, what it holds."""


def total_fen(book: BookView, name: str) -> int:
    """The balance of an account, or of every account a total covers, in fen."""
    name = full_name(name)
    return sum(fen for account, fen in book.balances.items() if covers(name, account))


def mismatches(book: BookView, expected: Mapping[str, Span]) -> Iterator[Mismatch]:
    """Every account that does not hold what was expected."""
    for account, span in expected.items():
        fen = total_fen(book, account)
        if not span.holds(fen):
            yield account, str(span), money_text(fen)


def left_over(book: BookView, named: Iterable[str]) -> Iterator[Mismatch]:
    """Every account outside the named ones that holds money (`only: true`)."""
    names = [full_name(name) for name in named]
    for account, fen in sorted(book.balances.items()):
        if fen and not is_outside(account) and not any(covers(n, account) for n in names):
            yield account, Said("replay.not_named"), money_text(fen)


def movements(journal: Journal, name: str) -> Iterator[str]:
    """One line for each event that moved an account: number, moment, kind, fen."""
    name = full_name(name)
    for stored in journal.read():
        fen = sum(amount for account, amount in legs(stored.event) if covers(name, account))
        if fen:
            at = format_moment(stored.event.at)
            yield f"#{stored.seq} {at} {name_of(stored.event)} {'+' if fen > 0 else ''}{yuan(fen)}"
