"""The samples of relations, settlements, quotas, accounts, premiums, standing and sanctions."""

from collections.abc import Iterator

from ledger.core import commands as c
from ledger.core import events as e
from ledger.core.refusals import Code
from ledger.core.rules.rule import Case
from ledger.words.moments import DAY
from tests.core.build import START, World, bound, day, enrolled, family, moment, opening

AT = moment("10:00")
TODAY = day("2025-11-10")
SETTLE = c.Settle("wang", "pharmacy", 50_000)
PREMIUM = c.PayPremium("wang", "resident", 40_000, "wang/wallet")
PUTIAN = {
    "share_from": "family_account",
    "floor": ((0, 0), (200_000, 10_000)),
    "set_aside_per_month": 1,
}
SETTLED = e.Settled(
    START, "h1", "wang", "pharmacy", "CN-HE", 100, (("wang/wallet", 60), ("outside/cash", 40))
)
ITEMS = (c.BillItem("a", 60), c.BillItem("b", 40, 10, "inpatient"))
BILL = e.Settled(
    START, "h2", "wang", "pharmacy", "CN-HE", 100, (("outside/cash", 100),), 10, (), ITEMS
)
CANCELLED = e.SettlementCancelled(START, "c1", "h1", SETTLED.paid)
GRANTED = e.QuotaGranted(START, "li", "wang", "li/personal", 200_000)
SUSPENDED = e.PersonSanctioned(START, "wang", "lent_card", TODAY + 90)
NEAR = e.PersonEnrolled(START, "wang", "CN-SN-610100", "resident")


def house(*past: e.Event, **changed: object) -> World:
    """The family, with 1000 元 in the mother's wallet, and Zhang who is nobody's relative."""
    money = opening("wang/wallet", 100_000)
    return World(*family(), money, enrolled("zhang"), *past, **changed)


def near(*past: e.Event, **changed: object) -> World:
    """Li and three relatives of one province; none is bound yet."""
    people = (enrolled("li", "CN-SN-610100"), NEAR, enrolled("gu"), enrolled("zhang"))
    return World(*people, opening("li/personal", 300_000), *past, **changed)


def died(person: str) -> e.StandingChanged:
    return e.StandingChanged(START, person, "dead")


def passing() -> Iterator[Case]:
    """Commands that everything lets pass."""
    yield house().case(SETTLE, AT, "h9")
    yield house().case(c.Settle("wang", "inpatient", items=ITEMS, agent="li", proofs=BOTH), AT)
    yield house(SETTLED, BILL).case(c.Refund("h1", 50), AT)
    yield house(BILL).case(c.Refund("h2", items=("b",)), AT)
    yield house(SETTLED).case(c.Cancel("h1"), AT, "c9")
    yield house(SETTLED).case(c.Reverse("h1"), AT, "r9")
    yield house(SETTLED, CANCELLED).case(c.Reverse("c1", "2208"), AT, "r9")
    yield house().case(c.Reverse("never", "2207"), AT, "r9")
    yield house(model="quota").case(c.Grant("li", "wang", 100), AT)
    yield house(GRANTED).case(c.Revoke("li", "wang", 200_000), AT)
    yield house(premium_resident="allowed").case(PREMIUM, AT, "p9")
    yield house().case(c.ChangeStanding("wang", "dead", "li"), AT)
    yield house().case(c.ChangeStanding("wang", "moved", "CN-SC"), AT)
    yield house().case(c.ChangeStanding("wang", "suspended"), AT)
    yield house().case(c.Sanction("wang", "lent_card", 3, 100), AT)
    yield near(credit_rate_bp=200).case(c.Contribute("li", 1_000_000), AT)
    yield near(carried_interest_bp=135).case(c.BookInterest("li"), AT)
    yield near(**PUTIAN).case(c.SetAside("li", 100_000), AT)
    yield near(**LIMITS).case(c.Bind("li", "wang", "mother"), AT)
    yield near(bound("li", "wang")).case(c.Unbind("li", "wang", "wang"), AT)


BOTH = ("agent", "principal")
LIMITS: dict[str, object] = {
    "members_cap": 2,
    "members_count_self": "with_self",
    "members_lifetime": 1,
    "givers_cap": 1,
    "roles": "one_way",
    "mothers_cap": 1,
    "children_cap": 1,
    "giver_balance": "needed",
    "unbind_lock_days": 1,
    "unbind_per_year": 1,
}


