"""What the oracle found in the engine, told as it is now."""

import pytest

from ledger.core import commands as c
from ledger.core.refusals import Code
from tests.ledgers import amended, moment, opened

KIN_OF_LI = (
    c.Enrol("li", "CN-SH", "employee"),
    c.Enrol("wang", "CN-SH", "resident"),
    c.PostOpening("li/personal", 500_000),
)
BEFORE_WALLETS = moment("2023-03-01 09:00")
UNDER_QUOTAS = moment("2026-07-01 09:00")


def test_ones_own_account_is_spent_from_before_there_were_wallets() -> None:
    session = opened(KIN_OF_LI, BEFORE_WALLETS)

    decision = session.handle(c.Spend("li", 700, "outpatient"), at=BEFORE_WALLETS, key="s1")

    assert decision.verdict == "ok"


def test_a_wallet_is_not_spent_from_before_there_were_wallets() -> None:
    session = opened((*KIN_OF_LI, c.PostOpening("wang/wallet", 900)), BEFORE_WALLETS)

    spend = c.Spend("wang/wallet", 700, "outpatient")
    decision = session.handle(spend, at=BEFORE_WALLETS, key="s1")

    assert decision.code is Code.SPEND_NOT_OPEN


@pytest.mark.parametrize(("bound", "code"), [(True, None), (False, Code.KIN_NOT_BOUND)])
def test_a_bound_relatives_premium_is_paid_before_there_were_wallets(
    bound: bool, code: Code | None
) -> None:
    before: list[c.Command] = [*KIN_OF_LI]
    if bound:
        before.append(c.Bind("li", "wang", "mother"))
    session = opened(before, BEFORE_WALLETS, amended("premium.resident", "allowed", "CN-SH"))

    premium = c.PayPremium("wang", "resident", 40_000, "li")
    decision = session.handle(premium, at=BEFORE_WALLETS, key="p1")

    assert decision.code is code


def test_no_quota_is_frozen_for_a_stranger_even_where_transfers_need_no_relation() -> None:
    session = opened(KIN_OF_LI, UNDER_QUOTAS, amended("transfer.kin", "not_required"))

    decision = session.handle(c.Grant("li", "wang", 1_000), at=UNDER_QUOTAS, key="g1")

    assert decision.code is Code.KIN_NOT_BOUND


def test_items_of_a_bill_return_no_more_than_is_left_of_it() -> None:
    session = opened(KIN_OF_LI, UNDER_QUOTAS)
    items = (c.BillItem("a", 99), c.BillItem("b", 5_000))
    session.handle(c.Settle("li", "outpatient", 0, items), at=UNDER_QUOTAS, key="s1")
    session.handle(c.Refund("s1", 7), at=UNDER_QUOTAS, key="r1")
    session.handle(c.Refund("s1", items=("a",)), at=UNDER_QUOTAS, key="r2")

    decision = session.handle(c.Refund("s1", items=("b",)), at=UNDER_QUOTAS, key="r3")

    assert decision.code is Code.REFUND_TOO_MUCH
    assert session.book.settlements["s1"].burden_fen == 5_000 - 7
    assert session.book.balances["li/personal.carried"] == 500_000 - 5_000 + 7
    assert session.book.balances.get("outside/cash", 0) == 0
