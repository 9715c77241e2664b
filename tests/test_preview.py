"""What would pass now, and when the whole: never otherwise than the engine itself answers."""

from collections import Counter
from collections.abc import Callable, Iterator
from random import Random
from typing import NamedTuple

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.core import commands as c
from ledger.core.book import Book, BookView
from ledger.core.decide import Refusal, decide
from ledger.core.refusals import UNTRIED, Code
from ledger.policy import shipped
from ledger.preview import HORIZON_DAYS, judge, passes_at
from ledger.session import Decision, Session, case_of
from ledger.words.moments import DAY, HOUR, MINUTE, SECOND, parse_day
from ledger.words.money import NO_LIMIT
from tests.ledgers import amended, opened, reopened

CLOSE_LOOK = DAY
"""For so long after a question every minute is tried, later every half hour."""

ALMOST_18 = 18 * 365 + 2
"""Days: a birthday within the week after the beginning."""

POLICIES = [
    shipped.shipped(),
    shipped.shipped(),
    amended("transfer.closed", "12:10-13:30, 23:45-00:15"),
    amended("transfer.return_at", "09:17 next day"),
    amended("transfer.acceptance", "automatic"),
    amended("day.counts_returned", "not_counted"),
    amended("transfer.pending.cap", "3次"),
    amended("transfer.on_unopened", "pend_then_return"),
]

SEEDS = st.integers(0, 1 << 32)

CHANGES = [
    ("CN-SN", "CN-HE", "2025-11-04"),  # Shaanxi's daily total begins
    ("CN-SN", "CN-HE", "2025-07-03"),  # Shaanxi opens
    ("CN-HE", "CN-GD", "2025-09-22"),  # Guangdong closes
    ("CN-HE", "CN-NM", "2025-08-04"),  # Inner Mongolia spends what it could take in before
    ("CN-HA", "CN-HE", "2025-09-22"),  # Henan lets the place of use change
    ("CN-HE", "CN-SN", "2026-01-09"),  # the quota model begins
    ("CN-HE", "CN-HE", "2024-12-09"),  # the list of relatives widens
]


class Question(NamedTuple):
    """A story up to a moment, and a command that is asked then."""

    session: Session
    command: c.Command
    at: int


KIN = ("mother", "mother", "son", "sister", "father_in_law")
FENS = (1, 100_000, 200_000, 200_001)


