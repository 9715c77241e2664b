"""Values whose kind has a shape of its own: tables, and counts with their units."""

import pytest

from tests.policy.samples import BRACKETS, CN, book, told


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
