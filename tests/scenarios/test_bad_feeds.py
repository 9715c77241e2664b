"""A feed that is not what its cover sheet says, or has a bad row, is told before anything runs."""

import hashlib
import json
from pathlib import Path

import pytest

from tests.scenarios.mistakes import GOOD, S1, told_about

ROW = {"key": "m1", "at": "2025-10-09 20:06", "accept": "t1"}
ROWS = {
    "no JSON": ("{key: m1}", "not a JSON object"),
    "a list": ("[1]", "not a JSON object"),
    "no key": (json.dumps({**ROW, "key": None}), "has a “key”"),
    "no moment": (json.dumps({"key": "m1", "accept": "t1"}), "key “at” is missing"),
    "an expectation": (json.dumps({**ROW, "expect": "ok"}), "no “expect”"),
    "a check": (
        json.dumps({"key": "m1", "check": {"at": "2025-10-09 20:06"}}),
        "a command, not a check",
    ),
    "money with a unit": (
        json.dumps(
            {"key": "m1", "at": "2025-10-09 20:06", "credit": {"to": "li", "amount": "1元"}}
        ),
        "“amount_fen”",
    ),
    "money as a fraction": (
        json.dumps(
            {"key": "m1", "at": "2025-10-09 20:06", "credit": {"to": "li", "amount_fen": 1.5}}
        ),
        "a whole number of fen",
    ),
    "money as a truth": (
        json.dumps(
            {"key": "m1", "at": "2025-10-09 20:06", "credit": {"to": "li", "amount_fen": True}}
        ),
        "a whole number of fen",
    ),
    "no money": (
        json.dumps(
            {"key": "m1", "at": "2025-10-09 20:06", "credit": {"to": "li", "amount_fen": 0}}
        ),
        "a whole number of fen",
    ),
    "a name that steers a terminal": (
        json.dumps(
            {
                "key": "m1",
                "at": "2025-10-09 20:06",
                "enrol": {"person": "x", "insured": "CN", "scheme": "none", "name": "\x1b[31m"},
            }
        ),
        "printable",
    ),
    "a word too many": (json.dumps({**ROW, "acept": "t1"}), "acept"),
}


def with_feed(folder: Path, text: str, *, rows: int, sha256: str = "") -> str:
    """The good file with a feed of this text before its last step."""
    (folder / "f.jsonl").write_text(text, encoding="utf-8")
    digest = sha256 or hashlib.sha256(text.encode()).hexdigest()
    return GOOD.replace(S1, f"  - {{feed: f.jsonl, rows: {rows}, sha256: {digest}}}\n{S1}")


@pytest.mark.parametrize(("row", "message"), ROWS.values(), ids=ROWS)
def test_a_bad_row_of_a_feed_is_told_at_its_line(row: str, message: str, tmp_path: Path) -> None:
    told = told_about(with_feed(tmp_path, f"{json.dumps(ROW)}\n{row}\n", rows=2), tmp_path)

    assert told.startswith("f.jsonl:2:1: F006 ")
    assert message in told.splitlines()[0]
    assert len(told.splitlines()) < 8


def test_a_feed_that_changed_is_told(tmp_path: Path) -> None:
    text = f"{json.dumps(ROW)}\n"
    told = told_about(with_feed(tmp_path, text, rows=1, sha256="0123456789abcdef"), tmp_path)

    assert told.startswith("bad.yaml:15:38: F004 the feed has changed: its sha256 is ")


def test_a_feed_with_another_number_of_rows_is_told(tmp_path: Path) -> None:
    told = told_about(with_feed(tmp_path, f"{json.dumps(ROW)}\n", rows=2), tmp_path)

    assert told.startswith("bad.yaml:15:27: F005 the feed has 1 rows, not 2")
