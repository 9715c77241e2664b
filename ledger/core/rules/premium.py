"""Premiums paid from an account, one's own or a relative's, as place and day allow (F32, W22, W26).

A wallet pays its holder's own premium and nobody else's, with its money and then with the quotas
it holds. A personal account pays the holder's premium, or a bound relative's from what may be
shared with the family.
"""

from ledger.core.book import BookView
from ledger.core.commands import PayPremium
from ledger.core.events import Event, PremiumPaid
from ledger.core.refusals import Code
from ledger.core.rules.funds import (
    granted_parts,
    held_fen,
    own_parts,
    quotas_of,
    shareable_fen,
    shared_parts,
)
from ledger.core.rules.rule import ALIVE, Case, Facts, Family, Rule, allow
from ledger.core.rules.sharing import inside_one_province
from ledger.core.rules.spending import drawn
from ledger.core.rules.transfer import kin_facts, pool_room, related_room, source_facts
from ledger.words.accounts import WALLET, holder_of, kind_of, split


def premium_sides(_book: BookView, command: PayPremium) -> tuple[str, str]:
    """Who pays, and whose premium it is."""
    return holder_of(command.source), command.person


def is_own(case: Case) -> bool:
    """Whether somebody pays a premium of their own."""
    return case.sender.id == case.receiver.id


def word_of(case: Case) -> str:
    """What the policy says about this kind of premium."""
    terms = case.terms
    words = {
        "resident": terms.premium_resident,
        "long_term_care": terms.premium_long_term_care,
        "employee": terms.premium_employee,
    }
    return words[case.command.scheme]


def premium_room(case: Case) -> int:
    """Allowed kinds only; wallet money pays the holder's own premium alone (W22)."""
    from_wallet = kind_of(case.command.source) == WALLET
    return allow(word_of(case) == "allowed" and (is_own(case) or not from_wallet))


def premium_facts(case: Case) -> Facts:
    return {"scheme": case.command.scheme}


def premium_decider(case: Case) -> str:
    return f"premium.{case.command.scheme}"


def relative_room(case: Case) -> int:
    return allow(is_own(case) or related_room(case) > 0)


def relative_facts(case: Case) -> Facts:
    return {} if is_own(case) else kin_facts(case)


def payable(case: Case) -> tuple[str, ...]:
    """The accounts this premium may come from, in order."""
    person, kind = split(case.command.source)
    if kind == WALLET:
        return (f"{person}/{WALLET}", *quotas_of(case.book, person, case.day))
    if is_own(case):
        return own_parts(person, case.terms)
    return (shared_parts if inside_one_province(case) else granted_parts)(person, case.terms)


def payable_room(case: Case) -> int:
    """What those accounts may give: all they hold, or what of it may be shared."""
    from_wallet = kind_of(case.command.source) == WALLET
    if not from_wallet and not is_own(case) and inside_one_province(case):
        return shareable_fen(case.book.balances, case.sender.id, case.terms)
    return held_fen(case.book.balances, payable(case))


def payable_facts(case: Case) -> Facts:
    return {"balance_fen": payable_room(case)}


PREMIUM_RULES = (
    Rule(Code.POOL_NOT_SHARED, (), pool_room, source_facts),
    ALIVE,
    Rule(
        Code.PREMIUM_NOT_ALLOWED,
        ("premium.resident", "premium.long_term_care", "premium.employee"),
        premium_room,
        premium_facts,
        premium_decider,
    ),
    Rule(Code.KIN_NOT_BOUND, (), relative_room, relative_facts),
    Rule(Code.BALANCE_SHORT, (), payable_room, payable_facts),
)


def pay(case: Case) -> tuple[Event, ...]:
    """The account pays the insurer of the person's place, part by part where it has parts."""
    command = case.command
    whole, parts, owed = drawn(case, payable(case), case.receiver.insured)
    return (PremiumPaid(case.at, case.key, command.person, command.scheme, *whole, parts, owed),)


FAMILIES: dict[type, Family] = {
    PayPremium: Family("premium", premium_sides, PREMIUM_RULES, pay),
}
