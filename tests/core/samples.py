"""For every rule of every family one case that it lets pass and one that it refuses."""

from collections.abc import Iterator

from ledger.core import commands as c
from ledger.core import events as e
from ledger.core.refusals import Code
from ledger.core.rules.rule import Case
from ledger.words.money import NO_LIMIT
from tests.core import domain_samples
from tests.core.build import (
    START,
    World,
    accepted,
    day,
    enrolled,
    family,
    moment,
    next_day,
    opening,
    sent,
)

AT = moment("10:00")
NIGHT = moment("23:00")
SEND = c.SendTransfer("li", "wang", 50_000)
SPEND = c.Spend("li/wallet", 50_000, "pharmacy")
NOBODY_INSURED = e.PersonEnrolled(START, "out", "CN-SN", "none", "", day("2020-02-02"))
SPENT = e.MoneySpent(START, "s1", "li/wallet", 100, "pharmacy", "CN-SN")


def home(*past: e.Event, **changed: object) -> World:
    """The family, Zhang who has a wallet, and Gu who has none."""
    people = (enrolled("zhang"), opening("zhang/wallet", 0), enrolled("gu"), NOBODY_INSURED)
    return World(*family(), *people, SPENT, *past, **changed)


def passing() -> Iterator[Case]:
    """Commands that everything lets pass, one of each kind at least."""
    waiting = home(sent("t1", 100, AT, next_day("06:00")))
    yield home().case(c.Enrol("new", "CN", "resident"), AT)
    yield home().case(c.PostOpening("li", 100), AT)
    yield home().case(c.Credit("li", 100), AT)
    yield home().case(c.OpenWallet("gu"), AT)
    yield home().case(c.OpenWallet("gu", "li"), AT)
    yield home().case(c.CloseWallet("wang"), AT)
    yield home().case(c.ChangePlaceOfUse("li", "CN-SC"), AT)
    yield home().case(c.Bind("li", "zhang", "spouse"), AT)
    yield home().case(c.Unbind("li", "wang"), AT)
    yield home().case(SEND, AT)
    yield home(transfer_day_fen=200_000).case(SEND, AT)
    yield home().case(c.SendTransfer("li/wallet", "wang/wallet", 1), AT)
    yield waiting.case(c.AcceptTransfer("t1"), AT)
    yield waiting.case(c.DeclineTransfer("t1"), AT)
    yield home().case(SPEND, AT)
    yield home(spend_open="open").case(c.Spend("li", 1, "inpatient", "CN-BJ"), AT)
    yield home().case(c.Refund("s1", 100), AT)
    yield home(withdraw="allowed").case(c.Withdraw("li", 100), AT)
    yield home().case(c.ShowFamilyCode("li", "wang"), AT)
    yield from domain_samples.passing()


def failing() -> Iterator[tuple[Code, Case]]:
    """For each rule a case that it refuses; others may refuse it as well."""
    yield from _people_and_relations()
    yield from _wallets()
    yield from _sending()
    yield from _money()
    yield from domain_samples.failing()


def _people_and_relations() -> Iterator[tuple[Code, Case]]:
    full = [e.FamilyCodeShown(START, "li", f"m{number}") for number in range(5)]
    yield Code.ALREADY_ENROLLED, home().case(c.Enrol("li", "CN", "resident"), AT)
    yield Code.SAME_PERSON, home().case(c.Bind("li", "li", "brother"), AT)
    yield Code.KIN_NOT_LISTED, home().case(c.Bind("li", "zhang", "father_in_law"), AT)
    yield Code.NOT_INSURED, home().case(c.Bind("li", "out", "son"), AT)
    yield Code.ALREADY_BOUND, home().case(c.Bind("li", "wang", "mother"), AT)
    yield Code.NOT_ENROLLED, home().case(c.Unbind("li", "wang", "ghost"), AT)
    yield Code.KIN_NOT_BOUND, home().case(c.Unbind("wang", "li"), AT)
    yield Code.SAME_PERSON, home().case(c.ShowFamilyCode("li", "li"), AT)
    yield Code.FAMILY_CODE_FULL, home(*full).case(c.ShowFamilyCode("li", "wang"), AT)


def _wallets() -> Iterator[tuple[Code, Case]]:
    yield Code.NOT_ENROLLED, home().case(c.OpenWallet("gu", "ghost"), AT)
    yield Code.NOT_INSURED, home().case(c.OpenWallet("out"), AT)
    yield Code.MINOR_ALONE, home().case(c.OpenWallet("out"), AT)
    yield Code.MINOR_ALONE, home().case(c.OpenWallet("gu", "ghost"), AT)
    yield Code.WALLET_ALREADY_OPEN, home().case(c.OpenWallet("li"), AT)
    yield Code.REGION_NOT_OPEN, home(**CLOSED_HERE).case(c.OpenWallet("gu"), AT)
    yield Code.NOT_ENROLLED, home().case(c.CloseWallet("wang", "ghost"), AT)
    yield Code.WALLET_NOT_EMPTY, home().case(c.CloseWallet("li"), AT)
    yield Code.WALLET_NOT_OPEN, home().case(c.CloseWallet("gu"), AT)
    fixed = home(place_change="not_allowed")
    yield Code.PLACE_FIXED, fixed.case(c.ChangePlaceOfUse("li", "CN-SC"), AT)
    yield Code.WALLET_NOT_OPEN, home().case(c.ChangePlaceOfUse("gu", "CN-SC"), AT)
    yield Code.WITHDRAW_NOT_ALLOWED, home().case(c.Withdraw("li", 1), AT)
    yield Code.BALANCE_SHORT, home().case(c.Withdraw("gu", 1), AT)


