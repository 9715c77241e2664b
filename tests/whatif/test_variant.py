"""What-ifs of the story of the format page, and how each difference is told."""

from dataclasses import replace
from pathlib import Path

import pytest

from ledger.scenario.load import load
from ledger.scenario.run import Answer, Run, run
from ledger.scenario.story import Scenario
from ledger.text.reader import parse
from ledger.whatif.comparing.variant import (
    Flip,
    VariantRun,
    answer_text,
    own_balances,
    run_variants,
)

FILE = Path(__file__).parents[2] / "scenarios" / "two-provinces.yaml"
TEXT = FILE.read_text(encoding="utf-8")


def loaded(text: str) -> Scenario:
    return load(parse(text, str(FILE), "steps"))


def told(text: str = TEXT) -> tuple[Run, list[VariantRun]]:
    made = run(loaded(text))
    return made, list(run_variants(made))


def test_the_what_ifs_of_the_format_page_change_exactly_what_they_list() -> None:
    made, variants = told()

    assert made.failures == []
    assert [[str(flip) for flip in variant.flips] for variant in variants] == [
        ["t8: refused TRANSFER_DAY_AMOUNT -> pending"],
        ["t2: refused TRANSFER_CAP_EACH -> refused TRANSFER_DAY_AMOUNT"],
        ["t4: refused PENDING_OPEN -> pending"],
    ]
    assert [failure for variant in variants for failure in variant.failures] == []


def test_a_variant_leaves_the_story_as_it_was() -> None:
    made = run(loaded(TEXT))
    before = (repr(made.book), made.journal.head, dict(made.answers))

    list(run_variants(made))

    assert (repr(made.book), made.journal.head, made.answers) == before


def test_a_change_says_which_scheduled_values_it_hides() -> None:
    _, variants = told()

    hidden = [f"{h.parameter}@{h.region} {h.span}" for v in variants for h in v.variant.hidden]

    assert hidden == ["transfer.cap.each@CN 2024-11-15.."]


WRONG: dict[str, tuple[str, str, list[str]]] = {
    "a step that does not change": (
        "differs: {t4:",
        "differs: {t5:",
        ["t4: expected no difference", "t5: expected refused PENDING_OPEN -> pending"],
    ),
    "another code before": (
        "was: {refused: PENDING_OPEN}",
        "was: {refused: HOURS_CLOSED}",
        ["t4 was: expected refused HOURS_CLOSED"],
    ),
    "another answer now": (
        "was: {refused: PENDING_OPEN}, now: pending",
        "was: {refused: PENDING_OPEN}, now: ok",
        ["t4 now: expected ok"],
    ),
    "no change listed": (
        "differs: {t4: {was: {refused: PENDING_OPEN}, now: pending}}",
        "differs: {}",
        ["t4: expected no difference"],
    ),
    "one listed too many": (
        "differs: {t4: {was: {refused: PENDING_OPEN}, now: pending}}",
        "differs: {t4: {was: {refused: PENDING_OPEN}, now: pending}, t6: {was: ok, now: pending}}",
        ["t6: expected ok -> pending"],
    ),
    "an end that is another": (
        "wang/wallet: 3020.50元",
        "wang/wallet: 3020.51元",
        ["wang/wallet: expected 3020.51元"],
    ),
    "an end that is not the same": (
        "ends: {balances: {li/personal: 5900元, transit: 500元}}",
        "ends: same",
        ["li/personal: expected 6400元", "transit/t8: expected 0元"],
    ),
}


@pytest.mark.parametrize(("right", "wrong", "said"), WRONG.values(), ids=WRONG)
def test_an_expectation_of_a_what_if_that_is_wrong_fails_at_its_own_line(
    right: str, wrong: str, said: list[str]
) -> None:
    assert TEXT.count(right) == 1
    line = TEXT[: TEXT.index(right)].count("\n") + 1

    made, variants = told(TEXT.replace(right, wrong))

    failures = [failure for variant in variants for failure in variant.failures]
    told_of = [f"{f.subject.rpartition(': ')[2]}: expected {f.expected}" for f in failures]
    assert made.failures == []
    assert told_of == said
    assert {failure.place.line for failure in failures} == {line}
    assert {failure.place.path for failure in failures} == {str(FILE)}


def test_a_flip_of_amounts_alone_tells_the_amounts() -> None:
    flip = Flip("s1", Answer("ok", None, 100), Answer("ok", None, 250))

    assert str(flip) == "s1: ok 1元 -> ok 2.50元"


def test_a_flip_of_shares_alone_tells_who_paid() -> None:
    was = Answer("ok", None, 500, {"wang/wallet": 500})
    flip = Flip("s1", was, Answer("ok", None, 500, {"wang/wallet": 300, "outside/cash": 200}))

    assert str(flip) == "s1: ok wang/wallet 5元 -> ok wang/wallet 3元, outside/cash 2元"


def test_a_flip_of_verdicts_tells_the_verdicts() -> None:
    flip = Flip("s1", Answer("ok", None, 100), Answer("refused", "BALANCE_SHORT", 0))

    assert str(flip) == "s1: ok -> refused BALANCE_SHORT"
    assert answer_text(flip.now) == "refused BALANCE_SHORT"


def test_what_people_hold_is_told_without_money_outside_and_empty_accounts() -> None:
    made, _ = told()

    assert own_balances(made) == {"li/personal": 640_000, "wang/wallet": 242_050}


SWEEP = """\
  - name: how much a transfer may move
    sweep: {transfer.cap.each@CN: [500元, 2000元, 5000元]}
"""


def test_a_sweep_gives_a_row_a_value_in_the_order_written() -> None:
    _, variants = told(TEXT + SWEEP)
    rows = variants[-1].sweep

    assert [(str(row.setting), row.value) for row in rows] == [
        ("transfer.cap.each@CN", value) for value in ("500元", "2000元", "5000元")
    ]
    assert rows[1].flips == ()
    assert [str(flip) for flip in rows[2].flips] == [
        "t2: refused TRANSFER_CAP_EACH -> refused TRANSFER_DAY_AMOUNT"
    ]
    assert rows[0].refused > rows[1].refused == rows[2].refused == 6


def test_invariants_are_watched_in_a_variant_too() -> None:
    scenario = loaded(TEXT)
    variant = replace(scenario.variants[0], always=("replay-identical",))

    (told_of,) = run_variants(run(replace(scenario, variants=(variant,))))

    assert told_of.failures == ()
    assert told_of.run.session.broken == []
