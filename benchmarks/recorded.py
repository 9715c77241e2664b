"""What peers did when everything was recorded: for those that are not here, and never for a ratio.

One machine of two cores, within two hours, before anything was built; medians of five quiet runs
(`docs/explanation/performance.md` tells how). Rates are commands of the workload a second.
"""

from typing import Final, NamedTuple


class Recorded(NamedTuple):
    """A recorded rate (commands a second), and of what."""

    rate: float
    of: str


RECORDED: Final = {
    "ledger": Recorded(1_000_000 / 13.5, "ledger 3.3.0, W(1M) as text, checked only"),
    "hledger": Recorded(1_000_000 / 59.1, "hledger 1.25, W(1M) as text, checked only"),
    "beancount": Recorded(1_000_000 / 141, "beancount 3.2.3, W(1M), its processor time, 1 run"),
    "eventsourcing_memory": Recorded(1_716, "eventsourcing 9.5.6, W(10k), in memory, one by one"),
    "eventsourcing_sqlite": Recorded(786, "eventsourcing 9.5.6, W(2k), SQLite file, one by one"),
    "plpgsql_single": Recorded(1_539, "PostgreSQL 15, one function call a transfer, psycopg 3"),
    "plpgsql_batch": Recorded(14_000, "PostgreSQL 15, arrays of 1,000 into a function"),
    "tigerbeetle_single": Recorded(961, "TigerBeetle 0.17.9, Python client, one by one"),
    "tigerbeetle_python": Recorded(46_800, "TigerBeetle 0.17.9, Python client, batches of 8,189"),
    "tigerbeetle_node": Recorded(181_000, "TigerBeetle 0.17.9, Node client, W(1M)"),
    "tigerbeetle_own": Recorded(419_000, "TigerBeetle 0.17.9, its own benchmark"),
}
