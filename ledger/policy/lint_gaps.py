"""P103: days on which a region has no value, where nobody may have meant that."""

from collections.abc import Iterator
from itertools import pairwise, takewhile
from operator import itemgetter

from ledger.core.decide import FAMILIES
from ledger.core.refusals import Code
from ledger.policy.book import GATED, InForce, PolicyBook
from ledger.policy.dated import Dated, Place, Special, placed
from ledger.policy.lint_binding import is_asked
from ledger.policy.lint_reach import EVER, Doubt, Span, days_told, regions, stretches
from ledger.text.said import Said
from ledger.words.moments import format_day

WALLET = "wallet.open"

OF_WALLETS = {
    parameter
    for family in FAMILIES.values()
    if {Code.REGION_NOT_OPEN, Code.SPEND_NOT_OPEN} & {rule.code for rule in family.rules}
    for rule in family.rules
    for parameter in rule.uses
}
"""What the rules ask for that wait for an open wallet."""


def gaps(book: PolicyBook) -> Iterator[Doubt]:
    """P103: days that no value covers: between two, after the last, before the first."""
    for (_, region), records in book.history.items():
        for before, after in pairwise(records):
            yield from _between(before, after, region)
        for last in records[-1:]:
            yield from _stopped(book, last)
    for parameter in sorted(OF_WALLETS & _refusing(book)):
        if WALLET in book.definitions:
            yield from _late(book, parameter)


def _between(before: Dated, after: Dated, region: str) -> Iterator[Doubt]:
    if before.until_day is not None and before.until_day + 1 < after.from_day:
        days = days_told((before.until_day + 1, after.from_day - 1))
        yield after.place, Said("lint.gap", parameter=before.parameter, days=days, region=region)


def _refusing(book: PolicyBook) -> set[str]:
    """The parameters whose absence refuses, by a rule that the book lists."""
    asked = {parameter for code in book.codes for parameter in GATED.get(code, ())}
    return {name for name, d in book.definitions.items() if d.when_absent == "refuse"} & asked


def _stopped(book: PolicyBook, record: Dated) -> Iterator[Doubt]:
    """A region's last value that is over, with nothing in the wider regions to take its place."""
    name, region = record.parameter, record.region
    says = not isinstance(record.readings[0].value, Special)
    refuses = book.definitions[name].when_absent == "refuse"
    if record.until_day is None or not says or not refuses:
        return
    lacking = list(_lacking(book, name, region, (record.until_day + 1, None)))
    if lacking:
        days = days_told((lacking[0][0], lacking[-1][1]))
        yield record.place, Said("lint.stopped", parameter=name, region=region, days=days)


def _lacking(book: PolicyBook, parameter: str, region: str, span: Span) -> Iterator[Span]:
    """The days from the first of a span up to the next value, as far as rules ask for one."""
    for first, last in stretches(book, (parameter, "wallet.model", WALLET), region, span):
        if book.stated(parameter, region, first) is not None:
            return
        if is_asked(book, parameter, region, first):
            yield first, last


def _late(book: PolicyBook, parameter: str) -> Iterator[Doubt]:
    """A first value that begins only after a wallet is open whose rules ask for it."""
    first: dict[Place | None, tuple[int, str, InForce, Dated]] = {}
    for region in regions(book):
        days = [day for day, _ in stretches(book, (parameter, WALLET), region, (EVER, None))]
        stated = [(day, book.stated(parameter, region, day)) for day in days]
        value = next((one for _, one in stated if one is not None), None)
        before = takewhile(lambda pair: pair[1] is None, stated)
        opened = next(((d, w) for d, _ in before if (w := _open(book, region, d))), None)
        if value is not None and opened is not None:
            found = (opened[0], region, opened[1], value.record)
            first[value.record.place] = min(
                first.get(value.record.place, found), found, key=itemgetter(0, 1)
            )
    for place, (day, region, wallet, record) in first.items():
        since = Said("lint.wallet_open", region=region, day=format_day(day))
        message = Said(
            "lint.late",
            parameter=parameter,
            day=format_day(record.from_day),
            region=record.region,
            opened=placed(since, wallet.record.place),
        )
        yield place, message


def _open(book: PolicyBook, region: str, day: int) -> InForce | None:
    """The value by which a region's wallet is open on a day."""
    found = book.in_force(WALLET, region, day)
    return found if found is not None and found.value == "open" else None
