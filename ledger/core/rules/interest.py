"""Interest on personal accounts (P06): current-year and carried-over money, each at its own rate.

A year's interest is each part's balance times its rate, rounded down to the fen part by part; what
is cut off stays with the fund. No source states a rate, so the shipped book has none, and asking
for interest is refused there; a place that knows its rates states them.
"""

from ledger.core.book import BookView
from ledger.core.commands import BookInterest
from ledger.core.events import AccountCredited, Event
from ledger.core.refusals import Code
from ledger.core.rules.accounts import has_account_room, scheme_facts
from ledger.core.rules.funds import credited_part
from ledger.core.rules.rule import ALIVE, Case, Facts, Family, Rule, allow
from ledger.words.accounts import PERSONAL, carried, current


def person_sides(_book: BookView, command: BookInterest) -> tuple[str, str]:
    """The person, twice."""
    return command.person, command.person


def interest_fen(case: Case) -> int:
    """A year's interest in fen, each part rounded down; money without parts is carried over."""
    person, balances, terms = case.sender.id, case.book.balances, case.terms
    this_year = balances.get(current(person), 0) * terms.current_interest_bp // 10_000
    before = balances.get(carried(person), 0) + balances.get(f"{person}/{PERSONAL}", 0)
    return this_year + before * terms.carried_interest_bp // 10_000


def interest_room(case: Case) -> int:
    return allow(interest_fen(case) > 0)


def interest_facts(case: Case) -> Facts:
    return {"credit_fen": interest_fen(case)}


INTEREST_RULES = (
    Rule(Code.NO_ACCOUNT, (), has_account_room, scheme_facts),
    ALIVE,
    Rule(
        Code.NO_INTEREST,
        ("account.interest.carried", "account.interest.current"),
        interest_room,
        interest_facts,
    ),
)


def book_interest(case: Case) -> tuple[Event, ...]:
    """The year's interest is on the account, with the money of the year that begins."""
    part = credited_part(case.sender.id, case.terms)
    return (AccountCredited(case.at, part, interest_fen(case), "interest"),)


FAMILIES: dict[type, Family] = {
    BookInterest: Family("interest", person_sides, INTEREST_RULES, book_interest),
}
