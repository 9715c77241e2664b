"""What fuzzing found in the reading of maps and logs: each mistake is told, none is a crash."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from ledger.text.extras import from_extra
from tests.ledgers import moment
from tests.logs.test_rows import HEAD, MAPPED, line, told
from tests.logs.vendor import LOG, MAP, records, rows_of

WRITTEN = '"%Y/%m/%d %H:%M"'


@pytest.mark.parametrize("written", ["%Y%Y", "%d %H:%M", "%y", "%H:%M", "%Y-%m-%d %Z", "%Y-%m-%d%"])
def test_a_date_format_that_loses_the_day_is_a_mistake_of_the_map(
    written: str, tmp_path: Path
) -> None:
    (problem,) = told(tmp_path, LOG, MAP.replace(WRITTEN, f'"{written}"'))

    assert problem == f"map.yaml:20: S003 a date written as “{written}” cannot be read back"


def test_a_date_with_an_offset_is_a_moment_of_beijing(tmp_path: Path) -> None:
    text = MAPPED.replace(
        "{column: day, then: {column: clock}}", '{column: day, written: "%d.%m.%y %H:%M %z"}'
    )
    record = {"id": "x", "day": "10.11.25 03:30 +0200", "code": 0}
    log = json.dumps({**record, "body": {"who": "li/wallet", "fen": 120}})

    (row,) = rows_of(tmp_path, log, text, "log.jsonl")

    assert row.step.at == moment("09:30")


def test_an_offset_at_the_end_of_the_calendar_is_no_date(tmp_path: Path) -> None:
    log = "流水号,时间," + LOG.partition("时间,")[2].replace(
        "2025/11/10 09:00", "9999/12/31 23:59 -0900"
    )
    problems = told(tmp_path, log, MAP.replace("%H:%M", "%H:%M %z"))

    assert (
        "log.csv:3: L003 “9999/12/31 23:59 -0900” is not written as “%Y/%m/%d %H:%M %z”" in problems
    )


@pytest.mark.parametrize("delimiter", ["\\n", '\\"', ";;"])
def test_a_delimiter_that_csv_cannot_have_is_a_mistake_of_the_map(
    delimiter: str, tmp_path: Path
) -> None:
    (problem,) = told(tmp_path, LOG, f'{MAP}log: {{delimiter: "{delimiter}"}}\n')

    assert problem.endswith("S003 a delimiter is one character, neither a quote nor a line end")


def test_a_log_may_stand_in_tabs(tmp_path: Path) -> None:
    tabs = LOG.replace('"2,500.00"', "2500.00").replace('"2,600.00"', "2600.00")
    tabs = tabs.replace('"9,000.00"', "9000.00").replace(",", "\t")

    assert len(rows_of(tmp_path, tabs, MAP + 'log: {delimiter: "\\t"}\n')) == 31


@pytest.mark.parametrize("word", ["model_fields", "__class__", "__dict__", "model_dump"])
def test_an_action_is_a_word_of_the_map_and_nothing_else(word: str, tmp_path: Path) -> None:
    text = MAPPED.replace("{is: transfer}", "what")

    assert told(tmp_path, json.dumps({"what": word}), text, "log.jsonl") == [
        f"log.jsonl:1: L003 the map says nothing of “{word}”"
    ]


@pytest.mark.parametrize(
    "answer",
    ['{"key": NaN}', '{"key": "\\ud800"}', '{"key": 1e999}', '{"key": ' + "9" * 5000 + "}"],
)
def test_json_that_no_command_can_hold_is_told_with_its_line(answer: str, tmp_path: Path) -> None:
    assert told(tmp_path, line(decision="ok") + answer, HEAD, "log.jsonl") == [
        "log.jsonl:2: L003 not a JSON object"
    ]


@pytest.mark.parametrize("key", ["\\ud800", "\\uDFFFx"])
def test_half_of_a_surrogate_pair_is_no_text(key: str, tmp_path: Path) -> None:
    record = {"id": "KEY", "day": "2025-11-10 ", "clock": "09:30", "code": 0}
    log = json.dumps({**record, "body": {"who": "li/wallet", "fen": 120}}).replace("KEY", key)

    assert told(tmp_path, log, MAPPED, "log.jsonl") == ["log.jsonl:1: L003 not a JSON object"]


def test_a_whole_surrogate_pair_is_a_character(tmp_path: Path) -> None:
    assert told(tmp_path, '{"id": "\\ud83d\\ude00"}', MAPPED, "log.jsonl") != [
        "log.jsonl:1: L003 not a JSON object"
    ]


@pytest.mark.parametrize("levels", [65, 900, 100_000])
@pytest.mark.parametrize(("opening", "closing"), [('{"a":', "}"), ("[", "]")])
def test_a_line_without_a_bottom_is_no_object(
    levels: int, opening: str, closing: str, tmp_path: Path
) -> None:
    deep = f'{{"a": {opening * levels}1{closing * levels}}}'

    assert told(tmp_path, deep, MAPPED, "log.jsonl") == ["log.jsonl:1: L003 not a JSON object"]


# Parquet.


def parquet_log(path: Path, **columns: Any) -> bytes:
    """The guide's log with other columns."""
    arrow, parquet = from_extra("pyarrow", "data"), from_extra("pyarrow.parquet", "data")
    table = arrow.Table.from_pylist(records())
    for name, cells in columns.items():
        table = table.set_column(table.column_names.index(name), name, cells)
    parquet.write_table(table, path)
    return path.read_bytes()


