"""Every region by the whole shipped book: a bound mother in Hebei, and the first line that is met.

Nothing is let through here. What must come is read from the files as plain text, rule by rule.
"""

from datetime import date, timedelta

import pytest

from ledger.core.commands import Bind, Enrol, PostOpening, SendTransfer
from ledger.policy import shipped
from ledger.words.moments import parse_hours, parse_moment
from tests.probes.raw import book, fen, number, stated
from tests.probes.world import MUCH_FEN, World

MOTHER = "CN-HE"
"""Her place: live on the first day of all."""

DAYS = (
    "2024-11-15",
    "2025-02-07",
    "2025-03-14",
    "2025-05-08",
    "2025-07-03",
    "2025-10-10",
    "2026-01-08",
)
REGIONS = sorted({region for _, region in book()} - {"CN"})


def world_of(region: str, day: str) -> World:
    """Li, bound to his mother since the day before, so that next-day relations stand."""
    eve = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
    return World(
        shipped.shipped(),
        eve,
        (
            Enrol("li", region, "employee"),
            Enrol("wang", MOTHER, "resident"),
            PostOpening("li/personal", MUCH_FEN),
            PostOpening("li/wallet", 0),
            PostOpening("wang/wallet", 0),
            Bind("li", "wang", "mother"),
        ),
    )


def sends(world: World, amount_fen: int, day: str, time: str) -> str:
    answer = world.ask(SendTransfer("li", "wang", amount_fen), parse_moment(f"{day} {time}"))
    if answer == "pending":
        assert world.accept() == "ok"
    return answer


def is_open(region: str, day: str) -> bool:
    return bool(stated("wallet.open", region, day, {}) == "open")


@pytest.mark.parametrize("region", REGIONS)
def test_a_region_sends_where_its_files_let_it_and_up_to_its_caps(region: str) -> None:
    for day in DAYS:
        if not is_open(region, day):
            assert sends(world_of(region, day), 1, day, "10:00") == "REGION_NOT_OPEN"
            continue
        cap_fen = fen(stated("transfer.cap.each", region, day, {}))
        total = stated("transfer.amount.per_day", region, day, {})
        total_fen = MUCH_FEN if total is None else fen(total)
        world, most_fen = world_of(region, day), min(cap_fen, total_fen)

        over = "TRANSFER_CAP_EACH" if most_fen == cap_fen else "TRANSFER_DAY_AMOUNT"
        assert sends(world, most_fen + 1, day, "10:00") == over
        assert sends(world, most_fen, day, "10:00") == "pending"
        rest = "pending" if total_fen > most_fen else "TRANSFER_DAY_AMOUNT"
        assert sends(world, 1, day, "10:00") == rest


@pytest.mark.parametrize("region", REGIONS)
def test_a_region_sends_as_often_as_its_files_say_and_again_the_next_morning(region: str) -> None:
    for day in (day for day in DAYS[:-1] if is_open(region, day)):
        count = number(stated("transfer.count.per_day", region, day, {}))
        world = world_of(region, day)
        next_day = (date.fromisoformat(day) + timedelta(days=1)).isoformat()

        assert [sends(world, 1, day, "10:00") for _ in range(count)] == ["pending"] * count
        assert sends(world, 1, day, "21:59:59.999999") == "TRANSFER_DAY_COUNT"
        opens = parse_hours(stated("transfer.closed", region, day, {}))[0].end
        morning = parse_moment(f"{next_day} 00:00") + opens
        assert world.ask(SendTransfer("li", "wang", 1), morning) == "pending"


@pytest.mark.parametrize("region", REGIONS)
def test_a_region_is_closed_from_the_first_to_the_last_microsecond(region: str) -> None:
    for day in (day for day in DAYS if is_open(region, day)):
        ((start, end),) = parse_hours(stated("transfer.closed", region, day, {}))
        world, midnight = world_of(region, day), parse_moment(f"{day} 00:00")

        told = []
        for time in sorted((start - 1, start, end - 1, end)):
            told.append(world.ask(SendTransfer("li", "wang", 1), midnight + time))
            if told[-1] == "pending":
                assert world.accept() == "ok"

        assert told == ["HOURS_CLOSED", "pending", "pending", "HOURS_CLOSED"]
