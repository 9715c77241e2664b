"""`replay --store` and `ledger verify`: journals kept once, whole, and checked from the start."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.running import STORY, walletsim, written


def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/kept.db"


def kept(tmp_path: Path) -> str:
    """A database with the ledger of the story; its URL."""
    result = walletsim("replay", written(tmp_path), "--store", url(tmp_path))
    assert result.exit_code == 0
    assert result.stderr == f"1 ledger kept in {url(tmp_path)}\n"
    return url(tmp_path)


def counted(tmp_path: Path, table: str = "journal") -> int:
    with closing(sqlite3.connect(tmp_path / "kept.db")) as database:
        (count,) = database.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608  -- a constant
    return int(count)


def test_a_kept_ledger_verifies(tmp_path: Path) -> None:
    result = walletsim("ledger", "verify", kept(tmp_path))

    assert result.exit_code == 0
    assert result.stdout.startswith("ok   story: 10 events, ")


def test_the_head_of_the_kept_ledger_is_that_of_the_replay(tmp_path: Path) -> None:
    head = walletsim("replay", written(tmp_path)).stdout.splitlines()[0].split()[-1]
    stored = walletsim("ledger", "verify", kept(tmp_path)).stdout.split()[-1]

    assert stored.startswith(head)
    assert walletsim("ledger", "verify", url(tmp_path), "--head", head).exit_code == 0
    assert walletsim("ledger", "verify", url(tmp_path), "--head", "0" * 12).exit_code == 3


def test_a_ledger_is_kept_only_once_and_then_nothing_is_run_or_written(tmp_path: Path) -> None:
    kept(tmp_path)
    before = counted(tmp_path)
    other = written(tmp_path, STORY.replace(": story", ": other"), "other.yaml")

    result = walletsim("replay", other, tmp_path / "story.yaml", "--store", url(tmp_path))

    assert (result.exit_code, result.stdout) == (2, "")
    assert "there is a ledger story already" in result.stderr
    assert counted(tmp_path) == before


def test_another_story_is_kept_beside_the_first(tmp_path: Path) -> None:
    kept(tmp_path)
    other = written(tmp_path, STORY.replace(": story", ": other"), "other.yaml")

    assert walletsim("replay", other, "--store", url(tmp_path)).exit_code == 0
    result = walletsim("ledger", "verify", url(tmp_path))
    only = walletsim("ledger", "verify", url(tmp_path), "--ledger", "other")

    assert [line.split()[1] for line in result.stdout.splitlines()] == ["other:", "story:"]
    assert [line.split()[1] for line in only.stdout.splitlines()] == ["other:"]


def test_of_a_run_that_fails_nothing_is_kept(tmp_path: Path) -> None:
    good = written(tmp_path, STORY.replace(": story", ": good"), "good.yaml")
    bad = written(tmp_path, STORY.replace("800元", "799元"))

    result = walletsim("replay", good, bad, "--store", url(tmp_path))

    assert result.exit_code == 1
    assert result.stderr == f"nothing kept in {url(tmp_path)}: 1 scenario failed\n"
    assert not (tmp_path / "kept.db").exists()


def test_a_tampered_ledger_ends_with_3_and_names_the_event(tmp_path: Path) -> None:
    kept(tmp_path)
    with closing(sqlite3.connect(tmp_path / "kept.db")) as database:
        triggers = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        made = triggers.fetchall()
        for name, _ in made:
            database.execute(f"DROP TRIGGER {name}")
        database.execute("UPDATE journal SET body = replace(body, '10000', '90000') WHERE seq = 8")
        for _, sql in made:
            database.execute(sql)
        database.commit()

    result = walletsim("ledger", "verify", url(tmp_path))

    assert result.exit_code == 3
    assert result.stdout.startswith("FAIL story: ")
    assert "  seq 8: " in result.stdout


@pytest.mark.parametrize(
    "bad", ["nonsense", "sqlite://", "mysql://h/db", "postgresql://user:secret@h/db"]
)
@pytest.mark.parametrize("command", ["verify", "store"])
def test_a_database_that_is_none_ends_with_2_before_anything_runs(
    tmp_path: Path, bad: str, command: str
) -> None:
    verify, store = ("ledger", "verify", bad), ("replay", written(tmp_path), "--store", bad)

    result = walletsim(*(verify if command == "verify" else store))

    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
    assert "secret" not in result.stderr


def test_a_database_or_a_ledger_that_is_not_there_ends_with_2(tmp_path: Path) -> None:
    missing = walletsim("ledger", "verify", url(tmp_path))
    assert (missing.exit_code, missing.stdout) == (2, "")
    assert not (tmp_path / "kept.db").exists(), "looking makes no file"

    other = walletsim("ledger", "verify", kept(tmp_path), "--ledger", "other")
    assert (other.exit_code, other.stdout) == (2, "")
    assert "no ledger other" in other.stderr
