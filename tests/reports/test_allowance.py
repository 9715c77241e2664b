"""What a payer may still send: the caps of the stored policy, to the fen, at a moment."""

import pytest

from ledger.core.commands import AcceptTransfer, DeclineTransfer, SendTransfer
from ledger.policy import shipped
from ledger.policy.book import PolicyBook
from ledger.preview import allowance_fen
from ledger.reports.allowance import PayersAllowance, allowance_of
from ledger.reports.fold import UnknownNameError, policy_of, standing
from ledger.session import Session
from tests.ledgers import FAMILY, amended, moment, opened
from tests.reports.stories import march, two_days


def allowance(session: Session, person: str, when: str) -> PayersAllowance:
    """What a reader of the stored ledger is told."""
    session.journal.save_policy(session.policy.hash, session.policy.body())
    told = standing(session.journal, moment(when))
    return allowance_of(told, policy_of(session.journal), person)


def sending(policy: PolicyBook | None, *fens: int) -> Session:
    """Li sends his mother these amounts, from 09:00 on; she takes each at once."""
    session = opened(FAMILY, policy=policy)
    for number, fen in enumerate(fens):
        at = moment(f"09:0{number}")
        sent = session.handle(SendTransfer("li", "wang", fen), at=at, key=f"t{number}")
        assert sent.verdict == "pending", sent
        session.handle(AcceptTransfer(f"t{number}"), at=at, key=f"a{number}")
    return session


def test_used_cap_and_headroom_are_those_of_the_day() -> None:
    found = allowance(two_days(), "li", "09:45")  # 800 accepted, 300 from the wallet on its way

    assert found.day.sent == (("t1", 80_000), ("t3", 30_000))
    assert (found.day.used_fen, found.day.amount_cap_fen) == (110_000, 200_000)
    assert (found.day.count_cap, found.day.each_cap_fen) == (3, 200_000)
    assert found.day.headroom_fen == 90_000
    assert found.resets_at == moment("2025-11-11 00:00")


@pytest.mark.parametrize(
    ("fens", "fen"),
    [
        ((), 200_000),
        ((199_999,), 1),
        ((200_000,), 0),
        ((100, 100), 199_800),
        ((100, 100, 100), 0),
    ],
)
def test_the_headroom_of_a_day_total_is_what_is_left_of_it(fens: tuple[int, ...], fen: int) -> None:
    assert allowance(sending(None, *fens), "li", "10:00").day.headroom_fen == fen


@pytest.mark.parametrize(
    ("fens", "fen"),
    [((), 600_000), ((1,), 400_000), ((200_000, 200_000), 200_000), ((1, 1, 1), 0)],
)
def test_without_a_day_total_it_is_the_transfers_left_times_the_cap_of_each(
    fens: tuple[int, ...], fen: int
) -> None:
    plain = shipped.shipped().with_readings({("transfer.amount.per_day", "CN-SN"): "plain"})

    assert allowance(sending(plain, *fens), "li", "10:00").day.headroom_fen == fen


def test_the_headroom_passes_and_one_fen_more_does_not() -> None:
    session = sending(None, 123_456)
    fen = allowance(session, "li", "10:00").day.headroom_fen

    over = session.handle(SendTransfer("li", "wang", fen + 1), at=moment("10:01"), key="over")
    assert over.code == "TRANSFER_DAY_AMOUNT"
    whole = session.handle(SendTransfer("li", "wang", fen), at=moment("10:02"), key="whole")
    assert whole.verdict == "pending"


def test_it_is_the_number_that_scenarios_check() -> None:
    session = sending(None, 60_000, 50_000)

    for person in ("li", "wang"):
        found = allowance(session, person, "10:00").day.headroom_fen
        assert found == allowance_fen(session, person, moment("10:00"))


def test_a_new_day_begins_with_nothing_used() -> None:
    session = sending(None, 200_000)

    last, first = "23:59:59.999999", "2025-11-11 00:00"
    assert allowance(session, "li", last).day.headroom_fen == 0
    assert allowance(session, "li", first).day.headroom_fen == 200_000
    assert allowance(session, "li", first).resets_at == moment("2025-11-12 00:00")


@pytest.mark.parametrize(("word", "fen"), [("counted", 0), ("not_counted", 200_000)])
def test_what_came_back_counts_as_the_stored_policy_says(word: str, fen: int) -> None:
    session = opened(FAMILY, policy=amended("day.counts_returned", word))
    session.handle(SendTransfer("li", "wang", 200_000), at=moment("09:00"), key="t1")
    session.handle(DeclineTransfer("t1"), at=moment("09:01"), key="n1")

    assert allowance(session, "li", "10:00").day.headroom_fen == fen


def test_the_caps_are_those_stored_with_the_ledger_and_not_the_shipped_ones() -> None:
    session = opened(FAMILY, policy=amended("transfer.cap.each", "123.45元"))

    assert allowance(session, "li", "10:00").day.each_cap_fen == 12_345


@pytest.mark.parametrize(
    ("when", "codes"),
    [
        ("09:05", ()),
        ("09:15", ("PENDING_OPEN",)),
        ("09:25", ()),
        ("22:00", ("HOURS_CLOSED", "PENDING_OPEN")),
        ("2025-11-11 05:59:59.999999", ("HOURS_CLOSED", "PENDING_OPEN")),
        ("2025-11-11 06:00", ()),
    ],
)
def test_what_stops_every_transfer_of_a_payer_is_named(when: str, codes: tuple[str, ...]) -> None:
    assert allowance(two_days(), "li", when).stopped_by == codes


def test_a_used_up_day_stops_the_payer_by_its_rule() -> None:
    assert allowance(sending(None, 1, 1, 1), "li", "10:00").stopped_by == ("TRANSFER_DAY_COUNT",)
    assert allowance(sending(None, 200_000), "li", "10:00").stopped_by == ("TRANSFER_DAY_AMOUNT",)


def test_under_the_quota_model_no_transfer_is_possible() -> None:
    found = allowance(march(), "son", "2026-03-31 10:00")

    assert found.stopped_by[0] == "MODEL_NOT_IN_FORCE"


def test_the_pending_cap_is_told_beside_what_is_pending() -> None:
    session = two_days()

    found = [allowance(session, "li", when) for when in ("09:05", "09:15")]
    assert [(f.pending, f.pending_cap) for f in found] == [(0, 1), (1, 1)]


def test_only_people_have_an_allowance() -> None:
    with pytest.raises(UnknownNameError):
        allowance(two_days(), "li/wallet", "10:00")
