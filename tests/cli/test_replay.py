"""`replay`: what it prints where, and with which exit code it ends."""

import json
import re
from pathlib import Path

import pytest

from ledger.core import events as e
from ledger.core import postings
from tests.cli.running import NOTED, SCENARIOS, STORY, process, walletsim, written

LINE = re.compile(r"(ok  |FAIL) \S+ +\d+ steps, +\d+ refused, \d+ what-ifs? +[0-9a-f]{12}")


def test_a_verified_story_is_one_line_and_a_sum(tmp_path: Path) -> None:
    result = walletsim("replay", written(tmp_path))

    line, total = result.stdout.splitlines()
    assert result.exit_code == 0
    assert LINE.fullmatch(line)
    assert line.startswith("ok   story ")
    assert "    4 steps,   1 refused, 0 what-ifs" in line
    assert total == "1 scenario, 4 steps, 0 what-ifs: all verified"
    assert result.stderr == ""


def test_an_expectation_not_met_is_told_at_its_place_with_what_came(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        STORY.replace("amount: 100元}, expect: pending", "amount: 901元}, expect: pending"),
    )

    result = walletsim("replay", file)

    assert result.exit_code == 1
    assert result.stdout.splitlines()[0].startswith("FAIL story")
    assert f"  {file}:12:90: t1: expected pending, came refused BALANCE_SHORT" in result.stdout
    assert result.stdout.splitlines()[-1].endswith(": 1 failed")


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        (
            "refused: HOURS_CLOSED",
            "refused: PENDING_OPEN",
            "15:24: t2: expected refused PENDING_OPEN, came refused HOURS_CLOSED",
        ),
        ("{refused: HOURS_CLOSED}", "ok", "15:14: t2: expected ok, came refused HOURS_CLOSED"),
        (
            "HOURS_CLOSED}",
            "HOURS_CLOSED, also: [PENDING_OPEN]}",
            "15:44: t2 also: expected [PENDING_OPEN], came []",
        ),
        (
            "HOURS_CLOSED}",
            "HOURS_CLOSED, would_pass: 1元}",
            "15:50: t2 would_pass: expected 1元, came 0元",
        ),
        (
            "HOURS_CLOSED}",
            "HOURS_CLOSED, passes_at: never}",
            "15:49: t2 passes_at: expected never, came 2025-11-11 06:00",
        ),
        (
            "HOURS_CLOSED}",
            "HOURS_CLOSED, by: transfer.closed@CN-SN}",
            "15:42: t2 by: expected transfer.closed@CN-SN, came transfer.closed@CN",
        ),
    ],
)
def test_each_part_of_an_expectation_is_told_at_its_own_place(
    tmp_path: Path, right: str, wrong: str, said: str
) -> None:
    file = written(tmp_path, STORY.replace(right, wrong))

    result = walletsim("replay", file)

    assert result.exit_code == 1
    assert f"  {file}:{said}" in result.stdout.splitlines()


def test_a_balance_not_met_shows_the_events_that_moved_it(tmp_path: Path) -> None:
    file = written(tmp_path, STORY.replace("li/personal: 800元", "li/personal: 801元"))

    result = walletsim("replay", file)

    assert result.exit_code == 1
    assert result.stdout.splitlines()[1:-1] == [
        f"  {file}:16:32: li/personal: expected 801元, came 800元",
        "      #4 2025-11-10 08:00 opening_posted +900.00",
        "      #8 2025-11-10 08:01 transfer_sent -100.00",
    ]


def test_a_step_that_is_refused_without_saying_so_fails_the_file(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        STORY.replace("08:02, accept: t1", "08:02, decline: t1")
        .replace("expect: {refused: HOURS_CLOSED}", "expect: {refused: HOURS_CLOSED}")
        .replace("amount: 1元},\n     expect: {refused: HOURS_CLOSED}}", "amount: 1元}}"),
    )

    result = walletsim("replay", file)

    assert f"  {file}:14:5: t2: expected ok, came refused HOURS_CLOSED" in result.stdout
    assert result.exit_code == 1


def test_an_expectation_left_to_be_filled_in_never_passes(tmp_path: Path) -> None:
    file = written(tmp_path, STORY.replace("expect: pending", "expect: fill"))

    result = walletsim("replay", file)

    assert result.exit_code == 1
    assert "t1: expected fill, came pending" in result.stdout


