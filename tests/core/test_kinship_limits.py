"""The limits on relations inside one province: how many, which kin, from when, who releases."""

from typing import Any

import pytest

from ledger.core import events as e
from ledger.core.commands import Bind, SendTransfer, Unbind
from ledger.core.refusals import Code
from ledger.words.moments import DAY
from tests.core.build import START, World, bound, day, enrolled, moment, opening

AT = moment("10:00")
TODAY = day("2025-11-10")
HOME, FAR = "CN-AH-340100", "CN-HE"
KIN = ["father", "mother", "spouse", "son", "daughter", "son", "daughter", "brother", "sister"]


def giver(bound_already: int, **changed: object) -> World:
    """A giver with so many members, and more people of the province and of another."""
    people = [enrolled(f"m{n}", HOME, "resident") for n in range(9)]
    world = World(enrolled("li", HOME), enrolled("far", FAR, "resident"), *people, **changed)
    for n in range(bound_already):
        world.given(e.RelationBound(START + n, "li", f"m{n}", KIN[n], TODAY))
    return world


def bind(world: World, member: str, kin: str = "sister") -> object:
    """What refuses, or the events."""
    return world.ask(Bind("li", member, kin), AT)


def test_t24_seven_with_oneself_are_six_others() -> None:
    terms: dict[str, object] = {"members_cap": 7, "members_count_self": "with_self"}

    assert isinstance(bind(giver(5, **terms), "m5"), tuple)
    assert bind(giver(6, **terms), "m6") == Code.MEMBERS_FULL
    assert isinstance(bind(giver(6, members_cap=7), "m6"), tuple)


def test_t26_six_places_and_each_kin_has_its_own() -> None:
    xuchang: dict[str, object] = {
        "members_cap": 6,
        "fathers_cap": 1,
        "mothers_cap": 1,
        "spouses_cap": 1,
        "children_cap": 3,
    }
    full = giver(6, **xuchang)

    assert full.fails(Bind("li", "m7", "son"), AT) == [Code.MEMBERS_FULL, Code.KIN_TAKEN]
    assert full.under(members_cap=7).ask(Bind("li", "m7", "daughter"), AT) == Code.KIN_TAKEN
    assert isinstance(bind(full, "m7"), tuple)


@pytest.mark.parametrize("kin", ["father", "mother", "spouse", "son", "daughter"])
def test_the_parameter_that_decides_about_a_kin_is_its_own(kin: str) -> None:
    world = giver(5, fathers_cap=1, mothers_cap=1, spouses_cap=1, children_cap=2)

    finding = world.finding(Bind("li", "m7", kin), AT, Code.KIN_TAKEN)

    word = "children" if kin in {"son", "daughter"} else kin
    assert (finding.ok, finding.parameter) == (False, f"bind.{word}.cap")


def test_t58_one_link_at_a_time() -> None:
    world = giver(1, members_cap=1, givers_cap=1)

    assert bind(world, "m1") == Code.MEMBERS_FULL
    world.take(Unbind("li", "m0"), AT)
    assert isinstance(bind(world, "m1"), tuple)


def test_a_lifetime_counts_distinct_people_and_nobody_twice() -> None:
    world = giver(2, members_lifetime=2)
    for member in ("m0", "m1"):
        world.take(Unbind("li", member), AT)

    assert bind(world, "m2") == Code.MEMBERS_LIFETIME
    assert isinstance(bind(world, "m0"), tuple), "the same person is not counted again"
    assert isinstance(bind(world, "far"), tuple), "another province has no such limit"


def test_t65_one_giver_at_a_time_and_only_the_giver_lets_go() -> None:
    world = giver(1, givers_cap=1, released_by="giver")
    other = Bind("m8", "m0", "sister")

    assert world.ask(Unbind("li", "m0", "m0"), AT) == Code.RELEASE_NOT_YOURS
    assert world.ask(other, AT) == Code.GIVERS_FULL
    world.take(Unbind("li", "m0", "li"), AT)
    assert isinstance(world.ask(other, AT), tuple)


