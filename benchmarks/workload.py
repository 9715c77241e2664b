"""The standard workload W(N): 10,000 accounts, N transfers over 30 days, and its oracle.

The same numbers on every run. The oracle is a dozen lines over plain lists; it knows nothing of
the engine, and says what the engine must answer to every command and leave on every account.
"""

import random
from bisect import bisect_right
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from ledger.core.commands import Enrol, PostOpening, SendTransfer
from ledger.journal import Journal, MemoryJournal
from ledger.policy.book import PolicyBook
from ledger.policy.load import load
from ledger.session import Session
from ledger.text.reader import read
from ledger.words.moments import DAY, SECOND, parse_day

ACCOUNTS, DAYS, SEED = 10_000, 30, 20260101
REGIONS = ("CN-AH", "CN-FJ", "CN-GS", "CN-HE", "CN-JL")
OPENING_FEN, CAP_FEN, CAP_COUNT = 2_000_000, 200_000, 3
START = parse_day("2026-01-01") * DAY


class Wish(NamedTuple):
    """One command of the workload, at its moment (µs, Beijing wall time)."""

    command: SendTransfer
    at: int
    key: str
    payer: int
    payee: int


@cache
def wishes(n: int) -> tuple[Wish, ...]:
    """The N commands, in order of time."""
    rng = random.Random(SEED + n)
    rank = list(range(ACCOUNTS))
    rng.shuffle(rank)
    weights = list(accumulate((i + 1) ** -0.5 for i in range(ACCOUNTS)))
    made = []
    for i in range(n):
        payer = rank[bisect_right(weights, rng.random() * weights[-1])]
        payee = rng.randrange(ACCOUNTS - 1)
        payee += payee >= payer
        common = rng.random() < 0.98
        fen = rng.randrange(1, 200_001) if common else rng.randrange(200_001, 250_001)
        at = START + i * DAYS // n * DAY + i * DAYS * 86_400 // n % 86_400 * SECOND
        command = SendTransfer(f"A{payer:05d}/wallet", f"A{payee:05d}", fen)
        made.append(Wish(command, at, f"k{i + 1}", payer, payee))
    return tuple(made)


@cache
def oracle(n: int) -> tuple[tuple[str | None, ...], tuple[int, ...]]:
    """The refusal code of every command (None: taken), and every balance at the end, in fen."""
    balances = [OPENING_FEN] * ACCOUNTS
    used: dict[tuple[int, int], int] = {}
    answers: list[str | None] = []
    for wish in wishes(n):
        fen, day = wish.command.amount_fen, (wish.at // DAY, wish.payer)
        if fen > CAP_FEN:
            answers.append("TRANSFER_CAP_EACH")
        elif used.get(day, 0) >= CAP_COUNT:
            answers.append("TRANSFER_DAY_COUNT")
        elif balances[wish.payer] < fen:
            answers.append("BALANCE_SHORT")
        else:
            answers.append(None)
            used[day] = used.get(day, 0) + 1
            balances[wish.payer] -= fen
            balances[wish.payee] += fen
    return tuple(answers), tuple(balances)


@cache
def policy() -> PolicyBook:
    """The benchmark's policy."""
    path = Path(__file__).with_name("policy") / "cn.yaml"
    return load([read(path.read_bytes(), path.name)])


def opened(journal: Journal | None = None) -> Session:
    """A session with the 10,000 wallets open and filled."""
    session = Session(journal or MemoryJournal("bench"), policy())
    with session.group():
        _fill(session)
    return session


def _fill(session: Session) -> None:
    session.start(START)
    for i in range(ACCOUNTS):
        person = f"A{i:05d}"
        session.handle(Enrol(person, REGIONS[i % 5], "employee"), at=START, key="")
        session.handle(PostOpening(f"{person}/wallet", OPENING_FEN), at=START, key="")
