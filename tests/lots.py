"""What a history is made of, drawn from its number: the policy book, people, moments and wishes."""

from collections.abc import Sequence
from functools import cache
from random import Random

from ledger.core import commands as c
from ledger.core.book import BookView
from ledger.policy import shipped
from ledger.policy.book import PolicyBook
from ledger.scenario.fields import Setting
from ledger.scenario.variants import EVER, changed
from ledger.words.moments import (
    DAY,
    HOUR,
    MINUTE,
    first_of_next_month,
    first_of_year,
    parse_day,
    year_of,
)
from tests.test_domain_workload import KIN, PEOPLE, REGIONS, SETTINGS, WISHES, Draw, Wish

STARTS = (
    "2021-04-28",
    "2023-03-01",
    "2023-12-28",
    "2024-02-27",
    "2024-07-30",
    "2024-11-14",
    "2024-12-07",
    "2025-02-03",
    "2025-05-06",
    "2025-07-01",
    "2025-07-01",
    "2025-09-20",
    "2025-09-20",
    "2025-11-02",
    "2025-11-02",
    "2025-12-29",
    "2026-01-07",
    "2026-03-29",
    "2026-05-30",
)
"""Days before something changes: a value, a month, a year, or a 29 February."""

PLACES = (*REGIONS, "CN-SN", "CN-HE", "CN-HE-130600", "CN-BJ", "CN-NM", "CN-GD-440100", "CN-AH")
"""Some more places: a daily total, shared money first, no own money left, a later spending."""

RATES = {"account.interest.current@CN": "1.35%", "account.interest.carried@CN": "0.35%"}
OTHERWISE: tuple[dict[str, str], ...] = (
    {},
    {},
    {},
    {"transfer.acceptance@CN": "automatic"},
    {"transfer.pending.cap@CN": "3次", "day.counts_returned@CN": "not_counted"},
    {"transfer.pending.cap@CN": "9次", "transfer.amount.per_day@CN": "3000元"},
    {"transfer.on_unopened@CN": "pend_then_return", "wallet.onward@CN": "not_allowed"},
    {"transfer.kin@CN": "not_required", "transfer.return_at@CN": "22:00 same day"},
    {"wallet.to_account@CN": "allowed", "wallet.withdraw@CN": "allowed"},
    {"bind.effective@CN": "next_day", "bind.unbind.effective@CN": "next_day"},
    {"bind.on_suspended@CN": "pause", "bind.released_by@CN": "giver"},
    {"bind.on_suspended@CN": "release", "bind.roles@CN": "one_way"},
    {"settle.order@CN": "shared_first", "sanction.receive@CN": "not_allowed"},
    {"settle.shared.reach@CN": "nation", "settle.card@CN": "any"},
    {"settle.givers.order@CN": "rank", "settle.filing@CN": "needed", "spend.place@CN": "anywhere"},
    {"settle.givers.order@CN": "local_first", "wallet.estate@CN": "return"},
    {"settle.proxy.proofs@CN": "one", "settle.zero_own@CN": "must_be_zero"},
    {"wallet.model@CN": "quota", "wallet.estate@CN": "fund"},
    {"account.parts@CN": "current_and_carried", "wallet.place_change@CN": "allowed"},
    {"bind.unbind.lock@CN": "30日", "bind.members.cap@CN": "3人", "family_code.members@CN": "2人"},
    {"bind.father.cap@CN": "1人", "bind.children.cap@CN": "1人", "bind.givers.cap@CN": "2人"},
    {"bind.members.lifetime@CN": "2人", "bind.unbind.per_year@CN": "1次"},
    {"account.share.from@CN": "family_account", "account.set_aside.per_month@CN": "1次"},
)
"""Other values in force for ever: so that what no place has today is judged, too."""


@cache
def policy(number: int) -> PolicyBook:
    """The shipped book with rates of interest, and some other values."""
    book, values = shipped.shipped(), {**RATES, **OTHERWISE[number]}
    settings = ((Setting(*name.split("@")), value) for name, value in values.items())
    return book.with_changes(tuple(changed(book, s, value, (EVER, None)) for s, value in settings))


