"""What a payer has used of a day: how many transfers, how much, and what came back."""

import pytest

from ledger.core import events as e
from ledger.core.commands import SendTransfer
from ledger.core.refusals import Code
from tests.core.build import (
    World,
    accepted,
    bound,
    enrolled,
    family,
    moment,
    next_day,
    opening,
    sent,
)

AT = moment("10:00")


def wish(fen: int, source: str = "li", payee: str = "wang") -> SendTransfer:
    return SendTransfer(source, payee, fen)


@pytest.mark.parametrize(
    ("fen", "refusal"), [(49_999, None), (50_000, None), (50_001, Code.TRANSFER_DAY_AMOUNT)]
)
def test_the_days_total_may_reach_its_cap_and_not_one_fen_more(
    fen: int, refusal: Code | None
) -> None:
    world = World(*family(), *accepted("t1", 150_000, moment("09:00")), transfer_day_fen=200_000)

    answer = world.ask(wish(fen), AT)

    assert answer == refusal if refusal else isinstance(answer, tuple)


@pytest.mark.parametrize(("before", "refusal"), [(2, None), (3, Code.TRANSFER_DAY_COUNT)])
def test_three_transfers_a_day_are_taken_and_a_fourth_is_not(
    before: int, refusal: Code | None
) -> None:
    world = World(*family())
    for number in range(before):
        world.given(*accepted(f"t{number}", 100, moment(f"09:0{number}")))

    answer = world.ask(wish(100), AT)

    assert answer == refusal if refusal else isinstance(answer, tuple)


def test_a_transfer_counts_to_the_day_it_was_sent_on_and_midnight_begins_another() -> None:
    last = moment("23:59:59.999999")
    world = World(*family(), closed=(), transfer_day_count=1, pending_cap=9)
    world.take(wish(100), last, "t1")

    assert world.ask(wish(100), last) == Code.TRANSFER_DAY_COUNT
    assert isinstance(world.ask(wish(100), next_day("00:00")), tuple)


def test_a_day_counts_every_account_of_the_payer_together() -> None:
    world = World(*family(), transfer_day_count=1, transfer_day_fen=60_000)
    world.given(*accepted("t1", 50_000, moment("09:00"), "li/wallet"))

    assert world.fails(wish(50_000), AT) == [Code.TRANSFER_DAY_COUNT, Code.TRANSFER_DAY_AMOUNT]


def test_a_day_counts_only_what_the_payer_sent_himself() -> None:
    world = World(*family(), enrolled("zhang"), opening("zhang/wallet", 9_000))
    world.under(transfer_day_count=1)
    world.given(bound("zhang", "wang"), *accepted("t1", 50_000, moment("09:00")))

    assert isinstance(world.ask(wish(9_000, "zhang/wallet"), AT), tuple)


@pytest.mark.parametrize(
    ("counts", "count_refusal", "amount_refusal"),
    [
        ("counted", Code.TRANSFER_DAY_COUNT, Code.TRANSFER_DAY_AMOUNT),
        ("not_counted", None, None),
    ],
)
def test_whether_a_transfer_declined_the_same_day_still_uses_it_up_is_the_policys_choice(
    counts: str, count_refusal: Code | None, amount_refusal: Code | None
) -> None:
    nine = moment("09:00")
    declined = e.TransferDeclined(nine + 1, "t1", "li", "li/personal", "wang", 150_000)
    past = (*family(), sent("t1", 150_000, nine, next_day("06:00")), declined)
    by_count = World(*past, transfer_day_count=1, counts_returned=counts)
    by_amount = World(*past, transfer_day_fen=200_000, counts_returned=counts)

    for world, refusal in ((by_count, count_refusal), (by_amount, amount_refusal)):
        answer = world.ask(wish(60_000), AT)
        assert answer == refusal if refusal else isinstance(answer, tuple)


def test_only_what_came_back_is_given_back_to_the_day() -> None:
    nine = moment("09:00")
    declined = e.TransferDeclined(nine + 1, "t1", "li", "li/personal", "wang", 150_000)
    world = World(*family(), transfer_day_fen=200_000, counts_returned="not_counted")
    world.given(sent("t1", 150_000, nine, next_day("06:00")), declined)
    world.given(*accepted("t2", 30_000, nine + 2))

    room = world.finding(wish(1), AT, Code.TRANSFER_DAY_AMOUNT).room_fen

    assert room == 170_000
    assert world.finding(wish(1), AT, Code.TRANSFER_DAY_COUNT).facts == {"used_count": 1}


def test_a_return_next_morning_gives_nothing_to_the_new_day() -> None:
    world = World(*family(), transfer_day_fen=200_000, counts_returned="not_counted")
    world.take(wish(150_000), moment("20:00"), "t1")
    world.take(wish(120_000), next_day("07:00"), "t2")

    room = world.finding(wish(1), next_day("07:01"), Code.TRANSFER_DAY_AMOUNT).room_fen

    assert room == 80_000
