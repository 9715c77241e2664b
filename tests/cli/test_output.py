"""Answers as tables, JSON, JSON lines and CSV."""

import csv
import io
import json

import pytest
import typer

from ledger.cli import output
from ledger.cli.output import (
    Column,
    Format,
    Row,
    Table,
    fail,
    language,
    print_tables,
    progress,
    table_lines,
)
from ledger.text.labels import Pair
from ledger.text.width import cells

NAME = Column("name", Pair("名称", "name"), narrows=False)
WORD = Column("word", Pair("文字", "word"))
MORE = Column("more", Pair("其他", "more"), lambda row, lang: f"{lang} {row['more']}")
ROWS: list[Row] = [
    {"name": "甲", "word": "医保钱包转账与家庭共济", "more": 1, "rest": ["a", "b"]},
    {"name": "li", "word": None, "more": 2, "rest": [{"k": "值"}]},
]
TABLE = Table((NAME, WORD, MORE), ROWS)


def printed(
    capsys: pytest.CaptureFixture[str], format_: Format, *tables: Table, lang: str = "en"
) -> str:
    print_tables(tables or (TABLE,), format_, lang)
    return capsys.readouterr().out


def test_columns_are_aligned_in_cells(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, Format.table) == (
        "name  word                    more\n"
        "甲    医保钱包转账与家庭共济  en 1\n"
        "li                            en 2\n"
    )


def test_amounts_stand_at_the_right(capsys: pytest.CaptureFixture[str]) -> None:
    amount = Column("more", Pair("金额", "amount"), right=True)
    table = Table((amount, NAME), [{"more": 5, "name": "li"}, {"more": "1,200", "name": "甲"}])

    assert printed(capsys, Format.table, table) == "amount  name\n     5  li\n 1,200  甲\n"
    assert printed(capsys, Format.table, table, lang="zh") == " 金额  名称\n    5  li\n1,200  甲\n"


def test_the_language_changes_labels_of_tables_only(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, Format.table, lang="zh").startswith("名称  文字")
    for format_ in (Format.json, Format.jsonl, Format.csv):
        assert printed(capsys, format_, lang="zh") == printed(capsys, format_, lang="en")


def test_json_has_every_key_of_every_row(capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(printed(capsys, Format.json)) == ROWS
    assert printed(capsys, Format.json, Table((NAME,), [])) == "[]\n"


def test_json_lines_have_one_row_each(capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys, Format.jsonl).splitlines()

    assert [json.loads(line) for line in lines] == ROWS
    assert "医保" in lines[0]


def test_csv_has_every_key_as_a_column(capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.reader(io.StringIO(printed(capsys, Format.csv))))

    assert rows == [
        ["name", "word", "more", "rest"],
        ["甲", "医保钱包转账与家庭共济", "1", "a, b"],
        ["li", "", "2", '[{"k": "值"}]'],
    ]


def test_csv_without_rows_still_names_its_columns(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, Format.csv, Table((NAME, WORD), [])) == "name,word\n"


def test_rows_of_several_tables_are_one_list_and_empty_tables_are_not_shown(
    capsys: pytest.CaptureFixture[str],
) -> None:
    first = Table((NAME,), [{"name": "a"}], Pair("题", "Title"))
    tables = (first, Table((WORD,), []), Table((WORD,), [{"word": "b"}]))

    assert printed(capsys, Format.table, *tables) == "Title\nname\na\n\nword\nb\n"
    assert json.loads(printed(capsys, Format.json, *tables)) == [{"name": "a"}, {"word": "b"}]
    assert printed(capsys, Format.csv, *tables) == "name,word\na,\n,b\n"
    assert printed(capsys, Format.table, Table((NAME,), [])) == ""


@pytest.mark.parametrize("width", range(4, 60))
def test_in_a_terminal_every_line_fits(width: int) -> None:
    lines = table_lines(TABLE, "zh", width)

    assert max(map(cells, lines)) <= width
    assert len(lines) == 3


def test_a_narrow_terminal_cuts_long_cells_first_and_then_leaves_out_the_last_columns() -> None:
    assert table_lines(TABLE, "en", 26) == [
        "name  word            more",
        "甲    医保钱包转账…   en 1",
        "li                    en 2",
    ]
    assert table_lines(TABLE, "en", 18) == ["name  word", "甲    医保钱包转…", "li"]
    assert table_lines(TABLE, "en", 16) == ["name  word", "甲    医保钱包…", "li"]
    assert table_lines(TABLE, "en", 15) == ["name", "甲", "li"]


def test_a_column_that_may_not_be_cut_stays_whole() -> None:
    row = {"name": "transfer.cap.each", "word": "transfer.cap.most"}
    lines = table_lines(Table((NAME, WORD), [row]), "en", 30)

    assert lines[1] == "transfer.cap.each  transfer.c…"


def test_the_heading_is_bold_only_where_asked() -> None:
    assert table_lines(TABLE, "en", bold=True)[0].startswith("\x1b[1mname")
    assert "\x1b" not in "".join(table_lines(TABLE, "en"))


def test_data_cannot_steer_the_terminal_or_be_taken_for_markup(
    capsys: pytest.CaptureFixture[str],
) -> None:
    evil = Table((NAME,), [{"name": "\x1b[31m[red]甲\u202e\x9b1m\nx"}])

    assert printed(capsys, Format.table, evil) == "name\n\\x1b[31m[red]甲\\u202e\\x9b1m\\nx\n"
    for format_ in (Format.json, Format.jsonl, Format.csv):
        said = printed(capsys, format_, evil)
        assert not {"\x1b", "\x9b", "\u202e"} & set(said)
    assert json.loads(printed(capsys, Format.json, evil)) == evil.rows


class Tty(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "unwanted", "styled"),
    [
        ({}, False, True),
        ({"NO_COLOR": "1"}, False, False),
        ({"NO_COLOR": ""}, False, True),
        ({"TERM": "dumb"}, False, False),
        ({}, True, False),
    ],
)
def test_colour_is_for_terminals_where_nobody_said_no(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], unwanted: bool, styled: bool
) -> None:
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert not output.colours(unwanted=unwanted)
    monkeypatch.setattr("sys.stdout", Tty())
    assert output.colours(unwanted=unwanted) is styled


@pytest.mark.parametrize(
    ("terminal", "total", "shown"),
    [(True, 2_000, True), (True, 1_999, False), (False, 2_000, False)],
)
def test_long_work_in_a_terminal_shows_its_progress_on_stderr(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, total: int, shown: bool
) -> None:
    stderr = Tty() if terminal else io.StringIO()
    monkeypatch.setattr("sys.stderr", stderr)
    with progress(total) as advance:
        for _ in range(total):
            advance()

    assert ("100%" in stderr.getvalue()) is shown
    assert bool(stderr.getvalue()) is shown


@pytest.mark.parametrize(
    ("environment", "asked", "lang"),
    [
        ({}, None, "en"),
        ({"LANG": "zh_CN.UTF-8"}, None, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, None, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN"}, None, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, None, "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "en", "en"),
        ({}, "zh", "zh"),
    ],
)
def test_the_language_is_the_one_asked_for_else_that_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], asked: str | None, lang: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert language(asked) == lang


def test_bad_input_is_told_in_one_line_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as ended:
        fail("unknown region “\x1bx”", "did you mean “CN”?")

    assert ended.value.exit_code == 2
    assert capsys.readouterr() == ("", "unknown region “\\x1bx”; did you mean “CN”?\n")
