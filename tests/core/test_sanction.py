"""Sanctions: how long nothing is settled, what is paid back, what fine the law knows."""

from typing import Any

import pytest

from ledger.core import events as e
from ledger.core.commands import Contribute, Sanction, SendTransfer, Settle, Spend
from ledger.core.refusals import Code
from ledger.words.vocabulary import INTENTS, OFFENCES
from tests.core.build import World, day, enrolled, family, moment

AT = moment("2026-05-10 10:00")
COUNTED = frozenset(INTENTS)


def world(**changed: object) -> World:
    return World(*family(), **changed)


def booked(command: Sanction, **changed: object) -> e.PersonSanctioned:
    (event,) = world(**changed).take(command, AT)
    assert isinstance(event, e.PersonSanctioned)
    return event


def test_t38_a_lent_card_without_intent_brings_no_fine() -> None:
    event = booked(Sanction("li", "lent_card", 3, 80_000), intents=COUNTED)

    assert event == e.PersonSanctioned(AT, "li", "lent_card", day("2026-08-09"), 80_000)


def test_t39_lending_against_gifts_counts_as_intent_and_brings_2_to_5_times_the_loss() -> None:
    event = booked(Sanction("li", "lent_card", 12, 80_000, "gifts"), intents=COUNTED)

    assert (event.fine_least_fen, event.fine_most_fen) == (160_000, 400_000)
    assert event.intent == "gifts"


def test_before_the_rules_count_it_the_same_intent_brings_no_fine() -> None:
    event = booked(Sanction("li", "lent_card", 12, 80_000, "gifts"))

    assert (event.fine_least_fen, event.fine_most_fen) == (0, 0)


@pytest.mark.parametrize("offence", OFFENCES)
def test_using_anothers_card_or_a_dead_persons_is_fraud_by_itself(offence: str) -> None:
    event = booked(Sanction("li", offence, None, 100))

    fined = offence in {"impersonation", "dead_persons_card"}
    assert (event.fine_least_fen, event.fine_most_fen) == ((200, 500) if fined else (0, 0))


@pytest.mark.parametrize(("months", "taken"), [(2, False), (3, True), (12, True), (13, False)])
def test_the_months_lie_in_the_range_of_the_law(months: int, taken: bool) -> None:
    codes = world().fails(Sanction("li", "resale", months), AT)

    assert codes == ([] if taken else [Code.SANCTION_MONTHS])


@pytest.mark.parametrize(
    ("months", "decides"), [(2, "sanction.months.least"), (13, "sanction.months.most")]
)
def test_the_bound_that_is_passed_decides(months: int, decides: str) -> None:
    finding = world().finding(Sanction("li", "resale", months), AT, Code.SANCTION_MONTHS)

    assert finding.parameter == decides


@pytest.mark.parametrize(
    ("at", "months", "until"),
    [
        ("2026-05-10 10:00", None, "2026-08-09"),
        ("2026-11-30 10:00", 3, "2027-02-27"),
        ("2026-12-31 10:00", 12, "2027-12-30"),
    ],
)
def test_the_day_of_the_sanction_is_the_first_of_its_months(
    at: str, months: int | None, until: str
) -> None:
    (event,) = world().take(Sanction("li", "resale", months), moment(at))

    assert isinstance(event, e.PersonSanctioned)
    assert event.until_day == day(until)


def test_t41_settling_stops_to_the_last_day_and_credits_still_come() -> None:
    place = world(credit_rate_bp=200)
    place.take(Sanction("li", "resale", 6), AT)
    commands: list[Any] = [Settle("li", "pharmacy", 1), Spend("li", 1, "pharmacy")]

    for command in commands:
        last = moment("2026-11-09 23:59:59.999999")
        assert place.ask(command, last, "h1") == Code.SETTLEMENT_SUSPENDED
        assert isinstance(place.ask(command, moment("2026-11-10 00:00"), "h1"), tuple)
    assert isinstance(place.ask(Contribute("li", 1_000_000), AT), tuple)


def test_t41_the_facts_say_until_when() -> None:
    place = world()
    place.take(Sanction("li", "resale", 6), AT)

    finding = place.finding(Settle("li", "pharmacy", 1), AT, Code.SETTLEMENT_SUSPENDED)

    assert finding.facts == {"until_day": day("2026-11-09")}


@pytest.mark.parametrize(("reading", "taken"), [("allowed", True), ("not_allowed", False)])
def test_t41_whether_money_may_be_received_is_a_reading(reading: str, taken: bool) -> None:
    place = world(sanctioned_receives=reading)
    place.take(Sanction("wang", "resale", 6), AT)

    codes = place.fails(SendTransfer("li", "wang", 1), AT)

    assert codes == ([] if taken else [Code.SETTLEMENT_SUSPENDED])
    assert place.fails(SendTransfer("li/wallet", "wang", 1), moment("2026-11-10 10:00")) == []


def test_a_second_sanction_never_shortens_the_first() -> None:
    place = world()
    place.take(Sanction("li", "resale", 12), AT)
    place.take(Sanction("li", "resale", 3), AT)

    assert place.book.people["li"].sanctioned_until == day("2027-05-09")


def test_the_loss_goes_back_to_the_fund() -> None:
    place = world()
    place.take(Sanction("li", "false_kin", 3, 4_000), AT)

    assert (place.fen("outside/fund"), place.fen("outside/cash")) == (4_000, -4_000)


def test_an_offence_nobody_knows_does_not_exist() -> None:
    with pytest.raises(ValueError, match="none of"):
        Sanction("li", "jaywalking")
    with pytest.raises(ValueError, match="pays back"):
        Sanction("li", "resale", 3, -1)


def test_the_dead_are_not_sanctioned() -> None:
    place = World(enrolled("li"), e.StandingChanged(moment("08:00"), "li", "dead"))

    assert place.ask(Sanction("li", "resale"), AT) == Code.PERSON_DEAD
