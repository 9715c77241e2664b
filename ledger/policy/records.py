"""From the written records of one parameter to its dated values, in order of their days."""

from collections.abc import Iterator, Sequence

from ledger.policy.dated import Dated, Definition, Reading, Special
from ledger.policy.kinds import Value
from ledger.policy.model import Disputed, Record
from ledger.policy.page import Page
from ledger.policy.salvage import Path
from ledger.policy.typed import typed
from ledger.text.problems import did_you_mean, unknown
from ledger.text.said import Said
from ledger.words.regions import NATION


def dated_values(
    page: Page, definition: Definition, records: Sequence[Record], where: Path, *, ends: bool
) -> tuple[Dated, ...]:
    """The sound records as dated values, by first day; what is wrong with the others is told.

    Args:
        page: the file they stand in.
        definition: of their parameter.
        records: as written.
        where: the path of the list in the file.
        ends: whether a record without a value says that none is in force (`how: end`).
    """
    maker = _Maker(page, definition, ends=ends)
    made = [d for at, record in page.items(records, where) for d in maker.dated(record, at)]
    made.sort(key=lambda dated: dated.from_day)
    _tell_overlaps(page, made)
    return tuple(made)


EVER = 1 << 40
"""A day after all others."""


class _Maker:
    def __init__(self, page: Page, definition: Definition, *, ends: bool) -> None:
        self.page = page
        self.definition = definition
        self.ends = ends

    def dated(self, record: Record, at: Path) -> Iterator[Dated]:
        """The record as a dated value; nothing when it has a mistake."""
        before = len(self.page.problems)
        self._check(record, at)
        readings = tuple(self._readings(record, at))
        sound = len(self.page.problems) == before and len(readings) == 1 + len(record.disputed)
        if not sound:
            return
        key = "rows" if record.rows is not None else "value" if record.value is not None else "from"
        yield Dated(
            self.definition.name,
            self.page.region,
            record.from_,
            record.until,
            readings,
            (self.page.document, (*at, key)),
            record.from_source,
            record.checked_on,
        )

    def _check(self, record: Record, at: Path) -> None:
        if record.until is not None and record.until < record.from_:
            self.page.say((*at, "until"), "P003", Said("policy.until_before_from"))
        if record.from_source is not None:
            self._source(record.from_source, (*at, "from_source"))
        names = [record.reading, *(d.reading for d in record.disputed)]
        if record.disputed and (None in names or len(set(names)) < len(names)):
            self.page.say(at, "P009", Said("policy.readings"))

    def _source(self, name: str, where: Path) -> None:
        known = self.page.names("sources")
        if name not in known:
            self.page.say(where, "P005", unknown("source", name), did_you_mean(name, known))

    def _readings(self, record: Record, at: Path) -> Iterator[Reading]:
        yield from self._reading(record, at)
        for path, disputed in self.page.items(record.disputed, (*at, "disputed")):
            yield from self._reading(disputed, path)

    def _reading(self, record: Record | Disputed, at: Path) -> Iterator[Reading]:
        self._source(record.source, (*at, "source"))
        source = self.page.file.sources.get(record.source)
        try:
            value = self._value(record)
        except ValueError as error:
            key = "rows" if record.rows is not None else "value"
            self.page.say((*at, key), "P003", str(error), getattr(error, "hint", ""))
            return
        if source is not None:
            name, quote, note = record.reading or "", record.quote or "", record.note or ""
            yield Reading(name, value, record.source, source, quote, note)

    def _value(self, record: Record | Disputed) -> Value:
        if self.ends and isinstance(record, Record) and record.value != Special.INHERIT.value:
            if record.value is not None or record.rows is not None:
                raise ValueError(Said("policy.end_has_value"))
            return Special.END
        value = typed(self.definition, record)
        if value is Special.INHERIT and self.page.region == NATION:
            raise ValueError(Said("policy.no_wider"))
        return value


def _tell_overlaps(page: Page, records: Sequence[Dated]) -> None:
    """Tell of every record that begins before an earlier one is over."""
    last = -EVER
    latest: Dated | None = None
    for record in records:
        if latest is not None and record.from_day <= last:
            line = latest.place.line if latest.place is not None else 0
            message = Said(
                "policy.overlaps",
                parameter=record.parameter,
                span=record.span,
                other=latest.span,
                line=line,
            )
            _, path = record.origin or (None, ())
            page.say((*path[:-1], "from"), "P103", message)
        until = EVER if record.until_day is None else record.until_day
        if until > last:
            last, latest = until, record
