"""Which refusals touch what a policy file says it does not model, so that a run can warn of it."""

from typing import NamedTuple

from ledger.core.decide import sides_of
from ledger.policy.book import PolicyBook
from ledger.scenario.outcome import Outcome
from ledger.scenario.story import Step
from ledger.text.said import Said
from ledger.words.regions import NATION, chain


class Note(NamedTuple):
    """Something that is not modelled, and the first step that it might have changed.

    Attributes:
        region: whose policy file says so.
        code: the refusal that it touches.
    """

    region: str
    what: str
    code: str
    step: str

    def told(self, scenario: str) -> Said:
        """The note as one line, for a run of several scenarios."""
        return Said("scenario.not_modelled", scenario=scenario, **self._asdict())


class Notes:
    """Collects the notes of one run; each matter once.

    Attributes:
        found: in the order of the steps.
    """

    def __init__(self, policy: PolicyBook) -> None:
        self.found: list[Note] = []
        self._told: set[tuple[str, str]] = set()
        self._matters: dict[str, list[tuple[str, str]]] = {}
        for file in policy.files:
            for matter in file.unencoded:
                for code in matter.touches:
                    self._matters.setdefault(code, []).append((file.region, matter.what))

    def see(self, step: Step, outcome: Outcome) -> None:
        """Look at a step as it has been answered, while its session still stands there."""
        code = outcome.decision.code
        if outcome.verdict != "refused" or code is None or code.value not in self._matters:
            return
        regions = _regions(outcome)
        for region, what in self._matters[code.value]:
            if region in regions and (region, what) not in self._told:
                self._told.add((region, what))
                self.found.append(Note(region, what, code.value, step.id))


def _regions(outcome: Outcome) -> set[str]:
    """The regions whose policies concern the two sides of a command."""
    sides = sides_of(outcome.book, outcome.command) or ()
    return {NATION, *(region for person in sides for region in chain(person.insured))}
