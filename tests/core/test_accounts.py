"""Personal accounts: the month's credit, their two parts, the family account."""

import pytest

from ledger.core import events as e
from ledger.core.commands import Contribute, Credit, PostOpening, Refund, SetAside, Spend
from ledger.core.refusals import Code
from ledger.core.rules.funds import marginal_fen
from tests.core.build import START, World, day, enrolled, moment, opening

AT = moment("10:00")
PARTS = "current_and_carried"
WUHAN: dict[str, object] = {
    "retired_credit": ((0, 8_300),),
    "flexible_retired_credit_fen": 6_600,
    "flexible_credit_fen": 0,
    "credit_rate_bp": 200,
}


def credited(scheme: str, command: Contribute, **terms: object) -> object:
    """The fen that come into the account, or the code of the refusal."""
    answer = World(enrolled("li", "CN-HB-420100", scheme), **terms).ask(command, AT)
    if isinstance(answer, Code):
        return answer
    (event,) = answer
    assert isinstance(event, e.AccountCredited)
    return event.amount_fen


@pytest.mark.parametrize(
    ("scheme", "command", "fen"),
    [
        ("employee", Contribute("li", 1_000_000), 20_000),
        ("employee", Contribute("li", 49), Code.NO_CREDIT),
        ("employee", Contribute("li", 99), 1),
        ("employee", Contribute("li"), Code.NO_CREDIT),
        ("retired", Contribute("li"), 8_300),
        ("flexible", Contribute("li", retired=True), 6_600),
        ("flexible", Contribute("li"), Code.NO_CREDIT),
        ("resident", Contribute("li", 1_000_000), Code.NO_ACCOUNT),
        ("none", Contribute("li"), Code.NO_ACCOUNT),
    ],
)
def test_t55_the_months_credit_by_scheme_rounded_down_to_the_fen(
    scheme: str, command: Contribute, fen: object
) -> None:
    assert credited(scheme, command, **WUHAN) == fen


def test_t55_a_retirees_fixed_amount_in_guangzhou() -> None:
    assert credited("retired", Contribute("li"), retired_credit=((0, 16_042),)) == 16_042


@pytest.mark.parametrize(
    ("born", "fen"),
    [("1955-11-11", 9_700), ("1955-11-10", 10_700), ("1930-01-01", 10_700), (None, 9_700)],
)
def test_a_retirees_amount_may_rise_with_age_on_the_birthday(born: str | None, fen: int) -> None:
    person = e.PersonEnrolled(START, "li", "CN-BJ", "retired", "", day(born) if born else None)
    world = World(person, retired_credit=((0, 9_700), (70, 10_700)))

    (event,) = world.take(Contribute("li"), AT)

    assert isinstance(event, e.AccountCredited)
    assert event.amount_fen == fen


def test_below_the_first_age_of_a_table_there_is_no_credit() -> None:
    assert credited("retired", Contribute("li"), retired_credit=((61, 9_700),)) == Code.NO_CREDIT


def test_where_an_account_has_parts_openings_are_carried_over_and_credits_are_not() -> None:
    world = World(enrolled("li", "CN-SH"), account_parts=PARTS, credit_rate_bp=200)
    world.take(PostOpening("li/personal", 700), START)
    world.take(Credit("li", 300), AT)
    world.take(Contribute("li", 5_000), AT)

    assert world.fen("li/personal.carried") == 700
    assert world.fen("li/personal.current") == 400


def test_a_year_rolls_once_at_its_end_and_again_the_next_year() -> None:
    world = World(enrolled("li", "CN-SH"), account_parts=PARTS)
    world.take(Credit("li", 300), AT)
    world.take(Credit("li", 200), AT)
    first, second = moment("2026-01-01 00:00"), moment("2027-01-01 00:00")

    assert world.settled(first - 1) == []
    assert world.settled(first) == [e.YearRolled(first, "li", 500)]
    assert world.settled(second) == []
    world.take(Credit("li", 7), second)
    assert world.settled(moment("2028-01-01 00:00")) == [
        e.YearRolled(moment("2028-01-01 00:00"), "li", 7)
    ]
    assert world.fen("li/personal.carried") == 507


def test_current_year_money_that_comes_back_later_is_carried_over_at_that_years_end() -> None:
    world = World(enrolled("li", "CN-SH"), account_parts=PARTS)
    world.take(Credit("li", 300), AT)
    world.take(Spend("li", 300, "pharmacy"), AT, "s1")
    world.settled(moment("2026-01-01 00:00"))
    spent = world.book.spends["s1"]
    later = moment("2026-02-01 10:00")
    world.given(e.SpendRefunded(later, "s1", "li/personal", 300, "", spent.parts))

    end = moment("2027-01-01 00:00")
    assert world.settled(end) == [e.YearRolled(end, "li", 300)]


