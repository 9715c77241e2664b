"""People and wallets: enrol, opening, wallets, place of use, cash, family code (W04-W33, F08)."""

from datetime import date, timedelta
from typing import Any

from ledger.oracle.ask import (
    ACTOR,
    ALIVE,
    Ask,
    Family,
    NotModelledError,
    Rule,
    nobody,
    same_twice,
)
from ledger.oracle.purses import settled_part
from ledger.oracle.story import Happening, Story, happening, move
from ledger.words.accounts import OPENING, PERSONAL, WALLET, split

FIRST_DAY = date(1970, 1, 1)


def not_yet_enrolled(ask: Ask) -> bool:
    """A person comes under the system once."""
    return ask.story.person(ask.wish["person"]) is None


def enrol(ask: Ask) -> list[Happening]:
    """The person is known from now on."""
    w = ask.wish
    names = ("person", "insured", "scheme", "name", "born")
    facts: dict[str, Any] = {name: w.get(name) for name in names}
    return [happening(ask.at, "enrolled", **facts)]


def opening(ask: Ask) -> list[Happening]:
    """What was there is there; a wallet so named is open, at the insured place (W20)."""
    person, kind = split(ask.wish["to"])
    account = settled_part(person, ask.law) if kind == PERSONAL else f"{person}/{kind}"
    come = happening(ask.at, "opening", move(OPENING, account, ask.wish["amount_fen"]))
    if kind != WALLET or ask.story.place_of_use(person):
        return [come]
    return [come, happening(ask.at, "wallet_opened", person=person, place=ask.story.region(person))]


def age_on(born: int, day: int) -> int:
    """Whole years of age; somebody born on 29 February is a year older on 1 March."""
    birth, today = FIRST_DAY + timedelta(born), FIRST_DAY + timedelta(day)
    had_birthday = (today.month, today.day) >= (birth.month, birth.day)
    return today.year - birth.year - (0 if had_birthday else 1)


def is_insured(story: Story, person: str) -> bool:
    """F07, F30: in basic insurance, which is neither suspended nor over."""
    return story.scheme(person) != "none" and story.standing(person) == "insured"


def both_insured(ask: Ask) -> bool:
    """F07, W17: both sides must be in basic insurance, where the place asks for it."""
    if ask.law.word("bind.insurance") == "not_required":
        return True
    return is_insured(ask.story, ask.sender) and is_insured(ask.story, ask.receiver)


def opener_of_age(ask: Ask) -> bool:
    """W19: a minor's wallet is opened by a relative; an unknown day of birth passes as adult."""
    opener = ask.story.person(ask.wish.get("by") or ask.sender)
    if opener is None:
        return False
    born = opener["born"]
    return born is None or age_on(born, ask.day) >= ask.law.most("wallet.own_age")


def no_wallet_yet(ask: Ask) -> bool:
    """W04: one wallet a person."""
    return not ask.story.place_of_use(ask.sender)


def wallet_is_open(ask: Ask) -> bool:
    """Only an open wallet can be closed, or used elsewhere."""
    return bool(ask.story.place_of_use(ask.sender))


def regions_open(ask: Ask) -> bool:
    """W05: every side's region must have opened the wallet."""
    return all(word == "open" for word in ask.law.each("wallet.open"))


def wallet_is_empty(ask: Ask) -> bool:
    """A wallet closes only without money in it, or on the way from or to its holder."""
    waiting = ask.story.pending().values()
    on_the_way = any(ask.sender in (t["payer"], t["payee"]) for t in waiting)
    return not on_the_way and ask.story.balance(ask.story.wallet(ask.sender)) == 0


def place_may_change(ask: Ask) -> bool:
    """W33: a change of the place of use is offered in some provinces only."""
    return bool(ask.law.word("wallet.place_change") == "allowed")


def cash_allowed(ask: Ask) -> bool:
    """P07: no cash in normal life."""
    return bool(ask.law.word("wallet.withdraw") == "allowed")


def source_holds(ask: Ask) -> int:
    """What stands on the account that pays; an account a person does not have holds nothing."""
    return ask.story.balance(ask.story.source(ask.wish["from"]))


def codes_left(ask: Ask) -> bool:
    """F08: at most so many others' codes on one phone; one shown before is no further one."""
    shown = {h["member"] for h in ask.story.all("code_shown") if h["holder"] == ask.sender}
    return ask.receiver in shown or len(shown) < ask.law.least("family_code.members")


def two_people(ask: Ask) -> bool:
    """Nobody is their own relative."""
    return ask.sender != ask.receiver


def open_wallet(ask: Ask) -> list[Happening]:
    """W04, W20: it is to be used where its holder is insured."""
    place = ask.story.region(ask.sender)
    return [happening(ask.at, "wallet_opened", person=ask.sender, place=place)]


def close_wallet(ask: Ask) -> list[Happening]:
    """The empty wallet is closed."""
    return [happening(ask.at, "wallet_closed", person=ask.sender)]


def change_place(ask: Ask) -> list[Happening]:
    """W33: its place of use is another."""
    return [happening(ask.at, "place_changed", person=ask.sender, place=ask.wish["to"])]


def no_cash(_ask: Ask) -> list[Happening]:
    """No text says how cash would be paid."""
    raise NotModelledError


def show_code(ask: Ask) -> list[Happening]:
    """F08: a code is shown; no money moves and no right to any arises."""
    return [happening(ask.at, "code_shown", holder=ask.sender, member=ask.receiver)]


def _holder_and_member(_story: Story, wish: dict[str, Any]) -> tuple[str, str]:
    return wish["holder"], wish["member"]


REGION_OPEN = Rule("REGION_NOT_OPEN", regions_open, ("wallet.open",))
HAS_WALLET = Rule("WALLET_NOT_OPEN", wallet_is_open)
INSURED = Rule("NOT_INSURED", both_insured, ("bind.insurance",))
BALANCE = Rule("BALANCE_SHORT", source_holds)

FAMILIES = {
    "enrol": Family(nobody, (Rule("ALREADY_ENROLLED", not_yet_enrolled),), enrol),
    "opening": Family(same_twice("to"), (), opening),
    "open_wallet": Family(
        same_twice("person"),
        (
            ACTOR,
            ALIVE,
            INSURED,
            Rule("MINOR_ALONE", opener_of_age, ("wallet.own_age",)),
            Rule("WALLET_ALREADY_OPEN", no_wallet_yet),
            REGION_OPEN,
        ),
        open_wallet,
    ),
    "close_wallet": Family(
        same_twice("person"),
        (ACTOR, Rule("WALLET_NOT_EMPTY", wallet_is_empty), HAS_WALLET),
        close_wallet,
    ),
    "place_of_use": Family(
        same_twice("person"),
        (ALIVE, Rule("PLACE_FIXED", place_may_change, ("wallet.place_change",)), HAS_WALLET),
        change_place,
    ),
    "withdraw": Family(
        same_twice("from"),
        (ALIVE, Rule("WITHDRAW_NOT_ALLOWED", cash_allowed, ("wallet.withdraw",)), BALANCE),
        no_cash,
    ),
    "family_code": Family(
        _holder_and_member,
        (
            ALIVE,
            Rule("SAME_PERSON", two_people),
            Rule("FAMILY_CODE_FULL", codes_left, ("family_code.members",)),
        ),
        show_code,
    ),
}
