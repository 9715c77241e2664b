"""The quota model: money frozen in place for a member, spent against, taken back, released."""

import pytest

from ledger.core import events as e
from ledger.core.commands import ChangeStanding, Grant, PayPremium, Revoke, Settle, Spend, Unbind
from ledger.core.refusals import Code
from tests.core.build import START, World, day, enrolled, moment, opening

AT = moment("10:00")
LATER = moment("15:00")
TODAY = day("2025-11-10")


def son(**changed: object) -> World:
    """T29: a son in Shanghai with 5000 元, and his bound mother in Henan."""
    return World(
        enrolled("son", "CN-SH"),
        enrolled("ma", "CN-HA", "resident"),
        opening("son/personal", 500_000),
        opening("ma/wallet", 0),
        e.RelationBound(START, "son", "ma", "mother", TODAY),
        model="quota",
        **changed,
    )


def granted(fen: int = 200_000, **changed: object) -> World:
    world = son(**changed)
    world.take(Grant("son", "ma", fen), AT)
    return world


def of_son(world: World) -> tuple[int, int, int]:
    """Book balance, frozen, free."""
    frozen, free = world.fen("son/frozen/ma"), world.fen("son/personal")
    return frozen + free, frozen, free


def test_t29_freeze_spend_dissolve() -> None:
    world = granted()
    assert of_son(world) == (500_000, 200_000, 300_000)

    world.take(Settle("ma", "outpatient", 70_000), LATER, "h1")
    assert of_son(world) == (430_000, 130_000, 300_000)

    assert world.take(Unbind("son", "ma"), LATER) == (
        e.QuotaReleased(LATER, "son", "ma", "son/personal", 130_000, "released"),
        e.RelationEnded(LATER, "son", "ma", "released"),
    )
    assert of_son(world) == (430_000, 0, 430_000)


@pytest.mark.parametrize(("fen", "taken"), [(300_000, True), (300_001, False)])
def test_t31_no_more_is_granted_than_is_free(fen: int, taken: bool) -> None:
    answer = granted().ask(Grant("son", "ma", fen), LATER)

    assert isinstance(answer, tuple) if taken else answer == Code.BALANCE_SHORT


def test_a_second_grant_adds_to_the_first() -> None:
    world = granted()
    world.take(Grant("son", "ma", 50_000), LATER)

    assert of_son(world) == (500_000, 250_000, 250_000)


def test_the_giver_cannot_use_what_is_frozen() -> None:
    world = granted()

    assert world.ask(Spend("son", 300_001, "pharmacy"), LATER) == Code.BALANCE_SHORT
    (settled,) = world.take(Settle("son", "pharmacy", 300_001), LATER, "h1")
    assert isinstance(settled, e.Settled)
    assert dict(settled.paid)["outside/cash"] == 1


@pytest.mark.parametrize(("fen", "code"), [(200_000, None), (200_001, Code.QUOTA_SHORT), (1, None)])
def test_unused_quota_may_be_taken_back(fen: int, code: Code | None) -> None:
    world = granted()

    assert world.fails(Revoke("son", "ma", fen), LATER) == ([code] if code else [])
    if code is None:
        world.take(Revoke("son", "ma", fen), LATER)
        assert of_son(world) == (500_000, 200_000 - fen, 300_000 + fen)


def test_each_model_has_its_own_commands() -> None:
    assert son().under(model="transfer").ask(Grant("son", "ma", 1), AT) == Code.MODEL_NOT_IN_FORCE


def test_a_wallet_spends_its_own_money_and_then_the_quotas_it_holds() -> None:
    world = granted(30_000).given(opening("ma/wallet", 5_000))

    assert world.ask(Spend("ma/wallet", 35_001, "pharmacy"), LATER) == Code.BALANCE_SHORT
    (spent,) = world.take(Spend("ma/wallet", 12_000, "pharmacy"), LATER, "s1")

    assert isinstance(spent, e.MoneySpent)
    assert spent.parts == (("ma/wallet", 5_000), ("son/frozen/ma", 7_000))
    assert spent.owed == (("CN-SH", "CN-HA", 7_000),)


def test_a_premium_may_be_paid_from_a_quota() -> None:
    world = granted(30_000, premium_resident="allowed")

    (paid,) = world.take(PayPremium("ma", "resident", 40, "ma/wallet"), LATER, "p1")

    assert isinstance(paid, e.PremiumPaid)
    assert paid.parts == (("son/frozen/ma", 40),)
    assert world.book.owed == {("CN-SH", "CN-HA"): 40}


