"""A statement tells every movement of a person or account, with its balances, and every refusal."""

from itertools import pairwise

import pytest

from ledger.core import events as e
from ledger.core.commands import Command, OpenWallet, SendTransfer, Settle
from ledger.core.facts.shape import BillItem
from ledger.core.postings import legs
from ledger.journal import DamagedError, Stored
from ledger.reports.fold import UnknownNameError
from ledger.reports.statement import Line, runs, statement
from ledger.session import Session
from tests.ledgers import moment
from tests.reports.stories import BILL, OWED, bill, into_may, march, rows, two_days

START = moment("2026-03-02 08:00")
STORIES = {"two days": two_days, "march": march, "into may": into_may}


def moved(line: Line) -> tuple[str, str, str, int, int, int]:
    """What a line says of a movement."""
    return line.id, line.event, line.account, line.fen, line.before_fen, line.after_fen


def movements(session: Session, of: str) -> list[tuple[str, str, str, int, int, int]]:
    lines = statement(session.journal.read(), of).lines
    return [moved(line) for line in lines if not line.code]


def touched(events: list[Stored]) -> list[str]:
    """Every account that money was on, in the order of its first movement."""
    return list(dict.fromkeys(account for s in events for account, _ in legs(s.event)))


def test_a_person_sees_every_movement_with_the_balance_before_and_after() -> None:
    assert movements(two_days(), "li") == [
        ("", "opening_posted", "li/personal", 800_000, 0, 800_000),
        ("", "opening_posted", "li/wallet", 100_000, 0, 100_000),
        ("d1", "account_credited", "li/personal", 50_000, 800_000, 850_000),
        ("t1", "transfer_sent", "li/personal", -80_000, 850_000, 770_000),
        ("t3", "transfer_sent", "li/wallet", -30_000, 100_000, 70_000),
        ("", "transfer_returned", "li/wallet", 30_000, 70_000, 100_000),
        ("t5", "transfer_sent", "li/personal", -100_000, 770_000, 670_000),
    ]


def test_an_account_has_its_own_movements_only() -> None:
    assert movements(two_days(), "wang/wallet") == [
        ("a1", "transfer_accepted", "wang/wallet", 80_000, 0, 80_000),
        ("s1", "money_spent", "wang/wallet", -12_345, 80_000, 67_655),
        ("r1", "spend_refunded", "wang/wallet", 2_345, 67_655, 70_000),
    ]


def test_a_line_names_the_other_side_the_other_person_and_why() -> None:
    told = [*statement(two_days().journal.read(), "li").lines]
    told += statement(two_days().journal.read(), "wang").lines

    said = [(x.event, x.of, x.counter, x.who, x.why, x.place) for x in told if x.id or x.of]
    assert said == [
        ("account_credited", "", ("outside/contribution",), (), "单位划入", ""),
        ("transfer_sent", "", ("transit/t1",), ("wang",), "", ""),
        ("refused", "", (), ("wang",), "", ""),
        ("transfer_sent", "", ("transit/t3",), ("wang",), "", ""),
        ("refused", "", (), ("wang",), "", ""),
        ("transfer_returned", "t3", ("transit/t3",), ("wang",), "", ""),
        ("refused", "t3", (), ("wang",), "", ""),
        ("transfer_sent", "", ("transit/t5",), ("wang",), "", ""),
        ("transfer_accepted", "t1", ("transit/t1",), ("li",), "", ""),
        ("refused", "", (), ("li",), "", ""),
        ("refused", "", (), ("li",), "", ""),
        ("refused", "t3", (), ("li",), "", ""),
        ("money_spent", "", ("outside/provider",), (), "outpatient", "CN-HE"),
        ("spend_refunded", "s1", ("outside/provider",), (), "退费", ""),
        ("refused", "", (), (), "pharmacy", ""),
    ]


def test_the_total_is_the_running_sum_of_all_accounts_of_the_statement() -> None:
    told = statement(two_days().journal.read(), "li")

    sums = [sum(line.fen for line in told.lines[: n + 1]) for n in range(len(told.lines))]
    assert [line.total_fen for line in told.lines] == sums
    assert sums[-1] == told.total_fen == 770_000