@pytest.mark.parametrize(("by", "code"), [("m0", None), (None, None), ("m1", True)])
def test_where_either_may_release_nobody_else_may(by: str | None, code: bool | None) -> None:
    world = giver(1, released_by="either")

    refused = [Code.RELEASE_NOT_YOURS] if code else []
    assert world.fails(Unbind("li", "m0", by), AT) == refused


@pytest.mark.parametrize(
    ("first", "second"),
    [(("li", "m0"), ("m0", "m1")), (("m0", "li"), ("li", "m1")), (("li", "m0"), ("m2", "li"))],
)
def test_a_giver_is_no_member_and_a_member_no_giver_where_roles_go_one_way(
    first: tuple[str, str], second: tuple[str, str]
) -> None:
    world = giver(0, roles="one_way").given(bound(*first))

    assert world.fails(Bind(*second, "sister"), AT) == [Code.ROLE_TAKEN]
    assert world.under(roles="free").fails(Bind(*second, "sister"), AT) == []


LIMITS: dict[str, object] = {
    "members_cap": 1,
    "members_count_self": "with_self",
    "members_lifetime": 0,
    "givers_cap": 0,
    "roles": "one_way",
    "mothers_cap": 0,
    "giver_balance": "needed",
}


def test_no_limit_counts_across_provinces() -> None:
    world = giver(3, **LIMITS).given(e.RelationBound(START, "far", "li", "son", TODAY))

    assert isinstance(bind(world, "far", "mother"), tuple)
    assert bind(world, "m5", "mother") == Code.MEMBERS_FULL


def test_members_of_other_provinces_take_no_place() -> None:
    world = giver(0, members_cap=1).given(e.RelationBound(START, "li", "far", "mother", TODAY))

    assert isinstance(bind(world, "m0"), tuple)


def test_who_moves_away_frees_the_place() -> None:
    world = giver(1, members_cap=1).given(e.StandingChanged(START, "m0", "moved", FAR))

    assert isinstance(bind(world, "m1"), tuple)


def test_t22_without_carried_over_money_no_net_can_be_organised() -> None:
    shanghai: dict[str, object] = {
        "giver_balance": "needed",
        "share_from": "carried_only",
        "account_parts": "current_and_carried",
    }
    world = giver(0, **shanghai).given(e.AccountCredited(START, "li/personal.current", 150_000))

    assert bind(world, "m0") == Code.FLOOR_SHORT
    assert world.finding(Bind("li", "m0", "mother"), AT, Code.FLOOR_SHORT).facts == {"room_fen": 0}
    world.given(opening("li/personal.carried", 80_000))
    assert isinstance(bind(world, "m0"), tuple)


def test_a_relation_may_work_from_the_next_day_only() -> None:
    world = giver(0, bind_effective="next_day")
    (event,) = world.take(Bind("li", "m0", "mother"), AT)
    assert isinstance(event, e.RelationBound)
    assert event.from_day == TODAY + 1

    (event,) = world.take(Bind("li", "m1", "mother", TODAY + 5), AT)
    assert isinstance(event, e.RelationBound)
    assert event.from_day == TODAY + 5


def test_a_cap_and_a_rank_stand_in_the_relation() -> None:
    world = giver(0)
    world.take(Bind("li", "m0", "mother", cap_fen=5_000, rank=2), AT)

    relation = world.book.relations["li", "m0"]
    assert (relation.cap_fen, relation.rank) == (5_000, 2)


@pytest.mark.parametrize(("days", "taken"), [(89, False), (90, True), (91, True)])
def test_a_relation_is_not_released_before_its_lock_is_over(days: int, taken: bool) -> None:
    world = giver(1, unbind_lock_days=90)

    codes = world.fails(Unbind("li", "m0"), AT + days * DAY)

    assert codes == ([] if taken else [Code.RELEASE_LOCKED])


