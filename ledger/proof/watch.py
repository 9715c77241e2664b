"""Which rules answered how, and which dated values were read, in every decision of a story.

A decision is watched as `decide` makes it: down to the first rule that refuses, and on to the
outcome where none does. What stands behind a refusal has decided nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, cast

from ledger.core.decide import FAMILIES, table
from ledger.core.rules.rule import Case
from ledger.core.terms import TERMS, Terms
from ledger.policy.book import PolicyBook, sides
from ledger.policy.dated import Dated, Reading, Special
from ledger.scenario.feed import steps_of
from ledger.scenario.outcome import Outcome
from ledger.scenario.run import start, walk
from ledger.scenario.story import Feed, Item, Scenario, Step, Variant
from ledger.session import Session, case_of
from ledger.words.money import NO_LIMIT
from ledger.words.regions import chain

PASS, BIND, REFUSE, IDLE = "pass", "bind", "refuse", "idle"
"""A rule lets pass, limits what passes more than any other, refuses, or is not in the book."""


class Answered(NamedTuple):
    """One outcome of one rule of a family's table."""

    family: str
    code: str
    outcome: str


class Stated(NamedTuple):
    """One reading of one dated value of a policy book."""

    parameter: str
    region: str
    from_day: int
    reading: str

    @classmethod
    def of(cls, record: Dated, reading: Reading) -> "Stated":
        """A record by one of its readings."""
        return cls(record.parameter, record.region, record.from_day, reading.name)


@dataclass(slots=True)
class Seen:
    """What a story exercised, and how often.

    Attributes:
        parameters: those read in a decision, whether or not a value was in force.
        codes: the refusals that were given, those of no rule included.
        families: those whose commands were asked, how often.
    """

    outcomes: Counter[Answered] = field(default_factory=Counter)
    values: Counter[Stated] = field(default_factory=Counter)
    parameters: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    families: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Seen") -> None:
        """Count what another story exercised as well."""
        self.outcomes += other.outcomes
        self.values += other.values
        self.parameters += other.parameters
        self.codes += other.codes
        self.families += other.families


def watched(scenario: Scenario) -> Seen:
    """All that a scenario exercises, as written and under each of its what-ifs.

    A sweep verifies nothing, so it exercises nothing.
    """
    seen = Seen()
    stories: tuple[Scenario | Variant, ...] = (scenario, *scenario.variants)
    for story in stories:
        _watch(replace(scenario, policy=story.policy, items=story.items), seen)
    return seen


def _watch(scenario: Scenario, seen: Seen) -> None:
    made = start(scenario)
    for command in (*scenario.people, *scenario.opening):
        seen.families[FAMILIES[type(command)].name] += 1
    for item in _unrolled(scenario.items):
        decided = Seen()
        if isinstance(item, Step):
            made.session.settle(max(item.at, made.session.book.now))
            decided = _decided(made.session, item)
            seen.families[FAMILIES[type(item.command)].name] += 1

        def keep(_step: Step, outcome: Outcome, decided: Seen = decided) -> None:
            if outcome.verdict == "duplicate":
                return
            if outcome.decision.code is not None:
                seen.codes[outcome.decision.code.value] += 1
            if not outcome.untried:
                seen.add(decided)

        walk(made, (item,), keep, verify=False)


def _unrolled(items: Sequence[Item]) -> Iterator[Item]:
    for item in items:
        if isinstance(item, Feed):
            yield from steps_of(item.path)
        else:
            yield item


def _decided(session: Session, step: Step) -> Seen:
    """What deciding a step exercises; nothing where somebody named is not enrolled."""
    seen = Seen()
    policy = cast("PolicyBook", _Policy(session.policy, seen))
    case = case_of(session.book, policy, step.command, at=step.at, key=step.key)
    if case is not None:
        _rules(case, seen)
    return seen


def _rules(case: Case, seen: Seen) -> None:
    family = FAMILIES[type(case.command)]
    rules = table(family, cast("_Noting", case.terms).plain).rules  # making it decides nothing
    in_force = {rule.code for rule in rules}
    for rule in family.rules:
        if rule.code not in in_force:
            seen.outcomes[Answered(family.name, rule.code, IDLE)] += 1
    rooms: dict[str, int] = {}
    try:
        for rule in rules:
            rooms[rule.code] = room = rule.room(case)
            refuses = case.asked_fen > room
            outcome = REFUSE if refuses else PASS
            seen.outcomes[Answered(family.name, rule.code, outcome)] += 1
            if refuses:
                seen.parameters.update(case.terms.absent.intersection(rule.uses))
                return
        family.outcome(case)
    except Exception:  # as in decide, which refuses with RULE_ERROR
        return
    least = min(rooms, key=rooms.__getitem__, default="")
    if least and rooms[least] < NO_LIMIT:
        seen.outcomes[Answered(family.name, least, BIND)] += 1


class _Policy:
    """A policy book that notes which of its values a decision reads."""

    def __init__(self, book: PolicyBook, seen: Seen) -> None:
        self.book = book
        self.seen = seen

    def terms(self, sender: str, receiver: str, day: int) -> Any:
        """Terms that note what is asked of them."""

        def note(parameter: str) -> None:
            self.note(parameter, (sender, receiver), day)

        return _Noting(self.book.terms(sender, receiver, day), note)

    def note(self, parameter: str, regions: tuple[str, str], day: int) -> None:
        """Count a parameter, and for each side the values that were looked at to answer."""
        self.seen.parameters[parameter] += 1
        definition = self.book.definitions.get(parameter)
        for region in sides(definition, *regions) if definition is not None else ():
            for place in chain(region):
                found = self.book.own(parameter, place, day)
                if found is not None:
                    self.seen.values[Stated.of(*found)] += 1
                    if found.value is not Special.INHERIT:
                        break


class _Noting:
    """Terms that note which parameter each value asked for comes from.

    Attributes:
        plain: the same terms, unwatched.
    """

    def __init__(self, terms: Terms, note: Callable[[str], None]) -> None:
        self.plain = terms
        self._note = note

    def __getattr__(self, name: str) -> Any:
        if name in TERMS:
            self._note(TERMS[name].parameter)
        return getattr(self.plain, name)
