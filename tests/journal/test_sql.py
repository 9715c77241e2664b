"""A ledger in a database lasts, is kept whole or not at all, and can only grow."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import Engine

from ledger.journal import (
    BehindError,
    DamagedError,
    DatabaseUrlError,
    LedgerExistsError,
    LedgerMissingError,
    NotOurLedgerError,
    UnknownFormatError,
    UnusableError,
    sqlite,
)
from ledger.journal.database import connect, reading, writing
from ledger.journal.finished import store_all
from ledger.journal.schema import make_tables
from ledger.journal.sql import SqlJournal
from tests.journal.samples import POLICY, drafts, finished, story


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "ledgers.db"


@pytest.fixture
def engine(file: Path) -> Iterator[Engine]:
    made = connect(f"sqlite:///{file}", create=True)
    yield made
    made.dispose()


def plain(file: Path, *statements: str, **values: object) -> list[tuple[object, ...]]:
    """What a second, plain client of the database gets for the last statement."""
    with closing(sqlite3.connect(file, isolation_level=None)) as client:
        answers = [client.execute(statement, values).fetchall() for statement in statements]
    return answers[-1]


def test_a_ledger_goes_on_where_another_process_left_it(engine: Engine, file: Path) -> None:
    written = drafts(story("story"))
    left = SqlJournal.create(engine, "story")
    left.append(written[:9])
    engine.dispose()

    found = SqlJournal.open(engine, "story")

    assert (found.count, found.head) == (9, left.head)
    found.append(written[9:])
    assert [stored.event for stored in found.read()] == story("story")


def test_a_plain_client_can_read_the_journal(engine: Engine, file: Path) -> None:
    SqlJournal.create(engine, "story").append(drafts(story("story")))

    assert plain(
        file,
        "SELECT seq, key, json_extract(body, '$.person'), typeof(body), length(hash)"
        " FROM journal WHERE ledger = 'story' AND seq = 2",
    ) == [(2, "k02", "li", "text", 32)]


def test_a_finished_run_is_kept_as_it_was(file: Path) -> None:
    run = finished("story")

    store_all(f"sqlite:///{file}", [run])

    engine = connect(f"sqlite:///{file}")
    kept = SqlJournal.open(engine, "story")
    assert (kept.count, kept.head) == (run.journal.count, run.journal.head)
    assert list(kept.rows()) == list(run.journal.rows())
    assert kept.balances() == run.balances
    assert kept.policy(run.policy_hash) == POLICY
    engine.dispose()


def test_a_long_run_is_kept_in_several_chunks(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.journal.sqlite.CHUNK", 4)

    store_all(f"sqlite:///{file}", [finished("story")])

    assert plain(file, "SELECT count(*), max(seq) FROM journal") == [(22, 22)]


def test_several_runs_under_one_policy_are_kept_together(file: Path) -> None:
    store_all(f"sqlite:///{file}", [finished("one"), finished("two")])
    store_all(f"sqlite:///{file}", [finished("three")])

    names = plain(file, "SELECT name, count FROM ledger ORDER BY name")
    assert names == [("one", 22), ("three", 22), ("two", 22)]
    assert plain(file, "SELECT count(*) FROM policy") == [(1,)]


@pytest.mark.parametrize("names", [["new", "story"], ["new", "new"]])
def test_if_one_ledger_is_there_already_none_is_written(file: Path, names: list[str]) -> None:
    store_all(f"sqlite:///{file}", [finished("story")])
    before = plain(file, "SELECT * FROM ledger, journal, balance")

    with pytest.raises(LedgerExistsError, match=f"a ledger {names[1]} already"):
        store_all(f"sqlite:///{file}", [finished(name) for name in names])

    assert plain(file, "SELECT * FROM ledger, journal, balance") == before


def test_a_ledger_begins_once(engine: Engine) -> None:
    SqlJournal.create(engine, "story")

    with pytest.raises(LedgerExistsError, match="story"):
        SqlJournal.create(engine, "story")


def test_a_run_under_a_policy_at_another_address_is_not_kept(file: Path) -> None:
    with pytest.raises(ValueError, match="sha256"):
        store_all(f"sqlite:///{file}", [finished("story")._replace(policy_body=b"another")])

    assert plain(file, "SELECT count(*) FROM ledger") == [(0,)]


def test_who_has_not_seen_the_last_events_cannot_append(engine: Engine) -> None:
    written = drafts(story("story"))
    one = SqlJournal.create(engine, "story")
    other = SqlJournal.open(engine, "story")
    one.append(written[:3])

    with pytest.raises(BehindError, match="open it again"):
        other.append(written[3:5])

    assert (other.count, list(one.read(after=3))) == (0, [])
    assert SqlJournal.open(engine, "story").append(written[3:5]) == 5


def test_of_many_writers_none_overwrites_another(engine: Engine) -> None:
    SqlJournal.create(engine, "story")
    event = story("story")[0]

    def write(writer: int) -> None:
        for number in range(20):
            draft = replace(drafts([event])[0], key=f"{writer}-{number}")
            while True:
                try:
                    SqlJournal.open(engine, "story").append([draft])
                except BehindError:
                    continue
                break

    with ThreadPoolExecutor(4) as writers:
        list(writers.map(write, range(4)))

    journal = SqlJournal.open(engine, "story")
    keys = {row.key for row in journal.rows()}
    assert journal.count == 80
    assert keys == {f"{writer}-{number}" for writer in range(4) for number in range(20)}


def test_a_writer_waits_for_another_and_then_says_so(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "WAIT_SECONDS", 0.05)
    engine = connect(f"sqlite:///{file}", create=True)
    journal = SqlJournal.create(engine, "story")
    with closing(sqlite3.connect(file, isolation_level=None)) as client:
        client.execute("BEGIN IMMEDIATE")

        with pytest.raises(UnusableError, match="another program keeps it locked"):
            journal.append(drafts(story("story")))

        assert list(journal.rows()) == []
        client.execute("ROLLBACK")
    assert journal.append(drafts(story("story"))) == 22
    engine.dispose()


def test_a_writer_holds_the_lock_before_it_reads_anything(engine: Engine, file: Path) -> None:
    make_tables(engine)

    with (
        writing(engine),
        closing(sqlite3.connect(file, timeout=0)) as client,
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        client.execute("BEGIN IMMEDIATE")


def test_a_reader_in_the_middle_of_a_journal_blocks_no_writer(engine: Engine) -> None:
    journal = SqlJournal.create(engine, "story")
    journal.append(drafts(story("story"))[:5])
    reader = journal.rows()
    next(reader)

    journal.append(drafts(story("story"))[5:])

    assert len(list(reader)) == 4


def test_what_is_answered_is_on_the_disk(engine: Engine) -> None:
    make_tables(engine)

    with reading(engine) as connection:
        pragmas = ("journal_mode", "synchronous", "foreign_keys")
        found = [connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() for pragma in pragmas]
    assert found == ["wal", 2, 1]


def test_who_asks_for_less_gets_it_faster_and_no_less_whole(file: Path) -> None:
    engine = connect(f"sqlite:///{file}", create=True, durability="normal")
    make_tables(engine)

    with reading(engine) as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 1
    engine.dispose()


VALUES = "INTO journal VALUES ('story'"
NEXT = "only be appended, at the next seq"
TAKEN = "the idempotency key is taken"


@pytest.mark.parametrize(
    ("statement", "refused"),
    [
        ("UPDATE journal SET body = '{}' WHERE seq = 5", "never be changed"),
        ("UPDATE OR REPLACE journal SET seq = 5 WHERE seq = 6", "never be changed"),
        ("UPDATE journal SET ledger = 'other'", "never be changed"),
        ("DELETE FROM journal WHERE seq = 22", "never be deleted"),
        ("DELETE FROM journal", "never be deleted"),
        (f"INSERT OR REPLACE {VALUES}, 5, 0, '', x'', '{{}}', x'')", NEXT),
        (f"REPLACE {VALUES}, 22, 0, 'new', x'', '{{}}', x'')", NEXT),
        (f"INSERT OR IGNORE {VALUES}, 5, 0, '', x'', '{{}}', x'')", NEXT),
        (f"INSERT {VALUES}, 5, 0, '', x'', '', x'') ON CONFLICT DO UPDATE SET key = ''", NEXT),
        (f"INSERT {VALUES}, 24, 0, '', x'', '{{}}', x'')", NEXT),
        (f"INSERT {VALUES}, 0, 0, '', x'', '{{}}', x'')", NEXT),
        (f"INSERT {VALUES}, 23, 0, 'k05', x'', '{{}}', x'')", TAKEN),
        (f"INSERT OR REPLACE {VALUES}, 23, 0, 'k05', x'', '{{}}', x'')", TAKEN),
        (f"INSERT {VALUES}, 23, 0, '', x'', NULL, x'')", "NOT NULL"),
        (f"INSERT {VALUES}, 23, 'noon', '', x'', '{{}}', x'')", "cannot store TEXT"),
        ("UPDATE policy SET body = x''", "never be changed"),
        ("DELETE FROM policy", "never be deleted"),
        ("INSERT OR REPLACE INTO policy SELECT hash, x'' FROM policy", "there already"),
    ],
)
def test_a_plain_client_cannot_change_what_happened(
    file: Path, statement: str, refused: str
) -> None:
    store_all(f"sqlite:///{file}", [finished("story")])
    before = plain(file, "SELECT * FROM journal, policy")

    with pytest.raises(sqlite3.IntegrityError, match=refused):
        plain(file, statement)

    assert plain(file, "SELECT * FROM journal, policy") == before


def test_a_plain_client_may_read_a_ledger_while_it_is_open(engine: Engine, file: Path) -> None:
    journal = SqlJournal.create(engine, "story")

    journal.append(drafts(story("story")))

    assert plain(file, "SELECT count FROM ledger") == [(22,)]


@pytest.mark.parametrize(
    "spoil",
    [
        "DROP TRIGGER journal_stay; DELETE FROM journal WHERE seq = 22",
        "UPDATE ledger SET count = 21",
        "UPDATE ledger SET head = x'00'",
        "INSERT INTO journal VALUES ('story', 23, 0, '', x'', '{}', x'')",
    ],
)
def test_a_ledger_that_does_not_end_as_it_was_left_is_not_opened(
    engine: Engine, file: Path, spoil: str
) -> None:
    SqlJournal.create(engine, "story").append(drafts(story("story")))
    plain(file, *spoil.split("; "))

    with pytest.raises(DamagedError, match="does not end as it was left"):
        SqlJournal.open(engine, "story")


def test_a_body_that_is_no_event_is_named_by_its_seq(engine: Engine, file: Path) -> None:
    journal = SqlJournal.create(engine, "story")
    journal.append(drafts(story("story")))
    plain(file, "DROP TRIGGER journal_keep", "UPDATE journal SET body = '{}' WHERE seq = 5")

    with pytest.raises(DamagedError, match="seq 5: the body is no event"):
        list(journal.read())


def test_a_missing_row_is_named_when_the_journal_is_read(engine: Engine, file: Path) -> None:
    journal = SqlJournal.create(engine, "story")
    journal.append(drafts(story("story")))
    plain(file, "DROP TRIGGER journal_stay", "DELETE FROM journal WHERE seq = 5")

    with pytest.raises(DamagedError, match="seq 5 of story is missing"):
        list(journal.rows(after=2))


def test_a_cell_that_is_no_text_is_damage_and_is_not_quoted(engine: Engine, file: Path) -> None:
    journal = SqlJournal.create(engine, "story")
    journal.append(drafts(story("story")))
    spoil = "UPDATE journal SET key = CAST(x'6c69ff' AS TEXT) WHERE seq = 5"
    plain(file, "DROP TRIGGER journal_keep", spoil)

    with pytest.raises(DamagedError, match="cannot be read") as raised:
        list(journal.rows())

    assert "li" not in str(raised.value)


def test_a_ledger_of_an_unknown_format_is_refused(engine: Engine, file: Path) -> None:
    SqlJournal.create(engine, "story")
    plain(file, "UPDATE ledger SET format = 2")

    with pytest.raises(UnknownFormatError, match="story has format 2; this engine reads format 1"):
        SqlJournal.open(engine, "story")


def test_a_ledger_that_is_not_there_is_missed(engine: Engine) -> None:
    SqlJournal.create(engine, "story")

    with pytest.raises(LedgerMissingError, match="there is no ledger other"):
        SqlJournal.open(engine, "other")


def test_a_blank_database_holds_no_ledger(engine: Engine) -> None:
    with pytest.raises(LedgerMissingError, match="holds no ledger"):
        SqlJournal.open(engine, "story")


def test_a_file_that_is_not_there_is_not_made_by_looking(file: Path) -> None:
    with pytest.raises(LedgerMissingError, match=r"there is no database .*ledgers\.db"):
        connect(f"sqlite:///{file}")

    assert not file.exists()


def test_a_file_that_vanishes_is_not_made_anew(engine: Engine, file: Path) -> None:
    make_tables(engine)
    engine.dispose()
    found = connect(f"sqlite:///{file}")
    file.unlink()

    with pytest.raises(UnusableError, match="it cannot be opened"):
        SqlJournal.open(found, "story")

    assert not file.exists()
    found.dispose()


@pytest.mark.parametrize("table", ["accounts", "journal", "policy"])
def test_a_database_of_something_else_is_left_alone(file: Path, table: str) -> None:
    plain(file, f"CREATE TABLE {table} (name TEXT)")
    before = file.read_bytes()

    with pytest.raises(NotOurLedgerError, match="belongs to something else"):
        store_all(f"sqlite:///{file}", [finished("story")])

    assert file.read_bytes() == before


def test_a_database_that_lost_a_table_is_damaged(engine: Engine, file: Path) -> None:
    make_tables(engine)
    plain(file, "DROP TABLE balance")

    with pytest.raises(DamagedError, match="lost tables: balance"):
        SqlJournal.open(engine, "story")


def test_a_file_that_is_no_database_is_left_alone(file: Path) -> None:
    file.write_text("# a README, not a ledger\n" * 100)

    with pytest.raises(DamagedError, match="no SQLite file"):
        store_all(f"sqlite:///{file}", [finished("story")])

    assert file.read_text() == "# a README, not a ledger\n" * 100


def test_a_folder_that_is_not_there_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(UnusableError, match="it cannot be opened"):
        store_all(f"sqlite:///{tmp_path}/none/ledgers.db", [finished("story")])


@pytest.mark.parametrize("name", ["a b.db", "a?b.db", "a#b.db", "50%.db", "账本.db"])
def test_a_file_may_have_any_name(tmp_path: Path, name: str) -> None:
    store_all(f"sqlite:///{tmp_path}/{name.replace('?', '%3F')}", [finished("story")])

    assert (tmp_path / name).exists()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ledgers.db",
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite:///ledgers.db?mode=memory",
        "mysql://root:secret@db/ledgers",
        "sqlite+aiosqlite:///ledgers.db",
        "://",
    ],
)
def test_an_address_of_no_file_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(DatabaseUrlError, match=r"sqlite:///file\.db") as refused:
        connect(url, create=True)

    assert "secret" not in str(refused.value)


def test_an_sqlite_that_is_too_old_is_named(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))

    with pytest.raises(UnusableError, match=r"SQLite 3\.37 or newer is needed"):
        connect(f"sqlite:///{file}", create=True)


def test_the_journal_itself_loads_no_database_package() -> None:
    script = (
        "import sys, ledger.journal;"
        "print([name for name in ('sqlmodel', 'sqlalchemy', 'pydantic') if name in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)

    assert done.stdout.strip() == b"[]"
