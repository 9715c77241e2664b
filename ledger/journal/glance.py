"""Looks into an SQLite file of ledgers with Python's own driver: a short question, a quick answer.

The toolkit behind `ledger.journal.sql` takes longer to load than most questions to answer. Here is
only the plain case; whatever is unusual is left to that, which knows what to say of it.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from ledger.journal.chain import GENESIS, Row
from ledger.journal.marks import APPLICATION_ID, FORMAT, WAIT_SECONDS
from ledger.journal.port import Stored, decoded
from ledger.journal.snapshot import Snapshot, unsealed

_SCHEME: Final = "sqlite:///"
_ROWS: Final = (
    "SELECT seq, recorded_at, key, asked, body FROM journal WHERE ledger = ? AND seq > ?"
    " ORDER BY seq"
)
_LAST: Final = "SELECT seq, hash FROM journal WHERE ledger = ? ORDER BY seq DESC LIMIT 1"
_HASH: Final = "SELECT hash FROM journal WHERE ledger = ? AND seq = ?"
_TYPES: Final = (int, str, bytes, str)
"""Of `recorded_at`, `key`, `asked` and `body`."""


class UnusualError(Exception):
    """Not the plain case; the ordinary way must be gone."""


class Glance:
    """One consistent view of a file of ledgers."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def names(self) -> list[str]:
        """The ledgers in it, by name."""
        return [name for (name,) in self._connection.execute("SELECT name FROM ledger ORDER BY 1")]

    def journal(self, ledger: str) -> "GlancedJournal":
        """The journal of one of them.

        Raises:
            UnusualError: when it is not there by this name, its format is unknown, or it does not
                end as it was left.
        """
        found = "SELECT format, count, head FROM ledger WHERE name = ?"
        listed = self._connection.execute(found, (ledger,)).fetchone()
        if listed is None:
            raise UnusualError
        written, count, head = listed
        last = self._connection.execute(_LAST, (ledger,)).fetchone() or (0, GENESIS)
        if written != FORMAT or last != (count, head):
            raise UnusualError
        return GlancedJournal(self._connection, ledger, count, head)


class GlancedJournal:
    """A journal to read, for as long as the view is open."""

    def __init__(
        self, connection: sqlite3.Connection, ledger: str, count: int, head: bytes
    ) -> None:
        self.ledger = ledger
        self.count = count
        self.head = head
        self._connection = connection

    def rows(self, after: int = 0) -> Iterator[Row]:
        """The rows behind seq `after`, in order.

        Raises:
            UnusualError: where one is missing, or its cells are none that were written.
        """
        found = self._connection.execute(_ROWS, (self.ledger, after))
        for due, (seq, recorded_at, key, asked, body) in enumerate(found, after + 1):
            if seq != due or (type(recorded_at), type(key), type(asked), type(body)) != _TYPES:
                raise UnusualError
            yield Row(seq, recorded_at, key, asked, body.encode())

    def read(self, after: int = 0) -> Iterator[Stored]:
        """The same rows with their events.

        Raises:
            DamagedError: at a row whose body is no event.
        """
        return decoded(self.rows(after))

    def recall(self) -> Snapshot | None:
        """The book as it was kept last, if it is whole and of a history that is in the journal."""
        found = "SELECT sealed FROM snapshot WHERE ledger = ?"
        row = self._connection.execute(found, (self.ledger,)).fetchone()
        kept = unsealed(self.ledger, row[0]) if row is not None else None
        if kept is None or kept.seq > self.count:
            return None
        place = self._connection.execute(_HASH, (self.ledger, kept.seq)).fetchone()
        return kept if place == (kept.head,) else None

    def policy(self, policy_hash: str) -> bytes | None:
        """The body kept under this address, if any."""
        found = "SELECT body FROM policy WHERE hash = ?"
        row = self._connection.execute(found, (policy_hash,)).fetchone()
        return row[0] if row is not None else None


@contextmanager
def glanced(url: str) -> Iterator[Glance]:
    """A view of the file at an address, for as long as the block runs.

    Raises:
        UnusualError: when it is no SQLite file of ledgers of this format that can be read now;
            out of the block too, when that shows there.
    """
    file = Path(url.removeprefix(_SCHEME))
    if not url.startswith(_SCHEME) or not _is_plain(str(file)) or not file.is_file():
        raise UnusualError
    address = f"{file.absolute().as_uri()}?mode=rw"
    try:
        with closing(sqlite3.connect(address, uri=True, timeout=WAIT_SECONDS)) as connection:
            if connection.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
                raise UnusualError
            connection.execute("BEGIN")
            yield Glance(connection)
    except (sqlite3.Error, MemoryError, UnicodeDecodeError):  # as `database.meant_by` knows them
        raise UnusualError from None


def _is_plain(path: str) -> bool:
    """Whether nothing in a path means something to an address."""
    return not set("?#%").intersection(path) and path not in {"", ".", ":memory:"}
