"""People and what they had before the ledger began: enrol, opening balances."""

from ledger.core.book import BookView
from ledger.core.commands import Enrol, PostOpening
from ledger.core.events import Event, OpeningPosted, PersonEnrolled
from ledger.core.refusals import Code
from ledger.core.rules.rule import Case, Family, Rule, allow, no_facts
from ledger.words.accounts import PERSONAL, carried, holder_of, split


def new_sides(_book: BookView, _command: Enrol) -> tuple[str, str]:
    """Nobody yet."""
    return "", ""


def opening_sides(_book: BookView, command: PostOpening) -> tuple[str, str]:
    """The holder of the account, twice."""
    holder = holder_of(command.to)
    return holder, holder


def new_room(case: Case) -> int:
    return allow(case.command.person not in case.book.people)


ENROL_RULES = (Rule(Code.ALREADY_ENROLLED, (), new_room, no_facts),)


def enrol(case: Case) -> tuple[Event, ...]:
    """The person is known from now on."""
    c = case.command
    return (PersonEnrolled(case.at, c.person, c.insured, c.scheme, c.name, c.born),)


def opening(case: Case) -> tuple[Event, ...]:
    """What was there is there, and no rule judges it; a bare account is carried-over money."""
    person, kind = split(case.command.to)
    account = f"{person}/{kind}"
    if kind == PERSONAL and case.terms.account_parts != "one":
        account = carried(person)
    return (OpeningPosted(case.at, account, case.command.amount_fen),)


FAMILIES: dict[type, Family] = {
    Enrol: Family("enrol", new_sides, ENROL_RULES, enrol),
    PostOpening: Family("opening", opening_sides, (), opening),
}