def moments(kind: str, zone: str | None, *numbers: int) -> Any:
    """A column of moments; as often as the log has rows."""
    arrow = from_extra("pyarrow", "data")
    cells = (numbers * 32)[: len(records())]
    return arrow.array(cells, arrow.int64()).cast(arrow.timestamp(kind, zone))


def at_column() -> list[int]:
    """The log's moments, in nanoseconds after 1970 of its own wall time."""
    texts = (record["时间"] for record in records())
    day = datetime(1970, 1, 1)  # noqa: DTZ001  -- Beijing's
    found = (datetime.strptime(text, "%Y/%m/%d %H:%M") - day for text in texts)  # noqa: DTZ007  -- as well
    return [int(one.total_seconds()) * 10**9 for one in found]


def test_nanoseconds_of_parquet_are_cut_off(tmp_path: Path) -> None:
    fine = moments("ns", None, *(at + 1_999 for at in at_column()))
    data = parquet_log(tmp_path / "made.parquet", 时间=fine)

    rows = rows_of(tmp_path, data, MAP.replace(f", written: {WRITTEN}", ""), "log.parquet")

    assert len(rows) == 31
    assert {row.step.at % 1_000_000 for row in rows} == {1}


@pytest.mark.parametrize(
    ("kind", "zone", "number"),
    [("s", None, 9**16), ("us", "Nowhere/Else", 0), ("s", "UTC", -(9**16))],
)
def test_a_column_that_python_cannot_hold_is_told_by_name(
    kind: str, zone: str | None, number: int, tmp_path: Path
) -> None:
    data = parquet_log(tmp_path / "made.parquet", 付款人=moments(kind, zone, number))

    (problem,) = told(tmp_path, data, MAP, "log.parquet")

    assert problem.startswith("log.parquet:1: L001 column “付款人” (timestamp[")
    assert problem.endswith(") holds what cannot be read")


def test_text_that_is_none_in_parquet_is_told_by_its_column(tmp_path: Path) -> None:
    arrow = from_extra("pyarrow", "data")
    cells = arrow.array([b"\xb1"] * len(records()), arrow.binary()).view(arrow.string())

    (problem,) = told(
        tmp_path, parquet_log(tmp_path / "made.parquet", 付款人=cells), MAP, "log.parquet"
    )

    assert problem == "log.parquet:1: L001 column “付款人” (string) holds what cannot be read"


def test_a_column_stands_once_in_parquet_as_in_csv(tmp_path: Path) -> None:
    arrow, parquet = from_extra("pyarrow", "data"), from_extra("pyarrow.parquet", "data")
    table = arrow.Table.from_pylist(records())
    table = table.append_column("时间", table.column("时间"))
    parquet.write_table(table, tmp_path / "made.parquet")

    (problem,) = told(tmp_path, (tmp_path / "made.parquet").read_bytes(), MAP, "log.parquet")

    assert problem == "log.parquet:1: L001 column “时间” stands twice"
