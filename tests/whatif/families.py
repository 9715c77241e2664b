"""Small families with a few fen each, made up from a number, and what somebody wants to bring."""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from ledger.core import commands as c
from ledger.policy import shipped
from ledger.policy.book import PolicyBook
from ledger.scenario.fields import Setting
from ledger.scenario.variants import changed
from ledger.session import Session
from ledger.words.moments import DAY, HOUR, MINUTE, parse_day
from ledger.words.money import money_text
from tests.ledgers import opened

TODAY = parse_day("2025-10-15")
PAYEE = "p"
CLOCKS = tuple(h * HOUR + m * MINUTE for h, m in ((0, 0), (6, 0), (9, 17), (12, 30), (22, 0)))
"""Midnight, and every time of day at which something ends or begins under the policies below."""

CHOICES: dict[str, tuple[str, ...]] = {
    "transfer.cap.each": ("0.01元", "0.02元", "0.02元", "0.03元"),
    "transfer.count.per_day": ("1次", "2次", "3次"),
    "transfer.amount.per_day": ("", "0.02元", "0.03元", "0.04元"),
    "transfer.closed": ("22:00-06:00", "22:00-06:00", "09:17-12:30", "06:00-12:30, 22:00-24:00"),
    "transfer.return_at": ("06:00 next day", "09:17 next day", "12:30 same day"),
    "transfer.pending.cap": ("1次", "2次"),
    "day.counts_returned": ("counted", "not_counted"),
    "transfer.acceptance": ("required", "required", "automatic"),
    "transfer.on_unopened": ("reject", "pend_then_return"),
    "wallet.onward": ("allowed", "allowed", "not_allowed"),
    "bind.on_moved": ("ignore",),
    "account.move.out_days": ("1日",),
    "account.move.in_days": ("1日",),
}
"""Caps of a few fen, and every switch that a transfer looks at; the empty word leaves it alone."""


class Asked(NamedTuple):
    """A question for a plan, and the givers it is about."""

    session: Session
    givers: str
    fen: int
    at: int
    by: int


class Draw(Random):
    """A policy and a family, made up from a number."""

    def policy(self) -> PolicyBook:
        """A policy, of which one value may change on the second day for one region."""
        policy = shipped.shipped()
        laid = [
            changed(policy, Setting(parameter, "CN"), word, (-(1 << 40), None))
            for parameter, words in CHOICES.items()
            if (word := self.choice(words))
        ]
        if self.random() < 0.4:
            parameter = self.choice(
                ("transfer.amount.per_day", "transfer.cap.each", "wallet.onward")
            )
            word = "not_allowed" if parameter == "wallet.onward" else money_text(self.randint(1, 3))
            region = self.choice(("CN-HE", "CN-SH"))
            laid.append(changed(policy, Setting(parameter, region), word, (TODAY + 1, None)))
        return policy.with_changes(tuple(laid))

    def family(self, givers: str, most: int) -> Iterator[c.Command]:
        """Givers with a few fen each, a payee, and somebody else to send to."""
        for person in ("x", PAYEE):
            yield c.Enrol(person, "CN-HE", "resident")
            if person == "x" or self.random() < 0.97:
                yield c.PostOpening(f"{person}/wallet", 0)
        for giver in givers:
            yield c.Enrol(giver, self.choice(("CN-HE", "CN-SH")), "employee")
            yield c.PostOpening(f"{giver}/personal", self.randint(0, most))
            yield c.PostOpening(f"{giver}/wallet", self.randint(0, most))
            if self.random() < 0.3:
                yield c.PostOpening(f"{giver}/personal.carried", self.randint(1, most))
            first = self.choice((None, None, None, TODAY + 1))
            yield c.Bind(giver, PAYEE, "mother", first, self.choice((None, None, TODAY + 1)))
            yield c.Bind(giver, "x", "spouse")

    def past(self, giver: str) -> Iterator[tuple[int, c.Command]]:
        """What a giver did the evening before and on the first morning."""
        for at in (-11 * HOUR, -3 * HOUR, 6 * HOUR + MINUTE, 9 * HOUR, 9 * HOUR + 20 * MINUTE):
            if self.random() < 0.3:
                source = self.choice((giver, giver, f"{giver}/wallet"))
                yield at, c.SendTransfer(source, self.choice(("x", "x", PAYEE)), self.randint(1, 2))
                if self.random() < 0.3:
                    kind = self.choice((c.AcceptTransfer, c.DeclineTransfer))
                    yield at + MINUTE, kind(f"{giver}{at}")
        if self.random() < 0.08:
            yield self.choice((-HOUR, 5 * HOUR)), c.ChangeStanding(giver, "moved", "CN-HE-130100")


def question(seed: int) -> Asked:
    """A family of one to three givers after a day, and what somebody wants to bring together."""
    draw = Draw(seed)
    givers = draw.choice(("a", "a", "a", "ab", "ab", "abc"))
    most = {1: 4, 2: 2, 3: 1}[len(givers)]
    session = opened((), (TODAY - 1) * DAY, draw.policy())
    for command in draw.family(givers, most):
        session.handle(command, at=(TODAY - 1) * DAY, key="")
    at = TODAY * DAY + draw.choice(CLOCKS) + draw.choice((0, MINUTE, HOUR))
    past = [
        (TODAY * DAY + when, wish, giver) for giver in givers for when, wish in draw.past(giver)
    ]
    for when, wish, giver in sorted(past, key=lambda done: done[0]):
        if when <= at:
            session.handle(wish, at=when, key=f"{giver}{when - TODAY * DAY}")
    by = (at // DAY + draw.choice((0, 1, 1, 2))) * DAY + DAY - 1
    return Asked(session, givers, draw.randint(1, 2 + most), at, by)
