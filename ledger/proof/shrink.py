"""The smallest scenario that fails the same way as a larger one, by delta debugging.

Parts of the file go first, then steps, then people and balances; then amounts and times become
simple. A candidate counts when it loads and fails with the same codes at the same kind of place.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from pathlib import Path as FilePath
from typing import Any, Final, NamedTuple, cast

from ledger.scenario.feed import fields_in
from ledger.scenario.load import load
from ledger.scenario.run import Failure, run
from ledger.scenario.story import Path, Scenario
from ledger.text.problems import FileProblems
from ledger.text.reader import Document
from ledger.whatif.comparing.variant import run_variants

Data = dict[str, Any]

CODE: Final = re.compile(r"[A-Z]{2,}(?:_[A-Z]+)*")
PLACES: Final = frozenset(
    {
        *("steps", "expect", "check", "ends", "always", "what_if", "differs", "was", "now"),
        *("balances", "available", "allowance", "happened", "head", "verdict", "refused"),
        *("by", "also", "would_pass", "passes_at", "paid"),
    }
)
"""The words of a path that say what kind of place it is; the others are names and numbers."""

MINUTES: Final = "2025-11-10 08:00"
EASY: Final = ("0元", "1元", "100元", "1000元")


class Signature(NamedTuple):
    """How a story fails: the kind of place, and the refusal codes that were expected and came."""

    place: tuple[str, ...]
    codes: tuple[str, ...]

    def __str__(self) -> str:
        """In one line: `steps.expect TRANSFER_CAP_EACH`."""
        return " ".join((".".join(self.place), *self.codes))


def signature_of(scenario: Scenario) -> Signature | None:
    """How a scenario fails, by its first failure; None: it holds."""
    return next(iter(_signatures(_data_of(scenario), scenario.document.path)), None)


def shrunk(scenario: Scenario) -> Data:
    """The data of the smallest scenario that fails in the way of the first failure of this one.

    Raises:
        ValueError: when it does not fail.
    """
    data, path = _data_of(scenario), scenario.document.path
    wanted = next(iter(_signatures(data, path)), None)
    if wanted is None:
        raise ValueError(scenario.name)

    def fails(candidate: Data) -> bool:
        return wanted in _signatures(candidate, path)

    return _smallest(data, fails)


Fails = Callable[[Data], bool]


def _smallest(data: Data, fails: Fails) -> Data:
    """Apply every way of making it smaller until none of them does."""
    while True:
        before = data
        for way in (_fewer_parts, _fewer_steps, _fewer_entries, _simpler):
            data = way(data, fails)
        if data == before:
            return data


def _fewer_parts(data: Data, fails: Fails) -> Data:
    for key in ("what_if", "always", "ends", "about"):
        data = _first_that(fails, [_without(data, (key,))] if data.get(key) else [], data)
    for index in reversed(range(len(data.get("what_if", ())))):
        data = _first_that(fails, [_without(data, ("what_if", index))], data)
    return data


def _fewer_steps(data: Data, fails: Fails) -> Data:
    """Delta debugging: leave out ever smaller runs of steps, with what names them."""
    size = max(len(data["steps"]) // 2, 1)
    while True:
        start = len(data["steps"])
        while start > 0:
            start = max(min(start, len(data["steps"])) - size, 0)
            data = _first_that(fails, [_without_steps(data, start, start + size)], data)
        if size == 1:
            return data
        size //= 2


def _without_steps(data: Data, start: int, end: int) -> Data:
    """The story without some steps, and without the steps that name them."""
    steps = data["steps"]
    gone = {str(step.get("id")) for step in steps[start:end]}
    kept: list[Data] = []
    for place, step in enumerate(steps):
        if start <= place < end or not gone.isdisjoint(_named(step)):
            gone.add(str(step.get("id")))
        else:
            kept.append(step)
    return {**data, "steps": kept}


def _named(step: Data) -> Iterator[str]:
    """The steps that a step is about."""
    for key, action in step.items():
        if key in {"accept", "decline"}:
            yield str(action)
        if isinstance(action, dict) and "of" in action:
            yield str(action["of"])
        if key == "check":
            yield from (str(h["returned"]) for h in action.get("happened", ()) if "returned" in h)


def _fewer_entries(data: Data, fails: Fails) -> Data:
    for person in list(data["people"]):
        data = _first_that(fails, [_without_person(data, person)], data)
    for path in reversed(list(_optional(data))):
        data = _first_that(fails, [_without(data, path)], data)
    return data


def _without_person(data: Data, person: str) -> Data:
    """The story without somebody, and without what they had and did."""
    found = deepcopy(data)
    del found["people"][person]
    about = re.compile(rf"(?<![\w-]){re.escape(person)}(?![\w-])")
    found["steps"] = [step for step in found["steps"] if not about.search(str(_action(step)))]
    for balances in (found.get("opening") or {}, found.get("ends", {}).get("balances", {})):
        for account in [a for a in balances if about.search(a)]:
            del balances[account]
    return found


def _action(step: Data) -> list[Any]:
    return [value for key, value in step.items() if key not in {"id", "at", "key", "expect"}]


def _optional(data: Data) -> Iterator[Path]:
    """The paths of entries that a file may do without."""
    yield from (("people", p, "name") for p, one in data["people"].items() if "name" in one)
    yield from (("people", p, "born") for p, one in data["people"].items() if "born" in one)
    yield from (("opening", account) for account in data.get("opening") or ())
    yield from (("ends", "balances", a) for a in data.get("ends", {}).get("balances", ()))
    for index, step in enumerate(data["steps"]):
        expect, check = step.get("expect"), step.get("check", {})
        if isinstance(expect, dict):
            yield from (("steps", index, "expect", key) for key in expect)
        for part in ("balances", "available", "allowance"):
            yield from (("steps", index, "check", part, name) for name in check.get(part, ()))


def _simpler(data: Data, fails: Fails) -> Data:
    """Try a simpler text for every amount and every moment."""
    for path, text in list(_texts(data, ())):
        data = _first_that(fails, (_with(data, path, one) for one in _simple(path, text)), data)
    return data


def _simple(path: Path, text: str) -> Iterator[str]:
    """Simpler texts for one, the simplest first."""
    if path[-1] == "amount" or path[0] == "opening":
        yield from (easy for easy in EASY if (len(easy), easy) < (len(text), text))
        if "." in text:
            yield text.partition(".")[0] + "元"
    elif path[-1] == "at" and len(text) > len(MINUTES):
        yield text[: len(MINUTES)]
    elif path[-1] == "at" and not text.endswith(":00"):
        yield text[:-2] + "00"


def _texts(node: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(node, str):
        yield path, node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from _texts(value, (*path, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _texts(value, (*path, index))


def _first_that(fails: Fails, candidates: "Sequence[Data] | Iterator[Data]", data: Data) -> Data:
    """The first candidate that fails the same way; else the story as it is."""
    return next((candidate for candidate in candidates if fails(candidate)), data)


def _without(data: Data, path: Path) -> Data:
    found = deepcopy(data)
    node: Any = found
    for part in path[:-1]:
        node = node[part]
    del node[path[-1]]
    return found


def _with(data: Data, path: Path, value: str) -> Data:
    found = deepcopy(data)
    node: Any = found
    for part in path[:-1]:
        node = node[part]
    node[path[-1]] = value
    return found


def _data_of(scenario: Scenario) -> Data:
    """The plain data of a scenario, with the rows of its feeds as steps."""
    data = deepcopy(cast("Data", scenario.document.data))
    folder = FilePath(scenario.document.path).parent
    steps: list[Data] = []
    for step in data["steps"]:
        if "feed" in step:
            rows = fields_in(str(folder / step["feed"]))
            steps += [{**row, "id": f"{row['id']}"} for row in rows]
        else:
            steps.append(step)
    return {**data, "steps": steps}


def _signatures(data: Data, path: str) -> list[Signature]:
    """How a story fails, failure by failure; a story that cannot be read does not fail."""
    marks = _Marks()
    document = Document(path, "", data, (), True, marks)  # type: ignore[arg-type]  # noqa: FBT003
    vars(document)["positions"] = marks
    try:
        scenario = load(document)
    except FileProblems:
        return []
    try:
        made = run(scenario)
        failures = [*made.failures, *(f for v in run_variants(made) for f in v.failures)]
    except Exception as error:  # a broken program is a failure of its own kind
        return [Signature(("crash",), (type(error).__name__,))]
    return [marks.signature(failure) for failure in failures]


class _Marks:
    """Stands for a document's positions: the line of a place is the number of its path."""

    def __init__(self) -> None:
        self.paths: list[Path] = []
        self.lines, self.columns = self, (1,) * (1 << 20)

    def __getitem__(self, index: int) -> int:
        return self.value(("steps", index))[0]

    def value(self, path: Path) -> tuple[int, int]:
        """The number of a path, and a column."""
        self.paths.append(path)
        return len(self.paths) - 1, 1

    key = value

    def signature(self, failure: Failure) -> Signature:
        """What kind of place a failure stands at, and the codes it tells of."""
        place = tuple(str(p) for p in self.paths[failure.place.line] if p in PLACES)
        codes = CODE.findall(f"{failure.expected} {failure.came}")
        return Signature(place, tuple(codes))
