"""What would pass now, and when the whole: never otherwise than the engine itself answers."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.core import commands as c
from ledger.core.decide import Refusal, decide
from ledger.core.refusals import UNTRIED, Code
from ledger.policy import shipped
from ledger.preview import HORIZON_DAYS, judge, passes_at
from ledger.session import Decision, Session, case_of
from ledger.words.moments import DAY, HOUR, MINUTE, SECOND, parse_day
from ledger.words.money import NO_LIMIT
from tests.ledgers import opened, reopened

CLOSE_LOOK = 2 * DAY
"""For so long after a question every minute is tried by hand; later only every hour."""

CHANGES = [
    ("CN-SN", "CN-HE", "2025-11-04"),  # Shaanxi's daily total begins
    ("CN-SN", "CN-GD", "2025-10-10"),  # Guangdong between its openings
    ("CN-HE", "CN-NM", "2025-09-25"),  # Inner Mongolia takes in before it spends
    ("CN-HA", "CN-HE", "2025-09-22"),  # Henan lets the place of use change
    ("CN-HE", "CN-SN", "2026-01-09"),  # the quota model begins
    ("CN-HE", "CN-HE", "2024-12-09"),  # the list of relatives widens
]


class Question(NamedTuple):
    """A story up to a moment, and a command that is asked then."""

    session: Session
    command: c.Command
    at: int


WHO = st.sampled_from(["a", "b", "c"])
FROM = st.builds("{}{}".format, WHO, st.sampled_from(["", "", "/wallet"]))
FEN = st.one_of(st.integers(1, 400_000), st.sampled_from([1, 100_000, 200_000, 200_001]))
KEY = st.integers(0, 9).map("k{}".format)
KIN = st.sampled_from(["mother", "son", "sister", "father_in_law"])
SETTING = st.sampled_from(["pharmacy", "inpatient"])


@st.composite
def commands(draw: st.DrawFn, today: int) -> c.Command:
    """A wish of one of three people; most are transfers."""
    days = st.none() | st.integers(today - 1, today + 4)
    sends = st.builds(c.SendTransfer, FROM, WHO, FEN)
    answers = st.builds(c.AcceptTransfer, KEY) | st.builds(c.DeclineTransfer, KEY)
    spends = st.builds(c.Spend, FROM, FEN, SETTING, st.sampled_from([None, "CN-HE"]))
    people = (
        st.builds(c.OpenWallet, WHO, st.none() | WHO)
        | st.builds(c.CloseWallet, WHO)
        | st.builds(c.ChangePlaceOfUse, WHO, st.just("CN-HE"))
        | st.builds(c.Bind, WHO, WHO, KIN, days, days)
        | st.builds(c.Unbind, WHO, WHO)
    )
    others = st.builds(c.Credit, FROM, FEN) | st.builds(c.Refund, KEY, FEN)
    return draw(st.one_of(sends, sends, sends, answers, spends, people, others))


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """A small family, a few hours or days around a change of policy, and a question."""
    giver, member, change = draw(st.sampled_from(CHANGES))
    today = parse_day(change) + draw(st.integers(-3, 3))
    session = begun(draw, giver, member, today * DAY)
    at = today * DAY + draw(st.integers(0, 24 * 60 - 1)) * MINUTE
    for number in range(draw(st.integers(0, 9))):
        session.handle(draw(commands(at // DAY)), at=at, key=f"k{number}")
        at += draw(st.sampled_from([0, MINUTE, 10 * MINUTE, HOUR, 9 * HOUR]))
    return Question(session, draw(commands(at // DAY)), at)


def begun(draw: st.DrawFn, giver: str, member: str, at: int) -> Session:
    """Three people, some with wallets and money; some bound, some until a day to come."""
    before: list[c.Command] = [
        c.Enrol("a", giver, "employee"),
        c.Enrol("b", member, "resident"),
        c.Enrol("c", giver, draw(st.sampled_from(["employee", "none"])), born=at // DAY - 6_574),
        c.PostOpening("a/personal", draw(st.integers(0, 600_000))),
    ]
    for person in "abc":
        if draw(st.integers(0, 4)):
            before.append(c.PostOpening(f"{person}/wallet", draw(st.integers(0, 300_000))))
    session = opened(before, at, shipped.shipped())
    for giving, getting in (("a", "b"), ("b", "a"), ("a", "c")):
        until = draw(st.none() | st.integers(at // DAY, at // DAY + 5))
        session.handle(c.Bind(giving, getting, "mother", until_day=until), at=at, key="")
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
    """Every minute of the first days after a moment, every hour of the later ones."""
    close = min(at + CLOSE_LOOK, end)
    yield from range(at + MINUTE, close, MINUTE)
    yield from range((close // HOUR + 1) * HOUR, end, HOUR)


def test_now_passes_and_one_fen_more_does_not() -> None:
    seen: Counter[str] = Counter()

    @settings(max_examples=400)
    @given(questions())
    def check(question: Question) -> None:
        session, command, at = question
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

    @settings(max_examples=250)
    @given(questions())
    def check(question: Question) -> None:
        session, command, at = question
        refused = answer(session, command, at)
        if refused.verdict != "refused" or refused.code in UNTRIED:
            return
        session.settle(at)
        before = repr(session.book)
        found = passes_at(session.book, session.policy, command, at=at)
        assert repr(session.book) == before
        seen["never" if found is None else "whole"] += 1
        seen[str(refused.code)] += 1
        end = (at // DAY + (20 if found is None else HORIZON_DAYS)) * DAY
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
    @settings(max_examples=100)
    @given(questions())
    def check(question: Question) -> None:
        session, command, at = question
        session.settle(at)
        said = judge(session.book, session.policy, command, at=at, key="now")
        if not hasattr(command, "amount_fen"):
            assert said.now_fen in {0, NO_LIMIT}
            assert bool(said.now_fen) == (answer(session, command, at).verdict in {"ok", "pending"})

    check()
