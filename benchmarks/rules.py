"""What each rule of a transfer costs: nanoseconds a transfer, of processor time, one by one.

Each rule is asked about the same transfers of W(N), with nobody's balance moving, so every rule is
asked every time; `decide` stops at the first that refuses. As a program it prints one line of JSON.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from itertools import islice

from benchmarks.workloads import ALL, Workload
from ledger.core.decide import FAMILIES, decide, table
from ledger.core.rules.rule import Case
from ledger.session import case_of

TRANSFERS, ROUNDS = 2_000, 5


def nanoseconds(work: Workload) -> dict[str, float]:
    """The median cost of each rule of the table in force, and of the whole `decide`."""
    session = work.opened()
    found = (
        case_of(session.book, session.policy, wish.command, at=wish.at, key=wish.key)
        for wish in islice(work.stream(10 * TRANSFERS), TRANSFERS)
    )
    cases = [case for case in found if case is not None]
    rules = table(FAMILIES[type(cases[0].command)], cases[0].terms).rules
    asked = {str(rule.code): rule.room for rule in rules} | {"decide": decide}
    return {name: _cost(ask, cases) for name, ask in asked.items()}


def _cost(ask: Callable[[Case], object], cases: Sequence[Case]) -> float:
    took = []
    for _ in range(ROUNDS):
        began = time.process_time_ns()
        for case in cases:
            ask(case)
        took.append((time.process_time_ns() - began) / len(cases))
    return sorted(took)[ROUNDS // 2]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(nanoseconds(ALL["W"])) + "\n")