class Draw(Random):
    """Commands of three people, made up from a number; most are transfers of a to b."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.book: BookView = Book()

    def fen(self) -> int:
        return self.choice((self.randint(1, 200_000), self.randint(1, 400_000), self.choice(FENS)))

    def who(self) -> str:
        return self.choice("aaabc")

    def account(self) -> str:
        return self.choice(("a", "a", "a", "a", "a/wallet", "a/wallet", "b/wallet", "c"))

    def pending(self) -> str:
        return self.choice((*self.book.pending, *self.book.pending, "k0"))

    def day(self, today: int) -> int | None:
        return self.choice((None, today + self.randint(-1, 4)))

    def command(self, today: int) -> c.Command:
        kinds = (self.send, self.send, self.send, self.answer, self.answer, self.money, self.people)
        return self.choice(kinds)(today)

    def send(self, _today: int) -> c.Command:
        return c.SendTransfer(self.account(), self.choice("bbbbbbac"), self.fen())

    def answer(self, today: int) -> c.Command:
        if not self.book.pending and self.random() < 0.9:
            return self.send(today)
        return self.choice((c.AcceptTransfer, c.AcceptTransfer, c.DeclineTransfer))(self.pending())

    def money(self, _today: int) -> c.Command:
        spent = self.choice((*self.book.spends, *self.book.spends, "k0"))
        made: tuple[Callable[[], c.Command], ...] = (
            lambda: c.Spend(self.account(), self.fen(), self.choice(("pharmacy", "inpatient"))),
            lambda: c.Spend("b/wallet", self.fen(), "pharmacy", self.choice((None, "CN-HE"))),
            lambda: c.Refund(spent, self.fen()),
            lambda: c.Credit(self.account(), self.fen()),
            lambda: c.Withdraw(self.account(), self.fen()),
        )
        return self.choice(made)()

    def people(self, today: int) -> c.Command:
        made: tuple[Callable[[], c.Command], ...] = (
            lambda: c.OpenWallet(self.who(), self.choice((None, None, "a"))),
            lambda: c.OpenWallet("c"),
            lambda: c.CloseWallet(self.who()),
            lambda: c.ChangePlaceOfUse(self.who(), "CN-HE"),
            lambda: c.Bind(self.who(), "c", self.choice(KIN), None, self.day(today)),
            lambda: c.Bind("a", "b", self.choice(KIN), self.day(today)),
            lambda: c.Unbind("a", self.choice("bc")),
            lambda: c.Enrol(self.choice("abcd"), "CN-HE", "resident"),
        )
        return self.choice(made)()


def question(seed: int) -> Question:
    """A small family, a few hours or days around a change of policy, and a question."""
    draw = Draw(seed)
    giver, member, change = draw.choice(CHANGES)
    today = parse_day(change) + draw.randint(-3, 3)
    session = begun(draw, giver, member, today * DAY)
    draw.book = session.book
    at = today * DAY + draw.choice((draw.randint(6 * 60, 22 * 60), draw.randint(0, 1_439))) * MINUTE
    for number in range(draw.randint(0, 12)):
        session.handle(draw.command(at // DAY), at=at, key=f"k{number}")
        at += draw.choice((0, MINUTE, MINUTE, 10 * MINUTE, HOUR, 9 * HOUR))
    return Question(session, draw.command(at // DAY), at)


def begun(draw: Draw, giver: str, member: str, at: int) -> Session:
    """Three people, most with wallets and money; some bound only until a day to come."""
    today = at // DAY
    before: list[c.Command] = [
        c.Enrol("a", giver, "employee"),
        c.Enrol("b", member, "resident"),
        c.Enrol("c", giver, draw.choice(("employee", "employee", "none")), born=today - ALMOST_18),
        c.PostOpening("a/personal", draw.randint(0, 900_000)),
    ]
    wallets = [person for person in "abc" if draw.random() < 0.9]
    before += [c.PostOpening(f"{person}/wallet", draw.randint(0, 300_000)) for person in wallets]
    session = opened(before, at, draw.choice(POLICIES))
    for giving, getting in (("a", "b"), ("b", "a"), ("a", "c")):
        until = draw.choice((None, None, today + draw.randint(0, 5)))
        session.handle(c.Bind(giving, getting, "mother", None, until), at=at, key="")
    return session


def would(session: Session, command: c.Command, at: int) -> bool:
    """Whether the engine, with the time come, would take the command; takes nothing."""
    session.settle(at)
    case = case_of(session.book, session.policy, command, at=at, key="now")
    return case is not None and not isinstance(decide(case), Refusal)


def answer(session: Session, command: c.Command, at: int) -> Decision:
    """What a fork of the session answers; the session itself goes on as if not asked."""
    return reopened(session).handle(command, at=at, key="now")


def instants(at: int, end: int) -> Iterator[int]:
    """Every minute of the first day after a moment, every half hour of the later ones."""
    close = min(at + CLOSE_LOOK, end)
    yield from range(at + MINUTE, close, MINUTE)
    yield from range((close // HOUR + 1) * HOUR, end, HOUR // 2)


def test_now_passes_and_one_fen_more_does_not() -> None:
    seen: Counter[str] = Counter()

    @settings(max_examples=1_000)
    @given(SEEDS)
    def check(seed: int) -> None:
        session, command, at = question(seed)
        refused = answer(session, command, at)
        if refused.verdict != "refused" or not hasattr(command, "amount_fen"):
            return
        session.settle(at)
        before = repr(session.book)
        fen = judge(session.book, session.policy, command, at=at, key="now").now_fen
        assert repr(session.book) == before
        assert fen < command.amount_fen
        if fen:
            assert answer(session, with_fen(command, fen), at).verdict in {"ok", "pending"}
        assert answer(session, with_fen(command, fen + 1), at).verdict == "refused"
        seen["some" if fen else "none"] += 1
        seen[str(refused.code)] += 1

    check()
    assert seen["some"] > 20
    assert seen["none"] > 50
    assert seen[Code.TRANSFER_CAP_EACH] > 5
    assert seen[Code.BALANCE_SHORT] > 5


def with_fen(command: c.Command, fen: int) -> c.Command:
    changed: c.Command = msgspec.structs.replace(command, amount_fen=fen)
    return changed


def test_the_whole_passes_at_the_first_instant_of_all_and_not_a_second_earlier() -> None:
    seen: Counter[str] = Counter()

    @settings(max_examples=600)
    @given(SEEDS)
    def check(seed: int) -> None:
        session, command, at = question(seed)
        refused = answer(session, command, at)
        if refused.verdict != "refused" or refused.code in UNTRIED:
            return
        session.settle(at)
        before = repr(session.book)
        found = passes_at(session.book, session.policy, command, at=at)
        assert repr(session.book) == before
        seen["never" if found is None else "whole"] += 1
        seen[str(refused.code)] += 1
        end = (at // DAY + (10 if found is None else HORIZON_DAYS)) * DAY
        if found is not None:
            assert found > at
            assert answer(session, command, found).verdict in {"ok", "pending"}
            if found - SECOND > at:
                assert answer(session, command, found - SECOND).verdict == "refused"
            end = found
        fork = reopened(session)
        assert not [t for t in instants(at, end) if would(fork, command, t)]

    check()
    assert seen["whole"] > 25
    assert seen["never"] > 25
    assert len(seen) > 12, sorted(seen)


def test_a_command_without_an_amount_would_pass_wholly_or_not_at_all() -> None:
    @settings(max_examples=300)
    @given(SEEDS)
    def check(seed: int) -> None:
        session, command, at = question(seed)
        session.settle(at)
        said = judge(session.book, session.policy, command, at=at, key="now")
        if not hasattr(command, "amount_fen"):
            assert said.now_fen in {0, NO_LIMIT}
            assert bool(said.now_fen) == (answer(session, command, at).verdict in {"ok", "pending"})

    check()
