"""What a log and its map may say, and how each mistake is told with its place."""

import json
from pathlib import Path

import pytest
import yaml

from ledger.core.commands import Bind, SendTransfer
from ledger.core.refusals import Code
from ledger.scenario.logs.rows import Verdict, read_rows
from ledger.text.problems import FileProblems
from ledger.words.moments import parse_day
from tests.ledgers import moment
from tests.logs.vendor import LOG, MAP, a_map, rows_of
from tests.test_schema import EditorLoader, validator

HEAD = """\
map: small
format: 1
clock: {start: 2025-11-10 08:00}
people: {li: {insured: CN-SN, scheme: employee}, wang: {insured: CN-HE, scheme: resident}}
"""
NATIVE = {"key": "t1", "at": "2025-11-10 09:00", "transfer": {"from": "li", "to": "wang"}}
MAPPED = (
    HEAD
    + """\
rows:
  key: id
  at: {column: day, then: {column: clock}}
  action: {is: transfer}
  steps: {transfer: {from: body.who, to: {is: wang}, amount: {column: body.fen, unit: fen}}}
  verdict:
    column: code
    taken: ["0"]
    refused: ["1", "2"]
    code: {column: code, values: {"1": HOURS_CLOSED, "2": other}}
"""
)


def line(**more: object) -> str:
    amount = {"transfer": {**NATIVE["transfer"], "amount_fen": 5}}  # type: ignore[dict-item]  # a dict
    return json.dumps({**NATIVE, **amount, **more}) + "\n"


def told(folder: Path, log: str | bytes, text: str = MAP, name: str = "log.csv") -> list[str]:
    """Where and what every problem is."""
    with pytest.raises(FileProblems) as found:
        rows_of(folder, log, text, name)
    return [
        f"{Path(p.path).name}:{p.line}: {p.code} {p.message} {p.hint}".rstrip()
        for p in found.value.problems
    ]


def test_a_map_without_rows_reads_commands_with_their_answers(tmp_path: Path) -> None:
    lines = line(decision="pending", seq=4) + line(key="t2", decision="refused", code="LATE")

    first, second = rows_of(tmp_path, lines, HEAD, "log.jsonl")

    assert first.step.command == SendTransfer("li", "wang", 5)
    assert (first.line, first.verdict) == (1, Verdict("taken"))
    assert second.verdict == Verdict("refused", Code.LATE)


def test_json_lines_are_read_by_dotted_columns_and_cells_are_joined(tmp_path: Path) -> None:
    record = {"id": "x", "day": "2025-11-10 ", "clock": "09:30", "code": 1}
    text = json.dumps({**record, "body": {"who": "li/wallet", "fen": 120}})

    (row,) = rows_of(tmp_path, text, MAPPED, "log.jsonl")

    assert row.step.command == SendTransfer("li/wallet", "wang", 120)
    assert row.step.at == moment("09:30")
    assert row.verdict == Verdict("refused", Code.HOURS_CLOSED)


def test_days_kin_and_another_encoding_are_read_as_they_are_written(tmp_path: Path) -> None:
    text = (
        HEAD
        + """\
log: {encoding: gb18030, delimiter: ;}
rows:
  key: 号
  at: {column: 时, written: "%d.%m.%Y %H:%M:%S"}
  action: {is: bind}
  steps:
    bind:
      giver: {is: li}
      member: {is: wang}
      kin: {column: 关系, values: {母亲: mother}}
      until: {column: 止, written: "%d.%m.%Y"}
  verdict: {column: 果, taken: [是]}
"""
    )
    log = (
        "号;时;关系;止;果\n"
        "b1;10.11.2025 09:00:05;母亲;31.12.2025;是\n"
        "b2;10.11.2025 09:00:06;母亲;;是\n"
    )

    one, other = rows_of(tmp_path, log.encode("gb18030"), text)

    assert one.step.command == Bind("li", "wang", "mother", None, parse_day("2025-12-31"))
    assert other.step.command == Bind("li", "wang", "mother")
    assert one.step.at == moment("09:00") + 5_000_000
    assert "L001 not utf-8" in told(tmp_path, log.encode("gb18030"))[0]


ROW = "T02,2025/11/10 09:10,转账,李明,个账,王芳,200.00,,,成功,"
ROWS = {
    "an amount with three decimals": ("200.00", "200.005", "transfer.amount: “200.005元” has more"),
    "an amount that is none": ("200.00", "many", "“many元” is not an amount"),
    "no amount": ("200.00", "", "key “amount” is missing in transfer"),
    "another way to write a date": (
        "2025/11/10",
        "2025-11-10",
        "is not written as “%Y/%m/%d %H:%M”",
    ),
    "an unknown word": (
        "转账",
        "转帐",
        "column 业务: “转帐” is no value of the map did you mean “转账”?",
    ),
    "a verdict that is none": ("成功", "成工", "column 结果: “成工” is no verdict"),
    "no key": ("T02", "", "L003 key: one text"),
    "too many cells": ("成功,", "成功,,,", "13 cells in a row of 11 columns"),
    "a moment before the ledger": ("2025/11/10", "2025/11/09", "before the ledger begins"),
}


@pytest.mark.parametrize(("was", "now", "message"), ROWS.values(), ids=ROWS)
def test_a_bad_row_is_told_with_file_and_line(
    was: str, now: str, message: str, tmp_path: Path
) -> None:
    assert LOG.count(ROW) == 1

    (problem,) = told(tmp_path, LOG.replace(ROW, ROW.replace(was, now, 1)))

    assert problem.startswith("log.csv:5: L003 ")
    assert message in problem


