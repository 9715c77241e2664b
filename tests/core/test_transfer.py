"""Sending: what is taken, what is refused, and where exactly the line is."""

from itertools import pairwise

import pytest

from ledger.core import events as e
from ledger.core.commands import SendTransfer
from ledger.core.refusals import PRECEDENCE, Code
from ledger.words.moments import HOUR, Window
from tests.core.build import (
    NIGHT,
    World,
    bound,
    day,
    enrolled,
    family,
    moment,
    next_day,
    opening,
)

AT = moment("10:00")
LI_TO_WANG = SendTransfer("li", "wang", 50_000)


def wish(fen: int, source: str = "li", payee: str = "wang") -> SendTransfer:
    return SendTransfer(source, payee, fen)


def test_a_transfer_leaves_the_personal_account_and_waits_until_six_next_morning() -> None:
    world = World(*family())

    events = world.take(LI_TO_WANG, AT, "t1")

    due = next_day("06:00")
    assert events == (e.TransferSent(AT, "t1", "li", "li/personal", "wang", 50_000, due),)
    assert world.fen("li/personal") == 750_000
    assert world.fen("transit/t1") == 50_000
    assert world.fen("wang/wallet") == 0


def test_naming_the_wallet_of_the_payee_is_the_same_wish_as_naming_the_payee() -> None:
    world = World(*family())

    assert world.ask(wish(1, payee="wang/wallet"), AT) == world.ask(wish(1), AT)


@pytest.mark.parametrize(
    ("fen", "refusal"),
    [(199_999, None), (200_000, None), (200_001, Code.TRANSFER_CAP_EACH)],
)
def test_one_transfer_may_reach_its_cap_and_not_one_fen_more(
    fen: int, refusal: Code | None
) -> None:
    answer = World(*family()).ask(wish(fen), AT)

    assert answer == refusal if refusal else isinstance(answer, tuple)


@pytest.mark.parametrize(
    ("fen", "refusal"), [(4_999, None), (5_000, None), (5_001, Code.BALANCE_SHORT)]
)
def test_an_account_may_be_emptied_and_not_overdrawn_by_one_fen(
    fen: int, refusal: Code | None
) -> None:
    poor = World(enrolled("li"), enrolled("wang"), bound())
    poor.given(opening("li/personal", 5_000), opening("li/wallet", 0), opening("wang/wallet", 0))

    answer = poor.ask(wish(fen), AT)

    assert answer == refusal if refusal else isinstance(answer, tuple)


@pytest.mark.parametrize(
    ("time", "refusal"),
    [
        ("21:59:59.999999", None),
        ("22:00", Code.HOURS_CLOSED),
        ("23:59:59.999999", Code.HOURS_CLOSED),
        ("2025-11-11 00:00", Code.HOURS_CLOSED),
        ("2025-11-11 05:59:59.999999", Code.HOURS_CLOSED),
        ("2025-11-11 06:00", None),
    ],
)
def test_transfers_stop_at_ten_sharp_and_go_on_at_six_sharp(
    time: str, refusal: Code | None
) -> None:
    answer = World(*family()).ask(LI_TO_WANG, moment(time))

    assert answer == refusal if refusal else isinstance(answer, tuple)


def test_every_one_of_several_windows_closes() -> None:
    world = World(*family(), closed=(NIGHT, Window(12 * HOUR, 13 * HOUR)))

    assert world.ask(LI_TO_WANG, moment("12:30")) == Code.HOURS_CLOSED
    assert world.ask(LI_TO_WANG, moment("22:30")) == Code.HOURS_CLOSED
    assert isinstance(world.ask(LI_TO_WANG, next_day("13:00")), tuple)


def test_a_pending_transfer_stops_the_next_one_to_anybody() -> None:
    world = World(*family(), enrolled("zhang"), opening("zhang/wallet", 0), bound("li", "zhang"))
    world.take(LI_TO_WANG, AT, "t1")

    assert world.ask(wish(1, payee="zhang"), AT + 1) == Code.PENDING_OPEN
    assert world.under(pending_cap=2).fails(wish(1, payee="zhang"), AT + 1) == []


def test_a_pending_transfer_stops_nobody_else() -> None:
    world = World(*family(), enrolled("zhang"), opening("zhang/wallet", 50_000))
    world.given(bound("zhang", "wang"))
    world.take(LI_TO_WANG, AT, "t1")

    assert isinstance(world.ask(wish(1, "zhang/wallet"), AT + 1), tuple)


def test_automatic_acceptance_puts_the_money_into_the_wallet_at_once() -> None:
    world = World(*family(), acceptance="automatic")

    events = world.take(LI_TO_WANG, AT, "t1")

    assert events == (e.TransferSent(AT, "t1", "li", "li/personal", "wang", 50_000, None),)
    assert world.fen("wang/wallet") == 50_000
    assert world.book.pending == {}
    assert isinstance(world.ask(LI_TO_WANG, AT), tuple), "nothing is pending"
    assert world.settled(next_day("23:00")) == []


def unopened(**changed: object) -> World:
    world = World(enrolled("li"), enrolled("wang"), bound(), **changed)
    return world.given(opening("li/personal", 100_000), opening("li/wallet", 0))


def test_a_payee_without_a_wallet_is_refused_or_waited_for_as_the_policy_says() -> None:
    assert unopened().ask(LI_TO_WANG, AT) == Code.WALLET_NOT_OPEN

    waiting = unopened(on_unopened="pend_then_return")
    waiting.take(LI_TO_WANG, AT, "t1")

    assert waiting.fen("transit/t1") == 50_000
    assert [type(event) for event in waiting.settled(next_day("06:00"))] == [e.TransferReturned]
    assert waiting.fen("li/personal") == 100_000