def test_an_invariant_that_breaks_fails_the_story(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crooked(event: e.TransferAccepted) -> postings.Legs:
        return ((f"transit/{event.transfer}", -event.amount_fen), ("wang/wallet", 1))

    monkeypatch.setitem(postings.LEGS, e.TransferAccepted, crooked)

    result = walletsim("replay", written(tmp_path))

    assert result.exit_code == 1
    assert "money-conserved after event #9: expected holds, came the legs sum to -99.99" in (
        result.stdout
    )


def test_a_bad_file_is_told_on_stderr_and_nothing_runs(tmp_path: Path) -> None:
    good = written(tmp_path)
    bad = written(
        tmp_path, STORY.replace("accept: t1", "acept: t1").replace(": story", ": bad"), "bad.yaml"
    )

    result = walletsim("replay", good, bad)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert f"{bad}:13:36: S001 unknown key “acept”" in result.stderr
    assert result.stderr.splitlines()[-1] == "1 problem in 1 file; nothing was run"


def test_a_path_that_is_not_there_ends_with_2(tmp_path: Path) -> None:
    result = walletsim("replay", tmp_path / "none.yaml")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"{tmp_path / 'none.yaml'}: no such file or folder\n"


def test_a_folder_is_all_its_scenarios_but_policies_and_hidden_ones(tmp_path: Path) -> None:
    written(tmp_path)
    written(tmp_path, STORY.replace(": story", ": deeper"), "a/b/deeper.yml")
    written(tmp_path, "policy: medical-wallet\nregion: CN-SN\n", "a/cn-sn.yaml")
    written(tmp_path, "no scenario at all", ".venv/lib/x.yaml")
    (tmp_path / "folder.yaml").mkdir()

    result = walletsim("replay", tmp_path)

    assert result.exit_code == 0
    assert [line.split()[1] for line in result.stdout.splitlines()[:-1]] == ["deeper", "story"]


def test_a_file_named_twice_runs_once(tmp_path: Path) -> None:
    file = written(tmp_path)

    result = walletsim("replay", file, tmp_path, file)

    assert result.stdout.splitlines()[-1].startswith("1 scenario,")


def test_json_is_one_list_with_every_field_and_jsonl_a_line_a_story(tmp_path: Path) -> None:
    file = written(tmp_path)
    other = written(
        tmp_path, STORY.replace(": story", ": other").replace("800元", "799元"), "b.yaml"
    )

    whole = walletsim("replay", file, other, "--format", "json")
    lines = walletsim("replay", file, other, "--format", "jsonl")

    results = json.loads(whole.stdout)
    assert (whole.exit_code, lines.exit_code) == (1, 1)
    assert [json.loads(line) for line in lines.stdout.splitlines()] == results
    assert [(r["scenario"], r["ok"], r["steps"]) for r in results] == [
        ("story", True, 4),
        ("other", False, 4),
    ]
    good, bad = results
    assert good["verdicts"] == {"ok": 2, "pending": 1, "refused HOURS_CLOSED": 1}
    assert good["balances_fen"]["li/personal"] == 80_000
    assert sum(good["balances_fen"].values()) == 0
    assert good["failures"] == good["what_if"] == good["notes"] == []
    assert len(good["head"]) == len(good["policy_hash"]) == 64
    assert bad["failures"] == [
        {
            "file": str(other),
            "line": 16,
            "column": 32,
            "subject": "li/personal",
            "expected": "799元",
            "came": "800元",
            "moved": [
                "#4 2025-11-10 08:00 opening_posted +900.00",
                "#8 2025-11-10 08:01 transfer_sent -100.00",
            ],
        }
    ]


def test_keys_and_codes_of_json_are_the_same_in_both_languages(tmp_path: Path) -> None:
    file = written(tmp_path)

    texts = {
        walletsim("replay", file, "--format", "json", "--lang", lang).stdout
        for lang in ("zh", "en")
    }

    assert len(texts) == 1


def test_quiet_prints_failures_and_the_sum_only(tmp_path: Path) -> None:
    file = written(tmp_path)
    other = written(
        tmp_path, STORY.replace(": story", ": other").replace("800元", "799元"), "b.yaml"
    )

    result = walletsim("replay", "--quiet", file, other)

    assert result.exit_code == 1
    assert [line.split()[0] for line in result.stdout.splitlines()] == [
        "FAIL",
        f"{other}:16:32:",
        "#4",
        "#8",
        "2",
    ]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            ": now 23:00, limit 22:00–06:00 (CN [A]); whole from 11-11 06:00",
        ),
        (
            "zh",
            "：当前 23:00，限制 22:00–06:00 (CN [A])；全额自 11-11 06:00",
        ),
    ],
)
def test_verbose_tells_every_refusal_in_one_line(tmp_path: Path, lang: str, said: str) -> None:
    file = written(tmp_path)

    result = walletsim("replay", "-v", "--lang", lang, file)

    assert f"     t2 refused HOURS_CLOSED{said}" in result.stdout.splitlines()
    assert said not in walletsim("replay", "--lang", lang, file).stdout


