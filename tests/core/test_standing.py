"""Insurance suspended, ended or moved, and death: what happens to relations, money and wallets."""

import pytest

from ledger.core import events as e
from ledger.core.commands import (
    AcceptTransfer,
    ChangeStanding,
    Contribute,
    Credit,
    SendTransfer,
    Settle,
)
from ledger.core.refusals import Code
from tests.core.build import START, World, day, enrolled, moment, next_day, opening, sent

AT = moment("10:00")
TODAY = day("2025-11-10")
HOME = "CN-JX-360100"


def pair(**changed: object) -> World:
    """A giver with 3000 元 and a member with a wallet, in one city of Jiangxi."""
    return World(
        enrolled("li", HOME),
        enrolled("ma", HOME, "resident"),
        opening("li/personal", 300_000),
        opening("li/wallet", 0),
        opening("ma/wallet", 60_000),
        e.RelationBound(START, "li", "ma", "mother", TODAY),
        **changed,
    )


def given_by(world: World, at: int) -> int:
    """What li would give to a bill of 1 元."""
    answer = world.ask(Settle("ma", "pharmacy", 60_100), at, "h1")
    assert isinstance(answer, tuple)
    (settled,) = answer
    assert isinstance(settled, e.Settled)
    return dict(settled.paid).get("li/personal", 0)


SUSPEND = ChangeStanding("li", "suspended")
RESUME = ChangeStanding("li", "insured")


def test_t27_a_suspension_releases_in_jiangxi() -> None:
    world = pair(on_suspended=("release",))

    assert world.take(SUSPEND, AT) == (
        e.StandingChanged(AT, "li", "suspended"),
        e.RelationEnded(AT, "li", "ma", "suspended"),
    )
    world.take(RESUME, AT)
    assert given_by(world, AT) == 0


@pytest.mark.parametrize("person", ["li", "ma"])
def test_t27_a_suspension_of_either_side_pauses_in_changchun_until_it_is_over(person: str) -> None:
    world = pair(on_suspended=("pause",))

    world.take(ChangeStanding(person, "suspended"), AT)
    assert given_by(world, AT) == 0
    assert world.take(ChangeStanding(person, "insured"), AT) == (
        e.StandingChanged(AT, person, "insured"),
        e.RelationResumed(AT, "li", "ma"),
    )
    assert given_by(world, AT) == 100


def test_t27_a_suspension_does_not_matter_in_xian() -> None:
    world = pair(on_suspended=("ignore",))
    world.take(SUSPEND, AT)

    assert given_by(world, AT) == 100


def test_between_two_places_the_stricter_word_holds() -> None:
    world = pair(on_suspended=("ignore", "release"))

    assert len(world.take(SUSPEND, AT)) == 2


def test_a_suspension_with_a_last_day_is_over_by_itself() -> None:
    world = pair(on_suspended=("pause",))
    world.take(ChangeStanding("li", "suspended", until_day=TODAY + 1), AT)
    over = moment("2025-11-12 00:00")

    assert world.settled(over - 1) == []
    assert world.settled(over) == [
        e.RelationResumed(over, "li", "ma"),
        e.StandingChanged(over, "li", "insured"),
    ]
    assert world.book.people["li"].standing == "insured"


def test_a_suspension_that_was_lifted_early_does_not_end_the_next_one() -> None:
    world = pair(on_suspended=("pause",))
    world.take(ChangeStanding("li", "suspended", until_day=TODAY + 1), AT)
    world.take(RESUME, AT)
    world.take(ChangeStanding("li", "suspended", until_day=TODAY + 30), AT)

    assert world.settled(moment("2025-12-01 00:00")) == []
    assert world.book.people["li"].standing == "suspended"


def test_what_rests_for_both_sides_goes_on_when_both_are_back() -> None:
    world = pair(on_suspended=("pause",))
    world.take(SUSPEND, AT)
    (changed,) = world.take(ChangeStanding("ma", "suspended", until_day=TODAY), AT)
    assert isinstance(changed, e.StandingChanged), "it rests already"

    world.take(RESUME, AT)
    assert world.book.relations["li", "ma"].paused
    world.settled(moment("2025-11-11 00:00"))
    assert not world.book.relations["li", "ma"].paused


@pytest.mark.parametrize(("word", "kept"), [("release", False), ("ignore", True)])
def test_the_end_of_insurance_ends_relations_where_the_policy_says_so(
    word: str, kept: bool
) -> None:
    world = pair(on_ended=(word,))
    world.take(ChangeStanding("ma", "ended"), AT)

    assert (("li", "ma") in world.book.relations) is kept
    assert world.fen("li/personal") == 300_000, "the account is not touched (P12)"


@pytest.mark.parametrize("standing", ["suspended", "ended"])
def test_contributions_stop_and_the_own_money_may_still_be_spent(standing: str) -> None:
    world = pair(credit_rate_bp=200)
    world.take(ChangeStanding("li", standing), AT)

    assert world.ask(Contribute("li", 1_000_000), AT) == Code.STANDING_LAPSED
    assert isinstance(world.ask(Settle("li", "pharmacy", 1), AT, "h1"), tuple)


