"""T72: over a year of five provinces not a fen appears or is lost, at any event (W30)."""

from collections import Counter

import pytest

from ledger.core.book import Book
from ledger.core.events import ClearingPaid
from ledger.core.evolve import evolve
from ledger.core.postings import legs
from ledger.journal import Stored
from ledger.reports.clearing import clearing
from ledger.reports.statement import statement
from ledger.words.accounts import CONTRIBUTION, OPENING, is_outside
from ledger.words.moments import format_moment
from tests.scenarios.stories import FOLDER, told

FILE = FOLDER / "t72-a-year-of-five-provinces.yaml"
CLEARING = "outside/clearing/"
MONTHS = (
    ("2025-10", (("CN-HE", "CN-SH", 7_020),)),
    ("2026-02", (("CN-SH", "CN-HA", 49_695),)),
    ("2026-03", (("CN-SH", "CN-HA", 90_035),)),
    (
        "2026-04",
        (("CN-HB", "CN-HA", 34_765), ("CN-SH", "CN-HA", 60_270), ("CN-SH", "CN-HE", 55_050)),
    ),
    ("2026-05", (("CN-SH", "CN-HA", -49_695), ("CN-SH", "CN-HE", -55_050))),
)
"""What provinces owe each other, worked out by hand from the shares written in the file."""


@pytest.fixture(scope="module")
def events() -> list[Stored]:
    return list(told(FILE)[0].journal.read())


def test_the_year_holds_as_written() -> None:
    made, _ = told(FILE)

    assert made.failures == []
    assert len(made.answers) > 150
    assert made.verdicts.total() - made.verdicts["ok"] - made.verdicts["pending"] > 10


def test_all_balances_sum_to_zero_at_every_event(events: list[Stored]) -> None:
    book, wrong = Book(), []
    for stored in events:
        evolve(book, stored.event)
        if sum(book.balances.values()):
            wrong.append(stored.seq)

    assert wrong == []
    assert book.balances == told(FILE)[0].book.balances


def test_what_people_hold_and_what_was_spent_is_what_came_in_at_every_event(
    events: list[Stored],
) -> None:
    """Accounts, wallets, quotas, pending, in flight and spent = opening and credits."""
    sums: Counter[str] = Counter()
    wrong = []
    for stored in events:
        for account, fen in legs(stored.event):
            sums[kind_of(account)] += fen
        if sums["held"] + sums["spent"] != -sums["came in"] or sums["clearing"]:
            wrong.append((stored.seq, dict(sums)))

    assert wrong == []
    assert -sums["came in"] > 2_000_000


def kind_of(account: str) -> str:
    """Whether money stands with people, has left them, came from outside, or is only owed."""
    if account in {OPENING, CONTRIBUTION}:
        return "came in"
    if account.startswith(CLEARING):
        return "clearing"
    return "spent" if is_outside(account) else "held"


def test_no_account_of_people_is_below_zero_at_any_event(events: list[Stored]) -> None:
    book, below = Book(), []
    for stored in events:
        evolve(book, stored.event)
        below += [(stored.seq, a) for a, f in book.balances.items() if f < 0 and not is_outside(a)]

    assert below == []


def test_the_clearing_of_each_month_adds_up_to_the_fen(events: list[Stored]) -> None:
    months = clearing(events)

    assert [(month.month, month.owed) for month in months] == list(MONTHS)
    assert [format_moment(month.paid_at or 0) for month in months] == [
        "2025-11-01 00:00",
        "2026-03-01 00:00",
        "2026-04-01 00:00",
        "2026-05-01 00:00",
        "2026-06-01 00:00",
    ]


def test_nothing_is_owed_between_provinces_once_a_month_is_cleared(events: list[Stored]) -> None:
    book, left = Book(), []
    for stored in events:
        evolve(book, stored.event)
        if isinstance(stored.event, ClearingPaid):
            left += [fen for account, fen in book.balances.items() if account.startswith(CLEARING)]

    assert left
    assert not any(left)
    assert not any(book.owed.values())


@pytest.mark.parametrize("person", ["zhang", "wang", "fu", "mei", "lin", "bao"])
def test_every_statement_ends_at_what_the_person_holds(person: str, events: list[Stored]) -> None:
    book = told(FILE)[0].book
    held = {a: fen for a, fen in book.balances.items() if a.startswith(f"{person}/") and fen}

    made = statement(events, person)

    assert {account: fen for account, fen in made.balances.items() if fen} == held
    assert sum(line.after_fen - line.before_fen for line in made.lines) == sum(held.values())