def test_what_ifs_tell_what_they_hide_and_a_row_a_value(tmp_path: Path) -> None:
    what_if = (
        "what_if:\n  - name: more\n"
        "    change: [{set: transfer.cap.each, region: CN, from: 2025-01-01, value: 9元}]\n"
        "    differs: {t1: {was: pending, now: {refused: TRANSFER_CAP_EACH}},"
        " a1: {was: ok, now: {refused: NOT_PENDING}}}\n"
        "  - name: rows\n    sweep: {transfer.cap.each@CN: [1000元, 50元]}\n"
    )

    flips = "t1: pending -> refused TRANSFER_CAP_EACH; a1: ok -> refused NOT_PENDING"

    result = walletsim("replay", written(tmp_path, STORY + what_if))

    assert result.stdout.splitlines()[1:] == [
        "     more: hides transfer.cap.each@CN of 2024-11-15..",
        "     transfer.cap.each@CN = 1000元: 1 refused; nothing changes",
        f"     transfer.cap.each@CN = 50元: 3 refused; {flips}",
        "1 scenario, 4 steps, 2 what-ifs: all verified",
    ]


def test_what_is_not_modelled_is_noted_on_stderr_once_a_run(tmp_path: Path) -> None:
    file = written(tmp_path, NOTED)
    other = written(tmp_path, NOTED.replace(": story", ": other"), "other.yaml")

    result = walletsim("replay", file, other)

    (note,) = result.stderr.splitlines()
    assert result.exit_code == 0
    assert note.startswith("note: CN: not modelled: 2024-12-09")
    assert note.endswith("(touches KIN_NOT_LISTED; step b0 of story)")
    assert "note:" not in result.stdout


def test_quiet_says_no_notes_but_json_keeps_them_for_every_story(tmp_path: Path) -> None:
    file = written(tmp_path, NOTED)
    other = written(tmp_path, NOTED.replace(": story", ": other"), "other.yaml")

    quiet = walletsim("replay", file, other, "--quiet", "--format", "json")

    assert quiet.stderr == ""
    for result in json.loads(quiet.stdout):
        (note,) = result["notes"]
        assert (note["region"], note["code"], note["step"]) == ("CN", "KIN_NOT_LISTED", "b0")


def test_a_path_with_spaces_and_chinese_is_told_as_it_is(tmp_path: Path) -> None:
    file = written(tmp_path, STORY.replace("800元", "799元"), "我的 情景/母亲 的钱包.yaml")

    result = walletsim("replay", file)

    assert f"  {file}:16:32: li/personal: expected 799元, came 800元" in result.stdout


def test_the_shipped_scenarios_run_when_none_is_named_and_their_lines_are_whole() -> None:
    result = process("replay", COLUMNS="40")

    lines = result.stdout.splitlines()
    files = [p.stem for p in SCENARIOS.rglob("*.yaml") if p.parent.name != "policies"]
    assert result.returncode == 0
    assert {line.split()[1] for line in lines if LINE.fullmatch(line)} == set(files)
    assert lines[-1].endswith(": all verified")
    assert max(len(line) for line in lines) > 60, "nothing is wrapped off a terminal"


def test_the_oracle_judges_every_step_beside_the_engine(tmp_path: Path) -> None:
    result = walletsim("replay", written(tmp_path), "--oracle")

    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == "the oracle judged 4 steps: all agree"


WALLET_STORY = (
    STORY.replace("from: li, to: wang, amount: 100元", "from: li/wallet, to: wang, amount: 100元")
    .replace("li/wallet: 0元", "li/wallet: 500元")
    .replace("accept: t1}", "decline: t1}")
    .replace("li/personal: 800元, wang/wallet: 100元", "li/wallet: 500元")
)
"""A transfer from a wallet that is declined."""


def test_the_first_difference_to_the_oracle_is_told_and_fails_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        postings.LEGS,
        e.TransferDeclined,
        lambda event: ((f"transit/{event.transfer}", -10_000), ("li/personal", 10_000)),
    )

    file = written(tmp_path, WALLET_STORY)
    as_text = walletsim("replay", file, "--oracle")
    as_data = walletsim("replay", file, "--oracle", "--format", "jsonl")

    assert (as_text.exit_code, as_data.exit_code) == (1, 1)
    said = "  a1: the oracle says li/personal is 900元; the engine says li/personal is 1000元"
    assert said in as_text.stdout.splitlines()
    assert (
        as_text.stdout.splitlines()[-1] == "the oracle judged 3 steps: 1 scenario with a difference"
    )
    assert json.loads(as_data.stdout)["oracle"] == {
        "judged": 3,
        "difference": {
            "where": "a1",
            "oracle": "li/personal is 900元",
            "engine": "li/personal is 1000元",
        },
    }
