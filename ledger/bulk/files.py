"""Reads files of commands as batches for the kernel: JSON lines, CSV and Parquet.

CSV and Parquet have the columns `key`, `at`, `from`, `to` and `amount_fen`, and hold transfers
only; `at` is written as everywhere. What is not plain is handed on as the line of JSON it would be.
"""

import json
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple

import numpy as np

from ledger.bulk import cells as c
from ledger.bulk.cells import Batch, Cells, Texts
from ledger.bulk.scan import scan, transfers
from ledger.text.extras import from_extra

ROWS: Final = 20_000
"""How many commands become durable together."""

_LF: Final = ord("\n")
PIECE_BYTES: Final = 1 << 22
COLUMNS: Final = {
    "key": "string",
    "at": "string",
    "from": "string",
    "to": "string",
    "amount_fen": "int64",
}

_NOTHING: Final = np.zeros(0, np.uint8)

LineOf = Callable[[int], bytes]
"""A row of a batch as a line of JSON."""


class Read(NamedTuple):
    """A batch as read.

    Attributes:
        line_of: a row as the event path reads it.
        lines: how many lines of the file stand before it; rows of a table count as lines.
    """

    batch: Batch
    line_of: LineOf
    lines: int

    def line_number(self, row: int) -> int:
        """In which line of the file a row stands."""
        at = int(self.batch.rows[row, c.LINE_AT])
        above = int(np.count_nonzero(self.batch.text[:at] == _LF)) if at else 0
        return self.lines + 1 + (above if self.batch.rows[row, c.LINE_SIZE] else row)


def ahead(found: Iterator[Read]) -> Iterator[Read]:
    """The same batches, each read by another thread while the one before it is decided.

    Raises:
        OSError, ValueError: as reading does, in its turn.
    """
    with ThreadPoolExecutor(1, "reader") as reader:
        coming = reader.submit(next, found, None)
        while (read := coming.result()) is not None:
            coming = reader.submit(next, found, None)
            yield read


def batches(file: Path, rows: int = ROWS) -> Iterator[Read]:
    """The commands of a file, by its name: `.csv`, `.parquet`, or JSON lines.

    Raises:
        OSError: when it cannot be read.
        ValueError: when a table is none, or lacks a column.
    """
    if file.suffix == ".csv":
        csv = from_extra("pyarrow.csv", "bulk")
        options = csv.ConvertOptions(column_types=COLUMNS, include_columns=list(COLUMNS))
        yield from _tables(csv.open_csv(file, convert_options=options), rows)
    elif file.suffix == ".parquet":
        with from_extra("pyarrow.parquet", "bulk").ParquetFile(file) as opened:
            yield from _tables(opened.iter_batches(rows, columns=list(COLUMNS)), rows)
    else:
        with file.open("rb") as stream:
            yield from lines(stream, rows)


def lines(stream: BinaryIO, rows: int = ROWS) -> Iterator[Read]:
    """The commands of JSON lines.

    Raises:
        OSError: when the stream cannot be read.
    """
    rest, before = b"", 0
    while piece := stream.read(PIECE_BYTES):
        text = np.frombuffer(rest + piece, np.uint8)
        rest, before = yield from _whole_lines(text, rows, before)
    yield from _whole_lines(np.frombuffer(rest + b"\n", np.uint8), rows, before)


def _whole_lines(text: Texts, rows: int, before: int) -> Generator[Read, None, tuple[bytes, int]]:
    """The batches of whole lines; what is left of the text, and how many lines are before it."""
    while True:
        cells = np.empty((rows, c.ROW_CELLS), np.int64)
        count, end = scan(text, text.size, cells)
        if count:
            found = Batch(cells[:count], text)
            yield Read(found, _line_in(found), before)
        before += int(np.count_nonzero(text[:end] == _LF))
        text = text[end:]
        if not count:
            return text.tobytes(), before


def _line_in(batch: Batch) -> LineOf:
    def line(row: int) -> bytes:
        at, size = (int(cell) for cell in batch.rows[row, [c.LINE_AT, c.LINE_SIZE]])
        return batch.text[at : at + size].tobytes()

    return line


def _tables(found: Any, rows: int) -> Iterator[Read]:
    before = 0
    for record in found:
        for start in range(0, record.num_rows, rows):
            part = record.slice(start, rows)
            yield _table(part, before)
            before += part.num_rows


def _table(record: Any, before: int) -> Read:
    columns = {name: record.column(name).cast(kind) for name, kind in COLUMNS.items()}
    texts, places, end = list[Texts](), list[Cells](), 0
    for name in ("key", "at", "from", "to"):
        column = columns[name].fill_null("")
        _, offsets, data = column.buffers()
        begins = np.frombuffer(offsets, np.int32, len(column) + 1, 4 * column.offset)
        first, size = int(begins[0]), int(begins[-1] - begins[0])
        texts.append(np.frombuffer(data, np.uint8, size, first) if size else _NOTHING)
        places.append(begins.astype(np.int64) + end - first)
        end += size
    cells = np.zeros((record.num_rows, c.ROW_CELLS), np.int64)
    text = np.concatenate([*texts, np.zeros(1, np.uint8)])
    fen = columns["amount_fen"].fill_null(0).to_numpy(zero_copy_only=False)
    transfers(text, np.stack(places), fen, cells)
    return Read(Batch(cells, text), lambda row: _told(columns, row), before)


def _told(columns: dict[str, Any], row: int) -> bytes:
    key, at, payer, payee, fen = (columns[name][row].as_py() for name in COLUMNS)
    ends = {"from": payer, "to": payee, "amount_fen": fen}
    return json.dumps({"key": key, "at": at, "transfer": ends}).encode()
