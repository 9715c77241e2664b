"""Clearing between provinces: as rows of plain values, and as the matrix people read."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal

from ledger.cli.ledgers.tables import amount
from ledger.cli.output import Column, Row, Table
from ledger.text.labels import Pair
from ledger.text.pairs.headings import HEADINGS
from ledger.text.said import Said
from ledger.words.moments import format_moment
from ledger.words.regions import name

if TYPE_CHECKING:
    from ledger.core.events import Owed
    from ledger.reports.clearing import Month

DEBTS = tuple(
    Column(key, Pair(key, key))
    for key in ("month", "owes", "is_owed", "owed_fen", "spent_fen", "undone_fen", "paid_at")
)
"""For an empty CSV; people read a matrix."""


def clearing_rows(month: "Month", *, netted: bool) -> list[Row]:
    """The lines of a month's clearing."""
    paid_at = None if month.paid_at is None else format_moment(month.paid_at)
    if netted:
        keys = ("month", "owes", "is_owed", "owed_fen", "paid_at")
        return [
            dict(zip(keys, (month.month, *owed, paid_at), strict=True)) for owed in month.netted
        ]
    return [
        {
            "month": month.month,
            "owes": line.owes,
            "is_owed": line.is_owed,
            "owed_fen": line.owed_fen,
            "spent_fen": line.spent_fen,
            "undone_fen": line.undone_fen,
            "paid_at": paid_at,
        }
        for line in month.gross
    ]


def matrix(month: "Month", *, netted: bool) -> Table:
    """A month's clearing as people read it: who owes down, who is owed across, sums at the ends."""
    owed = month.netted if netted else tuple(line.owed for line in month.gross)
    owing = sorted({owes for owes, _, _ in owed})
    is_owed = sorted({region for _, region, _ in owed})
    rows = [_matrix_row(region, [o for o in owed if o[0] == region]) for region in owing]
    rows.append(_matrix_row("", owed))
    head = Column("owes", HEADINGS["owes"], _region, narrows=False)
    across = [amount(r, Pair(f"{r} {name(r, 'zh')}", f"{r} {name(r, 'en')}")) for r in is_owed]
    return Table((head, *across, amount("total", HEADINGS["total"])), rows, _title(month, netted))


def _matrix_row(region: str, owed: "Iterable[Owed]") -> Row:
    row: dict[str, Any] = {"owes": region, "total": 0}
    for _, is_owed, fen in owed:
        row[is_owed] = row.get(is_owed, 0) + fen
        row["total"] += fen
    return row


def _region(row: Row, lang: str) -> str:
    region = row["owes"]
    word: Literal["zh", "en"] = "zh" if lang == "zh" else "en"
    return f"{region} {name(region, word)}" if region else HEADINGS["total"](lang)


def _title(month: "Month", netted: bool) -> Said:
    kind = HEADINGS["netted" if netted else "gross"]
    if month.paid_at is None:
        return Said("heading.not_paid", month=month.month, kind=kind)
    return Said("heading.paid", month=month.month, kind=kind, paid=format_moment(month.paid_at))