def test_only_so_many_releases_a_year() -> None:
    world = giver(4, unbind_per_year=2)
    world.take(Unbind("li", "m0"), AT)
    world.take(Unbind("li", "m1"), AT)

    assert world.ask(Unbind("li", "m2"), moment("2025-12-31 23:59")) == Code.RELEASE_YEARLY
    assert world.finding(Unbind("li", "m2"), AT, Code.RELEASE_YEARLY).facts == {"releases": 2}
    assert isinstance(world.ask(Unbind("li", "m2"), moment("2026-01-01 00:00")), tuple)


@pytest.mark.parametrize("why", ["until", "ended", "moved", "dead"])
def test_what_ends_by_itself_is_no_release(why: str) -> None:
    world = giver(2, unbind_per_year=1).given(e.RelationEnded(AT, "li", "m0", why))

    assert isinstance(world.ask(Unbind("li", "m1"), AT), tuple)


def test_a_release_may_work_from_the_next_day_only() -> None:
    world = giver(1, unbind_effective="next_day", unbind_per_year=1)
    before = world.book.relations["li", "m0"]
    midnight = moment("2025-11-11 00:00")

    assert world.take(Unbind("li", "m0"), AT) == (e.RelationReleased(AT, "li", "m0", TODAY),)

    after: Any = world.book.relations["li", "m0"]
    assert after.stands_on(TODAY)
    assert after.bound_at == before.bound_at, "its place in the order stays"
    assert bind(world, "m0") == Code.ALREADY_BOUND
    assert world.ask(Unbind("li", "m0"), AT) == Code.RELEASE_YEARLY
    assert world.settled(midnight) == [e.RelationEnded(midnight, "li", "m0", "until")]
    assert isinstance(world.ask(Bind("li", "m0", "sister"), midnight), tuple)


def test_a_resting_relation_that_is_released_the_next_day_rests_to_its_end() -> None:
    world = giver(1, unbind_effective="next_day").given(e.RelationPaused(START, "li", "m0"))
    world.take(Unbind("li", "m0"), AT)

    assert not world.book.relations["li", "m0"].stands_on(TODAY)


def test_a_resting_relation_lets_no_transfer_pass() -> None:
    world = giver(1).given(opening("li/wallet", 9), opening("m0/wallet", 0))
    world.given(e.RelationPaused(START, "li", "m0"))
    send = SendTransfer("li/wallet", "m0", 1)

    assert world.ask(send, AT) == Code.KIN_NOT_BOUND
    assert world.finding(send, AT, Code.KIN_NOT_BOUND).facts["relation"] == "paused"
    assert isinstance(world.given(e.RelationResumed(AT, "li", "m0")).ask(send, AT), tuple)


@pytest.mark.parametrize("standing", ["suspended", "ended"])
@pytest.mark.parametrize("person", ["li", "m0"])
def test_nobody_binds_or_is_bound_whose_insurance_rests_or_is_over(
    person: str, standing: str
) -> None:
    world = giver(0).given(e.StandingChanged(START, person, standing))

    assert bind(world, "m0") == Code.NOT_INSURED
    finding = world.finding(Bind("li", "m0", "mother"), AT, Code.NOT_INSURED)
    assert standing in finding.facts.values()


def test_the_book_knows_the_other_ends_of_every_relation_in_the_order_they_were_filed() -> None:
    world = giver(3).given(e.RelationEnded(AT, "li", "m1", "released"))
    world.given(e.RelationBound(AT, "m8", "m0", "sister", TODAY))
    world.given(e.RelationBound(AT, "li", "m1", "sister", TODAY))
    people = world.book.people

    assert people["li"].members == ("m0", "m2", "m1")
    assert people["m0"].givers == ("li", "m8")
    pairs = {(g, p.id) for p in people.values() for g in p.givers}
    assert pairs == {(p.id, m) for p in people.values() for m in p.members}
    assert pairs == set(world.book.relations)
