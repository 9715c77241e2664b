"""Money that people get, and spend from one account: credit, spend (F01, W20, W22).

Wallet money is for the settings of `spend.settings` at the holder's place of use; the holder's own
personal account follows `account.settings`.
"""

from ledger.core.book import BookView
from ledger.core.commands import Credit, Spend
from ledger.core.events import AccountCredited, EstatePaid, Event, MoneySpent
from ledger.core.facts.shape import Owed, Share
from ledger.core.refusals import Code
from ledger.core.rules.funds import credited_part, draw, held_fen, own_parts, quotas_of
from ledger.core.rules.rule import ALIVE, Case, Facts, Family, Rule, allow, no_facts
from ledger.core.rules.sharing import (
    homes_of,
    owed_for,
    payable_parts,
    wallet_money_spends,
)
from ledger.core.rules.suspension import SETTLES
from ledger.core.rules.transfer import pool_room, source_facts
from ledger.words.accounts import FUND, PERSONAL, WALLET, holder_of, kind_of, split
from ledger.words.money import NO_LIMIT
from ledger.words.regions import chain
from ledger.words.vocabulary import ACCOUNT_SCHEMES, DEAD

SETTINGS = ("spend.settings", "account.settings", "account.carried.settings")
"""What a setting is looked up in, by whichever command."""


def source_sides(_book: BookView, command: Spend) -> tuple[str, str]:
    """The holder of the account that pays, twice."""
    holder = holder_of(command.source)
    return holder, holder


def credit_sides(_book: BookView, command: Credit) -> tuple[str, str]:
    """The holder of the account, twice."""
    holder = holder_of(command.to)
    return holder, holder


def account_room(case: Case) -> int:
    return allow(case.sender.scheme in ACCOUNT_SCHEMES and kind_of(case.command.to) == PERSONAL)


def scheme_facts(case: Case) -> Facts:
    return {"sender_scheme": case.sender.scheme}


def pays_from_wallet(case: Case) -> bool:
    """Whether the account that pays is the wallet."""
    return kind_of(case.command.source) == WALLET


def spend_word(case: Case) -> str:
    """`open` or `not_open`, as an explanation tells it."""
    return "open" if wallet_money_spends(case.terms) else "not_open"


def spend_open_room(case: Case) -> int:
    return allow(not pays_from_wallet(case) or spend_word(case) == "open")


def spend_open_facts(case: Case) -> Facts:
    return {"region": case.sender.insured, "spend_open": spend_word(case)}


def spend_open_decider(case: Case) -> str:
    return "wallet.open" if case.terms.spend_open == "with_wallet" else "wallet.spend"


def spender_wallet_room(case: Case) -> int:
    return allow(bool(case.sender.place) or not pays_from_wallet(case))


def setting_room(case: Case) -> int:
    covered = case.terms.account_settings | case.terms.carried_settings
    if pays_from_wallet(case):
        covered = case.terms.spend_settings
    return allow(case.command.setting in covered)


def setting_facts(case: Case) -> Facts:
    return {"setting": case.command.setting}


def setting_decider(case: Case) -> str:
    return "spend.settings" if pays_from_wallet(case) else "account.settings"


def place_of(case: Case) -> str:
    """Where the money is spent: the place named, or the holder's place of use."""
    return str(case.command.place or case.sender.place or case.sender.insured)


def place_room(case: Case) -> int:
    home = case.sender.place
    if not home or not pays_from_wallet(case) or case.terms.spend_place == "anywhere":
        return NO_LIMIT
    return allow(home in chain(place_of(case)))


def place_facts(case: Case) -> Facts:
    return {"place": place_of(case), "place_of_use": case.sender.place}


def payable(case: Case) -> tuple[str, ...]:
    """The accounts this spend may draw on, in order: a wallet, or the parts of an account.

    A wallet's own money comes first, then the quotas its holder was granted (W26, W27).
    """
    person, kind = split(case.command.source)
    if kind == WALLET:
        return (f"{person}/{WALLET}", *quotas_of(case.book, person, case.day))
    if kind != PERSONAL:
        return (f"{person}/{kind}",)
    return payable_parts(person, case.command.setting, case.terms) or own_parts(person, case.terms)


def payable_room(case: Case) -> int:
    """All that the accounts of a spend hold together."""
    return max(held_fen(case.book.balances, payable(case)), 0)


def payable_facts(case: Case) -> Facts:
    return {"balance_fen": payable_room(case)}


CREDIT_RULES = (Rule(Code.NO_ACCOUNT, (), account_room, scheme_facts),)
SPEND_RULES = (
    Rule(Code.POOL_NOT_SHARED, (), pool_room, source_facts),
    ALIVE,
    SETTLES,
    Rule(
        Code.SPEND_NOT_OPEN,
        ("wallet.spend", "wallet.open"),
        spend_open_room,
        spend_open_facts,
        spend_open_decider,
        pays_from_wallet,
    ),
    Rule(Code.WALLET_NOT_OPEN, (), spender_wallet_room, no_facts),
    Rule(Code.BALANCE_SHORT, (), payable_room, payable_facts),
    Rule(
        Code.SETTING_NOT_COVERED,
        SETTINGS,
        setting_room,
        setting_facts,
        setting_decider,
    ),
    Rule(
        Code.PLACE_NOT_COVERED,
        ("spend.place",),
        place_room,
        place_facts,
        arises=pays_from_wallet,
    ),
)


def credit(case: Case) -> tuple[Event, ...]:
    """The money is in the personal account at once; what comes after death goes back (P09)."""
    command, person = case.command, case.sender
    account = credited_part(person.id, case.terms)
    credited = AccountCredited(case.at, account, command.amount_fen, command.why)
    if person.standing != DEAD:
        return (credited,)
    back = ((account, command.amount_fen),)
    return (credited, EstatePaid(case.at, person.id, back, FUND))


def spend(case: Case) -> tuple[Event, ...]:
    """One account pays the provider, part by part where it has parts."""
    place = place_of(case)
    whole, parts, owed = drawn(case, payable(case), place)
    return (MoneySpent(case.at, case.key, *whole, case.command.setting, place, parts, owed),)


def drawn(
    case: Case, accounts: tuple[str, ...], place: str
) -> tuple[Share, tuple[Share, ...], tuple[Owed, ...]]:
    """The amount asked of the source, its parts where several give, and what provinces owe."""
    person, kind = split(case.command.source)
    whole = (f"{person}/{kind}", case.asked_fen)
    parts = tuple(draw(case.book.balances, accounts, case.asked_fen))
    owed = owed_for(homes_of(case.book, parts), parts, place)
    return whole, () if parts == (whole,) else parts, owed


FAMILIES: dict[type, Family] = {
    Credit: Family("credit", credit_sides, CREDIT_RULES, credit),
    Spend: Family("spend", source_sides, SPEND_RULES, spend),
}
