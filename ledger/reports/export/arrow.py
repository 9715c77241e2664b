"""Decides how postings are written as Parquet: the columns of the CSV, with types."""

from itertools import islice
from typing import IO, Any, Final

from ledger.journal import Journal
from ledger.reports.export.postings import Posting, postings
from ledger.text.extras import from_extra

ROWS_AT_ONCE: Final = 1 << 17

_INTEGERS: Final = {"seq": "int64", "leg": "int32", "fen": "int64"}

_FEW: Final = ["ledger", "leg", "event", "account"]
"""Columns of few different values, which are written as numbers of a list of them."""

_NEAR: Final = {
    "seq": "DELTA_BINARY_PACKED",
    "at": "DELTA_BINARY_PACKED",
    "key": "DELTA_BYTE_ARRAY",
    "of": "DELTA_BYTE_ARRAY",
    "fen": "DELTA_BINARY_PACKED",
}
"""Columns whose values are like the one before: what differs is written. A third of the bytes."""


def write_parquet(journal: Journal, file: IO[bytes]) -> None:
    """Write every posting; `at` is a timestamp of Beijing wall time without a zone.

    Raises:
        MissingExtraError: when pyarrow is not installed; nothing was written.
        DamagedError: as `exported`.
    """
    arrow = from_extra("pyarrow", "data")
    parquet = from_extra("pyarrow.parquet", "data")
    schema = _schema(arrow)
    found = postings(journal)
    encoded = {
        "compression": "zstd",
        "compression_level": 6,
        "use_dictionary": _FEW,
        "column_encoding": _NEAR,
    }
    with parquet.ParquetWriter(file, schema, **encoded) as writer:
        while rows := list(islice(found, ROWS_AT_ONCE)):
            writer.write_table(arrow.table(list(zip(*rows, strict=True)), schema=schema))


def _schema(arrow: Any) -> Any:
    kinds = {name: getattr(arrow, kind)() for name, kind in _INTEGERS.items()}
    kinds["at"] = arrow.timestamp("us")
    fields = [(name, kinds.get(name, arrow.string())) for name in Posting._fields]
    return arrow.schema(fields, metadata={"at": "Beijing wall time", "fen": "0.01 CNY"})
