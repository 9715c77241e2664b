"""Values whose kind has a shape of its own: tables, and counts with their units."""

import pytest

from ledger.words.moments import parse_day
from tests.policy.samples import BRACKETS, CN, DAY, book, told


def test_a_table_is_read_and_written_row_by_row() -> None:
    policy = book(CN.replace("rules:\n", BRACKETS))
    definition = policy.definitions["account.floor"]
    value = policy.value("account.floor", "CN", 20_000)

    assert value == ((0, 0), (200_000, 10_000))
    assert definition.show(value) == "0.00 元: 0%; 2,000.00 元: 100%"
    assert definition.write(value) == [
        {"at": "0元", "share": "0%"},
        {"at": "2000元", "share": "100%"},
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("at: 2000元", "at: 0元", "P003 rows are wanted, ascending by “at”"),
        (
            "{at: 0元, share: 0%}, {at: 2000元, share: 100%}",
            "",
            "P003 rows are wanted, ascending by “at”",
        ),
        (", share: 0%", "", "P003 each row has exactly the columns at, share"),
        ("share: 100%", "share: 100", "P003 “100” is not a percentage; write for example 2.5%"),
        (
            "rows: [",
            "value: 1元, rows: [",
            "P003 a table is written under “rows” alone, without “value”",
        ),
        (
            "rows: [{at: 0元, share: 0%}, {at: 2000元, share: 100%}]",
            "value: 2000元",
            "P003 a table is wanted here, under “rows”",
        ),
        ("    mode: marginal\n", "", "P008 a parameter of kind brackets needs “mode”"),
        (
            "    columns: {at: money, share: percent}\n",
            "",
            "P008 a parameter of kind brackets needs “columns”",
        ),
        (
            "share: percent",
            "share: choice",
            "P008 a column cannot be of kind choice; one of age, count, days, money, percent",
        ),
        ("mode: marginal", "mode: whole", "P003 unknown mode “whole”"),
    ],
)
def test_a_table_that_is_wrong_is_an_error(old: str, new: str, message: str) -> None:
    assert old in BRACKETS
    (found,) = told(CN.replace("rules:\n", BRACKETS.replace(old, new, 1)))

    assert found.partition(" ")[2] == message


def test_a_parameter_without_a_label_is_called_by_its_name() -> None:
    policy = book(CN.replace("    about: {zh: 每日笔数, en: transfers a day}\n", ""))
    definition = policy.definitions["transfer.count.per_day"]

    assert (definition.zh, definition.en) == (definition.name, definition.name)


def test_a_count_without_a_value_counts_times() -> None:
    policy = book(
        CN.replace("values:\n      - {from: 2024-11-15, value: 3次, source: guide}", "values: []")
    )

    assert policy.definitions["transfer.count.per_day"].show(3) == "3 次"


def test_a_count_is_shown_in_the_unit_of_its_nation() -> None:
    policy = book(CN.replace("value: 3次", "value: 3 people"))
    definition = policy.definitions["transfer.count.per_day"]

    assert definition.show(1_234) == "1,234 人"
    assert definition.write(1_234) == "1234人"


def test_a_count_without_a_value_may_name_its_unit() -> None:
    policy = book(
        CN.replace(
            "values:\n      - {from: 2024-11-15, value: 3次, source: guide}",
            "unit: people\n    values: []",
        )
    )

    assert policy.definitions["transfer.count.per_day"].write(7) == "7人"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("unit: 只", "P003 “只” is not a unit of a count; write for example 次, 人 or 个月"),
        ("unit: 3人", "P003 “3人” is not a unit of a count; write for example 次, 人 or 个月"),
    ],
)
def test_a_unit_that_nothing_is_counted_in_is_an_error(line: str, message: str) -> None:
    (found,) = told(CN.replace("    is: count\n", f"    is: count\n    {line}\n"))

    assert found.partition(" ")[2] == message


def test_only_a_count_has_a_unit() -> None:
    (found,) = told(CN.replace("    is: money\n", "    is: money\n    unit: 人\n", 1))

    assert found.endswith("P008 a parameter of kind money has no “unit”")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("3个月", "3 个月"),
        ("12月", "12 个月"),
        ("12 months", "12 个月"),
        ("1 month", "1 个月"),
        ("5倍", "5 倍"),
    ],
)
def test_months_and_multiples_are_counts(written: str, shown: str) -> None:
    policy = book(CN.replace("value: 3次", f"value: {written}"))
    definition = policy.definitions["transfer.count.per_day"]

    assert definition.show(policy.value(definition.name, "CN", DAY)) == shown


def test_a_table_by_age_is_whole_years_and_fen() -> None:
    table = BRACKETS.replace("{at: money, share: percent}", "{age: age, amount: money}").replace(
        "{at: 0元, share: 0%}, {at: 2000元, share: 100%}",
        "{age: 0岁, amount: 97元}, {age: 70岁, amount: 107.50元}",
    )
    policy = book(CN.replace("rules:\n", table.replace("marginal", "whole_row")))
    definition = policy.definitions["account.floor"]
    value = policy.value("account.floor", "CN", DAY)

    assert value == ((0, 9_700), (70, 10_750))
    assert definition.show(value) == "0 岁: 97.00 元; 70 岁: 107.50 元"


@pytest.mark.parametrize("absence", ["no_limit", "refuse"])
def test_a_table_that_is_in_force_nowhere_has_no_rows(absence: str) -> None:
    table = BRACKETS.replace("when_absent: no_limit", f"when_absent: {absence}")
    policy = book(CN.replace("rules:\n", table))

    assert policy.value("account.floor", "CN", parse_day("2022-12-31")) == ()


def test_a_set_without_words_says_so() -> None:
    policy = book(CN.replace("value: [outpatient, pharmacy]\n", "value: []\n"))
    definition = policy.definitions["spend.settings"]

    assert definition.show(policy.value("spend.settings", "CN", DAY)) == "none"
    assert definition.write(policy.value("spend.settings", "CN", DAY)) == []
