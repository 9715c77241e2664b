"""The commands that question the policy book."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ledger.cli.policy.commands import policy_app
from tests.policy.samples import CN, overlay

STORY = Path(__file__).parents[2] / "scenarios/two-provinces.yaml"
BAD_CAP = """\
  transfer.cap.each:
    how: tighten
    values:
      - {from: 2025-01-01, value: 9, source: ours}
"""
ODD_CAP = BAD_CAP.replace("9, source", "9元, source").replace("ours", "bureau, quote: 十元")


def policy(*arguments: str | Path) -> Result:
    """Run `walletsim policy ...`."""
    return CliRunner().invoke(policy_app, [str(a) for a in arguments], catch_exceptions=False)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A policy folder with two files of one's own, and a scenario beside them."""
    (tmp_path / "cn.yaml").write_text(CN, encoding="utf-8")
    (tmp_path / "odd.yaml").write_text(overlay(ODD_CAP), encoding="utf-8")
    (tmp_path / "story.yaml").write_text("scenario: s\nregion: none\n", encoding="utf-8")
    return tmp_path


def test_show_lists_every_parameter_with_its_place() -> None:
    result = policy("show", "CN-SN-610100", "2025-11-10")

    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "CN-SN-610100 西安市, 2025-11-10"
    assert lines[1].split() == [
        *("parameter", "value", "in", "force", "region", "reading", "source", "where", "meaning")
    ]
    (cap,) = (line for line in lines if line.startswith("transfer.amount.per_day"))
    assert " 2000元 " in cap
    assert "2025-11-04.." in cap
    assert "strict (plain: inherit)" in cap
    assert "[B] 陕西日报" in cap
    assert "cn-sn.yaml:26:16" in cap


def test_show_says_what_the_absence_of_a_value_means() -> None:
    result = policy("show", "CN", "2020-01-01")

    assert "none in force: refuse" in result.stdout
    assert "none in force: no limit" in result.stdout
    assert "无生效值：拒绝" in policy("show", "CN", "2020-01-01", "--lang", "zh").stdout


def test_show_lists_what_is_not_modelled_after_the_rest() -> None:
    _, _, rest = policy("show", "CN-SN", "2025-11-10").stdout.partition("\n\nnot modelled\n")

    assert "KIN_NOT_LISTED" in rest


def test_the_language_changes_labels_only() -> None:
    for command in (["show", "CN", "2025-11-10"], ["history", "wallet.open", "CN-GD"]):
        zh, en = (policy(*command, "--lang", lang) for lang in ("zh", "en"))
        assert zh.stdout != en.stdout
        for format_ in ("json", "jsonl", "csv"):
            zh, en = (policy(*command, "--lang", x, "--format", format_) for x in ("zh", "en"))
            assert zh.stdout == en.stdout


def test_the_four_formats_tell_the_same() -> None:
    command = ["diff", "2025-11-01", "2025-11-10", "--format"]
    document = json.loads(policy(*command, "json").stdout)
    lines = [json.loads(line) for line in policy(*command, "jsonl").stdout.splitlines()]
    (table,) = csv.DictReader(io.StringIO(policy(*command, "csv").stdout))

    assert document == lines
    assert [(r["region"], r["was"], r["now"], r["now_fen"]) for r in document] == [
        ("CN-SN", None, "2000元", 200_000)
    ]
    assert (table["region"], table["was_absent"], table["now"]) == ("CN-SN", "no_limit", "2000元")
    assert "none in force: no limit  2000元" in policy(*command, "table").stdout


def test_history_shows_the_readings_and_which_is_in_force() -> None:
    result = policy("history", "wallet.open", "CN-SN")

    assert result.exit_code == 0
    assert [line.split()[:3] for line in result.stdout.splitlines()[1:]] == [
        ["2024-11-15..", "CN", "not_open"],
        ["2025-05-08..2025-07-02", "CN-SN", "not_open"],
        ["2025-05-08..2025-07-02", "CN-SN", "open"],
        ["2025-07-03..", "CN-SN", "open"],
    ]
    assert "listed (not in force)" in result.stdout


def test_a_history_without_values_says_what_that_means() -> None:
    result = policy("history", "transfer.amount.per_day", "CN")

    assert (result.exit_code, result.stdout) == (0, "")
    assert "no_limit" in result.stderr


