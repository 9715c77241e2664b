"""Wallets: open, close, change the place of use, withdraw (W04, W19, W33, P07)."""

from datetime import date, timedelta

from ledger.core.book import BookView, Person
from ledger.core.commands import ChangePlaceOfUse, CloseWallet, OpenWallet, Withdraw
from ledger.core.events import Event, PlaceOfUseChanged, WalletClosed, WalletOpened
from ledger.core.refusals import Code
from ledger.core.rules.rule import ALIVE, Case, Facts, Family, Rule, allow, no_facts
from ledger.core.rules.transfer import BALANCE, REGION
from ledger.words.accounts import WALLET, holder_of
from ledger.words.money import NO_LIMIT
from ledger.words.vocabulary import INSURED as INSURED_NOW

_EPOCH = date(1970, 1, 1)


def wallet_sides(
    _book: BookView, command: OpenWallet | CloseWallet | ChangePlaceOfUse
) -> tuple[str, str]:
    """The holder, twice: only the holder's region counts."""
    return command.person, command.person


def age_on(born: int, day: int) -> int:
    """Whole years of age on a day; someone born on 29 February turns older on 1 March."""
    birth, now = _EPOCH + timedelta(born), _EPOCH + timedelta(day)
    return now.year - birth.year - ((now.month, now.day) < (birth.month, birth.day))


def is_minor(person: Person, case: Case) -> bool:
    """Whether a person is too young to open a wallet alone; unknown birth days pass as adult."""
    if person.born is None:
        return False
    return age_on(person.born, case.day) < case.terms.own_age


def actor_of(case: Case) -> Person | None:
    """Who acts: the one named by `by`, or the holder; None when that one is not enrolled."""
    by = case.command.by
    return case.receiver if by is None else case.book.people.get(by)


def actor_room(case: Case) -> int:
    return allow(actor_of(case) is not None)


def minor_room(case: Case) -> int:
    opener = actor_of(case)
    return allow(opener is not None and not is_minor(opener, case))


def minor_facts(case: Case) -> Facts:
    opener = actor_of(case)
    if opener is None or opener.born is None:
        return {}
    return {"opener": opener.id, "age": age_on(opener.born, case.day)}


def insured_room(case: Case) -> int:
    if case.terms.insurance == "not_required":
        return NO_LIMIT
    return allow(is_insured(case.sender) and is_insured(case.receiver))


def is_insured(person: Person) -> bool:
    """Whether a person is in basic insurance, and it is neither suspended nor over (F07, F30)."""
    return person.scheme != "none" and person.standing == INSURED_NOW


def insured_facts(case: Case) -> Facts:
    return {"sender_scheme": scheme_of(case.sender), "receiver_scheme": scheme_of(case.receiver)}


def scheme_of(person: Person) -> str:
    """The scheme, or what has become of a person's insurance."""
    return person.scheme if person.standing == INSURED_NOW else person.standing


def already_open_room(case: Case) -> int:
    return allow(not case.receiver.place)


def holder_wallet_room(case: Case) -> int:
    return allow(bool(case.receiver.place))


def empty_room(case: Case) -> int:
    return allow(wallet_fen(case) == 0 and not under_way(case))


def under_way(case: Case) -> int:
    """How many pending transfers come from or go to the holder."""
    holder = case.receiver.id
    return sum(holder in {p.payer, p.payee} for p in case.book.pending.values())


def empty_facts(case: Case) -> Facts:
    return {"balance_fen": wallet_fen(case), "pending": under_way(case)}


def wallet_fen(case: Case) -> int:
    """What the holder's wallet holds."""
    return case.book.balances.get(f"{case.receiver.id}/{WALLET}", 0)


def place_room(case: Case) -> int:
    return allow(case.terms.place_change == "allowed")


def place_facts(case: Case) -> Facts:
    return {"place": case.receiver.place}


def withdraw_sides(_book: BookView, command: Withdraw) -> tuple[str, str]:
    """The holder of the account."""
    holder = holder_of(command.source)
    return holder, holder


def withdraw_room(case: Case) -> int:
    return allow(case.terms.withdraw == "allowed")


ACTOR = Rule(Code.NOT_ENROLLED, (), actor_room, no_facts)
INSURED = Rule(Code.NOT_INSURED, ("bind.insurance",), insured_room, insured_facts)
HOLDS_WALLET = Rule(Code.WALLET_NOT_OPEN, (), holder_wallet_room, no_facts)

OPEN_RULES = (
    ACTOR,
    ALIVE,
    INSURED,
    Rule(Code.MINOR_ALONE, ("wallet.own_age",), minor_room, minor_facts),
    Rule(Code.WALLET_ALREADY_OPEN, (), already_open_room, no_facts),
    REGION,
)
CLOSE_RULES = (
    ACTOR,
    Rule(Code.WALLET_NOT_EMPTY, (), empty_room, empty_facts),
    HOLDS_WALLET,
)
PLACE_RULES = (
    ALIVE,
    Rule(Code.PLACE_FIXED, ("wallet.place_change",), place_room, place_facts),
    HOLDS_WALLET,
)
WITHDRAW_RULES = (
    ALIVE,
    Rule(Code.WITHDRAW_NOT_ALLOWED, ("wallet.withdraw",), withdraw_room, no_facts),
    BALANCE,
)


def open_wallet(case: Case) -> tuple[Event, ...]:
    """The wallet opens with the insured place as its place of use (W04, W20)."""
    holder = case.receiver
    opener = case.command.by or holder.id
    return (WalletOpened(case.at, holder.id, opener, holder.insured),)


def close_wallet(case: Case) -> tuple[Event, ...]:
    """The empty wallet closes."""
    return (WalletClosed(case.at, case.receiver.id),)


def change_place(case: Case) -> tuple[Event, ...]:
    """The place of use becomes another."""
    return (PlaceOfUseChanged(case.at, case.receiver.id, case.command.to),)


def withdraw(case: Case) -> tuple[Event, ...]:
    """No policy allows cash, so no event exists for it; a policy that says so is broken."""
    raise ValueError(f"wallet.withdraw allows cash, which nothing models: {case.key}")


FAMILIES: dict[type, Family] = {
    OpenWallet: Family("open_wallet", wallet_sides, OPEN_RULES, open_wallet),
    CloseWallet: Family("close_wallet", wallet_sides, CLOSE_RULES, close_wallet),
    ChangePlaceOfUse: Family("place_of_use", wallet_sides, PLACE_RULES, change_place),
    Withdraw: Family("withdraw", withdraw_sides, WITHDRAW_RULES, withdraw),
}
