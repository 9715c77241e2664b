"""What a session answers, and what a decision is made of."""

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from ledger.core.book import BookView
from ledger.core.commands import Command, asked_fen
from ledger.core.decide import Finding, sides_of
from ledger.core.events import Event, Flagged, Refused, TransferSent
from ledger.core.refusals import Code
from ledger.core.rules.rule import Case
from ledger.journal import Stored
from ledger.policy.book import PolicyBook
from ledger.text.said import Said
from ledger.words.moments import DAY


class Decision(msgspec.Struct, frozen=True, gc=False):
    """The answer to one command.

    Attributes:
        verdict: ok, pending, refused or duplicate.
        seq: the journal's number of its first event, which carries the key; for a duplicate, that
            of the first answer.
        code: why it was refused; for a duplicate, why the first was.
        events: what happened because of it (nothing for a duplicate).
    """

    verdict: str
    seq: int
    code: Code | None = None
    events: tuple[Event, ...] = ()


class Wish(NamedTuple):
    """A command with its moment (µs, Beijing wall time) and its idempotency key."""

    command: Command
    at: int
    key: str


class Recorded(NamedTuple):
    """What was made of something that really happened.

    Attributes:
        verdict: taken; impossible: no event can tell it, it is flagged and moved nothing; refused:
            it was refused there; duplicate: it stands here already.
        seq: the journal's number of its first event; of the first time for a duplicate.
        codes: every rule it broke, in order of precedence; of what was refused there, that code.
        findings: the same as the rules tell it; none where no rule could be asked.
        events: what happened because of it.
    """

    verdict: str
    seq: int
    codes: tuple[Code, ...] = ()
    findings: tuple[Finding, ...] = ()
    events: tuple[Event, ...] = ()


class Broken(NamedTuple):
    """An invariant that did not hold after an event."""

    seq: int
    name: str
    sentence: Said


class Answered(msgspec.Struct, frozen=True, gc=False):
    """What a key was answered: the wish, the seq of the first event, and why it was refused."""

    asked: bytes
    seq: int
    code: Code | None


def answered(stored: Stored) -> Answered:
    """What the command behind its first event was answered."""
    return Answered(stored.asked, stored.seq, code_of(stored.event))


def code_of(event: Event) -> Code | None:
    """Why the command behind its first event was not taken."""
    match event:
        case Refused():
            return Code(event.code)
        case Flagged(applied=False):
            return Code(event.codes[0])
        case _:
            return None


def case_of(
    book: BookView, policy: PolicyBook, command: Command, *, at: int, key: str
) -> Case | None:
    """The inputs of a decision; None when someone named is not enrolled."""
    sides = sides_of(book, command)
    if sides is None:
        return None
    sender, receiver = sides
    day, between = at // DAY, policy.terms
    terms = between(sender.insured, receiver.insured, day)
    fen = asked_fen(command)
    return Case(book, command, terms, at, day, key, sender, receiver, fen, between)


def verdict_of(events: Iterable[Event]) -> str:
    """The verdict of a command that was taken: pending where its transfer waits, else ok."""
    for event in events:
        if type(event) is TransferSent and event.returns_at is not None:
            return "pending"
    return "ok"
