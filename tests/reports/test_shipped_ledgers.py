"""Every shipped story, read as a ledger: statements, balances and clearing add up to the fen."""

from pathlib import Path

import pytest

from ledger.core import events as e
from ledger.reports.balances import people
from ledger.reports.clearing import clearing
from ledger.reports.fold import standing
from ledger.reports.statement import statement
from tests.scenarios.stories import FILES, stem, told


@pytest.mark.parametrize("path", FILES, ids=stem)
def test_the_statements_of_a_story_come_to_its_balances_and_together_to_nothing(path: Path) -> None:
    made = told(path)[0]
    events, held = list(made.journal.read()), made.book.balances

    found: dict[str, int] = {}
    for of in (*made.book.people, "transit", "outside"):
        account = statement(events, of)
        assert sum(line.fen for line in account.lines) == account.total_fen
        found |= account.balances
    assert {a: fen for a, fen in found.items() if fen} == {a: fen for a, fen in held.items() if fen}
    assert sum(found.values()) == 0


@pytest.mark.parametrize("path", FILES, ids=stem)
def test_every_refusal_of_a_story_is_on_a_statement_of_somebody_it_names(path: Path) -> None:
    made = told(path)[0]
    events = list(made.journal.read())
    refused = {s.seq for s in events if isinstance(s.event, e.Refused)}

    told_of = {
        line.seq
        for person in made.book.people
        for line in statement(events, person).lines
        if line.code
    }
    assert told_of <= refused
    assert all(_names_nobody(events[seq - 1].event) for seq in refused - told_of)


def _names_nobody(event: e.Event) -> bool:
    """Whether a refused command is about something that never was, or somebody never enrolled."""
    return isinstance(event, e.Refused) and event.code in {
        *("NOT_PENDING", "NOT_SPENT", "NOT_SETTLED", "NOT_ENROLLED"),
    }


@pytest.mark.parametrize("path", FILES, ids=stem)
def test_the_people_of_a_story_and_the_world_outside_come_to_nothing(path: Path) -> None:
    made = told(path)[0]

    book = standing(made.journal).book
    outside = sum(fen for a, fen in book.balances.items() if a.startswith("outside/"))
    has = list(people(book))
    assert outside + sum(h.balance_fen + h.pending_fen + h.in_flight_fen for h in has) == 0
    assert all(h.available_fen + h.frozen_fen == h.balance_fen for h in has)


@pytest.mark.parametrize("path", FILES, ids=stem)
def test_nothing_that_a_story_has_told_is_due_again_at_its_end(path: Path) -> None:
    assert not standing(told(path)[0].journal).overdue


@pytest.mark.parametrize("path", FILES, ids=stem)
def test_the_clearing_of_a_story_is_what_is_paid_and_what_still_stands_open(path: Path) -> None:
    made = told(path)[0]
    months = clearing(made.journal.read())

    for month in months:
        assert sum(fen for _, _, fen in month.owed) == sum(x.owed_fen for x in month.gross)
    still = {(a, b): fen for m in months if m.paid_at is None for a, b, fen in m.owed}
    assert still == {pair: fen for pair, fen in made.book.owed.items() if fen}
    position: dict[str, int] = {}
    for (owes, is_owed), fen in still.items():
        position[owes] = position.get(owes, 0) - fen
        position[is_owed] = position.get(is_owed, 0) + fen
    held = made.book.balances.items()
    accounts = {a.rpartition("/")[2]: fen for a, fen in held if a.startswith("outside/clearing/")}
    assert {p: fen for p, fen in accounts.items() if fen} == {
        p: f for p, f in position.items() if f
    }
