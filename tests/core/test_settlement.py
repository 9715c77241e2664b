"""Settlements: who pays how much of a bill, in which order, where, and for whom."""

import pytest

from ledger.core import events as e
from ledger.core.commands import BillItem, Settle
from ledger.core.refusals import Code
from tests.core.build import START, World, bound, day, enrolled, moment, opening

AT = moment("10:00")
TODAY = day("2025-11-10")
WIDE = frozenset({"outpatient", "pharmacy", "inpatient"})


def bind(giver: str, member: str, at: int = START, **more: int) -> e.RelationBound:
    return e.RelationBound(at, giver, member, "spouse", TODAY - 9, None, **more)


def couple(**changed: object) -> World:
    """T18: a wife with 120 元 of her own and 300 元 in her wallet; a husband with 1000 元."""
    return World(
        enrolled("wife"),
        enrolled("husband"),
        opening("wife/personal", 12_000),
        opening("wife/wallet", 30_000),
        opening("husband/personal", 100_000),
        bind("husband", "wife"),
        **changed,
    )


def child(**changed: object) -> World:
    """T19: a child bound to a father with 400 元, filed first, and a mother with 900 元."""
    return World(
        enrolled("child", "CN-BJ", "resident"),
        enrolled("father", "CN-BJ"),
        enrolled("mother", "CN-BJ"),
        opening("father/personal", 40_000),
        opening("mother/personal", 90_000),
        bind("father", "child", START),
        bind("mother", "child", START + 1),
        **changed,
    )


def paid(world: World, command: Settle) -> dict[str, int]:
    """Who pays what."""
    (settled,) = world.take(command, AT, "h1")
    assert isinstance(settled, e.Settled)
    assert sum(fen for _, fen in settled.paid) == settled.burden_fen
    return dict(settled.paid)


def visit(
    patient: str, fen: int = 50_000, setting: str = "outpatient", place: str | None = None
) -> Settle:
    return Settle(patient, setting, fen, place=place)


def test_t18_own_account_then_wallet_then_giver_then_cash() -> None:
    world = couple()

    assert paid(world, visit("wife")) == {
        "wife/personal": 12_000,
        "wife/wallet": 30_000,
        "husband/personal": 8_000,
    }
    assert world.fen("outside/provider") == 50_000


def test_what_no_account_can_pay_is_cash() -> None:
    assert paid(couple(), visit("wife", 150_000))["outside/cash"] == 8_000


def test_where_the_shared_money_comes_first_the_own_account_is_spared() -> None:
    assert paid(couple(settle_order="shared_first"), visit("wife")) == {"husband/personal": 50_000}


@pytest.mark.parametrize(
    ("order", "shares"),
    [
        ("balance", {"mother/personal": 50_000}),
        ("filed", {"father/personal": 40_000, "mother/personal": 10_000}),
    ],
)
def test_t19_givers_pay_by_balance_or_as_filed(order: str, shares: dict[str, int]) -> None:
    assert paid(child(givers_order=order), visit("child")) == shares


def test_givers_filed_at_one_moment_keep_the_order_they_were_filed_in() -> None:
    world = World(*(enrolled(who, "CN-BJ") for who in ("child", "zhao", "an")))
    world.given(opening("zhao/personal", 100), opening("an/personal", 100))
    world.given(bind("zhao", "child"), bind("an", "child"))

    assert list(paid(world, visit("child", 150))) == ["zhao/personal", "an/personal"]


def test_balances_alike_are_ordered_by_name() -> None:
    world = child(givers_order="balance").given(opening("father/personal", 50_000))

    assert list(paid(world, visit("child", 100))) == ["father/personal"]


def test_who_has_a_name_is_ordered_by_it_and_not_by_the_id() -> None:
    world = World(enrolled("child"), e.PersonEnrolled(START, "a", "CN-SN", "employee", "赵"))
    world.given(e.PersonEnrolled(START, "b", "CN-SN", "employee", "安"))
    world.given(opening("a/personal", 100), opening("b/personal", 100))
    world.given(bind("a", "child"), bind("b", "child"))

    assert list(paid(world.under(givers_order="balance"), visit("child", 100))) == ["b/personal"]


