"""`ledger init`, `post` and `info`: a ledger begins, takes commands, and tells how far it goes."""

import json
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from freezegun import freeze_time
from sqlalchemy import make_url
from typer.testing import CliRunner

from ledger.cli import clock
from ledger.cli.app import app
from ledger.journal.database import opened
from ledger.journal.sql import SqlJournal
from ledger.words.moments import format_moment
from tests.cli.running import REPO, walletsim

BEGUN = "2025-11-10 08:00"
PEOPLE = [
    {"key": "e1", "enrol": {"person": "li", "insured": "CN-SN", "scheme": "employee"}},
    {"key": "e2", "enrol": {"person": "wang", "insured": "CN-HE", "scheme": "resident"}},
    {"key": "c1", "credit": {"to": "li/personal", "amount_fen": 900_000}},
    {"key": "w1", "open_wallet": {"person": "li"}},
    {"key": "w2", "open_wallet": {"person": "wang"}},
    {"key": "b1", "bind": {"giver": "li", "member": "wang", "kin": "mother"}},
]


def send(key: str, at: str, amount_fen: int) -> dict[str, Any]:
    return {
        "key": key,
        "at": at,
        "transfer": {"from": "li", "to": "wang", "amount_fen": amount_fen},
    }


def lines(*commands: dict[str, Any], at: str = BEGUN) -> str:
    return "".join(json.dumps({"at": at, **command}) + "\n" for command in commands)


def post(url: str, text: str | bytes, *options: str) -> tuple[int, list[dict[str, Any]], str]:
    """Exit code, answers, and what stands on stderr."""
    done = CliRunner().invoke(
        app, ["ledger", "post", url, *options], input=text, catch_exceptions=False
    )
    return done.exit_code, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def count(url: str) -> int:
    with opened(url) as engine:
        return SqlJournal.open(engine, "main").count


@pytest.fixture
def url(database_url: str) -> str:
    """The address of a ledger with a family in it, in each kind of database."""
    assert walletsim("ledger", "init", database_url, "--at", BEGUN).exit_code == 0
    assert post(database_url, lines(*PEOPLE))[0] == 0
    return database_url


@pytest.fixture
def file_url(tmp_path: Path) -> str:
    address = f"sqlite:///{tmp_path}/home.db"
    walletsim("ledger", "init", address, "--at", BEGUN)
    assert post(address, lines(*PEOPLE))[0] == 0
    return address


def test_a_new_ledger_holds_its_first_event_and_its_policy(database_url: str) -> None:
    begun = walletsim("ledger", "init", database_url, "--ledger", "home", "--at", BEGUN)
    (row,) = json.loads(walletsim("ledger", "info", database_url, "--format", "json").stdout)

    assert (begun.exit_code, begun.stdout) == (0, "")
    assert {k: row[k] for k in ("ledger", "format", "events", "first_at", "last_at")} == {
        "ledger": "home",
        "format": 1,
        "events": 1,
        "first_at": BEGUN,
        "last_at": BEGUN,
    }
    assert len(row["head"]) == len(row["policy"]) == 64
    assert walletsim("ledger", "verify", database_url).exit_code == 0


def test_a_ledger_begins_once_and_beside_others(file_url: str) -> None:
    again = walletsim("ledger", "init", file_url)
    other = walletsim("ledger", "init", file_url, "--ledger", "other")

    assert (again.exit_code, again.stdout) == (2, "")
    assert "there is a ledger main already" in again.stderr
    assert other.exit_code == 0
    shown = walletsim("ledger", "info", file_url).stdout.splitlines()
    assert [line.split()[0] for line in shown] == ["ledger", "main", "other"]


