"""Premiums: whose, of which scheme, from which account, and since when."""

import pytest

from ledger.core import events as e
from ledger.core.commands import PayPremium
from ledger.core.refusals import Code
from tests.core.build import World, bound, enrolled, family, moment, opening

AT = moment("10:00")
OPEN: dict[str, object] = {"premium_resident": "allowed", "premium_long_term_care": "allowed"}


def home(**changed: object) -> World:
    """Li with 8000 元 and 1000 元 in his wallet; his mother with 500 元 in hers."""
    return World(*family(), opening("wang/wallet", 50_000), **(OPEN | changed))


def premium(source: str, fen: int = 40_000, scheme: str = "resident") -> PayPremium:
    return PayPremium("wang", scheme, fen, source)


def test_t43_a_resident_premium_is_paid_where_the_policy_allows_it() -> None:
    command = premium("wang/wallet")
    world = home()

    assert world.take(command, AT, "p1") == (
        e.PremiumPaid(AT, "p1", "wang", "resident", "wang/wallet", 40_000),
    )
    assert (world.fen("wang/wallet"), world.fen("outside/insurer")) == (10_000, 40_000)
    assert home(premium_resident="not_allowed").ask(command, AT) == Code.PREMIUM_NOT_ALLOWED


def test_t44_long_term_care_is_a_scheme_of_its_own() -> None:
    command = premium("wang/wallet", scheme="long_term_care")
    shut = home(premium_long_term_care="not_allowed")

    assert isinstance(home().ask(command, AT), tuple)
    assert shut.ask(command, AT) == Code.PREMIUM_NOT_ALLOWED
    finding = shut.finding(command, AT, Code.PREMIUM_NOT_ALLOWED)
    assert finding.parameter == "premium.long_term_care"


@pytest.mark.parametrize("source", ["li", "wang/wallet"])
def test_t45_the_employee_schemes_premium_is_never_paid(source: str) -> None:
    assert home().ask(premium(source, scheme="employee"), AT) == Code.PREMIUM_NOT_ALLOWED


def test_a_wallet_pays_its_holders_own_premium_and_nobody_elses() -> None:
    assert home().ask(premium("li/wallet"), AT) == Code.PREMIUM_NOT_ALLOWED
    assert isinstance(home().ask(premium("li"), AT), tuple)


def test_a_personal_account_pays_for_bound_relatives_and_for_oneself() -> None:
    world = home().given(enrolled("gu"))

    assert world.ask(PayPremium("gu", "resident", 1, "li"), AT) == Code.KIN_NOT_BOUND
    assert isinstance(world.ask(PayPremium("li", "long_term_care", 1, "li"), AT), tuple)
    own = world.finding(PayPremium("li", "long_term_care", 1, "li"), AT, Code.KIN_NOT_BOUND)
    assert (own.ok, own.facts) == (True, {})


@pytest.mark.parametrize(("fen", "taken"), [(50_000, True), (50_001, False)])
def test_a_premium_may_take_the_last_fen(fen: int, taken: bool) -> None:
    assert home().fails(premium("wang/wallet", fen), AT) == ([] if taken else [Code.BALANCE_SHORT])


def test_the_pooled_fund_pays_no_premium() -> None:
    assert home().ask(premium("li/pool"), AT) == Code.POOL_NOT_SHARED


def near(**changed: object) -> World:
    """Li and his mother in one province; 5200 元 on his account."""
    people = (enrolled("li", "CN-FJ-350300"), enrolled("wang", "CN-FJ-350100", "resident"))
    return World(*people, opening("li/personal", 520_000), bound(), **(OPEN | changed))


@pytest.mark.parametrize(("fen", "taken"), [(320_000, True), (320_001, False)])
def test_inside_a_province_a_relatives_premium_leaves_the_floor_alone(
    fen: int, taken: bool
) -> None:
    world = near(floor=((0, 0), (200_000, 10_000)))

    assert world.fails(premium("li", fen), AT) == ([] if taken else [Code.BALANCE_SHORT])


def test_a_family_account_pays_where_a_place_keeps_one() -> None:
    world = near(share_from="family_account")
    assert world.ask(premium("li"), AT) == Code.BALANCE_SHORT

    world.given(e.MoneySetAside(AT, "li", (("li/personal", 40_000),)))

    (paid,) = world.take(premium("li"), AT, "p1")
    assert isinstance(paid, e.PremiumPaid)
    assert paid.parts == (("li/family", 40_000),)


def test_ones_own_premium_takes_all_parts_of_the_account() -> None:
    world = near(share_from="carried_only").given(
        e.AccountCredited(AT, "li/personal.current", 5), opening("li/personal.carried", 5)
    )

    assert world.fails(PayPremium("li", "resident", 520_010, "li"), AT) == []
    assert world.fails(premium("li", 520_006), AT) == [Code.BALANCE_SHORT]


def test_a_province_owes_the_premium_it_pays_for_another() -> None:
    world = home()
    world.take(premium("li"), AT, "p1")

    assert world.book.owed == {("CN-SN", "CN-HE"): 40_000}
    (cleared,) = world.settled(moment("2025-12-01 00:00"))
    assert cleared == e.ClearingPaid(
        moment("2025-12-01 00:00"), "2025-11", (("CN-SN", "CN-HE", 40_000),)
    )


def test_a_scheme_nobody_knows_does_not_exist() -> None:
    with pytest.raises(ValueError, match="none of"):
        premium("li", scheme="car")
