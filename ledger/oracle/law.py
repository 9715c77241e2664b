"""What the policy says between two places on a day: dated values, looked up one by one.

A value is looked for in the pooling area, then the province, then the nation (FORMATS section 3).
Where a parameter applies to both sides, both sides' values count, and each question says how.
"""

from typing import Any

from ledger.policy.book import PolicyBook
from ledger.policy.dated import Dated, Special
from ledger.words.moments import DAY, DueTime, Window
from ledger.words.money import NO_LIMIT
from ledger.words.regions import chain

UNKNOWN: dict[str, Any] = {
    "wallet.model": "transfer",
    "wallet.open": "open",
    "wallet.spend": "with_wallet",
    "wallet.onward": "allowed",
    "wallet.to_account": "not_allowed",
    "wallet.withdraw": "not_allowed",
    "wallet.own_age": 0,
    "wallet.place_change": "allowed",
    "wallet.estate": "heir",
    "transfer.kin": "required",
    "transfer.closed": (),
    "transfer.return_at": DueTime(1, DAY // 4),
    "transfer.acceptance": "required",
    "transfer.on_unopened": "reject",
    "day.counts_returned": "counted",
    "kin.list": frozenset(),
    "spend.settings": frozenset({"outpatient", "pharmacy"}),
    "spend.place": "place_of_use",
    "bind.insurance": "required",
    "bind.members.counts_self": "others_only",
    "bind.roles": "free",
    "bind.effective": "at_once",
    "bind.unbind.effective": "at_once",
    "bind.unbind.lock": 0,
    "bind.giver.balance": "any",
    "bind.released_by": "either",
    "bind.on_suspended": "ignore",
    "bind.on_ended": "release",
    "bind.on_moved": "release",
    "settle.order": "own_first",
    "settle.zero_own": "short_is_enough",
    "settle.givers.order": "filed",
    "settle.shared.reach": "province",
    "settle.filing": "not_needed",
    "settle.card": "own_only",
    "settle.proxy.proofs": "both",
    "account.settings": frozenset(),
    "account.carried.settings": frozenset(),
    "account.share.from": "any_money",
    "account.floor": (),
    "account.set_aside.per_month": 0,
    "account.parts": "one",
    "account.own_order": "current_first",
    "account.credit.rate": 0,
    "account.retired.credit": (),
    "account.flexible.credit": 0,
    "account.flexible.retired.credit": 0,
    "account.interest.current": 0,
    "account.interest.carried": 0,
    "account.move": "moved",
    "account.move.out_days": 10,
    "account.move.in_days": 5,
    "account.estate": "heir",
    "premium.resident": "not_allowed",
    "premium.long_term_care": "not_allowed",
    "premium.employee": "not_allowed",
    "sanction.months.least": 3,
    "sanction.months.most": 12,
    "sanction.fine.least": 2,
    "sanction.fine.most": 5,
    "sanction.intent": frozenset(),
    "sanction.receive": "allowed",
}
"""What holds under a book of a user's own that leaves a parameter out; any other: no such limit."""

NOTHING_STATED: dict[str, dict[str, Any]] = {
    "refuse": {
        "money": 0, "count": 0, "percent": 0, "days": 0, "age": NO_LIMIT, "choice": "",
        "set": frozenset(), "brackets": (), "hours": (Window(0, DAY),),
        "time": DueTime(1, DAY // 4),
    },
    "no_limit": {
        "money": NO_LIMIT, "count": NO_LIMIT, "percent": NO_LIMIT, "days": NO_LIMIT, "age": 0,
        "choice": "", "brackets": (), "hours": (), "time": DueTime(1, DAY // 4),
    },
}  # fmt: skip
"""What the absence of a value means, as its parameter states (FORMATS rule 4), by kind."""


class Law:
    """What is in force between a sender's and a receiver's place on one day."""

    def __init__(self, book: PolicyBook, sender: str, receiver: str, day: int) -> None:
        self.book = book
        self.sender = sender
        self.receiver = receiver
        self.day = day

    def lists(self, code: str) -> bool:
        """Whether the book has this rule at all."""
        return code in self.book.codes

    def missing(self, parameter: str) -> bool:
        """Whether a value that must be there is not in force on one of the sides that count."""
        defined = self.book.definitions.get(parameter)
        if defined is None or defined.when_absent != "refuse":
            return False
        return any(self._stated(parameter, place) is None for place in self._places(parameter))

    def each(self, parameter: str) -> list[Any]:
        """The values of the sides that count: the sender's, the receiver's, or both (rule 6)."""
        if parameter not in self.book.definitions:
            return [UNKNOWN.get(parameter, NO_LIMIT)]
        return [self._value(parameter, place) for place in self._places(parameter)]

    def word(self, parameter: str) -> Any:
        """The one value that all sides state; empty where they differ, so that nothing holds."""
        values = self.each(parameter)
        return values[0] if all(value == values[0] for value in values) else ""

    def least(self, parameter: str) -> int:
        """The smallest number of the sides that count: the strictest cap."""
        return int(min(self.each(parameter)))

    def most(self, parameter: str) -> int:
        """The largest number of the sides that count: the strictest age or delay."""
        return int(max(self.each(parameter)))

    def common(self, parameter: str) -> frozenset[str]:
        """The words on every side's list."""
        return frozenset.intersection(*self.each(parameter))

    def _places(self, parameter: str) -> list[str]:
        match self.book.definitions[parameter].applies_to:
            case "sender":
                return [self.sender]
            case "receiver":
                return [self.receiver]
            case _:
                return [self.sender, self.receiver]

    def _value(self, parameter: str, region: str) -> Any:
        value = self._stated(parameter, region)
        if value is not None:
            return value
        defined = self.book.definitions[parameter]
        if defined.when_absent == "no_limit" and defined.kind_name == "set":
            return frozenset(defined.of)
        return NOTHING_STATED[defined.when_absent][defined.kind_name]

    def _stated(self, parameter: str, region: str) -> Any:
        """The value of the narrowest place that states one; None where nothing is in force."""
        for place in chain(region):
            for record in self._records(parameter, place):
                value = record.reading(self.book.chosen.get((parameter, place))).value
                if value is Special.END:
                    return None
                if value is not Special.INHERIT:
                    return value
        return None

    def _records(self, parameter: str, place: str) -> list[Dated]:
        """What a place itself states for the day: a proposed change before its own record."""
        same = [
            record
            for record in self.book.changes
            if (record.parameter, record.region) == (parameter, place)
        ]
        own = self.book.history.get((parameter, place), ())
        covering = [r for r in (*same, *own) if r.from_day <= self.day <= (r.until_day or NO_LIMIT)]
        return covering[:1]
