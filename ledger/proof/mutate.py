"""Which scenarios notice a mutant, which mutants survive, and what score that makes."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from random import Random
from typing import NamedTuple

from ledger.policy.book import PolicyBook
from ledger.proof.equivalent import why_equivalent
from ledger.proof.killer import Killers
from ledger.proof.mutants import Books, Mutant, in_rules
from ledger.proof.policy_mutants import policy_mutants
from ledger.proof.rule_mutants import parameters_of, rule_mutants
from ledger.proof.watch import Answered, Seen, watched
from ledger.scenario.run import run
from ledger.scenario.story import Scenario, Variant
from ledger.whatif.comparing.variant import run_variants

ALLOWANCE = parameters_of("transfer")
"""What a check of an allowance, and the invariant of the caps, read beside all decisions."""

LAYERS = ("rules", "policy")

Stories = Callable[[], Sequence[Scenario]]


class Trial(NamedTuple):
    """What became of one mutant.

    Attributes:
        killer: the first scenario that noticed; empty: none did.
        equivalent: why no scenario can notice; empty: one could.
        would_kill: for a survivor, a step that notices, as a scenario writes it, or the name of
            another scenario that does; empty: none known.
    """

    mutant: Mutant
    killer: str = ""
    equivalent: str = ""
    would_kill: str = ""

    @property
    def outcome(self) -> str:
        """`equivalent`, `killed` or `survived`; a killed one is no equivalent, whatever is said."""
        if self.killer:
            return "killed"
        return "equivalent" if self.equivalent else "survived"


class Score(NamedTuple):
    """How many mutants of a layer were killed, survived, or are declared equivalent."""

    layer: str
    killed: int
    survived: int
    equivalent: int

    @property
    def percent(self) -> float:
        """Killed of those that could be, rounded down to one decimal."""
        tried = self.killed + self.survived
        return self.killed * 1000 // tried / 10 if tried else 100.0


def mutants_of(scenarios: Sequence[Scenario]) -> list[Mutant]:
    """Every mutant of the rules, and of the widest policy book that some scenario runs under."""
    return [*rule_mutants(), *policy_mutants(_widest(scenarios))]


def _widest(scenarios: Sequence[Scenario]) -> PolicyBook:
    return max((s.policy for s in scenarios), key=lambda book: len(book.history))


def sampled(mutants: Sequence[Mutant], count: int | None, chance: Random) -> list[Mutant]:
    """So many of them by chance, in their order; None: all."""
    if count is None or count >= len(mutants):
        return list(mutants)
    return [mutants[place] for place in sorted(chance.sample(range(len(mutants)), count))]


def scores(trials: Sequence[Trial]) -> list[Score]:
    """The score of each layer, and that of both together."""
    found = [_score(layer, [t for t in trials if t.mutant.layer == layer]) for layer in LAYERS]
    return [*found, _score("all", trials)]


def _score(layer: str, trials: Sequence[Trial]) -> Score:
    counts = Counter(trial.outcome for trial in trials)
    return Score(layer, counts["killed"], counts["survived"], counts["equivalent"])


class Range:
    """Scenarios on which mutants are tried, those likely to notice first.

    Args:
        more: gives the stories of which one may notice what none of these does; asked for once, if
            at all.

    Raises:
        ValueError: when a scenario fails as it is, so that it would notice everything.
    """

    def __init__(self, scenarios: Sequence[Scenario], more: Stories = tuple) -> None:
        failing = tuple(s.name for s in scenarios if fails(s))
        if failing:
            raise ValueError(failing)
        self.widest = _widest(scenarios)
        self._killers = Killers(self.widest)
        self._more = more
        self._scenarios = [(without_sweeps(s), watched(s)) for s in scenarios]

    def tried(self, mutant: Mutant) -> Trial:
        """Try a mutant until the first scenario notices."""
        killer = self.noticing(mutant)
        if killer:
            return Trial(mutant, killer)
        why = why_equivalent(mutant, self.widest)
        return Trial(mutant, "", why, "" if why else self._would_kill(mutant))

    def _would_kill(self, mutant: Mutant) -> str:
        step = self._killers.step(mutant)
        return step if step or self._others is None else self._others.noticing(mutant)

    @cached_property
    def _others(self) -> "Range | None":
        own = {scenario.name for scenario, _ in self._scenarios}
        others = [scenario for scenario in self._more() if scenario.name not in own]
        return Range(others) if others else None

    def noticing(self, mutant: Mutant) -> str:
        """The name of the first scenario that notices a mutant; empty: none does."""
        feeling = (pair for pair in self._scenarios if _feels(mutant, pair[1]))
        likely = sorted(feeling, key=lambda pair: _likelihood(mutant, pair[1]))
        changed = _remembering(mutant.book)
        with in_rules(mutant):
            for scenario, _ in likely:
                other = with_book(scenario, changed)
                if (mutant.layer == "rules" or other is not scenario) and fails(other):
                    return scenario.name
        return ""


def _feels(mutant: Mutant, seen: Seen) -> bool:
    """Whether a scenario can feel a change: it asks the family, or may read the parameter."""
    about = mutant.about
    if isinstance(about, Answered):
        return about.family in seen.families
    return about.parameter in seen.parameters or about.parameter in _readable(seen.families)


def _readable(families: Iterable[str]) -> frozenset[str]:
    """The parameters that the rules of some families may read, whatever they answer."""
    return ALLOWANCE.union(*(parameters_of(name) for name in families))


def _likelihood(mutant: Mutant, seen: Seen) -> tuple[bool, bool, int]:
    """The place of a scenario among those tried: what meets the change, and is short, is first."""
    about = mutant.about
    if isinstance(about, Answered):
        meets = about in seen.outcomes
        near = any(key[:2] == about[:2] for key in seen.outcomes)
    else:
        meets = any(value[:3] == about[:3] for value in seen.values)
        near = about.parameter in seen.parameters
    return not meets, not near, seen.outcomes.total()


def _remembering(changed: Books) -> Books:
    """The same change, made once for each book."""
    made: dict[int, PolicyBook] = {}

    def once(book: PolicyBook) -> PolicyBook:
        if id(book) not in made:
            made[id(book)] = changed(book)
        return made[id(book)]

    return once


def without_sweeps(scenario: Scenario) -> Scenario:
    """A scenario without what verifies nothing."""
    return replace(scenario, variants=tuple(replace(v, sweep=()) for v in scenario.variants))


def fails(scenario: Scenario) -> bool:
    """Whether a scenario as it stands fails anything it expects, or breaks the program."""
    try:
        made = run(scenario)
        return bool(made.failures) or any(v.failures for v in run_variants(made))
    except Exception:  # a mutant may break anything, and has then been noticed
        return True


def with_book(scenario: Scenario, changed: Books) -> Scenario:
    """A scenario and its what-ifs under changed books; itself where all books stay."""
    stories: tuple[Scenario | Variant, ...] = (scenario, *scenario.variants)
    if all(changed(story.policy) is story.policy for story in stories):
        return scenario
    variants = tuple(replace(v, policy=changed(v.policy)) for v in scenario.variants)
    return replace(scenario, policy=changed(scenario.policy), variants=variants)
