"""Every shipped value that a transfer reads, probed at its line and on its first and last day.

The probes are made from the policy files: each parameter, each region that states it, each reading,
the days around each first and last day. What must come is read from the files as plain text.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from ledger.core.commands import Bind, Command, Enrol, PostOpening, Sanction, SendTransfer
from ledger.core.decide import FAMILIES
from ledger.words.moments import DAY, MINUTE, parse_due, parse_hours, parse_moment
from ledger.words.vocabulary import KIN
from tests.probes.raw import Chosen, book, definitions, edges, fen, number, stated
from tests.probes.world import LETS_PASS, MUCH_FEN, World, alone, by_name

ELSEWHERE = ("CN-HN", "CN-HE")
"""Where the other side is insured: the first that is not the region probed."""

Probe = Callable[[World, Any], None]
"""Asks along the line of a value as written; None where nothing is in force."""


def family(payer: str, payee: str) -> tuple[Command, ...]:
    return (
        Enrol("li", payer, "employee"),
        Enrol("wang", payee, "resident"),
        Enrol("new", payee, "resident"),
        PostOpening("li/personal", MUCH_FEN),
        PostOpening("li/wallet", MUCH_FEN),
        PostOpening("wang/wallet", 0),
    )


def caps_one(world: World, written: Any) -> None:
    cap_fen = fen(written)

    assert world.send(cap_fen - 1) == "pending"
    assert world.send(cap_fen) == "pending"
    assert world.send(cap_fen + 1) == "TRANSFER_CAP_EACH"
    assert world.send(1) == "pending"


def caps_the_day(world: World, written: Any) -> None:
    if written is None:
        assert world.send(MUCH_FEN // 2) == "pending"
        return
    cap_fen = fen(written)

    assert world.send(cap_fen + 1) == "TRANSFER_DAY_AMOUNT"
    assert world.send(cap_fen - 1) == "pending"
    assert world.send(2) == "TRANSFER_DAY_AMOUNT"
    assert world.send(1) == "pending"
    assert world.send(1) == "TRANSFER_DAY_AMOUNT"


def caps_the_count(world: World, written: Any) -> None:
    count = number(written)

    assert [world.send(1) for _ in range(count)] == ["pending"] * count
    assert world.send(1) == "TRANSFER_DAY_COUNT"


def caps_the_pending(world: World, written: Any) -> None:
    count = number(written)

    assert [world.send(1) for _ in range(count)] == ["pending"] * count
    assert world.send(1) == "PENDING_OPEN"
    assert world.session.settled == []


def closes(world: World, written: Any) -> None:
    """One microsecond before each edge, and at it."""
    windows = parse_hours(written) if written is not None else ()
    edges_of_day = {time for window in windows for time in (window.start, window.end)}
    times = {time for edge in edges_of_day for time in (edge - 1, edge)} | {12 * 60 * MINUTE}
    for time in sorted(time % DAY for time in times):
        shut = any(
            (start <= time < end) if start <= end else (time >= start or time < end)
            for start, end in windows
        )
        moment = parse_moment(f"{world.day} 00:00") + time
        answer = world.ask(SendTransfer("li", "wang", 1), moment)
        assert answer == ("HOURS_CLOSED" if shut else "pending"), time


def returns(world: World, written: Any) -> None:
    assert world.send(1) == "pending"
    transfer = world.last()
    due = parse_due(written).after(world.at("10:00"))

    world.session.settle(due - 1)
    assert transfer in world.session.book.pending
    world.session.settle(due)
    assert transfer not in world.session.book.pending
    assert world.session.book.balances["li/personal"] == MUCH_FEN


def counts_what_came_back(world: World, written: Any) -> None:
    assert world.send(1) == "pending"
    assert world.decline() == "ok"
    assert world.send(1) == ("TRANSFER_DAY_COUNT" if written == "counted" else "pending")


def meets_no_wallet(world: World, written: Any) -> None:
    answers = {"reject": "WALLET_NOT_OPEN", "pend_then_return": "pending"}

    assert world.send(1, payee="new") == answers[written]
    assert world.send(1) == "pending"


def asks_for_kin(world: World, written: Any) -> None:
    bound = Bind("li", "wang", "mother")

    assert world.send(1) == ("KIN_NOT_BOUND" if written == "required" else "pending")
    assert world.ask(bound, world.at("11:00")) == "ok"
    assert world.send(1, "11:00") == "pending"


def meets_a_suspended_payee(world: World, written: Any) -> None:
    assert world.send(1) == "pending"
    assert world.ask(Sanction("wang", "lent_card"), world.at("10:00")) == "ok"
    assert world.send(1) == ("pending" if written == "allowed" else "SETTLEMENT_SUSPENDED")


def lists_kin(world: World, written: Any) -> None:
    answers = {}
    for kin in KIN:
        world.ask(Enrol(kin, "CN-HN", "resident"), world.at("08:00"))
        answers[kin] = world.ask(Bind("li", kin, kin), world.at("08:00"))

    assert {kin for kin, answer in answers.items() if answer == "ok"} == set(written or ())
    assert set(answers.values()) <= {"ok", "KIN_NOT_LISTED"}


def word(answers: dict[Any, str], source: str = "li", payee: str = "wang") -> Probe:
    """The probe of a choice: what a transfer is told under each of its words."""

    def probe(world: World, written: Any) -> None:
        assert world.send(1, source=source, payee=payee) == answers[written]

    return probe


PROBES: dict[str, tuple[str, Probe]] = {
    "wallet.model": (
        "MODEL_NOT_IN_FORCE",
        word({"transfer": "pending", "quota": "MODEL_NOT_IN_FORCE"}),
    ),
    "wallet.to_account": (
        "WALLET_TO_ACCOUNT",
        word({"not_allowed": "WALLET_TO_ACCOUNT"}, payee="wang/personal"),
    ),
    "wallet.onward": (
        "ONWARD_NOT_ALLOWED",
        word({"allowed": "pending", "not_allowed": "ONWARD_NOT_ALLOWED"}, "li/wallet"),
    ),
    "wallet.open": (
        "REGION_NOT_OPEN",
        word({"open": "pending", "not_open": "REGION_NOT_OPEN"}),
    ),
    "transfer.on_unopened": ("WALLET_NOT_OPEN", meets_no_wallet),
    "transfer.kin": ("KIN_NOT_BOUND", asks_for_kin),
    "kin.list": ("KIN_NOT_BOUND", lists_kin),
    "transfer.closed": ("HOURS_CLOSED", closes),
    "transfer.pending.cap": ("PENDING_OPEN", caps_the_pending),
    "transfer.return_at": ("PENDING_OPEN", returns),
    "transfer.cap.each": ("TRANSFER_CAP_EACH", caps_one),
    "transfer.count.per_day": ("TRANSFER_DAY_COUNT", caps_the_count),
    "day.counts_returned": ("TRANSFER_DAY_COUNT", counts_what_came_back),
    "transfer.amount.per_day": ("TRANSFER_DAY_AMOUNT", caps_the_day),
    "sanction.receive": ("SETTLEMENT_SUSPENDED", meets_a_suspended_payee),
    "transfer.acceptance": ("pending", word({"required": "pending", "automatic": "ok"})),
}
"""For each parameter: the answer where no value is in force and that refuses, and its probe."""

BESIDE: dict[str, tuple[tuple[str, Any], ...]] = {
    "day.counts_returned": (("transfer.count.per_day", 1),),
}
"""What else must hold for a parameter to be felt at all."""

STATED = sorted(key for key in book() if key[0] in PROBES)


def probe(parameter: str, region: str, day: str, chosen: Chosen, *, pays: bool) -> None:
    """Ask along one value, with the region on one side and elsewhere on the other."""
    elsewhere = next(place for place in ELSEWHERE if place != region[:5])
    sides = (region, elsewhere) if pays else (elsewhere, region)
    policy = alone(parameter, elsewhere, by_name(chosen), BESIDE.get(parameter, ()))
    world = World(policy, day, family(*sides))
    absent, asks = PROBES[parameter]
    definition, written = definitions()[parameter], stated(parameter, region, day, chosen)
    if definition["applies_to"] not in {"both", "sender" if pays else "receiver"}:
        assert world.send(1, source="li/wallet") in {"pending", "ok"}
    elif written is None and definition["when_absent"] == "refuse":
        assert world.send(1) == absent
    else:
        asks(world, written)


@pytest.mark.parametrize("key", STATED, ids="@".join)
def test_a_value_holds_at_its_line_and_on_its_days_for_the_side_it_is_about(
    key: tuple[str, str],
) -> None:
    parameter, region = key
    for day, chosen in edges(parameter, region):
        for pays in (True, False):
            probe(parameter, region, day, chosen, pays=pays)


def test_every_parameter_that_a_transfer_reads_is_probed() -> None:
    read = {name for rule in FAMILIES[SendTransfer].rules for name in rule.uses}

    assert read <= set(PROBES)
    assert set(PROBES) == set(LETS_PASS)


def test_the_probes_are_many() -> None:
    days = [day for parameter, region in STATED for day in edges(parameter, region)]

    assert len(days) > 150
    assert all(a <= b for a, b in pairwise(STATED))
