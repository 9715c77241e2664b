"""The Python event-sourcing library `eventsourcing`: an Account aggregate, two saved a transfer.

Written as its documentation does it, with W's rules in plain Python in front. As a program it takes
the first commands of W(10,000) one at a time, `memory` or `sqlite`, and prints one line of JSON.
"""

import json
import sys
import tempfile
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from benchmarks import workload
from benchmarks.measured import timed
from ledger.words.moments import DAY

COMMANDS = 1_000
"""It takes one command at a time, at the same rate from the first to the last."""


class Account(Aggregate):
    """One wallet: its balance, and how often it sent on its last day."""

    class Opened(Aggregate.Created):
        number: str
        opening: int

    class Debited(Aggregate.Event):
        day: int
        amount: int

    class Credited(Aggregate.Event):
        amount: int

    @event(Opened)
    def __init__(self, number: str, opening: int) -> None:
        self.balance, self.day, self.used = opening, -1, 0

    @staticmethod
    def create_id(number: str) -> UUID:
        return uuid5(NAMESPACE_URL, number)

    @event(Debited)
    def debit(self, day: int, amount: int) -> None:
        if self.day != day:
            self.day, self.used = day, 0
        self.used += 1
        self.balance -= amount

    @event(Credited)
    def credit(self, amount: int) -> None:
        self.balance += amount


class Transfers(Application[UUID]):
    """The rules of W, and both ends of a transfer saved together."""

    def open_all(self, names: Sequence[str], opening: int) -> None:
        for first in range(0, len(names), 500):
            self.save(*[Account(number=n, opening=opening) for n in names[first : first + 500]])

    def transfer(self, day: int, payer: str, payee: str, amount: int) -> bool:
        if amount > workload.CAP_FEN:
            return False
        a: Account = self.repository.get(Account.create_id(payer))
        if (a.day == day and a.used >= workload.CAP_COUNT) or a.balance < amount:
            return False
        b: Account = self.repository.get(Account.create_id(payee))
        a.debit(day=day, amount=amount)
        b.credit(amount=amount)
        self.save(a, b)
        return True


def main(where: str) -> None:
    """Measure it."""
    with tempfile.TemporaryDirectory(prefix="walletsim-bench-") as folder:
        file = str(Path(folder, "peer.db"))
        env = {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": file}
        transfers = Transfers(env=env if where == "sqlite" else {})
        transfers.open_all([f"A{i:05d}" for i in range(workload.ACCOUNTS)], workload.OPENING_FEN)
        work = list(islice(workload.draws(10_000), COMMANDS))

        def take() -> list[bool]:
            return [
                transfers.transfer(at // DAY, f"A{payer:05d}", f"A{payee:05d}", fen)
                for at, payer, payee, fen in work
            ]

        taken, measured = timed(take, COMMANDS)
        transfers.close()
    assert taken == [code is None for code in workload.oracle(10_000)[0][:COMMANDS]]
    sys.stdout.write(json.dumps(measured._asdict()) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
