"""Which step would notice a mutant that no scenario does, of those that can be asked about it.

What is expected of such a step is what the unchanged program answers, with all that a scenario can
say of an answer: so it notices a change, and does not prove that either answer is right.
"""

from dataclasses import replace
from functools import lru_cache

from ledger.policy.book import PolicyBook
from ledger.proof.lines import LINES
from ledger.proof.mutants import Mutant, in_rules
from ledger.proof.probe import Places, asked, days_of, edges_of
from ledger.proof.watch import Answered
from ledger.scenario.freeze import frozen
from ledger.scenario.load import load
from ledger.scenario.run import run
from ledger.scenario.story import Scenario, Step
from ledger.text.reader import read

KEPT = 128
"""Stories kept: the mutants of a value are tried one after the other, and ask the same ones."""


class Killers:
    """Finds the steps that notice mutants of a policy book, or of the rules under it."""

    def __init__(self, book: PolicyBook) -> None:
        self._book = book
        self._story = lru_cache(maxsize=KEPT)(self._told)

    def step(self, mutant: Mutant) -> str:
        """A step that notices, as a scenario writes it; empty where none is found."""
        parameters, places = _asking(mutant, self._book)
        changed = mutant.book(self._book)
        for parameter in parameters:
            scenario = self._story(parameter, places)
            if scenario is not None and (step := _noticing(scenario, mutant, changed)):
                return step
        return ""

    def _told(self, parameter: str, places: Places) -> Scenario | None:
        """What a parameter's line asks at some places, and what comes; None: it asks nothing."""
        text = asked(self._book, parameter, places)
        if not text:
            return None
        lines = frozen(self._loaded(text))[0].splitlines()
        failing = {f.place.line for f in run(self._loaded("\n".join(lines))).failures}
        holding = (line for number, line in enumerate(lines, 1) if number not in failing)
        return self._loaded("\n".join(holding))

    def _loaded(self, text: str) -> Scenario:
        scenario = load(read(text.encode(), "asked.yaml", lines_of="steps"))
        return replace(scenario, policy=self._book)


def _asking(mutant: Mutant, book: PolicyBook) -> tuple[list[str], Places]:
    """The parameters whose lines may feel a mutant, the likeliest first, and where to ask.

    A rule may feel it wherever a parameter of its own changes; a value, in every line, but only
    where and when it begins and ends.
    """
    about = mutant.about
    if isinstance(about, Answered):
        own = [name for name, (code, _) in LINES.items() if code == about.code]
    else:
        own = [name for name in LINES if name == about.parameter]
        if about.region:
            others = (name for name in LINES if name not in own)
            return [*own, *others], tuple(edges_of(book, *about[:3]))
    return own, tuple(dict.fromkeys(pair for name in own for pair in days_of(book, name)))


def _noticing(scenario: Scenario, mutant: Mutant, changed: PolicyBook) -> str:
    """The first step that is answered otherwise, or breaks the program.

    One of another verdict or code comes before one of which only more that is told differs.
    """
    taken: list[Step] = []
    with in_rules(mutant):
        try:
            other = replace(scenario, policy=changed)
            failures = run(other, lambda step, _outcome: taken.append(step)).failures
        except Exception:  # a mutant may break anything
            steps = [item for item in scenario.items if isinstance(item, Step)]
            return _written(scenario, scenario.place(steps[len(taken)].where).line)
    clearest = min(failures, key=lambda found: found.subject.count(" "), default=None)
    return _written(scenario, clearest.place.line) if clearest is not None else ""


def _written(scenario: Scenario, line: int) -> str:
    return scenario.document.text.splitlines()[line - 1].strip(" -")
