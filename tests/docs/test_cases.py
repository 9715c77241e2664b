"""Every published case is told by a scenario, and the page of cases names each of them."""

import re

import pytest

from tests.docs.of_stories import told_cases
from tests.docs.pages import REPO, text_of

PAGE = REPO / "docs/reference/cases.md"
PUBLISHED = (
    *("T01", "T02", "T03", "T05", "T06", "T07", "T08", "T11", "T12", "T13", "T14", "T15", "T16"),
    *("T17", "T18", "T19", "T21", "T22", "T24", "T26", "T27", "T29", "T31", "T32", "T34", "T35"),
    *("T36", "T38", "T39", "T40", "T41", "T43", "T44", "T45", "T46", "T47", "T48", "T50", "T52"),
    *("T53", "T54", "T55", "T57", "T58", "T60", "T61", "T63", "T64", "T65", "T67", "T69", "T72"),
)
"""The cases that the domain research publishes."""


@pytest.mark.parametrize("case", PUBLISHED)
def test_every_published_case_is_a_scenario_named_after_it(case: str) -> None:
    assert told_cases().get(case), f"no scenarios/{case.lower()}-*.yaml"


def test_the_page_of_cases_lists_each_of_them_once_a_scenario() -> None:
    listed = re.findall(r"^\| (T\d\d) \|", text_of(PAGE), re.MULTILINE)

    assert listed == [case for case, told in told_cases().items() for _ in told]


def test_no_scenario_is_named_after_a_case_that_nobody_published() -> None:
    assert sorted(told_cases().keys() - set(PUBLISHED)) == []


def test_a_scenario_of_a_case_begins_with_its_number_and_the_rows_it_rests_on() -> None:
    silent = [
        path.name
        for case, told in told_cases().items()
        for path, about in told
        if not re.match(rf"{case} \([^)]*[WFPASD]\d\d?b?[^)]*\): ", about)
    ]

    assert silent == []
