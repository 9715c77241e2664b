"""What hangs on a disputed value: which readings are tried, and how what they turn is told."""

from dataclasses import replace
from pathlib import Path

from ledger.scenario.load import load
from ledger.scenario.run import run
from ledger.scenario.story import Scenario
from ledger.text.reader import parse
from ledger.whatif.comparing.disputed import doubts, hanging
from ledger.whatif.comparing.history import of_scenario

SCENARIOS = Path(__file__).parents[2] / "scenarios"
FAMILY = """\
scenario: family
format: 1
policy: [cn, cn-sn, cn-bj, cn-he]
clock: {start: 2025-11-10 08:00}
people:
  li: {insured: CN-SN, scheme: employee}
  wang: {insured: CN-HE, scheme: resident}
opening: {li/personal: 9000元, li/wallet: 0元, wang/wallet: 0元}
steps:
  - {id: b1, at: 2025-11-10 08:01, bind: {giver: li, member: wang, kin: mother}}
"""


def story(*steps: str, text: str = FAMILY) -> Scenario:
    lines = "".join(f"  - {{{step}}}\n" for step in steps)
    return load(parse(text + lines, "family.yaml", "steps"))


def tried(scenario: Scenario) -> list[str]:
    return [str(doubt) for doubt in doubts(of_scenario(scenario), scenario.policy)]


def told(scenario: Scenario) -> dict[str, list[tuple[str, ...]]]:
    found = hanging(of_scenario(scenario))
    return {str(hung.doubt): [tuple(turn) for turn in hung.turns] for hung in found}


TWICE = (
    "id: t1, at: 2025-11-10 09:00, transfer: {from: li, to: wang, amount: 1500元}",
    "id: a1, at: 2025-11-10 09:01, accept: t1",
    "id: t2, at: 2025-11-10 09:02, transfer: {from: li, to: wang, amount: 600元}",
)


def test_a_reading_that_answers_a_step_otherwise_is_named_with_both_answers() -> None:
    assert told(story(*TWICE)) == {
        "transfer.amount.per_day@CN-SN = plain": [("t2", "refused TRANSFER_DAY_AMOUNT", "pending")]
    }


def test_only_readings_of_the_places_and_days_of_the_story_are_tried() -> None:
    november = tried(story())
    october = tried(story(text=FAMILY.replace("2025-11-10", "2025-10-10")))

    assert "transfer.amount.per_day@CN-SN = plain" in november
    assert "kin.list@CN = narrow" in november
    assert not [doubt for doubt in november if "@CN-BJ" in doubt]
    assert set(november) - set(october) == {"transfer.amount.per_day@CN-SN = plain"}


def test_the_readings_of_a_place_that_someone_is_enrolled_in_later_are_tried_too() -> None:
    later = story("id: e1, at: 2025-11-10 09:00, enrol: {person: bo, insured: CN-BJ, scheme: none}")

    assert [doubt for doubt in tried(later) if "wallet.open@CN-BJ" in doubt]


def test_the_reading_in_force_is_none_of_those_tried_and_the_one_it_replaced_is() -> None:
    plain = {("transfer.amount.per_day", "CN-SN"): "plain"}
    scenario = story(*TWICE)
    switched = replace(scenario, policy=scenario.policy.with_readings(plain))

    assert told(switched) == {
        "transfer.amount.per_day@CN-SN = strict": [("t2", "pending", "refused TRANSFER_DAY_AMOUNT")]
    }


def test_answers_of_the_same_words_are_told_by_what_differs() -> None:
    scenario = story("id: u1, at: 2025-11-10 09:00, unbind: {giver: li, member: wang}")

    ((was, now),) = [turn[1:] for turn in told(scenario)["bind.unbind.effective@CN = next_day"]]

    assert was.startswith("ok (relation_ended")
    assert now.startswith("ok (relation_")
    assert "2025-11-10" in now


def test_a_bill_that_is_split_otherwise_is_told_by_the_accounts_that_pay_it() -> None:
    ward = "id: s1, at: 2025-11-10 09:00, settle: {patient: wang, setting: inpatient, burden: 80元}"
    scenario = story(ward, text=FAMILY.replace("wang/wallet: 0元", "wang/wallet: 300元"))

    assert told(scenario)["spend.settings@CN = wide"] == [
        (
            "s1",
            "ok (outside/cash -80元, wang/wallet 0元)",
            "ok (outside/cash 0元, wang/wallet -80元)",
        )
    ]


def test_a_story_stays_as_it_was() -> None:
    scenario = story(*TWICE)
    before = run(scenario).journal.head

    list(hanging(of_scenario(scenario)))

    assert run(scenario).journal.head == before


def test_the_what_ifs_of_readings_find_in_a_shipped_story_what_is_found_here() -> None:
    path = SCENARIOS / "inpatient-both-readings.yaml"
    found = told(load(parse(path.read_text(encoding="utf-8"), str(path), "steps")))

    assert found == {"spend.settings@CN = wide": [("s1", "refused SETTING_NOT_COVERED", "ok")]}
