"""A scenario ready to run: frozen, typed, every name in it known to mean something."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from ledger.core.commands import Command, Enrol, PostOpening
from ledger.policy.book import PolicyBook
from ledger.policy.dated import Dated, Place
from ledger.scenario.fields import Setting
from ledger.scenario.model import (
    CheckFields,
    Difference,
    EndsFields,
    ExpectFields,
    FeedExpect,
    WhatIfEnds,
)
from ledger.text.reader import Document

Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One command of the story, at its moment (µs, Beijing), with what it must answer."""

    id: str
    at: int
    key: str
    command: Command
    expect: ExpectFields | None
    where: Path


@dataclass(frozen=True, slots=True)
class Check:
    """What must be true at an instant."""

    at: int
    fields: CheckFields
    where: Path


@dataclass(frozen=True, slots=True)
class Wait:
    """Time passes until a moment."""

    at: int
    where: Path


@dataclass(frozen=True, slots=True)
class Feed:
    """Commands from a file beside the scenario, at the place in the order where it stands."""

    path: str
    rows: int
    sha256: str
    expect: FeedExpect | None
    where: Path


Item: TypeAlias = Step | Check | Wait | Feed


@dataclass(frozen=True, slots=True)
class Variant:
    """The same story under other rules or with other steps."""

    name: str
    policy: PolicyBook
    items: tuple[Item, ...]
    differs: Mapping[str, Difference] | None
    ends: WhatIfEnds | None
    always: tuple[str, ...]
    hidden: tuple[Dated, ...]
    sweep: tuple[tuple[Setting, tuple[tuple[str, PolicyBook], ...]], ...]
    where: Path


@dataclass(frozen=True, slots=True)
class Scenario:
    """A story: people, what they had, what they did, and what must come of it.

    Attributes:
        start: moment of the first event, µs of Beijing wall time.
    """

    name: str
    document: Document
    policy: PolicyBook
    start: int
    people: tuple[Enrol, ...]
    opening: tuple[PostOpening, ...]
    items: tuple[Item, ...]
    ends: EndsFields | None
    always: tuple[str, ...]
    variants: tuple[Variant, ...]

    def place(self, where: Path) -> Place:
        """Where something stands in the scenario's file."""
        if len(where) == 2 and where[0] == "steps" and isinstance(where[1], int):
            return Place(self.document.path, *self.document.item(where[1]))
        return Place(self.document.path, *self.document.positions.value(where))
