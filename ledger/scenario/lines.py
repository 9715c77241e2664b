"""Decides how a command is written as a JSON line; what it writes, `wire` reads."""

from typing import Any, TypeAlias

import msgspec

from ledger.core.commands import Command
from ledger.core.wishes.shape import WORD
from ledger.words.moments import format_day, format_moment

Line: TypeAlias = dict[str, Any]

_DAYS = ("from", "until", "born")
_PLAIN = {"accept": "transfer", "decline": "transfer"}
"""Actions that are one text, and where a command has it."""


def line_of(command: Command, *, at: int, key: str) -> Line:
    """The line of a command at its moment: its `key`, its `at`, and its word with its fields."""
    body: Line = msgspec.to_builtins(command)
    word = body.pop(WORD)
    if word in _PLAIN:
        return {"key": key, "at": format_moment(at), word: body[_PLAIN[word]]}
    for name in _DAYS:
        if isinstance(body.get(name), int):
            body[name] = format_day(body[name])
    if word == "settle":
        body = _settle(body)
    return {"key": key, "at": format_moment(at), word: _written(body)}


def _settle(body: Line) -> Line:
    """A bill with its buyer under `proxy`, and items that cost the patient nothing by price."""
    agent, proofs = body.pop("agent", None), body.pop("proofs", ())
    if agent is not None:
        body["proxy"] = _written({"by": agent, "proofs": list(proofs)})
    body["items"] = [_item(item) for item in body.get("items", ())]
    return body


def _item(item: Line) -> Line:
    if item["amount_fen"]:
        return item
    priced = {k: v for k, v in item.items() if k != "amount_fen"}
    return {**priced, "price_fen": item["pooled_fen"]}


def _written(body: Line) -> Line:
    """The fields that say something."""
    return {name: value for name, value in body.items() if value not in (None, "", [], ())}
