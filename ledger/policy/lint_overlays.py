"""P112: what an overlay says it does, and the regions between it and the nation deny."""

from collections.abc import Iterator, Mapping

from ledger.policy.book import InForce, Key, PolicyBook
from ledger.policy.dated import Dated, Special, placed
from ledger.policy.direction import holds
from ledger.policy.kinds import Value
from ledger.policy.lint_reach import Doubt, stretches
from ledger.text.said import Said
from ledger.words.regions import parent

OPPOSITE = {"tighten": "loosen", "loosen": "tighten"}


def denied(book: PolicyBook) -> Iterator[Doubt]:
    """P112: an `end` of nothing, and a direction that holds only beside its opposite."""
    hows = {(n, f.region): o.how for f in book.files for n, o in f.overlay.items()}
    for key, records in book.history.items():
        for record in records:
            if record.readings[0].value is Special.END:
                yield from _nothing_to_end(book, record)
            elif hows.get(key) in OPPOSITE:
                yield from _crossed(book, record, hows)


def _above(book: PolicyBook, parameter: str, region: str, day: int) -> InForce | None:
    """What decides for the next wider region, an `end` included."""
    wide = parent(region)
    return None if wide is None else book.stated(parameter, wide, day)


def _nothing_to_end(book: PolicyBook, record: Dated) -> Iterator[Doubt]:
    """An `end` with nothing in force above it on any of its days."""
    name, span = record.parameter, (record.from_day, record.until_day)
    days = [day for day, _ in stretches(book, [name], record.region, span)]
    above = [_above(book, name, record.region, day) for day in days]
    if all(one is None or one.value is Special.END for one in above):
        ended = [place for one in above if one is not None and (place := one.record.place)]
        what = {"parameter": name, "span": record.span, "region": record.region}
        if ended:
            yield record.place, Said("lint.ends_ended", **what, line=ended[0].file_line)
        else:
            yield record.place, Said("lint.ends_nothing", **what)


def _crossed(book: PolicyBook, record: Dated, hows: Mapping[Key, str]) -> Iterator[Doubt]:
    """A `tighten` under a `loosen`, or the reverse, on the wrong side of what lies beyond it."""
    name, span = record.parameter, (record.from_day, record.until_day)
    how = hows[name, record.region]
    for day, _ in stretches(book, [name], record.region, span):
        between = _above(book, name, record.region, day)
        if between is None or hows.get((name, between.record.region)) != OPPOSITE[how]:
            continue
        wide, own = parent(between.record.region), record.readings[0].value
        far = None if wide is None else book.value(name, wide, day)
        if wide is None or isinstance(own, Special):
            continue
        if not holds(own, far, how, book.definitions[name]):
            yield record.place, _sentence(book, record, between, (wide, far), how)
            return


def _sentence(
    book: PolicyBook, record: Dated, between: InForce, beyond: tuple[str, Value], how: str
) -> Said:
    definition = book.definitions[record.parameter]
    wide, far = beyond
    return Said(
        "lint.crossed",
        parameter=record.parameter,
        span=record.span,
        value=definition.show(record.readings[0].value),
        how=how,
        between=placed(between.record.region, between.record.place),
        opposite=OPPOSITE[how],
        wide=wide,
        far=definition.show(far),
    )
