"""What time itself does: at which instant, in which order, and never twice."""

from ledger.core import events as e
from ledger.core.commands import Bind, Unbind
from ledger.core.due import next_due
from ledger.words.moments import DAY
from tests.core.build import START, World, bound, day, enrolled, family, moment, next_day, sent

AT = moment("10:00")
SIX = next_day("06:00")
MIDNIGHT = next_day("00:00")


def test_nothing_is_due_before_its_instant_and_everything_at_it() -> None:
    world = World(*family(), sent("t1", 100, AT, SIX))

    assert next_due(world.book, SIX - 1) is None
    assert next_due(world.book, SIX) == e.TransferReturned(
        SIX, "t1", "li", "li/personal", "wang", 100
    )


def test_what_falls_due_long_ago_happens_at_its_own_moment() -> None:
    world = World(*family(), sent("t1", 100, AT, SIX))

    (event,) = world.settled(SIX + 30 * DAY)

    assert event.at == SIX


def test_at_one_instant_transfers_return_by_id_and_then_relations_end_by_names() -> None:
    world = World(*family(), enrolled("zhang"))
    for giver, member in (("wang", "li"), ("li", "zhang"), ("zhang", "li")):
        world.given(bound(giver, member, None, day("2025-11-10")))
    world.given(*(sent(transfer, 100, AT, MIDNIGHT) for transfer in ("t9", "t10", "a1")))

    done = world.settled(MIDNIGHT)

    assert [getattr(event, "transfer", None) for event in done[:3]] == ["a1", "t10", "t9"]
    assert [(x.giver, x.member) for x in done[3:] if isinstance(x, e.RelationEnded)] == [
        ("li", "zhang"),
        ("wang", "li"),
        ("zhang", "li"),
    ]
    assert len(done) == 6


def test_what_falls_due_earlier_happens_first_whatever_its_kind() -> None:
    world = World(*family(), bound("wang", "li", None, day("2025-11-10")), sent("t1", 1, AT, SIX))

    assert [type(event) for event in world.settled(SIX)] == [e.RelationEnded, e.TransferReturned]


def test_a_relation_ends_at_the_midnight_after_its_last_day() -> None:
    world = World(*family(), bound("wang", "li", None, day("2025-11-12")))
    midnight = moment("2025-11-13 00:00")

    assert world.settled(midnight - 1) == []
    assert world.settled(midnight) == [e.RelationEnded(midnight, "wang", "li", "until")]


def test_a_relation_without_a_last_day_never_ends_by_itself() -> None:
    assert World(*family()).settled(START + 10_000 * DAY) == []


def test_a_transfer_that_was_answered_does_not_return() -> None:
    world = World(*family(), sent("t1", 100, AT, SIX), sent("t2", 100, AT, SIX))
    world.given(e.TransferAccepted(AT, "t1", "li", "li/personal", "wang", 100))
    world.given(e.TransferDeclined(AT, "t2", "li", "li/personal", "wang", 100))

    assert world.settled(SIX) == []


def test_a_relation_released_and_bound_again_ends_only_by_its_new_last_day() -> None:
    released = e.RelationEnded(AT, "wang", "li", "released")
    world = World(*family(), bound("wang", "li", None, day("2025-11-10")), released)
    world.given(bound("wang", "li", None, day("2025-11-20")))

    assert world.settled(moment("2025-11-20 23:59:59.999999")) == []
    assert len(world.settled(moment("2025-11-21 00:00"))) == 1


def test_a_relation_bound_twice_until_the_same_day_ends_once() -> None:
    world = World(*family(), bound("wang", "li", None, day("2025-11-10")))
    world.take(Unbind("wang", "li"), AT)
    world.take(Bind("wang", "li", "son", None, day("2025-11-10")), AT)

    assert len(world.settled(MIDNIGHT)) == 1
    assert world.settled(MIDNIGHT + DAY) == []


def test_what_was_overdue_when_it_was_made_falls_due_at_once_and_time_never_goes_back() -> None:
    world = World(*family())
    world.take(Bind("wang", "li", "son", None, day("2025-01-01")), AT)
    world.given(sent("t1", 100, AT, moment("06:00")))

    done = world.settled(AT)

    assert {event.at for event in done} == {AT}
    assert [type(event) for event in done] == [e.RelationEnded, e.TransferReturned]
    assert world.fen("li/personal") == 800_000
