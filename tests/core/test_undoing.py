"""Cancelling, reversing and refunding settlements: each source gets exactly its own share back."""

import pytest

from ledger.core import events as e
from ledger.core.commands import BillItem, Cancel, Command, Refund, Reverse, Settle
from ledger.core.refusals import Code
from tests.core.build import START, World, day, enrolled, moment, opening

AT = moment("10:00")
NEXT = moment("2025-11-11 10:00")
TODAY = day("2025-11-10")
SHARES = (("wife/personal", 12_000), ("wife/wallet", 30_000), ("husband/personal", 8_000))


def visited(**changed: object) -> World:
    """T18 has happened: 120 元 from the wife, 300 元 from her wallet, 80 元 from her husband."""
    world = World(
        enrolled("wife"),
        enrolled("husband"),
        opening("wife/personal", 12_000),
        opening("wife/wallet", 30_000),
        opening("husband/personal", 100_000),
        e.RelationBound(START, "husband", "wife", "spouse", TODAY),
        **changed,
    )
    world.take(Settle("wife", "outpatient", 50_000), AT, "h1")
    return world


def balances(world: World) -> dict[str, int]:
    return {a: fen for a, fen in sorted(world.book.balances.items()) if fen}


def test_t61_a_cancellation_gives_each_source_exactly_its_share() -> None:
    world = visited()

    assert world.take(Cancel("h1"), NEXT, "c1") == (
        e.SettlementCancelled(NEXT, "c1", "h1", SHARES),
    )
    assert [world.fen(account) for account, _ in SHARES] == [12_000, 30_000, 100_000]
    assert world.fen("outside/provider") == 0


def test_shares_go_back_also_after_the_relation_ended() -> None:
    world = visited().given(e.RelationEnded(AT, "husband", "wife", "released"))
    world.take(Cancel("h1"), NEXT, "c1")

    assert world.fen("husband/personal") == 100_000


@pytest.mark.parametrize("undo", [Cancel("h1"), Refund("h1", 1)])
def test_what_is_undone_is_not_undone_again(undo: Command) -> None:
    world = visited()
    world.take(Cancel("h1"), NEXT, "c1")

    assert world.ask(undo, NEXT, "c2") == Code.ALREADY_UNDONE
    assert world.ask(Cancel("never"), NEXT, "c2") == Code.NOT_SETTLED


def test_a_reversal_undoes_a_settlement_and_repeating_it_changes_nothing() -> None:
    world = visited()
    before = dict(visited().book.balances)
    world.take(Reverse("h1", "2207"), NEXT, "r1")
    after = balances(world)
    assert after != before

    for key in ("r2", "r3"):
        assert world.take(Reverse("h1"), NEXT, key) == (e.MessageReversed(NEXT, key, "h1"),)
        assert balances(world) == after
    assert world.fen("outside/provider") == 0


def test_t60_a_reversal_of_what_never_arrived_has_no_effect() -> None:
    world = visited()
    before = balances(world)

    assert world.take(Reverse("lost", "2207"), NEXT, "r1") == (
        e.MessageReversed(NEXT, "r1", "lost"),
    )
    assert balances(world) == before


@pytest.mark.parametrize("message", ["2208", "2401"])
def test_a_message_of_another_kind_than_the_one_that_arrived_never_arrived(message: str) -> None:
    world = visited()

    world.take(Reverse("h1", message), NEXT, "r1")

    assert world.book.settlements["h1"].stands
    with pytest.raises(ValueError, match="2999"):
        Reverse("h1", "2999")


def test_t63_a_reversed_cancellation_lets_the_settlement_stand_again() -> None:
    world = visited()
    before = balances(world)
    world.take(Cancel("h1"), NEXT, "c1")

    world.take(Reverse("c1", "2208"), NEXT, "r1")

    assert balances(world) == before
    assert world.book.settlements["h1"].stands
    assert world.take(Reverse("c1"), NEXT, "r2") == (e.MessageReversed(NEXT, "r2", "c1"),)
    world.take(Cancel("h1"), NEXT, "c2")
    assert world.fen("outside/provider") == 0


