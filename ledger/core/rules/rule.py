"""What a rule is: a code, the parameters it reads, the room it leaves, and its facts.

`room(case)` answers the most that this rule alone would let the command move now, in fen. A rule
fails when the command asks for more. A plain yes or no is room for anything or for nothing. The
verdict, `now` and `whole` all come from this one number, so they cannot disagree.

Where the terms alone settle a room, or which question is left to ask of the case, the rule is
marked `ByTerms`: a table is made once for its terms, and asks of each case only what is left.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple, TypeAlias

import msgspec

from ledger.core.book import BookView, Person
from ledger.core.events import Event
from ledger.core.refusals import Code
from ledger.core.terms import Terms
from ledger.words.money import NO_LIMIT
from ledger.words.vocabulary import DEAD

NOTHING: Final = 0

Facts: TypeAlias = Mapping[str, int | str]


class Case(msgspec.Struct, frozen=True, gc=False):
    """One command at one moment, with all that its rules may look at.

    Attributes:
        key: the command's idempotency key; it names the transfer or spend it makes.
        sender, receiver: the two sides; one person twice where a command concerns only one.
        asked_fen: what the command asks for (1 where it moves nothing).
        day: the Beijing day of the command.
        terms_between: the terms of other pairs of regions, for rules that look beyond two sides.
    """

    book: BookView
    command: Any
    terms: Terms
    at: int
    day: int
    key: str
    sender: Person
    receiver: Person
    asked_fen: int
    terms_between: "TermsBetween | None" = None

    def terms_of(self, giver: str, member: str = "") -> Terms:
        """The day's terms of other regions than the case's two sides: of one, or between two."""
        if self.terms_between is None:
            return self.terms
        return self.terms_between(giver, member or giver, self.day)


Sides: TypeAlias = tuple[Person, Person]

TermsBetween: TypeAlias = Callable[[str, str, int], Terms]
"""The terms for a sender's region, a receiver's region and a Beijing day."""


Room: TypeAlias = Callable[[Case], int]
"""The most that may move, in fen."""


class ByTerms:
    """A room that terms decide: as a number of fen, or as what is left to ask of a case."""

    __slots__ = ("under",)

    def __init__(self, under: Callable[[Terms], int | Room]) -> None:
        self.under = under

    def __call__(self, case: Case) -> int:
        """The room of a case, under its own terms."""
        room = self.under(case.terms)
        return room if isinstance(room, int) else room(case)


class Rule(NamedTuple):
    """One row of a family's table.

    Attributes:
        code: the refusal code when this rule fails.
        uses: the policy parameters it reads; none for a rule about the ledger itself.
        room: the most that may move, in fen.
        facts: the numbers and words an explanation shows, by name.
        decider: which of `uses` decides this case; the first, unless it depends on the case.
        arises: whether its question arises at all; where it does not, no value needs be in force.
    """

    code: Code
    uses: tuple[str, ...]
    room: Room
    facts: Callable[[Case], Facts]
    decider: Callable[[Case], str] | None = None
    arises: Callable[[Case], bool] | None = None

    def decided_by(self, case: Case) -> str:
        """The parameter that decides this case; empty for a rule about the ledger itself."""
        if self.decider is not None:
            return self.decider(case)
        return self.uses[0] if self.uses else ""


class Family(NamedTuple):
    """How one kind of command is decided.

    Attributes:
        sides: the ids of the sender and the receiver, whose regions' policies apply.
        rules: the table, in order of precedence.
        outcome: the events when every rule passes.
    """

    name: str
    sides: Callable[[BookView, Any], tuple[str, str]]
    rules: tuple[Rule, ...]
    outcome: Callable[[Case], tuple[Event, ...]]


def allow(yes: bool) -> int:  # noqa: FBT001  # reads as a word at every call
    """Room for anything, or for nothing."""
    return NO_LIMIT if yes else NOTHING


def no_facts(_case: Case) -> Facts:
    """For a rule whose code says it all."""
    return {}


def alive_room(case: Case) -> int:
    return NO_LIMIT if case.sender.standing != DEAD != case.receiver.standing else NOTHING


def alive_facts(case: Case) -> Facts:
    return {"sender_standing": case.sender.standing, "receiver_standing": case.receiver.standing}


ALIVE = Rule(Code.PERSON_DEAD, (), alive_room, alive_facts)
"""Nothing is sent, given or settled for someone who has died."""
