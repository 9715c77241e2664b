"""Stored events and ledger files as their readers get them: real, spoiled, and what must hold."""

import sqlite3
import tempfile
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from random import Random

from ledger.journal import GENESIS, JournalError, MemoryJournal, Row, decode, link
from ledger.journal.codec import encode
from ledger.journal.database import opened
from ledger.journal.errors import UnreadableEventError
from ledger.journal.finished import Finished, store_all
from ledger.journal.sql import SqlJournal
from ledger.policy.book import read_body
from ledger.reports.verify import verify
from ledger.scenario.load import load_file
from ledger.scenario.run import run
from tests.cli.running import SCENARIOS
from tests.fuzz.mutations import spoiled_bytes, spoiled_text
from tests.fuzz.owed import (
    check_sentence,
    check_shown,
    run_command,
)


@cache
def event_bodies() -> list[bytes]:
    return [row.body for row in ledger().rows()]


def read_event(data: bytes) -> None:
    try:
        event = decode(data)
    except UnreadableEventError as error:
        check_sentence(error)
        return
    assert decode(encode(event)) == event


# Journal files: their bytes, and what stands in their cells.


@cache
def ledger() -> MemoryJournal:
    journal = run(load_file(str(SCENARIOS / "t72-a-year-of-five-provinces.yaml"))).session.journal
    assert isinstance(journal, MemoryJournal)
    return journal


@cache
def database() -> bytes:
    """A ledger file of forty events."""
    made = run(load_file(str(SCENARIOS / "two-provinces.yaml")))
    policy = made.scenario.policy
    with tempfile.TemporaryDirectory() as folder:
        finished = Finished(made.journal, made.book.balances, policy.hash, policy.body())
        store_all(f"sqlite:///{folder}/l.db", [finished])
        return Path(folder, "l.db").read_bytes()


def spoil_database(data: bytes, chance: Random) -> bytes:
    return spoiled_bytes(data, chance) if chance.random() < 0.4 else _spoil_rows(data, chance)


def _spoil_rows(data: bytes, chance: Random) -> bytes:
    """Another body in some row; often the chain is made to fit it, as a forger would."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "l.db")
        file.write_bytes(data)
        with closing(sqlite3.connect(file, isolation_level=None)) as client:
            client.execute("PRAGMA synchronous = OFF")
            for (name,) in client.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            ).fetchall():
                client.execute(f"DROP TRIGGER {name}")
            _spoil_cells(client, chance)
            if chance.random() < 0.7:
                _relink(client)
        return file.read_bytes()


def _spoil_cells(client: sqlite3.Connection, chance: Random) -> None:
    rows = client.execute("SELECT seq, body FROM journal").fetchall()
    for _ in range(chance.choice((1, 1, 2, 4))):
        seq, body = chance.choice(rows)
        other = chance.choice(rows)[1]
        new = other if chance.random() < 0.2 else spoiled_text(body, chance)
        new = new.encode("utf-8", "replace").decode()
        with suppress(sqlite3.Error):
            match chance.randrange(8):
                case 0:
                    client.execute("DELETE FROM journal WHERE seq = ?", (seq,))
                case 1:
                    client.execute("UPDATE journal SET recorded_at = ? WHERE seq = ?", (-seq, seq))
                case 2:
                    client.execute("UPDATE policy SET body = ?", (new.encode(),))
                case 3:
                    client.execute("UPDATE balance SET fen = fen + 1 WHERE fen % 2 = 0")
                case _:
                    client.execute("UPDATE journal SET body = ? WHERE seq = ?", (new, seq))


def _relink(client: sqlite3.Connection) -> None:
    head, count = GENESIS, 0
    (name,) = client.execute("SELECT name FROM ledger").fetchone()
    rows = client.execute("SELECT seq, recorded_at, key, asked, body FROM journal ORDER BY seq")
    for seq, recorded_at, key, asked, body in rows.fetchall():
        row = Row(seq, max(recorded_at, 0), key, asked, body.encode())
        head, count = link(head, name, row), seq
        client.execute("UPDATE journal SET hash = ? WHERE seq = ?", (head, seq))
    client.execute("UPDATE ledger SET head = ?, count = ?", (head, count))


READS = ("verify {}", "balances {}", "statement {} li", "allowance {}", "clearing {}")


def read_database(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "l.db")
        file.write_bytes(data)
        url = f"sqlite:///{file}"
        try:
            reports = verify(url, lambda body: read_body(body).terms)
        except JournalError as error:
            check_sentence(error)
        else:
            for report in reports:
                check_shown(report.ledger + "".join(p.text for p in report.problems))
        with suppress(JournalError), opened(url) as engine:
            for stored in SqlJournal.open(engine, "two-provinces").read():
                encode(stored.event)
        command = READS[len(data.rstrip(b"\0")) % len(READS)]
        run_command(["ledger", *command.format(url).split()], codes=(0, 1, 2, 3))
