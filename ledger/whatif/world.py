"""Where a hypothetical command is asked: a session in memory, which may be changed freely.

It stands after a step of a scenario, or at the end of a stored ledger, which is only read.
"""

from typing import NamedTuple

from ledger.journal import ForkedJournal, Journal
from ledger.reports.fold import policy_of
from ledger.scenario.run import judged_step, run
from ledger.scenario.story import Feed, Scenario
from ledger.session import Session


class World(NamedTuple):
    """A session to ask in.

    Attributes:
        origin: what it was made from: `story.yaml@t8`, or the name of a ledger.
        at: the moment at which it stands, µs of Beijing wall time.
        session: in memory; what it takes is seen by nobody else.
    """

    origin: str
    at: int
    session: Session


def of_end(scenario: Scenario) -> World:
    """The world at the end of a scenario."""
    made = run(scenario)
    moments = (item.at for item in scenario.items if not isinstance(item, Feed))
    return World(scenario.document.path, max(made.book.now, *moments), made.session)


def of_step(scenario: Scenario, step: str) -> World | None:
    """The world after a step of a scenario; None: it has no such step."""
    found = judged_step(scenario, step)
    if found is None:
        return None
    taken, outcome = found
    origin = f"{scenario.document.path}@{step}"
    return World(origin, max(taken.at, outcome.book.now), outcome.session)


def of_ledger(journal: Journal) -> World:
    """The world at the last event of a ledger, which is only read.

    Raises:
        DamagedError: when its policy or its story cannot be read.
    """
    session = Session(ForkedJournal(journal), policy_of(journal))
    session.fold()
    return World(journal.ledger, session.book.now, session)
