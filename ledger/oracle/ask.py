"""What a rule is asked, and how a family of rules answers: every rule tried, in a fixed order."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from ledger.oracle.law import Law
from ledger.oracle.story import Happening, Story
from ledger.words.moments import DAY
from ledger.words.money import NO_LIMIT


@dataclass(frozen=True, slots=True)
class Ask:
    """One wish at one moment.

    Attributes:
        wish: the command as a dict, in the words of FORMATS section 8.
        sender, receiver: the two sides by id; one person twice where only one is concerned.
        law: what is in force between the two sides' places.
    """

    story: Story
    wish: dict[str, Any]
    at: int
    key: str
    sender: str
    receiver: str
    law: Law

    @property
    def day(self) -> int:
        """The Beijing day of the wish."""
        return self.at // DAY

    @property
    def fen(self) -> int:
        """What is asked for; 1 for a wish that names no amount."""
        return int(self.wish.get("amount_fen", 0)) or 1

    @property
    def near(self) -> bool:
        """Whether both sides are insured in one province."""
        return self.story.near(self.sender, self.receiver)

    def law_of(self, one: str, other: str = "") -> Law:
        """What is in force today in another place, or between two."""
        return Law(self.law.book, one, other or one, self.day)

    def law_for(self, giver: str, member: str) -> Law:
        """What is in force today between the places of two people."""
        return self.law_of(self.story.region(giver), self.story.region(member))


Room: TypeAlias = int
"""A rule's answer: True or False, or the most fen it lets pass."""


class Rule(NamedTuple):
    """One rule: its code, its question, the values without which it refuses, and when it arises."""

    code: str
    asks: Callable[[Ask], Room]
    needs: tuple[str, ...] = ()
    arises: Callable[[Ask], bool] = lambda _ask: True

    def room(self, ask: Ask) -> int:
        """The most fen that this rule lets pass now: a yes is any amount, a no is none."""
        if self.needs and not ask.law.lists(self.code):
            return NO_LIMIT
        if not self.arises(ask):
            return NO_LIMIT
        if any(ask.law.missing(parameter) for parameter in self.needs):
            return 0
        said = self.asks(ask)
        if isinstance(said, bool):
            return NO_LIMIT if said else 0
        return max(said, 0)


class NotModelledError(Exception):
    """A policy allows what no rule text describes; the wish is refused `RULE_ERROR`."""


class Family(NamedTuple):
    """How one kind of wish is answered.

    Attributes:
        sides: whose places' policies count; empty ids for nobody's, which is the nation's.
        outcome: what happens when every rule passes.
    """

    sides: Callable[[Story, dict[str, Any]], tuple[str, str]]
    rules: tuple[Rule, ...]
    outcome: Callable[[Ask], list[Happening]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The oracle's answer to one wish.

    Attributes:
        verdict: ok, pending, refused or duplicate.
        code: the first rule that refuses; for a duplicate, the first answer's.
        also: the other rules that refuse, in order.
        would_pass_fen: the most that would pass now, of a refusal; else any amount.
        happened: what came of it.
    """

    verdict: str
    code: str | None = None
    also: tuple[str, ...] = ()
    would_pass_fen: int = NO_LIMIT
    happened: tuple[Happening, ...] = field(default=(), compare=False)


def judge(family: Family, ask: Ask) -> Verdict:
    """Try every rule; refuse with all that fail, or let it happen."""
    rooms = [(rule.code, rule.room(ask)) for rule in family.rules]
    failed = [code for code, room in rooms if ask.fen > room]
    least = min((room for _, room in rooms), default=NO_LIMIT)
    if failed:
        return Verdict("refused", failed[0], tuple(failed[1:]), least)
    try:
        happened = tuple(family.outcome(ask))
    except NotModelledError:
        return Verdict("refused", "RULE_ERROR", (), 0)
    waits = any(h["what"] == "sent" and h["returns_at"] is not None for h in happened)
    return Verdict("pending" if waits else "ok", happened=happened)


def same_twice(field_: str) -> Callable[[Story, dict[str, Any]], tuple[str, str]]:
    """Sides of a wish that concerns one person, named by this field (an account's holder too)."""

    def sides(_story: Story, wish: dict[str, Any]) -> tuple[str, str]:
        holder = str(wish[field_]).partition("/")[0]
        return holder, holder

    return sides


def giver_and_member(_story: Story, wish: dict[str, Any]) -> tuple[str, str]:
    """Sides of a wish about two people."""
    return wish["giver"], wish["member"]


def nobody(_story: Story, _wish: dict[str, Any]) -> tuple[str, str]:
    """Sides of a wish that asks no place's policy."""
    return "", ""


def alive(ask: Ask) -> bool:
    """Nothing is sent, given or settled for somebody who has died (P08)."""
    return "dead" not in {ask.story.standing(ask.sender), ask.story.standing(ask.receiver)}


def actor_known(ask: Ask) -> bool:
    """Who acts for somebody must be enrolled, too."""
    by = ask.wish.get("by")
    return by is None or ask.story.person(by) is not None


ALIVE = Rule("PERSON_DEAD", alive)
ACTOR = Rule("NOT_ENROLLED", actor_known)
