"""Bills in a scenario: the individual's part, who is expected to pay, what freeze writes."""

import json
from pathlib import Path

import pytest

from ledger.core import commands as c
from ledger.scenario.freeze import frozen
from ledger.scenario.load import load_file
from ledger.scenario.run import run
from ledger.scenario.story import Step
from ledger.scenario.wire import LineError, step_of

STORY = """\
scenario: bills
format: 1
policy: [cn, cn-sn]
clock: {start: 2025-11-10 08:00}
people:
  li: {insured: CN-SN, scheme: employee}
  ma: {insured: CN-SN, scheme: resident}
opening: {li/personal: 100元, ma/wallet: 30元}
steps:
  - {id: b1, at: 2025-11-10 08:00, bind: {giver: li, member: ma, kin: mother}}
  - {id: h1, at: 2025-11-10 09:00, settle: {patient: ma, setting: pharmacy, BILL}, expect: EXPECT}
"""


def written(folder: Path, expect: str = "ok", bill: str = "burden: 150元", more: str = "") -> Path:
    path = folder / "bills.yaml"
    path.write_text(STORY.replace("EXPECT", expect).replace("BILL", bill) + more, encoding="utf-8")
    return path


def items_of(path: Path) -> tuple[c.BillItem, ...]:
    step = load_file(str(path)).items[-1]
    assert isinstance(step, Step)
    assert isinstance(step.command, c.Settle)
    return step.command.items


@pytest.mark.parametrize(
    ("item", "amount", "pooled"),
    [
        ("amount: 4元", 400, 0),
        ("amount: 4元, pooled: 6元", 400, 600),
        ("price: 10元", 1_000, 0),
        ("price: 10元, pooled: 6元", 400, 600),
        ("price: 10元, pooled: 60%", 400, 600),
        ("price: 10元, pooled: 100%", 0, 1_000),
        ("price: 0.03元, pooled: 50%", 2, 1),
        ("price: 0.01元, pooled: 99.99%", 1, 0),
    ],
)
def test_the_pooled_part_is_given_or_a_share_of_the_price_rounded_down_to_the_fen(
    item: str, amount: int, pooled: int, tmp_path: Path
) -> None:
    path = written(tmp_path, bill=f"items: [{{id: a, {item}, setting: outpatient}}]")

    assert items_of(path) == (c.BillItem("a", amount, pooled, "outpatient"),)


@pytest.mark.parametrize(
    ("written_as", "item"),
    [
        ({"price_fen": 1_000, "pooled": "60%"}, c.BillItem("a", 400, 600)),
        ({"price_fen": 1_000, "pooled_fen": 1}, c.BillItem("a", 999, 1)),
    ],
)
def test_a_line_writes_a_ratio_as_a_file_does(
    written_as: dict[str, object], item: c.BillItem
) -> None:
    bill = {"patient": "li", "setting": "pharmacy", "items": [{"id": "a", **written_as}]}
    line = {"key": "h1", "at": "2025-11-10 09:00", "settle": bill}

    command = step_of(json.dumps(line).encode()).command

    assert isinstance(command, c.Settle)
    assert command.items == (item,)


@pytest.mark.parametrize("part", [{"pooled": 5}, {"pooled": "5元"}, {"price": "5元"}])
def test_a_line_states_no_other_money_in_words(part: dict[str, object]) -> None:
    bill = {"patient": "li", "setting": "pharmacy", "items": [{"id": "a", "amount_fen": 1, **part}]}
    line = {"key": "h1", "at": "2025-11-10 09:00", "settle": bill}

    with pytest.raises(LineError, match="whole number of fen"):
        step_of(json.dumps(line).encode())


@pytest.mark.parametrize(
    ("expect", "came"),
    [
        ("{paid: {ma/wallet: 30元, li/personal: 100元, cash: 20元}}", []),
        ("{paid: {cash: 20元}}", []),
        ("{paid: {ma/personal: 0元, li/frozen: 0元}}", []),
        ("{paid: {outside/cash: 21元}}", [("h1 paid outside/cash", "21元", "20元")]),
        ("{paid: {li/personal: 0元}}", [("h1 paid li/personal", "0元", "100元")]),
        ("{refused: BALANCE_SHORT}", [("h1", "refused BALANCE_SHORT", "ok")]),
    ],
)
def test_only_the_shares_that_are_written_are_compared(
    expect: str, came: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    made = run(load_file(str(written(tmp_path, expect))))

    assert [(f.subject, f.expected, f.came) for f in made.failures] == came


def test_what_is_refused_has_paid_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, "{paid: {cash: 150元}}", "burden: 150元, card: li")

    (failure,) = run(load_file(str(path))).failures

    assert failure.came == "refused CARD_NOT_OWN"


RETURNED = """\
  - {id: r1, at: 2025-11-10 10:00, refund: {of: h1, amount: 50元}, expect: fill}
  - {id: x1, at: 2025-11-10 11:00, cancel: {of: h1}, expect: fill}
"""


def test_freeze_writes_who_paid_a_settlement_and_what_is_left_of_it(tmp_path: Path) -> None:
    path = written(tmp_path, "fill", more=RETURNED)

    text, count = frozen(load_file(str(path)))

    assert count == 3
    assert "expect: {paid: {ma/wallet: 30元, li/personal: 100元, cash: 20元}}}" in text
    assert "expect: {paid: {ma/wallet: 30元, li/personal: 70元}}}" in text
    assert "cancel: {of: h1}, expect: ok}" in text
    path.write_text(text, encoding="utf-8")
    assert run(load_file(str(path))).failures == []


PARTS = """\
scenario: parts
format: 1
policy: [cn, cn-sh]
clock: {start: 2025-12-30 08:00}
people: {li: {insured: CN-SH, scheme: employee}}
opening: {li/personal: 100元}
steps:
  - {id: k1, at: 2025-12-30 09:00, credit: {to: li, amount: 40元}}
  - {id: h1, at: 2025-12-30 10:00, settle: {patient: li, setting: pharmacy, burden: 130元},
     expect: {paid: {li/personal: 130元}}}
  - {id: m1, at: 2025-12-30 11:00, standing: {person: li, is: suspended, until: 2025-12-31}}
  - check:
      at: 2026-01-01 00:00
      happened: [{resumed: li}]
      balances: {li/personal: 10元}
ends: {only: true, balances: {li/personal: 10元, cash: 0元}}
always: [replay-identical]
"""


def test_a_total_covers_the_parts_of_an_account_in_what_is_paid_and_in_balances(
    tmp_path: Path,
) -> None:
    path = tmp_path / "parts.yaml"
    path.write_text(PARTS, encoding="utf-8")

    made = run(load_file(str(path)))

    assert made.failures == []
    assert set(made.answers["h1"].paid) == {"li/personal.current", "li/personal.carried"}
