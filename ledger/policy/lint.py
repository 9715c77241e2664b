"""What is doubtful in a policy book that loads: weak sources, gaps, values nothing backs or uses.

Also values that other values leave no room (`lint_binding`) or deny (`lint_clashes`).

What would make a book wrong is a load error already (P001-P009, overlaps P103, P104, P109).
"""

from collections.abc import Callable, Collection, Iterator
from itertools import chain
from typing import NamedTuple

from ledger.core.decide import FAMILIES
from ledger.core.terms import TERMS
from ledger.policy.book import PolicyBook
from ledger.policy.dated import Dated, Definition, Place, Reading
from ledger.policy.lint_binding import never_binding
from ledger.policy.lint_clashes import clashes
from ledger.policy.lint_gaps import gaps
from ledger.policy.lint_overlays import denied
from ledger.policy.lint_reach import Doubt
from ledger.policy.quotes import amounts_fen
from ledger.text.said import Said
from ledger.words.moments import format_day

NOTES = frozenset({"P102", "P105", "P110", "P111"})
"""Codes that are only counted; all others are findings."""

Tested = Collection[tuple[str, str, str]]
"""Parameter, region and name of each reading that some scenario switches on."""


class Finding(NamedTuple):
    """One doubt, and the place in the files that it is about; sorts by place."""

    path: str
    line: int
    col: int
    code: str
    message: str

    @property
    def is_note(self) -> bool:
        """Whether it is only worth counting."""
        return self.code in NOTES


class Asked(NamedTuple):
    """What a lint is asked to look at.

    Attributes:
        as_of: the day that `checked_on` is compared with; None: it is not compared.
        stale_days: how old `checked_on` may be then.
        tested: readings that scenarios exercise; None: not asked.
    """

    book: PolicyBook
    as_of: int | None
    stale_days: int
    tested: Tested | None

    def records(self) -> Iterator[tuple[Definition, Dated]]:
        """Every dated value of the book."""
        for (parameter, _), records in self.book.history.items():
            for record in records:
                yield self.book.definitions[parameter], record


def lint(
    book: PolicyBook,
    *,
    as_of: int | None = None,
    stale_days: int = 365,
    tested: Tested | None = None,
) -> list[Finding]:
    """Every doubt about a book, in the order of its files.

    Args:
        book: as loaded.
        as_of: the day on which `checked_on` is too old when it lies more than `stale_days` back.
        stale_days: see `as_of`.
        tested: readings that scenarios exercise; None leaves P110 out.
    """
    asked = Asked(book, as_of, stale_days, tested)
    found = [
        Finding(*(place or Place("policy", 1, 1)), code, message)
        for code, check in CHECKS.items()
        for place, message in check(asked)
    ]
    return sorted(found)


def unsourced(asked: Asked) -> Iterator[Doubt]:
    """P101: a value whose source leads nowhere: no address, no researched fact, not assumed."""
    for definition, record in asked.records():
        for reading in record.readings:
            source = reading.source
            if source.grade != "assumed" and source.url is None and source.fact is None:
                told = Said("lint.no_source", parameter=definition.name, source=reading.source_id)
                yield record.place_of(reading), told


def weak(asked: Asked) -> Iterator[Doubt]:
    """P102: a value that only sources of grade C, or assumptions, stand for."""
    for definition, record in asked.records():
        grades = {reading.source.grade for reading in record.readings}
        if grades <= {"C", "assumed"}:
            weakest = Said("lint.grade_" + "_".join(sorted(grades)))
            yield record.place, _of_span("lint.weak", definition, record, grades=weakest)


def stale(asked: Asked) -> Iterator[Doubt]:
    """P105: a value that nobody has checked for too long, as of the day asked for."""
    for definition, record in asked.records():
        if asked.as_of is None or record.checked_on is None:
            continue
        days = asked.as_of - record.checked_on
        if days > asked.stale_days:
            day = format_day(record.checked_on)
            yield record.place, _of_span("lint.stale", definition, record, day=day, days=days)


def _of_span(name: str, definition: Definition, record: Dated, **values: object) -> Said:
    return Said(name, parameter=definition.name, span=record.span, **values)


def unused(asked: Asked) -> Iterator[Doubt]:
    """P106: a parameter that no rule of the book reads, so that its values change nothing."""
    listed = frozenset(asked.book.codes)
    readers: dict[str, set[str]] = {}
    for family in FAMILIES.values():
        for rule in family.rules:
            for name in rule.uses:
                readers.setdefault(name, set()).add(rule.code.value)
    free = {term.parameter for term in TERMS.values()}  # read by outcomes, where no rule does
    for name, definition in asked.book.definitions.items():
        codes = readers.get(name)
        if codes is None and name not in free:
            yield definition.place, Said("lint.unused", parameter=name)
        elif codes is not None and listed.isdisjoint(codes):
            told = Said("lint.unlisted", parameter=name, codes=tuple(sorted(codes)))
            yield definition.place, told


def unquoted(asked: Asked) -> Iterator[Doubt]:
    """P107: an amount of money that is not among the numbers of its own quote.

    An amount of zero is mostly said in words (不设门槛), so it is not looked for.
    """
    for definition, record in asked.records():
        for reading in record.readings:
            wanted = set(_amounts_of(definition, reading)) - {0}
            missing = wanted - amounts_fen(reading.quote) if reading.quote else set()
            for fen in missing:
                amount = f"{fen // 100}.{fen % 100:02d}"
                told = Said("lint.unquoted", parameter=definition.name, amount=amount)
                yield record.place_of(reading), told


def _amounts_of(definition: Definition, reading: Reading) -> Iterator[int]:
    if isinstance(reading.value, int) and definition.kind_name == "money":
        yield reading.value
    if isinstance(reading.value, tuple) and definition.kind_name == "brackets":
        for row in reading.value:
            for (_, kind), cell in zip(definition.columns, row, strict=True):
                if kind == "money":
                    yield cell


def early(asked: Asked) -> Iterator[Doubt]:
    """P108: a value in force before its source was published, without a source for that day."""
    for definition, record in asked.records():
        if record.from_source is not None:
            continue
        for reading in record.readings:
            published = reading.source.published
            if published is not None and record.from_day < published:
                told = Said(
                    "lint.early",
                    parameter=definition.name,
                    day=format_day(record.from_day),
                    source=reading.source_id,
                    published=format_day(published),
                )
                yield record.place_of(reading), told


def untested(asked: Asked) -> Iterator[Doubt]:
    """P110: another reading of a disputed value, which no scenario switches on."""
    for definition, record in asked.records():
        for reading in record.readings[1:]:
            key = (definition.name, record.region, reading.name)
            if asked.tested is not None and key not in asked.tested:
                setting = f"{definition.name}@{record.region}"
                told = Said("lint.untested", setting=setting, reading=reading.name)
                yield record.place_of(reading), told


CHECKS: dict[str, Callable[[Asked], Iterator[Doubt]]] = {
    "P101": unsourced,
    "P102": weak,
    "P103": lambda asked: gaps(asked.book),
    "P105": stale,
    "P106": unused,
    "P107": unquoted,
    "P108": early,
    "P110": untested,
    "P111": lambda asked: never_binding(asked.book),
    "P112": lambda asked: chain(clashes(asked.book), denied(asked.book)),
}