MOVE = ChangeStanding("li", "moved", "CN-SC-510100")


def test_t57_an_account_is_out_after_10_working_days_and_in_after_5_more() -> None:
    world = pair()
    start = moment("2026-03-02 09:00")
    world.take(MOVE, start)
    out, back = moment("2026-03-16 00:00"), moment("2026-03-23 00:00")

    assert world.settled(out) == [e.AccountMovedOut(out, "li", (("li/personal", 300_000),))]
    assert (world.fen("li/personal"), world.fen("transit/move/li")) == (0, 300_000)
    assert world.settled(back) == [e.AccountMovedIn(back, "li", 300_000, "li/personal")]
    assert (world.fen("li/personal"), world.fen("transit/move/li")) == (300_000, 0)
    assert world.settled(moment("2027-01-01 00:00")) == []


@pytest.mark.parametrize(
    ("started", "out", "back"),
    [
        ("2025-03-03 10:00", "2025-03-17 00:00", "2025-03-24 00:00"),
        ("2025-03-07 10:00", "2025-03-21 00:00", "2025-03-28 00:00"),
        ("2025-03-08 10:00", "2025-03-21 00:00", "2025-03-28 00:00"),
    ],
)
def test_t57_weekends_are_no_working_days(started: str, out: str, back: str) -> None:
    at = moment(started)
    world = World(e.PersonEnrolled(at, "li", HOME, "employee"))
    world.given(e.OpeningPosted(at, "li/personal", 5))

    moved = world.take(MOVE, at)[-1]

    assert isinstance(moved, e.AccountMoveStarted)
    assert (moved.out_at, moved.in_at) == (moment(out), moment(back))


def test_a_move_releases_relations_takes_the_place_of_use_along_and_starts_the_account() -> None:
    world = pair()

    kinds = [type(event) for event in world.take(MOVE, AT)]

    assert kinds == [
        e.RelationEnded,
        e.StandingChanged,
        e.PlaceOfUseChanged,
        e.AccountMoveStarted,
    ]
    li = world.book.people["li"]
    assert (li.insured, li.place, li.standing) == ("CN-SC-510100", "CN-SC-510100", "insured")


def test_a_place_of_use_that_was_chosen_stays_where_it_is() -> None:
    world = pair().given(e.PlaceOfUseChanged(START, "li", "CN-HE"))
    world.take(MOVE, AT)

    assert world.book.people["li"].place == "CN-HE"


def test_relations_outlive_a_move_where_the_policy_says_so() -> None:
    world = pair(on_moved=("ignore",))
    world.take(MOVE, AT)

    assert ("li", "ma") in world.book.relations


@pytest.mark.parametrize(
    ("target", "moves"), [("CN-GD-440300", False), ("CN-SC-510100", True), ("CN-GD", False)]
)
def test_an_account_stays_inside_a_province_that_says_so(target: str, moves: bool) -> None:
    world = World(enrolled("li", "CN-GD-440100"), opening("li/personal", 5), account_moves="stays")

    kinds = [type(x) for x in world.take(ChangeStanding("li", "moved", target), AT)]

    assert (e.AccountMoveStarted in kinds) is moves


def test_a_move_to_where_one_is_changes_nothing_else() -> None:
    world = pair()

    assert world.take(ChangeStanding("li", "moved", HOME), AT) == (
        e.StandingChanged(AT, "li", "moved", HOME),
    )


def test_all_parts_move_with_the_family_account_and_arrive_as_carried_over_money() -> None:
    world = World(enrolled("li", "CN-FJ-350300"), opening("li/personal", 5))
    world.given(e.AccountCredited(START, "li/personal.current", 7))
    world.given(e.MoneySetAside(START, "li", (("li/personal", 2),)))
    world.where("CN-SH", account_parts="current_and_carried")
    world.take(ChangeStanding("li", "moved", "CN-SH"), AT)

    out, back = world.settled(moment("2025-12-30 00:00"))

    assert isinstance(out, e.AccountMovedOut)
    assert dict(out.shares) == {"li/personal": 3, "li/personal.current": 7, "li/family": 2}
    assert isinstance(back, e.AccountMovedIn)
    assert (back.amount_fen, back.target) == (12, "li/personal.carried")


def test_money_that_moved_back_to_a_place_without_parts_can_be_sent() -> None:
    world = World(
        enrolled("li", "CN-SH"), opening("li/personal.carried", 5), opening("li/wallet", 0)
    )
    world.where("CN-SH", account_parts="current_and_carried")
    world.take(ChangeStanding("li", "moved", "CN-JS"), AT)
    world.settled(moment("2025-12-30 00:00"))
    world.given(enrolled("ma", "CN-JS"), opening("ma/wallet", 0))
    world.given(e.RelationBound(START, "li", "ma", "mother", TODAY))

    (event,) = world.take(SendTransfer("li", "ma", 5), moment("2025-12-30 10:00"))

    assert isinstance(event, e.TransferSent)
    assert event.source == "li/personal"


