"""What must be reached: ratios to probes and peers of the same run first, absolute figures second.

A row passes when every ratio that was measured in this run holds; a row without one passes by its
absolute figure. A recorded figure of a peer is shown, and never counts.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple


class Goal(NamedTuple):
    """One row of the table.

    Attributes:
        name: of the row.
        of: the measurement it looks at, by name; empty for what is not built.
        rate: so many a second, on the machine of the figures in a quiet hour; None: no such goal.
        ratios: by probe or peer, how many times its rate.
        most: by field of the measurement, the most it may be.
    """

    name: str
    of: str
    rate: float | None = None
    ratios: Mapping[str, float] = {}
    most: Mapping[str, float] = {}


GOALS: Final = (
    Goal("decide", "decide W", 300_000, {"P3": 0.16, "eventsourcing_memory": 100}),
    Goal("decide_compiled", "decide_compiled W", 1_000_000, {"P3": 0.55}),
    Goal(
        "single",
        "single W",
        2_750,
        {"P1": 0.95, "eventsourcing_sqlite": 3.5, "tigerbeetle_single": 3},
        {"p99_ms": 0.7},
    ),
    Goal("submitters_64", "submitters_64 W", 40_000, {"P1": 14}, {"p99_ms": 3.5}),
    Goal("submitters_256", "submitters_256 W", 55_000, {}, {"p99_ms": 8}),
    Goal(
        "post",
        "post",
        90_000,
        {"P2": 0.36, "tigerbeetle_python": 1.25, "ledger": 1.15, "hledger": 5, "beancount": 14},
    ),
    Goal("verify", "verify W", 280_000, {"P2": 1.2}),
    Goal(
        "bulk",
        "bulk W",
        1_500_000,
        {"P3": 0.8, "tigerbeetle_own": 2.3, "tigerbeetle_node": 5, "tigerbeetle_python": 20},
        {"bytes_each": 40, "rss_mb": 1_000},
    ),
    Goal("bulk_verify", "bulk_verify W", 10_000_000, {"P3": 5}),
    Goal("verify_new", "verify_new W", None, {}, {"seconds": 0.1}),
    Goal("postgres_batches", "postgres_batches W", 60_000, {"plpgsql_batch": 4}),
    Goal("postgres_single", "postgres_single W", 1_900, {"plpgsql_single": 0.95}),
    Goal("memory", "post", None, {}, {"rss_mb": 150}),
    Goal("bytes_each", "batches W", None, {}, {"bytes_each": 110}),
    Goal("parquet", "parquet W", None, {}, {"bytes_each": 12}),
    Goal("version", "version", None, {}, {"seconds": 0.4}),
    Goal("balance", "balance", None, {}, {"seconds": 0.4}),
    Goal("families", "batches F", 45_000),
    Goal("families_bulk", "bulk F", 400_000),
    Goal("story", "story", None, {}, {"seconds": 8}),
)
