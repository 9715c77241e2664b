"""What differs, written as the `differs` of a what-if: it is read back, and it holds."""

from pathlib import Path

import pytest

from ledger.scenario.load import load
from ledger.scenario.run import Answer, run
from ledger.text.reader import parse
from ledger.whatif.comparing.backtest import backtest
from ledger.whatif.comparing.disputed import doubts
from ledger.whatif.comparing.pasted import difference
from ledger.whatif.comparing.variant import Flip, run_variants
from tests.scenarios.stories import FILES, stem, story
from tests.whatif.test_backtest import history

OK = Answer("ok", None, 500)
PAID = Answer("ok", None, 500, {"wang/wallet": 500})
SHARED = Answer("ok", None, 500, {"wang/wallet": 350, "outside/cash": 150})
REFUSED = Answer("refused", "BALANCE_SHORT", 0)

WRITTEN = {
    "t8: {was: {refused: BALANCE_SHORT}, now: ok}": Flip("t8", REFUSED, OK),
    "s1: {was: ok, now: {refused: BALANCE_SHORT}}": Flip("s1", PAID, REFUSED),
    "s1: {was: {paid: {wang/wallet: 5元, cash: 0元}}, "
    "now: {paid: {wang/wallet: 3.50元, cash: 1.50元}}}": Flip("s1", PAID, SHARED),
    "r1: {was: {paid: {wang/wallet: 5元}}, now: ok}": Flip("r1", PAID, OK),
    '"#7": {was: ok, now: pending}': Flip("#7", OK, Answer("pending", None, 500)),
    '"k\\"1": {was: ok, now: ok}': Flip('k"1', OK, Answer("ok", None, 600)),
}


@pytest.mark.parametrize(("text", "flip"), WRITTEN.items())
def test_a_difference_is_written_so_that_each_side_tells_it_from_the_other(
    text: str, flip: Flip
) -> None:
    assert difference(flip) == text


def test_a_total_of_an_account_with_parts_covers_its_parts() -> None:
    parts = Answer("ok", None, 5, {"wang/personal": 200, "wang/personal.carried": 300})
    whole = Answer("ok", None, 5, {"wang/personal": 500})

    assert difference(Flip("s1", parts, whole)) == (
        "s1: {was: {paid: {wang/personal: 5元, wang/personal.carried: 3元}}, "
        "now: {paid: {wang/personal: 5元, wang/personal.carried: 0元}}}"
    )


@pytest.mark.parametrize("path", FILES, ids=stem)
def test_every_comparison_of_readings_pastes_into_its_story_and_holds(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    text = text if "\nwhat_if:\n" in text else f"{text}\nwhat_if:\n"
    counts = []
    for doubt in doubts(history(path), story(path).policy):
        found = backtest(
            history(path), story(path).policy.with_readings({doubt.setting: doubt.reading})
        )
        lines = [f"      {difference(flip)}\n" for flip in found.flips]
        head = f"  - name: {doubt}\n    readings: {{{doubt.setting}: {doubt.reading}}}\n"
        text += f"{head}    differs:{'' if lines else ' {}'}\n{''.join(lines)}"
        counts.append(len(lines))

    made = run(load(parse(text, str(path), "steps"))) if counts else None
    variants = [*run_variants(made)][-len(counts) :] if made is not None else []

    assert [str(f) for variant in variants for f in variant.failures] == []
    assert [len(variant.flips) for variant in variants] == counts
