"""Runs a simulated world for some steps, and says what happened or what did not hold."""

import traceback
from collections.abc import Collection, Mapping
from typing import NamedTuple

from ledger.policy.book import PolicyBook
from ledger.simulate.auditor import ViolationError
from ledger.simulate.faults import Fault
from ledger.simulate.stores import Store
from ledger.simulate.world import Delivery, World
from ledger.text.said import Said


class Failure(NamedTuple):
    """What did not hold.

    Attributes:
        step: the step at which it was found; a run of so many steps finds it again.
        before: the last deliveries.
    """

    step: int
    what: str
    before: tuple[Delivery, ...]


class Outcome(NamedTuple):
    """What became of one simulated ledger.

    Attributes:
        store: where it was kept.
        events: how many there are.
        head: the hash of the last one, in hex.
        told: how often each fault, effect, command, decision and code was met, by kind.
        failure: None where everything held.
    """

    store: str
    events: int
    head: str
    told: Mapping[str, Mapping[str, int]]
    failure: Failure | None


def simulate(
    seed: int, steps: int, faults: Collection[Fault], store: Store, policy: PolicyBook
) -> Outcome:
    """Simulate a ledger on an empty store; the same arguments give the same journal."""
    world = World(seed, faults, store, policy)
    failure = None
    try:
        for _ in range(steps):
            world.step()
        world.drain()
        world.finish()
    except ViolationError as error:
        failure = _failed(world, str(error))
    except Exception as error:  # whatever a broken program raises is what is sought
        failure = _failed(world, _where(error))
    told = {kind: {k: n for k, n in sorted(c.items()) if n} for kind, c in world.told.items()}
    return Outcome(store.name, world.auditor.seq, world.auditor.head.hex(), told, failure)


def _failed(world: World, what: str) -> Failure:
    return Failure(world.steps, what, tuple(world.trace))


def _where(error: Exception) -> Said:
    """An error in one line, with the place that raised it."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{last.filename.rpartition('/')[2]}:{last.lineno}"
    return Said("simulating.raised", error=type(error).__name__, what=str(error), place=place)
