"""In Chinese nothing is said in English: bad files, replays, stored ledgers, wrong usage."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from ledger.policy.lint import lint
from ledger.policy.load import load
from ledger.text.problems import FileProblems, Problem, render
from ledger.text.reader import parse
from ledger.text.said import Said, told
from tests.chinese import CHINESE, english_left
from tests.cli.running import NOTED, STORY, walletsim, written
from tests.policy import test_load
from tests.policy.samples import CN, problems
from tests.policy.test_reference import AS_OF, files, sections
from tests.scenario_files.test_wire import BAD
from tests.scenario_files.test_wire import told as told_of_line
from tests.scenarios.mistakes import CASES, GOOD, Case
from tests.text import test_syntax

HEADLINE = re.compile(r"^\S+:\d+:\d+: [YSPF]\d{3} ", re.MULTILINE)


def cases(test: Any) -> list[tuple[Any, ...]]:
    """The cases that another test is run with."""
    return [
        tuple(case)
        for mark in test.pytestmark
        if "," in str(mark.args[0]) or isinstance(mark.args[0], tuple)
        for case in mark.args[1]
    ]


def assert_bilingual(found: list[Problem] | tuple[Problem, ...]) -> None:
    assert found
    for problem in found:
        assert isinstance(problem.message, Said), problem.message
        assert not problem.hint or isinstance(problem.hint, Said), problem.hint
    english, chinese = render(found, {}), render(found, {}, "zh")
    assert HEADLINE.findall(english) == HEADLINE.findall(chinese)
    assert english_left(chinese) == []
    assert all(CHINESE.search(line) for line in chinese.splitlines())


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a.yaml:1:1: Y008 the file is empty", ["the file is"]),
        ("a.yaml:1:1: Y008 文件是空的", []),
        ("a.yaml:1:1: S001 未知的键“the one and only”", []),
        ("    3 | the line of a file", []),
        ("      |   ^ did you mean it？", ["did you mean"]),
    ],
)
def test_english_is_found_outside_of_what_is_quoted(text: str, left: list[str]) -> None:
    assert english_left(text) == left


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_mistake_in_a_scenario_is_told_in_chinese(case: Case, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(GOOD.replace(case.old, case.new, 1), encoding="utf-8")
    english, chinese = (
        walletsim("check", tmp_path / "bad.yaml", "--lang", lang).stderr for lang in ("en", "zh")
    )

    assert f"{case.code} " in chinese
    assert HEADLINE.findall(english) == HEADLINE.findall(chinese)
    assert english_left(chinese) == []
    assert chinese.endswith("1 个文件中有 1 个问题；什么都没有执行\n")


@pytest.mark.parametrize(
    ("old", "new"),
    [case[:2] for case in cases(test_load.test_a_mistake_in_an_overlay_is_told_at_its_place)],
)
def test_a_mistake_in_an_overlay_is_told_in_chinese(old: str, new: str) -> None:
    assert_bilingual(problems(test_load.SOUND.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("old", "new"),
    [case[:2] for case in cases(test_load.test_a_mistake_of_the_nation_is_told_at_its_place)],
)
def test_a_mistake_of_the_nation_is_told_in_chinese(old: str, new: str) -> None:
    assert_bilingual(problems(CN.replace(old, new, 1)))


@pytest.mark.parametrize(
    "text",
    [
        case[0]
        for name, test in vars(test_syntax).items()
        if name.startswith("test_") and hasattr(test, "pytestmark")
        for case in cases(test)
        if isinstance(case[0], str)
    ],
)
def test_a_syntax_error_is_told_in_chinese(text: str) -> None:
    assert_bilingual(parse(text, "a.yaml").problems)


@pytest.mark.parametrize("code", sorted(set(sections()) - {""}))
def test_each_code_of_policy_files_is_told_in_chinese(code: str) -> None:
    try:
        doubts = lint(load(files(code)), as_of=AS_OF, tested=[])
    except FileProblems as found:
        assert_bilingual(found.problems)
        return
    messages = [doubt.message for doubt in doubts if doubt.code == code]
    assert messages
    for message in messages:
        assert isinstance(message, Said)
        assert CHINESE.search(told(message, "zh"))
        assert english_left(told(message, "zh")) == []


@pytest.mark.parametrize("line", [raw for raw, _ in BAD.values()], ids=BAD)
def test_a_line_that_is_no_command_is_told_in_chinese(line: bytes) -> None:
    said = told(told_of_line(line), "zh")

    assert CHINESE.search(said)
    assert "JSON" in said or english_left(said) == []  # what the JSON reader says stays as it is


def runs(folder: Path) -> list[list[str | Path]]:
    """Command lines that say something: results, notices, wrong usage."""
    story = written(folder, NOTED)
    wrong = written(folder, STORY.replace("800元, wang", "801元, wang"), "wrong/wrong.yaml")
    database = f"sqlite:///{folder}/a.db"
    return [
        ["replay", story, "-v"],
        ["replay", wrong],
        ["replay", wrong, "--save", folder / "kept"],
        ["replay", wrong, "--baseline", folder / "kept"],
        ["replay", wrong, "--baseline", folder / "none"],
        ["replay", story, "--store", database],
        ["replay", story, "--store", database],
        ["replay", wrong, "--store", database],
        ["replay", folder / "nowhere.yaml"],
        ["check", story],
        ["freeze", story],
        ["explain", story, "t2"],
        ["explain", story, "t3"],
        ["ledger", "verify", database],
        ["ledger", "verify", database, "--ledger", "other"],
        ["ledger", "verify", f"sqlite:///{folder}/none.db"],
        ["ledger", "verify", "nowhere"],
        ["ledger", "statement", database, "--of", "li"],
        ["ledger", "statement", database, "--of", "lee"],
        ["ledger", "balances", database, "--at", "2025-11-10 08:01"],
        ["ledger", "balances", database, "--at", "yesterday"],
        ["ledger", "allowance", database],
        ["ledger", "clearing", database],
        ["ledger", "clearing", database, "--month", "2026-13"],
        ["policy", "history", "transfer.cap.each", "CN-SN"],
        ["policy", "diff", "2026-01-01", "2026-01-02"],
        ["policy", "show", "CN-SM", "2026-01-01"],
        ["policy", "history", "transfer.cap.eech", "CN-SN"],
        ["policy", "lint", "--notes"],
    ]


def test_every_command_says_in_chinese_what_it_says_in_english(tmp_path: Path) -> None:
    outputs = []
    for lang in ("en", "zh"):
        folder = tmp_path / "run"
        folder.mkdir()
        results = [walletsim(*args, env={"LC_ALL": f"{lang}_X.UTF-8"}) for args in runs(folder)]
        outputs.append(results)
        shutil.rmtree(folder)

    for args, english, chinese in zip(runs(tmp_path), *outputs, strict=True):
        said = re.sub(r"\w+(, \w+)+|D2: .*", "", chinese.output)  # words and a note of a policy
        assert chinese.exit_code == english.exit_code, args
        assert CHINESE.search(chinese.output), args
        assert english_left(said) == [], args
        assert len(chinese.output.splitlines()) == len(english.output.splitlines()), args


def test_machine_formats_are_the_same_in_both_languages(tmp_path: Path) -> None:
    wrong = written(tmp_path, STORY.replace("800元, wang", "801元, wang"))
    for command in (["replay", wrong], ["policy", "lint", "--notes"], ["explain", wrong, "t2"]):
        for format_ in ("json", "jsonl"):
            asked = [*command, "--format", format_, "--lang"]
            assert walletsim(*asked, "zh").stdout == walletsim(*asked, "en").stdout
    for lang in ("zh", "en"):
        rows = walletsim("policy", "lint", "--notes", "--format", "csv", "--lang", lang).stdout
        assert rows.startswith("file,line,column,code,note,message\n")
        assert not CHINESE.search(rows)
