"""What a payer may still send on a day, as the caps of a day and of one transfer allow.

Closed hours, a pending transfer, the balance and the payee are other rules' matter.
"""

from typing import NamedTuple

from ledger.core.book import Person
from ledger.core.terms import Terms
from ledger.words.money import NO_LIMIT


class Allowance(NamedTuple):
    """What of a day is used up, and the caps; `NO_LIMIT` where there is none.

    Attributes:
        sent: the transfers that count (id, fen), in order.
        count_cap: transfers a day.
        amount_cap_fen: fen a day.
        each_cap_fen: fen in one transfer.
    """

    sent: tuple[tuple[str, int], ...]
    count_cap: int
    amount_cap_fen: int
    each_cap_fen: int

    @property
    def used_fen(self) -> int:
        """The fen that count."""
        return sum(fen for _, fen in self.sent)

    @property
    def headroom_fen(self) -> int:
        """How much more may be sent: at most the transfers left times the cap of each."""
        left = max(self.count_cap - len(self.sent), 0)
        by_count = min(left * self.each_cap_fen, NO_LIMIT)
        if self.amount_cap_fen == NO_LIMIT:
            return by_count
        return min(by_count, max(self.amount_cap_fen - self.used_fen, 0))


def allowance(payer: Person, terms: Terms, day: int) -> Allowance:
    """The allowance of a payer on a Beijing day, under the terms of the payer's own region."""
    counted = payer.used_on(day).counted(undone_too=terms.counts_returned == "counted")
    caps = (terms.transfer_day_count, terms.transfer_day_fen, terms.transfer_cap_each_fen)
    return Allowance(tuple(counted), *caps)
