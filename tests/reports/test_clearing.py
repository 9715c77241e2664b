"""Clearing between provinces: gross by month, netted on wish, every yuan in exactly one month."""

import random
from collections import Counter, defaultdict
from itertools import pairwise

import pytest

from ledger.core import events as e
from ledger.core.book import Book
from ledger.core.commands import Bind, Cancel, Command, Enrol, Grant, PostOpening, Reverse, Settle
from ledger.core.evolve import evolve
from ledger.journal import DamagedError
from ledger.reports.clearing import clearing
from ledger.session import Session
from ledger.words.moments import DAY, HOUR, month_of
from tests.ledgers import moment, opened
from tests.reports.stories import into_may, march, rows

START = moment("2026-03-02 08:00")
APRIL, MAY = moment("2026-04-01 00:00"), moment("2026-05-01 00:00")
SH, HA, SN = "CN-SH", "CN-HA", "CN-SN"


def test_t32_owes_both_ways_in_full() -> None:
    (month,) = clearing(march().journal.read())

    assert month.month == "2026-03"
    assert month.owed == ((HA, SH, 30_000), (SH, HA, 70_000))
    assert [(x.spent_fen, x.undone_fen) for x in month.gross] == [(30_000, 0), (115_000, 45_000)]


def test_t32_netted_is_one_payment() -> None:
    (month,) = clearing(march().journal.read())

    assert month.netted == ((SH, HA, 40_000),)


def test_a_month_is_paid_when_the_next_one_begins_and_its_accounts_end_at_zero() -> None:
    session = march()

    (month,) = clearing(session.journal.read())
    assert month.paid_at == APRIL
    held = session.book.balances
    assert {a: fen for a, fen in held.items() if a.startswith("outside/clearing/")} == {
        "outside/clearing/CN-SH": 0,
        "outside/clearing/CN-HA": 0,
    }


def test_a_cancellation_in_a_later_month_goes_back_in_that_month() -> None:
    three, four = clearing(into_may().journal.read())

    assert three.owed == ((HA, SH, 30_000), (SH, HA, 115_000))
    assert [(x.owes, x.spent_fen, x.undone_fen) for x in four.gross] == [(SH, 10_000, 45_000)]
    assert four.owed == ((SH, HA, -35_000),)
    assert four.netted == ((HA, SH, 35_000),)
    assert (three.paid_at, four.paid_at) == (APRIL, MAY)


def test_a_month_that_nobody_has_paid_says_so() -> None:
    unpaid = [s for s in march().journal.read() if not isinstance(s.event, e.ClearingPaid)]

    (month,) = clearing(unpaid)
    assert month.paid_at is None
    assert month.owed == ((HA, SH, 30_000), (SH, HA, 70_000))


def settled(at: int, key: str, *owed: e.Owed) -> e.Settled:
    return e.Settled(at, key, "ma", "outpatient", HA, 0, (), 0, owed)


def test_what_is_undone_and_done_again_is_owed_once() -> None:
    owed, less = ((SH, HA, 500),), ((SH, HA, 300),)
    (month,) = clearing(
        rows(
            settled(START, "s1", *owed),
            e.SettlementCancelled(START, "c1", "s1", (), 0, owed),
            e.MessageReversed(START, "r1", "c1", "cancellation", (), 0, owed),
            e.MessageReversed(START, "r2", "c1"),
            e.SettlementRedone(START, "s1", 300, (), (), back_owed=owed, owed=less),
        )
    )

    (line,) = month.gross
    assert (line.spent_fen, line.undone_fen, line.owed_fen) == (1_300, 1_000, 300)


def test_spends_refunds_and_premiums_are_owed_like_settlements() -> None:
    wallet, owed, less = "wang/wallet", ((SN, HA, 500),), ((SN, HA, 120),)
    (month,) = clearing(
        rows(
            e.MoneySpent(START, "s1", wallet, 500, "pharmacy", HA, (), owed),
            e.SpendRefunded(START, "s1", wallet, 120, "", (), less),
            e.PremiumPaid(START, "p1", "wang", "resident", wallet, 70, (), ((SN, HA, 70),)),
        )
    )

    (line,) = month.gross
    assert (line.spent_fen, line.undone_fen, line.owed_fen) == (570, 120, 450)


def test_a_line_that_came_to_nothing_is_shown_and_not_paid() -> None:
    owed = ((SH, HA, 500),)
    undone = e.MessageReversed(START, "r1", "s1", "settlement", (), 0, owed)
    (month,) = clearing(rows(settled(START, "s1", *owed), undone))

    assert [x.owed for x in month.gross] == [(SH, HA, 0)]
    assert month.owed == month.netted == ()


def test_netting_sets_off_pairs_and_never_three_provinces() -> None:
    (month,) = clearing(
        rows(settled(START, "s1", (SH, HA, 500), (HA, SN, 500), (SN, SH, 500), (SN, HA, 500)))
    )

    assert month.netted == ((SH, HA, 500), (SN, SH, 500))


def test_a_month_without_shared_money_between_provinces_is_not_there() -> None:
    assert clearing(rows(settled(START, "s1"))) == []


def paid(*owed: e.Owed, month: str = "2026-03") -> e.ClearingPaid:
    return e.ClearingPaid(APRIL, month, owed)


@pytest.mark.parametrize(
    "payments",
    [
        [paid((SH, HA, 501))],
        [paid((HA, SH, 500))],
        [paid((SH, HA, 500), month="2026-02")],
        [paid((SH, HA, 500)), paid((SH, HA, 500))],
        [paid((SH, HA, 500)), paid()],
    ],
)
def test_a_payment_of_another_sum_is_damage(payments: list[e.ClearingPaid]) -> None:
    with pytest.raises(DamagedError, match=rf"seq {len(payments) + 1}: what is paid for 2026-0"):
        clearing(rows(settled(START, "s1", (SH, HA, 500)), *payments))


