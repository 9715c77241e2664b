"""The text of an explanation: made of the JSON alone, the same as printed, in two languages."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ledger.cli.app import app
from ledger.scenario.load import load_file
from ledger.scenario.outcome import Outcome
from ledger.scenario.run import start, walk
from ledger.scenario.story import Scenario, Step
from ledger.text.labels import LANGUAGES
from ledger.whatif.explain import Document, explain_step
from ledger.whatif.narrate import narrate, short
from tests.whatif.stories import explained, story

HERE = Path(__file__).parent
SCENARIOS = HERE.parents[1] / "scenarios"
TWO = str(SCENARIOS / "two-provinces.yaml")


def printed(*args: str) -> str:
    result = CliRunner().invoke(app, ["explain", *args])
    assert result.exit_code == 0, result.output
    return result.stdout


def settled(line: str) -> str:
    """A line without what depends on the shipped files: positions and counts of evidence."""
    line = re.sub(r"(\.yaml):\d+:\d+", r"\1", line)
    return re.sub(r"\d+ (dated values used: ).*", r"\1", line)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_line_of_the_format_page_is_printed_in_its_order(lang: str) -> None:
    page = (HERE / f"two-provinces-t8.{lang}.txt").read_text(encoding="utf-8")
    lines = [settled(line) for line in printed(TWO, "t8", "--lang", lang).splitlines()]

    places = [lines.index(settled(line)) for line in page.splitlines()]

    assert places == sorted(places)
    assert places[0] == 0


STEPS = [item.id for item in load_file(TWO).items if isinstance(item, Step)]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("step", STEPS)
def test_the_text_printed_is_made_of_the_json_printed(step: str, lang: str) -> None:
    document = json.loads(printed(TWO, step, "--format", "json"))

    assert narrate(document, lang) == printed(TWO, step, "--lang", lang)


def test_the_language_changes_no_key_and_no_value_of_the_json() -> None:
    texts = {printed(TWO, "t8", "--format", "json", "--lang", lang) for lang in LANGUAGES}

    assert len(texts) == 1


def in_story(step: str, lang: str = "en") -> list[str]:
    return narrate(explained(step), lang).splitlines()


SAID: dict[str, list[str]] = {
    "ok": ["TAKEN", "  asked     0.01 元, credit, li 李明 (CN-SN)"],
    "bind": ["TAKEN", "  asked     bind, li 李明 (CN-SN) to wang (CN-HE)"],
    "bound": [
        "REFUSED  ALREADY_BOUND  bound already / 已绑定",
        "  now       would not pass",
        "  whole     not within 400 days",
    ],
    "short": [
        "REFUSED  BALANCE_SHORT  balance too small / 余额不足",
        "  sum       asked 900.02 元, short by 0.01 元",
        "  now       up to 900.01 元 would pass",
        "  whole     not in one piece within 400 days",
    ],
    "pending": ["TAKEN, pending", "  rules     all tried, none skipped"],
    "again": ["DUPLICATE", "  rules     not tried again: event #12 answered the same wish"],
    "night-again": ["DUPLICATE  HOURS_CLOSED  closed hours / 停止转账时段"],
    "reused": [
        "REFUSED  KEY_REUSED  the key was used for another command / 幂等键已用于其他命令",
        "  now       no amount would pass",
        "  rules     answered before any rule was tried",
    ],
    "unknown": [
        "REFUSED  NOT_ENROLLED  person not enrolled / 人员未登记",
        "  asked     1.00 元, transfer",
    ],
    "gone": ["  asked     decline", "    FAIL NOT_PENDING", "  evidence  no dated value used"],
    "enrolled": ["  asked     enrol"],
    "refund": [
        "  sum       asked 20.01 元, over by 0.01 元",
        "    FAIL REFUND_TOO_MUCH      spent 20.00 元, refunded 0.00 元",
    ],
    "minor": [f"    FAIL {'MINOR_ALONE':21}{'duo is 5':31}limit 18 岁         CN    [assumed]"],
    "open": ["  whole     passes from 2025-11-11 06:00"],
    "count": ["  sum       u1 1.00 元, u2 2.00 元, u3 3.00 元"],
    "night": [
        "    FAIL HOURS_CLOSED         now 22:00                      limit 22:00–06:00   CN    [A]"
    ],
}


@pytest.mark.parametrize("step", SAID)
def test_each_kind_of_answer_has_its_lines(step: str) -> None:
    lines = in_story(step)

    assert [line for line in SAID[step] if line not in lines] == []


def refused(scenario: Scenario) -> Iterator[Document]:
    """The explanation of every refused step of a story."""
    found: list[Document] = []

    def watch(step: Step, outcome: Outcome) -> None:
        if outcome.verdict == "refused":
            found.append(explain_step(scenario, step, outcome))

    walk(start(scenario), scenario.items, watch, verify=False)
    yield from found


def refusals() -> Iterator[Document]:
    """The same of every shipped story, and of the one here."""
    yield from refused(story())
    for path in sorted(SCENARIOS.glob("*.yaml")):
        yield from refused(load_file(str(path)))


def test_every_refusal_of_every_story_is_told_without_holes_in_both_languages() -> None:
    told = 0
    for document in refusals():
        for lang in LANGUAGES:
            text = narrate(json.loads(json.dumps(document)), lang)
            line = short(document, lang)
            for hole in ("None", "{", "}", "  \n", "()"):
                assert hole not in text + line, f"{document['step']}: {hole!r}"
            assert document["code"] in text.splitlines()[0]
            assert line.startswith(f"{document['step']} refused {document['code']}")
            told += 1
    assert told > 200


def test_a_text_too_long_for_its_column_keeps_a_space_before_the_next() -> None:
    lines = printed(TWO, "s1", "--lang", "en").splitlines()

    (failed,) = (line for line in lines if line.startswith("    FAIL"))
    assert failed.endswith(" limit outpatient, pharmacy CN    [assumed]")


SHORT = {
    "t0": "t0 refused KIN_NOT_BOUND: not bound, limit required (CN [A]); whole never",
    "t8": "t8 refused TRANSFER_DAY_AMOUNT: 2,300.00 > 2,000.00 元 today (CN-SN [B], disputed); "
    "200.00 now, whole from 11-12 06:00",
}


@pytest.mark.parametrize("step", SHORT)
def test_the_short_form_is_that_of_the_format_page(step: str) -> None:
    document = json.loads(printed(TWO, step, "--format", "json"))

    assert short(document, "en") == SHORT[step]


def test_the_short_form_names_the_year_when_it_is_another() -> None:
    document = explained("night") | {"passes_at": "2026-01-01 06:00"}

    assert short(document, "en").endswith("whole from 2026-01-01 06:00")
    assert short(explained("night"), "zh").endswith("全额自 11-11 06:00")


def test_the_story_of_these_tests_has_each_kind_of_answer() -> None:
    verdicts = {explained(item.id)["verdict"] for item in story().items if isinstance(item, Step)}

    assert verdicts == {"ok", "pending", "refused", "duplicate"}
