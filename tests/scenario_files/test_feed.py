"""A feed is taken only as its cover sheet describes it: hash, rows, and every line a command."""

import gzip
import hashlib
import json
from pathlib import Path

import pytest

from ledger.scenario.feed import (
    LONGEST_LINE_BYTES,
    MOST_PROBLEMS,
    FeedFault,
    feed_problems,
    steps_of,
)
from ledger.text.problems import Problem


def row(number: int) -> str:
    wish = {"key": f"k{number}", "at": "2025-11-10 20:05", "credit": {"to": "li", "amount_fen": 1}}
    return json.dumps(wish)


THREE = "".join(f"{row(number)}\n" for number in range(3)).encode()


def written(folder: Path, data: bytes, name: str = "feed.jsonl") -> tuple[str, str]:
    """The path of a feed and its hash."""
    path = folder / name
    path.write_bytes(data)
    return str(path), hashlib.sha256(data).hexdigest()


def faults(path: str, rows: int, sha256: str) -> list[tuple[str, str]]:
    """Code and message of everything that is wrong."""
    return [(one.code, one.message) for one in feed_problems(path, rows, sha256)]


@pytest.mark.parametrize("name", ["feed.jsonl", "feed.jsonl.gz", "明细 1.jsonl"])
def test_a_feed_gives_its_steps_in_order(tmp_path: Path, name: str) -> None:
    data = gzip.compress(THREE, mtime=0) if name.endswith(".gz") else THREE
    path, sha256 = written(tmp_path, data, name)

    assert faults(path, 3, sha256) == []
    assert [step.id for step in steps_of(path)] == ["k0", "k1", "k2"]


def test_the_hash_of_a_zipped_feed_is_that_of_the_file_as_it_lies_there(tmp_path: Path) -> None:
    path, sha256 = written(tmp_path, gzip.compress(THREE, mtime=0), "feed.jsonl.gz")
    plain = hashlib.sha256(THREE).hexdigest()

    assert faults(path, 3, sha256) == []
    assert [code for code, _ in faults(path, 3, plain)] == ["F004"]


def test_a_last_line_needs_no_end(tmp_path: Path) -> None:
    path, sha256 = written(tmp_path, THREE.rstrip(b"\n"))

    assert faults(path, 3, sha256) == []


def test_an_empty_feed_has_no_rows(tmp_path: Path) -> None:
    path, sha256 = written(tmp_path, b"")

    assert faults(path, 0, sha256) == []
    assert faults(path, 1, sha256) == [("F005", "the feed has 0 rows, not 1")]


@pytest.mark.parametrize("rows", [2, 4])
def test_a_row_more_or_less_than_the_cover_sheet_says_is_an_error(
    tmp_path: Path, rows: int
) -> None:
    path, sha256 = written(tmp_path, THREE)

    assert faults(path, rows, sha256) == [("F005", f"the feed has 3 rows, not {rows}")]


def test_a_changed_byte_is_an_error_that_tells_the_hash_there_is(tmp_path: Path) -> None:
    path, sha256 = written(tmp_path, THREE)
    path, changed = written(tmp_path, THREE.replace(b'1"', b'2"', 1))

    assert faults(path, 3, sha256) == [("F004", f"the feed has changed: its sha256 is {changed}")]


@pytest.mark.parametrize(("digits", "good"), [(64, True), (8, True), (7, False), (0, False)])
def test_a_hash_may_be_shortened_but_not_below_eight_digits(
    tmp_path: Path, digits: int, good: bool
) -> None:
    path, sha256 = written(tmp_path, THREE)

    assert [code for code, _ in faults(path, 3, sha256[:digits])] == ([] if good else ["F004"])


@pytest.mark.parametrize("name", ["feed.csv", "feed.json", "feed.gz", "feed.parquet", "jsonl"])
def test_a_file_of_another_kind_is_no_feed(tmp_path: Path, name: str) -> None:
    path, sha256 = written(tmp_path, THREE, name)

    assert [code for code, _ in faults(path, 3, sha256)] == ["F002"]


def test_a_feed_that_is_not_there_or_is_a_folder_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "folder.jsonl").mkdir()

    for name in ("missing.jsonl", "folder.jsonl"):
        assert faults(str(tmp_path / name), 3, "0" * 64) == [
            ("F003", f"feed “{name}” cannot be read")
        ]


@pytest.mark.parametrize(
    "data",
    [THREE, b"", gzip.compress(THREE)[:40], gzip.compress(THREE)[:-1], b"\x1f\x8b\x08" + b"x" * 99],
)
def test_what_is_no_gzip_data_whole_and_sound_is_told_and_does_not_crash(
    tmp_path: Path, data: bytes
) -> None:
    path, sha256 = written(tmp_path, data, "feed.jsonl.gz")

    told = [code for code, _ in faults(path, 3, sha256)]

    assert told == (["F003"] if data else ["F005"])


def test_a_bad_line_is_told_with_its_number_and_the_others_are_still_read(tmp_path: Path) -> None:
    lines = [row(0), "{", row(2), '{"key":"k3"}']
    path, sha256 = written(tmp_path, "\n".join(lines).encode())

    found = list(feed_problems(path, 4, sha256))

    assert [(p.path, p.line, p.code) for p in found if isinstance(p, Problem)] == [
        (path, 2, "F006"),
        (path, 4, "F006"),
    ]
    assert not [p for p in found if isinstance(p, FeedFault)]


def test_after_so_many_bad_lines_no_more_are_told(tmp_path: Path) -> None:
    path, sha256 = written(tmp_path, b"{\n" * (MOST_PROBLEMS + 5))

    assert len(faults(path, 1, sha256)) == MOST_PROBLEMS


def test_a_line_without_end_is_not_read_into_memory_whole(tmp_path: Path) -> None:
    bomb = gzip.compress(b"[" * LONGEST_LINE_BYTES * 100)
    path, sha256 = written(tmp_path, bomb, "feed.jsonl.gz")

    told = faults(path, 1, sha256)

    assert len(told) == MOST_PROBLEMS
    assert all(len(message) < 200 for _, message in told)