DIES = ChangeStanding("ma", "dead", "li")


@pytest.mark.parametrize(
    ("reading", "heir", "target"),
    [
        ("heir", "li", "li/wallet"),
        ("heir", "jo", "outside/cash"),
        ("heir", None, "outside/fund"),
        ("return", None, "li/personal"),
        ("fund", "li", "outside/fund"),
    ],
)
def test_t34_wallet_money_of_who_has_died_goes_by_the_reading_in_force(
    reading: str, heir: str | None, target: str
) -> None:
    world = pair(wallet_estate=reading).given(enrolled("jo", HOME))

    events = world.take(ChangeStanding("ma", "dead", heir), AT)

    assert e.EstatePaid(AT, "ma", (("ma/wallet", 60_000),), target) in events
    assert world.fen("ma/wallet") == 0


@pytest.mark.parametrize(
    ("heir", "target"),
    [
        ("wife", "wife/personal"),
        ("out", "outside/cash"),
        ("gone", "outside/cash"),
        (None, "outside/fund"),
    ],
)
def test_t35_quotas_come_back_and_then_the_account_is_inherited(
    heir: str | None, target: str
) -> None:
    world = pair().given(enrolled("wife", HOME), enrolled("out", HOME, "none"), enrolled("gone"))
    world.given(e.StandingChanged(START, "gone", "ended"))
    world.given(e.QuotaGranted(START, "li", "ma", "li/personal", 100_000))

    assert world.take(ChangeStanding("li", "dead", heir), AT) == (
        e.QuotaReleased(AT, "li", "ma", "li/personal", 100_000, "dead"),
        e.RelationEnded(AT, "li", "ma", "dead"),
        e.EstatePaid(AT, "li", (("li/personal", 300_000),), target),
        e.StandingChanged(AT, "li", "dead", heir),
    )
    assert [fen for a, fen in world.book.balances.items() if a.startswith("li/") and fen] == []


def test_where_the_fund_inherits_it_gets_the_account() -> None:
    world = pair(estate="fund")
    world.take(ChangeStanding("li", "dead", "ma"), AT)

    assert world.fen("outside/fund") == 300_000


def test_t36_a_credit_that_comes_after_death_goes_back_to_the_fund() -> None:
    world = pair(credit_rate_bp=200)
    world.take(ChangeStanding("li", "dead", "ma"), AT)
    before = world.fen("outside/cash")

    world.take(Credit("li", 20_000), AT)

    assert world.fen("outside/fund") == 20_000
    assert (world.fen("li/personal"), world.fen("outside/cash")) == (0, before)
    assert world.ask(Contribute("li", 1_000_000), AT) == Code.PERSON_DEAD


def test_nobody_dies_twice_or_inherits_from_himself_or_unknown() -> None:
    world = pair()

    assert world.ask(ChangeStanding("ma", "dead", "ma"), AT) == Code.SAME_PERSON
    assert world.ask(ChangeStanding("ma", "dead", "ghost"), AT) == Code.NOT_ENROLLED
    world.take(DIES, AT)
    assert world.ask(DIES, AT) == Code.PERSON_DEAD


def test_transfers_under_way_go_back_when_either_side_dies() -> None:
    for person in ("li", "ma"):
        world = pair().given(sent_to_ma("t1", 5_000))
        events = world.take(ChangeStanding(person, "dead"), AT)

        assert events[0] == e.TransferReturned(AT, "t1", "li", "li/personal", "ma", 5_000)
        assert world.ask(AcceptTransfer("t1"), AT) == Code.NOT_PENDING
        assert world.settled(next_day("06:00")) == []
        assert world.fen("li/personal") == (0 if person == "li" else 300_000)


def sent_to_ma(transfer: str, fen: int) -> e.TransferSent:
    event = sent(transfer, fen, START, next_day("06:00"))
    return e.TransferSent(event.at, transfer, "li", event.source, "ma", fen, event.returns_at)


def test_money_in_flight_is_inherited_too() -> None:
    world = pair()
    world.take(MOVE, AT)
    world.settled(moment("2025-11-24 00:00"))
    world.take(ChangeStanding("li", "dead"), moment("2025-11-25 10:00"))

    assert world.fen("outside/fund") == 300_000
    assert world.settled(moment("2026-01-01 00:00")) == []


def test_nothing_is_sent_to_the_dead() -> None:
    world = pair().given(e.StandingChanged(AT, "ma", "dead"))

    assert world.ask(SendTransfer("li", "ma", 1), AT) == Code.PERSON_DEAD


@pytest.mark.parametrize(("standing", "to"), [("resting", None), ("moved", None)])
def test_a_standing_nobody_can_have_does_not_exist(standing: str, to: str | None) -> None:
    with pytest.raises(ValueError, match=r"none of|some region"):
        ChangeStanding("li", standing, to)
