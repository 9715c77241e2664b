"""What provinces owe each other for shared money, month by month (W30, S10).

Money of one province's people spent in another is owed in the month it was spent; what is undone
later goes back in the month it is undone. Lines are gross, one for each direction: no source says
that they are netted (T32), so that is an option.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from ledger.core.events import (
    ClearingPaid,
    Event,
    MessageReversed,
    MoneySpent,
    Owed,
    PremiumPaid,
    Settled,
    SettlementCancelled,
    SettlementRedone,
    SpendRefunded,
)
from ledger.journal import DamagedError, Stored
from ledger.text.said import Said
from ledger.words.moments import DAY, month_of


class Owing(NamedTuple):
    """What one province owes another for a month.

    Attributes:
        spent_fen: spent there in the month.
        undone_fen: given back in the month, whenever it was spent.
    """

    owes: str
    is_owed: str
    spent_fen: int
    undone_fen: int

    @property
    def owed_fen(self) -> int:
        """What is to be paid; below zero when more came back than was spent."""
        return self.spent_fen - self.undone_fen

    @property
    def owed(self) -> Owed:
        """The line as who owes, who is owed, and the fen."""
        return self.owes, self.is_owed, self.owed_fen


@dataclass(slots=True)
class Month:
    """One month's clearing.

    Attributes:
        month: `2026-03`.
        lines: the gross lines, by who owes and who is owed.
        paid_at: when it was paid; None while it is not.
    """

    month: str
    lines: dict[tuple[str, str], Owing] = field(default_factory=dict)
    paid_at: int | None = None

    @property
    def gross(self) -> tuple[Owing, ...]:
        """The lines in order, those that came to nothing too."""
        return tuple(self.lines[pair] for pair in sorted(self.lines))

    @property
    def owed(self) -> tuple[Owed, ...]:
        """What is to be paid, in both directions."""
        return tuple(line.owed for line in self.gross if line.owed_fen)

    @property
    def netted(self) -> tuple[Owed, ...]:
        """What is to be paid when each pair of provinces sets off one direction by the other."""
        net: dict[tuple[str, str], int] = {}
        for owes, is_owed, fen in self.owed:
            pair = (min(owes, is_owed), max(owes, is_owed))
            net[pair] = net.get(pair, 0) + (fen if pair[0] == owes else -fen)
        lines = ((a, b, fen) if fen > 0 else (b, a, -fen) for (a, b), fen in net.items() if fen)
        return tuple(sorted(lines))

    def add(self, owes: str, is_owed: str, fen: int) -> None:
        """Owe more, or less where something is undone."""
        pair = (owes, is_owed)
        was = self.lines.get(pair, Owing(owes, is_owed, 0, 0))
        more, less = max(fen, 0), max(-fen, 0)
        self.lines[pair] = Owing(owes, is_owed, was.spent_fen + more, was.undone_fen + less)


def clearing(events: Iterable[Stored]) -> list[Month]:
    """Every month in which provinces came to owe each other, in order.

    Raises:
        DamagedError: when a payment is not what the events of its month come to.
    """
    months: dict[str, Month] = {}
    for stored in events:
        event = stored.event
        if isinstance(event, ClearingPaid):
            _pay(months.get(event.month, Month(event.month)), event, stored.seq)
        for owes, is_owed, fen in _owed_by(event):
            name = month_of(event.at // DAY)
            months.setdefault(name, Month(name)).add(owes, is_owed, fen)
    return [months[name] for name in sorted(months)]


def _pay(month: Month, event: ClearingPaid, seq: int) -> None:
    if month.paid_at is not None or month.owed != event.owed:
        what = Said("journal.paid_otherwise", month=month.month)
        raise DamagedError(Said("journal.at_seq", seq=seq, what=what))
    month.paid_at = event.at


def _owed_by(event: Event) -> Iterator[Owed]:
    """What provinces owe each other more by an event, or less, in fen."""
    match event:
        case Settled() | MoneySpent() | PremiumPaid():
            yield from event.owed
        case SettlementCancelled() | SpendRefunded():
            yield from _less(event.owed)
        case MessageReversed():
            yield from event.owed if event.undone == "cancellation" else _less(event.owed)
        case SettlementRedone():
            yield from _less(event.back_owed)
            yield from event.owed
        case _:
            return


def _less(owed: tuple[Owed, ...]) -> Iterator[Owed]:
    return ((owes, is_owed, -fen) for owes, is_owed, fen in owed)
