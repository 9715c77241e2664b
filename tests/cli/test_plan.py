"""`walletsim what-if plan`: what it prints, and what it is told wrong."""

import json
from pathlib import Path

import pytest

from tests.cli.running import SCENARIOS, walletsim, written

A7 = f"{SCENARIOS / 'two-provinces.yaml'}@a7"
ASK = ("what-if", "plan", A7, "--to", "wang", "--by", "2025-11-14", "--amount")


def test_a_plan_is_told_step_by_step_and_ends_with_0() -> None:
    found = walletsim(*ASK, "5000元")

    assert found.exit_code == 0
    assert [line.split() for line in found.stdout.splitlines()[1:]] == [
        ["2025-11-12", "06:00", "transfer,", "accept", "li", "2,000.00"],
        ["2025-11-13", "06:00", "transfer,", "accept", "li", "2,000.00"],
        ["2025-11-14", "06:00", "transfer,", "accept", "li", "1,000.00"],
    ]
    assert "5,000.00 元 reach wang 王芳 by 2025-11-14: 3 transfers" in found.stderr


def test_no_plan_says_how_much_can_arrive_and_ends_with_1() -> None:
    found = walletsim(*ASK, "9000元")
    told = json.loads(walletsim(*ASK, "9000元", "--format", "json").stdout)

    assert (found.exit_code, found.stdout) == (1, "")
    assert "at most 6,200.00 元 can arrive" in found.stderr
    assert (told["arrives_at"], told["most_fen"], told["steps"]) == (None, 620_000, [])


def test_a_plan_is_told_in_chinese() -> None:
    found = walletsim(*ASK, "500元", "--lang", "zh")

    assert found.stdout.startswith("时间")
    assert "转账并接收" in found.stdout
    assert "到齐" in found.stderr


def test_a_plan_on_a_stored_ledger_writes_nothing_and_names_nobody(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'home.db'}"
    walletsim("replay", written(tmp_path), "-q", "--store", url)
    before = (tmp_path / "home.db").read_bytes()
    ask = ("what-if", "plan", "--ledger", url, "--amount", "300元", "--by", "2025-11-12")
    at = ("--at", "2025-11-11 09:00")

    found = walletsim(*ask, *at, "--to", "wang")
    wrong = walletsim(*ask, *at, "--to", "wnag")

    assert (found.exit_code, wrong.exit_code) == (0, 2)
    assert "unknown person “wnag”" in wrong.stderr
    assert "wang" not in wrong.stderr
    assert (tmp_path / "home.db").read_bytes() == before


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("--to", "wnag", "--amount", "9", "--by", "soon"), ["wang", "“9”", "“soon”"]),
        (("--to", "li", "--amount", "9元", "--by", "2025-11-14"), ["nobody is bound as a giver"]),
        (("--to", "wang", "--amount", "9元", "--by", "2025-11-01"), ["it is over"]),
        (("--to", "wang", "--amount", "0元", "--by", "2025-11-14"), ["above zero"]),
        (("--to", "wang", "--amount", "9元", "--by", "2031-11-14"), ["400 days"]),
    ],
)
def test_what_cannot_be_planned_is_told(args: tuple[str, ...], told: list[str]) -> None:
    found = walletsim("what-if", "plan", A7, *args)

    assert (found.exit_code, found.stdout) == (2, "")
    for part in told:
        assert part in found.stderr
