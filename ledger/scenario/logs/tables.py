"""Decides how the rows of a log are read: CSV, JSON lines or Parquet, every cell as text."""

import csv
import io
import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

from ledger.scenario.logs.model import LogFields
from ledger.text.extras import from_extra
from ledger.text.problems import FileProblems, Problem
from ledger.text.said import Said

_BEIJING: Final = timezone(timedelta(hours=8))

DEEPEST = 64
"""Levels of a JSON line."""

Record: TypeAlias = dict[str, Any]
"""A row by column: texts, and in JSON lines mappings and lists of them; empty where nothing is."""


class RawRow(NamedTuple):
    """A row, and where it stands: its line, or its number in a Parquet file."""

    line: int
    record: Record


class Log(NamedTuple):
    """A log as it is written; `columns` is None where each row names its own."""

    path: str
    columns: tuple[str, ...] | None
    rows: tuple[RawRow, ...]


def read_log(path: Path, how: LogFields) -> Log:
    """Read a whole log.

    Raises:
        FileProblems: L001 where it cannot be read, L003 at rows that are none.
        MissingExtraError: for Parquet, when pyarrow is not installed.
    """
    name = str(path)
    readers = {".csv": _csv, ".jsonl": _jsonl, ".parquet": _parquet}
    reader = readers.get(path.suffix)
    if reader is None:
        raise FileProblems([_unread(name, Said("logs.kind", kinds=tuple(readers)))])
    try:
        return reader(path, how)
    except OSError as error:
        said = Said("logs.unreadable", why=str(error.strerror or error))
        raise FileProblems([_unread(name, said)]) from None


def _text(path: Path, encoding: str) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        said = Said("logs.encoding", encoding=encoding)
        raise FileProblems([Problem(str(path), line, 1, "L001", said)]) from None


def _csv(path: Path, how: LogFields) -> Log:
    text = _text(path, how.encoding)
    try:
        return _table(str(path), csv.reader(io.StringIO(text), delimiter=how.delimiter))
    except csv.Error as error:
        raise FileProblems([_unread(str(path), Said("logs.no_csv", why=str(error)))]) from None


def _table(path: str, reader: Any) -> Log:
    columns = _columns(path, next(reader, ()))
    rows: list[RawRow] = []
    problems: list[Problem] = []
    line = reader.line_num + 1
    for cells in reader:
        if len(cells) == len(columns):
            rows.append(RawRow(line, dict(zip(columns, cells, strict=True))))
        elif cells:
            said = Said("logs.cells", found=len(cells), wanted=len(columns))
            problems.append(Problem(path, line, 1, "L003", said))
        line = reader.line_num + 1
    if problems:
        raise FileProblems(problems)
    return Log(path, columns, tuple(rows))


def _columns(path: str, names: Sequence[str]) -> tuple[str, ...]:
    """The heading of a table, in which every column has a name of its own."""
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice or not names:
        said = Said("logs.column_twice", column=twice[0]) if twice else Said("logs.empty")
        raise FileProblems([_unread(path, said)])
    return tuple(names)


def _unread(path: str, why: Said) -> Problem:
    return Problem(path, 1, 1, "L001", why)


def _jsonl(path: Path, _how: LogFields) -> Log:
    rows: list[RawRow] = []
    problems: list[Problem] = []
    for line, text in enumerate(_text(path, "utf-8").split("\n"), 1):
        if not text.strip():
            continue
        try:
            record = json.loads(text, parse_float=str, parse_int=str)
            if "\\u" in text:  # half of a surrogate pair is no text
                json.dumps(record, ensure_ascii=False).encode()
        except (ValueError, RecursionError):
            record = None
        if isinstance(record, dict) and not _too_deep(record):
            rows.append(RawRow(line, _flat(record) | {"": text}))
        else:
            problems.append(Problem(str(path), line, 1, "L003", Said("logs.no_object")))
    if problems:
        raise FileProblems(problems)
    return Log(str(path), None, tuple(rows))


def _too_deep(value: Any, levels: int = DEEPEST) -> bool:
    """Whether more lies in one another than anything means; Python's own bound is elsewhere."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return not levels or any(_too_deep(one, levels - 1) for one in inner)


def _flat(record: Record, before: str = "") -> Record:
    """The record with what lies inside it, too, under dotted names: `transfer.from`."""
    found: Record = {}
    for key, value in record.items():
        found[f"{before}{key}"] = _cell(value)
        if isinstance(value, dict):
            found |= _flat(value, f"{before}{key}.")
    return found


def _parquet(path: Path, _how: LogFields) -> Log:
    parquet = from_extra("pyarrow.parquet", "data")
    broken = (from_extra("pyarrow", "data").ArrowException, ValueError, OverflowError)
    try:
        with parquet.ParquetFile(path) as file:
            table, names = file.read(), file.schema_arrow.names
    except broken:
        raise FileProblems([_unread(str(path), Said("logs.no_parquet"))]) from None
    columns = _columns(str(path), names)
    read = [_column(str(path), table, place, broken) for place in range(len(columns))]
    records = (dict(zip(columns, cells, strict=True)) for cells in zip(*read, strict=True))
    rows = tuple(RawRow(number, record) for number, record in enumerate(records, 1))
    return Log(str(path), columns, rows)


def _column(path: str, table: Any, place: int, broken: Any) -> list[Any]:
    """The cells of a column as texts; what is finer than a microsecond is cut off."""
    field, cells = table.schema.field(place), table.column(place)
    try:
        if str(field.type).startswith("timestamp[ns"):
            finest = from_extra("pyarrow", "data").timestamp("us", field.type.tz)
            cells = cells.cast(finest, safe=False)
        return [_cell(value) for value in cells.to_pylist()]
    except broken:
        said = Said("logs.no_cells", column=field.name, type=str(field.type))
        raise FileProblems([_unread(path, said)]) from None


def _cell(value: Any) -> Any:
    """A cell as text; truth values as a scenario writes them."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return in_beijing(value).isoformat(sep=" ")
        case dict() | list() | str():
            return value
        case _:
            return str(value)


def in_beijing(moment: datetime) -> datetime:
    """The wall time there, without a zone; a moment that has no zone is one already.

    Raises:
        OverflowError: at the ends of the calendar.
    """
    there = moment.astimezone(_BEIJING) if moment.tzinfo is not None else moment
    return there.replace(tzinfo=None)
