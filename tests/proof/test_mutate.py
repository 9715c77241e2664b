"""A mutant is noticed by the story that stands on its line, and by no other."""

import json
from pathlib import Path
from random import Random
from typing import cast

import pytest

from ledger.cli.files import sound_scenarios
from ledger.core.book import Book
from ledger.core.decide import FAMILIES
from ledger.policy.shipped import shipped
from ledger.proof.equivalent import EQUIVALENT, SAME_PLACES, SAME_VALUES, why_equivalent
from ledger.proof.killer import Killers
from ledger.proof.lines import LINES
from ledger.proof.mutants import Mutant, in_rules
from ledger.proof.mutate import Range, Trial, mutants_of, sampled, scores, with_book
from ledger.proof.policy_mutants import policy_mutants
from ledger.proof.rule_mutants import TWO_SIDED, rule_mutants
from ledger.proof.tale import Probe
from ledger.proof.watch import Stated
from ledger.scenario.story import Step
from tests.cli.running import walletsim, written
from tests.proof.stories import HEAD, told
from tests.proof.stories import shipped as shipped_stories

AT = (
    "  - {{id: t{n}, at: 2025-11-10 09:0{n}, "
    "transfer: {{from: li, to: wang, amount: {fen}元}}{more}}}\n"
)
BELOW = AT.format(n=1, fen=1000, more="")
OVER = AT.format(n=2, fen="2000.01", more=", expect: {refused: TRANSFER_CAP_EACH}")
AT_CAP = AT.format(n=3, fen=2000, more="")


def mutant(name: str) -> Mutant:
    everything = [*rule_mutants(), *policy_mutants(shipped())]
    return next(found for found in everything if found.told == name)


def tried(steps: str, name: str) -> str:
    return Range([told(steps)]).tried(mutant(name)).outcome


@pytest.mark.parametrize(
    ("name", "killers"),
    [
        ("transfer TRANSFER_CAP_EACH: skipped", {"over"}),
        ("transfer TRANSFER_CAP_EACH: +1 fen", {"over"}),
        ("transfer TRANSFER_CAP_EACH: -1 fen", {"at"}),
        ("transfer.cap.each@CN 2024-11-15: +1", {"over"}),
        ("transfer.cap.each@CN 2024-11-15: -1", {"at"}),
        ("transfer.cap.each@CN 2024-11-15: left out", {"at", "below"}),
        ("transfer.count.per_day@CN 2024-11-15: -1", set()),
    ],
)
def test_a_mutant_of_the_cap_is_killed_by_the_stories_on_its_side_of_the_line(
    name: str, killers: set[str]
) -> None:
    stories = {"below": BELOW, "at": AT_CAP, "over": OVER}

    assert {word for word, steps in stories.items() if tried(steps, name) == "killed"} == killers


def test_the_first_story_that_notices_is_named() -> None:
    found = Range([told(BELOW), told(OVER)]).tried(mutant("transfer TRANSFER_CAP_EACH: skipped"))

    assert (found.killer, found.outcome) == ("small", "killed")


def test_after_a_trial_the_rules_are_as_before() -> None:
    before = dict(FAMILIES)
    spoiled = mutant("transfer KIN_NOT_BOUND: skipped")
    with in_rules(spoiled):
        assert spoiled.command is not None
        assert FAMILIES[spoiled.command] != before[spoiled.command]

    assert before == FAMILIES
    assert tried(BELOW, spoiled.told) == "survived"
    assert before == FAMILIES


def test_a_story_that_fails_as_it_is_tells_nothing() -> None:
    with pytest.raises(ValueError, match="small"):
        Range([told(AT.format(n=2, fen="2000.01", more=""))])


def test_a_book_without_the_record_stays_the_very_same() -> None:
    scenario = told(BELOW)
    other = mutant("wallet.open@CN-SN 2025-07-03: from +1")
    narrow = with_book(scenario, lambda book: book)

    assert narrow is scenario
    assert with_book(scenario, other.book) is not scenario
    assert with_book(scenario, other.book).policy.hash == scenario.policy.hash


def test_every_row_of_every_table_has_a_mutant_and_names_are_unlike() -> None:
    names = [found.told for found in rule_mutants()]
    rows = {f"{f.name} {rule.code}" for f in FAMILIES.values() for rule in f.rules}

    assert {name.partition(": ")[0] for name in names} == rows
    assert len(set(names)) == len(names)


def test_every_dated_value_of_the_book_has_a_mutant_of_its_first_day() -> None:
    book = shipped()
    moved = {found.name for found in policy_mutants(book) if found.change == "from +1"}

    assert len(moved) == sum(len(records) for records in book.history.values())


def test_a_rule_that_asks_for_no_moment_has_no_mutant_of_another_day() -> None:
    changes = {found.told for found in rule_mutants()}

    assert "transfer TRANSFER_CAP_EACH: day -1" not in changes
    assert "transfer TRANSFER_DAY_COUNT: day -1" in changes
    assert "settle CARD_NOT_OWN: other side" not in changes


def test_only_families_with_two_sides_ever_had_two_people_in_a_shipped_story() -> None:
    met: set[str] = set()
    for scenario in shipped_stories():
        for step in (item for item in scenario.items if isinstance(item, Step)):
            family = FAMILIES[type(step.command)]
            one, other = family.sides(Book(), step.command)
            met |= {family.name} if one != other else set()

    assert met <= TWO_SIDED
    assert met >= TWO_SIDED - {"accept", "decline"}


