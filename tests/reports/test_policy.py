"""What the policy book says of a day, over time and between two days, as rows."""

from typing import Any

import pytest

from ledger.policy.book import PolicyBook
from ledger.policy.shipped import shipped
from ledger.reports.policy import difference_rows, history_rows, in_force_rows, unencoded_rows
from ledger.words.moments import parse_day
from tests.policy.samples import CN, DAY, book, overlay

CAP = "transfer.cap.each"
A_DAY = "transfer.amount.per_day"
XIAN = "CN-SN-610100"

SHAANXI = overlay(
    """\
  wallet.open:
    how: replace
    values: [{from: 2025-01-01, value: open, source: bureau}]
  transfer.amount.per_day:
    how: tighten
    values:
      - from: 2025-03-01
        until: 2025-08-31
        reading: strict
        value: 2000元
        source: bureau
        quote: 不超过2000元
        disputed:
          - {reading: plain, value: inherit, source: ours, note: no total}
  transfer.closed:
    how: end
    values: [{from: 2025-05-01, source: bureau}]
unencoded:
  - {what: 代开通, touches: [MINOR_ALONE], source: bureau}
"""
)


def row(policy: PolicyBook, parameter: str, region: str = XIAN, day: int = DAY) -> dict[str, Any]:
    (found,) = (r for r in in_force_rows(policy, region, day) if r["parameter"] == parameter)
    return found


def test_every_parameter_of_the_book_has_a_row_in_its_order() -> None:
    rows = list(in_force_rows(book(SHAANXI), XIAN, DAY))

    assert [r["parameter"] for r in rows] == list(book().definitions)
    assert all(r.keys() == rows[0].keys() for r in rows)


def test_an_inherited_value_names_the_region_and_line_that_state_it() -> None:
    found = row(book(SHAANXI), CAP)

    assert (found["value"], found["value_fen"], found["absent"]) == ("2000元", 200_000, None)
    assert (found["region"], found["from"], found["until"]) == ("CN", "2024-11-15", "2025-12-31")
    assert (found["file"], found["line"], found["column"]) == ("cn.yaml", 30, 54)
    assert (found["source"], found["grade"], found["quote"]) == ("使用指南", "A", "不超过2000元")
    assert (found["about_zh"], found["about_en"]) == ("单笔上限", "most of one transfer")


def test_a_disputed_value_shows_the_reading_in_force_and_the_others() -> None:
    found = row(book(SHAANXI), A_DAY)
    (other,) = found["others"]

    assert (found["value"], found["reading"], found["region"]) == ("2000元", "strict", "CN-SN")
    assert (other["value"], other["reading"], other["grade"]) == ("inherit", "plain", "assumed")
    assert (found["line"], other["line"]) == (18, 22)


def test_the_readings_on_the_way_to_an_inherited_value_are_shown() -> None:
    policy = book(SHAANXI).with_readings({(A_DAY, "CN-SN"): "plain"})
    found = row(policy, A_DAY)

    assert (found["value"], found["absent"], found["region"]) == (None, "no_limit", None)
    assert [(o["reading"], o["value"], o["value_fen"]) for o in found["others"]] == [
        ("strict", "2000元", 200_000)
    ]


def test_a_value_that_a_region_ends_says_what_that_means_and_who_ended_it() -> None:
    found = row(book(SHAANXI), "transfer.closed")

    assert (found["value"], found["absent"]) == (None, "no_limit")
    assert (found["region"], found["from"], found["line"]) == ("CN-SN", "2025-05-01", 25)


def test_a_value_before_its_time_is_absent() -> None:
    found = row(book(SHAANXI), CAP, day=parse_day("2024-01-01"))

    assert (found["value"], found["absent"], found["region"], found["file"]) == (
        None,
        "refuse",
        None,
        None,
    )


def test_readings_of_a_wider_value_that_does_not_hold_here_are_not_shown() -> None:
    record = "{from: 2025-01-01, value: [pharmacy], source: ours}"
    policy = book(overlay(f"  spend.settings: {{how: tighten, values: [{record}]}}\n", XIAN))

    assert row(policy, "spend.settings", XIAN)["others"] == []
    assert [o["reading"] for o in row(policy, "spend.settings", "CN-SN")["others"]] == ["wide"]


def test_only_money_has_fen() -> None:
    rows = {r["parameter"]: r for r in in_force_rows(book(SHAANXI), XIAN, DAY)}

    assert {name for name, r in rows.items() if r["value_fen"] is not None} == {CAP, A_DAY}


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("transfer.count.per_day", "3次"),
        ("spend.settings", ["outpatient", "pharmacy"]),
        ("wallet.open", "open"),
    ],
)
def test_values_are_written_as_files_state_them(parameter: str, value: object) -> None:
    assert row(book(SHAANXI), parameter)["value"] == value


