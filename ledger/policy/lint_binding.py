"""P111: values that change no outcome, or say what holds without them."""

from collections.abc import Iterator, Sequence
from itertools import chain, product

from ledger.policy.book import PolicyBook
from ledger.policy.dated import Dated, Reading, Special
from ledger.policy.kinds import Value
from ledger.policy.lint_bounds import UNASKED, Bound, bounds_of
from ledger.policy.lint_reach import EVER, Doubt, Held, held, joined, scenes, stretches, told
from ledger.text.said import Said
from ledger.words.regions import parent


def never_binding(book: PolicyBook) -> Iterator[Doubt]:
    """P111: a value that changes no outcome on any of its days, or says what holds without it."""
    for (parameter, region), records in book.history.items():
        bounds = bounds_of(book, parameter, region)
        for record in records:
            found = [
                doubt
                for reading in record.readings
                if not isinstance(reading.value, Special)
                for doubt in _first_reason(book, record, reading, bounds)
            ]
            yield from found or _repeated(book, record)


def _first_reason(
    book: PolicyBook, record: Dated, reading: Reading, bounds: list[Bound]
) -> Iterator[Doubt]:
    for bound in bounds:
        beside = list(_beside(book, record, bound))
        if beside and all(_is_idle(bound, reading.value, values) for values in beside):
            columns = zip(bound.others, zip(*beside, strict=True), strict=True)
            why = (told(book, other, chain(*column)) for other, column in columns)
            message = Said(
                "lint.idle",
                parameter=record.parameter,
                span=record.span,
                value=book.definitions[bound.parameter].show(reading.value),
                why=joined("lint.both", why),
                so=bound.so,
            )
            yield record.place_of(reading), message
            return


def is_asked(book: PolicyBook, parameter: str, region: str, day: int) -> bool:
    """Whether a rule comes to ask for a value of a region on a day, by some reading."""
    reasons = (bound for bound in bounds_of(book, parameter, region) if bound in UNASKED)
    return not any(
        _is_idle(bound, None, [list(held(book, other, region, day)) for other in bound.others])
        for bound in reasons
    )


def _is_idle(bound: Bound, value: Value, beside: Sequence[Sequence[Held]]) -> bool:
    """Whether a value changes nothing, whichever readings of the others hold."""
    chosen = product(*beside)
    return all(bound.idle(value, *(one.value for one in values)) for values in chosen)


def _beside(book: PolicyBook, record: Dated, bound: Bound) -> Iterator[list[list[Held]]]:
    """What each of the others may be, wherever and whenever the record is looked up."""
    for scene in scenes(book, record, bound.others):
        region = scene.region
        if not bound.remembers:
            yield [list(held(book, other, region, scene.first)) for other in bound.others]
            continue
        past = [day for day, _ in stretches(book, bound.others, region, (EVER, scene.last))]
        yield [[o for day in past for o in held(book, name, region, day)] for name in bound.others]


def _repeated(book: PolicyBook, record: Dated) -> Iterator[Doubt]:
    """A value of one reading that every reading of the wider regions states for all its days.

    `inherit` is the way to say so on purpose, and is no doubt.
    """
    region, own = parent(record.region), record.readings[0].value
    if region is None or len(record.readings) > 1 or isinstance(own, Special):
        return
    span = (record.from_day, record.until_day)
    days = [day for day, _ in stretches(book, [record.parameter], region, span)]
    found = [one for day in days for one in held(book, record.parameter, region, day)]
    if all(one.place is not None and one.value == own for one in found):
        wide = told(book, record.parameter, found)
        message = Said(
            "lint.repeated",
            parameter=record.parameter,
            span=record.span,
            region=record.region,
            wide=wide,
        )
        yield record.place, message
