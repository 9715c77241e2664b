"""`replay --save` and `--baseline`: what a run gave, kept and compared byte for byte."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import STORY, process, walletsim, written


@pytest.fixture
def saved(tmp_path: Path) -> tuple[Path, Path]:
    """A story, and the folder of its record."""
    file, folder = written(tmp_path), tmp_path / "kept" / "records"
    assert walletsim("replay", file, "--save", folder).exit_code == 0
    return file, folder


def record_in(folder: Path) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((folder / "story.json").read_text(encoding="utf-8"))
    return record


def test_a_record_holds_hashes_answers_balances_and_the_head(saved: tuple[Path, Path]) -> None:
    file, folder = saved

    record = record_in(folder)
    (replayed,) = json.loads(walletsim("replay", file, "--format", "json").stdout)

    assert record["scenario_sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert record["head"] == replayed["head"]
    assert record["policy_hash"] == replayed["policy_hash"]
    assert record["verified"] is True
    assert record["feeds"] == {}
    assert record["steps"]["t1"] == {
        "verdict": "pending",
        "code": None,
        "moved_fen": 10_000,
        "paid": {},
    }
    assert record["steps"]["t2"] == {
        "verdict": "refused",
        "code": "HOURS_CLOSED",
        "moved_fen": 0,
        "paid": {},
    }
    assert record["balances"]["wang/wallet"] == 10_000


def test_the_same_story_gives_the_same_bytes_in_another_process(
    saved: tuple[Path, Path], tmp_path: Path
) -> None:
    file, folder = saved

    other = process(
        "replay", file, "--save", tmp_path / "again", PYTHONHASHSEED="7", TZ="America/Lima"
    )

    assert other.returncode == 0
    assert (tmp_path / "again" / "story.json").read_bytes() == (folder / "story.json").read_bytes()


def test_a_run_as_recorded_ends_with_0(saved: tuple[Path, Path]) -> None:
    file, folder = saved

    result = walletsim("replay", file, "--baseline", folder)

    assert result.exit_code == 0
    assert result.stderr == "1 of 1 as recorded\n"


def test_every_difference_to_a_record_is_a_line_and_ends_with_1(saved: tuple[Path, Path]) -> None:
    file, folder = saved
    text = STORY.replace("amount: 100元", "amount: 101元").replace("800元", "799元")
    file.write_text(text.replace("wang/wallet: 100元", "wang/wallet: 101元"), encoding="utf-8")

    result = walletsim("replay", file, "--baseline", folder, "--quiet")

    lines = result.stdout.splitlines()
    assert result.exit_code == 1
    assert "story: steps t1: pending 10000 -> pending 10100" in lines
    assert "story: balances li/personal: 80000 -> 79900" in lines
    assert any(line.startswith("story: head: ") for line in lines)
    assert any(line.startswith("story: scenario_sha256: ") for line in lines)
    assert not any("policy_hash" in line for line in lines)


def test_a_step_or_an_account_only_one_of_them_has_is_told(saved: tuple[Path, Path]) -> None:
    file, folder = saved
    text = STORY.replace(
        "ends:", "  - {id: c1, at: 2025-11-10 23:01, credit: {to: li, amount: 1元}}\nends:"
    )
    file.write_text(text.replace("800元", "801元"), encoding="utf-8")

    result = walletsim("replay", file, "--baseline", folder)

    assert "story: steps c1: nothing -> ok 100" in result.stdout
    assert "story: balances outside/contribution: nothing -> -100" in result.stdout


def test_another_engine_alone_is_no_difference(saved: tuple[Path, Path]) -> None:
    file, folder = saved
    record = record_in(folder) | {"engine": "9.9.9"}
    (folder / "story.json").write_text(json.dumps(record), encoding="utf-8")

    assert walletsim("replay", file, "--baseline", folder).exit_code == 0


@pytest.mark.parametrize("data", [b"", b"[]", b'{"format": 99}', b"\xff", b"not json"])
def test_a_record_that_is_none_is_a_difference_and_no_crash(
    saved: tuple[Path, Path], data: bytes
) -> None:
    file, folder = saved
    (folder / "story.json").write_bytes(data)

    result = walletsim("replay", file, "--baseline", folder)

    assert result.exit_code == 1
    assert "is no run record" in result.stdout


def test_a_story_without_a_record_is_a_difference(saved: tuple[Path, Path]) -> None:
    file, folder = saved
    (folder / "story.json").unlink()

    result = walletsim("replay", file, "--baseline", folder)

    assert result.exit_code == 1
    assert f"story: no record in {folder}" in result.stdout


def test_a_missing_folder_of_records_ends_with_2_and_nothing_runs(tmp_path: Path) -> None:
    result = walletsim("replay", written(tmp_path), "--baseline", tmp_path / "none")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"{tmp_path / 'none'}: no such folder of records\n"


def test_a_folder_that_cannot_be_made_ends_with_2_and_nothing_runs(tmp_path: Path) -> None:
    file = written(tmp_path)

    result = walletsim("replay", file, "--save", file / "inside")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "cannot be written" in result.stderr


def test_a_failing_story_is_recorded_as_not_verified(tmp_path: Path) -> None:
    file = written(tmp_path, STORY.replace("800元", "799元"))

    result = walletsim("replay", file, "--save", tmp_path / "kept")

    assert result.exit_code == 1
    assert record_in(tmp_path / "kept")["verified"] is False
