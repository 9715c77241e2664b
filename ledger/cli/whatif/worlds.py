"""Which world a question is asked in: after a step of a scenario, on a ledger, or a made-up one."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ledger.cli import clock
from ledger.cli.output import fail
from ledger.text.said import Said

if TYPE_CHECKING:
    from ledger.cli.whatif.made_up import MadeUp
    from ledger.text.reader import Document
    from ledger.whatif.world import World


class Origin(NamedTuple):
    """Where a question is asked; one of them.

    Attributes:
        step: `story.yaml@t8`, or a file alone for its end.
        ledger: an address, with `#name` where the database holds several.
        made_up: people who exist only for the question.
    """

    step: str | None
    ledger: str | None
    made_up: "MadeUp | None"


def world_of(origin: Origin, asked: "Sequence[Document]") -> "tuple[World, int]":
    """The world, and the moment at which a question is asked that names none.

    Ends the program when there is no such world, or several are named.
    """
    match origin:
        case Origin(str(step), None, None):
            world = _after_step(step)
            return world, world.at
        case Origin(None, str(url), None):
            world = _on_ledger(url)
            return world, max(world.at, clock.now())
        case Origin(None, None, people) if people is not None:
            return _made_up(people, asked), people.at
        case _:
            pass
    return fail(Said("asking.one_origin" if any(origin) else "asking.needs_origin"))


def _after_step(origin: str) -> "World":
    from ledger.cli.files import sound_scenarios
    from ledger.cli.whatif.explaining import no_step
    from ledger.whatif.world import of_end, of_step

    file, at, step = origin.rpartition("@")
    scenario = sound_scenarios([Path(file if at else step)])[0]
    world = of_step(scenario, step) if at else of_end(scenario)
    return no_step(scenario, step) if world is None else world


def _on_ledger(url: str) -> "World":
    from ledger.cli.ledgers.stored import read_ledger
    from ledger.whatif.world import of_ledger

    address, _, name = url.partition("#")
    return read_ledger(address, name or None, of_ledger)


def _made_up(people: "MadeUp", asked: "Sequence[Document]") -> "World":
    from ledger.cli.files import sound_scenario
    from ledger.cli.whatif.made_up import document_of
    from ledger.scenario.references import people_of
    from ledger.whatif.world import of_end

    named = dict.fromkeys(person for document in asked for person in people_of(document.data))
    return of_end(sound_scenario(document_of(people, list(named))))
