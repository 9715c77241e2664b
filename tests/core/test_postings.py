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
    assert money_conserved(World().book, event) is None
    assert legs(event) == (moved(*MOVING[kind], fen) if kind in MOVING else ())


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
