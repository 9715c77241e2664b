"""An explanation says what was asked, which rule decided, on whose word, and what would pass."""

import json
from pathlib import Path

import pytest

from ledger.policy import shipped
from ledger.scenario.load import load_file
from ledger.scenario.run import judged_step
from ledger.scenario.story import Step
from ledger.whatif.explain import Document, explain_step
from tests.ledgers import amended
from tests.whatif.stories import explained, story

SCENARIOS = Path(__file__).parents[2] / "scenarios"

NAMES = [
    "step",
    "at",
    "asked_fen",
    "payer",
    "payee",
    "code",
    "parameter",
    "region",
    "value_fen",
    "addends",
    "from",
    "until",
    "file",
    "line",
    "column",
    "sources",
    "quote",
    "facts",
    "over_fen",
    "passes_now_fen",
    "passes_at",
    "also",
    "disputed",
    "rules",
    "evidence",
    "policy_hash",
]
"""The fields of the JSON, by the format page."""


def two_provinces(step: str) -> Document:
    scenario = load_file(str(SCENARIOS / "two-provinces.yaml"))
    found = judged_step(scenario, step)
    assert found is not None
    return explain_step(scenario, *found)


def test_a_refusal_has_every_field_of_the_format_page() -> None:
    document = two_provinces("t8")

    assert [name for name in NAMES if name not in document] == []


def test_a_refusal_by_the_daily_total_adds_up_and_names_the_word_it_rests_on() -> None:
    document = two_provinces("t8")

    addends = {addend["id"]: addend["amount_fen"] for addend in document["addends"]}
    assert addends == {"t6": 150_000, "t7": 30_000}
    assert sum(addends.values()) + document["asked_fen"] == document["total_fen"]
    assert document["total_fen"] - document["value_fen"] == document["over_fen"] == 30_000
    assert document["parameter"] == "transfer.amount.per_day"
    assert document["region"] == "CN-SN"
    assert document["wider"] == {"region": "CN", "value": None, "how": "tighten"}
    assert document["sources"][0]["grade"] == "B"
    assert document["disputed"][0]["reading"] == "plain"
    assert document["disputed"][0]["code"] is None
    assert document["passes_now_fen"] == 20_000
    assert document["passes_at"] == "2025-11-12 06:00"


def test_a_document_is_plain_values_that_survive_json() -> None:
    for item in story().items:
        if isinstance(item, Step):
            document = explained(item.id)
            assert json.loads(json.dumps(document, ensure_ascii=False)) == document


def test_the_place_is_that_of_the_step_in_its_file() -> None:
    document = explained("short")

    assert document["place"] == {"file": "story.yaml", "line": 13, "column": 5}
    assert document["policy_hash"] == shipped.shipped().hash


def test_a_taken_command_is_judged_as_the_book_stood_before_it() -> None:
    document = explained("pending")

    assert document["verdict"] == "pending"
    assert document["code"] is None
    assert all(row["ok"] for row in document["rules"])
    facts = {row["code"]: row["facts"] for row in document["rules"]}
    assert facts["PENDING_OPEN"] == {"pending": 0}
    assert facts["BALANCE_SHORT"] == {"balance_fen": 90_001}
    assert explained("accepted")["verdict"] == "ok"
    assert all(row["ok"] for row in explained("accepted")["rules"])


@pytest.mark.parametrize(
    ("step", "first", "code"),
    [("again", "pending", None), ("night-again", "night", "HOURS_CLOSED")],
)
def test_a_duplicate_is_not_judged_again_and_names_the_event_that_answered_first(
    step: str, first: str, code: str | None
) -> None:
    document = explained(step)

    assert (document["verdict"], document["code"]) == ("duplicate", code)
    assert document["rules"] == []
    assert document["seq"] == explained(first)["seq"]
    assert "passes_at" not in document


@pytest.mark.parametrize(("step", "code"), [("reused", "KEY_REUSED"), ("unknown", "NOT_ENROLLED")])
def test_what_was_answered_before_any_rule_says_so_and_passes_never(step: str, code: str) -> None:
    document = explained(step)

    assert document["code"] == code
    assert document["rules"] == document["also"] == []
    assert (document["passes_now_fen"], document["passes_at"]) == (0, "never")


def test_a_row_of_a_feed_that_came_late_is_explained_too() -> None:
    scenario = load_file(str(SCENARIOS / "a-morning-from-a-feed.yaml"))
    found = judged_step(scenario, "m3")
    assert found is not None

    document = explain_step(scenario, *found)

    assert (document["code"], document["passes_at"]) == ("LATE", "never")
    assert "place" not in document


def test_somebody_who_stands_for_nobody_is_not_named() -> None:
    for step in ("gone", "enrolled", "unknown"):
        document = explained(step)
        assert document["payer"] is document["payee"] is None


def test_a_rule_about_the_ledger_itself_names_no_parameter() -> None:
    document = explained("short")

    assert document["code"] == "BALANCE_SHORT"
    assert "parameter" not in document
    assert document["over_fen"] == 1
    assert document["passes_now_fen"] == 90_001


def test_a_refund_above_the_spend_says_by_how_much() -> None:
    assert explained("refund")["over_fen"] == 1


def test_a_refusal_by_the_count_of_a_day_lists_what_was_counted_and_is_over_no_amount() -> None:
    document = explained("count")

    assert [addend["id"] for addend in document["addends"]] == ["u1", "u2", "u3"]
    assert "over_fen" not in document
    assert document["value"] == "3 次"
    assert document["value_fen"] is None


def test_a_value_with_a_last_day_says_it() -> None:
    document = explained("quota")

    assert document["code"] == "MODEL_NOT_IN_FORCE"
    assert (document["from"], document["until"]) == ("2026-06-01", None)
    assert explained("bound")["code"] == "ALREADY_BOUND"


def test_a_parameter_without_a_value_that_day_is_told_as_the_reason() -> None:
    policy = amended("transfer.cap.each", "9元")
    history = dict(policy.history)
    history["transfer.count.per_day", "CN"] = ()

    document = explained(
        "pending", policy.__class__(policy.files, policy.definitions, history, policy.codes)
    )

    assert document["code"] == "TRANSFER_DAY_COUNT"
    assert (document["region"], document["value"]) == ("CN", None)
    (row,) = [row for row in document["rules"] if not row["ok"]]
    assert row["absent"] == ["transfer.count.per_day"]


def test_a_rule_that_broke_is_named_and_lets_nothing_pass() -> None:
    document = explained("back", amended("wallet.to_account", "allowed", "CN-SN"))

    assert document["code"] == "RULE_ERROR"
    assert document["rules"][-1]["facts"] == {"error": "RULE_ERROR: ValueError"}
    assert (document["passes_now_fen"], document["passes_at"]) == (0, "never")


def test_the_evidence_counts_each_dated_value_once_by_its_grade() -> None:
    document = two_provinces("t8")
    graded = {row["grade"] for row in document["rules"] if row.get("grade")}

    assert graded <= set(document["evidence"])
    assert sum(document["evidence"].values()) > len(graded)
    assert explained("gone")["evidence"] == {}
