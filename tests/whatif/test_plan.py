"""The fewest transfers, then the earliest finish: never beaten by trying everything."""

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.core.commands import (
    AcceptTransfer,
    Bind,
    ChangeStanding,
    Command,
    Enrol,
    PostOpening,
    SendTransfer,
    word_of,
)
from ledger.core.refusals import Code
from ledger.policy import shipped
from ledger.policy.book import PolicyBook
from ledger.preview import HORIZON_DAYS
from ledger.scenario.fields import Setting
from ledger.scenario.variants import changed
from ledger.session import Decision, Session
from ledger.whatif.errors import CannotPlanError, NoGiversError
from ledger.whatif.planning import plan as planner
from ledger.whatif.planning.plan import Accepted, Plan, plan
from ledger.words.moments import DAY, format_moment, parse_day
from tests.ledgers import FAMILY, amended, moment, opened
from tests.whatif.brute import everything
from tests.whatif.families import PAYEE, question

NINE = moment("09:00")
EXAMPLES = 150


def end_of(text: str) -> int:
    return (parse_day(text) + 1) * DAY - 1


def asked(session: Session, yuan: int, by: str = "2025-11-20", at: int = NINE) -> Plan:
    """The plan that brings so many yuan to wang by the end of a day."""
    return plan(session, "wang", yuan * 100, at=at, by=end_of(by))


def told(found: Plan) -> list[str]:
    """The transfers in words: `11-10 09:00 li 2000`."""
    return [
        f"{format_moment(sent.at)[5:]} {sent.source} {sent.amount_fen / 100:g}"
        for sent in found.transfers
    ]


def joined_by(*givers: tuple[str, str, int], policy: PolicyBook | None = None) -> Session:
    """Li and Wang, and more givers: id, region, and yuan on the personal account."""
    return opened((*FAMILY, *more(givers)), policy=policy)


def more(givers: Sequence[tuple[str, str, int]]) -> list[Command]:
    return [
        command
        for giver, region, yuan in givers
        for command in (
            Enrol(giver, region, "employee"),
            PostOpening(f"{giver}/personal", yuan * 100),
            PostOpening(f"{giver}/wallet", 0),
            Bind(giver, "wang", "mother"),
        )
    ]


def several(*values: tuple[str, str]) -> PolicyBook:
    """The shipped policy with other national values."""
    changes = [change for pair in values for change in amended(*pair).changes]
    return shipped.shipped().with_changes(tuple(changes))


def giving(
    *money: tuple[str, int], region: str = "CN-SH", policy: PolicyBook | None = None
) -> Session:
    """Wang (Hebei) and Zhao (Shanghai, or elsewhere), who has so many yuan on some accounts."""
    before: list[Command] = [
        Enrol("wang", "CN-HE", "resident"),
        PostOpening("wang/wallet", 0),
        Enrol("zhao", region, "employee"),
        PostOpening("zhao/wallet", 0),
        Bind("zhao", "wang", "mother"),
    ]
    before += [PostOpening(f"zhao/{kind}", yuan * 100) for kind, yuan in money]
    return opened(before, policy=policy)


def test_no_search_of_everything_finds_fewer_transfers_or_an_earlier_finish_or_more() -> None:
    seen: Counter[str] = Counter()

    @settings(max_examples=EXAMPLES)
    @given(st.integers(0, 1 << 32))
    def check(seed: int) -> None:
        question_asked = question(seed)
        session, fen = question_asked.session, question_asked.fen
        before = repr(session.book), session.journal.head
        try:
            found = plan(session, PAYEE, fen, at=question_asked.at, by=question_asked.by)
        except CannotPlanError as error:
            seen[str(type(error))] += 1
            return
        assert (repr(session.book), session.journal.head) == before
        whole = found.arrives_at is not None
        fewest = len(found.transfers) if whole else None
        assert (fewest, found.arrives_at, found.most_fen) == everything(question_asked)
        first_fen = sum(money.amount_fen for money in found.accepted)
        sent_fen = sum(sent.amount_fen for sent in found.transfers)
        assert sent_fen == (max(fen - first_fen, 0) if whole else 0)
        seen["whole" if whole else "never"] += 1
        seen[f"{len(found.transfers)} sent"] += 1
        seen["accepted"] += bool(found.accepted)
        seen["both sources"] += len({sent.source for sent in found.transfers}) > 1
        seen["later day"] += (found.arrives_at or 0) // DAY > found.at // DAY
        seen.update(str(code) for _, code in found.cannot)

    check()
    least = {"whole": 50, "never": 30, "accepted": 3, "both sources": 12, "later day": 12}
    least |= {"2 sent": 12, "3 sent": 3, "KIN_NOT_BOUND": 4, "WALLET_NOT_OPEN": 1}
    assert not {name: seen[name] for name, number in least.items() if seen[name] < number}


