"""From a scenario file to a scenario: every mistake at once, or a story that can run."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from ledger.core.commands import Enrol, PostOpening
from ledger.policy import shipped
from ledger.policy.book import PolicyBook
from ledger.policy.load import load as load_policy
from ledger.scenario.feed import feed_problems
from ledger.scenario.keys import by_key, ends_by_key, keys_of
from ledger.scenario.model import FeedFields, ScenarioHead, StepFields
from ledger.scenario.references import Names, Unknown, balances, unknown_names
from ledger.scenario.steps import StepError, action_of, item_of
from ledger.scenario.story import Feed, Item, Path, Scenario, Step
from ledger.scenario.variants import variants_of
from ledger.text.problems import FileProblems, Problem, did_you_mean
from ledger.text.reader import Document, read
from ledger.text.shape import Codes, problems_of
from ledger.words.moments import format_moment

CODES = Codes("S001", "S002", "S003")
MOST_STEPS = 200_000
"""More steps than this belong in a feed (F001)."""


def load_file(path: str) -> Scenario:
    """Read one scenario file.

    Raises:
        FileProblems: with every mistake of the file (and of policy files of its own).
        OSError: when it cannot be read.
    """
    return load(read(FilePath(path).read_bytes(), path, lines_of="steps"))


def load(document: Document) -> Scenario:
    """Make a scenario of a document.

    Raises:
        FileProblems: with every mistake.
    """
    loader = Loader(document)
    scenario = loader.scenario()
    if loader.problems or scenario is None:
        raise FileProblems(loader.problems)
    return scenario


class Loader:
    """Collects the problems of one file while its scenario is made; used once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = list(document.problems)

    def say(self, where: Path, code: str, message: str, hint: str = "") -> None:
        """Note a problem at the value of a path."""
        line, col = self.document.positions.value(where)
        self.problems.append(Problem(self.document.path, line, col, code, message, hint))

    def unknown(self, found: Iterable[Unknown]) -> None:
        """Note names that mean nothing, each with the nearest known one."""
        for one in found:
            hint = did_you_mean(one.word, one.known) if one.word else ""
            self.say(one.where, one.code, one.message, hint)

    def scenario(self) -> Scenario | None:
        """The scenario, or None with problems."""
        data = self.document.data
        if self.problems:
            return None
        if not isinstance(data, dict):
            self.say((), "S003", "a scenario file is a mapping that begins with “scenario:”")
            return None
        if "region" in data and "scenario" not in data:
            self.say(("region",), "S003", "this is a policy file; `walletsim check` reads it")
            return None
        head = self._head(data)
        items = list(self._items(data.get("steps")))
        policy = self._policy(data, head)
        if head is None or policy is None:
            return None
        return self._whole(head, policy, items)

    def _head(self, data: Mapping[str, Any]) -> ScenarioHead | None:
        try:
            return ScenarioHead.model_validate({k: v for k, v in data.items() if k != "steps"})
        except ValidationError as error:
            self.problems += problems_of(error, self.document, CODES, ScenarioHead)
            return None

    def _items(self, steps: Any) -> Iterator[tuple[Item, str]]:
        if not isinstance(steps, list) or not steps:
            self.say(("steps",), "S010", "a scenario has at least one step under “steps”")
            return
        if len(steps) > MOST_STEPS:
            message = (
                f"{len(steps):,} steps are too many for YAML; `walletsim convert` makes a feed"
            )
            self.say(("steps",), "F001", message)
            return
        for index, raw in enumerate(steps):
            found = self.item(raw, ("steps", index))
            if found is not None:
                yield found

    def item(self, raw: Any, where: Path) -> tuple[Item, str] | None:
        """One step and its action key, or None with problems."""
        try:
            if isinstance(raw, dict) and "feed" in raw:
                return self._feed(FeedFields.model_validate(raw), where), "feed"
            fields = StepFields.model_validate(raw)
            return item_of(fields, where), action_of(fields)
        except ValidationError as error:
            model = FeedFields if isinstance(raw, dict) and "feed" in raw else StepFields
            self.problems += problems_of(error, self.document, CODES, model, where)
        except StepError as error:
            self.say((*where, error.key) if error.key else where, "S013", str(error))
        return None

    def _feed(self, fields: FeedFields, where: Path) -> Feed:
        path = str(FilePath(self.document.path).parent / fields.feed)
        for problem in feed_problems(path, fields.rows, fields.sha256):
            if isinstance(problem, Problem):
                self.problems.append(problem)
            else:
                self.say((*where, problem.key), problem.code, problem.message)
        return Feed(path, fields.rows, fields.sha256, fields.expect, where)

    def _policy(self, data: Mapping[str, Any], head: ScenarioHead | None) -> PolicyBook | None:
        if head is None or head.policy is None:
            return shipped.shipped() if "policy" not in data else None
        documents: list[Document | None] = [
            self._policy_document(name, ("policy", index)) for index, name in enumerate(head.policy)
        ]
        if None in documents:
            return None
        if all(name in shipped.names() for name in head.policy):
            return self._shipped(head.policy)
        try:
            return load_policy(document for document in documents if document is not None)
        except FileProblems as problems:
            self.problems += problems.problems
            return None

    def _shipped(self, names: list[str]) -> PolicyBook | None:
        try:
            return shipped.shipped(names)
        except FileProblems as problems:
            self.say(("policy",), "S011", problems.problems[0].message)
            return None

    def _policy_document(self, name: str, where: Path) -> Document | None:
        if name in shipped.names():
            return shipped.document(name)
        if not name.endswith((".yaml", ".yml")):
            hint = did_you_mean(name, shipped.names())
            self.say(where, "S011", f"unknown policy “{name}”", hint)
            return None
        path = FilePath(self.document.path).parent / name
        try:
            return read(path.read_bytes(), str(path))
        except OSError:
            self.say(where, "S011", f"policy file “{name}” cannot be read")
            return None

    def _whole(
        self, head: ScenarioHead, policy: PolicyBook, items: list[tuple[Item, str]]
    ) -> Scenario:
        names = Names(set(head.people) | _enrolled(items), policy)
        for account in head.opening:
            self.unknown(names.person(account.partition("/")[0], ("opening", account)))
        self._walk(items, head.clock.start, names)
        ends = head.ends
        keys = keys_of(item for item, _ in items)
        if ends is not None:
            self.unknown(balances(ends.balances, names, ("ends", "balances")))
            ends = ends_by_key(ends, keys)
        for person in set() if names.fed else set(head.people) - names.used:
            self.say(("people", person), "S009", f"“{person}” is in no step and has nothing")
        scenario = Scenario(
            head.scenario,
            self.document,
            policy,
            head.clock.start,
            tuple(Enrol(i, p.insured, p.scheme, p.name, p.born) for i, p in head.people.items()),
            tuple(PostOpening(account, fen) for account, fen in head.opening.items()),
            tuple(by_key(item, keys) for item, _ in items),
            ends,
            tuple(head.always),
            (),
        )
        return variants_of(scenario, head.what_if, names, self)

    def _walk(self, items: list[tuple[Item, str]], start: int, names: Names) -> None:
        last = start
        for item, action in items:
            self.unknown(unknown_names(item, names, action))
            if isinstance(item, Feed):
                names.fed = True
                continue
            if item.at < last:
                message = (
                    f"step out of order: {format_moment(item.at)} is before {format_moment(last)}"
                )
                self.say(_at_path(item, action), "S006", message)
            last = item.at
            if isinstance(item, Step):
                if item.id in names.made:
                    self.say((*item.where, "id"), "S007", f"step id “{item.id}” stands twice")
                names.made[item.id] = item.command


def _at_path(item: Item, action: str) -> Path:
    if action == "check":
        return (*item.where, "check", "at")
    return (*item.where, "wait", "until") if action == "wait" else (*item.where, "at")


def _enrolled(items: list[tuple[Item, str]]) -> set[str]:
    commands = (item.command for item, _ in items if isinstance(item, Step))
    return {command.person for command in commands if isinstance(command, Enrol)}