def test_days_that_do_not_differ_leave_stdout_empty() -> None:
    result = policy("diff", "2025-11-10", "2025-11-10")

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "nothing differs between 2025-11-10 and 2025-11-10\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["show", "CN-SM", "2025-11-10"], "unknown region “CN-SM”; did you mean “CN-NM”?"),
        (["show", "陕西", "2025-11-10"], "unknown region “陕西”; 陕西省 is “CN-SN”"),
        (["show", "", "2025-11-10"], "unknown region “”"),
        (["show", "CN", "2025-02-30"], "there is no day 2025-02-30 in the calendar"),
        (["show", "CN", "today"], "“today” is not a day; write for example 2025-11-10"),
        (
            ["history", "wallet.opn", "CN"],
            "unknown parameter “wallet.opn”; did you mean “wallet.open”?",
        ),
        (["diff", "2025-11-10", "x"], "“x” is not a day; write for example 2025-11-10"),
        (["diff", "2025-11-10", "2025-11-11", "--region", "X"], "unknown region “X”"),
        (["lint", "--as-of", "2026"], "“2026” is not a day; write for example 2025-11-10"),
        (["lint", "--policy", "nowhere.yaml"], "nowhere.yaml: no such file or folder"),
        (["show", "\x1b[31m", "2025-11-10"], "unknown region “\\x1b[31m”"),
    ],
)
def test_bad_input_is_one_clear_error(arguments: list[str], message: str) -> None:
    result = policy(*arguments)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr == f"{message}\n"


def test_the_shipped_book_has_notes_and_no_findings() -> None:
    result = policy("lint")

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("0 findings, ")
    assert "P102 " in result.stderr


def test_readings_of_the_shipped_book_are_tested_by_the_shipped_scenarios(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_ours = policy("lint", "--notes").stdout
    monkeypatch.setattr("ledger.cli.files.shipped_folder", lambda: own / "story.yaml")
    with_none = policy("lint", "--notes").stdout

    assert with_ours.count("P110") < with_none.count("P110")
    assert "P110" not in policy("lint", "--notes", "--policy", own).stdout


def test_notes_are_counted_by_code() -> None:
    result = policy("lint", "--as-of", "2028-06-01", "--scenarios", STORY)

    assert re.search(r"\(P102 \d+, P105 1, P110 \d+, P111 \d+\) in \d+ files\n$", result.stderr)


def test_notes_are_listed_on_demand_and_change_nothing() -> None:
    result = policy("lint", "--notes", "--as-of", "2028-06-01")

    assert result.exit_code == 0
    assert "cn.yaml:236:16: P105 (note) transfer.cap.each of 2024-11-15.." in result.stdout
    rows = json.loads(policy("lint", "--notes", "--format", "json").stdout)
    assert {row["note"] for row in rows} == {True}


def test_files_of_ones_own_are_judged_by_themselves(own: Path) -> None:
    result = policy("lint", "--policy", own)

    assert result.exit_code == 1
    assert result.stdout == (
        f"{own}/odd.yaml:12:35: P107 transfer.cap.each is 9.00 元, which its quote does not say\n"
    )
    assert result.stderr == "1 finding, 1 note (P111 1) in 2 files\n"
    zh = policy("lint", "--notes", "--lang", "zh", "--policy", own).stdout
    assert "P107 transfer.cap.each 为 9.00 元，其原文没有这个数" in zh
    assert "P111（提示）transfer.cap.each（2025-01-01..）为 9.00 元，不起作用：" in zh


def test_an_overlay_of_ones_own_lies_on_the_shipped_nation(own: Path) -> None:
    show = ["show", "CN-SN", "2025-11-10", "--format", "json"]
    rows = json.loads(policy(*show, "--policy", own / "odd.yaml").stdout)
    values = {row["parameter"]: row["value"] for row in rows if row["kind"] == "parameter"}

    assert values["transfer.cap.each"] == "9元"
    assert values["transfer.count.per_day"] == "3次"


def test_shipped_files_can_be_named(own: Path) -> None:
    command: list[str | Path] = ["history", "wallet.open", "CN-HE", "--format", "jsonl"]
    command += ["--policy", own / "odd.yaml"]
    alone = policy(*command).stdout.splitlines()
    together = policy(*command, "--policy", "cn-he").stdout.splitlines()

    assert len(together) > len(alone)


def test_bad_files_are_told_with_their_lines(own: Path) -> None:
    (own / "odd.yaml").write_text(overlay(BAD_CAP), encoding="utf-8")
    result = policy("show", "CN", "2025-11-10", "--policy", own)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert f"{own}/odd.yaml:12:35: P003 “9” has no unit" in result.stderr


def test_a_folder_without_policies_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text("scenario: s\n", encoding="utf-8")
    result = policy("lint", "--policy", tmp_path)

    assert result.exit_code == 2
    assert result.stderr == f"{tmp_path}: no policy file in this folder\n"


def test_a_reading_is_tested_by_the_scenarios_named(own: Path) -> None:
    story = own / "story.yaml"
    story.write_text(
        "scenario: s\nwhat_if: [{name: x, readings: {spend.settings@CN: wide}}, 3]\n", "utf-8"
    )
    nation, asked = own / "cn.yaml", ("lint", "--notes", "--scenarios")

    assert policy(*asked, story, "--policy", nation).stdout == ""
    story.write_text("scenario: s\nwhat_if: 1\n", "utf-8")
    assert (
        "P110 (note) no scenario tests reading “wide”"
        in policy(*asked, story, "--policy", nation).stdout
    )