def test_a_cancellation_whose_money_is_spent_since_cannot_be_reversed() -> None:
    world = visited()
    world.take(Cancel("h1"), NEXT, "c1")
    world.given(e.MoneySpent(NEXT, "s1", "wife/wallet", 1, "pharmacy", "CN-SN"))

    assert world.ask(Reverse("c1"), NEXT, "r1") == Code.BALANCE_SHORT
    finding = world.finding(Reverse("c1"), NEXT, Code.BALANCE_SHORT)
    assert finding.facts == {"balance_fen": 29_999}


BILL = (BillItem("a", 20_000, 5_000), BillItem("b", 25_000, 7_000), BillItem("c", 5_000))


def three_items() -> World:
    """The same couple, and a purchase of three items."""
    world = visited()
    world.take(Cancel("h1"), AT, "c0")
    world.take(Settle("wife", "pharmacy", items=BILL), AT, "h2")
    return world


def test_t64_an_item_that_comes_back_settles_the_other_two_anew() -> None:
    world = three_items()
    assert dict(world.book.settlements["h2"].paid) == dict(SHARES)

    (redone,) = world.take(Refund("h2", items=("b",), why="退货"), NEXT)

    assert isinstance(redone, e.SettlementRedone)
    assert redone.back == SHARES
    assert redone.paid == (("wife/personal", 12_000), ("wife/wallet", 13_000))
    assert (redone.burden_fen, redone.back_pooled_fen) == (25_000, 7_000)
    assert world.fen("husband/personal") == 100_000
    assert world.fen("outside/fund") == -5_000
    assert world.fen("outside/provider") == 30_000


def test_an_item_comes_back_once() -> None:
    world = three_items()
    world.take(Refund("h2", items=("b",)), NEXT)

    assert world.ask(Refund("h2", items=("b",)), NEXT) == Code.REFUND_TOO_MUCH
    assert world.ask(Refund("h2", items=("a", "z")), NEXT) == Code.REFUND_TOO_MUCH
    world.take(Refund("h2", items=("a", "c")), NEXT)
    assert world.fen("outside/provider") == 0
    assert world.book.settlements["h2"].refunded_fen == 50_000


def test_an_amount_that_comes_back_is_settled_anew_in_the_order_now_in_force() -> None:
    world = visited()
    world.under(settle_order="shared_first")

    (redone,) = world.take(Refund("h1", 10_000), NEXT)

    assert isinstance(redone, e.SettlementRedone)
    assert redone.paid == (("husband/personal", 40_000),)
    assert world.fen("wife/personal") == 12_000


def test_the_rest_is_settled_on_what_stands_then_without_a_giver_who_has_gone() -> None:
    world = visited().given(e.RelationEnded(AT, "husband", "wife", "released"))

    (redone,) = world.take(Refund("h1", 1_000), NEXT)

    assert isinstance(redone, e.SettlementRedone)
    assert dict(redone.paid)["outside/cash"] == 7_000
    assert world.fen("husband/personal") == 100_000


def test_what_came_back_counts_towards_the_most_that_can() -> None:
    world = visited()
    world.take(Refund("h1", 20_000), NEXT)

    assert world.ask(Refund("h1", 30_001), NEXT) == Code.REFUND_TOO_MUCH
    finding = world.finding(Refund("h1", 30_001), NEXT, Code.REFUND_TOO_MUCH)
    assert finding.room_fen == 30_000
    assert finding.facts == {"spent_fen": 50_000, "refunded_fen": 20_000}
    world.take(Refund("h1", 30_000), NEXT)
    assert balances(world) == {
        "husband/personal": 100_000,
        "outside/opening": -142_000,
        "wife/personal": 12_000,
        "wife/wallet": 30_000,
    }


def test_a_cancellation_after_a_partial_return_gives_back_what_was_paid_then() -> None:
    world = three_items()
    world.take(Refund("h2", items=("b",)), NEXT)
    world.take(Cancel("h2"), NEXT, "c1")

    assert [world.fen(account) for account, _ in SHARES] == [12_000, 30_000, 100_000]
    assert world.fen("outside/fund") == world.fen("outside/provider") == 0


