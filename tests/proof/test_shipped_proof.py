"""The shipped scenarios reach and notice what the README says, checked on a sample."""

from random import Random

from ledger.cli.files import sound_scenarios
from ledger.proof.mutate import Range, mutants_of, sampled
from tests.cli.running import SCENARIOS
from tests.docs.of_proof import mutants, sums

SAMPLE = 40


def test_the_shipped_scenarios_reach_what_they_must() -> None:
    assert {name: row.percent for name, row in sums().items() if row.percent < 95} == {}
    assert sums()["refusal_codes"].percent == 100


def test_the_scores_are_as_high_as_they_must_be() -> None:
    scores = {row["layer"]: row["percent"] for row in mutants() if row["kind"] == "score"}

    assert {layer: percent for layer, percent in scores.items() if percent < 95} == {}


def test_a_sample_of_mutants_is_noticed_or_stands_in_the_list_of_survivors() -> None:
    scenarios = sound_scenarios([SCENARIOS])
    range_ = Range(scenarios)
    trials = [range_.tried(m) for m in sampled(mutants_of(scenarios), SAMPLE, Random(20261122))]
    known = {(row["name"], row["change"]) for row in mutants() if row["kind"] == "survivor"}
    survivors = {(t.mutant.name, t.mutant.change) for t in trials if t.outcome == "survived"}

    assert survivors <= known
    assert sum(t.outcome == "killed" for t in trials) > SAMPLE // 2
