"""A session: due things first, every answer journaled once, the same wish answered once."""

from itertools import pairwise

import pytest

from ledger.core import events as e
from ledger.core.commands import (
    AcceptTransfer,
    Cancel,
    ChangeStanding,
    Command,
    Credit,
    DeclineTransfer,
    Enrol,
    PayPremium,
    Refund,
    Reverse,
    SendTransfer,
    Settle,
    Spend,
    word_of,
)
from ledger.core.refusals import Code
from ledger.journal import asked
from ledger.scenario.run import state
from ledger.session import Decision, Session
from tests.ledgers import amended, moment, opened, reopened

SEND = SendTransfer("li", "wang", 50_000)
AT = moment("20:00")
SIX = moment("2025-11-11 06:00")


def last(session: Session) -> e.Event:
    return list(session.journal.read())[-1].event


def test_a_ledger_begins_by_naming_itself_and_its_policy() -> None:
    session = opened(())

    (first,) = session.journal.read()

    assert first.event == e.LedgerOpened(moment("08:00"), "home", session.policy.hash)


def test_a_taken_command_is_journaled_under_its_key_with_its_wish_and_then_folded() -> None:
    session = opened()

    decision = session.handle(SEND, at=AT, key="k1")

    row = list(session.journal.read())[-1]
    assert (decision.verdict, decision.code, decision.seq) == ("pending", None, row.seq)
    assert (row.key, row.asked, row.recorded_at) == ("k1", asked(SEND), AT)
    assert decision.events == (row.event,)
    assert session.book.pending["k1"].amount_fen == 50_000


def test_a_transfer_that_needs_no_acceptance_is_ok_and_not_pending() -> None:
    session = opened(policy=amended("transfer.acceptance", "automatic"))

    assert session.handle(SEND, at=AT, key="k1").verdict == "ok"
    assert session.book.balances["wang/wallet"] == 50_000


@pytest.mark.parametrize("later", [0, 1, 60_000_000, 3 * 3_600_000_000])
def test_the_same_wish_again_is_a_duplicate_with_the_first_seq_whenever_it_comes(
    later: int,
) -> None:
    session = opened()
    first = session.handle(SEND, at=AT, key="k1")
    before, count = repr(session.book), session.journal.count

    again = session.handle(SEND, at=AT + later, key="k1")

    assert (again.verdict, again.seq, again.code, again.events) == (
        "duplicate",
        first.seq,
        None,
        (),
    )
    assert repr(session.book) == before
    assert session.journal.count == count


def test_the_same_refused_wish_again_is_a_duplicate_of_the_refusal_even_when_it_would_pass() -> (
    None
):
    session = opened()
    first = session.handle(SEND, at=moment("23:00"), key="k1")

    again = session.handle(SEND, at=moment("2025-11-11 10:00"), key="k1")

    assert (first.verdict, first.code) == ("refused", Code.HOURS_CLOSED)
    assert (again.verdict, again.seq, again.code) == ("duplicate", first.seq, Code.HOURS_CLOSED)


def test_the_same_wish_under_another_key_is_another_wish() -> None:
    session = opened()
    session.handle(Credit("li", 100), at=AT, key="k1")

    assert session.handle(Credit("li", 100), at=AT, key="k2").verdict == "ok"
    assert session.book.balances["li/personal"] == 800_200


@pytest.mark.parametrize(
    "other",
    [
        SendTransfer("li", "wang", 50_001),
        SendTransfer("li/personal", "wang", 50_000),
        Credit("li", 50_000),
        DeclineTransfer("k1"),
    ],
)
def test_a_key_used_for_another_wish_is_refused_journaled_and_changes_nothing(
    other: Command,
) -> None:
    session = opened()
    first = session.handle(SEND, at=AT, key="k1")
    before = state(session.book)[1:]

    decision = session.handle(other, at=AT + 1, key="k1")

    assert (decision.verdict, decision.code) == ("refused", Code.KEY_REUSED)
    assert state(session.book)[1:] == before
    assert last(session) == e.Refused(AT + 1, "KEY_REUSED", other)
    assert session.handle(SEND, at=AT + 2, key="k1").seq == first.seq, "the first answer stands"


