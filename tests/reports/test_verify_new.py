"""What is new is checked behind a snapshot, which is named; what stands before is trusted."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import delete, make_url

from ledger.core.commands import Credit
from ledger.journal import Snapshot, snapshot
from ledger.journal.database import opened, writing
from ledger.journal.raw import RawDatabase, RawRow
from ledger.journal.sql import SqlJournal
from ledger.journal.tables import SNAPSHOT
from ledger.policy.book import read_body
from ledger.policy.shipped import shipped
from ledger.reports.judge import TermsFor
from ledger.reports.verify import LedgerReport, verify, verify_new
from ledger.session import Session, Wish
from tests import writers
from tests.cli.running import walletsim
from tests.ledgers import moment
from tests.reports.spoiled import spoil

AT = moment("20:00")


def terms_of(body: bytes) -> TermsFor:
    return read_body(body).terms


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A ledger whose book was kept, with five events behind that."""
    address = f"sqlite:///{tmp_path}/hot.db"
    writers.begin(address)
    with opened(address) as engine:
        session = Session(SqlJournal.open(engine, "hot"), shipped())
        session.handle_all([Wish(Credit("li", 1), AT + n, f"c{n}") for n in range(9)])
        kept = Snapshot(session.journal.count, session.journal.head, session._book)
        session.journal.remember(kept)
        session.handle_all([Wish(Credit("li", 1), AT + n, f"c{n}") for n in range(9, 14)])
        session.journal.save_balances(session.book.balances)
    return address


def file(url: str) -> Path:
    return Path(str(make_url(url).database))


def new(url: str) -> LedgerReport:
    (report,) = verify_new(url, terms_of)
    return report


def last(url: str) -> int:
    with opened(url) as engine:
        return SqlJournal.open(engine, "hot").count


def test_the_snapshot_is_named_and_only_what_is_behind_it_is_read(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[object] = []
    rows = RawDatabase.rows

    def noted(database: RawDatabase, ledger: str, after: int | None = None) -> Iterator[RawRow]:
        for row in rows(database, ledger, after):
            read.append(row[0])
            yield row

    monkeypatch.setattr(RawDatabase, "rows", noted)
    end = last(url)

    report = new(url)

    assert report.ok
    assert report.trusted is not None
    assert report.trusted.seq == end - 5
    assert read == [1, *range(end - 4, end + 1)]
    assert (report.count, report.head) == next(
        (full.count, full.head) for full in verify(url, terms_of)
    )


@pytest.mark.parametrize("behind", range(5))
def test_a_new_event_that_was_changed_is_found_with_its_seq(url: str, behind: int) -> None:
    seq = last(url) - behind
    changed = "UPDATE journal SET body = replace(body, '1', '2') WHERE seq = ?"
    spoil(file(url), changed, values=(seq,))

    assert [(p.seq, p.check) for p in new(url).problems] == [(seq, "hash")]


def test_a_new_event_that_is_missing_is_found(url: str) -> None:
    seq = last(url) - 2
    spoil(file(url), "DELETE FROM journal WHERE seq = ?", values=(seq,))

    assert (seq, "gap") in [(p.seq, p.check) for p in new(url).problems]


def test_a_balance_that_is_one_fen_off_is_found(url: str) -> None:
    spoil(file(url), "UPDATE balance SET fen = fen + 1 WHERE account = 'li/personal'")

    assert [p.check for p in new(url).problems] == ["replay-identical"]


def test_what_stands_before_is_trusted_here_and_found_by_the_full_verification(url: str) -> None:
    spoil(file(url), "UPDATE journal SET body = replace(body, 'li', 'lo') WHERE seq = 2")

    assert new(url).ok
    assert not all(report.ok for report in verify(url, terms_of))


@pytest.mark.parametrize("sealed", [None, b"", b"\0" * 100, "of another history"])
def test_without_a_snapshot_to_trust_all_is_checked(url: str, sealed: bytes | str | None) -> None:
    spoil(file(url), "UPDATE journal SET body = replace(body, 'li', 'lo') WHERE seq = 2")
    with opened(url) as engine, writing(engine) as connection:
        kept = SqlJournal.open(engine, "hot").recall()
        assert kept is not None
        if sealed is None:
            connection.execute(delete(SNAPSHOT))
        else:
            forged = snapshot.seal("hot", kept._replace(head=bytes(32)))
            made = forged if isinstance(sealed, str) else sealed
            connection.execute(SNAPSHOT.update().values(sealed=made))

    report = new(url)

    assert report.trusted is None
    assert report.problems[0].seq == 2


def test_the_command_says_what_it_trusts_and_ends_as_verify_does(url: str) -> None:
    trusted = new(url).trusted
    assert trusted is not None

    sound = walletsim("ledger", "verify", url, "--new")
    with closing(sqlite3.connect(file(url))) as client, client:
        client.execute("UPDATE ledger SET count = count + 1")
    wrong = walletsim("ledger", "verify", url, "--new")

    assert sound.exit_code == 0
    line = sound.stdout.splitlines()[1]
    assert line.startswith(f"  5 new events checked; all up to seq {trusted.seq}, with the hash ")
    assert trusted.head in line
    assert wrong.exit_code == 3


def test_the_command_says_so_when_it_trusts_nothing(url: str) -> None:
    with opened(url) as engine, writing(engine) as connection:
        connection.execute(delete(SNAPSHOT))

    done = walletsim("ledger", "verify", url, "--new")

    assert done.exit_code == 0
    assert "checked from the first event" in done.stdout