def test_the_members_of_a_total_are_told_apart_by_account() -> None:
    told = statement(march().journal.read(), "son")

    assert told.balances == {"son/personal.carried": 300_000, "son/frozen/ma": 130_000}
    assert [moved(line) for line in told.lines if line.id == "g1"] == [
        ("g1", "quota_granted", "son/personal.carried", -200_000, 500_000, 300_000),
        ("g1", "quota_granted", "son/frozen/ma", 200_000, 0, 200_000),
    ]


@pytest.mark.parametrize("story", STORIES)
def test_the_sum_of_the_lines_is_the_balance(story: str) -> None:
    session = STORIES[story]()
    events = list(session.journal.read())

    for of in (*session.book.people, *touched(events), "transit", "outside"):
        told = statement(events, of)
        held = session.book.balances
        expected = sum(held.get(account, 0) for account in told.balances)
        assert sum(line.fen for line in told.lines) == told.total_fen == expected, of


@pytest.mark.parametrize("story", STORIES)
def test_each_balance_before_is_the_balance_after_of_the_line_above(story: str) -> None:
    events = list(STORIES[story]().journal.read())

    for account in touched(events):
        lines = [line for line in statement(events, account).lines if not line.code]
        assert not lines or lines[0].before_fen == 0
        assert all(a.after_fen == b.before_fen for a, b in pairwise(lines)), account
        assert all(line.after_fen - line.before_fen == line.fen for line in lines)


@pytest.mark.parametrize("story", STORIES)
def test_all_statements_together_come_to_nothing(story: str) -> None:
    session = STORIES[story]()
    events = list(session.journal.read())

    by_account = [statement(events, account).total_fen for account in touched(events)]
    whole = (*session.book.people, "transit", "outside")
    assert sum(by_account) == sum(statement(events, of).total_fen for of in whole) == 0


def test_a_refusal_is_a_line_without_movement_that_names_the_rule() -> None:
    refused = [x for x in statement(two_days().journal.read(), "li").lines if x.code]

    assert [(x.id, x.code, x.command, x.asked_fen, x.account) for x in refused] == [
        ("t2", "TRANSFER_CAP_EACH", "transfer", 200_001, "li/personal"),
        ("t4", "PENDING_OPEN", "transfer", 100, "li/personal"),
        ("a3", "NOT_PENDING", "accept", None, ""),
    ]
    assert [(x.fen, x.before_fen, x.after_fen) for x in refused] == [
        (0, 770_000, 770_000),
        (0, 770_000, 770_000),
        (0, 870_000, 870_000),
    ]


def test_a_refusal_stands_on_the_statement_of_everybody_it_names() -> None:
    session = two_days()

    by_wang = [x.id for x in statement(session.journal.read(), "wang").lines if x.code]
    assert by_wang == ["t2", "t4", "a3", "s2"]


def test_an_account_tells_only_refusals_of_what_it_would_have_paid() -> None:
    session = two_days()

    def refused(of: str) -> list[str]:
        return [x.id for x in statement(session.journal.read(), of).lines if x.code]

    assert refused("li/personal") == ["t2", "t4"]
    assert refused("li/wallet") == []
    assert refused("wang/wallet") == ["s2"]
    assert refused("outside") == []


def test_each_payer_of_a_bill_has_the_provider_on_the_other_side() -> None:
    events = rows(*bill())

    def last(of: str) -> Line:
        return statement(events, of).lines[-1]

    for of, fen, who in (
        ("ma", -100, ()),
        ("son/frozen", -200, ("ma",)),
        ("gu", -50, ("ma",)),
        ("cash", -25, ("ma",)),
        ("outside/fund", -200, ("ma",)),
    ):
        line = last(of)
        assert (line.fen, line.counter, line.who) == (fen, ("outside/provider",), who), of
    provider = last("outside/provider")
    assert (provider.fen, provider.who) == (575, ("ma", "son", "gu"))
    assert provider.counter == (*(account for account, _ in BILL), "outside/fund")


def test_what_provinces_owe_stands_beside_the_bill_and_not_in_it() -> None:
    events = rows(*bill())

    (line,) = statement(events, "outside/clearing/CN-HA").lines
    assert (line.fen, line.counter) == (200, ("outside/clearing/CN-SH",))