def failing() -> Iterator[tuple[Code, Case]]:
    """For each rule a case that it refuses; others may refuse it as well."""
    yield from _kinship()
    yield from _dead()
    yield from _suspended()
    yield from _settlements()
    yield from _undoing()
    yield from _quotas_and_premiums()
    yield from _accounts()


def _kinship() -> Iterator[tuple[Code, Case]]:
    son = e.RelationBound(START, "li", "gu", "son", TODAY)
    given = e.RelationBound(START, "gu", "wang", "mother", TODAY)
    full = near(son, **LIMITS)
    yield Code.MEMBERS_FULL, full.case(c.Bind("li", "wang", "mother"), AT)
    yield Code.MEMBERS_LIFETIME, full.case(c.Bind("li", "wang", "mother"), AT)
    yield Code.KIN_TAKEN, full.case(c.Bind("li", "wang", "daughter"), AT)
    yield Code.KIN_TAKEN, near(fathers_cap=0).case(c.Bind("li", "wang", "father"), AT)
    yield Code.KIN_TAKEN, near(spouses_cap=0).case(c.Bind("li", "wang", "spouse"), AT)
    yield Code.GIVERS_FULL, near(given, **LIMITS).case(c.Bind("li", "wang", "mother"), AT)
    yield Code.ROLE_TAKEN, near(given, **LIMITS).case(c.Bind("wang", "li", "son"), AT)
    yield Code.FLOOR_SHORT, near(**LIMITS).case(c.Bind("gu", "wang", "mother"), AT)
    released = e.RelationEnded(START, "li", "gu", "released")
    world = near(son, released, bound("li", "wang"), **LIMITS)
    yield Code.RELEASE_LOCKED, world.case(c.Unbind("li", "wang"), AT)
    yield Code.RELEASE_YEARLY, world.case(c.Unbind("li", "wang"), AT)
    mine = near(bound("li", "wang"), released_by="giver")
    yield Code.RELEASE_NOT_YOURS, mine.case(c.Unbind("li", "wang", "wang"), AT)


def _dead() -> Iterator[tuple[Code, Case]]:
    gone = house(died("wang"), model="quota")
    commands: list[c.Command] = [
        c.OpenWallet("wang", "li"),
        c.ChangePlaceOfUse("wang", "CN-SC"),
        c.Withdraw("wang/wallet", 1),
        c.Bind("zhang", "wang", "mother"),
        c.ShowFamilyCode("li", "wang"),
        c.SendTransfer("li", "wang", 1),
        c.SendTransfer("wang/wallet", "li", 1),
        c.Spend("wang/wallet", 1, "pharmacy"),
        c.Contribute("wang"),
        c.BookInterest("wang"),
        c.SetAside("wang", 1),
        c.Grant("li", "wang", 1),
        SETTLE,
        PREMIUM,
        c.ChangeStanding("wang", "insured"),
        c.Sanction("wang", "resale"),
    ]
    for command in commands:
        yield Code.PERSON_DEAD, gone.case(command, AT)


def _suspended() -> Iterator[tuple[Code, Case]]:
    sent = e.TransferSent(START, "t1", "li", "li/personal", "wang", 100, AT + DAY)
    shut = house(SUSPENDED, sent, sanctioned_receives="not_allowed")
    commands: list[c.Command] = [
        SETTLE,
        c.Spend("wang/wallet", 1, "pharmacy"),
        c.SendTransfer("li", "wang", 1),
        c.AcceptTransfer("t1"),
        c.Grant("li", "wang", 1),
    ]
    for command in commands:
        yield Code.SETTLEMENT_SUSPENDED, shut.case(command, AT)


def _settlements() -> Iterator[tuple[Code, Case]]:
    yield Code.CARD_NOT_OWN, house().case(c.Settle("wang", "pharmacy", 1, card="li"), AT)
    one = c.Settle("wang", "pharmacy", 1, agent="li", proofs=("agent",))
    yield Code.PROOF_MISSING, house().case(one, AT)
    none = c.Settle("wang", "pharmacy", 1, agent="li")
    yield Code.PROOF_MISSING, house(proofs="one").case(none, AT)
    yield Code.SETTING_NOT_COVERED, house().case(c.Settle("wang", "wellness", 1), AT)


