"""A what-if is the same story with exactly what it says changed, and nothing else unnoticed."""

import hashlib
from pathlib import Path

import pytest

from ledger.scenario.load import load
from ledger.scenario.run import Failure, Run, run
from ledger.text.reader import parse
from ledger.whatif.comparing.variant import VariantRun, run_variants

STORY = """\
scenario: story
format: 1
policy: [cn, cn-sn, cn-he]
clock: {start: 2025-10-09 08:00}
people:
  li: {insured: CN-SN, scheme: employee}
  wang: {insured: CN-HE, scheme: resident}
opening: {li/personal: 5000元, li/wallet: 0元, wang/wallet: 0元}
steps:
  - {id: b1, at: 2025-10-09 08:00, bind: {giver: li, member: wang, kin: mother}}
  - {id: t1, at: 2025-10-09 09:00, key: first, transfer: {from: li, to: wang, amount: 800元}}
  - {id: a1, at: 2025-10-09 10:00, accept: t1}
  - {id: t2, at: 2025-10-09 11:00, key: second, transfer: {from: li, to: wang, amount: 600元}}
  - check: {at: 2025-10-09 12:00, balances: {transit/t2: 600元, transit: 600元}}
  - {id: t3, at: 2025-10-09 13:00, transfer: {from: li, to: wang, amount: 100元},
     expect: {refused: PENDING_OPEN}}
  - check: {at: 2025-10-10 06:00, happened: [{returned: t2, amount: 600元}]}
"""
HEAD, _, STEPS = STORY.partition("steps:\n")


def told(what_if: str) -> tuple[Run, VariantRun]:
    """The story and one what-if of it."""
    made = run(
        load(parse(f"{STORY}what_if:\n  - {{name: other, {what_if}}}\n", "story.yaml", "steps"))
    )
    (variant,) = run_variants(made)
    return made, variant


def flips(what_if: str) -> list[str]:
    return [str(flip) for flip in told(what_if)[1].flips]


def failures(what_if: str) -> list[Failure]:
    return list(told(what_if)[1].failures)


def test_steps_are_named_by_id_whatever_their_keys() -> None:
    made, _ = told("drop: [t3]")

    assert made.failures == []
    assert made.book.balances["wang/wallet"] == 80_000


def test_an_inserted_transfer_can_be_accepted_by_an_inserted_step() -> None:
    inserted = (
        "insert: [{id: t4, at: 2025-10-09 10:10, key: mine, "
        "transfer: {from: li, to: wang, amount: 1元}}, "
        "{id: a4, at: 2025-10-09 10:20, accept: t4}]"
    )
    _, variant = told(f"{inserted}, ends: {{balances: {{wang/wallet: 801元}}}}")

    assert variant.failures == ()
    assert variant.run.answers["a4"].verdict == "ok"


def test_inserted_steps_stand_by_their_moment_after_the_steps_of_that_moment() -> None:
    _, variant = told(
        "insert: [{id: x2, at: 2025-10-09 11:00, decline: t2}, "
        "{id: x1, at: 2025-10-09 09:30, decline: t1}], "
        "differs: {a1: {was: ok, now: {refused: NOT_PENDING}}, "
        "t3: {was: {refused: PENDING_OPEN}, now: pending}}"
    )

    assert variant.failures == ()
    assert list(variant.run.answers) == ["b1", "t1", "x1", "a1", "t2", "x2", "t3"]


def test_a_step_whose_moment_is_replaced_moves_in_the_story() -> None:
    _, variant = told(
        "replace: {t3: {at: 2025-10-09 10:30}}, differs: {"
        "t3: {was: {refused: PENDING_OPEN}, now: pending},"
        "t2: {was: pending, now: {refused: PENDING_OPEN}}}"
    )

    assert variant.failures == ()
    assert list(variant.run.answers) == ["b1", "t1", "a1", "t3", "t2"]


def test_what_is_under_way_is_named_by_the_step_at_the_end_of_a_what_if_too() -> None:
    assert failures("drop: [a1, t2], differs: {}, ends: {balances: {transit/t1: 0元}}") == []
    (failure,) = failures("drop: [a1, t2], ends: {balances: {transit/t1: 1元}}")

    assert (failure.subject, failure.came) == ("transit/first", "0元")


def test_an_inserted_wait_lets_time_pass() -> None:
    assert failures("insert: [{wait: {until: 2026-01-01 00:00}}], differs: {}, ends: same") == []


@pytest.mark.parametrize(
    "changed",
    [
        "replace: {t1: {amount: 900元}}",
        "drop: [a1]",
        "readings: {transfer.amount.per_day@CN-SN: plain}, replace: {t1: {amount: 2000.01元}}",
        "change: [{set: transfer.pending.cap, region: CN, from: 2025-10-01, value: 2次}]",
    ],
)
def test_a_change_that_nobody_listed_fails(changed: str) -> None:
    assert flips(changed)
    assert failures(changed)
    assert [failure.expected for failure in failures(f"{changed}, differs: {{}}")] == [
        failure.expected for failure in failures(changed)
    ]


@pytest.mark.parametrize(
    "listed",
    [
        "t1: {was: pending, now: {refused: BALANCE_SHORT}}",
        "t3: {was: {refused: HOURS_CLOSED}, now: pending}",
        "t3: {was: {refused: PENDING_OPEN}, now: {refused: PENDING_OPEN}}",
        "t3: {was: {refused: PENDING_OPEN}, now: ok}",
    ],
)
def test_a_change_that_is_listed_and_does_not_come_fails(listed: str) -> None:
    found = failures(f"drop: [a1], replace: {{t2: {{amount: 1元}}}}, differs: {{{listed}}}")

    assert [failure for failure in found if failure.subject.startswith(f"other: {listed[:2]}")]


def test_a_sweep_alone_lists_nothing_and_prints_a_row_a_value() -> None:
    _, variant = told("sweep: {transfer.cap.each@CN: [700元, 800元]}")

    assert variant.failures == ()
    assert [(row.value, row.refused) for row in variant.sweep] == [("700元", 3), ("800元", 1)]


def test_the_same_end_is_told_account_by_account_when_it_is_another() -> None:
    found = failures(
        "drop: [t2], differs: {t3: {was: {refused: PENDING_OPEN}, now: pending}}, "
        "replace: {t1: {amount: 1元}}, ends: same"
    )
    accounts = {failure.subject for failure in found if "/" in failure.subject}

    assert accounts == {"other: li/personal", "other: wang/wallet"}


def test_a_feed_may_be_followed_by_steps_that_name_its_rows(tmp_path: Path) -> None:
    feed = (
        '{"key":"m1","at":"2025-10-09 14:00","transfer":{"from":"li","to":"zhao","amount_fen":1}}\n'
    )
    (tmp_path / "f.jsonl").write_text(feed, encoding="utf-8")
    people = "  zhao: {insured: CN-HE, scheme: resident}\n"  # only a row speaks of zhao
    head = HEAD.replace("opening:", f"{people}opening:")
    digest = hashlib.sha256(feed.encode()).hexdigest()
    steps = f"{STEPS}  - {{feed: f.jsonl, rows: 1, sha256: {digest}}}\n"
    steps += "  - {id: a9, at: 2025-10-10 07:00, accept: m1, expect: {refused: NOT_PENDING}}\n"

    made = run(load(parse(f"{head}steps:\n{steps}", str(tmp_path / "story.yaml"), "steps")))

    assert [failure.subject for failure in made.failures] == []