class Lot(Draw):
    """Draws commands as the workload does, and wilder: edges, strangers, mistakes.

    Attributes:
        plan: what is meant to follow at once, within minutes.
    """

    def __init__(self, seed: int, book: BookView) -> None:
        super().__init__(seed, book)
        self.plan: list[Wish] = []

    def who(self) -> str:
        return "stranger" if self.random() < 0.01 else super().who()

    def region(self) -> str:
        return self.choice(PLACES)

    def fen(self) -> int:
        """Any amount, or one at an edge: a cap, what an account holds, one fen beside."""
        edges = (200_000, 200_000, 300_000, 100_000, *self.book.balances.values())
        edge = self.choice(edges) + self.choice((0, 0, 0, 1, -1))
        chance = self.random()
        return (
            max(edge, 1)
            if chance < 0.3
            else self.randint(1, 60_000)
            if chance < 0.7
            else super().fen()
        )

    def moment(self, at: int) -> int:
        """The next moment: soon, at an edge of the day, the month or the year, or far off."""
        day = at // DAY
        if self.plan:
            return at + self.choice((0, MINUTE))
        edges = (
            (day + 1) * DAY,
            (day + 1) * DAY - 1,
            (day + (at % DAY >= 6 * HOUR)) * DAY + 6 * HOUR,
            (day + (at % DAY >= 6 * HOUR)) * DAY + 6 * HOUR - 1,
            (day + (at % DAY >= 22 * HOUR)) * DAY + 22 * HOUR,
            (day + (at % DAY >= 22 * HOUR)) * DAY + 22 * HOUR - 1,
            first_of_next_month(day) * DAY,
            first_of_next_month(day) * DAY + 9 * HOUR,
        )
        far = (first_of_year(year_of(day) + 1) * DAY, at + 40 * DAY)
        morning = (day + (at % DAY >= 9 * HOUR)) * DAY + 9 * HOUR
        if not 6 * HOUR <= at % DAY < 22 * HOUR and self.random() < 0.7:
            return morning
        near = (at, at, at + MINUTE, at + MINUTE, at + HOUR, at + 7 * HOUR, at + DAY, at + 3 * DAY)
        groups: tuple[Sequence[int], ...] = (near, near, near, near, near, near, edges, edges)
        chosen = self.choice(groups) if self.random() < 0.985 else far
        return max(at, self.choice(chosen))

    def wish(self) -> c.Command:
        """Anything at all; where somebody waits or few are bound, more often what that asks for."""
        if self.plan:
            return self.plan.pop(0)(self)
        chance = self.random()
        if self.book.relations and chance > 0.95:
            self.plan = _many(self) if chance < 0.985 else _rest(self)
            return self.plan.pop(0)(self)
        if self.book.pending and chance < 0.25:
            kind = self.choice((c.AcceptTransfer, c.AcceptTransfer, c.DeclineTransfer))
            return kind(self.choice(list(self.book.pending)))
        if self.book.relations and 0.25 < chance < 0.35:
            return c.SendTransfer(*self.pair(), self.randint(1, 60_000))
        if len(self.book.relations) < 3 and chance > 0.7:
            giver, member = self.sample(PEOPLE, 2)
            return c.Bind(giver, member, self.choice(KIN))
        return self.choice(WILD)(self)


def _send(d: Draw) -> c.Command:
    """A transfer as it is most often meant: between two who are bound."""
    giver, member = d.pair()
    target = member + d.choice(("", "", "", "/wallet", "/personal"))
    return c.SendTransfer(giver + d.choice(("", "", "/wallet", "/pool")), target, d.fen())


