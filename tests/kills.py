"""Kills `ledger post` at any moment, again and again, and sees that no answer was a lie.

`python -m tests.kills URL [KILLS [SEED]]` runs the long form: 200 kills unless told otherwise, on a
new ledger in the database at URL.
"""

import json
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

from ledger.core.events import Refused
from ledger.journal.database import opened
from ledger.journal.sql import SqlJournal
from ledger.policy.book import read_body
from ledger.reports.verify import verify
from ledger.words.moments import HOUR, format_moment
from tests import writers
from tests.ledgers import opened as opened_ledger

REPO = Path(__file__).parents[1]
FED = 200
"""How many commands a process is given at most before it is killed."""


class Tally(NamedTuple):
    """What became of the kills."""

    kills: int
    commands: int
    answered: int
    repeated: int


def commands(count: int, rng: random.Random) -> list[bytes]:
    """Lines of commands around one hot payer, in order of time."""
    with_moments = []
    at = opened_ledger().book.now
    for number in range(count):
        at += rng.randrange(HOUR // 4)
        action: dict[str, Any] = {"credit": {"to": "li", "amount_fen": number + 1}}
        kind = rng.randrange(4)
        if kind == 1:
            fen = rng.randrange(1, 90_000)
            action = {"transfer": {"from": "li", "to": "wang", "amount_fen": fen}}
        elif kind == 2:
            action = {"accept": f"k{max(number - rng.randrange(1, 4), 0)}"}
        line = {"key": f"k{number}", "at": format_moment(at), **action}
        with_moments.append(json.dumps(line).encode() + b"\n")
    return with_moments


def run(url: str, kills: int, seed: int) -> Tally:
    """Post, kill, post again what was not answered; at the end post the rest in peace.

    Raises:
        AssertionError: when something that was answered is not in the journal as it was answered,
            or the journal is not what one undisturbed session makes of the commands.
    """
    rng = random.Random(seed)
    writers.begin(url)
    lines = commands(kills * FED, rng)
    told: dict[str, dict[str, Any]] = {}
    place = repeated = 0
    for _ in range(kills):
        back = rng.randrange(5)  # some of what was answered is sent again
        first = max(place - back, 0)
        answers = _killed(url, lines[first : first + FED], rng)
        for answer in answers:
            before = told.setdefault(answer["key"], answer)
            repeated += before is not answer
            assert before["seq"] == answer["seq"], "another answer to the same wish"
        place = max(place, first + len(answers))
        _check(url, told)
    done = _post(url, lines)
    out, _ = done.communicate(b"".join(lines))
    for answer in map(json.loads, out.splitlines()):
        assert told.setdefault(answer["key"], answer)["seq"] == answer["seq"]
    assert len(told) == len(lines)
    _check(url, told)
    _check_whole(url)
    return Tally(kills, len(lines), len(told), repeated)


def _post(url: str, lines: list[bytes], *options: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, str(REPO / "cli.py"), "ledger", "post", url, *options]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def _killed(url: str, lines: list[bytes], rng: random.Random) -> list[dict[str, Any]]:
    """Post lines and kill the program at any moment; the whole answers that came out of it."""
    process = _post(url, lines, "--batch", str(rng.choice([1, 3, 20, 1000])))
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"".join(lines))
    process.stdin.flush()
    heard = [process.stdout.readline() for _ in range(rng.randrange(len(lines)))]
    time.sleep(rng.random() / 100)
    process.kill()
    rest = process.stdout.read()
    process.stdin.close()
    process.stdout.close()
    process.wait()
    whole = (b"".join(heard) + rest).rpartition(b"\n")[0]
    return [json.loads(line) for line in whole.splitlines()]


def _check(url: str, told: dict[str, dict[str, Any]]) -> None:
    """See that every answer stands in the journal as it was given."""
    with opened(url) as engine:
        found = SqlJournal.open(engine, writers.LEDGER).find(list(told))
    for key, answer in told.items():
        assert key in found, f"{key} was answered and is lost"
        event = found[key].event
        code = event.code if isinstance(event, Refused) else None
        assert (answer["seq"], answer.get("code")) == (found[key].seq, code)


def _check_whole(url: str) -> None:
    (report,) = verify(url, lambda body: read_body(body).terms)
    assert report.ok, report.problems
    with opened(url) as engine:
        journal = SqlJournal.open(engine, writers.LEDGER)
        assert writers.told_again(journal).head == journal.head


def main(arguments: list[str]) -> None:
    """Kill, and tell what came of it."""
    kills, seed = [*map(int, arguments[1:]), *(200, 1)[len(arguments) - 1 :]]
    print(run(arguments[0], kills, seed))  # noqa: T201  -- a script


if __name__ == "__main__":
    main(sys.argv[1:])
