"""Who has what at the end of a backtest: nothing appears or is lost, whatever is added up."""

from pathlib import Path

import pytest

from ledger.whatif.comparing.backtest import backtest
from ledger.whatif.comparing.ending import OUTSIDE, UNDER_WAY, accounts, people, regions
from tests.scenarios.stories import FILES, FOLDER, stem, story
from tests.whatif.test_backtest import PLAIN, TWO, VALUES, history, under


@pytest.mark.parametrize("change", ["500 yuan a transfer", "the quota model"])
@pytest.mark.parametrize("path", FILES, ids=stem)
def test_the_changes_of_all_accounts_and_of_all_regions_sum_to_zero(
    path: Path, change: str
) -> None:
    found = backtest(history(path), under(story(path).policy, *VALUES[change]))

    assert sum(one.change_fen for one in accounts(found)) == 0
    assert sum(one.before_fen for one in regions(found)) == 0
    assert sum(one.after_fen for one in regions(found)) == 0


@pytest.mark.parametrize("path", FILES, ids=stem)
def test_people_and_regions_have_together_what_their_accounts_hold(path: Path) -> None:
    found = backtest(history(path), under(story(path).policy, "transfer.cap.each@CN", "500元"))
    own = [one for one in accounts(found) if one.owner]
    places = [one for one in regions(found) if one.name not in {OUTSIDE, UNDER_WAY}]

    for summed in ([*people(found)], places):
        assert sum(one.before_fen for one in summed) == sum(one.before_fen for one in own)
        assert sum(one.after_fen for one in summed) == sum(one.after_fen for one in own)


@pytest.mark.parametrize("path", FILES, ids=stem)
def test_accounts_stand_by_the_enrolment_of_their_owners_and_those_of_nobody_last(
    path: Path,
) -> None:
    found = backtest(history(path), story(path).policy)
    owners = [*dict.fromkeys(one.owner for one in accounts(found))]

    assert owners == [p for p in (*found.before.people, "") if p in owners]


def test_a_transfer_that_passes_is_missing_with_the_payer_and_under_way() -> None:
    found = backtest(history(TWO), story(TWO).policy.with_readings(PLAIN))

    assert [tuple(one) for one in accounts(found) if one.change_fen] == [
        ("li/personal", "li", 640_000, 590_000),
        ("transit/t8", "", 0, 50_000),
    ]
    assert [(one.name, one.change_fen) for one in people(found)] == [("li", -50_000), ("wang", 0)]
    assert [(one.name, one.change_fen) for one in regions(found)] == [
        ("CN-HE", 0),
        ("CN-SN", -50_000),
        ("outside", 0),
        ("transit", 50_000),
    ]


def test_a_region_is_the_one_in_which_somebody_is_insured_at_the_end() -> None:
    path = next(path for path in FOLDER.glob("*.yaml") if "is: moved" in path.read_text("utf-8"))
    found = backtest(history(path), story(path).policy)
    now = {person.insured for person in found.after.people.values()}

    assert {one.name for one in regions(found)} - {OUTSIDE, UNDER_WAY} <= now
