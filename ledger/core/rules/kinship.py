"""Relations: bind, unbind, and the family code that moves no money (F01-F08, F25-F29, W17, W25).

The limits on members, givers and roles count relations inside one province; across provinces no
source states any (W25).
"""

from collections.abc import Iterator

from ledger.core.book import BookView, Person, Relation
from ledger.core.commands import Bind, ShowFamilyCode, Unbind
from ledger.core.events import (
    Event,
    FamilyCodeShown,
    RelationBound,
    RelationEnded,
    RelationReleased,
)
from ledger.core.refusals import Code
from ledger.core.rules.funds import SHAREABLE, released, shareable_fen
from ledger.core.rules.rule import ALIVE, Case, Facts, Family, Rule, allow, no_facts
from ledger.core.rules.sharing import inside_one_province
from ledger.core.rules.wallet import ACTOR, INSURED
from ledger.words.moments import year_of
from ledger.words.money import NO_LIMIT
from ledger.words.regions import province

CHILDREN = frozenset({"son", "daughter"})


def pair_sides(_book: BookView, command: Bind | Unbind) -> tuple[str, str]:
    """The giver and the member."""
    return command.giver, command.member


def code_sides(_book: BookView, command: ShowFamilyCode) -> tuple[str, str]:
    """The holder and the member."""
    return command.holder, command.member


def members_of(case: Case) -> list[tuple[str, Relation]]:
    """The giver's members inside the province."""
    giver, relations = case.sender, case.book.relations
    return [(m, relations[giver.id, m]) for m in _near(case, giver, giver.members)]


def givers_of(case: Case) -> list[str]:
    """The member's givers inside the province."""
    return _near(case, case.receiver, case.receiver.givers)


def _near(case: Case, person: Person, others: tuple[str, ...]) -> list[str]:
    """Those of others who are insured in a person's province."""
    people, home = case.book.people, province(person.insured)
    return [other for other in others if province(people[other].insured) == home]


def same_person_room(case: Case) -> int:
    return allow(case.sender.id != case.receiver.id)


def listed_room(case: Case) -> int:
    return allow(case.command.kin in case.terms.kin_list)


def listed_facts(case: Case) -> Facts:
    return {"kin": case.command.kin}


def unbound_room(case: Case) -> int:
    return allow((case.sender.id, case.receiver.id) not in case.book.relations)


def members_room(case: Case) -> int:
    cap = case.terms.members_cap
    if cap == NO_LIMIT or not inside_one_province(case):
        return NO_LIMIT
    self_too = case.terms.members_count_self == "with_self"
    return allow(len(members_of(case)) + self_too < cap)


def members_facts(case: Case) -> Facts:
    return {"members": len(members_of(case))}


def lifetime_room(case: Case) -> int:
    ever = case.sender.ever_bound
    if case.terms.members_lifetime == NO_LIMIT or not inside_one_province(case):
        return NO_LIMIT
    return allow(case.receiver.id in ever or len(ever) < case.terms.members_lifetime)


def lifetime_facts(case: Case) -> Facts:
    return {"members": len(case.sender.ever_bound)}


def kin_taken_room(case: Case) -> int:
    if not inside_one_province(case):
        return NO_LIMIT
    return allow(len(same_kin(case)) < kin_cap(case))


def kin_taken_facts(case: Case) -> Facts:
    return {"kin": case.command.kin, "members": len(same_kin(case))}


def kin_taken_decider(case: Case) -> str:
    kin = case.command.kin
    word = "children" if kin in CHILDREN else kin if kin in {"mother", "spouse"} else "father"
    return f"bind.{word}.cap"


def same_kin(case: Case) -> list[str]:
    """Members who are the same to the giver: another father, another child."""
    kin = case.command.kin
    alike = CHILDREN if kin in CHILDREN else {kin}
    return [member for member, relation in members_of(case) if relation.kin in alike]


def kin_cap(case: Case) -> int:
    """How many of this kind a giver may bind."""
    terms, kin = case.terms, case.command.kin
    if kin in CHILDREN:
        return terms.children_cap
    caps = {
        "father": terms.fathers_cap,
        "mother": terms.mothers_cap,
        "spouse": terms.spouses_cap,
    }
    return caps.get(kin, NO_LIMIT)


def givers_room(case: Case) -> int:
    if case.terms.givers_cap == NO_LIMIT or not inside_one_province(case):
        return NO_LIMIT
    return allow(len(givers_of(case)) < case.terms.givers_cap)


def givers_facts(case: Case) -> Facts:
    return {"givers": len(givers_of(case))}


def roles_room(case: Case) -> int:
    if case.terms.roles != "one_way" or not inside_one_province(case):
        return NO_LIMIT
    sender, receiver = case.sender, case.receiver
    gets = _near(case, sender, sender.givers)
    gives = _near(case, receiver, receiver.members)
    return allow(not gets and not gives)


def giver_balance_room(case: Case) -> int:
    if case.terms.giver_balance != "needed" or not inside_one_province(case):
        return NO_LIMIT
    return allow(shareable_fen(case.book.balances, case.sender.id, case.terms) > 0)


def giver_balance_facts(case: Case) -> Facts:
    return {"room_fen": shareable_fen(case.book.balances, case.sender.id, case.terms)}


def giver_balance_decider(_case: Case) -> str:
    return "bind.giver.balance"


