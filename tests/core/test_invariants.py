"""Each invariant bites: it holds in a sound story, and finds the one thing that is broken."""

from typing import Any

import pytest

from ledger.core import events as e
from ledger.core import postings
from ledger.core.book import Book
from ledger.core.commands import Credit
from ledger.core.invariants import EVERY_EVENT, NAMES, books_balance, caps_hold
from tests.core.build import World, accepted, bound, enrolled, family, moment, next_day, opening
from tests.core.build import sent as sent_by

AT = moment("10:00")
CREDITED = e.AccountCredited(AT, "li/personal", 100)
REFUSED = e.Refused(AT, "LATE", Credit("li", 100))


def said(name: str, book: Book, event: e.Event) -> str | None:
    """What an invariant says about a book in which an event has just happened."""
    return EVERY_EVENT[name](book, event, postings.legs(event))


def test_a_sound_story_breaks_nothing() -> None:
    world = World()

    for event in (*family(), *accepted("t1", 100, AT), CREDITED, REFUSED):
        world.given(event)
        assert [said(name, world.book, event) for name in EVERY_EVENT] == [None] * 3
        assert books_balance(world.book) is None


def test_money_out_of_nothing_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(postings.LEGS, e.AccountCredited, lambda event: ((event.account, 100),))
    world = World(*family(), CREDITED)

    found = said("money-conserved", world.book, CREDITED)

    assert found == "the legs sum to 1.00, not to zero"
    assert books_balance(world.book) == "all balances sum to 1.00, not to zero"


def test_a_book_that_does_not_balance_is_found() -> None:
    assert books_balance(Book(balances={"li/wallet": 5, "outside/opening": -5})) is None
    assert books_balance(Book(balances={"li/wallet": 5, "outside/opening": -4})) == (
        "all balances sum to 0.01, not to zero"
    )


@pytest.mark.parametrize("account", ["li/wallet", "li/personal", "transit/t1"])
def test_an_account_one_fen_below_zero_is_found(account: str) -> None:
    event = e.MoneySpent(AT, "s1", account, 1, "pharmacy", "CN")

    assert said("no-negative-balance", Book(balances={account: 0}), event) is None
    below = Book(balances={account: -1})
    assert said("no-negative-balance", below, event) == f"{account} stands at -0.01"


def test_money_outside_may_stand_below_zero() -> None:
    book = World(*family()).book

    assert book.balances["outside/opening"] < 0
    assert said("no-negative-balance", book, opening("li/wallet", 1)) is None


def test_a_refusal_that_moves_money_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    moving = (("li/wallet", -1), ("wang/wallet", 1))
    monkeypatch.setitem(postings.LEGS, e.Refused, lambda _: moving)

    found = said("refused-changes-nothing", Book(), REFUSED)

    assert found is not None
    assert "a refusal moved money" in found


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({}, None),
        ({"transfer_cap_each_fen": 100}, None),
        ({"transfer_cap_each_fen": 99}, "t3 is above the cap of one transfer"),
        ({"transfer_day_count": 3}, None),
        ({"transfer_day_count": 2}, "t3 takes li above a day's cap"),
        ({"transfer_day_fen": 250}, None),
        ({"transfer_day_fen": 249}, "t3 takes li above a day's cap"),
        (
            {"transfer_day_fen": 199, "counts_returned": "not_counted"},
            "t3 takes li above a day's cap",
        ),
        ({"transfer_day_fen": 200, "counts_returned": "not_counted"}, None),
        ({"pending_cap": 1}, None),
        ({"pending_cap": 0}, "t3 takes li above the pending cap"),
    ],
)
def test_a_transfer_above_a_cap_of_its_terms_is_found(
    changed: dict[str, Any], sentence: str | None
) -> None:
    declined = e.TransferDeclined(AT, "t2", "li", "li/personal", "wang", 50)
    third = sent_by("t3", 100, AT + 1, next_day("06:00"))
    world = World(*family(), *accepted("t1", 100, AT), sent_by("t2", 50, AT, AT + 9), declined)
    world.given(third).under(**changed)

    assert caps_hold(world.book, third, world.terms) == sentence


def test_a_transfer_accepted_at_once_takes_no_pending_place() -> None:
    event = sent_by("t1", 100, AT, None)
    world = World(*family(), event, pending_cap=0)

    assert caps_hold(world.book, event, world.terms) is None


def test_caps_look_at_the_day_of_the_transfer_alone() -> None:
    yesterday = accepted("t1", 200_000, moment("2025-11-09 10:00"))
    event = sent_by("t2", 100, AT, next_day("06:00"))
    world = World(enrolled("li"), enrolled("wang"), bound(), *yesterday, event)
    world.under(transfer_day_count=1, transfer_day_fen=100)

    assert caps_hold(world.book, event, world.terms) is None


def test_a_scenario_may_name_every_invariant_that_is_watched() -> None:
    assert {*EVERY_EVENT, "caps-hold", "replay-identical"} == set(NAMES)
