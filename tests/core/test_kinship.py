"""Relations: who may be bound to whom, from when to when, and what a family code is not."""

import pytest

from ledger.core import events as e
from ledger.core.commands import Bind, SendTransfer, ShowFamilyCode, Unbind
from ledger.core.refusals import Code
from tests.core.build import START, World, day, enrolled, family, moment

AT = moment("10:00")
TODAY = day("2025-11-10")


def two() -> World:
    return World(enrolled("li"), enrolled("wang", "CN-HE", "resident"))


def test_a_relation_stands_from_today_when_no_day_is_named() -> None:
    assert two().take(Bind("li", "wang", "mother"), AT) == (
        e.RelationBound(AT, "li", "wang", "mother", TODAY, None),
    )


def test_a_relation_stands_on_the_days_that_are_named() -> None:
    (bound,) = two().take(Bind("li", "wang", "mother", TODAY + 2, TODAY + 3), AT)

    assert isinstance(bound, e.RelationBound)
    assert (bound.from_day, bound.until_day) == (TODAY + 2, TODAY + 3)


@pytest.mark.parametrize("kin", ["father_in_law", "mother_in_law", "cousin"])
def test_only_kin_on_the_list_of_the_day_is_bound(kin: str) -> None:
    assert two().ask(Bind("li", "wang", kin), AT) == Code.KIN_NOT_LISTED


def test_a_list_of_one_side_that_lacks_the_kin_refuses() -> None:
    world = two().under(kin_list=frozenset({"spouse"}))

    assert world.ask(Bind("li", "wang", "mother"), AT) == Code.KIN_NOT_LISTED


def test_nobody_is_bound_to_himself() -> None:
    assert two().ask(Bind("li", "li", "brother"), AT) == Code.SAME_PERSON


@pytest.mark.parametrize("schemes", [("none", "resident"), ("employee", "none")])
def test_both_must_be_insured_where_the_policy_asks_for_it(schemes: tuple[str, str]) -> None:
    world = World(enrolled("li", scheme=schemes[0]), enrolled("wang", scheme=schemes[1]))

    assert world.ask(Bind("li", "wang", "mother"), AT) == Code.NOT_INSURED
    assert world.under(insurance="not_required").fails(Bind("li", "wang", "mother"), AT) == []


def test_a_bound_pair_is_not_bound_again_but_the_other_direction_is() -> None:
    world = World(*family())

    assert world.ask(Bind("li", "wang", "mother"), AT) == Code.ALREADY_BOUND
    assert isinstance(world.ask(Bind("wang", "li", "son"), AT), tuple)


def test_a_released_relation_ends_at_once_and_may_be_bound_again() -> None:
    world = World(*family())

    assert world.take(Unbind("li", "wang"), AT) == (e.RelationEnded(AT, "li", "wang", "released"),)
    assert world.ask(SendTransfer("li", "wang", 1), AT) == Code.KIN_NOT_BOUND
    assert isinstance(world.ask(Bind("li", "wang", "mother"), AT), tuple)


def test_what_is_not_bound_cannot_be_released() -> None:
    assert World(*family()).ask(Unbind("wang", "li"), AT) == Code.KIN_NOT_BOUND


def test_nobody_unknown_releases_a_relation() -> None:
    assert World(*family()).ask(Unbind("li", "wang", "gu"), AT) == Code.NOT_ENROLLED


def test_a_relation_that_has_not_begun_is_bound_and_not_yet_in_force() -> None:
    world = two()
    world.take(Bind("li", "wang", "mother", TODAY + 1), AT)

    facts = world.finding(SendTransfer("li", "wang", 1), AT, Code.KIN_NOT_BOUND).facts

    assert facts == {"relation": "not_yet", "kin": "mother"}
    assert world.ask(Bind("li", "wang", "mother"), AT) == Code.ALREADY_BOUND


def codes(shown: int) -> World:
    people = [enrolled(f"m{number}") for number in range(shown + 1)]
    world = World(enrolled("li"), *people)
    for number in range(shown):
        world.take(ShowFamilyCode("li", f"m{number}"), START)
    return world


def test_a_family_code_takes_five_members_and_no_sixth() -> None:
    assert isinstance(codes(4).ask(ShowFamilyCode("li", "m4"), AT), tuple)
    assert codes(5).ask(ShowFamilyCode("li", "m5"), AT) == Code.FAMILY_CODE_FULL


def test_a_member_already_shown_takes_no_further_place() -> None:
    world = codes(5)

    assert world.take(ShowFamilyCode("li", "m0"), AT) == (e.FamilyCodeShown(AT, "li", "m0"),)
    assert len(world.book.people["li"].family_codes) == 5


def test_a_family_code_gives_no_right_to_money() -> None:
    world = World(*family())
    world.take(Unbind("li", "wang"), AT)
    world.take(ShowFamilyCode("li", "wang"), AT)

    assert world.ask(SendTransfer("li", "wang", 1), AT) == Code.KIN_NOT_BOUND


def test_nobody_shows_a_family_code_to_himself() -> None:
    assert two().ask(ShowFamilyCode("li", "li"), AT) == Code.SAME_PERSON
