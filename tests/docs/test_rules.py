"""The rules as they are told: two languages that say the same, and no number of their own."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.policy import shipped
from ledger.words.moments import format_day
from tests.docs.of_stories import told_cases
from tests.docs.pages import REPO, links, name_of, text_of

ENGLISH = REPO / "docs/explanation/rules.md"
CHINESE = REPO / "docs/explanation/rules.zh-CN.md"
PAGES = pytest.mark.parametrize("page", [ENGLISH, CHINESE], ids=name_of)

ROW = re.compile(r"\b[WFPASD]\d\d?b?\b")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
CLOCK = re.compile(r"\b\d\d:\d\d\b")
AMOUNT = re.compile(r"(\d[\d,]*(?:\.\d+)?) ?(%|元|次|人|个月|倍|岁|日|个工作日|[a-z]+)?")
UNITS = {
    "a": "次",  # 3 transfers a day
    "time": "次",
    "transfers": "次",
    "years": "岁",
    "people": "人",
    "months": "个月",
    "times": "倍",
    "working": "日",
    "个工作日": "日",
}
"""What the documents count with, as the policy book writes it."""

NAMES = (ROW, DAY, CLOCK, re.compile(r"\bT\d\d\b|2208|2601|\b20\d\d\b|`[^`]*`|\]\([^)]*\)"))
"""Numbers that are no amounts: rows, days, times, cases, messages, years, targets of links."""


def sections(page: Path) -> list[str]:
    """The sections of a page, without what is generated in it."""
    written = text_of(page).partition("<!-- generated")[0]
    return re.split(r"^## .*$", written, flags=re.MULTILINE)


def amounts(text: str) -> Iterator[tuple[float, str]]:
    """Every number, and its unit as the policy book writes it, if it has one."""
    for names in NAMES:
        text = names.sub("", text)
    for number, unit in AMOUNT.findall(text):
        plain = UNITS.get(unit, unit if not unit.isascii() or unit == "%" else "")
        yield float(number.replace(",", "")), plain


def shown() -> str:
    """Every value of the shipped book, as people read it."""
    book = shipped.shipped()
    return " ; ".join(
        book.definitions[parameter].show(reading.value)
        for (parameter, _), records in book.history.items()
        for record in records
        for reading in record.readings
    )


def days_of_the_book() -> set[str]:
    """Every first and last day, and every day on which a source was published."""
    book = shipped.shipped()
    records = [record for records in book.history.values() for record in records]
    days = {record.from_day for record in records} | {record.until_day for record in records}
    days |= {source.published for file in book.files for source in file.sources.values()}
    return {format_day(day) for day in days if day is not None}


@PAGES
def test_a_number_of_the_rules_is_a_value_of_the_policy_book(page: Path) -> None:
    values = set(amounts(shown()))
    numbers = {number for number, _ in values}
    told = set(amounts(" ".join(sections(page))))

    assert len(told) > 10
    assert {(n, unit) for n, unit in told if unit and (n, unit) not in values} == set()
    assert {n for n, _ in told} - numbers == set()


@PAGES
def test_a_day_and_a_time_of_the_rules_stand_in_the_policy_book(page: Path) -> None:
    text = " ".join(sections(page))

    assert set(DAY.findall(text)) - days_of_the_book() == set()
    assert set(CLOCK.findall(text)) - set(CLOCK.findall(shown())) == set()


@PAGES
def test_every_section_names_the_rows_it_rests_on(page: Path) -> None:
    bare = [text.strip()[:60] for text in sections(page)[1:-1] if not ROW.search(text)]

    assert bare == []


def test_both_languages_rest_on_the_same_rows_and_name_the_same_numbers_and_links() -> None:
    english, chinese = sections(ENGLISH), sections(CHINESE)

    assert len(english) == len(chinese)
    for one, other in zip(english[1:], chinese[1:], strict=True):
        assert ROW.findall(one) == ROW.findall(other)
        assert set(DAY.findall(one)) == set(DAY.findall(other))
        assert {n for n, _ in amounts(one)} == {n for n, _ in amounts(other)}
    assert [link for link in links(ENGLISH) if "/" in link] == [
        link for link in links(CHINESE) if "/" in link
    ]


def test_every_published_case_is_named_where_its_rule_is_told() -> None:
    files = {Path(link).name for link in links(ENGLISH) if "/scenarios/" in link}
    told = {path.name for told in told_cases().values() for path, _ in told}

    assert sorted(told - files) == []


def test_every_parameter_is_named_where_its_rule_is_told() -> None:
    named = set(re.findall(r"`([a-z_]+(?:\.[a-z_]+)+)`", text_of(ENGLISH)))

    assert sorted(set(shipped.shipped().definitions) - named) == []
