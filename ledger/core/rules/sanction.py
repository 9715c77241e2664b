"""The consequences of abuse, as recorded facts: suspension, recovery, the fine's range (A02-A06).

Whoever uses another's credential, or a dead person's, defrauds by that alone and is fined; the
other offences bring a fine only with an intent that the rules of the day count (A03-A05).
"""

from ledger.core.book import BookView
from ledger.core.commands import Sanction
from ledger.core.events import Event, PersonSanctioned
from ledger.core.refusals import Code
from ledger.core.rules.rule import ALIVE, Case, Facts, Family, Rule, allow
from ledger.words.moments import months_after

FRAUD = frozenset({"impersonation", "dead_persons_card"})
"""Offences that are fraud by themselves (A03, A05); for false kin no text says so (A06)."""


def person_sides(_book: BookView, command: Sanction) -> tuple[str, str]:
    """The person, twice."""
    return command.person, command.person


def months_of(case: Case) -> int:
    """The months asked for, or the least the law knows."""
    asked = case.command.months
    return case.terms.sanction_least_months if asked is None else int(asked)


def months_room(case: Case) -> int:
    terms = case.terms
    return allow(terms.sanction_least_months <= months_of(case) <= terms.sanction_most_months)


def months_facts(case: Case) -> Facts:
    return {"months": months_of(case)}


def months_decider(case: Case) -> str:
    """The bound that the months asked for pass."""
    over = months_of(case) > case.terms.sanction_most_months
    return "sanction.months.most" if over else "sanction.months.least"


SANCTION_RULES = (
    ALIVE,
    Rule(
        Code.SANCTION_MONTHS,
        ("sanction.months.least", "sanction.months.most"),
        months_room,
        months_facts,
        months_decider,
    ),
)


def has_intent(case: Case) -> bool:
    """Whether a fine comes on top: fraud by its kind, or intent as the rules in force count it."""
    command = case.command
    return command.offence in FRAUD or command.intent in case.terms.intents


def sanction(case: Case) -> tuple[Event, ...]:
    """No settlement for some months; the loss is paid back; with intent, a fine in its range.

    The day of the sanction is the first day of the suspension.
    """
    command, terms = case.command, case.terms
    until_day = months_after(case.day, months_of(case)) - 1
    fined_fen = command.loss_fen if has_intent(case) else 0
    return (
        PersonSanctioned(
            case.at,
            command.person,
            command.offence,
            until_day,
            command.loss_fen,
            fined_fen * terms.fine_least_times,
            fined_fen * terms.fine_most_times,
            command.intent,
        ),
    )


FAMILIES: dict[type, Family] = {
    Sanction: Family("sanction", person_sides, SANCTION_RULES, sanction),
}