PROVINCES = ("CN-SH", "CN-HA", "CN-SN", "CN-HE", "CN-SC")
GIVERS = [f"g{n}" for n in range(5)]
MEMBERS = [f"m{n}" for n in range(5)]


def five_provinces() -> list[Command]:
    """A giver and a member in each of five provinces, everybody bound to two members elsewhere."""
    people = [Enrol(g, p, "employee") for g, p in zip(GIVERS, PROVINCES, strict=True)]
    people += [Enrol(m, p, "resident") for m, p in zip(MEMBERS, PROVINCES, strict=True)]
    openings = [PostOpening(f"{g}/personal", 9_000_000) for g in GIVERS]
    openings += [PostOpening(f"{person}/wallet", 0) for person in GIVERS + MEMBERS]
    ties: list[Command] = []
    for giver, one, other in zip(
        GIVERS, MEMBERS[1:] + MEMBERS[:1], MEMBERS[2:] + MEMBERS[:2], strict=True
    ):
        ties += [Bind(giver, one, "mother"), Bind(giver, other, "son")]
        ties += [Grant(giver, one, 2_000_000), Grant(giver, other, 2_000_000)]
    return [*people, *openings, *ties]


def half_a_year(seed: int) -> Session:
    """Settlements, cancellations and reversals at random, half a year long."""
    chance = random.Random(seed)
    session = opened(five_provinces(), START)
    at, made = START, list[str]()
    for number in range(300):
        at += chance.randrange(1, 30) * HOUR
        of = chance.choice(made) if made else "none"
        bill = Settle(chance.choice(MEMBERS), "outpatient", chance.randrange(1, 30_000))
        wishes: list[Command] = [bill, bill, Cancel(of), Reverse(of)]
        made.append(f"k{number}")
        session.handle(chance.choice(wishes), at=at, key=made[-1])
    session.settle(at + 40 * DAY)
    return session


def crossed(session: Session) -> dict[tuple[str, str, str], int]:
    """By month, province of the payer and of care: every share, worked out from accounts alone."""
    book, owed = Book(), defaultdict[tuple[str, str, str], int](int)
    for stored in session.journal.read():
        event = stored.event
        place, sign = "", 1
        if isinstance(event, e.Settled):
            place = event.place
        elif isinstance(event, e.SettlementCancelled):
            place, sign = book.settlements[event.settlement].place, -1
        elif isinstance(event, e.MessageReversed) and event.undone:
            settlement = book.cancellations.get(event.message, event.message)
            place = book.settlements[settlement].place
            sign = 1 if event.message in book.cancellations else -1
        if place and isinstance(event, e.Settled | e.SettlementCancelled | e.MessageReversed):
            for account, fen in event.paid:
                payer = book.people.get(account.partition("/")[0])
                if payer is not None and payer.insured != place:
                    owed[month_of(event.at // DAY), payer.insured, place] += sign * fen
        evolve(book, event)
    return {line: fen for line, fen in owed.items() if fen}


@pytest.mark.parametrize("seed", range(5))
def test_every_yuan_that_crosses_a_border_is_in_exactly_one_months_clearing(seed: int) -> None:
    session = half_a_year(seed)

    months = clearing(session.journal.read())
    lines = {(m.month, owes, is_owed): fen for m in months for owes, is_owed, fen in m.owed}
    assert lines == crossed(session)
    assert len(months) >= 5
    assert session.broken == []


def test_the_workload_undoes_and_does_again_and_undoes_in_later_months() -> None:
    seen, late = Counter[str](), 0
    for seed in range(5):
        made: dict[str, int] = {}
        for stored in half_a_year(seed).journal.read():
            event = stored.event
            if isinstance(event, e.Settled):
                made[event.settlement] = event.at
            elif isinstance(event, e.SettlementCancelled):
                seen["cancelled"] += 1
                late += month_of(made[event.settlement] // DAY) != month_of(event.at // DAY)
            elif isinstance(event, e.MessageReversed):
                seen[f"reversed {event.undone}"] += 1

    assert set(seen) == {"cancelled", "reversed settlement", "reversed cancellation", "reversed "}
    assert late > 10


@pytest.mark.parametrize("seed", range(5))
def test_every_month_is_paid_once_and_leaves_every_clearing_account_at_zero(seed: int) -> None:
    session = half_a_year(seed)
    book, payments = Book(), []
    for stored in session.journal.read():
        evolve(book, stored.event)
        if isinstance(stored.event, e.ClearingPaid):
            payments.append(stored.event)
            held = book.balances.items()
            assert not any(fen for a, fen in held if a.startswith("outside/clearing/"))

    months = clearing(session.journal.read())
    assert [(p.month, p.at) for p in payments] == [(m.month, m.paid_at) for m in months if m.owed]
    assert all(a.at < b.at for a, b in pairwise(payments))


@pytest.mark.parametrize("seed", range(5))
def test_netting_leaves_every_province_with_the_same(seed: int) -> None:
    for month in clearing(half_a_year(seed).journal.read()):
        for province in PROVINCES:
            assert position(month.owed, province) == position(month.netted, province)
        assert all(fen > 0 for _, _, fen in month.netted)


def position(owed: tuple[e.Owed, ...], province: str) -> int:
    """What a province gets less what it pays."""
    gets = sum(fen for _, is_owed, fen in owed if is_owed == province)
    return gets - sum(fen for owes, _, fen in owed if owes == province)