def test_the_cap_counts_the_quota_and_every_item_of_the_bill() -> None:
    world = World(enrolled("ma", scheme="resident"), enrolled("li"), bind("li", "ma", cap_fen=60))
    world.given(opening("li/personal", 900), e.QuotaGranted(START, "li", "ma", "li/personal", 25))
    items = (BillItem("a", 20), BillItem("b", 30, 0, "outpatient"), BillItem("c", 40))

    shares = paid(world, Settle("ma", "pharmacy", items=items))

    assert shares == {"li/frozen/ma": 25, "li/personal": 35, "outside/cash": 30}


def test_the_members_own_rank_decides_where_it_is_asked_and_the_unranked_come_last() -> None:
    world = World(*(enrolled(who, "CN-SN") for who in ("child", "a", "b", "c")))
    world.given(*(opening(f"{who}/personal", 100) for who in "abc"))
    world.given(bind("a", "child"), bind("b", "child", rank=2), bind("c", "child", rank=1))

    shares = paid(world.under(givers_order="rank"), visit("child", 300))

    assert list(shares) == ["c/personal", "b/personal", "a/personal"]


def test_local_givers_come_before_others_where_the_place_says_so() -> None:
    world = World(enrolled("child", "CN-AH-340100"), enrolled("far", "CN-AH-340200"))
    world.given(enrolled("near", "CN-AH-340100"))
    world.given(opening("far/personal", 100), opening("near/personal", 100))
    world.given(bind("far", "child"), bind("near", "child", START + 1))

    shares = paid(world.under(givers_order="local_first"), visit("child", 150))

    assert list(shares) == ["near/personal", "far/personal"]


@pytest.mark.parametrize(("own_fen", "shared"), [(0, True), (1, False)])
def test_where_the_own_balance_must_be_zero_one_fen_keeps_sharing_away(
    own_fen: int, shared: bool
) -> None:
    world = World(enrolled("a", "CN-GD-440300"), enrolled("b", "CN-GD-440300"))
    world.given(opening("a/personal", own_fen), opening("b/personal", 1_000), bind("b", "a"))

    shares = paid(world.under(zero_own="must_be_zero"), visit("a", 500))

    assert ("b/personal" in shares) is shared


def test_one_settlement_may_be_allowed_only_one_giver() -> None:
    shares = paid(child(givers_per_settlement=1), visit("child"))

    assert shares == {"father/personal": 40_000, "outside/cash": 10_000}


def test_a_giver_with_nothing_does_not_use_up_the_one_place() -> None:
    world = child(givers_per_settlement=1, givers_order="filed")
    world.given(e.MoneySpent(START, "s1", "father/personal", 40_000, "pharmacy", "CN-BJ"))

    assert paid(world, visit("child")) == {"mother/personal": 50_000}


def test_a_giver_pays_at_most_the_cap_set_for_one_settlement() -> None:
    world = child().given(e.RelationEnded(START, "father", "child", "released"))
    world.given(bind("father", "child", START + 2, cap_fen=5_000))

    assert paid(world, visit("child", 100_000)) == {
        "mother/personal": 90_000,
        "father/personal": 5_000,
        "outside/cash": 5_000,
    }


def test_only_what_exceeds_the_floor_is_shared() -> None:
    world = couple(floor=((0, 0), (95_000, 10_000)))

    assert paid(world, visit("wife"))["husband/personal"] == 5_000


def test_only_the_family_account_is_shared_where_a_place_keeps_one() -> None:
    world = couple(share_from="family_account")
    world.given(e.MoneySetAside(START, "husband", (("husband/personal", 3_000),)))

    shares = paid(world, visit("wife"))

    assert shares["husband/family"] == 3_000
    assert shares["outside/cash"] == 5_000


def test_t22_of_an_account_with_parts_only_carried_over_money_is_shared() -> None:
    world = couple(share_from="carried_only", account_parts="current_and_carried")
    world.given(e.MoneySpent(START, "s1", "husband/personal", 100_000, "pharmacy", "CN-SH"))
    world.given(e.AccountCredited(START, "husband/personal.current", 150_000))
    world.given(opening("husband/personal.carried", 800))

    shares = paid(world, visit("wife"))

    assert shares["husband/personal.carried"] == 800
    assert "husband/personal.current" not in shares


