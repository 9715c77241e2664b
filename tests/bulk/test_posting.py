"""`ledger post --bulk`: a file of commands on a stored ledger, answered by counts."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ledger.bulk.files import PIECE_BYTES, ROWS
from ledger.cli.app import app
from ledger.core.commands import Enrol, SendTransfer
from ledger.journal.database import opened
from ledger.journal.sql import SqlJournal
from ledger.policy.shipped import shipped
from ledger.session import Session
from ledger.text.extras import from_extra
from tests.cli.running import REPO
from tests.cli.test_posting import BEGUN, PEOPLE, send
from tests.ledgers import moment

STORY = [
    *({"at": BEGUN, **one} for one in PEOPLE),
    send("t1", "2025-11-10 09:00", 80_000),
    {"key": "a1", "at": "2025-11-10 09:01", "accept": "t1"},
    send("t2", "2025-11-10 09:02", 250_000),
    send("t3", "2025-11-10 10:00", 70_000),
    send("t3", "2025-11-10 10:00", 70_000),
    send("t4", "2025-11-11 07:00", 90_000),
]


@pytest.fixture
def url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path}/home.db"
    assert run("init", url, "--at", BEGUN)[0] == 0
    return url


def run(*words: str, text: str = "") -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["ledger", *words], input=text, catch_exceptions=False)
    return done.exit_code, done.stdout, done.stderr


def lines(commands: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(command) + "\n" for command in commands)


def count(url: str) -> int:
    with opened(url) as engine:
        return SqlJournal.open(engine, "main").count


def body(url: str) -> list[object]:
    with opened(url) as engine:
        return list(SqlJournal.open(engine, "main").read())


def test_a_file_is_answered_by_counts_and_kept_as_if_posted_singly(
    url: str, tmp_path: Path
) -> None:
    file = tmp_path / "story.jsonl"
    file.write_text(lines(STORY))
    code, out, _ = run("post", url, "--bulk", str(file))
    told = json.loads(out)
    assert (code, told.pop("by_event_path")) == (1, 7)
    assert told == {
        "commands": 12,
        "ok": 7,
        "pending": 3,
        "duplicate": 1,
        "refused": {"TRANSFER_CAP_EACH": 1},
    }
    other = f"sqlite:///{tmp_path}/singly.db"
    run("init", other, "--at", BEGUN)
    run("post", other, text=lines(STORY))
    assert body(url) == body(other)


def test_what_was_posted_in_bulk_is_verified_told_and_gone_on_with(
    url: str, tmp_path: Path
) -> None:
    file = tmp_path / "story.jsonl"
    file.write_text(lines(STORY))
    run("post", url, "--bulk", str(file))
    assert run("verify", url)[0] == 0
    assert "t3" in run("statement", url, "--of", "li")[1]
    assert run("post", url, lines([send("t9", "2025-11-12 09:00", 1)]))[0] == 0
    assert run("post", url, "--bulk", str(file))[1].startswith('{"commands": 12, "ok": 0')
    assert run("verify", url)[0] == 0


def test_a_line_that_is_no_command_ends_the_reading(url: str) -> None:
    text = lines(STORY[:7]) + "\n{}\n" + lines(STORY[7:])
    code, out, err = run("post", url, "--bulk", "-", text=text)
    assert (code, json.loads(out)["commands"]) == (2, 7)
    assert "9" in err


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_tables_of_transfers_are_taken_like_lines(url: str, tmp_path: Path, kind: str) -> None:
    run("post", url, text=lines(STORY[:6]))
    sent = [one for one in STORY if "transfer" in one]
    columns = {
        "key": [one["key"] for one in sent],
        "at": [one["at"] for one in sent],
        **{name: [one["transfer"][name] for one in sent] for name in ("from", "to", "amount_fen")},
    }
    file = tmp_path / f"story.{kind}"
    table = from_extra("pyarrow", "bulk").table(columns)
    if kind == "csv":
        from_extra("pyarrow.csv", "bulk").write_csv(table, file)
    else:
        from_extra("pyarrow.parquet", "bulk").write_table(table, file)
    told = json.loads(run("post", url, "--bulk", str(file))[1])
    assert (told["commands"], told["pending"], told["by_event_path"]) == (5, 2, 1)
    assert run("verify", url)[0] == 0


def test_without_the_extra_it_says_what_to_install(url: str) -> None:
    program = (
        "import sys; sys.modules['numba'] = None\n"
        f"sys.argv = ['walletsim', 'ledger', 'post', {url!r}, '--bulk', '-']\n"
        "from ledger.cli.app import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input="", capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "walletsim[bulk]" in done.stderr


def test_an_interrupt_ends_with_130_and_tells_how_many_are_kept(url: str) -> None:
    run("post", url, text=lines([{"at": BEGUN, **one} for one in PEOPLE]))
    before = count(url)
    sent = lines([send(f"t{number}", "2025-11-10 09:00", 1) for number in range(3 * ROWS)])
    command = [sys.executable, str(REPO / "cli.py"), "ledger", "post", url, "--bulk", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        assert program.stdin is not None
        program.stdin.write(sent.encode()[: PIECE_BYTES + 1])
        program.stdin.flush()
        while program.poll() is None and count(url) - before <= 2 * ROWS:
            time.sleep(0.05)
        program.send_signal(signal.SIGINT)
        try:
            told = program.communicate(timeout=60)[1].decode()
        finally:
            program.kill()

    assert program.returncode == 130
    assert f"{count(url) - before} commands answered and kept" in told


def test_an_open_session_finds_the_keys_that_others_posted_in_bulk_meanwhile(
    url: str, tmp_path: Path
) -> None:
    file = tmp_path / "story.jsonl"
    file.write_text(lines(STORY))
    with opened(url) as engine:
        session = Session(SqlJournal.open(engine, "main"), shipped())
        session.fold()
        first = session.handle(Enrol("zhao", "CN-SN", "employee"), at=moment("08:00"), key="p9")

        run("post", url, "--bulk", str(file))
        again = session.handle(SendTransfer("li", "wang", 80_000), at=moment("09:00"), key="t1")

    assert (first.verdict, again.verdict) == ("ok", "duplicate")