def _undoing() -> Iterator[tuple[Code, Case]]:
    yield Code.NOT_SETTLED, house().case(c.Cancel("h1"), AT)
    yield Code.ALREADY_UNDONE, house(SETTLED, CANCELLED).case(c.Cancel("h1"), AT)
    yield Code.ALREADY_UNDONE, house(SETTLED, CANCELLED).case(c.Refund("h1", 1), AT)
    yield Code.REFUND_TOO_MUCH, house(SETTLED).case(c.Refund("h1", 101), AT)
    yield Code.REFUND_TOO_MUCH, house(BILL).case(c.Refund("h2", items=("z",)), AT)
    spent = e.MoneySpent(START, "s1", "wang/wallet", 99_970, "pharmacy", "CN-HE")
    short = house(SETTLED, CANCELLED, spent)
    yield Code.BALANCE_SHORT, short.case(c.Reverse("c1"), AT)


def _quotas_and_premiums() -> Iterator[tuple[Code, Case]]:
    grant = c.Grant("li", "wang", 100)
    yield Code.MODEL_NOT_IN_FORCE, house().case(grant, AT)
    shut: dict[str, object] = {"wallets_open": False, "wallet_open_sides": ("not_open", "open")}
    yield Code.REGION_NOT_OPEN, house(model="quota", **shut).case(grant, AT)
    stranger = c.Grant("li", "zhang", 100)
    yield Code.KIN_NOT_BOUND, house(model="quota").case(stranger, AT)
    much = c.Grant("li", "wang", 800_001)
    yield Code.BALANCE_SHORT, house(model="quota").case(much, AT)
    yield Code.QUOTA_SHORT, house(GRANTED).case(c.Revoke("li", "wang", 200_001), AT)
    paused = e.RelationPaused(START, "li", "wang")
    yield Code.KIN_NOT_BOUND, house(paused, model="quota").case(grant, AT)
    yield Code.PREMIUM_NOT_ALLOWED, house().case(PREMIUM, AT)
    pool = c.PayPremium("wang", "resident", 1, "li/pool")
    yield Code.POOL_NOT_SHARED, house().case(pool, AT)
    open_to = {"premium_resident": "allowed"}
    hers = c.PayPremium("zhang", "resident", 1, "li")
    yield Code.KIN_NOT_BOUND, house(**open_to).case(hers, AT)
    dear = c.PayPremium("wang", "resident", 100_001, "wang/wallet")
    yield Code.BALANCE_SHORT, house(**open_to).case(dear, AT)
    yield Code.SANCTION_MONTHS, house().case(c.Sanction("wang", "lent_card", 13), AT)
    yield Code.SANCTION_MONTHS, house().case(c.Sanction("wang", "lent_card", 2), AT)
    yield Code.NOT_ENROLLED, house().case(c.ChangeStanding("wang", "dead", "ghost"), AT)
    yield Code.SAME_PERSON, house().case(c.ChangeStanding("wang", "dead", "wang"), AT)


def _accounts() -> Iterator[tuple[Code, Case]]:
    month = c.Contribute("li", 1_000_000)
    yield Code.NO_ACCOUNT, near().case(c.Contribute("wang"), AT)
    lapsed = e.StandingChanged(START, "li", "suspended")
    yield Code.STANDING_LAPSED, near(lapsed, credit_rate_bp=200).case(month, AT)
    yield Code.NO_CREDIT, near().case(month, AT)
    yield Code.NO_ACCOUNT, near().case(c.BookInterest("wang"), AT)
    yield Code.NO_INTEREST, near().case(c.BookInterest("li"), AT)
    yield Code.NO_ACCOUNT, near(**PUTIAN).case(c.SetAside("li/wallet", 1), AT)
    yield Code.NO_FAMILY_ACCOUNT, near().case(c.SetAside("li", 1), AT)
    once = e.MoneySetAside(START, "li", (("li/personal", 1),))
    yield Code.SET_ASIDE_MONTH, near(once, **PUTIAN).case(c.SetAside("li", 1), AT)
    yield Code.FLOOR_SHORT, near(**PUTIAN).case(c.SetAside("li", 100_001), AT)