def test_an_amount_of_a_bill_with_settings_comes_off_the_last_setting_first() -> None:
    items = (BillItem("a", 10_000), BillItem("b", 50_000, 0, "inpatient"))
    world = visited()
    world.take(Settle("husband", "pharmacy", items=items), AT, "h2")

    (redone,) = world.take(Refund("h2", 45_000), NEXT)

    assert isinstance(redone, e.SettlementRedone)
    assert redone.paid == (("husband/personal", 15_000),)


@pytest.mark.parametrize("items", [("a",), ()])
def test_a_refund_is_an_amount_or_items_and_never_both_or_none(items: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"not both|at least 1 fen"):
        Refund("h1", 5 if items else 0, items=items)


def quota() -> World:
    """A quota of 300 元, of which 100 元 were spent, some by a settlement, some from the wallet."""
    world = World(enrolled("ma", "CN-HA", "resident"), enrolled("li", "CN-SH"))
    world.given(opening("li/personal", 30_000), opening("ma/wallet", 0))
    world.given(e.RelationBound(START, "li", "ma", "mother", TODAY))
    world.given(e.QuotaGranted(START, "li", "ma", "li/personal", 30_000))
    world.take(Settle("ma", "pharmacy", 6_000), AT, "h1")
    paid = (("li/frozen/ma", 4_000),)
    owed = (("CN-SH", "CN-HA", 4_000),)
    return world.given(e.MoneySpent(AT, "s1", "ma/wallet", 4_000, "pharmacy", "CN-HA", paid, owed))


def test_quota_that_comes_back_is_frozen_again_while_the_relation_stands() -> None:
    world = quota()
    world.take(Cancel("h1"), NEXT, "c1")
    world.take(Refund("s1", 4_000), NEXT)

    assert (world.fen("li/frozen/ma"), world.fen("li/personal")) == (30_000, 0)
    assert world.book.owed == {("CN-SH", "CN-HA"): 0}


@pytest.mark.parametrize(
    ("undo", "fen"), [(Cancel("h1"), 6_000), (Refund("s1", 1_500), 1_500), (Reverse("h1"), 6_000)]
)
def test_quota_that_comes_back_to_a_relation_that_has_ended_is_the_givers(
    undo: Command, fen: int
) -> None:
    world = quota()
    world.given(e.QuotaReleased(AT, "li", "ma", "li/personal", 20_000, "released"))
    world.given(e.RelationEnded(AT, "li", "ma", "released"))

    last = world.take(undo, NEXT, "c1")[-1]

    assert last == e.QuotaReleased(NEXT, "li", "ma", "li/personal", fen, "refund")
    assert (world.fen("li/frozen/ma"), world.fen("li/personal")) == (0, 20_000 + fen)


def test_a_refund_takes_back_the_debt_of_the_province_that_paid_then() -> None:
    world = quota().given(e.StandingChanged(AT, "li", "moved", "CN-JS"))

    world.take(Refund("s1", 1_500), NEXT)

    assert world.book.owed == {("CN-SH", "CN-HA"): 6_000 + 4_000 - 1_500}


@pytest.mark.parametrize(("heir", "target"), [("wife", "wife/personal"), (None, "outside/fund")])
def test_a_share_that_comes_back_to_somebody_who_has_died_goes_to_the_heir(
    heir: str | None, target: str
) -> None:
    world = visited()
    world.given(e.RelationEnded(AT, "husband", "wife", "dead"))
    world.given(e.EstatePaid(AT, "husband", (("husband/personal", 92_000),), "outside/cash"))
    world.given(e.StandingChanged(AT, "husband", "dead", heir))

    last = world.take(Cancel("h1"), NEXT, "c1")[-1]

    assert last == e.EstatePaid(NEXT, "husband", (("husband/personal", 8_000),), target)
    assert world.fen("husband/personal") == 0