CLOSED_HERE: dict[str, object] = {
    "wallets_open": False,
    "wallet_open_sides": ("not_open", ""),
}


def _sending() -> Iterator[tuple[Code, Case]]:
    back = c.SendTransfer("li/wallet", "wang/personal", 1)
    yield Code.MODEL_NOT_IN_FORCE, home(model="quota").case(SEND, AT)
    yield Code.POOL_NOT_SHARED, home().case(c.SendTransfer("li/pool", "wang", 1), AT)
    yield Code.WALLET_TO_ACCOUNT, home().case(back, AT)
    yield Code.ONWARD_NOT_ALLOWED, home(onward="not_allowed").case(back, AT)
    yield Code.REGION_NOT_OPEN, home(**CLOSED_HERE).case(SEND, AT)
    yield Code.WALLET_NOT_OPEN, home().case(c.SendTransfer("li", "gu", 1), AT)
    yield Code.WALLET_NOT_OPEN, home().case(c.SendTransfer("gu", "li", 1), AT)
    yield Code.WALLET_NOT_OPEN, home().case(c.SendTransfer("gu", "out", 1), AT)
    yield Code.KIN_NOT_BOUND, home().case(c.SendTransfer("li", "zhang", 1), AT)
    later = e.RelationBound(START, "li", "zhang", "spouse", day("2025-12-01"))
    yield Code.KIN_NOT_BOUND, home(later).case(c.SendTransfer("li", "zhang", 1), AT)
    yield Code.HOURS_CLOSED, home().case(SEND, NIGHT)
    waiting = home(sent("t1", 100, AT, next_day("06:00")))
    yield Code.PENDING_OPEN, waiting.case(SEND, AT)
    yield Code.TRANSFER_CAP_EACH, home().case(c.SendTransfer("li", "wang", 200_001), AT)
    three = [event for n in range(3) for event in accepted(f"t{n}", 100, AT)]
    yield Code.TRANSFER_DAY_COUNT, home(*three).case(SEND, AT)
    once = home(*accepted("t1", 100, AT), transfer_day_fen=50_000)
    yield Code.TRANSFER_DAY_AMOUNT, once.case(SEND, AT)
    yield Code.BALANCE_SHORT, home().case(c.SendTransfer("li", "wang", 800_001), AT)
    yield Code.NOT_PENDING, home().case(c.AcceptTransfer("t1"), AT)
    to_gu = e.TransferSent(AT, "t1", "li", "li/personal", "gu", 100, next_day("06:00"))
    yield Code.WALLET_NOT_OPEN, home(to_gu).case(c.AcceptTransfer("t1"), AT)
    yield Code.NOT_PENDING, home().case(c.DeclineTransfer("t1"), AT)


def _money() -> Iterator[tuple[Code, Case]]:
    yield Code.NO_ACCOUNT, home().case(c.Credit("wang", 1), AT)
    yield Code.POOL_NOT_SHARED, home().case(c.Spend("li/pool", 1, "pharmacy"), AT)
    yield Code.SPEND_NOT_OPEN, home(spend_open="not_open").case(SPEND, AT)
    yield Code.SPEND_NOT_OPEN, home(**CLOSED_HERE).case(SPEND, AT)
    yield Code.WALLET_NOT_OPEN, home().case(c.Spend("gu/wallet", 1, "pharmacy"), AT)
    yield Code.BALANCE_SHORT, home().case(c.Spend("wang/wallet", 1, "pharmacy"), AT)
    yield Code.SETTING_NOT_COVERED, home().case(c.Spend("li/wallet", 1, "inpatient"), AT)
    yield Code.SETTING_NOT_COVERED, home().case(c.Spend("li", 1, "wellness"), AT)
    away = c.Spend("li/wallet", 1, "pharmacy", "CN-BJ")
    yield Code.PLACE_NOT_COVERED, home().case(away, AT)
    yield Code.NOT_SPENT, home().case(c.Refund("s9", 1), AT)
    yield Code.REFUND_TOO_MUCH, home().case(c.Refund("s1", 101), AT)


def cases() -> list[Case]:
    """All of them."""
    return [*passing(), *(case for _, case in failing())]


def is_limit(fen: int) -> bool:
    """Whether a room is a number of fen, and not simply a yes or a no."""
    return 0 < fen < NO_LIMIT
