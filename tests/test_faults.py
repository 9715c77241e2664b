"""Whatever breaks: what was answered is there, what was not is absent or whole, nothing is half."""

import os
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import event

from ledger.core.commands import Credit
from ledger.journal import DamagedError, JournalError, UnknownFormatError, UnusableError
from ledger.journal.database import Database, connect, opened
from ledger.journal.pipeline import PipeCursor
from ledger.journal.sql import SqlJournal
from ledger.policy.book import read_body
from ledger.policy.shipped import shipped
from ledger.reports.verify import LedgerReport, verify
from ledger.session import Session, Wish
from tests import kills, writers
from tests.ledgers import moment

AT = moment("20:00")


def credits_(first: int, count: int) -> list[Wish]:
    return [Wish(Credit("li", n + 1), AT, f"c{n}") for n in range(first, first + count)]


def session_in(engine: Database) -> Session:
    session = Session(SqlJournal.open(engine, "hot"), shipped())
    session.fold()
    return session


def verified(url: str) -> list[LedgerReport]:
    return verify(url, lambda body: read_body(body).terms)


def sound(url: str) -> bool:
    return all(report.ok for report in verified(url))


def test_killed_at_any_moment_nothing_that_was_answered_is_lost(database_url: str) -> None:
    tally = kills.run(database_url, 5, seed=3)

    assert tally.commands == tally.answered == 5 * kills.FED
    assert tally.repeated > 0


@pytest.fixture
def file(tmp_path: Path) -> Path:
    writers.begin(f"sqlite:///{tmp_path}/ledgers.db")
    return tmp_path / "ledgers.db"


def state(file: Path) -> tuple[int, bytes, int]:
    """Where the ledger says it ends, and how many rows there are."""
    with closing(sqlite3.connect(file)) as client:
        (listed,) = client.execute("SELECT count, head FROM ledger").fetchall()
        (rows,) = client.execute("SELECT count(*) FROM journal").fetchone()
    return (*listed, rows)


def torn(file: Path, folder: Path, step: int) -> Iterator[tuple[int, tuple[int, bytes, int]]]:
    """The state of a file whose last group's log was cut off at every `step`-th byte."""
    log = file.with_name(f"{file.name}-wal")
    copy = folder / "torn.db"
    with opened(f"sqlite:///{file}") as engine:
        session = session_in(engine)
        session.handle_all(credits_(0, 5))
        begins = log.stat().st_size
        session.handle_all(credits_(5, 5))
        whole, pages = log.read_bytes(), file.read_bytes()
    for cut in range(len(whole), begins - 1, -step):
        copy.write_bytes(pages)
        copy.with_name("torn.db-wal").write_bytes(whole[:cut])
        copy.with_name("torn.db-shm").unlink(missing_ok=True)
        yield cut - len(whole), state(copy)


