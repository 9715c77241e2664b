"""The boundary scenarios of a policy book: both sides of each value, on its first and last days.

What must come is worked out from the values as the files state them. The rules are asked only
whether another of them answers first; such a step says nothing about its value and is left out.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from ledger.policy.book import PolicyBook
from ledger.policy.dated import Dated
from ledger.proof.lines import LINES
from ledger.proof.tale import Tale
from ledger.proof.write import story_text
from ledger.scenario.freeze import FILL
from ledger.scenario.load import load
from ledger.scenario.outcome import Outcome
from ledger.scenario.run import start, walk
from ledger.scenario.story import Step
from ledger.text.reader import read
from ledger.words.moments import DAY, format_moment
from ledger.words.regions import NATION, known, province

Data = dict[str, Any]

Places = tuple[tuple[str, int], ...]
"""Regions and days."""

_ABOUT = "both sides of each value, on its first and last days (每个值的两侧，首日与末日)"


class Probed(NamedTuple):
    """The boundary scenario of one parameter.

    Attributes:
        name: the scenario's name, and that of its file.
        asks: how many steps of it ask along the line, checks aside.
    """

    parameter: str
    name: str
    text: str
    asks: int


def probes(
    book: PolicyBook, policy: list[str] | None = None, folder: str = "."
) -> Iterator[Probed]:
    """The boundary scenario of each parameter that has a line and values.

    Args:
        book: the policy book.
        policy: its files, as a scenario in the folder names them; None: the whole shipped book.
        folder: where the scenarios are to stand.
    """
    for parameter in LINES:
        found = probed(book, parameter, policy, folder)
        if found is not None:
            yield found


def probed(
    book: PolicyBook, parameter: str, policy: list[str] | None = None, folder: str = "."
) -> Probed | None:
    """The boundary scenario of one parameter; None where no step of it says anything."""
    if parameter not in book.definitions or parameter not in LINES:
        return None
    code = LINES[parameter][0]
    if code and code not in book.codes:  # its rule is none of the book's
        return None
    path = f"{folder}/probe.yaml"  # policies are looked for beside it
    tale = _told(book, parameter, days_of(book, parameter))
    data = _alone(_data(tale, policy), path, code)
    asks = sum("check" not in step for step in data["steps"])
    return Probed(parameter, data["scenario"], story_text(data), asks) if asks else None


def asked(book: PolicyBook, parameter: str, places: Places) -> str:
    """All that is asked along a line at some places, whichever rule answers it; empty: nothing.

    The text of a scenario in which `freeze` can fill in what comes.
    """
    if parameter not in book.definitions:
        return ""
    data = _data(_told(book, parameter, places), None)
    steps = [step if "check" in step else {**step, "expect": FILL} for step in data["steps"]]
    return story_text({**data, "steps": steps}) if steps else ""


def _told(book: PolicyBook, parameter: str, places: Iterable[tuple[str, int]]) -> Tale:
    tale, line = Tale(book, parameter), LINES[parameter][1]
    for region, day in places:
        line(tale.probe(region, day), book.value(parameter, region, day))
    return tale


def days_of(book: PolicyBook, parameter: str) -> Iterator[tuple[str, int]]:
    """Each region and day next to an edge of one of its values: before, first, last, after.

    And the latest day on which any value of the book begins: by then everything is in force.
    """
    latest = max(record.from_day for records in book.history.values() for record in records)
    for (name, region), records in sorted(book.history.items()):
        if name == parameter:
            days = {day for record in records for day in _edges(record)} | {latest}
            place = _place_for(book, parameter, region)
            yield from ((place, day) for day in sorted(days))


def edges_of(
    book: PolicyBook, parameter: str, region: str, from_day: int
) -> Iterator[tuple[str, int]]:
    """Each place and day next to an edge of the value of a region that begins on a day."""
    place = _place_for(book, parameter, region)
    for record in book.history.get((parameter, region), ()):
        if record.from_day == from_day:
            yield from ((place, day) for day in _edges(record))


def _edges(record: Dated) -> Iterator[int]:
    yield from (record.from_day - 1, record.from_day)
    if record.until_day is not None:
        yield from (record.until_day, record.until_day + 1)


def _place_for(book: PolicyBook, parameter: str, region: str) -> str:
    """A region itself; for the nation, the province under its values that had wallets first."""
    if region != NATION:
        return region
    own = {province(region) for name, region in book.history if name == parameter}
    opened = sorted(
        (record.from_day, region)
        for (name, region), records in book.history.items()
        for record in records
        if name == "wallet.open" and record.readings[0].value == "open"
    )
    places = (*(region for _, region in opened), *known())
    own.add(NATION)
    return next((r for r in places if r == province(r) and r not in own), NATION)


def _data(tale: Tale, policy: list[str] | None) -> Data:
    steps = [step for _, step in sorted(tale.steps, key=lambda pair: pair[0])]
    first = min((at for at, _ in tale.steps), default=DAY)
    name = f"probe-{tale.parameter.replace('.', '-').replace('_', '-')}"
    head: Data = {
        "scenario": name,
        "format": "1",
        "about": f"{tale.parameter}: {_ABOUT}",
        **({"policy": policy} if policy is not None else {}),
        "clock": {"start": format_moment(first // DAY * DAY)},
    }
    return {**head, "people": tale.people, "opening": tale.opening, "steps": steps}


def _alone(data: Data, path: str, code: str) -> Data:
    """The story without the steps that another rule answers first, and what hangs on them."""
    while data["steps"]:
        data = _used(data)
        gone = _answered_by_others(data, path, code)
        if not gone:
            return data
        data = {**data, "steps": [step for step in data["steps"] if not _about(step, gone)]}
    return data


def _answered_by_others(data: Data, path: str, code: str) -> set[str]:
    gone: set[str] = set()

    def watch(step: Step, outcome: Outcome) -> None:
        came = outcome.decision.code
        expected = step.expect.refused if step.expect is not None else None
        if came is not None and came.value not in {code, expected}:
            gone.add(step.id)

    scenario = load(read(story_text(data).encode(), path, lines_of="steps"))
    walk(start(scenario), scenario.items, watch, verify=False)
    return gone


def _about(step: Data, gone: set[str]) -> bool:
    return step.get("id") in gone or step.get("accept", step.get("decline")) in gone


def _used(data: Data) -> Data:
    """The story without people who do nothing in it."""
    said = {word for step in data["steps"] for word in _words(step)}
    people = {name: one for name, one in data["people"].items() if name in said}
    opening = {a: fen for a, fen in data["opening"].items() if a.partition("/")[0] in said}
    return {**data, "people": people, "opening": opening}


def _words(node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            yield str(key).partition("/")[0]
            yield from _words(value)
    elif isinstance(node, list):
        for value in node:
            yield from _words(value)
    else:
        yield str(node).partition("/")[0]