def test_a_ledger_keeps_the_policy_it_was_begun_under(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/home.db"
    policy = tmp_path / "one-yuan.yaml"
    policy.write_text(
        (REPO / "ledger/policy/data/cn.yaml").read_text().replace("value: 2000元", "value: 1元")
    )
    walletsim("ledger", "init", url, "--at", BEGUN, "--policy", "cn-sn", "--policy", "cn-he")
    other = f"sqlite:///{tmp_path}/other.db"
    walletsim("ledger", "init", other, "--at", BEGUN, "--policy", str(policy))
    policy.unlink()

    rows = [
        json.loads(walletsim("ledger", "info", u, "--format", "json").stdout) for u in (url, other)
    ]

    assert rows[0][0]["policy"] != rows[1][0]["policy"]
    post(other, lines(*PEOPLE))
    _, answers, _ = post(other, lines(send("t1", "2025-11-10 20:05", 101)))
    assert "TRANSFER_CAP_EACH" in (answers[0]["code"], *answers[0].get("also", ()))


@pytest.mark.parametrize("name", ["", " ", "a\nb", "a\x00b"])
def test_a_ledger_has_a_name_that_can_be_read(tmp_path: Path, name: str) -> None:
    done = walletsim("ledger", "init", f"sqlite:///{tmp_path}/home.db", "--ledger", name)

    assert done.exit_code == 2
    assert not (tmp_path / "home.db").exists()


def test_commands_are_answered_in_order_as_the_formats_page_says(url: str) -> None:
    sent = lines(send("t1", "2025-11-10 20:05", 80_000), send("t2", "2025-11-10 20:06", 250_000))

    code, answers, err = post(url, sent)

    assert answers == [
        {"key": "t1", "seq": 8, "decision": "pending"},
        {
            "key": "t2",
            "seq": 9,
            "decision": "refused",
            "code": "PENDING_OPEN",
            "also": ["TRANSFER_CAP_EACH", "TRANSFER_DAY_AMOUNT"],
        },
    ]
    assert (code, err) == (1, "")


def test_posting_the_same_again_answers_duplicates_and_writes_nothing(url: str) -> None:
    sent = lines(*PEOPLE, send("t1", "2025-11-10 20:05", 80_000))
    post(url, sent)
    before = count(url)

    code, answers, _ = post(url, sent)

    assert {answer["decision"] for answer in answers} == {"duplicate"}
    assert [answer["seq"] for answer in answers] == [2, 3, 4, 5, 6, 7, 8]
    assert (code, count(url)) == (0, before)


def test_a_key_for_something_else_is_refused(url: str) -> None:
    code, (answer,), _ = post(url, lines({"key": "c1", "credit": {"to": "li", "amount_fen": 1}}))

    assert (code, answer["decision"], answer["code"]) == (1, "refused", "KEY_REUSED")


def test_the_book_is_kept_when_the_last_command_is_answered_if_that_is_worth_while(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kept_at() -> int | None:
        with opened(url) as engine:
            kept = SqlJournal.open(engine, "main").recall()
            return kept.seq if kept is not None else None

    assert kept_at() is None
    monkeypatch.setattr("ledger.session.pen.KEEP_AT_LAST", 1)
    wishes = [{"key": f"k{i}", "credit": {"to": "li/personal", "amount_fen": 1}} for i in range(9)]

    post(url, lines(*wishes))

    assert kept_at() == count(url)


@pytest.mark.parametrize("size", ["1", "2", "1000"])
def test_batches_of_any_size_give_the_same_journal(tmp_path: Path, size: str) -> None:
    heads = []
    for name in ("small", "large"):
        address = f"sqlite:///{tmp_path}/{name}.db"
        walletsim("ledger", "init", address, "--at", BEGUN)
        post(address, lines(*PEOPLE), "--batch", "1000" if name == "large" else size)
        with opened(address) as engine:
            heads.append(SqlJournal.open(engine, "main").head)

    assert heads[0] == heads[1]


@pytest.mark.parametrize(
    "bad",
    [
        "nonsense",
        '{"key": "t9"}',
        '{"at": "2025-11-10 20:06", "credit": {"to": "li", "amount_fen": 1}}',
        '{"key": "t9", "credit": {"to": "li", "amount_fen": 0}}',
        '{"key": "t9", "credit": {"to": "li", "amount": "1元"}}',
        '{"key": "t9", "at": "noon", "credit": {"to": "li", "amount_fen": 1}}',
        '{"key": "t9", "check": {"at": "2025-11-10 20:06"}}',
        '{"key": "t\\u0000", "credit": {"to": "li", "amount_fen": 1}}',
        "[" * 70_000,
    ],
)
def test_at_a_line_that_is_no_command_all_before_it_are_answered_and_none_behind_it(
    file_url: str, bad: str
) -> None:
    good = send("t1", "2025-11-10 20:05", 80_000)
    behind = lines({"key": "c2", "credit": {"to": "li", "amount_fen": 1}}, at="2025-11-10 20:07")

    code, answers, err = post(file_url, f"{lines(good)}\n{bad}\n{behind}")

    assert [answer["key"] for answer in answers] == ["t1"]
    assert code == 2
    assert err.startswith("line 3: ")
    assert len(err.splitlines()) == 1
    assert count(file_url) == 8
    assert walletsim("ledger", "verify", file_url).exit_code == 0


def test_once_the_line_is_mended_the_whole_can_be_posted_again(file_url: str) -> None:
    good, behind = send("t1", "2025-11-10 20:05", 80_000), send("t2", "2025-11-11 20:05", 1)
    post(file_url, f"{lines(good)}nonsense\n{lines(behind)}")

    code, answers, _ = post(file_url, lines(good, behind))

    assert (code, [answer["decision"] for answer in answers]) == (0, ["duplicate", "pending"])


def test_one_command_may_stand_on_the_command_line(file_url: str) -> None:
    given = json.dumps(send("t1", "2025-11-10 20:05", 80_000))
    again = json.dumps({"at": "2025-11-10 20:06", "accept": "t1"})

    sent = walletsim("ledger", "post", file_url, given)
    accepted = walletsim("ledger", "post", file_url, again, "--key", "a1")

    assert json.loads(sent.stdout) == {"key": "t1", "seq": 8, "decision": "pending"}
    assert json.loads(accepted.stdout) == {"key": "a1", "seq": 9, "decision": "ok"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (['{"accept":"t1"}'], "“key”"),
        (['{"key":"a1","accept":"t1"}', "--key", "a2"], "a key of its own"),
        (["nonsense", "--key", "a2"], "not a JSON object"),
        (["--key", "a2"], "--key is for one command"),
    ],
)
def test_a_command_has_one_key(file_url: str, arguments: list[str], said: str) -> None:
    done = walletsim("ledger", "post", file_url, *arguments)

    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr
    assert count(file_url) == 7


@freeze_time("2025-11-10 12:34:56.789")
def test_the_clock_says_what_time_it_is_in_beijing() -> None:
    assert format_moment(clock.now()) == "2025-11-10 20:34:56.789000"


def test_a_line_without_a_moment_happens_now(file_url: str) -> None:
    sent = send("t1", "", 100)
    del sent["at"]
    with freeze_time("2025-11-10 12:34:56"):
        post(file_url, json.dumps(sent))

    info = json.loads(walletsim("ledger", "info", file_url, "--format", "json").stdout)
    assert info[0]["last_at"] == "2025-11-10 20:34:56"


def test_a_line_without_a_moment_is_never_late_though_another_clock_is_ahead(
    file_url: str,
) -> None:
    post(file_url, lines(send("t1", "2025-11-10 20:05", 100)))
    later = {"key": "a1", "accept": "t1"}
    with freeze_time("2025-11-10 12:04:00"):
        code, (answer,), _ = post(file_url, json.dumps(later))

    assert (code, answer["decision"]) == (0, "ok")


def test_a_line_with_an_earlier_moment_is_late(file_url: str) -> None:
    post(file_url, lines(send("t1", "2025-11-10 20:05", 100)))

    code, (answer,), _ = post(file_url, lines({"key": "a1", "accept": "t1"}))

    assert (code, answer["code"]) == (1, "LATE")
    assert "also" not in answer


def test_what_time_itself_did_comes_before_the_next_command(file_url: str) -> None:
    post(file_url, lines(send("t1", "2025-11-10 20:05", 100)))

    _, (answer,), _ = post(file_url, lines({"key": "a1", "accept": "t1"}, at="2025-11-11 07:00"))

    assert (answer["code"], answer["seq"]) == ("NOT_PENDING", 10)


def test_balances_are_kept_and_verify(url: str) -> None:
    post(url, lines(send("t1", "2025-11-10 20:05", 80_000)))

    with opened(url) as engine:
        kept = SqlJournal.open(engine, "main").balances()
    assert kept["li/personal"] == 820_000
    assert walletsim("ledger", "verify", url).exit_code == 0


def test_a_ledger_that_is_not_there_ends_with_2(file_url: str, tmp_path: Path) -> None:
    missing = walletsim("ledger", "post", file_url, "--ledger", "nobody's", "{}")
    nothing = walletsim("ledger", "post", f"sqlite:///{tmp_path}/none.db", "{}")

    assert (missing.exit_code, nothing.exit_code) == (2, 2)
    assert not (tmp_path / "none.db").exists()


def test_a_broken_ledger_ends_with_3(file_url: str) -> None:
    with closing(sqlite3.connect(str(make_url(file_url).database))) as client:
        client.execute("UPDATE ledger SET count = count + 1")
        client.commit()

    done = walletsim("ledger", "post", file_url, "{}")

    assert (done.exit_code, done.stdout) == (3, "")
    assert len(done.stderr.splitlines()) == 1


def test_a_ledger_whose_story_cannot_be_ends_with_3(file_url: str) -> None:
    with closing(sqlite3.connect(str(make_url(file_url).database))) as client:
        client.execute("DROP TRIGGER journal_keep")
        client.execute("UPDATE journal SET body = replace(body, '\"li\"', '\"lo\"') WHERE seq = 2")
        client.commit()

    done = walletsim("ledger", "post", file_url, "{}")

    assert (done.exit_code, done.stdout) == (3, "")
    assert "cannot follow the events before it" in done.stderr


def test_a_batch_that_would_break_an_invariant_is_not_kept(
    file_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.core.invariants.EVERY_EVENT", {})
    monkeypatch.setattr(
        "ledger.session.pen.EVERY_EVENT", {"no-third-event": lambda *_: "it is one too many"}
    )

    code, answers, err = post(file_url, lines(send("t1", "2025-11-10 20:05", 100)))

    assert (code, answers) == (3, [])
    assert "seq 8 would break no-third-event" in err
    assert count(file_url) == 7


@pytest.mark.parametrize("command", ["init", "info", "post"])
def test_no_password_is_ever_shown(command: str) -> None:
    done = walletsim("ledger", command, "postgresql://u:secret@/db?host=/nowhere")

    assert done.exit_code == 2
    assert "secret" not in done.stderr + done.stdout


@pytest.fixture
def started(file_url: str) -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, str(REPO / "cli.py"), "ledger", "post", file_url]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        yield process
        process.kill()


def test_each_line_is_answered_at_once_where_a_program_waits_for_it(
    started: "subprocess.Popen[bytes]", file_url: str
) -> None:
    assert started.stdin is not None
    assert started.stdout is not None
    for number in range(3):
        line = lines(send(f"t{number}", f"2025-11-1{number + 1} 20:05", 100))
        started.stdin.write(line.encode())
        started.stdin.flush()
        assert json.loads(started.stdout.readline())["decision"] == "pending"
    started.stdin.close()

    assert started.wait(30) == 0
    assert count(file_url) == 12, "three transfers, of which two went back"


def test_an_interrupt_ends_with_130_and_what_was_answered_is_kept(
    started: "subprocess.Popen[bytes]", file_url: str
) -> None:
    assert started.stdin is not None
    assert started.stdout is not None
    started.stdin.write(lines(send("t1", "2025-11-10 20:05", 100)).encode())
    started.stdin.flush()
    started.stdout.readline()

    started.send_signal(signal.SIGINT)

    assert started.wait(30) == 130
    assert count(file_url) == 8
    assert walletsim("ledger", "verify", file_url).exit_code == 0