def test_shaanxi_sends_2000_a_day_so_9000_take_five_days() -> None:
    found = asked(opened(), 9000)

    assert told(found) == [
        "11-10 09:00 li 2000",
        "11-11 06:00 li 2000",
        "11-12 06:00 li 2000",
        "11-13 06:00 li 2000",
        "11-14 06:00 li/wallet 1000",
    ]
    assert all(sent.accepts and sent.payee == "wang" for sent in found.transfers)
    assert found.arrives_at == moment("2025-11-14 06:00")


def test_elsewhere_three_a_day_of_2000_each() -> None:
    found = asked(giving(("personal", 9000)), 9000)

    assert told(found) == [
        "11-10 09:00 zhao 2000",
        "11-10 09:00 zhao 2000",
        "11-10 09:00 zhao 2000",
        "11-11 06:00 zhao 2000",
        "11-11 06:00 zhao 1000",
    ]


def test_two_givers_together_are_done_the_same_morning() -> None:
    found = asked(joined_by(("zhao", "CN-SH", 6000), ("qian", "CN-SH", 6000)), 9000)

    assert told(found) == [
        "11-10 09:00 qian 2000",
        "11-10 09:00 qian 2000",
        "11-10 09:00 qian 2000",
        "11-10 09:00 zhao 2000",
        "11-10 09:00 zhao 1000",
    ]


def test_of_equal_plans_the_one_with_fewer_givers_and_the_first_id() -> None:
    session = joined_by(("zhao", "CN-SH", 6000), ("qian", "CN-SH", 6000))

    assert told(asked(session, 4000)) == ["11-10 09:00 qian 2000", "11-10 09:00 qian 2000"]


def test_few_transfers_come_before_an_early_finish() -> None:
    policy = amended("transfer.amount.per_day", "1500元")
    session = giving(("personal", 2000), ("wallet", 2000), policy=policy)

    assert told(asked(session, 3000)) == ["11-10 09:00 zhao 1500", "11-11 06:00 zhao/wallet 1500"]


def test_what_one_source_leaves_of_a_day_the_other_uses_where_that_is_needed() -> None:
    policy = several(("transfer.amount.per_day", "150元"), ("transfer.cap.each", "100元"))
    session = giving(("personal", 100), ("wallet", 100), policy=policy)

    assert len(asked(session, 200).transfers) == 2
    assert told(asked(session, 150, by="2025-11-10")) == [
        "11-10 09:00 zhao 100",
        "11-10 09:00 zhao/wallet 50",
    ]
    assert asked(session, 200, by="2025-11-10").most_fen == 150_00


def test_money_pending_to_the_payee_is_accepted_first_and_counts() -> None:
    session = opened()
    session.handle(SendTransfer("li", "wang", 500_00), at=moment("08:30"), key="t1")

    enough, short = asked(session, 500), asked(session, 2000)

    assert enough.accepted == short.accepted == (Accepted("t1", "li", 500_00),)
    assert (enough.transfers, enough.arrives_at) == ((), NINE)
    assert told(short) == ["11-10 09:00 li 1500"]


def under_way(session: Session, fen: int, at: int = moment("08:30")) -> Session:
    """Zhao's sister Sun has not accepted what he sent her."""
    sister: list[Command] = [
        Enrol("sun", "CN-HE", "resident"),
        PostOpening("sun/wallet", 0),
        Bind("zhao", "sun", "sister"),
        SendTransfer("zhao", "sun", fen),
    ]
    for command in sister:
        assert session.handle(command, at=at, key=word_of(command)).verdict in {"ok", "pending"}
    return session


def test_money_under_way_to_another_comes_back_in_time_to_be_sent() -> None:
    session = under_way(giving(("personal", 2000)), 1500_00)

    assert told(asked(session, 2000)) == ["11-11 06:00 zhao 2000"]
    assert asked(session, 1, by="2025-11-10").cannot == (("zhao", Code.PENDING_OPEN),)


