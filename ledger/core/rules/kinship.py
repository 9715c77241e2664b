"""Relations: bind, unbind, and the family code that moves no money (F01-F08, W17, W25)."""

from ledger.core.book import BookView
from ledger.core.commands import Bind, ShowFamilyCode, Unbind
from ledger.core.events import Event, FamilyCodeShown, RelationBound, RelationEnded
from ledger.core.refusals import Code
from ledger.core.rules.rule import Case, Facts, Family, Rule, allow, no_facts
from ledger.core.rules.wallet import ACTOR, INSURED
from ledger.words.moments import DAY


def pair_sides(_book: BookView, command: Bind | Unbind) -> tuple[str, str]:
    """The giver and the member."""
    return command.giver, command.member


def code_sides(_book: BookView, command: ShowFamilyCode) -> tuple[str, str]:
    """The holder and the member."""
    return command.holder, command.member


def same_person_room(case: Case) -> int:
    return allow(case.sender.id != case.receiver.id)


def listed_room(case: Case) -> int:
    return allow(case.command.kin in case.terms.kin_list)


def listed_facts(case: Case) -> Facts:
    return {"kin": case.command.kin}


def unbound_room(case: Case) -> int:
    return allow((case.sender.id, case.receiver.id) not in case.book.relations)


def bound_room(case: Case) -> int:
    return allow((case.sender.id, case.receiver.id) in case.book.relations)


def bound_facts(case: Case) -> Facts:
    return {"relation": "bound" if bound_room(case) else "none"}


def code_room(case: Case) -> int:
    shown = case.sender.family_codes
    return allow(case.receiver.id in shown or len(shown) < case.terms.family_codes)


def code_facts(case: Case) -> Facts:
    return {"members": len(case.sender.family_codes)}


BIND_RULES = (
    Rule(Code.SAME_PERSON, (), same_person_room, no_facts),
    Rule(Code.KIN_NOT_LISTED, ("kin.list",), listed_room, listed_facts),
    INSURED,
    Rule(Code.ALREADY_BOUND, (), unbound_room, no_facts),
)
UNBIND_RULES = (ACTOR, Rule(Code.KIN_NOT_BOUND, (), bound_room, bound_facts))
CODE_RULES = (
    Rule(Code.SAME_PERSON, (), same_person_room, no_facts),
    Rule(Code.FAMILY_CODE_FULL, ("family_code.members",), code_room, code_facts),
)


def bind(case: Case) -> tuple[Event, ...]:
    """The relation stands from its first day, today when none is named."""
    command = case.command
    first = command.from_day if command.from_day is not None else case.at // DAY
    return (
        RelationBound(
            case.at, command.giver, command.member, command.kin, first, command.until_day
        ),
    )


def unbind(case: Case) -> tuple[Event, ...]:
    """The relation ends at once; pending transfers live on."""
    return (RelationEnded(case.at, case.sender.id, case.receiver.id, "released"),)


def show_code(case: Case) -> tuple[Event, ...]:
    """The code is shown; no right to money arises from it."""
    return (FamilyCodeShown(case.at, case.sender.id, case.receiver.id),)


FAMILIES: dict[type, Family] = {
    Bind: Family("bind", pair_sides, BIND_RULES, bind),
    Unbind: Family("unbind", pair_sides, UNBIND_RULES, unbind),
    ShowFamilyCode: Family("family_code", code_sides, CODE_RULES, show_code),
}