@pytest.mark.parametrize(
    ("order", "first"),
    [("current_first", "wife/personal.current"), ("carried_first", "wife/personal.carried")],
)
def test_the_parts_of_an_own_account_are_used_in_the_order_in_force(order: str, first: str) -> None:
    world = couple(own_order=order)
    world.given(e.AccountCredited(START, "wife/personal.current", 500))
    world.given(opening("wife/personal.carried", 500))

    assert next(iter(paid(world, visit("wife", 700)))) == first


@pytest.mark.parametrize(
    ("settings", "share", "cash"),
    [(WIDE, 400_000, 0), (frozenset({"outpatient", "pharmacy"}), 0, 400_000)],
)
def test_t48_shared_money_pays_a_hospital_stay_by_one_reading_and_not_by_the_other(
    settings: frozenset[str], share: int, cash: int
) -> None:
    world = World(enrolled("a", scheme="resident"), enrolled("b"), spend_settings=settings)
    world.given(opening("b/personal", 1_000_000), bind("b", "a"))

    shares = paid(world, visit("a", 400_000, "inpatient"))

    assert (shares.get("b/personal", 0), shares.get("outside/cash", 0)) == (share, cash)


def test_t46_a_vaccine_is_paid_from_carried_over_money_where_the_place_says_so() -> None:
    world = couple(carried_settings=frozenset({"vaccine"}))
    world.given(e.AccountCredited(START, "wife/personal.current", 9_000))

    assert paid(world, visit("wife", 20_000, "vaccine")) == {
        "wife/personal": 12_000,
        "outside/cash": 8_000,
    }
    assert couple().ask(visit("wife", 100, "vaccine"), AT) == Code.SETTING_NOT_COVERED


def test_t47_what_no_account_may_pay_is_refused_also_as_one_item_of_a_bill() -> None:
    gym = Settle("wife", "pharmacy", items=(BillItem("a", 100), BillItem("b", 1, 0, "wellness")))

    assert couple().ask(visit("wife", 100, "wellness"), AT) == Code.SETTING_NOT_COVERED
    assert couple().ask(gym, AT) == Code.SETTING_NOT_COVERED
    assert couple().finding(gym, AT, Code.SETTING_NOT_COVERED).facts == {"setting": "wellness"}


def test_each_account_pays_the_items_whose_setting_it_may_pay() -> None:
    items = (BillItem("drug", 10_000, 5_000), BillItem("stay", 20_000, 80_000, "inpatient"))
    world = couple()

    (settled,) = world.take(Settle("wife", "outpatient", items=items), AT, "h1")

    assert isinstance(settled, e.Settled)
    assert (settled.burden_fen, settled.pooled_fen) == (30_000, 85_000)
    assert dict(settled.paid) == {"wife/personal": 12_000, "outside/cash": 18_000}
    assert world.fen("outside/fund") == -85_000


def test_a_bill_that_the_pooled_fund_pays_whole_takes_nothing_from_anybody() -> None:
    world = couple()

    (settled,) = world.take(Settle("wife", "outpatient", items=(BillItem("a", 0, 9),)), AT, "h1")

    assert isinstance(settled, e.Settled)
    assert (settled.paid, world.fen("outside/provider")) == ((), 9)


@pytest.mark.parametrize(
    ("proofs", "needed", "code"),
    [
        (("agent", "principal"), "both", None),
        (("agent",), "both", Code.PROOF_MISSING),
        (("principal",), "both", Code.PROOF_MISSING),
        ((), "both", Code.PROOF_MISSING),
        (("agent",), "one", None),
        ((), "one", Code.PROOF_MISSING),
    ],
)
def test_t40_a_delegated_purchase_needs_the_proofs_of_both(
    proofs: tuple[str, ...], needed: str, code: Code | None
) -> None:
    command = Settle("wife", "pharmacy", 100, agent="husband", proofs=proofs)

    assert couple(proofs=needed).fails(command, AT) == ([code] if code else [])
    facts = couple().finding(command, AT, Code.PROOF_MISSING).facts
    assert facts == {"proofs": ", ".join(sorted(proofs)) or "none"}


