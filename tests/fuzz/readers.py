"""What is fuzzed: real files for each reader, how they are spoiled, and what must hold then."""

import hashlib
import shlex
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
from ledger.policy import shipped
from ledger.policy.book import PolicyBook, read_body
from ledger.policy.lint import lint
from ledger.policy.load import load as load_policy
from ledger.reports.verify import verify
from ledger.scenario.feed import feed_problems
from ledger.scenario.load import load, load_file
from ledger.scenario.run import run
from ledger.scenario.wire import LineError, step_of
from ledger.text.problems import FileProblems, Problem, render
from ledger.text.reader import Document, read
from ledger.text.said import told
from ledger.words.moments import parse_day
from tests.fuzz.imports import import_files, read_import, spoil_import
from tests.fuzz.mutations import spoiled, spoiled_bytes, spoiled_text
from tests.fuzz.owed import (
    Reader,
    check_place,
    check_problems,
    check_sentence,
    check_shown,
    run_command,
)

REPO = Path(__file__).resolve().parents[2]
SCENARIOS = REPO / "scenarios"
DAY = parse_day("2025-11-10")


# Policy files.


@cache
def beside() -> tuple[Document, ...]:
    """The nation's file and one province's."""
    return shipped.document("cn"), shipped.document("cn-he")


@cache
def policy_files() -> list[bytes]:
    folder = REPO / "ledger/policy/data"
    return [(folder / f"{name}.yaml").read_bytes() for name in ("cn-sn", "cn-bj", "cn-fj", "cn-sd")]


def read_policy(data: bytes) -> None:
    document = read(data, "spoiled.yaml")
    others = beside()
    sources = {d.path: d.text for d in (document, *others)}
    try:
        book = load_policy((document, *others))
    except FileProblems as error:
        check_problems(error.problems, sources)
        return
    use_book(book)
    for finding in lint(book):
        check_place(finding.path, finding.line, finding.col, sources)
        check_shown(told(finding.message, "zh"))
    assert read_body(book.body()).hash == book.hash


def use_book(book: PolicyBook) -> None:
    for pair in (("CN-SN", "CN-HE"), ("CN-BJ", "CN-SD-370900"), ("CN-FJ-350300", "CN-SN-610100")):
        book.terms(*pair, DAY)


# Scenario files.


@cache
def scenario_files() -> list[bytes]:
    return [
        path.read_bytes() for path in sorted(SCENARIOS.glob("*.yaml")) if path.stat().st_size < 9000
    ]


def read_scenario(data: bytes) -> None:
    document = read(data, str(SCENARIOS / "spoiled.yaml"), lines_of="steps")
    try:
        scenario = load(document)
    except FileProblems as error:
        others = {p.path: text_of(p.path) for p in error.problems if p.path != document.path}
        check_problems(error.problems, {document.path: document.text, **others})
        return
    made = run(scenario)
    assert made.session.broken == []
    assert sum(made.book.balances.values()) == 0


def text_of(path: str) -> str:
    """Of a policy file beside the scenario, or of the shipped one that a scenario names."""
    name = path.removesuffix(".yaml")
    return shipped.document(name).text if name in shipped.names() else Path(path).read_text("utf-8")


# Feeds.


def feed_lines() -> list[bytes]:
    whole = (SCENARIOS / "feeds/one-morning.jsonl").read_bytes().splitlines(keepends=True)
    bills = [
        (
            "settle",
            '"patient":"li","setting":"pharmacy","filed":true,"items":[{"id":"a","price_fen":9}]',
        ),
        ("sanction", '"person":"li","for":"resale","months":3,"loss_fen":5'),
        ("bind", '"giver":"li","member":"wang","kin":"mother","rank":1,"until":"2026-01-01"'),
    ]
    lines = (f'{{"key":"k","at":"2025-11-10 20:05:01.5","{word}":{{{x}}}}}\n' for word, x in bills)
    return [b"".join(whole[:3]), b"".join(whole[:40]), "".join(lines).encode()]


