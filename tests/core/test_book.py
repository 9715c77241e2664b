"""The book lends and copies, and what is done to a copy never reaches the original."""

import gc
from collections.abc import Iterator
from dataclasses import fields

import pytest

from ledger.core import events as e
from ledger.core.book import Book, Usage, around
from ledger.core.commands import (
    AcceptTransfer,
    Bind,
    ChangeStanding,
    Command,
    SendTransfer,
    Settle,
    ShowFamilyCode,
    Spend,
    Unbind,
)
from ledger.core.evolve import evolve
from ledger.journal import decode, encode
from ledger.words.moments import DAY
from ledger.words.vocabulary import MOVED
from tests.core.build import START, World, bound, day, enrolled, family, moment, next_day, sent

AT = moment("10:00")
SIX = next_day("06:00")


def busy() -> Book:
    """Li has sent, been declined, spent, shown a code; a stranger has money under way to him."""
    world = World(*family(), enrolled("zhang"), enrolled("gu"))
    world.given(bound("zhang", "li", None, day("2025-11-12")), bound("gu", "zhang"))
    world.given(e.AccountCredited(AT, "zhang/personal", 9_000))
    world.given(e.AccountCredited(AT, "gu/personal", 9_000))
    world.given(sent("t1", 100, AT, SIX), sent("t2", 200, AT, SIX))
    world.given(e.TransferDeclined(AT, "t1", "li", "li/personal", "wang", 100))
    world.given(e.TransferSent(AT, "t3", "zhang", "zhang/personal", "li", 300, SIX))
    world.given(e.TransferSent(AT, "t4", "gu", "gu/personal", "zhang", 400, SIX))
    world.given(e.MoneySpent(AT, "s1", "li/wallet", 500, "pharmacy", "CN-SN"))
    world.given(e.MoneySpent(AT, "s2", "gu/personal", 600, "pharmacy", "CN-SN"))
    world.given(e.FamilyCodeShown(AT, "li", "wang"))
    world.given(e.QuotaGranted(AT, "li", "wang", "li/personal", 700))
    world.given(e.QuotaGranted(AT, "gu", "zhang", "gu/personal", 70))
    paid = (("zhang/personal", 60), ("outside/cash", 1))
    world.given(e.Settled(AT, "h1", "li", "pharmacy", "CN-SN", 61, paid))
    world.given(e.Settled(AT, "h2", "gu", "pharmacy", "CN-SN", 1, (("outside/cash", 1),)))
    world.given(e.SettlementCancelled(AT, "c2", "h2", (("outside/cash", 1),)))
    world.given(e.AccountCredited(AT, "zhang/personal.current", 5))
    world.given(e.AccountCredited(AT, "gu/personal.current", 5))
    return world.book


AFTERWARDS: list[e.Event] = [
    sent("t9", 900, AT + 1, SIX),
    sent("t9", 900, AT + DAY, SIX + DAY),
    e.TransferDeclined(AT + 1, "t2", "li", "li/personal", "wang", 200),
    e.TransferAccepted(AT + 1, "t3", "zhang", "zhang/personal", "li", 300),
    e.RelationEnded(AT + 1, "li", "wang", "released"),
    bound("wang", "li", None, day("2025-11-11")),
    e.SpendRefunded(AT + 1, "s1", "li/wallet", 1),
    e.MoneySpent(AT + 1, "s9", "li/wallet", 1, "pharmacy", "CN-SN"),
    e.FamilyCodeShown(AT + 1, "li", "zhang"),
    e.WalletClosed(AT + 1, "wang"),
    e.PlaceOfUseChanged(AT + 1, "li", "CN-SC"),
    e.AccountCredited(AT + 1, "li/personal", 1),
    e.PersonEnrolled(AT + 1, "new", "CN", "resident"),
    e.QuotaReleased(AT + 1, "li", "wang", "li/personal", 700, "revoked"),
    e.SettlementCancelled(AT + 1, "c1", "h1", (("zhang/personal", 60), ("outside/cash", 1))),
    e.SettlementRedone(AT + 1, "h1", 1, (("outside/cash", 1),), (("outside/cash", 1),)),
    e.RelationPaused(AT + 1, "li", "wang"),
    e.RelationReleased(AT + 1, "li", "wang", day("2025-11-10")),
    e.StandingChanged(AT + 1, "li", "suspended", None, day("2025-11-12")),
    e.PersonSanctioned(AT + 1, "li", "resale", day("2026-02-09"), 9),
    e.MoneySetAside(AT + 1, "li", (("li/personal", 1),)),
    e.AccountMoveStarted(AT + 1, "li", SIX, SIX + DAY, "li/personal"),
]


@pytest.mark.parametrize("event", AFTERWARDS, ids=lambda event: type(event).__name__)
def test_what_happens_to_a_copy_does_not_reach_the_book(event: e.Event) -> None:
    book = busy()
    before = repr(book)
    copy = around(book, {"li", "wang"})
    untouched = repr(copy)

    evolve(copy, event)

    assert repr(copy) != untouched
    assert repr(book) == before


