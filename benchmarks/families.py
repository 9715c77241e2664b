"""F(N): N commands of families over provinces in 30 days, under the shipped policy.

90% are transfers and their acceptances, 5% send on what was just received, 4% are settlements, 1%
refunds. One transfer in ten is never accepted and returns at 06:00; a few are sent in the closed
hours, to strangers, too often or too large. In the middle Shaanxi caps a day's amount (W16).

The commands are made while they are taken, from the seed alone: what is remembered is bounded by
the number of people, and nothing is asked of the engine that answers.
"""

from collections import deque
from collections.abc import Iterator
from heapq import heappop, heappush
from random import Random

from benchmarks.people import PEOPLE, busy, name, relatives
from ledger.core.commands import AcceptTransfer, Command, Refund, SendTransfer, Settle
from ledger.session import Wish
from ledger.words.moments import DAY, HOUR, MINUTE, SECOND, parse_day

DAYS, SEED = 30, 20251020
START = parse_day("2025-10-20") * DAY
CHANGE = parse_day("2025-11-04") * DAY
"""The day on which the policy changes, in the middle."""

KINDS, WEIGHTS = ("transfer", "onward", "settle", "refund"), (45, 5, 4, 1)
"""Of what is not an acceptance; acceptances are 45 more of 100."""

ACCEPTED, STRANGER, AGAIN, HASTY = 0.9, 0.01, 0.1, 0.03
"""Shares of transfers: accepted; to no relative; by somebody who has just sent one; sent without a
look at what is open already."""

CAP_FEN, COUNT = 200_000, 3
OPENS, SHUTS = 6 * HOUR, 22 * HOUR
AT_NIGHT = 0.02
"""The share of a day's commands before the hours open, and as many after they close."""

REMEMBERED = 1_000


def moment(i: int, n: int) -> int:
    """The moment of the i-th of N commands: a whole second; even over the days, few at night."""
    day, part = divmod(i * DAYS / n, 1)
    if part < AT_NIGHT:
        time = part / AT_NIGHT * OPENS
    elif part < 1 - AT_NIGHT:
        time = OPENS + (part - AT_NIGHT) / (1 - 2 * AT_NIGHT) * (SHUTS - OPENS)
    else:
        time = SHUTS + (part - 1 + AT_NIGHT) / AT_NIGHT * (DAY - SHUTS)
    return START + int(day) * DAY + min(int(time), DAY - 1) // SECOND * SECOND


def stream(n: int) -> Iterator[Wish]:
    """The N commands, in order of time."""
    crowd = Crowd(Random(SEED + n))
    for i in range(n):
        key, at = f"f{i + 1}", moment(i, n)
        yield Wish(crowd.next(key, at), at, key)


class Crowd:
    """What people do next, by what they did before; all their choices come from one chance."""

    def __init__(self, chance: Random) -> None:
        self._chance, self._busy = chance, busy(chance)
        self._free = [0] * PEOPLE
        self._today = [(0, 0)] * PEOPLE
        self._accepts: list[tuple[int, str, int, int, int]] = []
        self._heard: deque[int] = deque(maxlen=REMEMBERED)
        self._received: deque[tuple[int, int]] = deque(maxlen=REMEMBERED)
        self._settled: deque[tuple[str, int]] = deque(maxlen=REMEMBERED)

    def next(self, key: str, at: int) -> Command:
        """The next command; an acceptance whose time has come goes first."""
        if self._accepts and self._accepts[0][0] <= at:
            _, transfer, payer, payee, fen = heappop(self._accepts)
            self._heard.append(payer)
            self._received.append((payee, fen))
            return AcceptTransfer(transfer)
        kind = self._chance.choices(KINDS, WEIGHTS)[0]
        if kind == "onward" and self._received:
            return self._onward(key, at)
        if kind == "refund" and self._settled:
            of, fen = self._settled.popleft()
            return Refund(of, self._chance.randint(1, fen))
        return self._settle(key) if kind == "settle" else self._transfer(key, at)

    def _transfer(self, key: str, at: int) -> Command:
        payer = self._payer(at)
        payee = self._chance.choice(relatives(payer))
        if self._chance.random() < STRANGER:
            payee = (payer + 4) % PEOPLE
        fen = self._chance.choices(
            (self._chance.randint(1, 40_000), self._chance.randint(100_000, 250_000)), (90, 10)
        )[0]
        return self._send(key, at, (payer, name(payer)), payee, fen)

    def _payer(self, at: int) -> int:
        """Mostly somebody with nothing open who has sent less than three times today."""
        if self._heard and self._chance.random() < AGAIN:
            return self._heard.pop()
        payer = self._busy.pick(self._chance)
        while self._is_done(payer, at) and self._chance.random() >= HASTY:
            payer = self._busy.pick(self._chance)
        return payer

    def _is_done(self, payer: int, at: int) -> bool:
        day, count = self._today[payer]
        return self._free[payer] > at or (day == at // DAY and count >= COUNT)

    def _onward(self, key: str, at: int) -> Command:
        payer, fen = self._received.popleft()
        payee = self._chance.choice(relatives(payer))
        return self._send(key, at, (payer, f"{name(payer)}/wallet"), payee, fen)

    def _send(self, key: str, at: int, source: tuple[int, str], payee: int, fen: int) -> Command:
        payer, account = source
        sound = not self._is_done(payer, at) and fen <= CAP_FEN and payee in relatives(payer)
        if sound and OPENS <= at % DAY < SHUTS:
            day, count = self._today[payer]
            self._today[payer] = (at // DAY, count + 1 if day == at // DAY else 1)
            self._answer(key, at, payer, payee, fen)
        return SendTransfer(account, name(payee), fen)

    def _answer(self, key: str, at: int, payer: int, payee: int, fen: int) -> None:
        """When the payee will accept; else the payer waits until it comes back."""
        if self._chance.random() < ACCEPTED:
            self._free[payer] = at + self._chance.randint(1, 30) * MINUTE
            heappush(self._accepts, (self._free[payer], key, payer, payee, fen))
        else:
            self._free[payer] = (at // DAY + 1) * DAY + OPENS

    def _settle(self, key: str) -> Command:
        patient, fen = self._busy.pick(self._chance), self._chance.randint(1, 30_000)
        self._settled.append((key, fen))
        setting = self._chance.choice(("pharmacy", "outpatient"))
        return Settle(name(patient), setting, fen)