def read_feed(data: bytes) -> None:
    lines = data.splitlines(keepends=True)
    for line in lines:
        try:
            step_of(line)
        except LineError as error:
            check_sentence(error)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "f.jsonl.gz" if data[:2] == b"\x1f\x8b" else "f.jsonl")
        file.write_bytes(data)
        digest = hashlib.sha256(data).hexdigest()
        for problem in feed_problems(str(file), len(lines), digest):
            if isinstance(problem, Problem):
                assert 1 <= problem.line <= data.count(b"\n") + 1 + len(data) // (1 << 16), problem
                check_shown(render([problem], {}, "zh"))
            else:
                check_shown(told(problem.message, "zh"))


# Bodies of policies and of events, as they are stored.


@cache
def bodies() -> list[bytes]:
    return [shipped.shipped(("cn", "cn-he", "cn-sn")).body()]


def read_stored_policy(data: bytes) -> None:
    try:
        book = read_body(data)
    except (KeyError, ValueError):
        return
    with suppress(KeyError, ValueError):  # a value in force may be one that no file could hold
        use_book(book)


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


# Options of the command line.

STORY = SCENARIOS / "two-provinces.yaml"
MADE_UP = (
    "what-if transfer --from li --to wang --amount 5元 --payer-region CN-SN --payee-region CN-HE"
)
COMMANDS = (
    f"what-if transfer {STORY}@t2 --from li --to wang --amount 600元",
    f"what-if transfer {STORY}@t2 --from li --to wang --amount 600元 --max --when --format json",
    f"what-if transfer {STORY} --from li/wallet --to wang --amount 6元 --then 'accept: w1'",
    f"{MADE_UP} --payee-kin mother --balance li=8000元 --at '2025-11-10 20:00'",
    f"what-if settle {STORY} --patient wang --setting pharmacy --burden 30元 --place CN-SN",
    f"what-if settle {STORY} --patient wang --setting pharmacy --items '[{{id: a, price: 5元}}]'",
    f"what-if plan {STORY}@t2 --from li --to wang --amount 6000元",
    f"compare {STORY} --change transfer.cap.each@CN=5000元 --from 2025-11-10 --until 2025-12-31",
    f"compare {STORY} --reading transfer.amount.per_day@CN-SN=plain",
    f"compare {STORY} --sweep transfer.cap.each@CN=1000元,5000元 --format json",
    "policy show CN-SN 2025-11-10",
    "policy history transfer.cap.each CN-SN",
    f"explain {STORY} t8",
)


def command_lines() -> list[bytes]:
    return ["\n".join(shlex.split(line)).encode() for line in COMMANDS]


def spoil_command(data: bytes, chance: Random) -> bytes:
    """Another value for an argument or two; an option left out, doubled or unknown."""
    words = data.decode().split("\n")
    for _ in range(chance.choice((1, 1, 2, 3))):
        place = chance.randrange(1, len(words))
        match chance.randrange(10):
            case 0:
                del words[place]
            case 1:
                words.insert(place, words[place])
            case 2:
                words[place] = chance.choice(words)
            case _:
                words[place] = spoiled_text(words[place], chance)[:20_000]
        if len(words) < 2:
            break
    return "\n".join(words).encode("utf-8", "surrogatepass")


def read_command(data: bytes) -> None:
    words = data.decode("utf-8", "surrogatepass").replace("\0", "").split("\n")
    run_command(words[:40], codes=(0, 1, 2))


READERS: dict[str, Reader] = {
    "policy": Reader(policy_files, spoiled, read_policy),
    "scenario": Reader(scenario_files, spoiled, read_scenario),
    "feed": Reader(feed_lines, spoiled, read_feed),
    "body": Reader(bodies, spoiled, read_stored_policy),
    "event": Reader(event_bodies, spoiled, read_event),
    "journal": Reader(lambda: [database()], spoil_database, read_database),
    "import": Reader(import_files, spoil_import, read_import),
    "options": Reader(command_lines, spoil_command, read_command),
}
