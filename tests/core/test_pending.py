"""What becomes of a pending transfer: accepted, declined, or sent back by time itself."""

import pytest

from ledger.core import events as e
from ledger.core.commands import AcceptTransfer, DeclineTransfer, OpenWallet, SendTransfer, Unbind
from ledger.core.decide import Table
from ledger.core.refusals import Code
from ledger.core.rules.rule import Case
from ledger.words.moments import HOUR, DueTime
from tests.core.build import World, enrolled, family, moment, next_day, opening

AT = moment("20:00")
SIX = next_day("06:00")
ACCEPT, DECLINE = AcceptTransfer("t1"), DeclineTransfer("t1")


def waiting(source: str = "li", **changed: object) -> World:
    """Li has just sent his mother 500 元, and she has not answered."""
    world = World(*family(), **changed)
    world.take(SendTransfer(source, "wang", 50_000), AT, "t1")
    return world


def test_an_accepted_transfer_is_in_the_wallet_of_the_payee() -> None:
    world = waiting()

    events = world.take(ACCEPT, AT + 1)

    assert events == (e.TransferAccepted(AT + 1, "t1", "li", "li/personal", "wang", 50_000),)
    assert world.fen("wang/wallet") == 50_000
    assert "transit/t1" not in world.book.balances
    assert world.book.people["li"].pending == 0


@pytest.mark.parametrize("source", ["li/personal", "li/wallet"])
def test_a_declined_transfer_goes_back_to_the_account_it_came_from(source: str) -> None:
    world = waiting(source)
    before = world.fen(source)

    events = world.take(DECLINE, AT + 1)

    assert events == (e.TransferDeclined(AT + 1, "t1", "li", source, "wang", 50_000),)
    assert world.fen(source) == before + 50_000
    assert world.book.pending == {}


@pytest.mark.parametrize("command", [ACCEPT, DECLINE])
def test_until_the_last_instant_before_six_the_payee_may_answer_and_at_six_it_is_gone(
    command: AcceptTransfer | DeclineTransfer,
) -> None:
    assert isinstance(waiting().ask(command, SIX - 1), tuple)

    late = waiting()
    assert late.ask(command, SIX) == Code.NOT_PENDING
    assert late.fen("li/personal") == 800_000


@pytest.mark.parametrize("command", [ACCEPT, DECLINE])
def test_answers_keep_no_hours_and_no_caps(command: AcceptTransfer | DeclineTransfer) -> None:
    world = waiting().under(
        transfer_day_count=0, transfer_day_fen=0, transfer_cap_each_fen=0, wallets_open=False
    )

    assert isinstance(world.ask(command, moment("23:30")), tuple)


@pytest.mark.parametrize("command", [ACCEPT, DECLINE])
def test_what_is_answered_once_cannot_be_answered_again(
    command: AcceptTransfer | DeclineTransfer,
) -> None:
    world = waiting()
    world.take(command, AT + 1)

    assert world.ask(ACCEPT, AT + 2) == Code.NOT_PENDING
    assert world.ask(DECLINE, AT + 2) == Code.NOT_PENDING


def test_a_payee_who_opens_a_wallet_in_time_can_accept() -> None:
    world = World(enrolled("li"), enrolled("wang"), kin="not_required")
    world.under(on_unopened="pend_then_return")
    world.given(opening("li/personal", 100_000), opening("li/wallet", 0))
    world.take(SendTransfer("li", "wang", 50_000), AT, "t1")

    assert world.ask(ACCEPT, AT + 1) == Code.WALLET_NOT_OPEN
    world.take(OpenWallet("wang"), AT + 2)
    world.take(ACCEPT, AT + 3)

    assert world.fen("wang/wallet") == 50_000


def test_a_pending_transfer_outlives_the_relation_it_was_sent_under() -> None:
    world = waiting()
    world.take(Unbind("li", "wang"), AT + 1)

    assert isinstance(world.ask(ACCEPT, AT + 2), tuple)


def test_the_return_time_is_that_of_the_terms_it_was_sent_under() -> None:
    world = World(*family(), return_at=DueTime(0, 21 * HOUR))
    world.take(SendTransfer("li", "wang", 50_000), AT, "t1")
    world.under(return_at=DueTime(1, 6 * HOUR))

    assert isinstance(world.ask(ACCEPT, moment("21:00") - 1), tuple)
    assert world.ask(ACCEPT, moment("21:00")) == Code.NOT_PENDING


def test_a_rule_that_raises_refuses_and_is_never_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    world = waiting()
    broken = world.case(ACCEPT, AT + 1).terms

    def raises(_case: Case) -> int:
        raise ZeroDivisionError("a broken rule")

    assert isinstance(world.ask(ACCEPT, AT + 1), tuple)
    first, *others = broken.tables["accept"].rules
    rules = (first._replace(room=raises), *others)
    monkeypatch.setitem(broken.tables, "accept", Table.under(broken, rules))

    assert world.ask(ACCEPT, AT + 1) == Code.RULE_ERROR
    assert world.fails(ACCEPT, AT + 1) == [Code.RULE_ERROR]
    finding = world.finding(ACCEPT, AT + 1, Code.RULE_ERROR)
    assert finding.facts == {"error": "NOT_PENDING: ZeroDivisionError"}
    assert finding.room_fen == 0


def test_a_rule_that_raises_after_one_that_fails_leaves_the_first_code(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = waiting()
    world.ask(ACCEPT, AT + 1)
    tables = world.terms.tables

    def raises(_case: Case) -> int:
        raise RuntimeError

    first, second, *others = tables["accept"].rules
    rules = (first, second._replace(room=raises), *others)
    monkeypatch.setitem(tables, "accept", Table.under(world.terms, rules))
    gone = AcceptTransfer("never-sent")

    assert world.ask(gone, AT + 1) == Code.NOT_PENDING
    assert world.fails(gone, AT + 1) == [Code.NOT_PENDING, Code.RULE_ERROR]


def test_a_rule_whose_parameter_has_no_value_lets_nothing_pass() -> None:
    world = World(*family(), absent=frozenset({"transfer.cap.each"}))

    assert world.fails(SendTransfer("li", "wang", 1), AT) == [Code.TRANSFER_CAP_EACH]
    finding = world.finding(SendTransfer("li", "wang", 1), AT, Code.TRANSFER_CAP_EACH)
    assert finding.absent == ("transfer.cap.each",)
    assert finding.room_fen == 0


def test_a_rule_of_the_policy_that_the_policy_does_not_list_is_not_tried() -> None:
    world = World(*family(), idle=frozenset({"TRANSFER_CAP_EACH", "BALANCE_SHORT"}))

    assert world.fails(SendTransfer("li", "wang", 800_001), AT) == [Code.BALANCE_SHORT]
