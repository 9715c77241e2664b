"""What is fuzzed: real files for each reader, how they are spoiled, and what must hold then."""

import hashlib
import shlex
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from random import Random

from ledger.policy import shipped
from ledger.policy.book import PolicyBook, read_body
from ledger.policy.lint import lint
from ledger.policy.load import load as load_policy
from ledger.scenario.feed import feed_problems
from ledger.scenario.load import load
from ledger.scenario.run import run
from ledger.scenario.wire import LineError, step_of
from ledger.text.problems import FileProblems, Problem, render
from ledger.text.reader import Document, read
from ledger.text.said import told
from ledger.words.moments import parse_day
from tests.cli.running import REPO, SCENARIOS
from tests.fuzz.imports import import_files, read_import, spoil_import
from tests.fuzz.journals import database, event_bodies, read_database, read_event, spoil_database
from tests.fuzz.mutations import spoiled, spoiled_text
from tests.fuzz.owed import (
    Reader,
    check_place,
    check_problems,
    check_sentence,
    check_shown,
    run_command,
)

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


# Policies as they are stored.


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