@pytest.mark.parametrize(
    ("card", "rule", "refused"),
    [
        (None, "own_only", False),
        ("wife", "own_only", False),
        ("husband", "own_only", True),
        ("husband", "any", False),
    ],
)
def test_the_card_shown_is_the_patients_own(card: str | None, rule: str, refused: bool) -> None:
    command = Settle("wife", "pharmacy", 100, card=card)

    assert couple(card=rule).fails(command, AT) == [Code.CARD_NOT_OWN] * refused


def test_t50_wallet_money_pays_only_at_its_place_of_use() -> None:
    world = World(enrolled("ma", "CN-NM", "resident"), opening("ma/wallet", 80_000))

    assert paid(world, visit("ma", 30_000, place="CN-BJ")) == {"outside/cash": 30_000}
    assert paid(world, visit("ma", 30_000)) == {"ma/wallet": 30_000}
    world.under(spend_place="anywhere")
    assert paid(world, visit("ma", 30_000, place="CN-BJ")) == {"ma/wallet": 30_000}


@pytest.mark.parametrize(("spend_open", "pays"), [("open", True), ("not_open", False)])
def test_wallet_money_pays_where_spending_is_open(spend_open: str, pays: bool) -> None:
    shares = paid(couple(spend_open=spend_open), visit("wife"))

    assert ("wife/wallet" in shares) is pays


@pytest.mark.parametrize(
    ("reach", "place", "shared"),
    [
        ("province", "CN-JX-360100", True),
        ("province", "CN-HB", False),
        ("pooling_area", "CN-JX-360100", True),
        ("pooling_area", "CN-JX-360200", False),
        ("nation", "CN-HB", True),
    ],
)
def test_t69_shared_money_reaches_as_far_as_the_givers_place_says(
    reach: str, place: str, shared: bool
) -> None:
    here = "CN-JX-360100"
    world = World(enrolled("ma", here, "resident"), enrolled("li", here), bind("li", "ma"))
    world.given(opening("li/personal", 1_000)).where(here, shared_reach=reach)

    assert ("li/personal" in paid(world, visit("ma", 500, place=place))) is shared


def test_the_givers_own_place_says_what_of_the_account_is_shared() -> None:
    world = World(enrolled("ma", "CN-FJ-350100", "resident"), enrolled("li", "CN-FJ-350300"))
    world.given(opening("li/personal", 520_000), bind("li", "ma"))
    world.where("CN-FJ-350300", floor=((0, 0), (200_000, 10_000)))

    assert paid(world, visit("ma", 400_000))["li/personal"] == 320_000


def test_a_giver_of_another_province_shares_nothing_but_a_quota() -> None:
    world = World(enrolled("ma", "CN-HA", "resident"), enrolled("li", "CN-SH"), bind("li", "ma"))
    world.given(opening("li/personal", 1_000))
    assert paid(world, visit("ma", 500)) == {"outside/cash": 500}

    world.given(e.QuotaGranted(START, "li", "ma", "li/personal", 300))

    assert paid(world, visit("ma", 500)) == {"li/frozen/ma": 300, "outside/cash": 200}


@pytest.mark.parametrize(
    ("filed", "place", "shared"),
    [(False, "CN-SN", True), (False, "CN-SN-610200", False), (True, "CN-SN-610200", True)],
)
def test_treatment_away_from_home_must_be_filed_by_one_reading(
    filed: bool, place: str, shared: bool
) -> None:
    world = World(enrolled("ma", "CN-SN-610100", "resident"), enrolled("li", "CN-SN-610100"))
    world.given(opening("li/personal", 1_000), bind("li", "ma")).under(filing="needed")
    command = Settle("ma", "pharmacy", 500, place=place, filed=filed)

    assert ("li/personal" in paid(world, command)) is shared


