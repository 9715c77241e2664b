"""A failing story is cut down to what makes it fail, and to nothing that could be left out."""

from pathlib import Path
from typing import Any

import pytest

from ledger.proof.shrink import shrunk, signature_of
from ledger.proof.write import story_text
from ledger.scenario.load import load
from ledger.scenario.story import Scenario
from ledger.text.reader import read
from tests.cli.running import walletsim, written
from tests.proof.stories import HEAD, shipped, told

NOISE = "".join(
    f"  - {{id: c{n}, at: 2025-11-10 08:{n:02}, credit: {{to: li/personal, amount: {n}.05元}}}}\n"
    for n in range(1, 60)
)
FOURTH = (
    "".join(
        f"  - {{id: t{n}, at: 2025-11-10 09:{n}0, transfer: {{from: li, to: wang, amount: 7元}}}}\n"
        f"  - {{id: a{n}, at: 2025-11-10 09:{n}5, accept: t{n}}}\n"
        for n in range(1, 4)
    )
    + "  - {id: t4, at: 2025-11-10 09:50, transfer: {from: li, to: wang, amount: 77元}}\n"
)
AFTER = "  - {id: d1, at: 2025-11-10 10:00, credit: {to: li/personal, amount: 5元}}\n"


def again(data: dict[str, Any]) -> Scenario:
    return load(read(story_text(data).encode(), "small.yaml", lines_of="steps"))


def test_a_fourth_transfer_of_a_day_shrinks_to_the_transfers_of_that_day() -> None:
    data = shrunk(told(NOISE + FOURTH + AFTER))

    assert [step["id"] for step in data["steps"]] == [
        *("b1", "t1", "a1", "t2", "a2", "t3", "a3", "t4"),
    ]
    assert {str(step["transfer"]["amount"]) for step in data["steps"] if "transfer" in step} == {
        "1元"
    }


def test_what_is_left_fails_the_same_way_as_it_is_written() -> None:
    scenario = told(NOISE + FOURTH + AFTER)

    assert str(signature_of(scenario)) == "steps TRANSFER_DAY_COUNT"
    assert signature_of(again(shrunk(scenario))) == signature_of(scenario)


def test_no_step_that_is_left_could_be_left_out() -> None:
    data = shrunk(told(NOISE + FOURTH))

    for place in range(len(data["steps"])):
        steps = [*data["steps"][:place], *data["steps"][place + 1 :]]
        named = {step["accept"] for step in steps if "accept" in step}
        if named <= {step["id"] for step in steps}:
            assert signature_of(again({**data, "steps": steps})) != signature_of(told(FOURTH))


def test_another_failure_behind_the_first_is_not_mistaken_for_it() -> None:
    late = "  - {id: t5, at: 2025-11-10 23:00, transfer: {from: li, to: wang, amount: 1元}}\n"
    data = shrunk(told(FOURTH + late))

    assert "t5" not in {step["id"] for step in data["steps"]}


def test_a_wrong_end_shrinks_to_one_step_and_its_account() -> None:
    scenario = told(NOISE + "ends: {balances: {li/personal: 1元, wang/wallet: 0元}}\n")
    data = shrunk(scenario)

    assert str(signature_of(scenario)) == "ends.balances"
    assert len(data["steps"]) == 1
    assert data["ends"] == {"balances": {"li/personal": "1元"}}


def test_a_wrong_what_if_keeps_its_what_if() -> None:
    wrong = (
        "what_if: [{name: less, drop: [c1], differs: {}, ends: {balances: {li/personal: 1元}}}]\n"
    )
    data = shrunk(told(NOISE + wrong))

    assert [what_if["name"] for what_if in data["what_if"]] == ["less"]
    assert [step["id"] for step in data["steps"]] == ["c1"]


@pytest.mark.parametrize("scenario", shipped()[:5], ids=lambda scenario: str(scenario.name))
def test_a_story_that_holds_has_nothing_to_shrink(scenario: Scenario) -> None:
    assert signature_of(scenario) is None
    with pytest.raises(ValueError, match=scenario.name):
        shrunk(scenario)


def test_the_command_writes_a_file_that_fails_the_same_way(tmp_path: Path) -> None:
    path, out = written(tmp_path, HEAD + FOURTH), tmp_path / "least.yaml"
    result = walletsim("shrink", path, "--out", out)

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.endswith("8 steps fail the same way (steps TRANSFER_DAY_COUNT)\n")
    assert walletsim("replay", out).exit_code == 1
    assert walletsim("shrink", path).stdout == out.read_text(encoding="utf-8")
    assert "nothing fails" in walletsim("shrink", written(tmp_path, HEAD + AFTER)).stderr


def test_a_file_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    result = walletsim("shrink", written(tmp_path, HEAD + FOURTH), "--out", tmp_path / "no/l.yaml")

    assert result.exit_code == 2
    assert "l.yaml: cannot be written" in result.stderr