def test_a_key_that_was_refused_for_another_wish_still_belongs_to_the_first() -> None:
    session = opened()
    session.handle(SEND, at=AT, key="k1")
    other = Credit("li", 1)

    codes = [session.handle(other, at=AT, key="k1").code for _ in range(2)]

    assert codes == [Code.KEY_REUSED, Code.KEY_REUSED]


def test_a_command_before_the_last_event_is_refused_late_and_journaled_at_that_event() -> None:
    session = opened()
    session.handle(Credit("li", 1), at=AT, key="k1")
    before = session.book.balances["li/personal"]

    decision = session.handle(Credit("li", 1), at=AT - 1, key="k2")

    assert (decision.verdict, decision.code) == ("refused", Code.LATE)
    assert last(session) == e.Refused(AT, "LATE", Credit("li", 1))
    assert session.book.balances["li/personal"] == before
    assert session.handle(Credit("li", 1), at=AT, key="k3").verdict == "ok", "AT itself is not late"


def test_the_journal_never_goes_back_in_time() -> None:
    session = opened()
    session.handle(SEND, at=AT, key="k1")
    for number, at in enumerate((SIX, AT, SIX + 5, moment("08:00"), SIX + 1)):
        session.handle(Credit("li", 1), at=at, key=f"c{number}")

    moments = [row.event.at for row in session.journal.read()]

    assert all(before <= after for before, after in pairwise(moments))


def test_what_is_due_happens_before_a_command_at_its_own_moment() -> None:
    session = opened()
    session.handle(SEND, at=AT, key="k1")

    decision = session.handle(AcceptTransfer("k1"), at=SIX + 3_600_000_000, key="k2")

    assert decision.code == Code.NOT_PENDING
    returned, refused = [row.event for row in session.journal.read()][-2:]
    assert returned == e.TransferReturned(SIX, "k1", "li", "li/personal", "wang", 50_000)
    assert refused.at == SIX + 3_600_000_000
    assert session.settled == [returned]


@pytest.mark.parametrize("key", ["k1", "k9"])
def test_what_is_due_happens_before_a_duplicate_and_before_a_reused_key(key: str) -> None:
    session = opened()
    session.handle(SEND, at=AT, key="k1")
    session.handle(Credit("li", 1), at=AT, key="k9")

    decision = session.handle(SEND, at=SIX, key=key)

    assert decision.verdict == ("duplicate" if key == "k1" else "refused")
    assert session.book.pending == {}


def test_an_accept_at_six_sharp_finds_the_transfer_returned() -> None:
    early, sharp = opened(), opened()
    for session in (early, sharp):
        session.handle(SEND, at=AT, key="k1")

    assert early.handle(AcceptTransfer("k1"), at=SIX - 1, key="k2").verdict == "ok"
    assert sharp.handle(AcceptTransfer("k1"), at=SIX, key="k2").code == Code.NOT_PENDING


def test_a_refused_command_is_journaled_whole_and_moves_nothing() -> None:
    session = opened()
    wish = SendTransfer("li", "wang", 200_001)
    before = state(session.book)[1:]

    decision = session.handle(wish, at=AT, key="k1")

    assert decision.verdict == "refused"
    assert decision.events == (e.Refused(AT, "TRANSFER_CAP_EACH", wish),)
    assert last(session) == e.Refused(AT, "TRANSFER_CAP_EACH", wish)
    assert state(session.book)[1:] == before


@pytest.mark.parametrize(
    "command", [SendTransfer("li", "ghost", 1), SendTransfer("ghost", "li", 1), Credit("ghost", 1)]
)
def test_a_command_that_names_somebody_unknown_is_refused_until_they_are_enrolled(
    command: Command,
) -> None:
    session = opened()

    assert session.handle(command, at=AT, key="k1").code == Code.NOT_ENROLLED
    session.handle(Enrol("ghost", "CN-SN", "employee"), at=AT, key="k2")
    assert session.handle(command, at=AT, key="k3").code != Code.NOT_ENROLLED


MAKING: list[Command] = [
    SEND,
    Spend("li", 1, "pharmacy"),
    Settle("li", "pharmacy", 1),
    Cancel("h1"),
    Reverse("h1"),
    PayPremium("li", "long_term_care", 1, "li"),
]


