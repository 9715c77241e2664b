"""Decide a command: run its family's rules in order; events, or the first rule's refusal.

The fast path stops at the first failing rule, and asks of a case only what its terms have left
open. `findings` runs the same rules to the end, for an explanation. A rule that raises refuses with
`RULE_ERROR`; it is never skipped.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple, TypeAlias

from ledger.core.book import BookView, Person
from ledger.core.commands import Command
from ledger.core.events import Event
from ledger.core.refusals import Code
from ledger.core.rules import (
    accounts,
    interest,
    kinship,
    people,
    premium,
    quota,
    refund,
    sanction,
    settlement,
    spending,
    standing,
    transfer,
    undoing,
    wallet,
)
from ledger.core.rules.rule import (
    NOTHING,
    ByTerms,
    Case,
    Facts,
    Family,
    Room,
    Rule,
    Sides,
    no_facts,
)
from ledger.core.terms import Terms
from ledger.words.money import NO_LIMIT

FAMILIES: Final[dict[type, Family]] = {
    **people.FAMILIES,
    **wallet.FAMILIES,
    **kinship.FAMILIES,
    **transfer.FAMILIES,
    **spending.FAMILIES,
    **accounts.FAMILIES,
    **interest.FAMILIES,
    **quota.FAMILIES,
    **settlement.FAMILIES,
    **refund.FAMILIES,
    **undoing.FAMILIES,
    **premium.FAMILIES,
    **standing.FAMILIES,
    **sanction.FAMILIES,
}

NOBODY = Person("", "CN", "none", "", None)
"""Stands for the sides of a command about something that does not exist; the nation's policy."""


class Refusal(NamedTuple):
    """The answer no: the code of the first failing rule."""

    code: Code


Open: TypeAlias = tuple[tuple[Room, Refusal], ...]
"""Rules in order as the fast path tries them: the room to ask for, and the answer if it lacks."""


class Table(NamedTuple):
    """A family's rules under some terms.

    Attributes:
        rules: without idle ones; those lacking a value refuse.
        open: the same without those that let every amount pass under these terms.
    """

    rules: tuple[Rule, ...]
    open: Open

    @classmethod
    def under(cls, terms: Terms, rules: tuple[Rule, ...]) -> "Table":
        """The table of some rules under their terms."""
        left = ((_left_open(rule.room, terms), Refusal(rule.code)) for rule in rules)
        return cls(rules, tuple(row for row in left if row[0] is not _passes))


class Finding(NamedTuple):
    """What one rule said.

    Attributes:
        rule: the rule.
        code: its refusal code, or RULE_ERROR when the rule itself broke.
        parameter: the policy parameter that decides; empty for a rule about the ledger itself.
        room_fen: the most it would let move now; 0 when it lets nothing pass.
        absent: parameters it needs that have no value in force.
    """

    rule: Rule
    code: Code
    parameter: str
    ok: bool
    room_fen: int
    facts: Facts
    absent: tuple[str, ...] = ()


def sides_of(book: BookView, command: Command) -> Sides | None:
    """The two people whose regions' policies apply; None when one is not enrolled."""
    sender, receiver = FAMILIES[type(command)].sides(book, command)
    people = book.people
    try:
        return people[sender], people[receiver]
    except KeyError:
        return None if sender else (NOBODY, NOBODY)


def decide(case: Case) -> tuple[Event, ...] | Refusal:
    """Answer with what happens, or with the first rule that fails."""
    family = FAMILIES[type(case.command)]
    asked_fen = case.asked_fen
    try:
        rules, left = case.terms.tables.get(family.name) or table(family, case.terms)
        for room, refusal in left if asked_fen <= NO_LIMIT else _all(rules):
            if asked_fen > room(case):
                return refusal
        return family.outcome(case)
    except Exception:  # a broken rule must refuse, whatever it raised
        return Refusal(Code.RULE_ERROR)


def refusing(case: Case) -> Iterator[Code]:
    """The codes of all rules that fail, in order, found as `decide` finds the first of them."""
    asked_fen = case.asked_fen
    rules, left = table(FAMILIES[type(case.command)], case.terms)
    for room, refusal in left if asked_fen <= NO_LIMIT else _all(rules):
        try:
            if asked_fen > room(case):
                yield refusal.code
        except Exception:  # as in decide
            yield Code.RULE_ERROR


def findings(case: Case) -> list[Finding]:
    """What every rule says, in order, and what broke if all pass and nothing can come of it."""
    family = FAMILIES[type(case.command)]
    found = [_finding(rule, case) for rule in table(family, case.terms).rules]
    if all(finding.ok for finding in found):
        try:
            family.outcome(case)
        except Exception as error:  # as in decide
            found.append(_broken(OUTCOME, error))
    return found


def _finding(rule: Rule, case: Case) -> Finding:
    absent = tuple(p for p in rule.uses if p in case.terms.absent)
    try:
        room, facts, parameter = rule.room(case), rule.facts(case), rule.decided_by(case)
    except Exception as error:  # as in decide; the explanation says what broke
        return _broken(rule, error)._replace(absent=absent)
    return Finding(rule, rule.code, parameter, case.asked_fen <= room, room, facts, absent)


def _broken(rule: Rule, error: Exception) -> Finding:
    facts = {"error": f"{rule.code}: {type(error).__name__}"}
    return Finding(rule, Code.RULE_ERROR, "", ok=False, room_fen=NOTHING, facts=facts)


def table(family: Family, terms: Terms) -> Table:
    """A family's rules under these terms; made once, then a dictionary look-up."""
    made: Table | None = terms.tables.get(family.name)
    if made is None:
        rules = tuple(_armed(r, terms) for r in family.rules if not _idle(r, terms))
        made = terms.tables[family.name] = Table.under(terms, rules)
    return made


def _all(rules: tuple[Rule, ...]) -> Open:
    """Every rule, for an amount that not even room for anything holds."""
    return tuple((rule.room, Refusal(rule.code)) for rule in rules)


def _left_open(room: Room, terms: Terms) -> Room:
    """What is to be asked of each case, once these terms have been looked at."""
    if not isinstance(room, ByTerms):
        return room
    try:
        left = room.under(terms)
    except Exception:  # as in decide: it breaks again when its turn comes
        return room
    if not isinstance(left, int):
        return left
    return _passes if left >= NO_LIMIT else lambda _case: left


def _passes(_case: Case) -> int:
    return NO_LIMIT


def _idle(rule: Rule, terms: Terms) -> bool:
    return bool(rule.uses) and rule.code in terms.idle


def _armed(rule: Rule, terms: Terms) -> Rule:
    if terms.absent.isdisjoint(rule.uses):
        return rule
    arises = rule.arises
    if arises is None:
        return rule._replace(room=_no_room)
    return rule._replace(room=lambda case: NOTHING if arises(case) else NO_LIMIT)


def _no_room(_case: Any) -> int:
    return NOTHING


OUTCOME = Rule(Code.RULE_ERROR, (), _no_room, no_facts)
"""Stands for what comes after the rules, where it breaks."""
