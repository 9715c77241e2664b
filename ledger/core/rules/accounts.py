"""Money into personal accounts: contributions as each place computes them, the family account.

The month's credit of someone who works is a rate of the contribution base; a retiree's is a fixed
amount, by age where a place says so (P01-P04). Divisions round down to the fen; what is cut off
stays with the fund.
"""

from ledger.core.book import BookView
from ledger.core.commands import Contribute, SetAside
from ledger.core.events import AccountCredited, Event, MoneySetAside
from ledger.core.refusals import Code
from ledger.core.rules.funds import (
    SHAREABLE,
    carried_parts,
    credited_part,
    draw,
    held_fen,
    marginal_fen,
)
from ledger.core.rules.rule import ALIVE, Case, Facts, Family, Rule, allow, no_facts
from ledger.core.rules.standing import LAPSED
from ledger.core.rules.wallet import age_on
from ledger.core.terms import Brackets
from ledger.words.accounts import PERSONAL, holder_of, kind_of
from ledger.words.moments import month_of
from ledger.words.vocabulary import ACCOUNT_SCHEMES

UNKNOWN_AGE = 60
"""The age of a retired person whose day of birth is not known."""


def person_sides(_book: BookView, command: Contribute) -> tuple[str, str]:
    """The person, twice."""
    return command.person, command.person


def source_sides(_book: BookView, command: SetAside) -> tuple[str, str]:
    """The holder, twice."""
    holder = holder_of(command.source)
    return holder, holder


def has_account_room(case: Case) -> int:
    return allow(case.sender.scheme in ACCOUNT_SCHEMES)


def scheme_facts(case: Case) -> Facts:
    return {"sender_scheme": case.sender.scheme}


def credit_room(case: Case) -> int:
    """Some who have an account get nothing into it while they work (P04)."""
    return allow(credit_fen(case) > 0)


def credit_facts(case: Case) -> Facts:
    return {"sender_scheme": case.sender.scheme, "credit_fen": credit_fen(case)}


def by_age(rows: Brackets, age: int) -> int:
    """The amount of the last row at or below an age; 0 below the first."""
    return max((row for row in rows if row[0] <= age), default=(0, 0))[1]


def credit_fen(case: Case) -> int:
    """The month's credit, in fen, rounded down (P01-P04)."""
    terms, person, command = case.terms, case.sender, case.command
    match person.scheme:
        case "retired":
            age = UNKNOWN_AGE if person.born is None else age_on(person.born, case.day)
            return by_age(terms.retired_credit, age)
        case "flexible" if command.retired:
            return terms.flexible_retired_credit_fen
        case "flexible":
            return terms.flexible_credit_fen
        case _:
            return int(command.base_fen) * terms.credit_rate_bp // 10_000


def personal_room(case: Case) -> int:
    return allow(has_account_room(case) > 0 and kind_of(case.command.source) == PERSONAL)


def family_room(case: Case) -> int:
    return allow(case.terms.share_from == "family_account")


def used_this_month(case: Case) -> int:
    """How often money has gone into the family account this month."""
    month, count = case.sender.set_aside
    return count if month == month_of(case.day) else 0


def month_room(case: Case) -> int:
    return allow(used_this_month(case) < case.terms.set_aside_per_month)


def month_facts(case: Case) -> Facts:
    return {"used_count": used_this_month(case)}


def floor_room(case: Case) -> int:
    """What exceeds the floor, and may so be moved into the family account (F23)."""
    fen = held_fen(case.book.balances, carried_parts(case.sender.id))
    return marginal_fen(case.terms.floor, fen)


def floor_facts(case: Case) -> Facts:
    return {"room_fen": floor_room(case)}


CONTRIBUTE_RULES = (
    Rule(Code.NO_ACCOUNT, (), has_account_room, scheme_facts),
    ALIVE,
    LAPSED,
    Rule(Code.NO_CREDIT, (), credit_room, credit_facts),
)
SET_ASIDE_RULES = (
    Rule(Code.NO_ACCOUNT, (), personal_room, scheme_facts),
    Rule(Code.NO_FAMILY_ACCOUNT, ("account.share.from",), family_room, no_facts),
    ALIVE,
    Rule(Code.SET_ASIDE_MONTH, ("account.set_aside.per_month",), month_room, month_facts),
    Rule(Code.FLOOR_SHORT, SHAREABLE, floor_room, floor_facts),
)


def contribute(case: Case) -> tuple[Event, ...]:
    """The month's credit is on the account."""
    fen = credit_fen(case)
    part = credited_part(case.sender.id, case.terms)
    return (AccountCredited(case.at, part, fen, "contribution"),)


def set_aside(case: Case) -> tuple[Event, ...]:
    """Money moves into the family account, from which alone the family is served (F23)."""
    person = case.sender.id
    taken = draw(case.book.balances, carried_parts(person), case.asked_fen)
    return (MoneySetAside(case.at, person, tuple(taken)),)


FAMILIES: dict[type, Family] = {
    Contribute: Family("contribute", person_sides, CONTRIBUTE_RULES, contribute),
    SetAside: Family("set_aside", source_sides, SET_ASIDE_RULES, set_aside),
}
