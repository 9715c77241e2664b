"""The plain-text ledgers: they only check what W(N) came to, from text; deciding they leave to us.

The file holds the openings, the accepted transfers, and an assertion of every balance at the end.
As a program it runs one and prints a line of JSON: `python -m benchmarks.peers.texts ledger 20000`.
"""

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import workload
from benchmarks.measured import Measured
from benchmarks.programs import ran
from ledger.words.moments import DAY, format_day

PROGRAMS = {
    "ledger": ("ledger", "-f", "w.journal", "balance", "Equity"),
    "hledger": ("hledger", "-f", "w.journal", "balance", "Equity"),
    "beancount": ("bean-check", "--no-cache", "w.beancount"),
}
"""What each is asked, in the folder with the files."""


def program(peer: str) -> str | None:
    """Where it is; None where it is not installed."""
    name = PROGRAMS[peer][0]
    beside = Path(sys.executable).parent / name
    return str(beside) if beside.exists() else shutil.which(name)


def check(peer: str, folder: Path, n: int) -> Measured:
    """The peer reads and checks its file of W(N) once; counted in commands of W(N)."""
    _, *words = PROGRAMS[peer]
    file = folder / next(word for word in words if word.startswith("w."))
    lines = beancount if file.suffix == ".beancount" else journal
    with file.open("w") as text:
        text.writelines(lines(n))
    command = [program(peer) or peer, *(file if word == file.name else word for word in words)]
    return ran(command, done=n)


def _taken(n: int) -> Iterator[tuple[int, workload.Draw]]:
    answers = workload.oracle(n)[0]
    for number, draw in enumerate(workload.draws(n)):
        if answers[number] is None:
            yield number + 1, draw


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def _account(i: int) -> str:
    return f"Assets:Wallets:A{i:05d}"


def journal(n: int) -> Iterator[str]:
    """The file of ledger and hledger."""
    opening, to = _yuan(workload.OPENING_FEN), "Equity:Opening"
    for i in range(workload.ACCOUNTS):
        yield (
            f"2025-12-31 * opening\n    {_account(i)}    {opening} CNY\n"
            f"    {to}    -{opening} CNY\n\n"
        )
    for number, (at, payer, payee, fen) in _taken(n):
        yield (
            f"{format_day(at // DAY)} * T{number}\n    {_account(payee)}    {_yuan(fen)} CNY\n"
            f"    {_account(payer)}    -{_yuan(fen)} CNY\n\n"
        )
    for i, fen in enumerate(workload.oracle(n)[1]):
        yield (
            f"2026-01-31 * check\n    {_account(i)}    0.00 CNY = {_yuan(fen)} CNY\n"
            f"    {to}    0.00 CNY\n\n"
        )


def beancount(n: int) -> Iterator[str]:
    """The file of beancount."""
    opening, to = _yuan(workload.OPENING_FEN), "Equity:Opening"
    yield f"2025-12-31 commodity CNY\n2025-12-31 open {to} CNY\n"
    for i in range(workload.ACCOUNTS):
        yield f"2025-12-31 open {_account(i)} CNY\n"
        yield f'2025-12-31 * "opening"\n  {_account(i)}  {opening} CNY\n  {to}  -{opening} CNY\n\n'
    for number, (at, payer, payee, fen) in _taken(n):
        yield (
            f'{format_day(at // DAY)} * "T{number}"\n  {_account(payee)}  {_yuan(fen)} CNY\n'
            f"  {_account(payer)}  -{_yuan(fen)} CNY\n\n"
        )
    for i, fen in enumerate(workload.oracle(n)[1]):
        yield f"2026-02-01 balance {_account(i)}  {_yuan(fen)} CNY\n"


def main(peer: str, n: str) -> None:
    """Run one and print it."""
    with tempfile.TemporaryDirectory(prefix="walletsim-bench-") as folder:
        measured = check(peer, Path(folder), int(n))
    sys.stdout.write(json.dumps(measured._asdict()) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
