"""The explanation of a settlement lists who paid, and the values that put them in order."""

from functools import cache

import pytest

from ledger.scenario.load import load
from ledger.scenario.run import judged_step
from ledger.scenario.story import Scenario
from ledger.text.reader import parse
from ledger.whatif.explain import Document, explain_step
from ledger.whatif.narrate import narrate

STORY = """\
scenario: settled
format: 1
clock: {start: 2025-11-10 08:00}
people:
  ma: {name: 王芳, insured: CN-FJ-350100, scheme: resident}
  li: {name: 李明, insured: CN-FJ-350300, scheme: employee}
opening: {li/personal: 9000元, ma/wallet: 30元}
steps:
  - {id: b1, at: 2025-11-10 08:00, bind: {giver: li, member: ma, kin: mother}}
  - {id: a1, at: 2025-11-10 08:01, set_aside: {from: li, amount: 100元}}
  - {id: h1, at: 2025-11-10 09:00, settle: {patient: ma, setting: pharmacy, burden: 80元}}
  - {id: h2, at: 2025-11-10 09:05, settle: {patient: li, setting: pharmacy, burden: 10元}}
  - {id: h3, at: 2025-11-10 09:06, settle: {patient: ma, setting: wellness, burden: 10元}}
  - id: h4
    at: 2025-11-10 09:07
    settle: {patient: ma, setting: pharmacy, items: [{id: a, amount: 0元, pooled: 1元}]}
  - {id: r1, at: 2025-11-10 09:10, refund: {of: h1, amount: 60元}}
"""


@cache
def story() -> Scenario:
    return load(parse(STORY, "settled.yaml", "steps"))


def explained(step: str) -> Document:
    found = judged_step(story(), step)
    assert found is not None
    return explain_step(story(), *found)


def test_every_share_has_its_account_amount_and_region() -> None:
    document = explained("h1")

    assert document["burden_fen"] == 8_000
    assert document["paid"] == [
        {"account": "ma/wallet", "amount_fen": 3_000, "region": "CN-FJ-350100"},
        {"account": "li/family", "amount_fen": 5_000, "region": "CN-FJ-350300"},
    ]


def test_what_may_be_shared_is_the_word_of_the_givers_region() -> None:
    ordered = {row["parameter"]: row for row in explained("h1")["ordered_by"]}

    assert list(ordered) == ["settle.order", "settle.givers.order", "account.share.from"]
    assert ordered["account.share.from"]["value"] == "family_account"
    assert ordered["account.share.from"]["region"].startswith("CN-FJ")


def test_where_no_giver_pays_no_value_about_givers_is_told() -> None:
    assert [row["parameter"] for row in explained("h2")["ordered_by"]] == ["settle.order"]


def test_of_a_partial_return_it_is_told_who_pays_what_is_left() -> None:
    assert [share["amount_fen"] for share in explained("r1")["paid"]] == [2_000]


def test_a_refused_settlement_has_paid_nothing_to_list() -> None:
    document = explained("h3")

    assert document["code"] == "SETTING_NOT_COVERED"
    assert "paid" not in document


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        (
            "en",
            [
                "asked     80.00 元, settle, ma 王芳 (CN-FJ-350100)",
                "paid      ma/wallet (CN-FJ-350100) 30.00 元, li/family (CN-FJ-350300) 50.00 元",
                "order     own_first   settle.order@CN",
            ],
        ),
        ("zh", ["80.00 元，settle，ma 王芳 (CN-FJ-350100)", "支付", "顺序"]),
    ],
)
def test_a_reader_sees_the_shares_and_their_order(lang: str, lines: list[str]) -> None:
    said = narrate(explained("h1"), lang)

    for line in lines:
        assert line in said


def test_a_bill_that_the_pooled_fund_pays_whole_is_paid_by_nobody() -> None:
    assert "paid      nobody" in narrate(explained("h4"), "en")
