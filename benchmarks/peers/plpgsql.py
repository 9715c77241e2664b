"""A ledger in SQL: one PostgreSQL function with W's rules, row locks and an event row a transfer.

As a program it starts a private server (durable: fsync and synchronous commits on), takes commands
of W(10,000) `single` or in `batch`es of 1,000, and prints one line of JSON.
"""

import json
import sys
from itertools import islice
from pathlib import Path

import psycopg

from benchmarks import workload
from benchmarks.measured import Measured, timed
from ledger.words.moments import DAY
from tests.postgres import server

COMMANDS, GROUP = {"single": 1_000, "batch": 10_000}, 1_000

Arguments = list[tuple[int, int, int, int, int]]


def main(how: str) -> None:
    """Measure it."""
    work: Arguments = [
        (number, at // DAY, payer, payee, fen)
        for number, (at, payer, payee, fen) in enumerate(
            islice(workload.draws(10_000), COMMANDS[how])
        )
    ]
    with (
        server(fsync="on", synchronous_commit="on") as address,
        psycopg.connect(address, autocommit=True) as connection,
    ):
        connection.execute(Path(__file__).with_name("transfer.sql").read_bytes())
        taken, measured = _taken(connection, how, work)
    expected = workload.oracle(10_000)[0][: len(work)]
    assert taken == [code is None for code in expected]
    sys.stdout.write(json.dumps(measured._asdict()) + "\n")


def _taken(
    connection: psycopg.Connection, how: str, work: Arguments
) -> tuple[list[bool], Measured]:
    def single() -> list[str]:
        call = "SELECT transfer(%s, %s, %s, %s, %s)"
        answers = (connection.execute(call, one, prepare=True).fetchone() for one in work)
        return [str(row[0]) for row in answers if row is not None]

    def batch() -> list[str]:
        answers: list[str] = []
        for first in range(0, len(work), GROUP):
            columns = [list(column) for column in zip(*work[first : first + GROUP], strict=True)]
            types = "%s::bigint[], %s::int[], %s::int[], %s::int[], %s::bigint[]"
            row = connection.execute(f"SELECT transfer_batch({types})", columns).fetchone()
            answers += row[0] if row is not None else []
        return answers

    answers, measured = timed(single if how == "single" else batch, len(work))
    return [answer == "accepted" for answer in answers], measured


if __name__ == "__main__":
    main(sys.argv[1])