def test_a_quota_pays_only_where_wallet_money_may_be_spent() -> None:
    world = granted()

    (away,) = world.take(Settle("ma", "pharmacy", 100, place="CN-BJ"), LATER, "h1")
    (home,) = world.take(Settle("ma", "pharmacy", 100, place="CN-HA-410100"), LATER, "h2")

    assert isinstance(away, e.Settled)
    assert isinstance(home, e.Settled)
    assert (away.paid, home.paid) == ((("outside/cash", 100),), (("son/frozen/ma", 100),))


def test_quotas_are_spent_in_the_order_of_the_givers() -> None:
    world = granted(100).given(enrolled("girl", "CN-BJ"), opening("girl/personal", 900))
    world.given(e.RelationBound(START, "girl", "ma", "mother", TODAY))
    world.take(Grant("girl", "ma", 100), AT)

    (settled,) = world.take(Settle("ma", "pharmacy", 150), LATER, "h1")

    assert isinstance(settled, e.Settled)
    assert settled.paid == (("son/frozen/ma", 100), ("girl/frozen/ma", 50))


def test_one_person_may_give_and_be_given_to() -> None:
    world = granted(100).given(enrolled("pa", "CN-HA"), opening("pa/personal", 900))
    world.given(e.RelationBound(START, "pa", "son", "son", TODAY))
    world.take(Grant("pa", "son", 300), AT)

    (settled,) = world.take(Settle("son", "pharmacy", 500_000), LATER, "h1")

    assert isinstance(settled, e.Settled)
    assert settled.paid == (
        ("son/personal", 499_900),
        ("pa/frozen/son", 100),
    )


def test_a_quota_comes_of_carried_over_money_alone_where_only_that_is_shared() -> None:
    world = son(share_from="carried_only", account_parts="current_and_carried")
    world.given(e.AccountCredited(START, "son/personal.current", 9_000))

    assert world.ask(Grant("son", "ma", 500_001), AT) == Code.BALANCE_SHORT
    assert isinstance(world.ask(Grant("son", "ma", 500_000), AT), tuple)


def test_a_threshold_on_sharing_inside_a_province_holds_no_quota_back() -> None:
    world = son(share_from="family_account", floor=((0, 0), (200_000, 10_000)))

    assert isinstance(world.ask(Grant("son", "ma", 500_000), AT), tuple)


def test_a_quota_from_parts_is_frozen_part_by_part() -> None:
    world = son().given(e.AccountCredited(START, "son/personal.current", 300))
    world.take(Grant("son", "ma", 500_100), AT)

    assert world.fen("son/frozen/ma") == 500_100
    assert world.fen("son/personal.current") == 200


def test_a_relation_that_rests_lets_its_quota_rest() -> None:
    world = granted().given(e.RelationPaused(AT, "son", "ma"))

    (settled,) = world.take(Settle("ma", "pharmacy", 100), LATER, "h1")

    assert isinstance(settled, e.Settled)
    assert settled.paid == (("outside/cash", 100),)
    assert world.ask(Grant("son", "ma", 1), LATER) == Code.KIN_NOT_BOUND
    assert world.ask(Spend("ma/wallet", 1, "pharmacy"), LATER) == Code.BALANCE_SHORT
    assert of_son(world) == (500_000, 200_000, 300_000)


def test_a_relation_that_ends_with_its_last_day_lets_go_of_its_quota_first() -> None:
    world = granted().given(e.RelationEnded(AT, "son", "ma", "released"))
    world.given(e.RelationBound(AT, "son", "ma", "mother", TODAY, TODAY))
    midnight = moment("2025-11-11 00:00")

    assert world.settled(midnight) == [
        e.QuotaReleased(midnight, "son", "ma", "son/personal", 200_000, "until"),
        e.RelationEnded(midnight, "son", "ma", "until"),
    ]


@pytest.mark.parametrize("standing", ["ended", "dead"])
@pytest.mark.parametrize("person", ["son", "ma"])
def test_t34_unused_quota_goes_back_when_either_sides_insurance_ends(
    person: str, standing: str
) -> None:
    world = granted(60_000)

    released, *_ = world.take(ChangeStanding(person, standing), LATER)

    assert released == e.QuotaReleased(LATER, "son", "ma", "son/personal", 60_000, standing)
    assert world.fen("son/frozen/ma") == 0
    if person == "ma":
        assert of_son(world) == (500_000, 0, 500_000)


def test_nothing_is_granted_to_who_may_not_receive() -> None:
    world = son(sanctioned_receives="not_allowed")
    world.given(e.PersonSanctioned(START, "ma", "lent_card", TODAY))

    assert world.ask(Grant("son", "ma", 1), AT) == Code.SETTLEMENT_SUSPENDED
    assert isinstance(world.ask(Grant("son", "ma", 1), moment("2025-11-11 00:00")), tuple)
