"""Decides how postings are written as Parquet: the columns of the CSV, with types."""

from itertools import islice
from typing import IO, Any, Final

from ledger.journal import Journal
from ledger.reports.export.postings import Posting, postings
from ledger.text.extras import from_extra

ROWS_AT_ONCE: Final = 65_536

_INTEGERS: Final = {"seq": "int64", "leg": "int32", "fen": "int64"}


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
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        while rows := list(islice(found, ROWS_AT_ONCE)):
            writer.write_table(arrow.table(list(zip(*rows, strict=True)), schema=schema))


def _schema(arrow: Any) -> Any:
    kinds = {name: getattr(arrow, kind)() for name, kind in _INTEGERS.items()}
    kinds["at"] = arrow.timestamp("us")
    fields = [(name, kinds.get(name, arrow.string())) for name in Posting._fields]
    return arrow.schema(fields, metadata={"at": "Beijing wall time", "fen": "0.01 CNY"})
