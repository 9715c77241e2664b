"""A ledger in PostgreSQL can only grow, whoever asks, and says what is wrong with its database."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from msgspec.structs import replace
from sqlalchemy import Engine, make_url

from ledger.core.commands import AcceptTransfer
from ledger.core.events import Refused
from ledger.journal import (
    BehindError,
    DamagedError,
    DatabaseUrlError,
    Draft,
    LedgerExistsError,
    LedgerMissingError,
    NotOurLedgerError,
    UnknownFormatError,
    UnusableError,
    postgres,
)
from ledger.journal.database import connect
from ledger.journal.finished import store_all
from ledger.journal.schema import make_tables
from ledger.journal.sql import SqlJournal
from ledger.reports.verify import LedgerReport, verify
from tests import postgres as server
from tests.journal.samples import POLICY, drafts, finished, story
from tests.reports.spoiled import terms_of


@pytest.fixture
def engine(postgres_url: str) -> Iterator[Engine]:
    made = connect(postgres_url)
    yield made
    made.dispose()


def plain(url: str, *statements: str) -> list[tuple[Any, ...]]:
    """What a second, plain client of the same role gets for the last statement."""
    with psycopg.connect(url, autocommit=True) as client:
        answers = [client.execute(statement) for statement in statements]
        return answers[-1].fetchall() if answers[-1].description else []


def kept(url: str, *names: str) -> None:
    store_all(url, [finished(name) for name in names or ("story",)])


def report(url: str) -> LedgerReport:
    (found,) = verify(url, terms_of)
    return found


@pytest.mark.parametrize("rows", [1, postgres.FEW, postgres.FEW + 1])
def test_few_rows_and_many_are_refused_alike_when_the_ledger_no_longer_ends_as_was_seen(
    engine: Engine, postgres_url: str, rows: int
) -> None:
    written = drafts(story("story"))
    journal = SqlJournal.create(engine, "story")
    journal.append(written[:3])
    plain(postgres_url, "UPDATE ledger SET head = ''")

    with pytest.raises(BehindError, match="has grown"):
        journal.append(written[3 : 3 + rows])

    assert plain(postgres_url, "SELECT count(*) FROM journal") == [(3,)]


@pytest.mark.parametrize("rows", [1, postgres.FEW, postgres.FEW + 1])
def test_a_block_leaves_nothing_when_the_end_is_moved_by_hand_before_its_own(
    engine: Engine, postgres_url: str, rows: int
) -> None:
    written = drafts(story("story"))
    journal = SqlJournal.create(engine, "story")
    journal.append(written[:3])

    def moved() -> None:
        with journal.writing():
            journal.append(written[3 : 3 + rows])
            plain(postgres_url, "UPDATE ledger SET head = ''")

    with pytest.raises(BehindError, match="has grown"):
        moved()

    assert plain(postgres_url, "SELECT count(*) FROM journal") == [(3,)]


def test_an_append_reads_its_neighbours_only_however_long_the_journal_has_grown(
    engine: Engine,
) -> None:
    journal = SqlJournal.create(engine, "story")
    one = Draft(0, "", b"", Refused(0, "LATE", AcceptTransfer("t1")))
    for _ in range(3):  # its writer's plans are made while the table is small
        journal.append([one] * 1_000)

    with journal.writing():
        before = rows_read(journal)
        journal.append([one])
        read = rows_read(journal) - before

    assert read < 10


def rows_read(journal: SqlJournal) -> int:
    """How many rows of the table this transaction, and the session before it, have looked at."""
    cursor: Any = journal._cursor
    cursor.execute(
        "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables"
        " WHERE relid = to_regclass('journal')"
    )
    ((read,),) = cursor.fetchall()
    return int(read)


VALUES = "INTO journal VALUES ('story'"
CHANGE = "CREATE OR REPLACE FUNCTION"
NEXT = "only be appended to a ledger, at the next seq"


@pytest.mark.parametrize(
    ("statement", "refused"),
    [
        ("UPDATE journal SET body = '{}' WHERE seq = 5", "permission denied"),
        ("DELETE FROM journal", "permission denied"),
        ("TRUNCATE journal", "permission denied"),
        ("UPDATE policy SET body = ''", "permission denied"),
        ("DELETE FROM policy", "permission denied"),
        (f"INSERT {VALUES}, 22, 0, 'new', '', '{{}}', '')", "journal_pkey"),
        (f"INSERT {VALUES}, 24, 0, '', '', '{{}}', '')", NEXT),
        (f"INSERT {VALUES}, 0, 0, '', '', '{{}}', '')", NEXT),
        (f"INSERT {VALUES}, 23, 0, '', '', '', ''), ('story', 25, 0, '', '', '', '')", NEXT),
        (f"INSERT {VALUES}, 23, 0, 'k05', '', '{{}}', '')", "journal_key"),
        (f"INSERT {VALUES}, 23, 0, '', '', NULL, '')", "not-null"),
        ("INSERT INTO journal VALUES ('none', 1, 0, '', '', '', '')", NEXT),
        ("DELETE FROM ledger", "permission denied"),
        ("TRUNCATE ledger CASCADE", "permission denied"),
        ("UPDATE ledger SET name = 'other'", "never be deleted or named otherwise"),
        (
            f"INSERT {VALUES}, 5, 0, '', '', '', '') ON CONFLICT (ledger, seq) DO NOTHING",
            None,
        ),
    ],
)
def test_the_owner_cannot_change_what_happened(
    postgres_url: str, statement: str, refused: str | None
) -> None:
    kept(postgres_url)
    before = plain(postgres_url, "SELECT * FROM journal, policy ORDER BY seq")

    if refused is None:
        plain(postgres_url, statement)
    else:
        with pytest.raises(psycopg.Error, match=refused):
            plain(postgres_url, statement)

    assert plain(postgres_url, "SELECT * FROM journal, policy ORDER BY seq") == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET body = '{}' WHERE seq = 5",
        "DELETE FROM journal",
        "TRUNCATE journal",
        f"INSERT {VALUES}, 5, 0, '', '', '', '') ON CONFLICT (ledger, seq) DO UPDATE SET key = ''",
        "DELETE FROM policy",
        "UPDATE policy SET body = ''",
        "DELETE FROM ledger",
        "TRUNCATE ledger CASCADE",
    ],
)
def test_who_takes_the_right_to_change_meets_the_guards(postgres_url: str, statement: str) -> None:
    kept(postgres_url)
    plain(postgres_url, "GRANT ALL ON journal, ledger, policy TO CURRENT_USER")

    with pytest.raises(psycopg.Error, match="never be"):
        plain(postgres_url, statement)

    assert report(postgres_url).ok


@pytest.mark.parametrize(
    ("statement", "guard"),
    [
        ("ALTER TABLE journal DISABLE TRIGGER journal_keep", "guard journal_keep"),
        ("DROP TRIGGER journal_next ON journal", "guard journal_next"),
        ("DROP TRIGGER policy_keep ON policy", "guard policy_keep"),
        ("DROP TRIGGER ledger_keep ON ledger", "guard ledger_keep"),
        ("DROP INDEX journal_key", "guard journal_key"),
        (
            f"{CHANGE} history_keep() RETURNS trigger AS 'BEGIN RETURN NULL; END' LANGUAGE plpgsql",
            "function history_keep",
        ),
    ],
)
def test_a_guard_that_is_gone_is_reported(postgres_url: str, statement: str, guard: str) -> None:
    kept(postgres_url)
    assert report(postgres_url).ok

    plain(postgres_url, statement)

    whole = verify(postgres_url, terms_of)[0]
    assert [problem.check for problem in whole.problems] == ["damage"]
    assert guard in whole.problems[0].text


@pytest.mark.parametrize(
    ("spoil", "check", "seq"),
    [
        ("UPDATE journal SET body = replace(body, '80000', '90000') WHERE seq = 10", "hash", 10),
        ("UPDATE journal SET asked = '' WHERE seq = 3", "hash", 3),
        ("DELETE FROM journal WHERE seq = 7", "gap", 7),
        ("DELETE FROM journal WHERE seq = 22", "count", 22),
        ("UPDATE balance SET fen = fen + 1 WHERE account = 'li/personal'", "replay-identical", 22),
        ("UPDATE policy SET body = ''", "policy", 1),
    ],
)
def test_what_was_changed_all_the_same_is_found(
    postgres_url: str, spoil: str, check: str, seq: int
) -> None:
    kept(postgres_url)
    guards = [f"ALTER TABLE {table} {{}} TRIGGER USER" for table in ("journal", "policy")]
    off, on = ([guard.format(word) for guard in guards] for word in ("DISABLE", "ENABLE"))

    plain(postgres_url, "GRANT ALL ON journal, policy TO CURRENT_USER", *off, spoil, *on)

    assert (seq, check) in [(p.seq, p.check) for p in report(postgres_url).problems]


def test_several_ledgers_are_kept_together_or_not_at_all(postgres_url: str) -> None:
    kept(postgres_url, "one", "two")

    with pytest.raises(LedgerExistsError):
        kept(postgres_url, "three", "one")

    assert [found.ledger for found in verify(postgres_url, terms_of)] == ["one", "two"]
    assert all(found.ok for found in verify(postgres_url, terms_of))


def test_who_has_not_seen_the_last_events_cannot_append(engine: Engine) -> None:
    written = drafts(story("story"))
    one = SqlJournal.create(engine, "story")
    other = SqlJournal.open(engine, "story")
    one.append(written[:3])

    with pytest.raises(BehindError, match="open it again"):
        other.append(written[3:5])

    assert (other.count, list(one.read(after=3))) == (0, [])
    assert SqlJournal.open(engine, "story").append(written[3:5]) == 5


def test_the_writers_of_two_ledgers_do_not_wait_for_each_other(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = SqlJournal.create(engine, "one"), SqlJournal.create(engine, "other")

    with one.writing():
        assert other.append(drafts(story("other"))) == 22
        one.append(drafts(story("one")))

    assert one.count == 22


def test_a_writer_waits_for_another_and_then_says_so(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "WAIT_SECONDS", 0.05)
    engine = connect(postgres_url)
    one = SqlJournal.create(engine, "story")
    other = SqlJournal.open(engine, "story")

    with one.writing(), pytest.raises(UnusableError, match="another program keeps it locked"):
        other.append(drafts(story("story")))

    assert other.append(drafts(story("story"))) == 22
    engine.dispose()


def test_of_many_that_make_a_database_at_once_all_find_it_made(postgres_url: str) -> None:
    def create(number: int) -> None:
        kept(postgres_url, f"ledger-{number}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(create, range(8)))

    assert len(verify(postgres_url, terms_of)) == 8


def test_what_is_answered_is_on_the_disk_unless_less_was_asked_for(postgres_url: str) -> None:
    for durability, found in (("full", "on"), ("normal", "off")):
        engine = connect(postgres_url, durability=durability)  # type: ignore[arg-type]  # one of the two
        with engine.connect() as connection:
            assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == found
        engine.dispose()


def test_a_ledger_of_an_unknown_format_is_refused(engine: Engine, postgres_url: str) -> None:
    SqlJournal.create(engine, "story")
    plain(postgres_url, "UPDATE ledger SET format = 2")

    with pytest.raises(UnknownFormatError, match="story has format 2; this engine reads format 1"):
        SqlJournal.open(engine, "story")


def test_a_ledger_that_is_not_there_is_missed(engine: Engine) -> None:
    with pytest.raises(LedgerMissingError, match="holds no ledger"):
        SqlJournal.open(engine, "story")
    journal = SqlJournal.create(engine, "story")

    with pytest.raises(LedgerMissingError, match="there is no ledger other"):
        SqlJournal.open(engine, "other")
    journal.ledger = "another"
    with pytest.raises(LedgerMissingError, match="there is no ledger another"), journal.writing():
        pass


@pytest.mark.parametrize("table", ["accounts", "journal"])
def test_a_database_of_something_else_is_left_alone(postgres_url: str, table: str) -> None:
    plain(postgres_url, f"CREATE TABLE {table} (name TEXT)")

    with pytest.raises(NotOurLedgerError, match="belongs to something else"):
        kept(postgres_url)

    tables = "SELECT count(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
    assert plain(postgres_url, f"{tables} AND relkind = 'r'") == [(1,)]


def test_a_database_that_lost_a_table_is_damaged(engine: Engine, postgres_url: str) -> None:
    make_tables(engine)
    plain(postgres_url, "DROP TABLE balance")

    with pytest.raises(DamagedError, match="lost tables: balance"):
        SqlJournal.open(engine, "story")


def test_a_schema_that_is_not_there_is_named_as_the_reason(postgres_url: str) -> None:
    url = make_url(postgres_url).update_query_dict({"options": "-csearch_path=nowhere"})

    with pytest.raises(UnusableError, match="schema to use is not there"):
        kept(url.render_as_string(hide_password=False))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"database": "no-such-database"}, "no-such-database"),
        ({"username": "nobody-here", "password": "secret"}, "nobody-here"),
    ],
)
def test_a_database_that_cannot_be_reached_says_why_without_the_password(
    postgres_url: str, change: dict[str, str], said: str
) -> None:
    url = make_url(postgres_url).set(**change)  # type: ignore[arg-type]  # names of parts

    with pytest.raises(UnusableError, match="cannot be reached") as refused:
        connect(url.render_as_string(hide_password=False))

    assert said in str(refused.value)
    assert "secret" not in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("url", ["postgresql://", "postgresql://h", "postgresql://h:port/db"])
def test_an_address_of_no_database_is_refused(url: str) -> None:
    with pytest.raises(DatabaseUrlError, match=r"postgresql://user@host/database"):
        connect(url)


def test_without_the_driver_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.delitem(sys.modules, "ledger.journal.postgres")
    monkeypatch.delattr("ledger.journal.postgres")

    with pytest.raises(UnusableError, match="the extra “postgres”"):
        connect("postgresql://h/db")


def test_an_error_names_no_people_and_no_keys(engine: Engine, postgres_url: str) -> None:
    journal = SqlJournal.create(engine, "story")
    journal.append(drafts(story("story")))
    plain(postgres_url, "ALTER TABLE journal ADD CHECK (key <> 'li-secret')")

    with pytest.raises(DamagedError) as refused:
        journal.append([replace(drafts(story("story"))[0], key="li-secret")])

    assert "li" not in str(refused.value).replace("place", "")
    assert refused.value.__cause__ is None


def test_a_kept_policy_and_balances_are_read_back(postgres_url: str) -> None:
    run = finished("story")
    store_all(postgres_url, [run])

    engine = connect(postgres_url)
    found = SqlJournal.open(engine, "story")
    assert (found.count, found.head) == (run.journal.count, run.journal.head)
    assert found.policy(run.policy_hash) == POLICY
    assert found.balances() == run.balances
    engine.dispose()


def test_a_missing_server_is_a_failure_where_there_must_be_one_and_else_a_skip() -> None:
    with pytest.raises(pytest.fail.Exception, match="why"):
        server.give_up("why", must=True)
    with pytest.raises(pytest.skip.Exception, match="why"):
        server.give_up("why", must=False)
