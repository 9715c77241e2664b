"""What really happened is taken as it happened; what broke rules is flagged, what cannot be too."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from ledger.core import commands as c
from ledger.core import events as e
from ledger.core.refusals import Code
from ledger.journal import MemoryJournal, wish
from ledger.policy.book import read_body
from ledger.reports.verify import verify
from ledger.scenario.run import state
from ledger.session import Recorded, Session
from tests.ledgers import moment, opened, reopened
from tests.reports.stories import kept
from tests.test_domain_workload import COMMANDS, Draw, begun

SEEDS = range(30)


def sent(session: Session, at: str, key: str, fen: int, **more: Code) -> Recorded:
    """Record a transfer of Li to his mother."""
    return session.record(c.SendTransfer("li", "wang", fen), at=moment(at), key=key, **more)


def accepted(session: Session, at: str, key: str) -> Recorded:
    return session.record(c.AcceptTransfer(key), at=moment(at), key=f"accept-{key}")


def test_what_broke_no_rule_is_what_would_have_been_decided() -> None:
    recorded, decided = opened(), opened()
    command = c.SendTransfer("li", "wang", 80_000)

    answer = recorded.record(command, at=moment("09:00"), key="t1")
    decision = decided.handle(command, at=moment("09:00"), key="t1")

    assert (answer.verdict, answer.codes, answer.findings) == ("taken", (), ())
    assert answer.events == decision.events
    assert recorded.journal.head == decided.journal.head


def test_what_broke_rules_moves_its_money_and_every_rule_is_flagged() -> None:
    session = opened()

    answer = sent(session, "23:00", "t1", 250_000)

    codes = (Code.HOURS_CLOSED, Code.TRANSFER_CAP_EACH, Code.TRANSFER_DAY_AMOUNT)
    assert (answer.verdict, answer.codes) == ("taken", codes)
    assert tuple(finding.code for finding in answer.findings) == codes
    assert session.book.balances["transit/t1"] == 250_000
    flag, event = [stored.event for stored in session.journal.read()][-2:]
    command = c.SendTransfer("li", "wang", 250_000)
    assert flag == e.Flagged(moment("23:00"), tuple(codes), command, applied=True)
    assert isinstance(event, e.TransferSent)


def test_a_transfer_that_broke_a_rule_counts_on_its_day_like_any_other() -> None:
    session = opened()
    for number, at in enumerate(("09:00", "10:00", "11:00"), 1):
        sent(session, at, f"t{number}", 100)
        accepted(session, f"{at[:2]}:30", f"t{number}")

    assert sent(session, "12:00", "t4", 100).codes == (Code.TRANSFER_DAY_COUNT,)
    assert session.book.people["li"].usage.count == 4
    accepted(session, "12:30", "t4")
    assert (
        session.handle(c.SendTransfer("li", "wang", 100), at=moment("13:00"), key="t5").code
        is Code.TRANSFER_DAY_COUNT
    )


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (c.AcceptTransfer("t9"), Code.NOT_PENDING),
        (c.SendTransfer("li", "wang", 800_001), Code.TRANSFER_CAP_EACH),
        (c.SendTransfer("li/pool", "wang", 1), Code.POOL_NOT_SHARED),
        (c.SendTransfer("li", "wang/personal", 1), Code.WALLET_TO_ACCOUNT),
        (c.SendTransfer("li", "nobody", 1), Code.NOT_ENROLLED),
        (c.Spend("wang/wallet", 1, "pharmacy"), Code.BALANCE_SHORT),
        (c.Refund("s9", 1), Code.NOT_SPENT),
        (c.Cancel("s9"), Code.NOT_SETTLED),
        (c.Unbind("wang", "li"), Code.KIN_NOT_BOUND),
        (c.Withdraw("li", 1), Code.WITHDRAW_NOT_ALLOWED),
        (c.Enrol("li", "CN-SN", "employee"), Code.ALREADY_ENROLLED),
    ],
)
def test_what_no_event_can_tell_is_flagged_and_moves_nothing(
    command: c.Command, code: Code
) -> None:
    session = opened()
    before = dict(session.book.balances)

    answer = session.record(command, at=moment("09:00"), key="k")

    assert (answer.verdict, answer.codes[0]) == ("impossible", code)
    assert session.book.balances == before
    (flag,) = answer.events
    assert isinstance(flag, e.Flagged)
    assert not flag.applied
    assert wish(list(session.journal.read())[-1]) == command


def test_a_spend_in_an_uncovered_setting_is_taken_but_not_more_than_the_account_held() -> None:
    session = opened()
    sent(session, "09:00", "t1", 10_000)
    accepted(session, "09:01", "t1")

    inpatient = session.record(
        c.Spend("wang/wallet", 4_000, "inpatient"), at=moment("09:02"), key="s1"
    )
    over = session.record(c.Spend("wang/wallet", 6_001, "pharmacy"), at=moment("09:03"), key="s2")
    back = session.record(c.Refund("s1", 4_001), at=moment("09:04"), key="r1")

    assert (inpatient.verdict, inpatient.codes) == ("taken", (Code.SETTING_NOT_COVERED,))
    assert (over.verdict, over.codes) == ("impossible", (Code.BALANCE_SHORT,))
    assert (back.verdict, back.codes) == ("impossible", (Code.REFUND_TOO_MUCH,))
    assert session.book.balances["wang/wallet"] == 6_000


def test_what_was_refused_there_is_a_refusal_here() -> None:
    session = opened()

    answer = sent(session, "09:00", "t1", 100, refused=Code.HOURS_CLOSED)

    assert (answer.verdict, answer.codes) == ("refused", (Code.HOURS_CLOSED,))
    assert isinstance(answer.events[0], e.Refused)


def test_a_row_told_twice_stands_once_and_a_key_told_otherwise_is_flagged() -> None:
    session = opened()
    first = sent(session, "09:00", "t1", 100)

    again, other = sent(session, "09:01", "t1", 100), sent(session, "09:02", "t1", 101)

    assert (again.verdict, again.seq) == ("duplicate", first.seq)
    assert (other.verdict, other.codes) == ("impossible", (Code.KEY_REUSED,))
    assert session.book.people["li"].usage.count == 1


def test_what_is_earlier_than_the_last_event_is_late_and_moves_nothing() -> None:
    session = opened()
    sent(session, "09:00", "t1", 100)

    late = sent(session, "08:59", "t0", 100)

    assert (late.verdict, late.codes) == ("impossible", (Code.LATE,))
    assert session.journal.count == late.seq


def test_what_falls_due_happens_before_what_is_recorded() -> None:
    session = opened()
    sent(session, "09:00", "t1", 100)

    late = session.record(c.AcceptTransfer("t1"), at=moment("2025-11-11 06:00"), key="a1")

    assert (late.verdict, late.codes) == ("impossible", (Code.NOT_PENDING,))
    assert session.book.balances["li/personal"] == 800_000


def test_a_reopened_ledger_answers_as_before_about_what_was_recorded() -> None:
    session = opened()
    sent(session, "23:00", "t1", 100)
    session.record(c.AcceptTransfer("t9"), at=moment("23:01"), key="a9")
    again = reopened(session)

    assert state(again.book) == state(session.book)
    assert sent(again, "23:02", "t1", 100).verdict == "duplicate"
    repeated = again.handle(c.AcceptTransfer("t9"), at=moment("23:03"), key="a9")
    assert (repeated.verdict, repeated.code) == ("duplicate", Code.NOT_PENDING)


def test_a_flagged_transfer_over_a_cap_verifies_and_an_unflagged_one_does_not(
    tmp_path: Path,
) -> None:
    session = opened()
    sent(session, "09:00", "t1", 250_000)
    flagged = kept(tmp_path, session)
    (tmp_path / "other").mkdir()
    bare = Session(MemoryJournal("home"), session.policy)
    bare.fold()
    with bare.group():
        for stored in session.journal.read():
            if not isinstance(stored.event, e.Flagged):
                bare._record([stored.event])

    def problems(url: str) -> list[str]:
        (report,) = verify(url, lambda body: read_body(body).terms)
        return [problem.check for problem in report.problems]

    assert problems(flagged) == []
    assert problems(kept(tmp_path / "other", bare)) == ["caps-hold"]


@cache
def history(seed: int) -> tuple[Session, Counter[str]]:
    """The wishes of a made-up year, every one of which is said to have happened."""
    session = begun(Draw(seed, opened().book))
    draw, told = Draw(seed, session.book), Counter[str]()
    at = session.book.now
    for number in range(COMMANDS):
        at += draw.choice((0, 1, 7, 30)) * 3_600_000_000
        session.settle(at)
        command = draw.command()
        answer = session.record(command, at=at, key=f"k{number}")
        told[answer.verdict] += 1
        told[f"{answer.verdict} {c.word_of(command)}"] += 1
        told.update(code.value for code in answer.codes if answer.verdict == "taken")
    return session, told


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_is_recorded_no_money_is_made_and_no_account_is_below_zero(seed: int) -> None:
    session, _ = history(seed)

    assert session.broken == []
    assert sum(session.book.balances.values()) == 0
    assert state(reopened(session).book) == state(session.book)


def test_the_histories_break_rules_of_most_kinds_and_hold_impossible_things() -> None:
    told = sum((history(seed)[1] for seed in SEEDS), Counter[str]())

    assert told["impossible"] > 100
    assert len([code for code in Code if told[code.value]]) > 25
    assert {w for w in ("transfer", "spend", "bind", "settle") if not told[f"taken {w}"]} == set()
