"""`walletsim ledger fork` and `diff` on a stored ledger."""

import json
from pathlib import Path

import pytest

from tests.cli.running import walletsim, written


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A database with the ledger `story`."""
    url = f"sqlite:///{tmp_path / 'home.db'}"
    assert walletsim("replay", written(tmp_path), "-q", "--store", url).exit_code == 0
    return url


def test_a_fork_is_a_ledger_of_its_own_that_verifies(url: str) -> None:
    made = walletsim("ledger", "fork", url, "branch", "--at", "2025-11-10 08:01")
    verified = walletsim("ledger", "verify", url, "--ledger", "branch")

    assert (made.exit_code, verified.exit_code) == (0, 0)
    assert "ledger branch: 8 events" in made.stderr
    assert verified.stdout.startswith("ok   branch: 8 events")


def test_a_fork_may_lie_in_another_database(url: str, tmp_path: Path) -> None:
    before = (tmp_path / "home.db").read_bytes()
    other = f"sqlite:///{tmp_path / 'other.db'}"

    made = walletsim("ledger", "fork", url, "branch", "--to", other)
    same = walletsim("ledger", "diff", url, "--other-url", other)

    assert (made.exit_code, same.exit_code, same.stdout) == (0, 0, "")
    assert "story and branch: the same for 10 events, nothing differs" in same.stderr
    assert (tmp_path / "home.db").read_bytes() == before


def test_a_difference_is_told_in_decisions_balances_and_what_was_sent(url: str) -> None:
    walletsim("ledger", "fork", url, "branch", "--seq", "7")

    names = ("--ledger", "story", "--other", "branch")
    found = walletsim("ledger", "diff", url, *names)
    rows = json.loads(walletsim("ledger", "diff", url, *names, "--format", "json").stdout)

    assert found.exit_code == 1
    assert ["decision", "t2", "HOURS_CLOSED", "not", "there"] in [
        line.split() for line in found.stdout.splitlines()
    ]
    assert rows[0] == {"kind": "decision", "what": "t1", "one": "taken", "other": None}
    assert rows[-1] == {
        "kind": "usage",
        "what": "li",
        "one": {"day": "2025-11-10", "count": 1, "sent_fen": 10_000},
        "other": {"day": None, "count": 0, "sent_fen": 0},
    }
    assert {"kind": "balance", "what": "li/personal", "one": 80_000, "other": 90_000} in rows


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["fork", "{url}", "story"], "there is a ledger story already; nothing was written"),
        (["fork", "{url}", "a/b"], "is not an id"),
        (["fork", "{url}", "b", "--seq", "99"], "story has 10 events"),
        (["fork", "{url}", "b", "--at", "noon"], "“noon” is not a moment"),
        (["fork", "{url}", "b", "--ledger", "stroy"], "did you mean “story”?"),
        (["fork", "sqlite:///nope.db", "b"], "there is no database"),
        (["diff", "{url}"], "one and the same ledger"),
        (["diff", "{url}", "--other", "b"], "there is no ledger “b”"),
    ],
)
def test_what_cannot_be_forked_or_compared_is_told_and_nothing_is_written(
    url: str, tmp_path: Path, args: list[str], told: str
) -> None:
    before = (tmp_path / "home.db").read_bytes()

    made = walletsim("ledger", *(arg.format(url=url) for arg in args))

    assert made.exit_code == 2
    assert told in made.stderr
    assert (tmp_path / "home.db").read_bytes() == before
