"""Histories made up from a number: engine and oracle agree after every step of every one."""

from random import Random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from ledger.core import commands as c
from ledger.words.moments import DAY, HOUR, MINUTE, parse_day
from ledger.words.vocabulary import STANDINGS
from tests.histories import Both, FoundError, History, Tally, Told, fails, made_up, shrunk
from tests.lots import OTHERWISE, STARTS, beginning, policy
from tests.oracle.planted import double_credit
from tests.test_domain_workload import KIN, PEOPLE, SETTINGS

SEEDS = range(90)
"""The short form; `tests/tell_histories.py` tells the long one."""

SELDOM = (
    (4, "bind.unbind.lock@CN"),
    (5, "bind.members.lifetime@CN"),
    (24, "bind.unbind.per_year@CN"),
)
"""Histories under values by which a few codes are met that come once in hundreds of them."""


def test_engine_and_oracle_agree_and_the_histories_reach_everything() -> None:
    tally = Tally()

    seldom = [(s, next(i for i, o in enumerate(OTHERWISE) if name in o)) for s, name in SELDOM]

    for seed, otherwise in (*((seed, None) for seed in SEEDS), *seldom):
        try:
            made_up(seed, tally, otherwise)
        except FoundError as found:
            pytest.fail(f"{found.what}\n{shrunk(found.history)}")

    assert tally.missed == []


def test_a_number_always_makes_up_the_same_history() -> None:
    assert str(made_up(7)) == str(made_up(7))


def test_a_complaint_is_shrunk_to_the_steps_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    double_credit(monkeypatch)
    with pytest.raises(FoundError) as found:
        made_up(0)

    history = shrunk(found.value.history)

    assert fails(history)
    assert len(history.steps) == 1
    assert isinstance(history.steps[0].command, c.Credit | c.Contribute | c.BookInterest)


PERSON = st.sampled_from(PEOPLE)
FEN = st.one_of(st.sampled_from((1, 100_000, 200_000, 200_001)), st.integers(1, 400_000))
LATER = st.sampled_from((0, MINUTE, 5 * HOUR, 9 * HOUR, DAY, 31 * DAY))


class Families(RuleBasedStateMachine):
    """Engine and oracle, told whatever Hypothesis thinks of."""

    sound = False

    @initialize(
        seed=st.integers(0, 50),
        start=st.sampled_from(STARTS),
        number=st.integers(0, len(OTHERWISE) - 1),
    )
    def begin(self, seed: int, start: str, number: int) -> None:
        self.at = parse_day(start) * DAY + 8 * HOUR
        before = beginning(Random(seed), self.at)
        self.both = Both(History(seed, policy(number), self.at, before, ()))
        self.count = 0

    @rule(later=LATER)
    def wait(self, later: int) -> None:
        self.at += later

    @rule(giver=PERSON, member=PERSON, kin=st.sampled_from(KIN), days=st.none() | st.integers(0, 9))
    def bind(self, giver: str, member: str, kin: str, days: int | None) -> None:
        until = None if days is None else self.at // DAY + days
        self.tell(c.Bind(giver, member, kin, None, until))

    @rule(giver=PERSON, member=PERSON)
    def unbind(self, giver: str, member: str) -> None:
        self.tell(c.Unbind(giver, member))

    @rule(payer=PERSON, kind=st.sampled_from(("", "/wallet")), payee=PERSON, fen=FEN)
    def send(self, payer: str, kind: str, payee: str, fen: int) -> None:
        self.tell(c.SendTransfer(payer + kind, payee, fen))

    @precondition(lambda self: self.both.session.book.pending)
    @rule(takes=st.booleans())
    def answer(self, takes: bool) -> None:
        transfer = min(self.both.session.book.pending)
        self.tell(c.AcceptTransfer(transfer) if takes else c.DeclineTransfer(transfer))

    @rule(giver=PERSON, member=PERSON, fen=FEN)
    def grant(self, giver: str, member: str, fen: int) -> None:
        self.tell(c.Grant(giver, member, fen))

    @rule(patient=PERSON, setting=st.sampled_from(SETTINGS), fen=FEN)
    def settle(self, patient: str, setting: str, fen: int) -> None:
        self.tell(c.Settle(patient, setting, fen))

    @rule(holder=PERSON, kind=st.sampled_from(("", "/wallet")), fen=FEN)
    def spend(self, holder: str, kind: str, fen: int) -> None:
        self.tell(c.Spend(holder + kind, fen, "pharmacy"))

    @rule(of=st.integers(0, 40), fen=FEN, way=st.sampled_from((c.Cancel, c.Reverse, None)))
    def undo(self, of: int, fen: int, way: type[c.Cancel] | type[c.Reverse] | None) -> None:
        self.tell(way(f"k{of}") if way is not None else c.Refund(f"k{of}", fen))

    @rule(person=PERSON, standing=st.sampled_from(STANDINGS), other=PERSON)
    def stand(self, person: str, standing: str, other: str) -> None:
        to = {"moved": "CN-SH", "dead": other}.get(standing)
        self.tell(c.ChangeStanding(person, standing, to))

    @rule(person=PERSON, fen=FEN)
    def credit(self, person: str, fen: int) -> None:
        self.tell(c.Credit(person, fen))

    @precondition(lambda self: self.both.history.steps)
    @rule(data=st.data())
    def again(self, data: st.DataObject) -> None:
        step = data.draw(st.sampled_from(self.both.history.steps))
        self.tell(step.command, step.key)

    def tell(self, command: c.Command, key: str = "") -> None:
        step = Told(self.at, key or f"k{self.count}", command)
        self.count += 1
        history = self.both.history
        self.both.history = History(
            history.seed, history.policy, history.start, history.before, (*history.steps, step)
        )
        self.sound = False
        self.both.tell(step)
        self.sound = True

    def teardown(self) -> None:
        if self.sound:
            self.both.end()


Families.TestCase.settings = settings(
    max_examples=40,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
TestFamilies = Families.TestCase