def test_what_comes_back_during_a_day_is_waited_for_where_that_saves_a_transfer() -> None:
    policy = several(("transfer.return_at", "09:17 next day"), ("transfer.pending.cap", "2次"))
    session = under_way(giving(("personal", 2000), policy=policy), 1500_00)

    six = moment("2025-11-11 06:00")
    assert told(asked(session, 2000, at=six)) == ["11-11 09:17 zhao 2000"]
    assert told(asked(session, 500, at=six)) == ["11-11 06:00 zhao 500"]


def test_what_was_sent_today_uses_up_the_day() -> None:
    session = giving(("personal", 9000))
    for key in ("t1", "t2"):
        session.handle(SendTransfer("zhao", "wang", 1000_00), at=moment("08:30"), key=key)
        session.handle(AcceptTransfer(key), at=moment("08:30"), key="")

    assert told(asked(session, 4000)) == ["11-10 09:00 zhao 2000", "11-11 06:00 zhao 2000"]


def test_old_money_is_sent_to_the_last_fen_before_carried_over_money_can_be() -> None:
    session = giving(("personal", 10), ("personal.carried", 3000), region="CN-HE")

    assert told(asked(session, 1500)) == ["11-10 09:00 zhao 10", "11-10 09:00 zhao 1490"]


def test_old_money_that_comes_back_stands_before_carried_over_money_again() -> None:
    policy = several(
        ("transfer.cap.each", "3元"),
        ("transfer.amount.per_day", "4元"),
        ("transfer.pending.cap", "2次"),
    )
    once = Setting("transfer.count.per_day", "CN"), "1次", (parse_day("2025-11-11"), None)
    policy = policy.with_changes((changed(policy, *once),))
    money = ("personal", 2), ("personal.carried", 5)
    session = under_way(giving(*money, region="CN-HE", policy=policy), 1_00)

    assert told(asked(session, 4, by="2025-11-11")) == [
        "11-10 09:00 zhao 1",
        "11-10 09:00 zhao 2",
        "11-11 06:00 zhao 1",
    ]
    assert asked(session, 5, by="2025-11-11").most_fen == 4_00


def test_carried_over_money_is_sent_before_old_money_comes_back() -> None:
    policy = several(
        ("transfer.return_at", "09:17 next day"),
        ("transfer.pending.cap", "2次"),
        ("transfer.count.per_day", "1次"),
    )
    money = ("personal", 1), ("personal.carried", 5)
    session = under_way(giving(*money, region="CN-HE", policy=policy), 1_00)

    found = asked(session, 5, at=moment("2025-11-11 00:00"), by="2025-11-11")
    assert told(found) == ["11-11 06:00 zhao 5"]


def test_nobody_is_bound_to_the_payee() -> None:
    with pytest.raises(NoGiversError, match="nobody is bound as a giver to wang"):
        asked(opened(FAMILY[:-1]), 1)


def test_the_payees_wallet_is_not_open() -> None:
    found = asked(opened((*FAMILY[:4], FAMILY[5])), 1)

    assert (found.transfers, found.arrives_at, found.most_fen) == ((), None, 0)
    assert found.cannot == (("li", Code.WALLET_NOT_OPEN),)


def test_closed_hours_wait_for_the_morning() -> None:
    late = moment("22:30")

    assert told(asked(opened(), 1, at=late)) == ["11-11 06:00 li 1"]
    assert asked(opened(), 1, by="2025-11-10", at=late).cannot == (("li", Code.HOURS_CLOSED),)


def test_a_relation_that_begins_later_gives_from_its_first_day() -> None:
    later = Bind("li", "wang", "mother", parse_day("2025-11-12"))
    session = opened((*FAMILY[:-1], later))

    assert told(asked(session, 1)) == ["11-12 06:00 li 1"]
    assert asked(session, 1, by="2025-11-11").cannot == (("li", Code.KIN_NOT_BOUND),)


def test_a_relation_that_ends_gives_until_its_last_day() -> None:
    ending = Bind("li", "wang", "mother", None, parse_day("2025-11-11"))
    found = asked(opened((*FAMILY[:-1], ending)), 9000)

    assert (found.transfers, found.arrives_at, found.most_fen) == ((), None, 4000_00)


