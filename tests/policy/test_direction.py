"""An overlay differs from the wider region in the direction it states, on every day."""

import re

import pytest

from ledger.policy.kinds import KINDS
from tests.policy.samples import CN, overlay, problems, told

CAP = "transfer.cap.each"
SOUND = overlay(f"""\
  {CAP}:
    how: tighten
    values:
      - {{from: 2025-01-01, value: 1500元, source: bureau}}
""")


def overlaid(how: str, parameter: str, value: str, region: str = "CN-SN", more: str = "") -> str:
    """An overlay from 2025-06-01 on; its value stands on line 12."""
    record = f"{{from: 2025-06-01, value: {value}, source: bureau{more}}}"
    return overlay(f"  {parameter}:\n    how: {how}\n    values:\n      - {record}\n", region)


@pytest.mark.parametrize(
    ("parameter", "tight", "loose"),
    [
        (CAP, "1999.99元", "3000.01元"),
        (CAP, "0元", "10000元"),
        ("transfer.count.per_day", "2次", "4次"),
        ("transfer.closed", '"21:59-06:00"', '"22:01-06:00"'),
        ("transfer.closed", '"20:00-23:00, 22:00-06:01"', '"23:00-05:00"'),
        ("spend.settings", "[pharmacy]", "[outpatient, pharmacy, inpatient]"),
    ],
)
def test_a_value_on_the_wrong_side_of_the_wider_one_is_an_error(
    parameter: str, tight: str, loose: str
) -> None:
    assert told(overlaid("tighten", parameter, tight)) == []
    assert told(overlaid("loosen", parameter, loose)) == []
    for how, value in (("tighten", loose), ("loosen", tight)):
        (problem,) = problems(overlaid(how, parameter, value))
        assert (problem.path, problem.line, problem.code) == ("cn-sn.yaml", 12, "P104")
        assert problem.message.startswith(f"{how}: on 2025-06-01 CN-SN's ")


@pytest.mark.parametrize("how", ["tighten", "loosen"])
@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("transfer.count.per_day", "3次"),
        ("transfer.count.per_day", "inherit"),
        ("transfer.closed", '"22:00-06:00"'),
        ("spend.settings", "[pharmacy, outpatient]"),
    ],
)
def test_the_same_value_is_on_either_side(how: str, parameter: str, value: str) -> None:
    assert told(overlaid(how, parameter, value)) == []


def test_a_wrong_direction_names_the_day_and_both_lines() -> None:
    assert told(overlaid("tighten", CAP, "2500元")) == [
        (
            "12:35 P104 tighten: on 2025-06-01 CN-SN's 2,500.00 元 does not tighten "
            "transfer.cap.each, which is 2,000.00 元 in CN (cn.yaml:30)"
        )
    ]


def test_a_direction_is_checked_on_every_day_of_both_histories() -> None:
    assert told(overlaid("loosen", CAP, "2500元")) == [
        (
            "12:35 P104 loosen: on 2026-01-01 CN-SN's 2,500.00 元 does not loosen "
            "transfer.cap.each, which is 3,000.00 元 in CN (cn.yaml:31)"
        )
    ]


def test_a_direction_is_checked_on_the_day_after_the_wider_value_ends() -> None:
    ends = re.sub(r"      - {from: 2026-01-01, .*\n", "", CN)

    assert told(ends, overlaid("tighten", CAP, "1500元")) == [
        (
            "12:35 P104 tighten: on 2026-01-01 CN-SN's 1,500.00 元 does not tighten "
            "transfer.cap.each, which has no value in force in CN, which means refuse (cn.yaml:28)"
        )
    ]


def test_a_city_is_compared_with_its_province_while_that_states_a_value() -> None:
    province, city = SOUND, overlaid("tighten", CAP, "1600元", "CN-SN-610100")

    assert told(city) == []
    assert told(province, city) == [
        (
            "12:35 P104 tighten: on 2025-06-01 CN-SN-610100's 1,600.00 元 does not tighten "
            "transfer.cap.each, which is 1,500.00 元 in CN-SN (cn-sn.yaml:12)"
        )
    ]


def test_a_disputed_value_is_checked_at_its_own_place() -> None:
    other = "{reading: b, value: 9元, source: ours}, {reading: c, value: 9999元, source: ours}"
    more = f", reading: a, disputed: [{other}]"
    (problem,) = problems(overlaid("tighten", CAP, "1元", more=more))

    assert (problem.line, problem.col) == (12, 137)
    assert "9,999.00 元" in problem.message


@pytest.mark.parametrize(
    ("how", "parameter", "value", "message"),
    [
        (
            "loosen",
            "transfer.amount.per_day",
            "2000元",
            "has no value in force in CN, which means no limit (cn.yaml:43)",
        ),
        ("tighten", CAP, "1元", "has no value in force in CN, which means refuse (cn.yaml:28)"),
    ],
)
def test_an_absent_value_is_compared_as_what_its_absence_means(
    how: str, parameter: str, value: str, message: str
) -> None:
    early = overlaid(how, parameter, value).replace("2025-06-01", "2024-01-01")

    assert [text.endswith(message) for text in told(early)] == [True]


def test_a_value_that_the_wider_region_ends_is_compared_as_absent() -> None:
    ended = overlay(f"  {CAP}: {{how: end, values: [{{from: 2025-01-01, source: bureau}}]}}\n")
    (found,) = told(ended, overlaid("tighten", CAP, "1元", "CN-SN-610100"))

    assert found.endswith("has no value in force in CN-SN, which means refuse (cn-sn.yaml:9)")


@pytest.mark.parametrize("kind", ["age", "days", "time", "choice", "brackets"])
def test_kinds_that_cannot_be_compared_have_no_direction(kind: str) -> None:
    assert KINDS[kind].tighter is None


def test_a_choice_is_neither_tighter_nor_looser() -> None:
    assert told(overlaid("tighten", "wallet.open", "open")) == [
        "10:10 P008 a choice is neither tighter nor looser; write replace or end"
    ]


def test_replace_has_no_direction() -> None:
    assert told(overlaid("replace", CAP, "9999元")) == []
    assert told(overlaid("replace", CAP, "1元")) == []
