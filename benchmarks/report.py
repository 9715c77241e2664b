"""One run of the benchmark as a document: probes, stages, peers, ratios and goals, by stable keys.

Everything is measured round by round, probes and peers in the same round as what they are held
against; a ratio is taken inside a round, and every figure is the median over the rounds.
"""

import os
import platform
import sqlite3
import subprocess
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import Any, NamedTuple

import ledger
from benchmarks import runs
from benchmarks.goals import GOALS, Goal
from benchmarks.measured import Measured
from benchmarks.recorded import RECORDED
from benchmarks.runs import REPO, Run

SEEDS = {"W": 20260101, "F": 20251020, "M": 20260608}
PROBES = ("P1", "P2", "P3")
Round = Mapping[str, Measured]


class Plan(NamedTuple):
    """What to measure.

    Attributes:
        commands: N of the workloads.
        rounds: how often.
        letters: of the workloads.
        peers: whether the peers that are installed run too.
        goals: whether everything that a goal looks at is measured, and held against it.
    """

    commands: int
    rounds: int
    letters: Sequence[str]
    peers: bool
    goals: bool


def planned(plan: Plan) -> list[Run]:
    """The measurements of one round, in order."""
    letters = [*dict.fromkeys((*plan.letters, *(("W", "F") if plan.goals else ())))]
    found = runs.probes(plan.commands)
    found += runs.stages(plan.commands, letters, goals=plan.goals)
    found += runs.programs(plan.commands) if plan.goals else []
    return found + (runs.peers(plan.commands) if plan.peers else [])


def document(plan: Plan, tell: Callable[[str], None]) -> dict[str, Any]:
    """Measure and report.

    Args:
        plan: what.
        tell: hears the name of each measurement before it is run.

    Raises:
        FailedError: when a measurement fails.
    """
    wanted, began = planned(plan), os.getloadavg()[0]
    rounds = [_round(wanted, tell) for _ in range(plan.rounds)]
    shares = runs.shares(plan.commands, plan.letters)
    apart = _round(shares, tell)
    tell("rules")
    return {
        "walletsim": ledger.__version__,
        "commit": _commit(),
        "machine": _machine(),
        "load": [began, os.getloadavg()[0]],
        "commands": plan.commands,
        "rounds": plan.rounds,
        "seeds": {letter: SEEDS[letter] for letter in plan.letters},
        "measured": [_row(run, rounds) for run in wanted],
        "shares": [
            {"name": run.name.removesuffix(" shares"), "how": run.how, "of": apart[run.name].shares}
            for run in shares
        ],
        "rules_ns": runs.rules(),
        "recorded": [{"name": n, **r._asdict()} for n, r in RECORDED.items() if n not in rounds[0]],
        "goals": [judged(goal, rounds) for goal in GOALS] if plan.goals else [],
    }


def _round(wanted: Sequence[Run], tell: Callable[[str], None]) -> Round:
    found = {}
    for run in wanted:
        tell(run.name)
        found[run.name] = runs.measure(run)
    return found


def _row(run: Run, rounds: Sequence[Round]) -> dict[str, Any]:
    """The medians of one measurement, and its ratios to the probes."""
    found = [one[run.name] for one in rounds]
    fields = {
        field: median(values)
        for field in ("seconds", "cpu", "p50_ms", "p99_ms", "rss_mb", "bytes_each", "first_seconds")
        if (values := [v for one in found if (v := getattr(one, field)) is not None])
    }
    ratios = {probe: ratio(run.name, probe, rounds) for probe in PROBES}
    return {
        "name": run.name,
        "how": run.how,
        "done": found[0].done,
        "rate": median(one.rate for one in found),
        **fields,
        "ratios": {} if run.name in PROBES else ratios,
    }


def ratio(name: str, against: str, rounds: Sequence[Round]) -> float:
    """How many times the rate of another one, each round for itself; the median.

    To P3, which waits for nothing, it is one of processor time: on a busy machine a short loop is
    let run to its end, and longer work is not.
    """
    if against == "P3":
        return median(one[name].cpu_rate / one[against].cpu_rate for one in rounds)
    return median(one[name].rate / one[against].rate for one in rounds)


def judged(goal: Goal, rounds: Sequence[Round]) -> dict[str, Any]:
    """A goal with what was measured; `ok` is None where nothing was."""
    found = [one[goal.of] for one in rounds if goal.of in one]
    if not found:
        return {"name": goal.name, "ok": None}
    ratios = [_held(goal, against, rounds) for against in goal.ratios]
    counted = [one["ok"] for one in ratios if not one["recorded"]]
    rate = median(one.rate for one in found)
    most = {field: median(getattr(one, field) for one in found) for field in goal.most}
    absolute = [most[field] <= limit for field, limit in goal.most.items()]
    absolute += [] if goal.rate is None else [rate >= goal.rate]
    return {
        "name": goal.name,
        "of": goal.of,
        "rate": rate,
        "rate_goal": goal.rate,
        "ratios": ratios,
        "most": [{"field": f, "is": most[f], "goal": limit} for f, limit in goal.most.items()],
        "absolute_ok": all(absolute),
        "ok": all(counted or absolute),
    }


def _held(goal: Goal, against: str, rounds: Sequence[Round]) -> dict[str, Any]:
    """One ratio of a goal; a recorded one where the peer did not run."""
    recorded = against not in rounds[0]
    if recorded:
        found = median(one[goal.of].rate for one in rounds) / RECORDED[against].rate
    else:
        found = ratio(goal.of, against, rounds)
    wanted = goal.ratios[against]
    return {
        "against": against,
        "is": found,
        "goal": wanted,
        "recorded": recorded,
        "ok": found >= wanted,
    }


def _machine() -> dict[str, Any]:
    return {
        "system": platform.platform(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "sqlite": sqlite3.sqlite_version,
    }


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            names = [line.partition(":")[2].strip() for line in file if "model name" in line]
    except OSError:
        names = []
    return names[0] if names else platform.processor()


def _commit() -> str:
    """The commit of the checkout; with a plus where files were changed since."""
    command = ["git", "describe", "--always", "--dirty=+", "--abbrev=12", "--exclude=*"]
    found = subprocess.run(  # noqa: S603  -- git itself
        command, cwd=REPO, capture_output=True, text=True, check=False
    )
    return found.stdout.strip()
