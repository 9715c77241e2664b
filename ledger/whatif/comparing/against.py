"""Compares another program with the rules, decision by decision, until the first that differs.

The program is told one line of JSON at a time (FORMATS section 8) and answers each with one line:
first how the story begins, its settings, its people and what they have, then its commands.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeAlias

from ledger.core.commands import ChangeStanding, Enrol
from ledger.preview import judge
from ledger.scenario.feed import steps_of
from ledger.scenario.lines import Line, line_of
from ledger.scenario.outcome import Outcome
from ledger.scenario.run import start
from ledger.scenario.story import Feed, Scenario, Step
from ledger.session import Session
from ledger.text.problems import quoted
from ledger.text.said import Said
from ledger.whatif.explain import Document, explain_step
from ledger.words.moments import format_day, format_moment
from ledger.words.regions import NATION, chain, is_region

Ask: TypeAlias = Callable[[str], str]
"""Hands a line to the program and takes its answer; raises ProgramError where none comes."""

DECISIONS = ("ok", "pending", "refused", "duplicate")


class ProgramError(Exception):
    """The program under test did not answer as it should; the text is one clear message."""


class Answer(NamedTuple):
    """A decision, and of a refusal its code."""

    decision: str
    code: str = ""

    def __str__(self) -> str:
        """`refused BALANCE_SHORT`."""
        return f"{self.decision} {self.code}".rstrip()


class Difference(NamedTuple):
    """The first decision that differs: what was asked, both answers, and why ours is so.

    Attributes:
        document: our explanation; None for a line that only sets the story up.
    """

    line: Line
    theirs: Answer
    ours: Answer
    document: Document | None


class Compared(NamedTuple):
    """How a program did on a story: how many commands were decided alike, and what differed."""

    scenario: str
    alike: int
    difference: Difference | None


def against(scenario: Scenario, ask: Ask) -> Compared:
    """Tell a program a story until it decides otherwise.

    Raises:
        ProgramError: when it does not answer, or with what is no answer.
    """
    for line in beginning(scenario):
        theirs = _answer(ask, line)
        if theirs != Answer("ok"):
            return Compared(scenario.name, 0, Difference(line, theirs, Answer("ok"), None))
    session, alike = start(scenario).session, 0
    for step in _steps(scenario):
        difference = _step(scenario, session, step, ask)
        if difference is not None:
            return Compared(scenario.name, alike, difference)
        alike += 1
    return Compared(scenario.name, alike, None)


def _steps(scenario: Scenario) -> Iterator[Step]:
    """The commands of a story in order; a check or a wait in between asks the program nothing."""
    for item in scenario.items:
        if isinstance(item, Step):
            yield item
        elif isinstance(item, Feed):
            yield from steps_of(item.path)


def _step(scenario: Scenario, session: Session, step: Step, ask: Ask) -> Difference | None:
    line = line_of(step.command, at=step.at, key=step.key)
    theirs = _answer(ask, line)
    decision = session.would(step.command, at=step.at, key=step.key)
    refused = decision.verdict == "refused" and decision.code is not None
    ours = Answer(decision.verdict, str(decision.code) if refused else "")
    if theirs == ours:
        session.handle(step.command, at=step.at, key=step.key)
        return None
    said = judge(session.book, session.policy, step.command, at=step.at, key=step.key)
    outcome = Outcome(session, step.command, step.at, step.key, decision, said)
    return Difference(line, theirs, ours, explain_step(scenario, step, outcome))


def beginning(scenario: Scenario) -> Iterator[Line]:
    """The lines before the first command. Their keys have a colon, which no step's id has."""
    head = {"at": format_moment(scenario.start)}
    story = {"scenario": scenario.name, "format": 1, "policy": scenario.policy.hash}
    yield {"key": f"begin:{scenario.name}", **head, "begin": story}
    for setting in settings(scenario):
        key = f"setting:{setting['parameter']}@{setting['region']}:{setting['from']}"
        yield {"key": key, **head, "setting": setting}
    for enrol in scenario.people:
        yield line_of(enrol, at=scenario.start, key=f"enrol:{enrol.person}")
    for opening in scenario.opening:
        yield line_of(opening, at=scenario.start, key=f"opening:{opening.to}")


def settings(scenario: Scenario) -> Iterator[Line]:
    """Every dated value of the regions of a story, the nation's first, as policy files write it."""
    policy = scenario.policy
    for region in _regions(scenario):
        for parameter, definition in policy.definitions.items():
            chosen = policy.chosen.get((parameter, region))
            for record in policy.history.get((parameter, region), ()):
                until = record.until_day
                yield {
                    "parameter": parameter,
                    "region": region,
                    "from": format_day(record.from_day),
                    "until": None if until is None else format_day(until),
                    "value": definition.write(record.reading(chosen).value),
                }


def _regions(scenario: Scenario) -> list[str]:
    """Where the people of a story are insured or move to, and the wider regions, widest first."""
    commands = [item.command for item in scenario.items if isinstance(item, Step)]
    homes = [c.insured for c in (*scenario.people, *commands) if isinstance(c, Enrol)]
    moved = [c.to for c in commands if isinstance(c, ChangeStanding) and c.to and is_region(c.to)]
    found = {NATION, *(region for home in (*homes, *moved) for region in chain(home))}
    return sorted(found, key=lambda region: (len(region), region))


def _answer(ask: Ask, line: Line) -> Answer:
    """What the program answers to a line.

    Raises:
        ProgramError: when that is no answer to it.
    """
    text = ask(json.dumps(line, ensure_ascii=False, separators=(",", ":")))
    try:
        found: Any = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or found.get("decision") not in DECISIONS:
        raise ProgramError(Said("against.no_answer", key=line["key"], text=quoted(text)))
    if found.get("key") != line["key"]:
        other = quoted(str(found.get("key")))
        raise ProgramError(Said("against.other_key", key=line["key"], other=other))
    code = found.get("code", "")
    return Answer(found["decision"], str(code) if found["decision"] == "refused" else "")
