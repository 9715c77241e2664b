"""Whatever is wrong with a file is told with its code and place, all at once, and nothing runs."""

from pathlib import Path

import pytest

from ledger.scenario import load
from ledger.text.reader import SIZE_LIMIT_BYTES
from tests.scenarios.mistakes import CASES, GOOD, Case, invoke, told_about


def test_the_file_that_the_cases_spoil_is_good(tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text(GOOD, encoding="utf-8")

    assert invoke("replay", str(tmp_path)).exit_code == 0


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_mistake_is_told_alone_at_its_place_in_under_8_lines(case: Case, tmp_path: Path) -> None:
    assert case.old in GOOD
    told = told_about(GOOD.replace(case.old, case.new, 1), tmp_path)

    assert told.startswith(f"bad.yaml:{case.place}: {case.code} ")
    assert case.message in told.splitlines()[0]
    assert (f"did you mean “{case.hint}”?" in told) is bool(case.hint) or "did you mean" in told
    assert told.endswith("1 problem in 1 file; nothing was run\n")
    assert len(told.splitlines()) < 8
    assert all(len(line) < 400 for line in told.splitlines())


@pytest.mark.parametrize(
    "case", [case for case in CASES.values() if case.hint], ids=lambda c: c.hint
)
def test_the_nearest_known_word_is_suggested(case: Case, tmp_path: Path) -> None:
    told = told_about(GOOD.replace(case.old, case.new, 1), tmp_path)

    assert f"did you mean “{case.hint}”?" in told


@pytest.mark.parametrize("name", ["key", "person", "out of order", "unused person"])
def test_check_tells_the_same_as_replay(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    told = told_about(GOOD.replace(case.old, case.new, 1), tmp_path)

    result = invoke("check", str(tmp_path / "bad.yaml"))

    assert result.exit_code == 2
    assert result.stderr.replace(f"{tmp_path}/", "") == told


MANY = """\
scenario: bad
format: 1
policy: [cn, cn-sn, cn-hee]
clock: {start: 2025-10-09 20:00}
people:
  li: {name: 李明, insured: CN-SN, scheme: employee}
  wang: {name: 王芳, insured: CN-HE, scheme: resident}
  zhao: {name: 赵云, insured: CN-HE, scheme: resident}
opening:
  li/personal: 8000元
  li/personal: 9000元
steps:
  - {id: b1, at: 2025-10-09 20:00, bind: {giver: li, member: wang, kin: mother}}
  - {id: t1, at: 2025-10-09 20:05, transfer: {from: li, to: wnag, amont: 2000元}, expect: pending}
  - {id: a1, at: 2025-10-09 20:04, accept: t1}
  - {id: a1, at: 2025-02-30 20:06, accept: t1}
  - {id: t2, at: 2025-10-09 20:07, transfer: {from: li, to: wang, amount: "2,000元"},
     expect: {refused: HOURS_CLOSD}}
  - {id: a1, at: 2025-10-09 20:03, accept: t3}
"""

TOLD_AT_ONCE = [
    "3:21: S011",
    "8:3: S009",
    "11:3: Y002",
    "14:61: S004",
    "14:67: S001",
    "16:18: S003",
    "17:75: S003",
    "18:24: S003",
    "19:10: S007",
    "19:18: S006",
    "19:44: S005",
]


def test_all_problems_of_a_file_are_told_at_once_and_no_mistake_makes_another(
    tmp_path: Path,
) -> None:
    told = told_about(MANY, tmp_path)

    heads = [line for line in told.splitlines() if line.startswith("bad.yaml:")]
    assert [" ".join(head.removeprefix("bad.yaml:").split()[:2]) for head in heads] == TOLD_AT_ONCE
    assert told.endswith("11 problems in 1 file; nothing was run\n")


def test_one_bad_file_of_a_folder_keeps_the_good_ones_from_running(tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text(GOOD.replace("scenario: bad", "scenario: good"), "utf-8")
    (tmp_path / "bad.yaml").write_text(GOOD.replace("to: wang", "to: wnag"), "utf-8")

    result = invoke("replay", str(tmp_path))

    assert (result.exit_code, result.stdout) == (2, "")
    assert "1 problem in 1 file; nothing was run" in result.stderr


def test_two_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")

    result = invoke("replay", str(tmp_path))

    assert (result.exit_code, result.stdout) == (2, "")
    assert "two.yaml:1:11: S016 scenario “bad” is also the name in " in result.stderr


@pytest.mark.parametrize("wanted", ["missing", "missing.yaml", "empty", "notes"])
def test_a_place_without_scenarios_is_told_in_one_line(wanted: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "readme.txt").write_text("no scenario", encoding="utf-8")

    result = invoke("replay", str(tmp_path / wanted))

    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith(f"{tmp_path / wanted}: no ")


def laughs() -> str:
    """Nine aliases of nine aliases of nine …: a billion words where aliases are followed."""
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    return "\n".join(lines) + "\n"


MONSTERS = {
    "GBK": (GOOD.encode("gbk"), "Y007", 6),
    "UTF-16": (GOOD.encode("utf-16"), "Y007", 1),
    "billion laughs": (laughs().encode(), "Y004", 1),
    "nesting of 10 MB, flow": (b"steps: " + b"[" * 10_000_000, "Y006", 1),
    "nesting of mappings, flow": (b"steps: " + b"{a: " * 2_500_000, "Y006", 1),
    "above the size limit": (b"#" * (SIZE_LIMIT_BYTES + 1), "Y009", 1),
}


@pytest.mark.parametrize(("data", "code", "line"), MONSTERS.values(), ids=MONSTERS)
def test_a_file_made_to_break_its_reader_is_told_in_a_few_lines(
    data: bytes, code: str, line: int, tmp_path: Path
) -> None:
    told = told_about(data, tmp_path)

    assert told.startswith(f"bad.yaml:{line}:")
    assert f" {code} " in told.splitlines()[0]
    assert len(told.splitlines()) < 8


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())

    result = invoke("replay", str(tmp_path / "good.yaml"))

    assert result.exit_code == 0
    assert "3 steps" in result.stdout


def test_more_steps_than_yaml_is_good_for_are_sent_to_a_feed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "MOST_STEPS", 2)

    told = told_about(GOOD, tmp_path)

    assert told.startswith("bad.yaml:13:3: F001 3 steps are too many for YAML; `walletsim convert`")