def test_what_the_files_of_a_region_do_not_model_is_listed() -> None:
    nation = CN + "unencoded: [{what: 其他, touches: [LATE], source: ours}]\n"
    policy = book(nation, SHAANXI, overlay("  {}\n", "CN-HE"))

    assert [(r["region"], r["what"], r["touches"]) for r in unencoded_rows(policy, XIAN)] == [
        ("CN-SN", "代开通", ["MINOR_ALONE"]),
        ("CN", "其他", ["LATE"]),
    ]
    assert [r["region"] for r in unencoded_rows(policy, "CN-HE")] == ["CN"]


def test_history_has_every_dated_reading_of_the_region_and_what_it_inherits() -> None:
    rows = list(history_rows(book(SHAANXI), "wallet.open", XIAN))

    assert [(r["from"], r["region"], r["value"]) for r in rows] == [
        ("2024-11-15", "CN", "not_open"),
        ("2025-01-01", "CN-SN", "open"),
    ]


def test_history_tells_the_reading_in_force_from_the_others() -> None:
    policy = book(SHAANXI)
    switched = policy.with_readings({(A_DAY, "CN-SN"): "plain"})

    assert [(r["reading"], r["used"], r["note"]) for r in history_rows(policy, A_DAY, XIAN)] == [
        ("strict", True, None),
        ("plain", False, "no total"),
    ]
    assert [r["used"] for r in history_rows(switched, A_DAY, XIAN)] == [False, True]


def test_history_of_one_day_begins_with_the_nation() -> None:
    record = "{from: 2026-01-01, value: 1元, source: ours}"
    province = overlay(f"  {CAP}: {{how: replace, values: [{record}]}}\n")
    rows = list(history_rows(book(province), CAP, "CN-SN"))

    assert [(r["from"], r["region"]) for r in rows] == [
        ("2024-11-15", "CN"),
        ("2026-01-01", "CN"),
        ("2026-01-01", "CN-SN"),
    ]


def difference(first: str, second: str, region: str | None = None) -> list[tuple[str, ...]]:
    rows = difference_rows(book(SHAANXI), parse_day(first), parse_day(second), region)
    return [
        (r["region"], r["parameter"], r["was"] or r["was_absent"], r["now"] or r["now_absent"])
        for r in rows
    ]


def test_two_days_differ_in_what_regions_state_between_them() -> None:
    assert difference("2025-02-01", "2025-06-01") == [
        ("CN-SN", "transfer.closed", "22:00-06:00", "no_limit"),
        ("CN-SN", A_DAY, "no_limit", "2000元"),
    ]
    assert difference("2025-06-01", "2025-02-01") == [
        ("CN-SN", "transfer.closed", "no_limit", "22:00-06:00"),
        ("CN-SN", A_DAY, "2000元", "no_limit"),
    ]


def test_a_change_of_the_nation_is_one_row_and_not_one_a_region() -> None:
    assert difference("2025-09-01", "2026-01-01") == [("CN", CAP, "2000元", "3000元")]


def test_a_region_differs_in_what_it_inherits_too() -> None:
    assert difference("2025-09-01", "2026-01-01", XIAN) == [(XIAN, CAP, "2000元", "3000元")]
    assert difference("2025-02-01", "2025-06-01", "CN-HE") == []


def test_days_with_one_policy_do_not_differ() -> None:
    assert difference("2025-06-01", "2025-06-02") == []
    assert difference("2025-02-01", "2025-09-01", "CN-SN") == [
        ("CN-SN", "transfer.closed", "22:00-06:00", "no_limit")
    ]


def test_differences_come_by_region_and_then_by_parameter() -> None:
    rows = list(difference_rows(shipped(), parse_day("2025-01-01"), parse_day("2025-11-10")))
    order = list(shipped().definitions)
    places = [(r["region"], order.index(r["parameter"])) for r in rows]

    assert len(places) > 30
    assert places == sorted(places)


def test_a_difference_names_where_both_values_come_from() -> None:
    (found,) = difference_rows(book(SHAANXI), parse_day("2024-12-31"), parse_day("2025-01-01"))

    assert (found["was_region"], found["now_region"]) == ("CN", "CN-SN")
    assert (found["from"], found["file"], found["line"]) == ("2025-01-01", "cn-sn.yaml", 11)
