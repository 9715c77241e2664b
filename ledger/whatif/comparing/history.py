"""What has happened, ready to be judged again: a journal, its policy, its end, its steps' names."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ledger.journal import Journal
from ledger.policy.book import PolicyBook
from ledger.reports.fold import policy_of
from ledger.scenario.outcome import Outcome
from ledger.scenario.run import start, walk
from ledger.scenario.story import Check, Scenario, Step, Wait


class Answered(NamedTuple):
    """A step, and where the answer to it stands.

    Attributes:
        step: its id; a row of a feed may have the id of an earlier one.
        seq: the first event of the command that was answered.
        at: the step's moment.
        again: whether it was the same wish again, so that the first answer was given.
    """

    step: str
    seq: int
    at: int
    again: bool


@dataclass(frozen=True, slots=True)
class History:
    """A recorded ledger, or a scenario that has run.

    Attributes:
        journal: what happened; it is read and never written.
        policy: what it was decided under.
        until: the moment (µs) by which everything due has happened; None: that of its last event.
        steps: the steps of a story, in its order; None: a ledger, whose commands have no names
            but their keys.
    """

    journal: Journal
    policy: PolicyBook
    until: int | None = None
    steps: Sequence[Answered] | None = None


def of_ledger(journal: Journal) -> History:
    """A stored ledger, as it was left.

    Raises:
        DamagedError: when its policy is not there or cannot be read.
    """
    return History(journal, policy_of(journal))


def of_scenario(scenario: Scenario) -> History:
    """A scenario that is run here, without its what-ifs; what it expects is not looked at."""
    made = start(scenario)
    steps: list[Answered] = []

    def watch(step: Step, outcome: Outcome) -> None:
        decision = outcome.decision
        again = decision.verdict == "duplicate"
        steps.append(Answered(step.id, decision.seq, step.at, again))

    walk(made, scenario.items, watch, verify=False)
    waits = (item.at for item in scenario.items if isinstance(item, Wait | Check))
    until = max((scenario.start, *waits, *(answered.at for answered in steps)))
    return History(made.journal, scenario.policy, until, steps)
