"""`ledger export`: what it writes where, and how it ends."""

import json
from pathlib import Path

import pytest

from tests.cli.running import walletsim, written


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A database with the ledger of the story."""
    address = f"sqlite:///{tmp_path}/kept.db"
    assert walletsim("replay", written(tmp_path), "--store", address).exit_code == 0
    return address


@pytest.mark.parametrize("to", ["jsonl", "csv", "hledger", "beancount"])
def test_a_text_goes_to_the_output_or_the_same_to_a_file(url: str, to: str, tmp_path: Path) -> None:
    shown = walletsim("ledger", "export", url, "--to", to)
    out = tmp_path / "out"
    kept = walletsim("ledger", "export", url, "--to", to, "--out", out)

    assert (shown.exit_code, shown.stderr) == (0, "")
    assert (kept.exit_code, kept.stdout) == (0, "")
    assert kept.stderr.startswith("story: 10 events up to ")
    assert out.read_text(encoding="utf-8") == shown.stdout
    assert not list(tmp_path.glob("*.part"))


def test_parquet_wants_a_file(url: str, tmp_path: Path) -> None:
    shown = walletsim("ledger", "export", url, "--to", "parquet")
    out = tmp_path / "x.parquet"

    assert (shown.exit_code, shown.stdout) == (2, "")
    assert shown.stderr == "parquet needs --out FILE\n"
    assert walletsim("ledger", "export", url, "--to", "parquet", "--out", out).exit_code == 0
    assert out.read_bytes().startswith(b"PAR1")


def test_pseudonyms_are_asked_for_with_a_salt(url: str) -> None:
    done = walletsim("ledger", "export", url, "--to", "jsonl", "--pseudonymise", "salt and more")
    short = walletsim("ledger", "export", url, "--to", "jsonl", "--pseudonymise", "salt")

    assert done.exit_code == 0
    assert "李明" not in done.stdout
    assert {json.loads(line)["ledger"][0] for line in done.stdout.splitlines()} == {"l"}
    assert (short.exit_code, short.stdout) == (2, "")


def test_without_the_package_parquet_ends_with_2_and_leaves_no_file(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    out = tmp_path / "x.parquet"

    done = walletsim("ledger", "export", url, "--to", "parquet", "--out", out)

    assert done.exit_code == 2
    assert "pip install 'walletsim[data]'" in done.stderr
    assert not out.exists()
    assert not list(tmp_path.glob("*.part"))


def test_a_file_that_cannot_be_written_ends_with_2(url: str, tmp_path: Path) -> None:
    done = walletsim("ledger", "export", url, "--to", "csv", "--out", tmp_path / "no" / "x.csv")

    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 1
