"""Every fault planted in the engine is found, by histories and on a shipped story."""

import pytest

from ledger.oracle.beside import Beside
from ledger.scenario.run import run
from tests.histories import FoundError, made_up
from tests.oracle.planted import FAULTS, Plant
from tests.scenarios.stories import FILES, story

SHOWN_BY = {
    "a credit is booked twice": "exact-to-the-fen",
    "the cap itself is refused": "edges-of-the-closed-hours",
    "a day ends at another hour than midnight in Beijing": "t02-the-count-restarts-next-day",
    "the payee's transfers are counted": "t01-four-transfers-in-one-day",
    "a rule is skipped": "t06-one-pending-at-a-time",
    "two rules are tried in another order": "t72-a-year-of-five-provinces",
    "a transfer from a wallet returns to the account": "t05-never-accepted",
    "a relation does not stand on its last day": "relation-that-ends-by-itself",
    "a month's credit is rounded up to the yuan": "t55-the-months-credit-of-five",
    "the debtor of a clearing is its creditor": "t32-clearing-for-march",
    "givers pay before the wallet": "t18-own-account-wallet-husband",
    "what rested stays at rest": "t27-giver-stops-paying",
}

WITHIN = 2_000
"""Histories that must be enough; most faults need fewer than ten."""


def _tell_all() -> None:
    for seed in range(WITHIN):
        made_up(seed)


@pytest.mark.parametrize("plant", FAULTS.values(), ids=FAULTS)
def test_histories_find_the_fault(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch)

    with pytest.raises(FoundError):
        _tell_all()


@pytest.mark.parametrize(("name", "plant"), FAULTS.items(), ids=FAULTS)
def test_the_oracle_finds_the_fault_on_a_shipped_story(
    name: str, plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = story(next(path for path in FILES if path.stem == SHOWN_BY[name]))
    plant(monkeypatch)

    beside = Beside(shown)
    beside.finish(run(shown, beside.see))

    assert beside.difference is not None