def test_letting_time_pass_on_a_copy_does_not_reach_the_book() -> None:
    book = busy()
    before = repr(book)
    lent = World()
    lent.book = around(book, {"li", "wang"})

    assert len(lent.settled(SIX + 9 * DAY)) == 3
    assert repr(book) == before


def mutable(root: object) -> Iterator[int]:
    """The identities of every object under `root` that can be changed in place."""
    found, queue = {id(root)}, [root]
    while queue:
        one = queue.pop()
        if isinstance(one, Book | list | dict) or type(one).__name__ in {"Usage", "Person"}:
            yield id(one)
        for inner in gc.get_referents(one):
            if id(inner) not in found and not isinstance(inner, type):
                found.add(id(inner))
                queue.append(inner)


def test_a_copy_shares_nothing_that_can_be_changed_with_the_book() -> None:
    book = busy()
    copy = around(book, {"li", "wang"})

    shared = set(mutable(book)) & set(mutable(copy))

    assert len(set(mutable(copy))) > 12
    assert shared == set()


def test_a_copy_of_everybody_is_the_whole_book_but_for_money_outside_and_settled_matters() -> None:
    book = busy()

    copy = around(book, book.people)

    for field in fields(Book):
        was, now = getattr(book, field.name), getattr(copy, field.name)
        if field.name == "balances":
            was = {a: fen for a, fen in was.items() if not a.startswith("outside/")}
        if field.name == "due":
            was, now = sorted(entry for entry in was if entry[2] != "t1"), sorted(now)
        assert now == was


def test_a_copy_around_a_few_leaves_out_what_does_not_concern_them() -> None:
    copy = around(busy(), {"li", "wang"})

    assert set(copy.people) == {"li", "wang", "zhang"}, "zhang has money under way to li"
    assert set(copy.pending) == {"t2", "t3"}
    assert set(copy.spends) == {"s1"}
    assert set(copy.relations) == {("li", "wang"), ("zhang", "li")}
    assert set(copy.settlements) == {"h1"}
    assert copy.cancellations == {}
    assert copy.balances["li/frozen/wang"] == 700
    assert copy.balances["zhang/personal.current"] == 5
    assert not [account for account in copy.balances if account.startswith("gu/")]


QUESTIONS: list[Command] = [
    Settle("li", "pharmacy", 10_000_000),
    Spend("wang/wallet", 1, "pharmacy"),
    ChangeStanding("li", "dead", "wang"),
    ChangeStanding("wang", "moved", "CN-SC"),
    SendTransfer("li", "wang", 100),
    AcceptTransfer("t3"),
    Unbind("li", "wang"),
    Bind("wang", "li", "son"),
    ShowFamilyCode("li", "wang"),
]


def test_a_copy_answers_as_the_book_does() -> None:
    whole, part = World(), World()
    whole.book = busy()
    part.book = around(whole.book, {"li", "wang"})

    for at in (AT + 1, SIX):
        for command in QUESTIONS:
            assert part.ask(command, at) == whole.ask(command, at)


def test_a_copy_around_somebody_unknown_is_empty() -> None:
    copy = around(busy(), {"nobody", ""})

    assert (copy.people, copy.pending, copy.balances, copy.due) == ({}, {}, {}, [])


def test_a_new_day_starts_with_nothing_sent_and_the_old_one_is_gone() -> None:
    usage = Usage(day=1, count=2, sent_fen=30, sent=[("t1", 10), ("t2", 20)], undone=[("t1", 10)])
    assert usage.counted(undone_too=True) == [("t1", 10), ("t2", 20)]
    assert usage.counted(undone_too=False) == [("t2", 20)]

    usage.begin(2)

    assert usage == Usage(day=2)


def test_nothing_is_used_on_a_day_on_which_nothing_was_sent() -> None:
    li = busy().people["li"]

    assert li.used_on(AT // DAY).count == 2
    assert li.used_on(AT // DAY + 1).count == 0
    assert li.used_on(START // DAY - 1).sent == []


def test_what_came_back_after_its_day_changes_no_other_day() -> None:
    world = World(*family(), sent("t1", 100, AT, SIX))
    world.given(sent("t2", 200, AT + DAY, SIX + DAY))
    world.given(e.TransferReturned(AT + DAY, "t1", "li", "li/personal", "wang", 100))

    assert world.book.people["li"].used_on(AT // DAY + 1) == Usage(
        day=AT // DAY + 1, count=1, sent_fen=200, sent=[("t2", 200)]
    )


def decoded(*past: e.Event) -> Book:
    """The book of events as a journal gives them: every text in them is an object of its own."""
    book = Book()
    for event in past:
        evolve(book, decode(encode(event)))
    return book


def test_people_share_the_names_of_their_regions() -> None:
    book = decoded(
        *(enrolled(person) for person in ("li", "zhang", "gu")),
        e.WalletOpened(AT, "li", "li", "CN-SN-XIAN"),
        e.WalletOpened(AT, "zhang", "zhang", "CN-SN-XIAN"),
        e.StandingChanged(AT, "gu", MOVED, "CN-SN-XIAN"),
    )
    li, zhang, gu = (book.people[person] for person in ("li", "zhang", "gu"))

    assert li.insured is zhang.insured
    assert li.place is zhang.place is gu.insured