NATIVES = {
    "no answer": (line(), "a line has a “decision”, one of ok"),
    "another answer": (line(decision="yes"), "a line has a “decision”"),
    "an unknown code": (line(decision="refused", code="LATTE"), "did you mean “LATE”?"),
    "no command": (line(decision="ok", transfer={"from": "li"}), "key “to” is missing"),
    "no object": ("[1]\n", "not a JSON object"),
    "half a line": (line(decision="ok")[:40], "not a JSON object"),
}


@pytest.mark.parametrize(("bad", "message"), NATIVES.values(), ids=NATIVES)
def test_a_bad_line_of_commands_is_told_with_its_line(
    bad: str, message: str, tmp_path: Path
) -> None:
    problems = told(tmp_path, line(decision="ok") + bad, HEAD, "log.jsonl")

    assert problems[0].startswith("log.jsonl:2: L003 ")
    assert message in problems[0]


def test_a_row_before_what_had_happened_is_told(tmp_path: Path) -> None:
    later = MAP.replace("at: 2025-11-10 08:00, bind", "at: 2025-11-10 09:02, bind")

    assert later != MAP
    assert told(tmp_path, LOG, later) == [
        "log.csv:3: L003 before the ledger begins at 2025-11-10 09:02"
    ]


def test_a_stranger_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    lines = line(decision="ok", transfer={"from": "li", "to": "wagn", "amount_fen": 5})

    assert told(tmp_path, lines, HEAD, "log.jsonl") == [
        "log.jsonl:1: L004 unknown person “wagn” did you mean “wang”?"
    ]


def test_a_person_may_come_with_a_row(tmp_path: Path) -> None:
    enrol = {"person": "zhao", "insured": "CN-SN", "scheme": "employee"}
    lines = json.dumps({"key": "e", "at": "2025-11-10 09:00", "enrol": enrol, "decision": "ok"})

    assert len(rows_of(tmp_path, lines, HEAD, "log.jsonl")) == 1


MAPS = {
    "an unknown key": ("rows:", "raws:", "S001 unknown key “raws”"),
    "an unknown action": (
        "    transfer:",
        "    transfers:",
        "S001 unknown key “transfers” in steps did you mean “transfer”?",
    ),
    "an unknown field": (
        "      to: {",
        "      too: {",
        "S001 unknown key “too” in transfer did you mean “to”?",
    ),
    "an unknown unit": ("unit: yuan", "unit: jiao", "S003 unknown unit “jiao”"),
    "a list of words that is not there": (
        "values: code",
        "values: codes",
        "S003 there is no “codes” under “words” did you mean “code”?",
    ),
    "a cell of nothing": ("{is: /wallet}", "{unit: yuan}", "S003 a cell has either"),
    "a missing verdict": (
        "  verdict:\n",
        "  verdicts:\n",
        "S001 unknown key “verdicts” in rows did you mean “verdict”?",
    ),
    "an unknown person": ("giver: li,", "giver: lee,", "S004 unknown person “lee”"),
    "a check": (
        "bind: {giver: li, member: wang, kin: mother}",
        "wait: {until: 2025-11-10 09:00}",
        "S013",
    ),
    "a step before the ledger begins": (
        "at: 2025-11-10 08:00, bind",
        "at: 2025-11-10 07:59, bind",
        "S006 before the ledger begins at 2025-11-10 08:00",
    ),
    "another format": ("format: 1", "format: 2", "S003 format “2” is unknown"),
}


@pytest.mark.parametrize(("was", "now", "message"), MAPS.values(), ids=MAPS)
def test_a_mistake_in_a_map_is_told_with_its_place(was: str, now: str, message: str) -> None:
    assert was in MAP

    with pytest.raises(FileProblems) as found:
        a_map(MAP.replace(was, now, 1))

    problems = [f"{p.code} {p.message} {p.hint}".rstrip() for p in found.value.problems]
    assert any(problem.startswith(message) for problem in problems), problems
    text = MAP.replace(was, now, 1).splitlines()
    assert all(text[p.line - 1][p.col - 1 :].strip() for p in found.value.problems)


@pytest.mark.parametrize("text", [MAP, MAPPED, HEAD])
def test_an_editor_takes_a_sound_map_and_not_one_with_an_unknown_key(text: str) -> None:
    judge = validator("map-1.schema.json")

    assert judge.is_valid(yaml.load(text, Loader=EditorLoader))  # noqa: S506  # a BaseLoader
    wrong = text.replace("people:", "peeple:")
    assert not judge.is_valid(yaml.load(wrong, Loader=EditorLoader))  # noqa: S506  # as above


def test_a_column_that_the_log_lacks_is_told_where_the_map_names_it(tmp_path: Path) -> None:
    (problem,) = told(tmp_path, LOG.replace("原流水号", "原流水", 1))

    line_of = next(n for n, text in enumerate(MAP.splitlines(), 1) if "accept:" in text)
    assert problem.startswith(f"map.yaml:{line_of}: L002 ")
    assert problem.endswith("did you mean “原流水”?")


@pytest.mark.parametrize("name", ["log.txt", "none.csv", "log.parquet", "empty.csv"])
def test_a_log_that_cannot_be_read_is_told(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    if name != "none.csv":
        path.write_text("" if name == "empty.csv" else "x", encoding="utf-8")

    with pytest.raises(FileProblems) as found:
        read_rows([path], a_map())

    assert [problem.code for problem in found.value.problems] == ["L001"]