def test_where_nobody_has_to_accept_nothing_is_accepted() -> None:
    policy = amended("transfer.acceptance", "automatic")

    assert [sent.accepts for sent in asked(opened(policy=policy), 2000).transfers] == [False]


def test_the_most_that_can_arrive_where_the_whole_cannot() -> None:
    found = asked(opened(), 9000, by="2025-11-12")

    assert (found.transfers, found.arrives_at, found.most_fen) == ((), None, 6000_00)
    assert found.cannot == ()


@pytest.mark.parametrize(
    ("payee", "fen", "at", "by", "why"),
    [
        ("wang", 1, NINE, NINE - 1, "2025-11-10 08:59:59.999999 is before 2025-11-10 09:00"),
        ("wang", 1, moment("07:59"), NINE, "begins at 2025-11-10 08:00 or later"),
        ("wang", 1, NINE, NINE + (HORIZON_DAYS + 1) * DAY, "at most 400 days ahead"),
        ("wang", 0, NINE, NINE, "above zero, not for 0 fen"),
        ("zhao", 1, NINE, NINE, "nobody with the id zhao"),
    ],
)
def test_a_question_without_an_answer_is_told(
    payee: str, fen: int, at: int, by: int, why: str
) -> None:
    with pytest.raises(CannotPlanError, match=why):
        plan(opened(), payee, fen, at=at, by=by)


def test_planning_leaves_the_session_as_it_was() -> None:
    session = opened()
    session.handle(SendTransfer("li", "wang", 500_00), at=moment("08:30"), key="t1")
    before = session.journal.head, session.journal.count, repr(session.book)

    assert len(asked(session, 8000).transfers) == 4
    assert (session.journal.head, session.journal.count, repr(session.book)) == before
    assert session.settled == []


def test_a_plan_that_the_engine_refuses_is_a_broken_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    refused = Decision("refused", 1, Code.BALANCE_SHORT)
    monkeypatch.setattr(planner, "deliver", lambda *_args, **_named: refused)

    with pytest.raises(RuntimeError, match="was planned, and is BALANCE_SHORT"):
        asked(opened(), 1)


def moving(*money: tuple[str, int], policy: PolicyBook | None = None) -> Session:
    """Zhao moves to Shanghai and is bound again; his account leaves on 11-24, arrives on 12-01."""
    session = giving(*money, region="CN-HE", policy=policy)
    for command in (ChangeStanding("zhao", "moved", "CN-SH"), Bind("zhao", "wang", "mother")):
        assert session.handle(command, at=moment("08:00"), key="").verdict == "ok"
    return session


def test_an_account_that_moves_gives_before_it_leaves_and_after_it_arrives() -> None:
    eve, session = moment("2025-11-23 21:00"), moving(("personal", 9000))

    assert told(asked(session, 9000, by="2025-12-31", at=eve)) == [
        "11-23 21:00 zhao 2000",
        "11-23 21:00 zhao 2000",
        "11-23 21:00 zhao 2000",
        "12-01 06:00 zhao 2000",
        "12-01 06:00 zhao 1000",
    ]
    assert asked(session, 9000, by="2025-11-30", at=eve).most_fen == 6000_00


def test_while_an_account_moves_the_wallet_can_give() -> None:
    policy = amended("transfer.count.per_day", "1次")
    session = moving(("personal", 2000), ("wallet", 2000), policy=policy)

    found = asked(session, 4000, by="2025-11-30", at=moment("2025-11-23 21:00"))

    assert told(found) == ["11-23 21:00 zhao 2000", "11-24 06:00 zhao/wallet 2000"]


def test_an_account_of_two_kinds_of_money_that_moves_is_not_planned() -> None:
    session = moving(("personal", 10), ("personal.carried", 3000))

    with pytest.raises(CannotPlanError, match="the account of zhao moves meanwhile"):
        asked(session, 9000, by="2025-12-31")


def test_many_small_transfers_a_day_are_not_planned() -> None:
    policy = several(("transfer.cap.each", "1元"), ("transfer.count.per_day", "9000次"))
    session = giving(("personal", 9000), ("wallet", 9000), policy=policy)

    with pytest.raises(CannotPlanError, match="9000 transfers a day are too many"):
        asked(session, 9000)
