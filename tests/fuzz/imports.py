"""Maps and logs of a wallet under test as `ledger import --map` reads them: spoiled, then read."""

import tempfile
from collections.abc import Callable
from datetime import date, time, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from ledger.policy import shipped
from ledger.scenario.logs.history import History
from ledger.scenario.logs.maps import load_map
from ledger.scenario.logs.rows import read_rows
from ledger.text.extras import from_extra
from ledger.text.problems import FileProblems
from ledger.text.reader import read
from ledger.whatif.comparing.audit import audit
from tests.fuzz.mutations import spoiled, spoiled_bytes
from tests.fuzz.owed import check_problems, check_shown, run_command
from tests.logs.test_rows import HEAD, line
from tests.logs.vendor import LOG, MAP, as_jsonl, as_parquet

arrow: Any = from_extra("pyarrow", "data")
parquet: Any = from_extra("pyarrow.parquet", "data")

KINDS = (".csv", ".jsonl", ".parquet", ".txt")


class Import(msgspec.Struct, array_like=True):
    """A map and a log, and what the log's name ends in."""

    map: bytes
    kind: str
    log: bytes


@cache
def import_files() -> list[bytes]:
    """The guide's log in every format, in another encoding, and one that needs no columns."""
    with tempfile.TemporaryDirectory() as folder:
        as_parquet(Path(folder, "log.parquet"))
        columns = Path(folder, "log.parquet").read_bytes()
    answers = line(decision="pending", seq=4) + line(key="t2", decision="refused", code="LATE")
    elsewhere = MAP + 'log: {encoding: gb18030, delimiter: ";"}\n'
    made = (
        Import(MAP.encode(), ".csv", LOG.encode()),
        Import(MAP.encode(), ".jsonl", as_jsonl().encode()),
        Import(MAP.encode(), ".parquet", columns),
        Import(elsewhere.encode(), ".csv", LOG.replace(",", ";").encode("gb18030")),
        Import(HEAD.encode(), ".jsonl", answers.encode()),
    )
    return [msgspec.msgpack.encode(one) for one in made]


def spoil_import(data: bytes, chance: Random) -> bytes:
    """The map spoiled, or the log, or both; now and then its name."""
    one = msgspec.msgpack.decode(data, type=Import)
    which = chance.randrange(6)
    if which < 3:
        one.map = spoiled(one.map, chance)
    if which > 1:
        one.log = _spoiled_log(one, chance)
    if chance.random() < 0.03:
        one.kind = chance.choice(KINDS)
    return msgspec.msgpack.encode(one)


def _spoiled_log(one: Import, chance: Random) -> bytes:
    if one.kind != ".parquet":
        return spoiled(one.log, chance)
    return spoiled_bytes(one.log, chance) if chance.random() < 0.3 else _other_column(one, chance)


def _other_column(one: Import, chance: Random) -> bytes:
    """A Parquet file one of whose columns has another type, another name or other values."""
    table = parquet.read_table(arrow.BufferReader(one.log))
    place = chance.randrange(table.num_columns)
    names = [table.column_names[place]] * 4 + [*table.column_names, "", "\ud7ff", "a.b"]
    values = chance.choice(COLUMNS)(chance)
    drawn = [chance.randrange(len(values)) for _ in range(table.num_rows)]
    cells = values.take(arrow.array(drawn, arrow.int64()))
    kept = arrow.BufferOutputStream()
    parquet.write_table(table.set_column(place, chance.choice(names), cells), kept)
    written: bytes = kept.getvalue().to_pybytes()
    return written


def _of(kind: Any, *values: Any) -> Callable[[Random], Any]:
    return lambda _chance: arrow.array([None, *values], kind)


def _any_moment(chance: Random) -> Any:
    """Moments of any unit and zone, as far off as their numbers go."""
    numbers = arrow.array([0, 1, -1, 1_762_736_400, 2**31, -(9**16), 9**16], arrow.int64())
    zone = chance.choice((None, "UTC", "Asia/Shanghai", "+08:00", "Nowhere/Else"))
    return numbers.cast(arrow.timestamp(chance.choice(("s", "ms", "us", "ns")), zone))


def _any_day(_chance: Random) -> Any:
    return arrow.array([0, 20_402, 2**31 - 1, -(2**31)], arrow.int32()).cast(arrow.date32())


COLUMNS: tuple[Callable[[Random], Any], ...] = (
    *(_any_moment,) * 4,
    _any_day,
    _of(arrow.string(), "", "T01", "李明", "\x1b[31m", "\u202e", "9" * 5000, "\U0010ffff"),
    _of(arrow.int64(), 0, 1, -1, 2**63 - 1, 200),
    _of(arrow.float64(), 0.0, 0.1 + 0.2, 1e300, float("nan"), float("-inf"), 200.0),
    _of(arrow.decimal128(38, 2), Decimal("200.00"), Decimal("-0.01"), Decimal(10) ** 35),
    _of(arrow.bool_(), True, False),
    _of(arrow.binary(), b"", b"T01", b"\xff\xfe"),
    _of(arrow.date64(), date(2025, 11, 10), date(1, 1, 1)),
    _of(arrow.time64("ns"), time(9, 0), time(23, 59, 59, 999_999)),
    _of(arrow.duration("us"), timedelta(0), timedelta(days=106_751_991)),
    _of(arrow.list_(arrow.int64()), [], [1, 2], [None]),
    _of(arrow.struct({"from": arrow.string()}), {"from": "li"}, {"from": None}),
    _of(arrow.map_(arrow.string(), arrow.int64()), [("a", 1), ("a", 2)]),
    _of(arrow.null()),
)
"""What the cells of a column are drawn from, by type."""


def read_import(data: bytes) -> None:
    """Every row is judged and told, or every problem lies in the map or the log."""
    one = msgspec.msgpack.decode(data, type=Import)
    with tempfile.TemporaryDirectory() as folder:
        path, map_path = Path(folder, f"log{one.kind}"), Path(folder, "map.yaml")
        path.write_bytes(one.log)
        map_path.write_bytes(one.map)
        _read_import(one, path, map_path)
        if len(data) % 8 == 0:
            words = ["ledger", "import", f"sqlite:///{folder}/l.db", str(path)]
            run_command([*words, "--map", str(map_path)], codes=(0, 1, 2))


def _read_import(one: Import, path: Path, map_path: Path) -> None:
    document = read(one.map, str(map_path))
    sources = {document.path: document.text}
    try:
        log_map = load_map(document)
        sources[str(path)] = _lines(one)
        rows = read_rows([path], log_map)
    except FileProblems as error:
        check_problems(error.problems, sources)
        return
    found = audit(log_map, rows, shipped.shipped())
    assert found.rows == len(rows) == sum(found.history.ends.values())
    for difference in found.differences:
        check_shown(f"{difference.row.verdict} {difference.ours}")
    check_history(found.history)


def check_history(history: History) -> None:
    """What was told is balanced, holds every invariant and is chained."""
    session = history.session
    assert session.broken == []
    assert sum(session.book.balances.values()) == 0
    assert history.journal.count == len(list(history.journal.rows()))


def _lines(one: Import) -> str:
    """As many lines as problems may lie in: those of a text, the rows of a Parquet file."""
    if one.kind != ".parquet":
        return one.log.decode("utf-8", "replace")
    try:
        rows: int = parquet.read_metadata(arrow.BufferReader(one.log)).num_rows
    except (arrow.ArrowException, OSError, ValueError):
        return ""
    return "\n" * (rows - 1)
