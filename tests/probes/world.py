"""Two people under the shipped values of one parameter, while every other lets all pass.

So a probe reaches the line it asks about and no other rule answers first.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from ledger.core.commands import AcceptTransfer, Command, DeclineTransfer, SendTransfer
from ledger.policy import shipped
from ledger.policy.book import PolicyBook
from ledger.policy.dated import Dated, Reading
from ledger.policy.model import Source
from ledger.session import Session
from ledger.words.moments import DueTime, parse_moment
from ledger.words.money import NO_LIMIT
from ledger.words.regions import NATION
from ledger.words.vocabulary import KIN
from tests.ledgers import opened
from tests.probes.raw import Chosen

EVER = -(1 << 40)
MUCH_FEN = 1_000_000_000_00

LETS_PASS: Mapping[str, Any] = {
    "wallet.model": "transfer",
    "wallet.open": "open",
    "wallet.onward": "allowed",
    "wallet.to_account": "not_allowed",
    "transfer.on_unopened": "pend_then_return",
    "transfer.kin": "not_required",
    "kin.list": frozenset(KIN),
    "transfer.closed": (),
    "transfer.pending.cap": NO_LIMIT,
    "transfer.return_at": DueTime(30, 0),
    "transfer.cap.each": NO_LIMIT,
    "transfer.count.per_day": NO_LIMIT,
    "transfer.amount.per_day": NO_LIMIT,
    "day.counts_returned": "counted",
    "transfer.acceptance": "required",
    "sanction.receive": "allowed",
}
"""A value of each parameter that a transfer reads, under which it refuses nothing."""


def _for_ever(parameter: str, region: str, value: Any) -> tuple[Dated, ...]:
    source = Source(title="probe", grade="assumed")
    return (Dated(parameter, region, EVER, None, (Reading("", value, "probe", source, "", ""),)),)


def _from_the_first_day(records: tuple[Dated, ...]) -> tuple[Dated, ...]:
    """The same values, the first of them in force ever since."""
    return tuple(replace(r, from_day=EVER) if r is records[0] else r for r in records)


@lru_cache(maxsize=512)
def alone(
    parameter: str,
    beside: str = "",
    chosen: tuple[tuple[tuple[str, str], str], ...] = (),
    also: tuple[tuple[str, Any], ...] = (),
) -> PolicyBook:
    """The shipped book with the values of one parameter, and of the rest only the nation's.

    The nation's are in force from the beginning of time, so that they are never what is absent.

    Args:
        parameter: whose shipped values stay.
        beside: a region where this parameter, too, lets all pass.
        chosen: readings by name.
        also: values of other parameters to be in force instead.
    """
    book = shipped.shipped()
    history = {
        key: records if key[0] == parameter else _from_the_first_day(records)
        for key, records in book.history.items()
        if key[0] == parameter or key[1] == NATION
    }
    for other, value in {**LETS_PASS, **dict(also)}.items():
        if other != parameter:
            history[other, NATION] = _for_ever(other, NATION, value)
        elif beside:
            history[other, beside] = _for_ever(other, beside, value)
    return replace(book, history=history, chosen=dict(chosen))


class World:
    """A payer, li, and a payee, wang, both with wallets, and what li is told."""

    def __init__(self, policy: PolicyBook, day: str, before: tuple[Command, ...]) -> None:
        self.day = day
        self.session: Session = opened(before, parse_moment(f"{day} 00:00"), policy)
        self.asked = 0

    def at(self, time: str) -> int:
        """A moment of the day."""
        return parse_moment(f"{self.day} {time}")

    def ask(self, command: Command, at: int) -> str:
        """The verdict in a word, or the code of the refusal."""
        self.asked += 1
        decision = self.session.handle(command, at=at, key=f"k{self.asked}")
        return decision.code.value if decision.code is not None else decision.verdict

    def send(
        self, amount_fen: int, time: str = "10:00", source: str = "li", payee: str = "wang"
    ) -> str:
        """Ask for a transfer."""
        return self.ask(SendTransfer(source, payee, amount_fen), self.at(time))

    def last(self) -> str:
        """The key of what was asked last."""
        return f"k{self.asked}"

    def accept(self) -> str:
        """The payee takes what was sent last."""
        return self.ask(AcceptTransfer(self.last()), self.session.book.now)

    def decline(self) -> str:
        """The payee sends back what was sent last."""
        return self.ask(DeclineTransfer(self.last()), self.session.book.now)


def by_name(chosen: Chosen) -> tuple[tuple[tuple[str, str], str], ...]:
    """Readings as something that can be remembered."""
    return tuple(sorted(chosen.items()))
