"""The shipped stories hold, and together they reach everything there is to reach."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger.core.refusals import Code
from ledger.scenario.actions import ACTIONS
from tests.scenarios.stories import FILES, FOLDER, stem, story, told

CASES = (
    *("t01", "t02", "t03", "t05", "t06", "t07", "t08", "onward", "t11", "t12", "t13"),
    *("t14", "t15", "t16", "t17", "t18", "t19", "t21", "t22", "t24", "t26", "t27", "t29"),
    *("t31", "t32", "t34", "t35", "t36", "t38", "t39", "t40", "t41", "t43", "t44", "t45"),
    *("t46", "t47", "t48", "t50", "t52", "t53", "t54", "t55", "t57", "t58", "t60", "t61"),
    *("t63", "t64", "t65", "t67", "t69", "t72"),
)
"""The published cases; each has a file of its own."""

TWO_PROVINCES = "3be1d3de3b4450150fa8e6823cb5a22df6f7900d872d7feda5183c625defbe99"
SCHEMA_LINE = "# yaml-language-server: $schema=../schema/scenario-1.schema.json"


@pytest.mark.parametrize("path", FILES, ids=stem)
def test_a_shipped_scenario_holds_as_written_and_in_every_what_if(path: Path) -> None:
    made, variants = told(path)

    assert made.failures == []
    assert [failure for variant in variants for failure in variant.failures] == []


def test_at_least_thirty_scenarios_are_shipped() -> None:
    assert len(FILES) >= 30


def test_no_refusal_code_is_out_of_reach_of_the_shipped_scenarios() -> None:
    made = [run for path in FILES for run in (told(path)[0], *(v.run for v in told(path)[1]))]
    reached = {verdict for run in made for verdict in run.verdicts}
    wanted = {f"refused {code}" for code in Code if code is not Code.RULE_ERROR}

    assert sorted(wanted - reached) == []


def test_no_word_of_a_step_is_never_used() -> None:
    written = {key for path in FILES for step in steps_written(path) for key in step}

    assert sorted({*ACTIONS, "check", "wait", "feed"} - written) == []


def test_no_way_of_changing_a_story_is_never_used() -> None:
    written = {
        key for path in FILES for what_if in data_of(path).get("what_if", ()) for key in what_if
    }
    ways = {"change", "insert", "drop", "replace", "readings", "sweep"}

    assert sorted({*ways, "differs", "ends", "always"} - written) == []


def test_no_verdict_is_never_expected() -> None:
    written = {
        word
        for path in FILES
        for step in steps_written(path)
        for word in words_of(step.get("expect", "ok"))
    }
    refusal = {"refused", "by", "also", "would_pass", "passes_at"}

    assert sorted({"ok", "pending", "duplicate", *refusal} - written) == []


@pytest.mark.parametrize("case", CASES)
def test_every_published_case_has_a_file_named_after_it(case: str) -> None:
    assert [path for path in FILES if path.stem.startswith(f"{case}-")]


def test_a_case_names_the_rows_it_rests_on() -> None:
    cases = {p.stem: data_of(p)["about"] for p in FILES if re.match(r"t\d\d-", p.stem)}
    silent = [
        name
        for name, about in cases.items()
        if not re.match(rf"{name[:3].upper()} \(.*[WFDP]\d\d?.*?\): ", about)
    ]

    assert silent == []


@pytest.mark.parametrize("path", FILES, ids=stem)
def test_a_scenario_is_named_after_its_file_and_opens_with_its_schema(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert text.startswith(f"{SCHEMA_LINE}\nscenario: {path.stem}\nformat: 1\nabout: ")
    assert story(path).name == path.stem


def test_two_provinces_is_the_file_of_the_format_page() -> None:
    text = (FOLDER / "two-provinces.yaml").read_bytes().replace(b"\r\n", b"\n")

    assert hashlib.sha256(text).hexdigest() == TWO_PROVINCES


def data_of(path: Path) -> dict[str, Any]:
    data = story(path).document.data
    assert isinstance(data, dict)
    return data


def steps_written(path: Path) -> Iterator[dict[str, Any]]:
    yield from data_of(path)["steps"]


def words_of(expect: Any) -> list[str]:
    return list(expect) if isinstance(expect, dict) else [expect]
