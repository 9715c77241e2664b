"""A ledger that was closed and opened again goes on as if it had never been closed."""

from pathlib import Path

import pytest

from ledger.core.commands import (
    ChangeStanding,
    Command,
    Contribute,
    Credit,
    Enrol,
    PostOpening,
)
from ledger.core.events import YearRolled
from ledger.scenario.run import run
from ledger.session import Session
from ledger.words.moments import DAY
from tests.ledgers import moment, opened, reopened
from tests.scenarios.stories import FILES, stem, story

YEAR = 400 * DAY


def what_time_does(session: Session) -> list[object]:
    """What falls due in more than a year to come, with nobody doing anything."""
    session.settle(session.book.now + YEAR)
    return list(session.settled)


@pytest.mark.parametrize("path", FILES, ids=stem)
def test_what_falls_due_after_a_shipped_story_is_the_same_when_it_is_opened_again(
    path: Path,
) -> None:
    live = run(story(path)).session
    again, before = reopened(live), len(live.settled)

    assert what_time_does(again) == what_time_does(live)[before:]


def test_a_year_that_has_rolled_does_not_roll_again() -> None:
    before: list[Command] = [Enrol("zhang", "CN-SH", "employee"), PostOpening("zhang/wallet", 0)]
    session = opened(before, moment("2025-12-01 08:00"))
    for when, fen in (("2025-12-05 08:00", 100), ("2026-01-05 08:00", 70)):
        session.handle(Credit("zhang/personal", fen), at=moment(when), key=when)

    again = reopened(session)
    again.handle(Contribute("zhang", 100_000), at=moment("2026-02-05 08:00"), key="c")

    rolled = [s.event for s in again.journal.read() if isinstance(s.event, YearRolled)]
    assert [(r.at, r.amount_fen) for r in rolled] == [(moment("2026-01-01 00:00"), 100)]


def test_an_account_that_has_moved_does_not_move_again() -> None:
    session = opened([Enrol("li", "CN-SN", "employee"), PostOpening("li/personal", 500)])
    session.handle(ChangeStanding("li", "moved", "CN-HE"), at=moment("09:00"), key="")
    session.settle(moment("2026-03-01 09:00"))

    again = reopened(session)
    again.settle(moment("2026-03-02 09:00"))

    assert len(session.settled) == 2, "the account left, and arrived"
    assert again.settled == []
