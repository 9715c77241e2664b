"""What the benchmark says of goals: a ratio counts only where both were measured in one round."""

import pytest

from benchmarks.goals import GOALS, Goal
from benchmarks.measured import Measured
from benchmarks.probes import p3
from benchmarks.recorded import RECORDED
from benchmarks.report import Plan, judged, planned, ratio
from benchmarks.shares import timed_by_share
from ledger.cli.output import table_lines
from ledger.cli.proof.bench_tables import goals as goal_tables
from ledger.text.pairs.benching import MEASURED


def took(seconds: float, cpu: float = 0.0, done: int = 100) -> Measured:
    return Measured(done, seconds, cpu or seconds)


def test_a_ratio_is_taken_inside_each_round_and_then_the_median() -> None:
    rounds = [
        {"post": took(10), "P2": took(5)},
        {"post": took(100), "P2": took(50)},
        {"post": took(1), "P2": took(10)},
    ]

    assert ratio("post", "P2", rounds) == 0.5


def test_a_ratio_to_the_pure_loop_is_one_of_processor_time() -> None:
    rounds = [{"decide W": took(8, cpu=2), "P3": took(1, cpu=1)}]

    assert ratio("decide W", "P3", rounds) == 0.5


@pytest.mark.parametrize(("seconds", "ok"), [(2.0, True), (2.1, False)])
def test_a_goal_passes_by_its_ratios_whatever_its_absolute_figure_is(
    seconds: float, ok: bool
) -> None:
    goal = Goal("post", "post", 1e9, {"P2": 0.5})

    found = judged(goal, [{"post": took(seconds), "P2": took(1)}])

    assert (found["ok"], found["absolute_ok"]) == (ok, False)


def test_a_recorded_peer_is_shown_and_never_counts() -> None:
    goal = Goal("post", "post", 1, {"ledger": 1e9})

    found = judged(goal, [{"post": took(1)}])

    (against,) = found["ratios"]
    assert (against["recorded"], against["ok"], found["ok"]) == (True, False, True)
    assert against["is"] == pytest.approx(100 / RECORDED["ledger"].rate)


def test_what_was_not_measured_neither_passes_nor_fails() -> None:
    assert judged(Goal("verify", "verify W", 1), [{}])["ok"] is None


@pytest.mark.parametrize(("limit", "ok"), [(1.0, True), (0.9, False)])
def test_a_goal_without_a_rate_passes_by_what_it_takes(limit: float, ok: bool) -> None:
    goal = Goal("version", "version", most={"seconds": limit})

    assert judged(goal, [{"version": took(1)}])["ok"] is ok


def test_probes_run_before_what_is_held_against_them_and_peers_in_the_same_round() -> None:
    names = [run.name for run in planned(Plan(1_000, 1, "W", peers=True, goals=True))]

    assert names[:3] == ["P1", "P2", "P3"]
    assert len(names) == len(set(names))
    assert {"decide W", "batches F", "post", "story", "version", "balance"} <= set(names)


def test_every_measurement_and_every_goal_has_its_words_and_no_others_are_there() -> None:
    plan = Plan(1_000, 1, "WFM", peers=False, goals=True)
    named = {run.name.partition(" ")[0] for run in planned(plan)} | {goal.name for goal in GOALS}

    assert named | {"postgres_batches", "postgres_single"} == set(MEASURED)


def test_the_goals_are_told_with_pass_and_fail() -> None:
    rounds = [{"post": took(2), "P2": took(1)}]
    row = judged(Goal("post", "post", 10, {"P2": 0.5}), rounds)
    document = {"goals": [row], "measured": [], "recorded": [], "shares": [], "rules_ns": {}}

    line = table_lines(goal_tables(document)[0], "en")[1]

    assert "pass" in line
    assert "0.50 P2 (≥ 0.5)" in line


def test_the_pure_loop_comes_to_what_the_oracle_says() -> None:
    assert p3(1_000).done == 1_000_000


def test_shares_of_processor_time_add_up_to_all_of_it() -> None:
    answer, measured = timed_by_share(lambda: sum(i * i for i in range(300_000)), 1)

    assert answer == sum(i * i for i in range(300_000))
    assert measured.shares is not None
    assert sum(measured.shares.values()) == pytest.approx(1)