@pytest.mark.parametrize("command", MAKING, ids=word_of)
def test_what_later_commands_must_name_needs_a_key(command: Command) -> None:
    session = opened()
    count = session.journal.count

    with pytest.raises(ValueError, match="needs a key"):
        session.handle(command, at=AT, key="")
    assert session.journal.count == count


def test_commands_without_a_key_are_never_taken_for_one_another() -> None:
    session = opened()

    verdicts = [session.handle(Credit("li", 1), at=AT, key="").verdict for _ in range(3)]

    assert verdicts == ["ok"] * 3
    assert session.book.balances["li/personal"] == 800_003


Wish = tuple[Command, str, str]

STORY: list[Wish] = [
    (SendTransfer("li", "wang", 120_000), "20:00", "k1"),
    (SendTransfer("li", "wang", 10_000), "20:01", "k2"),
    (AcceptTransfer("k1"), "20:02", "k3"),
    (SendTransfer("li/wallet", "wang", 20_000), "20:03", "k4"),
    (DeclineTransfer("k4"), "20:04", "k5"),
    (SendTransfer("li", "wang", 30_000), "20:05", "k6"),
    (SendTransfer("li", "wang", 30_001), "20:05", "k6"),
    (Spend("wang/wallet", 5_000, "pharmacy"), "2025-11-11 09:00", "k7"),
    (Refund("k7", 4_999), "2025-11-11 09:01", "k8"),
    (Refund("k7", 2), "2025-11-11 09:02", "k9"),
    (SendTransfer("li", "wang", 1), "2025-11-11 23:00", "k10"),
]


def told(session: Session, story: list[Wish]) -> Session:
    for command, at, key in story:
        session.handle(command, at=moment(at), key=key)
    return session


def test_a_session_reopened_from_its_journal_has_the_same_book() -> None:
    session = told(opened(), STORY)

    again = reopened(session)

    assert state(again.book) == state(session.book)
    assert again.journal.head == session.journal.head


@pytest.mark.parametrize("done", range(len(STORY)))
def test_a_session_reopened_anywhere_in_a_story_goes_on_to_the_same_head(done: int) -> None:
    whole = told(opened(), STORY)

    again = told(reopened(told(opened(), STORY[:done])), STORY[done:])

    assert again.journal.head == whole.journal.head
    assert state(again.book) == state(whole.book)


def test_a_session_reopened_gives_the_same_answers_to_the_same_wishes() -> None:
    session = told(opened(), STORY)
    again = reopened(session)
    later = moment("2025-11-12 12:00")

    for command, _, key in STORY:
        decisions = [s.handle(command, at=later, key=key) for s in (session, again)]
        answers = [(d.verdict, d.seq, d.code) for d in decisions]
        assert answers[0] == answers[1]
        assert answers[0][0] == ("refused" if command == STORY[6][0] else "duplicate")


def test_an_answer_of_several_events_names_the_first_now_and_when_reopened() -> None:
    session = opened()
    wish = ChangeStanding("li", "ended")
    first = session.handle(wish, at=AT, key="k1")
    (stored,) = [row for row in session.journal.read() if row.key == "k1"]

    again = [s.handle(wish, at=AT, key="k1") for s in (session, reopened(session))]

    assert len(first.events) > 1
    assert {answer.seq for answer in (first, *again)} == {stored.seq}


def test_folding_twice_is_folding_once() -> None:
    session = told(opened(), STORY)
    before = state(session.book)

    session.fold()

    assert state(session.book) == before


def test_a_refusal_that_is_carried_over_answers_the_same_wish_again() -> None:
    recorded = opened()
    late = recorded.handle(SEND, at=moment("07:00"), key="late")
    (row,) = list(recorded.journal.read(late.seq - 1))
    session = opened()

    session.carry(row)

    assert session.journal.head == recorded.journal.head
    again = [s.handle(SEND, at=moment("09:00"), key="late") for s in (session, recorded)]
    assert again[0] == again[1]
    assert again[0] == Decision("duplicate", late.seq, Code.LATE)