def test_what_is_declared_equivalent_exists_and_says_why() -> None:
    everything = list(rule_mutants()) + list(policy_mutants(shipped()))

    reasons = {why_equivalent(found, shipped()) for found in everything} - {""}
    assert reasons == {*EQUIVALENT.values(), SAME_VALUES, SAME_PLACES}


def test_a_value_that_only_repeats_what_held_before_is_equivalent_when_left_out() -> None:
    again = mutant("account.move@CN 2021-11-01: from +1")
    other = mutant("account.move@CN-GD 2021-11-01: from +1")

    assert why_equivalent(again, shipped()) == SAME_VALUES
    assert why_equivalent(other, shipped()) == ""


def test_a_mutant_that_is_killed_is_no_equivalent_whatever_is_declared() -> None:
    found = Trial(mutant("bind SAME_PERSON: skipped"), killer="story", equivalent="said so")

    assert found.outcome == "killed"


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("transfer TRANSFER_CAP_EACH: skipped", "amount: 2000.01元}, expect: {refused: "),
        ("wallet.open@CN-SN 2025-07-03: from +1", "at: '2025-07-03 08:00', open_wallet: "),
        ("unbind KIN_NOT_BOUND: skipped", "unbind: "),  # the program breaks at that step
        # Another rule refuses the day before, so no probe has the step: it is seen behind that.
        ("account.set_aside.per_month@CN-FJ 2023-03-24: from -1", "also: [SET_ASIDE_MONTH]"),
        # Nobody's line asks for a month's credit in the last hours of a day; only when it passes.
        ("contribute NO_CREDIT: zone -8h", "refused: NO_CREDIT, passes_at: "),
        ("bind KIN_TAKEN: after GIVERS_FULL", ""),
    ],
)
def test_a_survivor_is_told_with_a_step_that_would_kill_it_where_some_line_asks_it(
    name: str, asked: str
) -> None:
    found = Range([told(BELOW)]).tried(mutant(name))

    assert found.outcome == "survived"
    assert asked in found.would_kill
    assert bool(asked) == bool(found.would_kill)


def test_a_balance_that_is_another_as_it_is_notices_no_change(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def wrong(probe: Probe, _value: int) -> None:
        probe.sent(probe.pair(), 1)
        probe.holds("p1/personal", 7, probe.day)

    monkeypatch.setitem(cast("dict[str, object]", LINES), "transfer.cap.each", ("", wrong))
    nothing = Stated("transfer.cap.each", "", 0, "")

    assert Killers(shipped()).step(Mutant("policy", "nothing", "unchanged", nothing)) == ""


def test_a_survivor_that_no_line_feels_is_told_with_another_scenario_that_notices() -> None:
    alone = Range([told(BELOW)]).tried(mutant("transfer BALANCE_SHORT: skipped"))
    beside = Range([told(BELOW)], shipped_stories).tried(mutant("transfer BALANCE_SHORT: skipped"))

    assert (alone.outcome, alone.would_kill) == ("survived", "")
    assert beside.outcome == "survived"
    named = next(story for story in shipped_stories() if story.name == beside.would_kill)
    assert Range([named]).tried(beside.mutant).outcome == "killed"


def test_scenarios_that_are_tried_anyway_are_not_asked_again() -> None:
    stories = [told(BELOW)]
    range_ = Range(stories, lambda: stories)

    assert range_.tried(mutant("interest NO_INTEREST: skipped")).would_kill == ""
    assert range_._others is None


def test_a_sample_is_the_same_for_the_same_seed_and_the_score_counts_it() -> None:
    scenario = told(OVER + AT_CAP)
    picked = [sampled(mutants_of([scenario]), 12, Random(seed)) for seed in (7, 7, 8)]
    trials = [Range([scenario]).tried(found) for found in picked[0]]
    last = scores(trials)[-1]

    assert [m.told for m in picked[0]] == [m.told for m in picked[1]]
    assert [m.told for m in picked[0]] != [m.told for m in picked[2]]
    assert last.killed + last.survived + last.equivalent == 12


def test_the_command_lists_survivors_and_ends_with_one_below_the_bar(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + OVER)
    arguments = ("mutate", path, "--sample", "20", "--seed", "3", "--format", "json")
    result = walletsim(*arguments, "--fail-under", "90")
    rows = json.loads(result.stdout)
    survivors = [row for row in rows if row["kind"] == "survivor"]
    score = next(row for row in rows if row.get("layer") == "all")

    assert result.exit_code == 1
    assert len(survivors) == score["survived"]
    assert walletsim(*arguments).exit_code == 0
    assert walletsim(*arguments).stdout == result.stdout


def test_the_command_refuses_stories_that_fail_already(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + AT.format(n=2, fen="2000.01", more=""))
    result = walletsim("mutate", path, "--sample", "1")

    assert result.exit_code == 2
    assert "fail as they are" in result.stderr


def test_only_what_has_the_given_text_in_its_name_is_changed(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + OVER)
    result = walletsim("mutate", path, "--only", "TRANSFER_CAP_EACH", "--format", "json")
    rows = json.loads(result.stdout)
    score = next(row for row in rows if row.get("layer") == "all")
    mutants = [m for m in mutants_of(sound_scenarios([path])) if "TRANSFER_CAP_EACH" in m.name]

    assert score["killed"] + score["survived"] + score["equivalent"] == len(mutants) > 0
    assert all("CAP_EACH" in row["name"] for row in rows if row["kind"] == "survivor")


def test_a_name_that_nothing_has_is_an_error(tmp_path: Path) -> None:
    result = walletsim("mutate", written(tmp_path, HEAD + OVER), "--only", "CAP_EACHH")

    assert result.exit_code == 2
    assert "CAP_EACHH" in result.stderr
