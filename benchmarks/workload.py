"""The standard workload W(N): 10,000 accounts, N transfers over 30 days, and its oracle.

The same numbers on every run: those of the generator that every peer was measured with
(`digests` proves it). The oracle is a dozen lines over plain lists; it knows nothing of the
engine, and says what the engine must answer to every command and leave on every account.
"""

import hashlib
import random
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from ledger.core.commands import Command, Enrol, PostOpening, SendTransfer
from ledger.journal import Journal, MemoryJournal
from ledger.policy.book import PolicyBook
from ledger.policy.load import load
from ledger.session import Session, Wish
from ledger.text.reader import read
from ledger.words.moments import DAY, SECOND, format_moment, parse_day

ACCOUNTS, DAYS, SEED = 10_000, 30, 20260101
REGIONS = ("CN-AH", "CN-FJ", "CN-GS", "CN-HE", "CN-JL")
OPENING_FEN, CAP_FEN, CAP_COUNT = 2_000_000, 200_000, 3
START = parse_day("2026-01-01") * DAY


class Draw(NamedTuple):
    """One transfer of the workload: moment (µs, Beijing wall time), numbers of accounts, fen."""

    at: int
    payer: int
    payee: int
    fen: int


def draws(n: int) -> Iterator[Draw]:
    """The N transfers, in order of time."""
    rng = random.Random(SEED + n)
    rank = list(range(ACCOUNTS))
    rng.shuffle(rank)
    weights = list(accumulate((i + 1) ** -0.5 for i in range(ACCOUNTS)))
    for i in range(n):
        payer = rank[bisect_right(weights, rng.random() * weights[-1])]
        payee = rng.randrange(ACCOUNTS - 1)
        payee += payee >= payer
        common = rng.random() < 0.98
        fen = rng.randrange(1, 200_001) if common else rng.randrange(200_001, 250_001)
        at = START + i * DAYS // n * DAY + i * DAYS * 86_400 // n % 86_400 * SECOND
        yield Draw(at, payer, payee, fen)


def stream(n: int) -> Iterator[Wish]:
    """The N commands, made while they are taken."""
    names = [f"A{i:05d}" for i in range(ACCOUNTS)]
    sources = [f"{name}/wallet" for name in names]
    for number, (at, payer, payee, fen) in enumerate(draws(n), start=1):
        yield Wish(SendTransfer(sources[payer], names[payee], fen), at, f"k{number}")


@cache
def wishes(n: int) -> tuple[Wish, ...]:
    """The N commands, made before they are taken."""
    return tuple(stream(n))


@cache
def oracle(n: int) -> tuple[tuple[str | None, ...], tuple[int, ...]]:
    """The refusal code of every command (None: taken), and every balance at the end, in fen."""
    balances = [OPENING_FEN] * ACCOUNTS
    used: dict[tuple[int, int], int] = {}
    answers: list[str | None] = []
    for at, payer, payee, fen in draws(n):
        day = (at // DAY, payer)
        if fen > CAP_FEN:
            answers.append("TRANSFER_CAP_EACH")
        elif used.get(day, 0) >= CAP_COUNT:
            answers.append("TRANSFER_DAY_COUNT")
        elif balances[payer] < fen:
            answers.append("BALANCE_SHORT")
        else:
            answers.append(None)
            used[day] = used.get(day, 0) + 1
            balances[payer] -= fen
            balances[payee] += fen
    return tuple(answers), tuple(balances)


def digests(n: int) -> tuple[str, str]:
    """SHA-256 of the commands and of the balances, written as the first generator wrote them."""
    commands, balances = hashlib.sha256(), hashlib.sha256()
    commands.update(b"id,day,ts,sender,receiver,amount\n")
    for number, (at, payer, payee, fen) in enumerate(draws(n), start=1):
        day, clock = (at - START) // DAY, f"{format_moment(at - at % SECOND)}:00"[:19]
        written = f"{number},{day},{clock.replace(' ', 'T')}Z,A{payer:05d},A{payee:05d},{fen}\n"
        commands.update(written.encode())
    balances.update(b"account,balance\n")
    for i, fen in enumerate(oracle(n)[1]):
        balances.update(f"A{i:05d},{fen}\n".encode())
    return commands.hexdigest(), balances.hexdigest()


@cache
def policy() -> PolicyBook:
    """The benchmark's policy."""
    path = Path(__file__).with_name("policy") / "cn.yaml"
    return load([read(path.read_bytes(), path.name)])


def before() -> Iterator[Command]:
    """The 10,000 wallets, open and filled."""
    rng = random.Random(SEED)
    for i in range(ACCOUNTS):
        rng.randrange(2_500)  # the family, which plays no part
        yield Enrol(f"A{i:05d}", REGIONS[rng.randrange(5)], "employee")
        yield PostOpening(f"A{i:05d}/wallet", OPENING_FEN)


def opened(journal: Journal | None = None) -> Session:
    """A session with the 10,000 wallets open and filled."""
    session = Session(journal or MemoryJournal("bench"), policy())
    with session.group():
        session.start(START)
        for command in before():
            session.handle(command, at=START, key="")
    return session