def test_a_spend_from_two_parts_comes_back_to_each_once() -> None:
    world = World(enrolled("li", "CN-SH"), account_parts=PARTS)
    world.given(e.AccountCredited(START, "li/personal.current", 300))
    world.given(opening("li/personal.carried", 300))
    world.take(Spend("li", 400, "pharmacy"), AT, "s1")

    for fen in (250, 100, 50):
        world.take(Refund("s1", fen), AT)

    assert world.fen("li/personal.current") == world.fen("li/personal.carried") == 300
    assert world.ask(Refund("s1", 1), AT) == Code.REFUND_TOO_MUCH


def test_a_spend_from_an_account_with_parts_says_what_each_gave() -> None:
    world = World(enrolled("li", "CN-SH"), account_parts=PARTS, own_order="current_first")
    world.given(e.AccountCredited(START, "li/personal.current", 300))
    world.given(opening("li/personal.carried", 300))

    (spent,) = world.take(Spend("li", 400, "pharmacy"), AT, "s1")

    assert isinstance(spent, e.MoneySpent)
    assert spent.parts == (("li/personal.current", 300), ("li/personal.carried", 100))
    assert spent.account == "li/personal"


@pytest.mark.parametrize(("fen", "taken"), [(100, True), (101, False)])
def test_a_setting_for_carried_over_money_alone_takes_no_other(fen: int, taken: bool) -> None:
    world = World(enrolled("li", "CN-ZJ"), carried_settings=frozenset({"vaccine"}))
    world.given(e.AccountCredited(START, "li/personal.current", 900))
    world.given(opening("li/personal.carried", 100))

    codes = world.fails(Spend("li", fen, "vaccine"), AT)

    assert codes == ([] if taken else [Code.BALANCE_SHORT])


@pytest.mark.parametrize(
    ("fen", "through"),
    [(0, 0), (1, 0), (2, 1), (999, 499), (1_001, 501), (5_001, 4_100), (5_002, 4_101)],
)
def test_a_marginal_table_lets_through_of_each_bracket_its_share_rounded_down(
    fen: int, through: int
) -> None:
    rows = ((0, 5_000), (1_000, 10_000), (4_000, 6_000))

    assert marginal_fen(rows, fen) == through
    assert marginal_fen((), fen) == fen


def putian(fen: int = 520_000, **changed: object) -> World:
    """T21: 5200 元 where what exceeds 2000 元 may go into the family account once a month."""
    terms: dict[str, object] = {
        "share_from": "family_account",
        "floor": ((0, 0), (200_000, 10_000)),
        "set_aside_per_month": 1,
        **changed,
    }
    return World(enrolled("li", "CN-FJ-350300"), opening("li/personal", fen), **terms)


@pytest.mark.parametrize(("fen", "taken"), [(320_000, True), (320_001, False)])
def test_t21_only_what_exceeds_2000_is_set_aside(fen: int, taken: bool) -> None:
    world = putian()

    assert world.fails(SetAside("li", fen), AT) == ([] if taken else [Code.FLOOR_SHORT])
    finding = world.finding(SetAside("li", fen), AT, Code.FLOOR_SHORT)
    assert finding.room_fen == 320_000


def test_t21_a_second_move_in_the_month_is_refused_and_the_next_month_takes_it() -> None:
    world = putian()
    world.take(SetAside("li", 100_000), AT)

    assert world.ask(SetAside("li", 1), moment("2025-11-30 23:59")) == Code.SET_ASIDE_MONTH
    assert isinstance(world.ask(SetAside("li", 220_000), moment("2025-12-01 00:00")), tuple)
    assert world.fails(SetAside("li", 220_001), moment("2025-12-01 00:00")) == [Code.FLOOR_SHORT]
    assert (world.fen("li/personal"), world.fen("li/family")) == (420_000, 100_000)


def test_as_many_moves_a_month_as_a_place_allows() -> None:
    world = putian(set_aside_per_month=2)
    world.take(SetAside("li", 1), AT)
    world.take(SetAside("li", 1), AT)

    assert world.ask(SetAside("li", 1), AT) == Code.SET_ASIDE_MONTH


def test_one_move_from_two_parts_is_one_move() -> None:
    world = putian(set_aside_per_month=2).given(opening("li/personal.carried", 100))

    (event,) = world.take(SetAside("li", 320_100), AT)

    assert event == e.MoneySetAside(AT, "li", (("li/personal", 320_100),))
    (event,) = world.under(floor=()).take(SetAside("li", 200_000), AT)
    assert isinstance(event, e.MoneySetAside)
    assert event.shares == (("li/personal", 199_900), ("li/personal.carried", 100))


@pytest.mark.parametrize("account", ["li/wallet", "li/pool", "ma", "ma/personal"])
def test_nothing_but_personal_money_is_set_aside(account: str) -> None:
    world = putian().given(enrolled("ma", "CN-FJ-350300", "resident"))

    assert world.ask(SetAside(account, 1), AT) == Code.NO_ACCOUNT


@pytest.mark.parametrize("share_from", ["any_money", "carried_only"])
def test_elsewhere_there_is_no_family_account(share_from: str) -> None:
    world = putian(share_from=share_from)

    assert world.ask(SetAside("li", 1), AT) == Code.NO_FAMILY_ACCOUNT
