"""Money in, out and back: credits, spends where and for what, refunds in parts."""

import pytest

from ledger.core import events as e
from ledger.core.commands import Credit, Refund, Spend
from ledger.core.refusals import Code
from tests.core.build import World, enrolled, family, moment

AT = moment("10:00")


def spend(
    source: str, fen: int = 100, setting: str = "pharmacy", place: str | None = None
) -> Spend:
    return Spend(source, fen, setting, place)


@pytest.mark.parametrize("scheme", ["employee", "retired", "flexible"])
def test_money_comes_into_the_personal_account_of_who_has_one(scheme: str) -> None:
    world = World(enrolled("li", scheme=scheme))

    assert world.take(Credit("li", 100_000, "划入"), AT) == (
        e.AccountCredited(AT, "li/personal", 100_000, "划入"),
    )
    assert world.fen("li/personal") == 100_000


@pytest.mark.parametrize("scheme", ["resident", "none"])
def test_who_has_no_personal_account_is_credited_nothing(scheme: str) -> None:
    assert World(enrolled("li", scheme=scheme)).ask(Credit("li", 1), AT) == Code.NO_ACCOUNT


@pytest.mark.parametrize("account", ["li/wallet", "li/pool"])
def test_nothing_else_is_credited(account: str) -> None:
    assert World(*family()).ask(Credit(account, 1), AT) == Code.NO_ACCOUNT


def test_a_spend_goes_from_the_account_to_the_provider_at_the_place_of_use() -> None:
    world = World(*family())

    assert world.take(spend("li/wallet", 250), AT, "s1") == (
        e.MoneySpent(AT, "s1", "li/wallet", 250, "pharmacy", "CN-SN"),
    )
    assert (world.fen("li/wallet"), world.fen("outside/provider")) == (99_750, 250)


@pytest.mark.parametrize(
    ("source", "setting", "refusal"),
    [
        ("li/wallet", "outpatient", None),
        ("li/wallet", "inpatient", Code.SETTING_NOT_COVERED),
        ("li/wallet", "wellness", Code.SETTING_NOT_COVERED),
        ("li", "inpatient", None),
        ("li/personal", "inpatient", None),
        ("li", "vaccine", Code.SETTING_NOT_COVERED),
    ],
)
def test_wallet_money_and_own_money_are_for_different_settings(
    source: str, setting: str, refusal: Code | None
) -> None:
    answer = World(*family()).ask(spend(source, setting=setting), AT)

    assert answer == refusal if refusal else isinstance(answer, tuple)


@pytest.mark.parametrize(
    ("home", "place", "refusal"),
    [
        ("CN-SN", None, None),
        ("CN-SN", "CN-SN", None),
        ("CN-SN", "CN-SN-610100", None),
        ("CN-SN", "CN-SC", Code.PLACE_NOT_COVERED),
        ("CN-SN-610100", "CN-SN-610100", None),
        ("CN-SN-610100", "CN-SN-610200", Code.PLACE_NOT_COVERED),
        ("CN-SN-610100", "CN-SN", Code.PLACE_NOT_COVERED),
        ("CN-XJ-660000", "CN-XJ-659007", None),
        ("CN-XJ-660000", "CN-XJ-650100", Code.PLACE_NOT_COVERED),
        ("CN-XJ-659007", "CN-XJ-660000", Code.PLACE_NOT_COVERED),
    ],
)
def test_wallet_money_is_spent_inside_the_place_of_use(
    home: str, place: str | None, refusal: Code | None
) -> None:
    world = World(*family(), e.PlaceOfUseChanged(AT, "li", home))

    answer = world.ask(spend("li/wallet", place=place), AT)

    assert answer == refusal if refusal else isinstance(answer, tuple)
    assert isinstance(world.ask(spend("li", place=place), AT), tuple), "own money goes anywhere"
    assert world.under(spend_place="anywhere").fails(spend("li/wallet", place=place), AT) == []


@pytest.mark.parametrize(
    ("spend_open", "wallets_open", "refused"),
    [
        ("with_wallet", True, False),
        ("with_wallet", False, True),
        ("open", False, False),
        ("not_open", True, True),
        ("", True, True),
    ],
)
def test_wallet_spending_opens_with_the_wallet_or_by_a_word_of_its_own(
    spend_open: str, wallets_open: bool, refused: bool
) -> None:
    world = World(*family(), spend_open=spend_open, wallets_open=wallets_open)

    assert world.fails(spend("li/wallet"), AT) == [Code.SPEND_NOT_OPEN] * refused
    assert world.fails(spend("li"), AT) == [], "the personal account is not the wallet's business"


def test_without_a_wallet_there_is_no_wallet_money_to_spend() -> None:
    codes = World(enrolled("li")).fails(spend("li/wallet"), AT)

    assert codes == [Code.WALLET_NOT_OPEN, Code.BALANCE_SHORT]


@pytest.mark.parametrize(("fen", "taken"), [(99_999, True), (100_000, True), (100_001, False)])
def test_a_spend_may_take_the_last_fen(fen: int, taken: bool) -> None:
    answer = World(*family()).ask(spend("li/wallet", fen), AT)

    assert isinstance(answer, tuple) if taken else answer == Code.BALANCE_SHORT


def test_the_pooled_fund_pays_no_spend() -> None:
    assert World(*family()).ask(spend("li/pool"), AT) == Code.POOL_NOT_SHARED


def test_a_refund_in_parts_gives_back_all_and_not_one_fen_more() -> None:
    world = World(*family())
    world.take(spend("li/wallet", 30_000), AT, "s1")

    for part in (12_050, 1, 17_948):
        world.take(Refund("s1", part, "退费"), AT)

    assert world.ask(Refund("s1", 2), AT) == Code.REFUND_TOO_MUCH
    assert world.finding(Refund("s1", 2), AT, Code.REFUND_TOO_MUCH).room_fen == 1
    assert world.take(Refund("s1", 1), AT) == (e.SpendRefunded(AT, "s1", "li/wallet", 1),)
    assert world.ask(Refund("s1", 1), AT) == Code.REFUND_TOO_MUCH
    assert (world.fen("li/wallet"), world.fen("outside/provider")) == (100_000, 0)


@pytest.mark.parametrize("source", ["li/personal", "li/wallet"])
def test_a_refund_goes_back_to_the_account_that_paid(source: str) -> None:
    world = World(*family())
    before = world.fen(source)
    world.take(spend(source, 5_000), AT, "s1")
    world.take(Refund("s1", 5_000), AT)

    assert world.fen(source) == before


def test_a_refund_comes_back_even_where_wallets_have_closed_since() -> None:
    world = World(*family())
    world.take(spend("li/wallet"), AT, "s1")
    world.under(wallets_open=False, spend_open="not_open", model="quota")

    assert isinstance(world.ask(Refund("s1", 100), AT), tuple)


@pytest.mark.parametrize("of", ["s2", "t1"])
def test_what_was_not_spent_is_not_refunded(of: str) -> None:
    world = World(*family())
    world.take(spend("li/wallet"), AT, "s1")

    assert world.ask(Refund(of, 1), AT) == Code.NOT_SPENT
