"""The mixed workload M(N): quotas, settlements and what undoes them, under the shipped policy.

30 days of June 2026, when the quota model is in force: 30% grants, 8% revocations, 40%
settlements by people with and without quotas, 8% cancellations (2208), 7% reversals (2601, one in
five of a message that never arrived), 7% refunds. Made while it is taken, from the seed alone.
"""

from collections import deque
from collections.abc import Iterator
from random import Random

from benchmarks.people import OPENING_FEN, busy, name, relatives
from ledger.core.commands import Cancel, Command, Grant, Refund, Reverse, Revoke, Settle
from ledger.session import Wish
from ledger.words.moments import DAY, SECOND, parse_day

DAYS, SEED = 30, 20260608
START = parse_day("2026-06-08") * DAY
KINDS, WEIGHTS = ("grant", "revoke", "settle", "cancel", "reverse", "refund"), (30, 8, 40, 8, 7, 7)
NEVER_ARRIVED, TOO_MUCH, TWICE = 0.2, 0.03, 0.05
"""Shares: reversals of nothing; grants beyond the giver's means; settlements undone again."""

REMEMBERED = 1_000


def stream(n: int) -> Iterator[Wish]:
    """The N commands, in order of time."""
    desk = _Counter(Random(SEED + n))
    for i in range(n):
        key = f"m{i + 1}"
        yield Wish(desk.next(key), START + i * DAYS * 86_400 // n * SECOND, key)


class _Counter:
    """What is asked for next, by what was settled and granted before."""

    def __init__(self, chance: Random) -> None:
        self._chance, self._busy = chance, busy(chance)
        self._settled: deque[tuple[str, int]] = deque(maxlen=REMEMBERED)
        self._granted: deque[tuple[int, int, int]] = deque(maxlen=REMEMBERED)

    def next(self, key: str) -> Command:
        """The next command."""
        kind = self._chance.choices(KINDS, WEIGHTS)[0]
        if kind == "grant":
            return self._grant()
        if kind == "revoke" and self._granted:
            giver, member, fen = self._granted.popleft()
            return Revoke(name(giver), name(member), self._chance.randint(1, fen))
        if kind in {"cancel", "reverse", "refund"} and self._settled:
            return self._undo(kind, key)
        return self._settle(key)

    def _grant(self) -> Command:
        giver = self._busy.pick(self._chance)
        member, fen = self._chance.choice(relatives(giver)), self._chance.randint(1, 100_000)
        fen += (self._chance.random() < TOO_MUCH) * OPENING_FEN
        self._granted.append((giver, member, fen))
        return Grant(name(giver), name(member), fen)

    def _settle(self, key: str) -> Command:
        patient, fen = self._busy.pick(self._chance), self._chance.randint(1, 60_000)
        self._settled.append((key, fen))
        setting = self._chance.choice(("pharmacy", "outpatient", "inpatient"))
        return Settle(name(patient), setting, fen)

    def _undo(self, kind: str, key: str) -> Command:
        if kind == "reverse" and self._chance.random() < NEVER_ARRIVED:
            return Reverse(f"{key}-lost", "2207")
        of, fen = self._settled.popleft()
        if self._chance.random() < TWICE:
            self._settled.append((of, fen))
        if kind == "refund":
            return Refund(of, self._chance.randint(1, fen))
        return Cancel(of) if kind == "cancel" else Reverse(of, "2207")
