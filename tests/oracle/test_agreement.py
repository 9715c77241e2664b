"""Oracle and engine agree on every shipped story, and the oracle leaves nothing out."""

from dataclasses import replace
from pathlib import Path

import pytest

from ledger.core.refusals import Code
from ledger.oracle.answering import FAMILIES
from ledger.oracle.beside import Beside, facts_of
from ledger.policy import shipped
from ledger.scenario.actions import ACTIONS
from ledger.scenario.run import run, start, walk
from ledger.scenario.story import Scenario
from tests.oracle.planted import below_the_cap
from tests.scenarios.stories import FILES, stem, story


@pytest.mark.parametrize("path", FILES, ids=stem)
def test_they_agree_on_every_step_and_balance_of_a_shipped_story(path: Path) -> None:
    told = story(path)
    beside = Beside(told)

    made = run(told, beside.see)
    beside.finish(made)

    assert beside.difference is None
    assert beside.judged == made.commands


@pytest.mark.parametrize("path", [p for p in FILES if story(p).variants], ids=stem)
def test_they_agree_in_every_what_if_of_a_shipped_story(path: Path) -> None:
    for variant in story(path).variants:
        told: Scenario = replace(story(path), policy=variant.policy, items=variant.items)
        beside = Beside(told)

        made = start(told)
        walk(made, told.items, beside.see, verify=False)
        beside.finish(made)

        assert beside.difference is None
        assert beside.judged == made.commands


def test_the_oracle_answers_every_word_of_a_step() -> None:
    assert set(FAMILIES) == {*ACTIONS, "opening"}


def test_the_oracle_knows_every_code_that_a_rule_can_give() -> None:
    known = {rule.code for family in FAMILIES.values() for rule in family.rules}

    before_any_rule = {"KEY_REUSED", "LATE"}
    assert {code.value for code in Code} - known == {*before_any_rule, "RULE_ERROR"}


@pytest.mark.parametrize("word", FAMILIES)
def test_the_rules_stand_in_the_order_of_the_policy_file_and_need_what_it_says(word: str) -> None:
    files = shipped.shipped().files
    rows = {row.code: row.uses for row in next(f for f in files if f.region == "CN").rules}
    rules = FAMILIES[word].rules

    assert [r.code for r in rules] == sorted((r.code for r in rules), key=list(rows).index)
    for rule in rules:
        assert set(rule.needs) <= set(rows[rule.code])
        assert rule.asks.__doc__, rule


def test_the_first_difference_is_told_with_both_answers_and_the_facts_of_the_rule(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = story(next(path for path in FILES if path.stem == "t03-one-fen-over-the-cap"))
    below_the_cap(monkeypatch)

    beside = Beside(told)
    run(told, beside.see)

    assert beside.difference == (
        "t1: the oracle says pending; the engine says "
        "refused TRANSFER_CAP_EACH, also [], 1999.99元 would pass now"
    )
    assert facts_of("transfer", "TRANSFER_CAP_EACH") == ["W07", "T03"]
