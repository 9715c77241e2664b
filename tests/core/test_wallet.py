"""Wallets: who may open one for whom, when one may close, and where it is used."""

import pytest

from ledger.core import events as e
from ledger.core.commands import (
    AcceptTransfer,
    ChangePlaceOfUse,
    CloseWallet,
    OpenWallet,
    SendTransfer,
    Withdraw,
)
from ledger.core.refusals import Code
from ledger.core.rules.wallet import age_on
from tests.core.build import START, World, day, enrolled, family, moment, next_day, opening

AT = moment("10:00")


def born(person: str, birth_day: str) -> e.PersonEnrolled:
    return e.PersonEnrolled(START, person, "CN-SN", "resident", "", day(birth_day))


def test_an_adult_opens_a_wallet_alone_to_be_used_where_insured() -> None:
    world = World(enrolled("li", "CN-SN-610100"))

    assert world.take(OpenWallet("li"), AT) == (e.WalletOpened(AT, "li", "li", "CN-SN-610100"),)
    assert world.book.people["li"].wallet_open


def test_a_second_wallet_is_refused() -> None:
    assert World(*family()).ask(OpenWallet("li"), AT) == Code.WALLET_ALREADY_OPEN


@pytest.mark.parametrize(
    ("birth_day", "last_minor_day", "first_own_day"),
    [
        ("2007-11-10", "2025-11-09", "2025-11-10"),
        ("2008-02-29", "2026-02-28", "2026-03-01"),
        ("2006-02-28", "2024-02-27", "2024-02-28"),
        ("2006-12-31", "2024-12-30", "2024-12-31"),
    ],
)
def test_a_minor_opens_alone_from_the_first_instant_of_the_eighteenth_birthday(
    birth_day: str, last_minor_day: str, first_own_day: str
) -> None:
    world = World(born("duo", birth_day))

    last = world.fails(OpenWallet("duo"), moment(f"{last_minor_day} 23:59:59.999999"))
    first = world.fails(OpenWallet("duo"), moment(f"{first_own_day} 00:00"))

    assert last == [Code.MINOR_ALONE]
    assert first == []


def test_someone_born_on_a_leap_day_turns_a_year_older_on_that_day_where_there_is_one() -> None:
    birth = day("2008-02-29")

    assert age_on(birth, day("2024-02-28")) == 15
    assert age_on(birth, day("2024-02-29")) == 16
    assert age_on(birth, day("2025-02-28")) == 16
    assert age_on(birth, day("2025-03-01")) == 17


def test_a_relative_opens_for_a_minor_and_is_named_as_who_did() -> None:
    world = World(born("duo", "2017-05-05"), enrolled("li"))

    assert world.take(OpenWallet("duo", "li"), AT)[0] == e.WalletOpened(AT, "duo", "li", "CN-SN")


def test_a_minor_opens_for_nobody() -> None:
    world = World(born("duo", "2017-05-05"), enrolled("li"))

    assert world.ask(OpenWallet("li", "duo"), AT) == Code.MINOR_ALONE


def test_naming_oneself_as_opener_does_not_make_a_minor_an_adult() -> None:
    assert World(born("duo", "2017-05-05")).ask(OpenWallet("duo", "duo"), AT) == Code.MINOR_ALONE


def test_who_gives_no_day_of_birth_counts_as_an_adult() -> None:
    assert isinstance(World(enrolled("li")).ask(OpenWallet("li"), AT), tuple)


@pytest.mark.parametrize("command", [OpenWallet("li", "gu"), CloseWallet("li", "gu")])
def test_nobody_unknown_acts_for_another(command: OpenWallet | CloseWallet) -> None:
    assert World(enrolled("li")).ask(command, AT) == Code.NOT_ENROLLED


def test_who_is_in_no_insurance_opens_no_wallet() -> None:
    outsider = World(enrolled("li", scheme="none"))

    assert outsider.ask(OpenWallet("li"), AT) == Code.NOT_INSURED
    assert outsider.under(insurance="not_required").fails(OpenWallet("li"), AT) == []


def test_no_wallet_opens_where_the_region_has_not_opened() -> None:
    assert World(enrolled("li"), wallets_open=False).ask(OpenWallet("li"), AT) == (
        Code.REGION_NOT_OPEN
    )


def test_a_wallet_closes_only_when_one_fen_after_another_is_gone() -> None:
    world = World(enrolled("li"), opening("li/wallet", 1))

    assert world.ask(CloseWallet("li"), AT) == Code.WALLET_NOT_EMPTY
    world.given(e.MoneySpent(AT, "s1", "li/wallet", 1, "pharmacy", "CN-SN"))
    assert world.take(CloseWallet("li"), AT) == (e.WalletClosed(AT, "li"),)
    assert world.ask(CloseWallet("li"), AT) == Code.WALLET_NOT_OPEN


@pytest.mark.parametrize("holder", ["li", "wang"])
def test_a_wallet_does_not_close_while_money_is_under_way_to_or_from_its_holder(
    holder: str,
) -> None:
    world = World(*family())
    world.given(e.MoneySpent(AT, "s1", "li/wallet", 100_000, "pharmacy", "CN-SN"))
    world.take(SendTransfer("li", "wang", 100), AT, "t1")

    assert world.ask(CloseWallet(holder), AT) == Code.WALLET_NOT_EMPTY
    assert isinstance(world.ask(CloseWallet(holder), next_day("06:00")), tuple)


def test_the_last_fen_that_comes_in_keeps_a_wallet_open() -> None:
    world = World(*family())
    world.take(SendTransfer("li", "wang", 1), AT, "t1")
    world.take(AcceptTransfer("t1"), AT)

    assert world.ask(CloseWallet("wang"), AT) == Code.WALLET_NOT_EMPTY


def test_a_wallet_opened_again_is_used_where_insured_again() -> None:
    world = World(enrolled("li"), opening("li/wallet", 0))
    world.take(ChangePlaceOfUse("li", "CN-BJ"), AT)
    world.take(CloseWallet("li"), AT)
    world.take(OpenWallet("li"), AT)

    assert world.book.people["li"].place == "CN-SN"


def test_the_place_of_use_changes_where_the_policy_allows_it_for_whoever_holds_a_wallet() -> None:
    move = ChangePlaceOfUse("li", "CN-SH")
    world = World(*family())

    assert World(enrolled("li")).ask(move, AT) == Code.WALLET_NOT_OPEN
    assert World(*family(), place_change="not_allowed").ask(move, AT) == Code.PLACE_FIXED
    assert world.take(move, AT) == (e.PlaceOfUseChanged(AT, "li", "CN-SH"),)
    assert world.book.people["li"].place == "CN-SH"


@pytest.mark.parametrize("source", ["li", "li/personal", "li/wallet"])
def test_cash_is_never_paid_out(source: str) -> None:
    assert World(*family()).fails(Withdraw(source, 100), AT) == [Code.WITHDRAW_NOT_ALLOWED]


def test_a_policy_that_allows_cash_is_broken_and_moves_nothing() -> None:
    world = World(*family(), withdraw="allowed")

    assert world.ask(Withdraw("li", 100), AT) == Code.RULE_ERROR
    assert world.fails(Withdraw("li", 100), AT) == [Code.RULE_ERROR]
    assert world.finding(Withdraw("li", 100), AT, Code.RULE_ERROR).room_fen == 0
