"""The shipped stories, read once, and ways to stand in one just before a step of it."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ledger.scenario.feed import steps_of
from ledger.scenario.load import load_file
from ledger.scenario.outcome import Outcome
from ledger.scenario.run import Run, run, start, walk
from ledger.scenario.story import Feed, Item, Scenario, Step
from ledger.session import Session
from ledger.whatif.comparing.variant import VariantRun, run_variants

REPO = Path(__file__).resolve().parents[2]
FOLDER = REPO / "scenarios"
FILES = sorted(FOLDER.glob("*.yaml"))
PROBES = sorted((FOLDER / "probes").glob("*.yaml"))


def stem(path: Path) -> str:
    return path.stem


@cache
def story(path: Path) -> Scenario:
    """A shipped file, as loaded."""
    return load_file(str(path))


@cache
def told(path: Path) -> tuple[Run, tuple[VariantRun, ...]]:
    """A shipped file, run as written and under each of its what-ifs."""
    made = run(story(path))
    return made, tuple(run_variants(made))


def unrolled(scenario: Scenario) -> list[Item]:
    """The items of a story, with the rows of its feeds where the feeds stand."""
    items: list[Item] = []
    for item in scenario.items:
        items += steps_of(item.path) if isinstance(item, Feed) else [item]
    return items


def fork(scenario: Scenario, items: list[Item]) -> Session:
    """A ledger of its own in which these first items of a story have happened."""
    made = start(scenario)
    walk(made, items, verify=False)
    return made.session


class Refused(NamedTuple):
    """A refused step, what came before it, and what was said of it at that moment."""

    scenario: Scenario
    before: list[Item]
    step: Step
    code: str
    would_pass_fen: int
    passes_at: int | None

    def here(self) -> Session:
        """A ledger that stands just before the step."""
        return fork(self.scenario, self.before)


def answers(made: Run, item: Item) -> list[tuple[Step, Outcome]]:
    """Take one item of a story; its outcome, if it is a command, still standing there."""
    found: list[tuple[Step, Outcome]] = []
    walk(made, [item], lambda step, outcome: found.append((step, outcome)), verify=False)
    return found


def refused_steps(path: Path) -> Iterator[Refused]:
    """Every refused step of a story, rows of feeds among them."""
    scenario = story(path)
    items = unrolled(scenario)
    made = start(scenario)
    for index, item in enumerate(items):
        for step, outcome in answers(made, item):
            code = outcome.decision.code
            if outcome.verdict == "refused" and code is not None:
                said = outcome.would_pass_fen, outcome.passes_at
                yield Refused(scenario, items[:index], step, code, *said)
