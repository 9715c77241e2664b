"""What this machine gives at this moment, without any of our code: the probes P1, P2 and P3.

A rate on a shared machine moves by a factor of two within an hour; its ratio to a probe of the same
minute holds. P1 is the disk, P2 SQLite, P3 Python itself.
"""

import json
import os
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from benchmarks import workload
from benchmarks.measured import Measured, timed
from ledger.words.moments import DAY

PAYLOAD = (
    '{"id":123456,"day":12,"ts":"2026-01-13T08:00:00Z","sender":"A01234",'
    '"receiver":"A04321","amount":123456}'
)
"""104 bytes of JSON, as every peer was measured with."""

WRITES, ROWS, GROUP = 300, 100_000, 1_000
LEAST = 1_000_000
"""Commands that P3 takes at least."""


def p1(folder: Path) -> Measured:
    """Appends of 4 KiB a second, each synced: no single durable command can be faster."""
    block = os.urandom(4096)
    file = os.open(folder / "p1", os.O_CREAT | os.O_WRONLY | os.O_TRUNC)

    def write() -> None:
        for _ in range(WRITES):
            os.write(file, block)
            os.fdatasync(file)

    _, measured = timed(write, WRITES)
    os.close(file)
    return measured


def p2(folder: Path) -> Measured:
    """Rows a second by `executemany` of sqlite3: WAL, FULL, 1,000 a commit, a JSON payload."""
    path = folder / "p2.db"
    path.unlink(missing_ok=True)
    rows = [(i + 1, f"A{i % 10_000:05d}", i, "Transferred", PAYLOAD) for i in range(ROWS)]
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(
            "CREATE TABLE event(seq INTEGER PRIMARY KEY, stream TEXT NOT NULL,"
            " version INT NOT NULL, type TEXT NOT NULL, payload TEXT NOT NULL)"
        )

        def insert() -> None:
            for first in range(0, ROWS, GROUP):
                connection.execute("BEGIN IMMEDIATE")
                group = rows[first : first + GROUP]
                connection.executemany("INSERT INTO event VALUES(?,?,?,?,?)", group)
                connection.execute("COMMIT")

        return timed(insert, ROWS)[1]


def p3(n: int) -> Measured:
    """Commands of W(N) a second, decided and applied on flat lists by one loop of plain Python.

    It is so short that it is done over and over, on fresh balances each time.
    """
    drawn = list(workload.draws(n))
    days = [draw.at // DAY for draw in drawn]
    payers = [draw.payer for draw in drawn]
    payees = [draw.payee for draw in drawn]
    amounts = [draw.fen for draw in drawn]
    times = max(1, LEAST // n)
    books = [[workload.OPENING_FEN] * workload.ACCOUNTS for _ in range(times)]

    def run() -> list[int]:
        return [_flat(book, days, payers, payees, amounts) for book in books]

    taken, measured = timed(run, n * times)
    answers, balances = workload.oracle(n)
    assert set(taken) == {answers.count(None)}
    assert books[0] == list(balances)
    return measured


def _flat(
    balance: list[int], days: list[int], payers: list[int], payees: list[int], amounts: list[int]
) -> int:
    """Decide and apply; how many were taken. The shape of the loop is the probe: leave it."""
    last = [-1] * len(balance)
    count = [0] * len(balance)
    accepted: list[int] = []
    for i in range(len(days)):
        a = amounts[i]
        if a > workload.CAP_FEN:
            continue
        s = payers[i]
        d = days[i]
        if last[s] == d and count[s] >= workload.CAP_COUNT:
            continue
        if balance[s] < a:
            continue
        if last[s] == d:
            count[s] += 1
        else:
            last[s] = d
            count[s] = 1
        balance[s] -= a
        balance[payees[i]] += a
        accepted.append(i)
    return len(accepted)


def main(name: str, n: str) -> None:
    """Run one and print it."""
    with tempfile.TemporaryDirectory(prefix="walletsim-bench-") as folder:
        measured = p3(int(n)) if name == "P3" else {"P1": p1, "P2": p2}[name](Path(folder))
    sys.stdout.write(json.dumps(measured._asdict()) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
