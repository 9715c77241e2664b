"""From the text of one hypothetical step to its command: `transfer: {from: li, to: wang, ...}`.

The step is read as a scenario's step is; its id and its moment may be left out.
"""

from typing import Any

from ledger.scenario.load import Loader
from ledger.scenario.references import Names, unknown_names
from ledger.scenario.story import Step
from ledger.text.problems import Problem
from ledger.text.reader import Document
from ledger.text.said import Said
from ledger.words.moments import format_moment


def wished(
    document: Document, names: Names, *, name: str, at: int, since: int
) -> tuple[Step | None, list[Problem]]:
    """The step of a document, or None with everything that is wrong with it.

    Args:
        document: the text of one step, as a YAML mapping.
        names: who is known.
        name: the step's id, where it names none.
        at: its moment, where it names none.
        since: the moment that it may not be before.
    """
    loader = Loader(document)
    raw: Any = document.data
    if isinstance(raw, dict):
        raw = {"id": name, "at": format_moment(at)} | raw
    made = loader.item(raw, ()) if document.complete else None
    if made is None:
        for broken, where in loader.broken:
            loader.unknown(names.broken(broken, where))
        return None, loader.problems
    item, action = made
    if not isinstance(item, Step):
        loader.say((), "S013", Said("scenario.not_asked", action=action))
        return None, loader.problems
    if item.expect is not None:
        loader.say(("expect",), "S013", Said("scenario.asked_expect"), key=True)
    if item.at < since:
        now = format_moment(since)
        loader.say(("at",), "S006", Said("scenario.past", now=now))
    loader.unknown(unknown_names(item, names, action))
    return (None if loader.problems else item), loader.problems
