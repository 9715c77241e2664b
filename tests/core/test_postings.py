"""Every event of every kind balances: money is moved, never made."""

from collections.abc import Callable
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core import events as e
from ledger.core.commands import Credit
from ledger.core.invariants import money_conserved
from ledger.core.postings import Legs, legs
from tests.core.build import World, accepted, enrolled, family, moment, opening

AT = moment("10:00")
VISIT = ("wang", "pharmacy", "CN-HE")
ENDS = ("t1", "li", "li/personal", "wang")

KINDS: dict[type, Callable[[int], e.Event]] = {
    e.LedgerOpened: lambda _: e.LedgerOpened(AT, "story", "f00d"),
    e.PersonEnrolled: lambda _: enrolled("li"),
    e.OpeningPosted: lambda fen: opening("li/wallet", fen),
    e.AccountCredited: lambda fen: e.AccountCredited(AT, "li/personal", fen),
    e.WalletOpened: lambda _: e.WalletOpened(AT, "li", "li", "CN"),
    e.WalletClosed: lambda _: e.WalletClosed(AT, "li"),
    e.PlaceOfUseChanged: lambda _: e.PlaceOfUseChanged(AT, "li", "CN"),
    e.RelationBound: lambda _: e.RelationBound(AT, "li", "wang", "mother", 1),
    e.RelationEnded: lambda _: e.RelationEnded(AT, "li", "wang", "until"),
    e.TransferSent: lambda fen: e.TransferSent(AT, *ENDS, fen, AT + 1),
    e.TransferAccepted: lambda fen: e.TransferAccepted(AT, *ENDS, fen),
    e.TransferDeclined: lambda fen: e.TransferDeclined(AT, *ENDS, fen),
    e.TransferReturned: lambda fen: e.TransferReturned(AT, *ENDS, fen),
    e.MoneySpent: lambda fen: e.MoneySpent(AT, "s1", "li/wallet", fen, "pharmacy", "CN"),
    e.SpendRefunded: lambda fen: e.SpendRefunded(AT, "s1", "li/wallet", fen),
    e.FamilyCodeShown: lambda _: e.FamilyCodeShown(AT, "li", "wang"),
    e.Refused: lambda fen: e.Refused(AT, "LATE", Credit("li", fen)),
    e.Flagged: lambda fen: e.Flagged(AT, ("LATE",), Credit("li", fen), applied=False),
    e.RelationPaused: lambda _: e.RelationPaused(AT, "li", "wang"),
    e.RelationResumed: lambda _: e.RelationResumed(AT, "li", "wang"),
    e.RelationReleased: lambda _: e.RelationReleased(AT, "li", "wang", 1),
    e.StandingChanged: lambda _: e.StandingChanged(AT, "li", "moved", "CN-SC"),
    e.AccountMoveStarted: lambda _: e.AccountMoveStarted(AT, "li", 1, 2, "li/personal"),
    e.MoneySetAside: lambda fen: e.MoneySetAside(AT, "li", (("li/personal", fen),)),
    e.YearRolled: lambda fen: e.YearRolled(AT, "li", fen),
    e.QuotaGranted: lambda fen: e.QuotaGranted(AT, "li", "wang", "li/personal", fen),
    e.QuotaReleased: lambda fen: e.QuotaReleased(AT, "li", "wang", "li/personal", fen, "until"),
    e.Settled: lambda fen: e.Settled(AT, "h1", *VISIT, fen, (("wang/wallet", fen),)),
    e.SettlementCancelled: lambda fen: e.SettlementCancelled(AT, "c", "h1", (("li/family", fen),)),
    e.MessageReversed: lambda fen: e.MessageReversed(
        AT, "r1", "h1", "settlement", (("wang/wallet", fen),)
    ),
    e.SettlementRedone: lambda fen: e.SettlementRedone(AT, "h1", 0, (("wang/wallet", fen),), ()),
    e.PremiumPaid: lambda fen: e.PremiumPaid(AT, "p1", "wang", "resident", "wang/wallet", fen),
    e.AccountMovedOut: lambda fen: e.AccountMovedOut(AT, "li", (("li/personal", fen),)),
    e.AccountMovedIn: lambda fen: e.AccountMovedIn(AT, "li", fen, "li/personal"),
    e.EstatePaid: lambda fen: e.EstatePaid(AT, "li", (("li/personal", fen),), "outside/cash"),
    e.PersonSanctioned: lambda fen: e.PersonSanctioned(AT, "li", "resale", 1, fen),
    e.ClearingPaid: lambda fen: e.ClearingPaid(AT, "2026-03", (("CN-SH", "CN-HA", fen),)),
}

