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
from ledger.scenario.variants import EVER, variants_of
from ledger.text.problems import FileProblems, Problem, did_you_mean, quoted, unknown
from ledger.text.reader import Document, read
from ledger.text.said import Said
from ledger.text.shape import Codes, problems_of
from ledger.words.accounts import is_person_id
from ledger.words.moments import format_moment

CODES = Codes("S001", "S002", "S003")
UNREADABLE = frozenset({"Y004", "Y006"})
"""Problems of the text that leave nothing to say about the scenario: copies, bottomless nesting."""

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
        self.broken: list[Any] = []

    def say(
        self, where: Path, code: str, message: str, hint: str = "", *, key: bool = False
    ) -> None:
        """Note a problem at the value of a path, or at its last key."""
        positions = self.document.positions
        line, col = positions.key(where) if key else positions.value(where)
        self.problems.append(Problem(self.document.path, line, col, code, message, hint))

    def unknown(self, found: Iterable[Unknown]) -> None:
        """Note names that mean nothing, each with the nearest known one."""
        for one in found:
            hint = did_you_mean(one.word, one.known) if one.word else ""
            self.say(one.where, one.code, one.message, hint, key=one.is_key)

    def scenario(self) -> Scenario | None:
        """The scenario, or None with problems."""
        data = self.document.data
        if not self.document.complete or any(p.code in UNREADABLE for p in self.problems):
            return None
        if not isinstance(data, dict):
            self.say((), "S003", Said("scenario.not_mapping"))
            return None
        if "region" in data and "scenario" not in data:
            self.say(("region",), "S003", Said("scenario.is_policy"))
            return None
        head = self._head(data)
        items = list(self._items(data.get("steps")))
        policy = self._policy(data, head)
        names = self._names(data, policy, items)
        self._walk(items, head.clock.start if head is not None else EVER, names)
        if head is not None:
            self._accounts(head, names)
        self._unused(data, names)
        if head is None or policy is None:
            return None
        return variants_of(self._made(head, policy, items), head.what_if, names, self)

    def _head(self, data: Mapping[str, Any]) -> ScenarioHead | None:
        try:
            return ScenarioHead.model_validate({k: v for k, v in data.items() if k != "steps"})
        except ValidationError as error:
            self.problems += problems_of(error, self.document, CODES, ScenarioHead)
            return None

    def _items(self, steps: Any) -> Iterator[tuple[Item, str]]:
        if not isinstance(steps, list) or not steps:
            self.say(("steps",), "S010", Said("scenario.no_steps"))
            return
        if len(steps) > MOST_STEPS:
            message = Said("scenario.too_many", count=f"{len(steps):,}")
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
            self.say((*where, *error.path), "S013", str(error), error.hint)
        self.broken.append((raw, where))
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
        documents: list[Document | None] = []
        for index, name in enumerate(head.policy):
            if name in head.policy[:index]:
                self.say(
                    ("policy", index), "S011", Said("scenario.policy_twice", name=quoted(name))
                )
                return None
            documents.append(self._policy_document(name, ("policy", index)))
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
            self.say(where, "S011", unknown("policy", name), hint)
            return None
        path = FilePath(self.document.path).parent / name
        try:
            return read(path.read_bytes(), str(path))
        except OSError:
            self.say(where, "S011", Said("scenario.policy_unreadable", name=quoted(name)))
            return None

    def _names(
        self, data: Mapping[str, Any], policy: PolicyBook | None, items: list[tuple[Item, str]]
    ) -> Names:
        """What may be named: people from the plain data, so that other mistakes hide none."""
        names = Names({*_keys(data, "people"), *_enrolled(items)}, policy)
        for raw, where in self.broken:
            self.unknown(names.broken(raw, where))
        return names

    def _accounts(self, head: ScenarioHead, names: Names) -> None:
        for account in head.opening:
            self.unknown(names.person(account.partition("/")[0], ("opening", account)))
        if head.ends is not None:
            self.unknown(balances(head.ends.balances, names, ("ends", "balances")))

    def _unused(self, data: Mapping[str, Any], names: Names) -> None:
        """People who are nowhere; a feed is not searched for them."""
        used = names.used.union(a.partition("/")[0] for a in _keys(data, "opening"))
        for person in () if names.fed else _keys(data, "people"):
            if person not in used and is_person_id(person):
                message = Said("scenario.unused", person=quoted(person))
                self.say(("people", person), "S009", message, key=True)

    def _made(
        self, head: ScenarioHead, policy: PolicyBook, items: list[tuple[Item, str]]
    ) -> Scenario:
        keys = keys_of(item for item, _ in items)
        return Scenario(
            head.scenario,
            self.document,
            policy,
            head.clock.start,
            tuple(Enrol(i, p.insured, p.scheme, p.name, p.born) for i, p in head.people.items()),
            tuple(PostOpening(account, fen) for account, fen in head.opening.items()),
            tuple(by_key(item, keys) for item, _ in items),
            ends_by_key(head.ends, keys) if head.ends is not None else None,
            tuple(head.always),
            (),
        )

    def _walk(self, items: list[tuple[Item, str]], start: int, names: Names) -> None:
        last = start
        for item, action in items:
            self.unknown(unknown_names(item, names, action))
            if isinstance(item, Feed):
                names.fed = True
                continue
            if item.at < last:
                moments = {"at": format_moment(item.at), "last": format_moment(last)}
                self.say(_at_path(item, action), "S006", Said("scenario.out_of_order", **moments))
            last = item.at
            if isinstance(item, Step):
                if item.id in names.made:
                    message = Said("scenario.id_twice", id=quoted(item.id))
                    self.say((*item.where, "id"), "S007", message)
                names.made[item.id] = item.command


def _keys(data: Mapping[str, Any], section: str) -> list[str]:
    """The keys of a section of the file, whatever else may be wrong with it."""
    found = data.get(section)
    return [str(key) for key in found] if isinstance(found, dict) else []


def _at_path(item: Item, action: str) -> Path:
    if action == "check":
        return (*item.where, "check", "at")
    return (*item.where, "wait", "until") if action == "wait" else (*item.where, "at")


def _enrolled(items: list[tuple[Item, str]]) -> set[str]:
    commands = (item.command for item, _ in items if isinstance(item, Step))
    return {command.person for command in commands if isinstance(command, Enrol)}