def test_t32_every_province_owes_the_place_of_care_what_its_people_paid_there() -> None:
    world = World(enrolled("ma", "CN-HA", "resident"), enrolled("li", "CN-SH"), bind("li", "ma"))
    world.given(enrolled("pa", "CN-SH", "resident"), enrolled("wu", "CN-HA"), bind("wu", "pa"))
    world.given(opening("li/personal", 200_000), opening("wu/personal", 200_000))
    world.given(e.QuotaGranted(START, "li", "ma", "li/personal", 150_000))
    world.given(e.QuotaGranted(START, "wu", "pa", "wu/personal", 150_000))

    for key, patient, fen in (("h1", "ma", 70_000), ("h2", "ma", 45_000), ("h3", "pa", 30_000)):
        world.take(visit(patient, fen), AT, key)
    paid_all = world.book.settlements["h2"]
    world.given(e.SettlementCancelled(AT, "c1", "h2", paid_all.paid, 0, paid_all.owed))

    assert world.book.owed == {("CN-SH", "CN-HA"): 70_000, ("CN-HA", "CN-SH"): 30_000}
    (cleared,) = world.settled(moment("2025-12-01 00:00"))
    assert cleared == e.ClearingPaid(
        moment("2025-12-01 00:00"),
        "2025-11",
        (("CN-HA", "CN-SH", 30_000), ("CN-SH", "CN-HA", 70_000)),
    )
    assert world.fen("outside/clearing/CN-SH") == world.fen("outside/clearing/CN-HA") == 0
    assert world.settled(moment("2026-12-01 00:00")) == []


def test_a_cancellation_of_a_later_month_goes_back_in_its_own_month() -> None:
    world = World(enrolled("ma", "CN-HA", "resident"), enrolled("li", "CN-SH"), bind("li", "ma"))
    world.given(opening("li/personal", 100), e.QuotaGranted(START, "li", "ma", "li/personal", 100))
    world.take(visit("ma", 100), AT, "h1")
    world.settled(moment("2025-12-05 00:00"))
    found = world.book.settlements["h1"]
    later = moment("2025-12-05 10:00")

    world.given(e.SettlementCancelled(later, "c1", "h1", found.paid, 0, found.owed))

    (cleared,) = world.settled(moment("2026-01-01 00:00"))
    assert isinstance(cleared, e.ClearingPaid)
    assert (cleared.month, cleared.owed) == ("2025-12", (("CN-SH", "CN-HA", -100),))
    assert world.fen("outside/clearing/CN-SH") == 0


def test_t67_a_spend_before_the_release_stands_and_after_it_nothing_is_shared() -> None:
    world = World(enrolled("ex", scheme="resident"), enrolled("man"), opening("man/personal", 900))
    world.given(bound("man", "ex"))
    assert paid(world, visit("ex", 100)) == {"man/personal": 100}

    world.given(e.RelationEnded(AT, "man", "ex", "released"))

    assert paid(world, visit("ex", 100)) == {"outside/cash": 100}
    assert world.fen("man/personal") == 800


def test_who_has_died_is_not_treated_and_who_is_suspended_does_not_settle() -> None:
    dead = couple().given(e.StandingChanged(START, "wife", "dead"))
    shut = couple().given(e.PersonSanctioned(START, "wife", "lent_card", TODAY))

    assert dead.ask(visit("wife"), AT) == Code.PERSON_DEAD
    assert shut.ask(visit("wife"), AT) == Code.SETTLEMENT_SUSPENDED
    assert isinstance(shut.ask(visit("wife"), moment("2025-11-11 00:00")), tuple)


@pytest.mark.parametrize(
    "bill",
    [
        {"burden_fen": 0},
        {"burden_fen": 5, "items": (BillItem("a", 5),)},
        {"items": (BillItem("a", 5), BillItem("a", 6))},
        {"burden_fen": 5, "proofs": ("friend",)},
    ],
)
def test_a_bill_that_says_nothing_or_two_things_does_not_exist(bill: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"burden|one name|friend"):
        Settle("wife", "pharmacy", **bill)  # type: ignore[arg-type]  # that is the point


@pytest.mark.parametrize(("amount", "pooled"), [(0, 0), (-1, 5), (5, -1)])
def test_an_item_costs_something(amount: int, pooled: int) -> None:
    with pytest.raises(ValueError, match="costs nothing"):
        BillItem("a", amount, pooled)
