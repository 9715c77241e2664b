"""The scenario of one or two people who exist only for a question."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ledger.cli.output import fail
from ledger.text.reader import Document, read_text
from ledger.text.said import Said
from ledger.words.moments import DAY, format_moment


class MadeUp(NamedTuple):
    """What is said of the people of a question.

    Attributes:
        at: the moment of the question (µs); their ledger begins on the day before.
        regions, schemes: of the people in their order; a second region may be missing.
        kin: what the second is to the first.
        balances: `li=8000元` and the like.
        policies: files of an own policy; none is the shipped book.
    """

    at: int
    regions: tuple[str, str | None]
    schemes: tuple[str, str]
    kin: str
    balances: Sequence[str]
    policies: Sequence[str]


def document_of(made_up: MadeUp, people: Sequence[str]) -> Document:
    """A scenario file in which these people have open wallets, and the second is bound.

    It is checked as any other file is; each of its lines is one key, so that a mistake shows it.
    """
    if not 1 <= len(people) <= 2:
        fail(Said("asking.two_people", people=len(people)))
    if len(people) > 1 and made_up.regions[1] is None:
        fail(Said("asking.needs_payee_region", person=people[1]))
    lines = (f"{k}: {json.dumps(v, ensure_ascii=False)}" for k, v in _keys(made_up, people))
    return read_text("\n".join(lines), "what-if", lines_of="steps")


def _keys(made_up: MadeUp, people: Sequence[str]) -> Iterator[tuple[str, Any]]:
    begun = format_moment((made_up.at // DAY - 1) * DAY)
    yield "scenario", "what-if"
    yield "format", "1"
    if made_up.policies:
        yield "policy", list(made_up.policies)
    yield "clock", {"start": begun}
    known = zip(people, made_up.regions, made_up.schemes, strict=False)
    yield "people", {p: {"insured": region, "scheme": scheme} for p, region, scheme in known}
    yield "opening", {f"{p}/wallet": "0元" for p in people} | dict(map(_had, made_up.balances))
    yield "steps", [_step(people, made_up.kin, begun)]


def _had(balance: str) -> tuple[str, str]:
    account, _, amount = balance.partition("=")
    return account if "/" in account else f"{account}/personal", amount


def _step(people: Sequence[str], kin: str, begun: str) -> dict[str, Any]:
    if len(people) < 2:
        return {"id": "begun", "wait": {"until": begun}}
    relation = {"giver": people[0], "member": people[1], "kin": kin}
    return {"id": "bound", "at": begun, "bind": relation}