MOVING: dict[type, tuple[str, str]] = {
    e.OpeningPosted: ("outside/opening", "li/wallet"),
    e.AccountCredited: ("outside/contribution", "li/personal"),
    e.TransferSent: ("li/personal", "transit/t1"),
    e.TransferAccepted: ("transit/t1", "wang/wallet"),
    e.TransferDeclined: ("transit/t1", "li/personal"),
    e.TransferReturned: ("transit/t1", "li/personal"),
    e.MoneySpent: ("li/wallet", "outside/provider"),
    e.SpendRefunded: ("outside/provider", "li/wallet"),
    e.MoneySetAside: ("li/personal", "li/family"),
    e.YearRolled: ("li/personal.current", "li/personal.carried"),
    e.QuotaGranted: ("li/personal", "li/frozen/wang"),
    e.QuotaReleased: ("li/frozen/wang", "li/personal"),
    e.Settled: ("wang/wallet", "outside/provider"),
    e.SettlementCancelled: ("outside/provider", "li/family"),
    e.MessageReversed: ("outside/provider", "wang/wallet"),
    e.SettlementRedone: ("outside/provider", "wang/wallet"),
    e.PremiumPaid: ("wang/wallet", "outside/insurer"),
    e.AccountMovedOut: ("li/personal", "transit/move/li"),
    e.AccountMovedIn: ("transit/move/li", "li/personal"),
    e.EstatePaid: ("li/personal", "outside/cash"),
    e.PersonSanctioned: ("outside/cash", "outside/fund"),
    e.ClearingPaid: ("outside/clearing/CN-HA", "outside/clearing/CN-SH"),
}
"""From which account to which each kind moves its amount; the others move nothing."""


def moved(source: str, target: str, fen: int) -> Legs:
    return ((source, -fen), (target, fen))


def test_every_kind_of_event_is_among_the_samples() -> None:
    assert set(KINDS) == set(get_args(e.Event))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@given(fen=st.integers(min_value=1, max_value=10**18))
def test_an_event_moves_its_amount_from_one_account_to_another_or_nothing(
    kind: type, fen: int
) -> None:
    event = KINDS[kind](fen)

    assert sum(leg for _, leg in legs(event)) == 0
    assert money_conserved(World().book, event, legs(event)) is None
    expected = moved(*MOVING[kind], fen) if kind in MOVING else ()
    assert sorted(legs(event)) == sorted(expected)


@given(fen=st.integers(min_value=1, max_value=10**18))
def test_a_transfer_accepted_automatically_never_touches_transit(fen: int) -> None:
    event = e.TransferSent(AT, *ENDS, fen, None)

    assert legs(event) == moved("li/personal", "wang/wallet", fen)


@given(fens=st.lists(st.integers(min_value=1, max_value=10**6), max_size=8))
def test_all_balances_together_stay_at_zero_after_every_event_of_a_story(fens: list[int]) -> None:
    world = World(*family())

    for number, fen in enumerate(fens):
        for event in accepted(f"t{number}", fen, AT + number):
            world.given(event)
            assert sum(world.book.balances.values()) == 0
    assert world.fen("wang/wallet") == sum(fens)
    assert world.fen("li/personal") == 800_000 - sum(fens)


SHARES = (("wang/personal", 120), ("wang/wallet", 300), ("li/personal", 80), ("outside/cash", 7))
OWED = (("CN-SH", "CN-HA", 80),)


def test_a_settlement_takes_every_share_and_the_pooled_part_and_notes_what_provinces_owe() -> None:
    settled = e.Settled(AT, "h1", "wang", "pharmacy", "CN-HA", 507, SHARES, 1_000, OWED)

    assert legs(settled) == (
        ("wang/personal", -120),
        ("wang/wallet", -300),
        ("li/personal", -80),
        ("outside/cash", -7),
        ("outside/fund", -1_000),
        ("outside/provider", 1_507),
        ("outside/clearing/CN-SH", -80),
        ("outside/clearing/CN-HA", 80),
    )


UNDOING: list[e.Event] = [
    e.SettlementCancelled(AT, "c1", "h1", SHARES, 1_000, OWED),
    e.MessageReversed(AT, "r1", "h1", "settlement", SHARES, 1_000, OWED),
    e.SettlementRedone(AT, "h1", 0, SHARES, (), 1_000, OWED),
]


@pytest.mark.parametrize("event", UNDOING, ids=lambda event: type(event).__name__)
def test_what_undoes_a_settlement_moves_exactly_its_legs_back(event: e.Event) -> None:
    settled = e.Settled(AT, "h1", "wang", "pharmacy", "CN-HA", 507, SHARES, 1_000, OWED)

    assert sorted(legs(event)) == sorted((account, -fen) for account, fen in legs(settled))


def test_a_reversed_cancellation_settles_again_and_a_message_that_never_arrived_moves_nothing() -> (
    None
):
    settled = e.Settled(AT, "h1", "wang", "pharmacy", "CN-HA", 507, SHARES, 1_000, OWED)
    again = e.MessageReversed(AT, "r1", "c1", "cancellation", SHARES, 1_000, OWED)

    assert legs(again) == legs(settled)
    assert legs(e.MessageReversed(AT, "r1", "lost")) == ()


PARTS = (("wang/wallet", 30), ("li/frozen/wang", 70))
OWES = (("CN-SH", "CN-HA", 70),)


@pytest.mark.parametrize(
    "event",
    [
        e.MoneySpent(AT, "s1", "wang/wallet", 100, "pharmacy", "CN-HA", PARTS, OWES),
        e.PremiumPaid(AT, "p1", "wang", "resident", "wang/wallet", 100, PARTS, OWES),
    ],
    ids=["spent", "premium"],
)
def test_an_account_with_parts_pays_part_by_part(event: e.MoneySpent | e.PremiumPaid) -> None:
    moved_fen = dict(legs(event))
    assert moved_fen["wang/wallet"] == -30
    assert moved_fen["li/frozen/wang"] == -70
    assert moved_fen["outside/clearing/CN-SH"] == -70
    assert sum(moved_fen.values()) == 0


def test_a_sanction_without_a_loss_moves_nothing() -> None:
    assert legs(e.PersonSanctioned(AT, "li", "false_kin", 1)) == ()
