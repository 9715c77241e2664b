"""The log and the map of the guide to audits, in every format a log may have."""

import csv
import io
import json
from pathlib import Path
from typing import Any

from ledger.policy import shipped
from ledger.policy.book import PolicyBook
from ledger.scenario.logs.maps import LogMap, load_map
from ledger.scenario.logs.rows import LogRow, read_rows
from ledger.text.extras import from_extra
from ledger.text.reader import read
from ledger.whatif.comparing.audit import Audit, audit
from tests.docs.pages import REPO, blocks

_GUIDE = REPO / "docs/how-to/audit-a-wallet.md"
_FILES = {b.name: b.text for b in blocks(_GUIDE) if b.language in {"csv", "yaml"}}
LOG, MAP = _FILES["yiban.csv"], _FILES["yiban-map.yaml"]


def a_map(text: str = MAP) -> LogMap:
    return load_map(read(text.encode(), "map.yaml"))


def rows_of(
    folder: Path, log: str | bytes = LOG, text: str = MAP, name: str = "log.csv"
) -> list[LogRow]:
    path = folder / name
    path.write_bytes(log if isinstance(log, bytes) else log.encode())
    return read_rows([path], a_map(text))


def audited(
    folder: Path, log: str = LOG, text: str = MAP, policy: PolicyBook | None = None
) -> Audit:
    return audit(a_map(text), rows_of(folder, log, text), policy or shipped.shipped())


def records(log: str = LOG) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(log)))


def as_jsonl(log: str = LOG) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records(log))


def as_parquet(path: Path, log: str = LOG) -> None:
    arrow, parquet = from_extra("pyarrow", "data"), from_extra("pyarrow.parquet", "data")
    parquet.write_table(arrow.Table.from_pylist(records(log)), path)


def without(*keys: str, log: str = LOG) -> str:
    """The log without the rows of these keys."""
    lines = log.splitlines(keepends=True)
    return "".join(line for line in lines if line.partition(",")[0] not in keys)
