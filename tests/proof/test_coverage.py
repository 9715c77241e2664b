"""What a story exercises is what its decisions asked, and nothing behind a refusal."""

import json
from pathlib import Path

from ledger.core.commands import SendTransfer
from ledger.core.decide import FAMILIES
from ledger.proof.coverage import LIMITS, OUT_OF_REACH, coverage, measured, outcomes
from ledger.proof.watch import BIND, PASS, REFUSE, Answered, Seen, watched
from tests.cli.running import walletsim, written
from tests.proof.stories import HEAD, shipped, told

SENT = "  - {id: t1, at: 2025-11-10 09:00, transfer: {from: li, to: wang, amount: 2000元}}\n"
TOO_MUCH = (
    "  - {id: t1, at: 2025-11-10 09:00, transfer: {from: li, to: wang, amount: 2000.01元},"
    " expect: {refused: TRANSFER_CAP_EACH}}\n"
)
TWICE = SENT + SENT.replace("{id: t1", "{id: t2, key: t1")
TWICE = TWICE.replace("t2, key: t1,", "t2, key: t1, expect: duplicate,")


def outcome(code: str, word: str) -> Answered:
    return Answered("transfer", code, word)


def test_a_transfer_that_passes_exercises_every_rule_of_its_table_once() -> None:
    found = watched(told(SENT)).outcomes

    passed = {key.code for key in found if key.family == "transfer" and key.outcome == PASS}
    assert len(passed) == len(FAMILIES[SendTransfer].rules)
    assert found[outcome("TRANSFER_CAP_EACH", BIND)] == 1
    assert found[outcome("BALANCE_SHORT", BIND)] == 0


def test_what_stands_behind_a_refusal_is_not_exercised() -> None:
    seen = watched(told(TOO_MUCH))

    assert seen.outcomes[outcome("TRANSFER_CAP_EACH", REFUSE)] == 1
    assert seen.outcomes[outcome("BALANCE_SHORT", PASS)] == 0
    assert seen.codes == {"TRANSFER_CAP_EACH": 1}
    assert "transfer.count.per_day" not in seen.parameters
    assert "transfer.cap.each" in seen.parameters


def test_a_wish_that_is_repeated_asks_no_rule_a_second_time() -> None:
    once, twice = watched(told(SENT)), watched(told(TWICE))

    assert once.outcomes == twice.outcomes
    assert once.values == twice.values


def test_a_value_is_exercised_where_it_is_read_for_its_side_and_day() -> None:
    values = {(v.parameter, v.region) for v in watched(told(SENT)).values}

    assert ("wallet.open", "CN-SH") in values
    assert ("wallet.open", "CN-HE") in values
    assert ("wallet.open", "CN") not in values
    assert ("transfer.cap.each", "CN") in values
    assert ("account.credit.rate", "CN") not in values


def test_a_what_if_exercises_what_it_asks_and_a_sweep_nothing() -> None:
    plain = watched(told(SENT))
    other = watched(
        told(
            SENT + "what_if:\n  - {name: more, replace: {t1: {amount: 2000.01元}}, differs: "
            "{t1: {was: pending, now: {refused: TRANSFER_CAP_EACH}}}}\n"
        )
    )
    swept = watched(
        told(SENT + "what_if:\n  - {name: sweep, sweep: {transfer.cap.each@CN: [1元, 2元]}}\n")
    )

    assert outcome("TRANSFER_CAP_EACH", REFUSE) in other.outcomes
    assert outcome("TRANSFER_CAP_EACH", REFUSE) not in plain.outcomes
    assert outcome("TRANSFER_CAP_EACH", REFUSE) not in swept.outcomes


def test_the_rules_that_leave_room_for_an_amount_are_those_seen_to_and_no_others() -> None:
    seen = Seen()
    for scenario in shipped():
        seen.add(watched(scenario))
    bound = {(key.family, key.code) for key in seen.outcomes if key.outcome == BIND}

    assert bound == LIMITS - {(key.family, key.code) for key in OUT_OF_REACH}


def test_nothing_out_of_reach_is_counted_and_nothing_counted_is_unknown() -> None:
    rules = {(f.name, r.code.value) for f in FAMILIES.values() for r in f.rules}

    assert rules >= LIMITS
    assert not set(outcomes()) & OUT_OF_REACH.keys()
    assert {(found.family, found.code) for found in outcomes()} == rules


def test_a_percentage_is_rounded_down_so_that_a_hundred_means_all() -> None:
    scenario = told(SENT)
    sums = {row.name: row for row in measured(watched(scenario), [scenario.policy]).sums}

    assert sums["rule_outcomes"].percent < 20
    assert sums["dated_values"].reached == len(watched(scenario).values)
    assert all(row.percent < 100 or row.reached == row.of for row in coverage([scenario]).sums)


def test_the_command_shows_what_was_never_reached_and_ends_with_one_below_the_bar(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, HEAD + SENT)
    result = walletsim("coverage", path, "--fail-under", "50", "--format", "json")
    rows = {row["name"]: row for row in json.loads(result.stdout)}

    assert result.exit_code == 1
    assert "below 50 percent: refusal codes, rule outcomes" in result.stderr
    assert "TRANSFER_CAP_EACH refuse" in rows["transfer"]["never"]
    assert walletsim("coverage", path, "--lang", "zh").stdout.startswith("规则（按命令）\n")
    assert walletsim("coverage", path).exit_code == 0
