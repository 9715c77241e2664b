"""Money that people get, spend and get back: credit, spend, refund (F01, W20, W22, S08).

Wallet money is for the settings of `spend.settings` at the holder's place of use; the holder's own
personal account follows `account.settings`.
"""

from ledger.core.book import BookView, Spent
from ledger.core.commands import Credit, Refund, Spend
from ledger.core.events import AccountCredited, Event, MoneySpent, SpendRefunded
from ledger.core.refusals import Code
from ledger.core.rules.funds import credited_part, draw, own_parts
from ledger.core.rules.rule import Case, Facts, Family, Rule, allow, no_facts
from ledger.core.rules.transfer import pool_room, source_facts
from ledger.words.accounts import PERSONAL, WALLET, carried, split
from ledger.words.money import NO_LIMIT
from ledger.words.vocabulary import ACCOUNT_SCHEMES

SETTINGS = ("spend.settings", "account.settings", "account.carried.settings")
"""What a setting is looked up in, by whichever command."""


def source_sides(_book: BookView, command: Spend) -> tuple[str, str]:
    """The holder of the account that pays, twice."""
    holder = split(command.source)[0]
    return holder, holder


def credit_sides(_book: BookView, command: Credit) -> tuple[str, str]:
    """The holder of the account, twice."""
    holder = split(command.to)[0]
    return holder, holder


def refund_sides(book: BookView, command: Refund) -> tuple[str, str]:
    """The holder of the account that paid; nobody when nothing was spent under that name."""
    spent = book.spends.get(command.of)
    holder = split(spent.account)[0] if spent is not None else ""
    return holder, holder


def account_room(case: Case) -> int:
    return allow(case.sender.scheme in ACCOUNT_SCHEMES and split(case.command.to)[1] == PERSONAL)


def scheme_facts(case: Case) -> Facts:
    return {"sender_scheme": case.sender.scheme}


def pays_from_wallet(case: Case) -> bool:
    """Whether the account that pays is the wallet."""
    return split(case.command.source)[1] == WALLET


def spend_word(case: Case) -> str:
    """`open` or `not_open`; `with_wallet` follows the region's wallet."""
    word = case.terms.spend_open
    if word != "with_wallet":
        return word or "not_open"
    return "open" if case.terms.wallets_open else "not_open"


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
    place = place_of(case)
    return allow(place == home or place.startswith(f"{home}-"))


def place_facts(case: Case) -> Facts:
    return {"place": place_of(case), "place_of_use": case.sender.place}


def spent_of(case: Case) -> Spent | None:
    return case.book.spends.get(case.command.of)


def not_spent_room(case: Case) -> int:
    return allow(spent_of(case) is not None)


def refund_room(case: Case) -> int:
    spent = spent_of(case)
    return NO_LIMIT if spent is None else spent.amount_fen - spent.refunded_fen


def refund_facts(case: Case) -> Facts:
    spent = spent_of(case)
    if spent is None:
        return {}
    return {"spent_fen": spent.amount_fen, "refunded_fen": spent.refunded_fen}


def payable(case: Case) -> tuple[str, ...]:
    """The accounts this spend may draw on, in order: a wallet, or the parts of an account."""
    person, kind = split(case.command.source)
    terms = case.terms
    if kind != PERSONAL:
        return (f"{person}/{kind}",)
    if case.command.setting in terms.account_settings or not terms.carried_settings:
        return own_parts(person, terms)
    return (carried(person),)


def payable_room(case: Case) -> int:
    """All that the accounts of a spend hold together."""
    return sum(max(case.book.balances.get(account, 0), 0) for account in payable(case))


def payable_facts(case: Case) -> Facts:
    return {"balance_fen": payable_room(case)}


CREDIT_RULES = (Rule(Code.NO_ACCOUNT, (), account_room, scheme_facts),)
SPEND_RULES = (
    Rule(Code.POOL_NOT_SHARED, (), pool_room, source_facts),
    Rule(
        Code.SPEND_NOT_OPEN,
        ("wallet.spend", "wallet.open"),
        spend_open_room,
        spend_open_facts,
        spend_open_decider,
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
    Rule(Code.PLACE_NOT_COVERED, ("spend.place",), place_room, place_facts),
)
REFUND_RULES = (
    Rule(Code.NOT_SPENT, (), not_spent_room, no_facts),
    Rule(Code.REFUND_TOO_MUCH, (), refund_room, refund_facts),
)


def credit(case: Case) -> tuple[Event, ...]:
    """The money is in the personal account at once."""
    command = case.command
    return (
        AccountCredited(
            case.at, credited_part(case.sender.id, case.terms), command.amount_fen, command.why
        ),
    )


def spend(case: Case) -> tuple[Event, ...]:
    """One account pays the provider, part by part where it has parts."""
    command = case.command
    person, kind = split(command.source)
    parts = tuple(draw(case.book.balances, payable(case), command.amount_fen))
    whole = (f"{person}/{kind}", command.amount_fen)
    return (
        MoneySpent(
            case.at,
            case.key,
            *whole,
            command.setting,
            place_of(case),
            () if parts == (whole,) else parts,
        ),
    )


def refund(case: Case) -> tuple[Event, ...]:
    """The money goes back to the account that paid, also after the wallet's region closed."""
    command = case.command
    spent = case.book.spends[command.of]
    parts = tuple(draw(dict(spent.parts), tuple(a for a, _ in spent.parts), command.amount_fen))
    fen, why = command.amount_fen, command.why
    return (SpendRefunded(case.at, command.of, spent.account, fen, why, parts),)


FAMILIES: dict[type, Family] = {
    Credit: Family("credit", credit_sides, CREDIT_RULES, credit),
    Spend: Family("spend", source_sides, SPEND_RULES, spend),
    Refund: Family("refund", refund_sides, REFUND_RULES, refund),
}
