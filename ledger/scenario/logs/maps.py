"""From the text of a map to a map: every mistake at once, or one that rows can be read with."""

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from ledger.core.commands import Enrol, PostOpening
from ledger.scenario.load import CODES, Loader
from ledger.scenario.logs.model import MapFile, cells_of
from ledger.scenario.references import Names, unknown_names
from ledger.scenario.story import Path, Step
from ledger.text.problems import FileProblems, did_you_mean, quoted
from ledger.text.reader import Document
from ledger.text.said import Said
from ledger.text.shape import problems_of
from ledger.words.moments import format_moment


@dataclass(frozen=True, slots=True)
class LogMap:
    """A map: what was there before the log's first row, and how to read its rows.

    Attributes:
        start: moment of the ledger's first event, µs of Beijing wall time.
        before: what had happened before the first row: relations, wallets; in order of time.
    """

    document: Document
    fields: MapFile
    start: int
    people: tuple[Enrol, ...]
    opening: tuple[PostOpening, ...]
    before: tuple[Step, ...]


def load_map(document: Document) -> LogMap:
    """Make a map of a document.

    Raises:
        FileProblems: with every mistake.
    """
    loader = Loader(document)
    fields = _fields(loader)
    before = list(_before(loader)) if document.complete else []
    if fields is None or loader.problems:
        raise FileProblems(loader.problems)
    names = Names(set(fields.people), None, fed=True)
    for account in fields.opening:
        loader.unknown(names.person(account.partition("/")[0], ("opening", account)))
    for step, action in before:
        loader.unknown(unknown_names(step, names, action))
        if step.at < fields.clock.start:
            begin = format_moment(fields.clock.start)
            loader.say((*step.where, "at"), "S006", Said("logs.before_start", start=begin))
    for path, cell in cells_of(fields.rows, ("rows",)) if fields.rows is not None else ():
        if isinstance(cell.values, str) and cell.values not in fields.words:
            message = Said("logs.no_words", name=quoted(cell.values))
            loader.say((*path, "values"), "S003", message, did_you_mean(cell.values, fields.words))
    if loader.problems:
        raise FileProblems(loader.problems)
    return LogMap(
        document,
        fields,
        fields.clock.start,
        tuple(Enrol(i, p.insured, p.scheme, p.name, p.born) for i, p in fields.people.items()),
        tuple(PostOpening(account, fen) for account, fen in fields.opening.items()),
        tuple(sorted((step for step, _ in before), key=lambda step: step.at)),
    )


def _fields(loader: Loader) -> MapFile | None:
    document = loader.document
    if not document.complete:
        return None
    try:
        data: Any = document.data
        known = {k: v for k, v in data.items() if k != "before"} if isinstance(data, dict) else data
        return MapFile.model_validate(known)
    except ValidationError as error:
        loader.problems += problems_of(error, document, CODES, MapFile)
        return None


def _before(loader: Loader) -> list[tuple[Step, str]]:
    data: Any = loader.document.data
    raw = data.get("before", []) if isinstance(data, dict) else []
    found: list[tuple[Step, str]] = []
    for index, one in enumerate(raw if isinstance(raw, list) else ()):
        where: Path = ("before", index)
        made = loader.item(one, where)
        if made is None:
            continue
        item, action = made
        if isinstance(item, Step) and item.expect is None:
            found.append((item, action))
        else:
            loader.say(where, "S013", Said("logs.before"))
    return found
