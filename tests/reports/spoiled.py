"""Makes ledger files and spoils them with a second, plain client of the database."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from ledger.core.terms import Terms
from ledger.journal.finished import Finished, store_all
from ledger.reports.judge import TermsFor
from ledger.reports.verify import LedgerReport, verify
from tests.journal.samples import PLAIN, POLICY, finished

COLUMNS = ("ledger", "seq", "recorded_at", "key", "asked", "body", "hash")


def terms_of(body: bytes) -> TermsFor:
    """The plain terms, whatever the regions and the day."""
    assert body == POLICY
    return plain_terms


def plain_terms(_payer: str, _payee: str, _day: int) -> Terms:
    return PLAIN


def kept(folder: Path, *runs: Finished) -> Path:
    """A file with these runs; by default two that tell the same story."""
    file = folder / "ledgers.db"
    store_all(f"sqlite:///{file}", runs or [finished("other"), finished("story")])
    return file


def spoil(file: Path, *statements: str, values: Sequence[object] = ()) -> None:
    """Run statements as a client that first drops every guard and then puts them back."""
    with closing(sqlite3.connect(file, isolation_level=None)) as client:
        client.execute("PRAGMA synchronous = OFF")
        guards = client.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        held = guards.fetchall()
        for name, _ in held:
            client.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            client.execute(statement, values)
        for _, sql in held:
            client.execute(sql)


def loosen(file: Path) -> None:
    """Make the journal anew without types, keys and guards, so that a cell may hold anything."""
    with closing(sqlite3.connect(file, isolation_level=None)) as client:
        client.execute("ALTER TABLE journal RENAME TO strict")
        client.execute(f"CREATE TABLE journal ({', '.join(COLUMNS)})")
        client.execute("INSERT INTO journal SELECT * FROM strict")
        client.execute("DROP TABLE strict")


def report_on(file: Path, ledger: str = "story", head: str | None = None) -> LedgerReport:
    """The report about one ledger of a file."""
    reports = verify(f"sqlite:///{file}", terms_of, ledger=ledger, head=head)
    (report,) = [report for report in reports if report.ledger == ledger]
    return report


def problems_in(file: Path, ledger: str = "story") -> list[tuple[int | None, str]]:
    """The seq and check of each problem of one ledger."""
    return [(problem.seq, problem.check) for problem in report_on(file, ledger).problems]
