"""Which step would notice a mutant that no scenario does: one of the probes of the shipped book."""

from dataclasses import replace
from functools import cache

from ledger.policy.shipped import shipped
from ledger.proof.lines import LINES
from ledger.proof.mutants import Mutant, in_rules
from ledger.proof.probe import probed
from ledger.proof.watch import Answered
from ledger.scenario.load import load
from ledger.scenario.run import run
from ledger.scenario.story import Scenario, Step
from ledger.text.reader import read


def killing_step(mutant: Mutant) -> str:
    """A step that notices, as a scenario writes it; empty where no probe does."""
    for parameter in _about(mutant):
        scenario = _probe(parameter)
        if scenario is not None and (step := _noticing(scenario, mutant)):
            return step
    return ""


def _about(mutant: Mutant) -> list[str]:
    """The parameters whose probes may feel a mutant: its own, or those of its rule."""
    about = mutant.about
    if isinstance(about, Answered):
        return [name for name, (code, _) in LINES.items() if code == about.code]
    return [about.parameter]


@cache
def _probe(parameter: str) -> Scenario | None:
    found = probed(shipped(), parameter)
    return found and load(read(found.text.encode(), f"{found.name}.yaml", lines_of="steps"))


def _noticing(scenario: Scenario, mutant: Mutant) -> str:
    """The first step that is answered otherwise, or breaks the program."""
    taken: list[Step] = []
    with in_rules(mutant):
        other = replace(scenario, policy=mutant.book(scenario.policy))
        try:
            failures = run(other, lambda step, _outcome: taken.append(step)).failures
        except Exception:  # a mutant may break anything
            steps = [item for item in scenario.items if isinstance(item, Step)]
            return _written(scenario, scenario.place(steps[len(taken)].where).line)
    return _written(scenario, failures[0].place.line) if failures else ""


def _written(scenario: Scenario, line: int) -> str:
    return scenario.document.text.splitlines()[line - 1].strip(" -")
