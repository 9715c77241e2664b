"""P112: values that cannot both be meant on one day in one region, once overlays are laid on.

Only the readings in force are compared: two disputed readings may well deny each other.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from ledger.core.terms import TERMS
from ledger.policy.book import InForce, PolicyBook
from ledger.policy.kinds import Value
from ledger.policy.lint_bounds import most_others
from ledger.policy.lint_reach import (
    EVER,
    Doubt,
    Held,
    Span,
    days_told,
    joined,
    regions,
    stretches,
    told,
)
from ledger.text.said import Said
from ledger.words.moments import DAY, MINUTE, DueTime, Window
from ledger.words.money import NO_LIMIT

UNDEFINED: dict[str, Value] = {t.parameter: t.undefined for t in TERMS.values()} | {
    "wallet.open": "open"
}
"""What a book that does not know a parameter goes by; of a wallet's region, one side's word."""


class Clash(NamedTuple):
    """Parameters, and the values of them that deny each other.

    Attributes:
        met: whether these values do; None stands for a value that lacks and so refuses.
        so: the end of the sentence that names the values.
    """

    parameters: tuple[str, ...]
    met: Callable[..., bool]
    so: Said


def _above(least: int | None, most: int | None) -> bool:
    return least is not None and most is not None and least > most


def _never_so_many(lifetime: int, cap: int, counts_self: str) -> bool:
    return cap != NO_LIMIT and lifetime < most_others(cap, counts_self)


def _open_minutes(closed: tuple[Window, ...] | None) -> list[int]:
    minutes = range(0, DAY, MINUTE)
    return [m for m in minutes if not any(window.holds(m) for window in closed or ())]


def _no_minute(closed: tuple[Window, ...] | None, wallet: str, model: str) -> bool:
    in_use = wallet == "open" and model == "transfer"
    return bool(in_use and closed and not _open_minutes(closed))


def _back_at_once(
    due: DueTime | None, closed: tuple[Window, ...] | None, acceptance: str, model: str
) -> bool:
    """Whether some minute takes transfers whose return time is over by then."""
    if due is None or due.days or acceptance == "automatic" or model != "transfer":
        return False
    return any(minute >= due.time for minute in _open_minutes(closed))


def _words(*wanted: Value) -> Callable[..., bool]:
    return lambda *values: values == wanted


def _nobody(cap: int, kin: frozenset[str] | None) -> bool:
    return cap == 0 and bool(kin)


_NOBODY = Said("lint.so_nobody_bound")

CLASHES = (
    Clash(("sanction.months.least", "sanction.months.most"), _above, Said("lint.so_no_months")),
    Clash(("sanction.fine.least", "sanction.fine.most"), _above, Said("lint.so_no_fine")),
    Clash(
        ("bind.members.lifetime", "bind.members.cap", "bind.members.counts_self"),
        _never_so_many,
        Said("lint.so_never_many"),
    ),
    Clash(
        ("bind.members.cap", "bind.members.counts_self", "kin.list"),
        lambda cap, counts_self, kin: most_others(cap, counts_self) <= 0 and bool(kin),
        _NOBODY,
    ),
    Clash(("bind.members.lifetime", "kin.list"), _nobody, _NOBODY),
    Clash(("bind.givers.cap", "kin.list"), _nobody, _NOBODY),
    Clash(
        ("kin.list", "transfer.kin", "wallet.open"),
        _words(frozenset(), "required", "open"),
        Said("lint.so_nobody_receives"),
    ),
    Clash(
        ("transfer.closed", "wallet.open", "wallet.model"),
        _no_minute,
        Said("lint.so_no_minute"),
    ),
    Clash(
        ("transfer.return_at", "transfer.closed", "transfer.acceptance", "wallet.model"),
        _back_at_once,
        Said("lint.so_back_at_once"),
    ),
    Clash(
        ("account.set_aside.per_month", "account.share.from"),
        lambda times, part: not times and part == "family_account",
        Said("lint.so_no_inflow"),
    ),
    Clash(
        ("account.share.from", "account.parts"),
        _words("carried_only", "one"),
        Said("lint.so_shared_mixed"),
    ),
    Clash(
        ("account.carried.settings", "account.parts"),
        lambda words, parts: bool(words) and parts == "one",
        Said("lint.so_paid_mixed"),
    ),
    Clash(
        ("settle.zero_own", "settle.order"),
        _words("must_be_zero", "shared_first"),
        Said("lint.so_givers_first"),
    ),
)


def clashes(book: PolicyBook) -> Iterator[Doubt]:
    """P112: values of linked parameters that deny each other."""
    for clash in CLASHES:
        for region in regions(book):
            if any((name, region) in book.history for name in clash.parameters):
                yield from _clashes(book, clash, region)


def _clashes(book: PolicyBook, clash: Clash, region: str) -> Iterator[Doubt]:
    """Each set of records that clash, once, with its days; sets of wider regions are theirs."""
    found: dict[tuple[int, ...], tuple[tuple[InForce | None, ...], Span]] = {}
    for first, last in stretches(book, clash.parameters, region, (EVER, None)):
        held = tuple(_in_force(book, name, region, first) for name in clash.parameters)
        if clash.met(*(_value(book, *pair) for pair in zip(clash.parameters, held, strict=True))):
            records = tuple(0 if one is None else id(one.record) for one in held)
            since = found[records][1][0] if records in found else first
            found[records] = (held, (since, last))
    for held, span in found.values():
        own = [one for one in held if one is not None and one.record.region == region]
        if own:
            pairs = zip(clash.parameters, held, strict=True)
            told_ = (_told(book, *pair) for pair in pairs if pair[0] in book.definitions)
            why, days = joined("lint.both", told_), days_told(span)
            message = Said("lint.clash", why=why, region=region, days=days, so=clash.so)
            yield own[0].record.place_of(own[0].reading), message


def _in_force(book: PolicyBook, name: str, region: str, day: int) -> InForce | None:
    return book.in_force(name, region, day) if name in book.definitions else None


def _value(book: PolicyBook, name: str, held: InForce | None) -> Any:
    if held is not None:
        return held.value
    if name not in book.definitions:
        return UNDEFINED[name]
    definition = book.definitions[name]
    return None if definition.when_absent == "refuse" else definition.absent_value


def _told(book: PolicyBook, name: str, held: InForce | None) -> Said:
    place = None if held is None else held.record.place_of(held.reading)
    return told(book, name, [Held(None if held is None else held.value, place)])