def test_a_log_cut_off_anywhere_in_the_last_group_holds_all_of_it_or_nothing(
    file: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    seen: dict[tuple[int, bytes, int], list[int]] = {}
    for cut, found in torn(file, folder, step=61):
        if found not in seen:
            assert sound(f"sqlite:///{folder}/torn.db")
        seen.setdefault(found, []).append(cut)

    before, after = sorted(seen)
    assert (after[0], after[2]) == (before[0] + 5, before[2] + 5)
    assert max(seen[before]) < min(seen[after])


@pytest.mark.parametrize("part", [0.3, 0.6, 0.9, 0.99])
def test_a_file_that_lost_its_end_is_never_taken_for_a_shorter_ledger(
    file: Path, part: float
) -> None:
    with opened(f"sqlite:///{file}") as engine:
        session_in(engine).handle_all(credits_(0, 300))
    os.truncate(file, int(file.stat().st_size * part))

    assert not sound(f"sqlite:///{file}")


@pytest.mark.parametrize(
    ("pragma", "why"),
    [("max_page_count = {pages}", "the disk is full"), ("query_only = 1", "it is read-only")],
)
def test_a_group_that_finds_no_room_is_not_there_and_can_be_sent_again(
    file: Path, pragma: str, why: str
) -> None:
    url = f"sqlite:///{file}"
    with closing(sqlite3.connect(file)) as client:
        (pages,) = client.execute("PRAGMA page_count").fetchone()
    with opened(url) as engine:
        session = session_in(engine)
        answered = session.handle_all(credits_(0, 3))
        engine.dispose()

        def shrink(connection: Any, _record: object) -> None:
            connection.execute(f"PRAGMA {pragma.format(pages=pages + 2)}")

        event.listen(engine, "connect", shrink)
        with pytest.raises(UnusableError, match=why):
            session.handle_all(credits_(3, 2000))
        event.remove(engine, "connect", shrink)
        engine.dispose()

        again = session.handle_all(credits_(0, 2003))

    assert [d.verdict for d in again] == ["duplicate"] * 3 + ["ok"] * 2000
    assert [d.seq for d in again[:3]] == [d.seq for d in answered]
    assert sound(url)


def post(url: str, lines: bytes, limit: int | None = None) -> "subprocess.CompletedProcess[bytes]":
    """Post in a process of its own, whose files can grow no further than `limit` bytes."""

    def small() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

    command = [sys.executable, str(kills.REPO / "cli.py"), "ledger", "post", url, "--batch", "50"]
    return subprocess.run(
        command,
        input=lines,
        capture_output=True,
        check=False,
        preexec_fn=small,
        timeout=120,
    )


def test_a_full_disk_ends_a_post_with_what_to_do_and_nothing_half(file: Path) -> None:
    url = f"sqlite:///{file}"
    lines = b"".join(kills.commands(2000, random.Random(1)))

    full = post(url, lines, limit=file.stat().st_size + 200_000)
    said = full.stderr.decode()
    held = state(file)[0]
    rest = post(url, lines)

    assert full.returncode == 2
    assert "the database cannot be used" in said
    assert "send the rest again, under the same keys" in said
    assert len(said.splitlines()) == 2
    answered = full.stdout.splitlines()
    assert 0 < len(answered) < 2000
    assert held >= len(answered)
    assert len(rest.stdout.splitlines()) == 2000
    assert rest.stdout.count(b'"duplicate"') >= len(answered)
    assert sound(url)


def test_a_file_that_goes_away_and_comes_back_is_gone_on_with(file: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{file}"
    with opened(url) as engine:
        session = session_in(engine)
        session.handle_all(credits_(0, 3))
        engine.dispose()
        shutil.move(file, tmp_path / "away.db")
        with pytest.raises(JournalError):
            session.handle_all(credits_(3, 3))
        assert not file.exists()
        shutil.move(tmp_path / "away.db", file)

        assert [d.verdict for d in session.handle_all(credits_(0, 6))] == ["duplicate"] * 3 + [
            "ok"
        ] * 3
    assert sound(url)


def test_an_open_session_stops_when_a_newer_engine_has_taken_the_ledger_over(
    database_url: str,
) -> None:
    writers.begin(database_url)
    with opened(database_url) as engine:
        session = session_in(engine)
        newer(database_url)
        count = session.journal.count

        with pytest.raises(UnknownFormatError, match="use the version of walletsim that wrote it"):
            session.handle_all(credits_(0, 1))

        assert session.journal.count == count


def newer(url: str) -> None:
    change = "UPDATE ledger SET format = 2"
    if url.startswith("postgresql"):
        with psycopg.connect(url, autocommit=True) as client:
            client.execute(change)
        return
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as client:
        client.execute(change)
        client.commit()


@pytest.fixture
def broken(postgres_url: str) -> Iterator[tuple[str, Session]]:
    """A session on PostgreSQL, all of whose connections can be broken."""
    writers.begin(postgres_url)
    engine = connect(postgres_url)
    yield postgres_url, session_in(engine)
    engine.dispose()


def break_off(url: str) -> None:
    """End every connection to the database but this one, as an administrator would."""
    with psycopg.connect(url, autocommit=True) as client:
        client.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def interrupted(session: Session, url: str, wishes: list[Wish]) -> None:
    with session.group():
        for wish in wishes:
            session.handle(wish.command, at=wish.at, key=wish.key)
        break_off(url)


def test_a_connection_that_breaks_before_the_commit_leaves_nothing(
    broken: tuple[str, Session],
) -> None:
    url, session = broken
    session.handle_all(credits_(0, 2))

    with pytest.raises(UnusableError, match="send it again under the same keys"):
        interrupted(session, url, credits_(2, 3))
    again = session.handle_all(credits_(0, 5))

    assert [d.verdict for d in again] == ["duplicate"] * 2 + ["ok"] * 3
    assert sound(url)


def test_a_connection_that_breaks_after_the_commit_leaves_everything(
    broken: tuple[str, Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, session = broken
    ask = PipeCursor.ask

    def lost(cursor: PipeCursor, *asked: Any) -> Any:
        answers = ask(cursor, *asked)
        if asked[-1][0].text == b"COMMIT":
            raise psycopg.OperationalError("server closed the connection unexpectedly")
        return answers

    with monkeypatch.context() as patch:
        patch.setattr(PipeCursor, "ask", lost)
        with pytest.raises(UnusableError, match="may have been kept or not"):
            session.handle_all(credits_(0, 3))
    again = session.handle_all(credits_(0, 3))

    assert [d.verdict for d in again] == ["duplicate"] * 3
    assert sound(url)


def test_a_server_that_was_away_between_two_groups_is_not_even_noticed(
    broken: tuple[str, Session],
) -> None:
    url, session = broken
    session.handle_all(credits_(0, 2))

    break_off(url)

    assert [d.verdict for d in session.handle_all(credits_(2, 2))] == ["ok", "ok"]
    assert sound(url)


def test_a_ledger_put_back_to_an_earlier_state_under_an_open_session_is_damage(
    file: Path, tmp_path: Path
) -> None:
    with opened(f"sqlite:///{file}") as engine:
        session = session_in(engine)
        engine.dispose()
        shutil.copy(file, tmp_path / "earlier.db")
        session.handle_all(credits_(0, 3))
        engine.dispose()
        shutil.copy(tmp_path / "earlier.db", file)

        with pytest.raises(DamagedError, match="not the one it was"):
            session.handle_all(credits_(3, 1))