def test_a_bill_settled_anew_shows_what_came_back_and_what_was_paid() -> None:
    back, anew = BILL, (("ma/wallet", 100), ("son/frozen/ma", 120))
    owed = (("CN-SH", "CN-HA", 120),)
    redone = e.SettlementRedone(
        START + 1, "s1", 220, back=back, paid=anew, back_owed=OWED, owed=owed, why="退药"
    )
    events = rows(*bill(), redone)

    lines = statement(events, "son/frozen/ma").lines[-2:]
    assert [(x.fen, x.before_fen, x.after_fen, x.of, x.why) for x in lines] == [
        (200, 300, 500, "s1", "退药"),
        (-120, 500, 380, "s1", "退药"),
    ]
    assert {x.counter for x in lines} == {("outside/provider",)}
    assert {x.who for x in lines} == {("ma",)}


def test_an_undoing_names_whose_settlement_it_was() -> None:
    cancelled = e.SettlementCancelled(START + 1, "c1", "s1", BILL, 200, OWED)
    again = e.MessageReversed(START + 2, "r1", "c1", "cancellation", BILL, 200, OWED)
    events = rows(*bill(), cancelled, again, keys=[*"1234567", "s1", "c1", "r1"])

    *_, settled, back, paid = statement(events, "gu").lines
    assert (settled.id, settled.of, settled.fen) == ("s1", "", -50)
    assert (back.id, back.of, back.fen, back.who) == ("c1", "s1", 50, ("ma",))
    assert (paid.id, paid.of, paid.fen, paid.who) == ("r1", "c1", -50, ("ma",))
    assert paid.why == "cancellation"


def test_a_reversal_without_effect_is_no_movement() -> None:
    told = statement(rows(*bill(), e.MessageReversed(START + 1, "r9", "never")), "gu")

    assert told.lines[-1].event == "settled"
    assert told.seq == 9


def test_legs_fall_into_their_shortest_balanced_runs() -> None:
    legs_ = (("a", -3), ("b", -2), ("z", 0), ("p", 5), ("x", -4), ("y", 4))

    assert list(runs(legs_)) == [(("a", -3), ("b", -2), ("p", 5)), (("x", -4), ("y", 4))]
    assert list(runs((("a", 0), ("b", 0)))) == []


@pytest.mark.parametrize("of", ["wang/personal", "wang/frozen", "wang/family", "transit", "cash"])
def test_an_account_that_could_be_and_never_moved_is_empty(of: str) -> None:
    told = statement(rows(*two_people()), of)

    assert (told.lines, told.total_fen) == ((), 0)


@pytest.mark.parametrize("of", ["", "lo", "lo/wallet", "li/walet", "outside/providers", "tranist"])
def test_a_name_of_nobody_and_nothing_is_not_an_empty_statement(of: str) -> None:
    with pytest.raises(UnknownNameError) as unknown:
        statement(rows(*two_people()), of)

    assert (unknown.value.wanted, unknown.value.of_account) == (of, True)


def two_people() -> list[e.Event]:
    return [
        e.PersonEnrolled(START, "li", "CN-SN", "employee", "李"),
        e.PersonEnrolled(START, "wang", "CN-HE", "resident"),
        e.OpeningPosted(START, "li/personal", 5),
    ]


@pytest.mark.parametrize(
    ("wish", "fen"),
    [
        (Settle("wang", "gym", 500), 500),
        (Settle("wang", "gym", items=(BillItem("a", 300), BillItem("b", 120))), 420),
        (OpenWallet("wang"), None),
    ],
)
def test_a_refusal_tells_what_was_asked_for(wish: Command, fen: int | None) -> None:
    refused = e.Refused(START, "SETTING_NOT_COVERED", wish)
    (line,) = statement(rows(*two_people(), refused), "wang").lines

    assert line.asked_fen == fen


def test_a_refusal_before_anybody_is_enrolled_is_nobodys_movement() -> None:
    wish = SendTransfer("li", "wang", 100)
    told = statement(rows(e.Refused(START, "NOT_ENROLLED", wish), *two_people()), "li")

    assert [(x.event, x.code, x.total_fen) for x in told.lines] == [
        ("refused", "NOT_ENROLLED", 0),
        ("opening_posted", "", 5),
    ]


def test_a_story_that_cannot_be_is_damage_and_names_the_event() -> None:
    accepted = e.TransferAccepted(START, "t1", "li", "li/personal", "wang", 5)

    with pytest.raises(DamagedError, match="seq 4"):
        statement(rows(*two_people(), accepted), "li")