def relation_of(case: Case) -> Relation | None:
    """The relation between the two sides, if there is one."""
    return case.book.relations.get((case.sender.id, case.receiver.id))


def bound_room(case: Case) -> int:
    return allow(relation_of(case) is not None)


def bound_facts(case: Case) -> Facts:
    return {"relation": "bound" if bound_room(case) else "none"}


def releaser_room(case: Case) -> int:
    by = case.command.by or case.sender.id
    who = {case.sender.id}
    if case.terms.released_by == "either":
        who.add(case.receiver.id)
    return allow(by in who)


def releaser_facts(case: Case) -> Facts:
    return {"by": case.command.by or case.sender.id}


def lock_room(case: Case) -> int:
    relation, lock = relation_of(case), case.terms.unbind_lock_days
    if relation is None or not inside_one_province(case):
        return NO_LIMIT
    return allow(case.day >= relation.from_day + lock)


def lock_facts(case: Case) -> Facts:
    relation = relation_of(case)
    return {} if relation is None else {"days": case.day - relation.from_day}


def yearly_room(case: Case) -> int:
    if case.terms.unbind_per_year == NO_LIMIT or not inside_one_province(case):
        return NO_LIMIT
    return allow(releases(case) < case.terms.unbind_per_year)


def releases(case: Case) -> int:
    """How many relations the giver has released this year."""
    year, count = case.sender.released
    return count if year == year_of(case.day) else 0


def yearly_facts(case: Case) -> Facts:
    return {"releases": releases(case)}


def code_room(case: Case) -> int:
    shown = case.sender.family_codes
    return allow(case.receiver.id in shown or len(shown) < case.terms.family_codes)


def code_facts(case: Case) -> Facts:
    return {"members": len(case.sender.family_codes)}


_KIN_CAPS = ("bind.father.cap", "bind.mother.cap", "bind.spouse.cap", "bind.children.cap")

BIND_RULES = (
    ALIVE,
    Rule(Code.SAME_PERSON, (), same_person_room, no_facts),
    Rule(Code.KIN_NOT_LISTED, ("kin.list",), listed_room, listed_facts),
    INSURED,
    Rule(Code.ALREADY_BOUND, (), unbound_room, no_facts),
    Rule(
        Code.MEMBERS_FULL,
        ("bind.members.cap", "bind.members.counts_self"),
        members_room,
        members_facts,
    ),
    Rule(Code.MEMBERS_LIFETIME, ("bind.members.lifetime",), lifetime_room, lifetime_facts),
    Rule(Code.KIN_TAKEN, _KIN_CAPS, kin_taken_room, kin_taken_facts, kin_taken_decider),
    Rule(Code.GIVERS_FULL, ("bind.givers.cap",), givers_room, givers_facts),
    Rule(Code.ROLE_TAKEN, ("bind.roles",), roles_room, no_facts),
    Rule(
        Code.FLOOR_SHORT,
        SHAREABLE,
        giver_balance_room,
        giver_balance_facts,
        giver_balance_decider,
    ),
)
UNBIND_RULES = (
    ACTOR,
    Rule(Code.RELEASE_NOT_YOURS, ("bind.released_by",), releaser_room, releaser_facts),
    Rule(Code.RELEASE_LOCKED, ("bind.unbind.lock",), lock_room, lock_facts),
    Rule(Code.RELEASE_YEARLY, ("bind.unbind.per_year",), yearly_room, yearly_facts),
    Rule(Code.KIN_NOT_BOUND, (), bound_room, bound_facts),
)
CODE_RULES = (
    ALIVE,
    Rule(Code.SAME_PERSON, (), same_person_room, no_facts),
    Rule(Code.FAMILY_CODE_FULL, ("family_code.members",), code_room, code_facts),
)


def bind(case: Case) -> tuple[Event, ...]:
    """The relation stands from its first day: the one named, today, or tomorrow (F26)."""
    c = case.command
    earliest = case.day + (case.terms.bind_effective == "next_day")
    first = max(c.from_day, earliest) if c.from_day is not None else earliest
    return (
        RelationBound(case.at, c.giver, c.member, c.kin, first, c.until_day, c.cap_fen, c.rank),
    )


def unbind(case: Case) -> tuple[Event, ...]:
    """The relation ends at once, or with the day (F26); unused quota goes back (W29)."""
    giver, member = case.sender.id, case.receiver.id
    if case.terms.unbind_effective == "next_day":
        return (RelationReleased(case.at, giver, member, case.day),)
    return tuple(ended(case, giver, member, "released"))


def ended(case: Case, giver: str, member: str, why: str) -> Iterator[Event]:
    """A relation's end: its quota first, then itself; pending transfers live on."""
    yield from released(case.book.balances, case.at, giver, member, why)
    yield RelationEnded(case.at, giver, member, why)


def show_code(case: Case) -> tuple[Event, ...]:
    """The code is shown; no right to money arises from it."""
    return (FamilyCodeShown(case.at, case.sender.id, case.receiver.id),)


FAMILIES: dict[type, Family] = {
    Bind: Family("bind", pair_sides, BIND_RULES, bind),
    Unbind: Family("unbind", pair_sides, UNBIND_RULES, unbind),
    ShowFamilyCode: Family("family_code", code_sides, CODE_RULES, show_code),
}
