"""Premiums paid from an account, one's own or a relative's, as place and day allow (F32)."""

from ledger.core.book import BookView
from ledger.core.commands import PayPremium
from ledger.core.events import Event, PremiumPaid
from ledger.core.refusals import Code
from ledger.core.rules.funds import source_account
from ledger.core.rules.rule import Case, Facts, Family, Rule, allow
from ledger.core.rules.transfer import BALANCE, kin_facts, kin_room
from ledger.words.accounts import WALLET, split

SCHEMES = ("resident", "long_term_care", "employee")


def premium_sides(_book: BookView, command: PayPremium) -> tuple[str, str]:
    """Who pays, and whose premium it is."""
    return split(command.source)[0], command.person


def word_of(case: Case) -> str:
    """What the policy says about this kind of premium."""
    terms, scheme = case.terms, case.command.scheme
    words = {
        "resident": terms.premium_resident,
        "long_term_care": terms.premium_long_term_care,
        "employee": terms.premium_employee,
    }
    return words[scheme]


def premium_room(case: Case) -> int:
    """Allowed kinds only; wallet money pays the holder's own premium and nobody else's (W22)."""
    own = case.sender.id == case.receiver.id
    from_wallet = split(case.command.source)[1] == WALLET
    return allow(word_of(case) == "allowed" and (own or not from_wallet))


def premium_facts(case: Case) -> Facts:
    return {"scheme": case.command.scheme}


def premium_decider(case: Case) -> str:
    return f"premium.{case.command.scheme}"


def relative_room(case: Case) -> int:
    return allow(case.sender.id == case.receiver.id or kin_room(case) > 0)


PREMIUM_RULES = (
    Rule(
        Code.PREMIUM_NOT_ALLOWED,
        ("premium.resident", "premium.long_term_care", "premium.employee"),
        premium_room,
        premium_facts,
        premium_decider,
    ),
    Rule(Code.KIN_NOT_BOUND, ("transfer.kin", "kin.list"), relative_room, kin_facts),
    BALANCE,
)


def pay(case: Case) -> tuple[Event, ...]:
    """The account pays the insurer."""
    command = case.command
    account = source_account(case.book.balances, command.source)
    return (
        PremiumPaid(case.at, case.key, command.person, command.scheme, account, command.amount_fen),
    )


FAMILIES: dict[type, Family] = {
    PayPremium: Family("premium", premium_sides, PREMIUM_RULES, pay),
}