def test_nothing_is_accepted_automatically_into_a_wallet_that_does_not_exist() -> None:
    world = unopened(on_unopened="pend_then_return", acceptance="automatic")

    world.take(LI_TO_WANG, AT, "t1")

    assert world.fen("transit/t1") == 50_000


def test_a_payer_without_a_wallet_is_refused_whatever_happens_to_payees() -> None:
    world = World(enrolled("li"), enrolled("wang"), bound(), on_unopened="pend_then_return")
    world.given(opening("li/personal", 100_000), opening("wang/wallet", 0))

    assert world.ask(LI_TO_WANG, AT) == Code.WALLET_NOT_OPEN


def test_wallet_money_is_sent_on_from_the_wallet_where_the_policy_allows_it() -> None:
    onward = wish(40_000, "li/wallet")
    world = World(*family())

    assert World(*family(), onward="not_allowed").ask(onward, AT) == Code.ONWARD_NOT_ALLOWED
    world.take(onward, AT, "t1")
    assert (world.fen("li/wallet"), world.fen("li/personal")) == (60_000, 800_000)
    world.settled(next_day("06:00"))
    assert (world.fen("li/wallet"), world.fen("li/personal")) == (100_000, 800_000)


def test_the_ban_on_sending_on_does_not_touch_the_personal_account() -> None:
    assert isinstance(World(*family(), onward="not_allowed").ask(LI_TO_WANG, AT), tuple)


def test_money_never_goes_into_an_account_of_another_kind_even_if_a_policy_allows_it() -> None:
    back = wish(100, "li/wallet", "wang/personal")

    assert World(*family()).ask(back, AT) == Code.WALLET_TO_ACCOUNT
    assert World(*family(), to_account="allowed").ask(back, AT) == Code.RULE_ERROR


def test_the_pooled_fund_pays_no_transfer() -> None:
    assert World(*family()).fails(wish(100, "li/pool"), AT) == [
        Code.POOL_NOT_SHARED,
        Code.BALANCE_SHORT,
    ]


def test_who_has_no_personal_account_has_nothing_in_it() -> None:
    world = World(*family(), bound("wang", "li"))

    assert world.ask(wish(1, "wang", "li"), AT) == Code.BALANCE_SHORT


@pytest.mark.parametrize(
    ("time", "taken"),
    [
        ("2025-11-11 23:59:59.999999", False),
        ("2025-11-12 00:00", True),
        ("2025-11-13 23:59:59.999999", True),
        ("2025-11-14 00:00", False),
    ],
)
def test_a_relation_stands_from_the_first_instant_of_its_first_day_to_the_last_of_its_last(
    time: str, taken: bool
) -> None:
    days = (day("2025-11-12"), day("2025-11-13"))
    world = World(enrolled("li"), enrolled("wang"), closed=())
    world.given(opening("li/personal", 100_000), opening("li/wallet", 0), opening("wang/wallet", 0))
    world.given(bound("li", "wang", *days))

    answer = world.ask(LI_TO_WANG, moment(time))

    assert isinstance(answer, tuple) if taken else answer == Code.KIN_NOT_BOUND


def test_a_relation_past_its_last_day_is_over_even_before_its_end_is_booked() -> None:
    world = World(*family(), bound("li", "wang", None, day("2025-11-10")), closed=())

    finding = world.finding(LI_TO_WANG, next_day("00:00"), Code.KIN_NOT_BOUND)

    assert ("li", "wang") in world.book.relations
    assert not finding.ok


def test_a_relation_counts_in_one_direction_only() -> None:
    world = World(*family())

    assert world.ask(wish(100, "wang/wallet", "li"), AT) == Code.KIN_NOT_BOUND


def test_where_no_relation_is_asked_for_anybody_may_send() -> None:
    world = World(*family(), enrolled("zhang"), opening("zhang/wallet", 0), kin="not_required")

    assert isinstance(world.ask(wish(100, payee="zhang"), AT), tuple)


def test_the_code_of_a_refusal_is_the_first_in_the_written_order_and_all_are_found() -> None:
    broke = World(enrolled("li", scheme="resident"), enrolled("wang"))
    broke.under(model="quota", onward="not_allowed", wallets_open=False, transfer_day_count=0)
    broke.under(pending_cap=0, transfer_cap_each_fen=1, transfer_day_fen=1)

    failing = broke.fails(wish(100, "li/wallet", "wang/personal"), moment("23:00"))

    assert failing == [
        Code.MODEL_NOT_IN_FORCE,
        Code.WALLET_TO_ACCOUNT,
        Code.ONWARD_NOT_ALLOWED,
        Code.REGION_NOT_OPEN,
        Code.WALLET_NOT_OPEN,
        Code.KIN_NOT_BOUND,
        Code.HOURS_CLOSED,
        Code.PENDING_OPEN,
        Code.TRANSFER_CAP_EACH,
        Code.TRANSFER_DAY_COUNT,
        Code.TRANSFER_DAY_AMOUNT,
        Code.BALANCE_SHORT,
    ]
    assert all(PRECEDENCE[a] < PRECEDENCE[b] for a, b in pairwise(failing))
    assert broke.ask(wish(100, "li/wallet", "wang/personal"), moment("23:00")) == failing[0]
