"""Years of six people in three provinces, made up from a number: whatever they ask, it adds up."""

from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from random import Random
from typing import get_args

import pytest

from ledger.core import commands as c
from ledger.core import events as e
from ledger.core.book import BookView
from ledger.core.decide import Refusal, decide
from ledger.core.refusals import UNTRIED, Code
from ledger.policy import shipped
from ledger.policy.book import PolicyBook
from ledger.preview import passes_at
from ledger.scenario.fields import Setting
from ledger.scenario.run import state
from ledger.scenario.variants import EVER, changed
from ledger.session import Session, case_of
from ledger.words.accounts import is_outside, split
from ledger.words.moments import DAY, HOUR, parse_day
from ledger.words.vocabulary import INTENTS, OFFENCES, STANDINGS
from tests.ledgers import opened, reopened

PEOPLE = "abcdef"
REGIONS = (
    "CN-SH",
    "CN-FJ-350300",
    "CN-SD-370900",
    "CN-JX-360100",
    "CN-HA-411000",
    "CN-CQ",
    "CN-HN",
    "CN-SN-610100",
    "CN-ZJ-330700",
    "CN-JL-220100",
)
SCHEMES = ("employee", "employee", "retired", "flexible", "resident", "resident")
SETTINGS = ("outpatient", "outpatient", "pharmacy", "pharmacy", "inpatient", "vaccine", "wellness")
KIN = ("spouse", "father", "mother", "son", "daughter", "brother")
STARTS = ("2023-03-01", "2025-10-09", "2025-10-09", "2026-02-01")
PACES = ((0, HOUR, 2 * HOUR, 7 * HOUR, 12 * HOUR), (0, HOUR, 7 * HOUR, DAY, 3 * DAY, 20 * DAY))
BOTH = ("agent", "principal")
COMMANDS = 120
SEEDS = (*range(60), 93)
"""The last one is refused to reverse a cancellation, which is rare."""


class Draw(Random):
    """Commands of six people, by what has happened to them so far."""

    def __init__(self, seed: int, book: BookView) -> None:
        super().__init__(seed)
        self.book = book

    def who(self) -> str:
        return self.choice(PEOPLE)

    def fen(self) -> int:
        return self.choice((1, 7, 99, self.randint(1, 200_000), self.randint(1, 800_000)))

    def account(self) -> str:
        return self.who() + self.choice(("", "", "/wallet", "/wallet", "/pool"))

    def region(self) -> str:
        return self.choice((*REGIONS, "CN-BJ", "CN-GD-440100"))

    def pair(self) -> tuple[str, str]:
        """Mostly people who are bound."""
        bound = list(self.book.relations)
        if bound and self.random() < 0.8:
            return self.choice(bound)
        return self.who(), self.who()

    def key_of(self, *made: Mapping[str, object]) -> str:
        """Mostly the key of something that was made."""
        keys = [key for group in made for key in group]
        return self.choice((*keys, *keys, "k-none"))

    def bill(self) -> tuple[c.BillItem, ...]:
        settings = ("", "", *SETTINGS)
        return tuple(
            c.BillItem(name, self.fen(), self.choice((0, self.fen())), self.choice(settings))
            for name in "abc"[: self.randint(1, 3)]
        )

    def settle(self, of: str) -> c.Command:
        items = self.choice(((), self.bill()))
        agent, proofs = self.choice(((None, ()),) * 6 + ((self.who(), ("agent",)), ("a", BOTH)))
        return c.Settle(
            of,
            self.choice(SETTINGS),
            0 if items else self.fen(),
            items,
            self.choice((None, None, None, self.region())),
            self.choice((None, None, None, None, None, self.who())),
            self.choice((True, False)),
            agent,
            proofs,
        )

    def command(self) -> c.Command:
        return self.choice(WISHES)(self)


Wish = Callable[[Draw], c.Command]


def _transfer(d: Draw) -> c.Command:
    giver, member = d.pair()
    return c.SendTransfer(giver + d.choice(("", "/wallet")), member, d.fen())


def _refund(d: Draw) -> c.Command:
    of = d.key_of(d.book.spends, d.book.settlements)
    settled = d.book.settlements.get(of)
    if settled is not None and settled.items and d.random() < 0.7:
        return c.Refund(of, 0, "", (d.choice(settled.items).id,))
    return c.Refund(of, d.fen())