def _many(lot: Lot) -> list[Wish]:
    """A day's transfers from one person to another, most of them accepted before the next."""
    giver, member = lot.pair()
    fens = [lot.choice((1, 40_000, 66_667, 100_000, 200_000)) for _ in range(lot.randint(3, 5))]
    answers: tuple[Wish, ...] = (
        lambda d: c.AcceptTransfer(d.key_of(d.book.pending)),
        lambda d: c.DeclineTransfer(d.key_of(d.book.pending)),
    )
    wishes: list[Wish] = []
    for fen in fens:
        wishes.append(lambda _, fen=fen: c.SendTransfer(giver, member, fen))  # type: ignore[misc]
        wishes.append(answers[lot.random() < 0.2])
    return wishes


def _rest(lot: Lot) -> list[Wish]:
    """Somebody's insurance is suspended and goes on; what a relation may do is asked between."""
    giver, member = lot.pair()
    person = lot.choice((giver, member))
    return [
        lambda _: c.ChangeStanding(person, "suspended"),
        lambda d: c.SendTransfer(giver, member, d.randint(1, 9)),
        lambda _: c.ChangeStanding(person, "insured"),
        lambda d: c.SendTransfer(giver, member, d.randint(1, 9)),
        lambda d: c.Grant(giver, member, d.randint(1, 9)),
    ]


def _bind(d: Draw) -> c.Command:
    today = d.book.now // DAY
    first, last = d.choice((None, None, today + d.randint(-3, 9))), d.choice((None, today + 1))
    kin = d.choice((*KIN, "mother_in_law", "grandfather"))
    giver, member = d.sample(PEOPLE, 2) if d.random() < 0.8 else (d.who(), d.who())
    return c.Bind(giver, member, kin, first, last, d.choice((None, 50_000)), d.choice((None, 1)))


WILD: list[Wish] = [
    *WISHES,
    *[_send] * 6,
    _bind,
    lambda d: c.OpenWallet(d.who(), d.choice((None, d.who(), d.who()))),
    lambda d: c.OpenWallet(d.who()),
    lambda d: c.CloseWallet(d.who(), d.choice((None, d.who()))),
    lambda d: c.Credit(d.account(), d.fen(), d.choice(("", "contribution"))),
    lambda d: c.Withdraw(d.account(), d.choice((1, d.fen()))),
    lambda d: c.Unbind(*d.pair(), None),
    lambda d: c.Grant(*d.pair(), d.fen()),
    lambda d: c.PayPremium(d.choice((d.who(), (p := d.pair())[1])), "resident", d.fen(), p[0]),
    lambda d: c.Spend(f"{d.who()}/wallet", d.fen(), d.choice(SETTINGS), d.choice((None, "CN-BJ"))),
    lambda d: c.Reverse(d.key_of(d.book.settlements), d.choice(("", "2207", "2208", "2401"))),
    lambda d: c.ShowFamilyCode(d.who(), d.who()),
    lambda d: c.SetAside(d.who(), d.randint(1, 999)),
    lambda d: c.SetAside(d.who(), d.randint(1, 999)),
    lambda d: c.ChangeStanding(d.who(), "insured"),
    lambda d: c.Enrol(d.choice(("g", "h")), d.choice(PLACES), "employee", "", 4_000),
]  # fmt: skip


def beginning(lot: Random, start: int) -> tuple[c.Command, ...]:
    """Six people of three places, some of them minors, and what they had."""
    before: list[c.Command] = []
    homes = lot.sample(PLACES, 3)
    kinds = (
        "employee",
        "employee",
        "retired",
        "flexible",
        "resident",
        lot.choice(("none", "resident")),
    )
    born = (None, None, None, parse_day("1964-02-29"), start // DAY - lot.randint(5_000, 8_000))
    for person, scheme in zip(PEOPLE, kinds, strict=True):
        home = lot.choice((homes[0], homes[0], *homes))
        name = lot.choice(("", "李", "王"))
        before.append(c.Enrol(person, home, scheme, name, lot.choice(born)))
        if lot.random() < 0.9:
            before.append(c.PostOpening(f"{person}/wallet", lot.randint(0, 300_000)))
        if scheme not in {"resident", "none"}:
            before.append(c.PostOpening(f"{person}/personal", lot.randint(0, 900_000)))
    return tuple(before)
