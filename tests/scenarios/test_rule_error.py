"""A rule that breaks refuses; it is never skipped, and the explanation says which it was."""

from dataclasses import replace
from typing import NoReturn

import pytest

from ledger.core.commands import SendTransfer
from ledger.core.decide import FAMILIES
from ledger.core.refusals import Code
from ledger.core.rules.rule import Case
from ledger.scenario.fields import Setting
from ledger.scenario.outcome import Outcome
from ledger.scenario.run import Run, start, verify_always, walk
from ledger.scenario.story import Scenario, Step
from ledger.scenario.variants import EVER, changed
from ledger.whatif.explain import Document, explain_step
from ledger.whatif.narrate import narrate, short
from tests.scenarios.stories import FOLDER, story

ALWAYS = ("money-conserved", "no-negative-balance", "refused-changes-nothing", "replay-identical")


def broken(_case: Case) -> NoReturn:
    raise ZeroDivisionError("a rule of ours is wrong")


@pytest.fixture
def scenario(monkeypatch: pytest.MonkeyPatch) -> Scenario:
    """Two provinces, under rules of which HOURS_CLOSED breaks whenever it is asked."""
    family = FAMILIES[SendTransfer]
    rules = tuple(
        rule._replace(room=broken) if rule.code is Code.HOURS_CLOSED else rule
        for rule in family.rules
    )
    monkeypatch.setitem(FAMILIES, SendTransfer, family._replace(rules=rules))
    return afresh(story(FOLDER / "two-provinces.yaml"))


def afresh(scenario: Scenario) -> Scenario:
    """The same story with no rule table remembered from before."""
    return replace(scenario, policy=scenario.policy.with_readings({}))


def play(scenario: Scenario) -> tuple[Run, dict[str, Document]]:
    """Run a story as far as it goes, and explain every refusal at its moment."""
    made, documents = start(scenario), dict[str, Document]()

    def watch(step: Step, outcome: Outcome) -> None:
        if outcome.verdict == "refused":
            documents[step.id] = explain_step(scenario, step, outcome)

    walk(made, scenario.items, watch, verify=False)
    return made, documents


def test_a_rule_that_breaks_refuses_and_moves_nothing(scenario: Scenario) -> None:
    made, documents = play(scenario)
    verify_always(made, ALWAYS, ("always",))

    assert made.answers["t1"].code == Code.RULE_ERROR
    assert made.answers["t1"].moved_fen == 0
    assert documents["t1"]["passes_now_fen"] == 0
    assert documents["t1"]["passes_at"] == "never"
    assert made.book.balances["li/personal"] == 900_000
    assert made.failures == []


def test_a_rule_that_fails_before_the_broken_one_keeps_its_code(scenario: Scenario) -> None:
    _, documents = play(scenario)

    assert documents["t0"]["code"] == Code.KIN_NOT_BOUND
    assert documents["t0"]["also"] == [Code.RULE_ERROR]


def test_a_rule_that_fails_after_the_broken_one_is_told_too(scenario: Scenario) -> None:
    _, documents = play(scenario)

    assert documents["t2"]["code"] == Code.RULE_ERROR
    assert documents["t2"]["also"] == [Code.TRANSFER_CAP_EACH, Code.TRANSFER_DAY_AMOUNT]


def test_the_findings_skip_no_rule_and_name_the_broken_one(scenario: Scenario) -> None:
    _, documents = play(scenario)
    rows = documents["t1"]["rules"]

    assert len(rows) == len(FAMILIES[SendTransfer].rules)
    assert [row["facts"]["error"] for row in rows if not row["ok"]] == [
        "HOURS_CLOSED: ZeroDivisionError"
    ]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_explanation_names_the_broken_rule(scenario: Scenario, lang: str) -> None:
    _, documents = play(scenario)
    text = narrate(documents["t1"], lang)

    assert text.splitlines()[0].split()[1] == "RULE_ERROR"
    assert "HOURS_CLOSED: ZeroDivisionError" in text
    assert "RULE_ERROR" in short(documents["t1"], lang)


def test_an_outcome_that_breaks_refuses_though_no_rule_fails() -> None:
    """Cash is modelled nowhere: a policy that allows it is broken, not obeyed."""
    plain = story(FOLDER / "t12-no-cash.yaml")
    made, documents = play(with_cash(plain))

    assert made.answers["w1"].code == Code.RULE_ERROR
    assert documents["w1"]["passes_now_fen"] == 0
    assert documents["w1"]["passes_at"] == "never"
    assert made.answers["w3"].code == Code.BALANCE_SHORT
    assert made.book.balances["tang/wallet"] == 20_000


def with_cash(scenario: Scenario) -> Scenario:
    setting = Setting("wallet.withdraw", "CN")
    change = changed(scenario.policy, setting, "allowed", (EVER, None))
    return replace(scenario, policy=scenario.policy.with_changes((change,)))