def _standing(d: Draw) -> c.Command:
    standing = d.choice((*STANDINGS[:4], *STANDINGS[:4], *STANDINGS))
    to = d.region() if standing == "moved" else d.choice((None, d.who()))
    until = d.choice((None, d.book.now // DAY + d.randint(0, 40)))
    keeps = to if standing in {"moved", "dead"} else None
    return c.ChangeStanding(d.who(), standing, keeps, until if standing == "suspended" else None)


def _bind(d: Draw) -> c.Command:
    today = d.book.now // DAY
    until = d.choice((None, None, today + d.randint(0, 90)))
    cap = d.choice((None, None, d.fen()))
    giver, member = d.sample(PEOPLE, 2)
    return c.Bind(giver, member, d.choice(KIN), None, until, cap, d.choice((None, 1, 2)))


SETTLES: list[Wish] = [
    lambda d: d.settle(d.who()),
    lambda d: d.settle(d.pair()[1]),
    lambda d: d.settle(d.pair()[1]),
    lambda d: c.Spend(d.account(), d.fen(), d.choice(SETTINGS)),
    lambda d: c.Spend(f"{d.pair()[1]}/wallet", d.fen(), "pharmacy"),
]
UNDOES: list[Wish] = [
    _refund,
    lambda d: c.Cancel(d.key_of(d.book.settlements)),
    lambda d: c.Reverse(d.key_of(d.book.settlements, d.book.cancellations)),
]
SENDS: list[Wish] = [
    *[_transfer] * 3,
    lambda d: c.AcceptTransfer(d.key_of(d.book.pending)),
    lambda d: c.AcceptTransfer(d.key_of(d.book.pending)),
    lambda d: c.DeclineTransfer(d.key_of(d.book.pending)),
    lambda d: c.Grant(*d.pair(), d.fen()),
    lambda d: c.Grant(*d.pair(), d.fen()),
    lambda d: c.Revoke(*d.pair(), d.fen()),
    lambda d: c.PayPremium(
        d.pair()[1], d.choice(("resident", "long_term_care", "employee")), d.fen(), d.account()
    ),
    lambda d: c.Credit(d.who(), d.fen()),
    lambda d: c.Contribute(d.who(), d.fen(), d.random() < 0.5),
    lambda d: c.SetAside(d.account(), d.fen()),
    lambda d: c.BookInterest(d.who()),
    lambda d: c.Withdraw(d.account(), d.fen()),
]
CHANGES: list[Wish] = [
    _standing,
    lambda d: c.Unbind(*d.pair(), d.choice((None, None, d.who()))),
    lambda d: c.Sanction(
        d.who(), d.choice(OFFENCES), d.choice((None, 2, 3, 12)), d.fen(), d.choice(INTENTS)
    ),
    lambda d: c.OpenWallet(d.who()),
    lambda d: c.CloseWallet(d.who()),
    lambda d: c.ChangePlaceOfUse(d.who(), d.region()),
    lambda d: c.ShowFamilyCode(*d.pair()),
    lambda d: c.Enrol(d.who(), "CN", "none"),
]
WISHES: list[Wish] = [*SETTLES * 2, *UNDOES * 2, *SENDS * 2, *CHANGES, *[_bind] * 6]


@cache
def policy() -> PolicyBook:
    """The shipped book, with rates of interest, which no source states."""
    book, ever = shipped.shipped(), (EVER, None)
    rates = ("account.interest.current", "account.interest.carried")
    return book.with_changes(
        tuple(changed(book, Setting(rate, "CN"), "1.35%", ever) for rate in rates)
    )


def begun(draw: Random) -> Session:
    at = parse_day(draw.choice(STARTS)) * DAY + 8 * HOUR
    before: list[c.Command] = []
    homes = draw.sample(REGIONS, 3)
    for person, scheme in zip(PEOPLE, SCHEMES, strict=True):
        before.append(c.Enrol(person, draw.choice((homes[0], *homes)), scheme))
        if draw.random() < 0.8:
            before.append(c.PostOpening(f"{person}/wallet", draw.randint(0, 300_000)))
        if scheme != "resident":
            before.append(c.PostOpening(f"{person}/personal", draw.randint(0, 900_000)))
    return opened(before, at, policy())


Told = Counter[str]
"""How often each command was taken and refused, and each code given."""


@cache
def story(seed: int) -> tuple[Session, Told]:
    """A session after its commands, and what they came to."""
    session = begun(Random(seed))
    draw, told = Draw(seed, session.book), Told()
    at, pace = session.book.now, draw.choice(PACES)
    for number in range(COMMANDS):
        at += draw.choice(pace)
        session.settle(at)
        command = draw.command()
        decision = session.handle(command, at=at, key=f"k{number}")
        told[f"{decision.verdict} {c.word_of(command)}"] += 1
        if decision.code is not None:
            told[decision.code.value] += 1
            if draw.random() < 0.1 and decision.code not in UNTRIED:
                told["passes later"] += check_later(session, command, at)
    return session, told


def check_later(session: Session, command: c.Command, at: int) -> bool:
    """What is said to pass later does pass then, and asking has changed nothing."""
    before = repr(session.book)
    found = passes_at(session.book, session.policy, command, at=at)
    assert repr(session.book) == before
    if found is None:
        return False
    fork = reopened(session)
    fork.settle(found)
    case = case_of(fork.book, fork.policy, command, at=found, key="later")
    assert case is not None
    assert not isinstance(decide(case), Refusal), (command, found)
    return True


@pytest.mark.parametrize("seed", SEEDS)
def test_no_invariant_ever_breaks_and_no_rule_does(seed: int) -> None:
    session, told = story(seed)

    assert session.broken == []
    assert told[Code.RULE_ERROR] == 0
    assert sum(session.book.balances.values()) == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_the_journal_folds_to_the_very_same_book(seed: int) -> None:
    session, _ = story(seed)

    assert state(reopened(session).book) == state(session.book)


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_who_has_died_holds_money_or_relations(seed: int) -> None:
    session, _ = story(seed)

    dead = {p.id for p in session.book.people.values() if p.standing == "dead"}
    left = {a: fen for a, fen in session.book.balances.items() if fen and not is_outside(a)}
    assert [account for account in left if split(account)[0] in dead] == []
    assert [pair for pair in session.book.relations if not dead.isdisjoint(pair)] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_money_is_frozen_only_while_a_relation_stands(seed: int) -> None:
    session, _ = story(seed)

    for account, fen in session.book.balances.items():
        giver, kind = split(account)
        if fen and kind.startswith("frozen/"):
            assert (giver, kind.partition("/")[2]) in session.book.relations


@pytest.mark.parametrize("seed", SEEDS)
def test_every_months_clearing_is_paid_once_and_leaves_its_accounts_at_zero(seed: int) -> None:
    fork = reopened(story(seed)[0])
    fork.settle(fork.book.now + 62 * DAY)

    clearing = {a: f for a, f in fork.book.balances.items() if a.startswith("outside/clearing")}
    assert {a: fen for a, fen in clearing.items() if fen} == {}
    months = [x.event.month for x in fork.journal.read() if isinstance(x.event, e.ClearingPaid)]
    assert len(months) == len(set(months))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_two_ends_of_every_relation_know_each_other(seed: int) -> None:
    people = story(seed)[0].book.people.values()

    pairs = {(giver, p.id) for p in people for giver in p.givers}
    assert pairs == {(p.id, member) for p in people for member in p.members}
    assert pairs == set(story(seed)[0].book.relations)


NEVER_MET = {
    Code.KEY_REUSED,
    Code.LATE,
    Code.NOT_ENROLLED,
    Code.WALLET_TO_ACCOUNT,
    Code.RULE_ERROR,
}
"""What a workload of sound wishes in order never meets."""


def test_the_workload_takes_and_refuses_every_command_and_gives_most_codes() -> None:
    told = Told()
    for seed in SEEDS:
        told.update(story(seed)[1])
    words = {str(kind.__struct_config__.tag) for kind in get_args(c.Command)}

    taken = {w for w in words if told[f"ok {w}"] or told[f"pending {w}"]}
    assert words - taken == {"opening", "withdraw", "enrol"}
    assert words - {w for w in words if told[f"refused {w}"]} == {"opening"}
    met = {code for code in Code if told[code]}
    assert met.isdisjoint(NEVER_MET)
    assert len(met) > 40
    assert told["passes later"] > 15
