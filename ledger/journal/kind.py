"""What a kind of database must offer so that a journal can live in it; SQLite and PostgreSQL do."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Final, NamedTuple, Protocol, TypeAlias

from sqlalchemy import URL, Connection, Engine

from ledger.journal.errors import JournalError
from ledger.text.said import Said

CHUNK: Final = 10_000
"""Rows handed to the driver at a time, or asked for at a time."""

Bound: TypeAlias = tuple[str, int, int, str, bytes, str, bytes]
"""A row of the table `journal`, in the order of its columns."""

Found: TypeAlias = tuple[int, int, str, bytes, str]
"""What a key finds of a row: seq, recorded_at, key, asked, body."""

Cursor: TypeAlias = Any
"""A cursor of the driver; the drivers share no type."""


class End(NamedTuple):
    """Where a ledger's journal ends: its last seq, and the hash of that event."""

    seq: int
    head: bytes


class Begun(NamedTuple):
    """What a writer finds: the format the ledger is written in, where it ends, and rows by key."""

    format: object
    end: End
    found: Sequence[Found]


class Kind(Protocol):
    """One kind of database; each is a module of these names.

    What takes a cursor speaks to the driver itself: an append must not pay for a toolkit.
    """

    @property
    def READ(self) -> Sequence[str]:  # noqa: N802  -- a constant of a module
        """What begins one consistent view that blocks no writer."""

    @property
    def WRITE(self) -> Sequence[str]:  # noqa: N802  -- a constant of a module
        """What begins a transaction about the database as a whole; one at a time."""

    @property
    def ERROR(self) -> type[Exception]:  # noqa: N802  -- a constant of a module
        """The base of what the driver raises."""

    def engine(self, url: URL, *, create: bool, safe: bool) -> Engine:
        """An engine for the database; `safe` waits for the disk at each commit."""

    def meaning(self, error: BaseException | None) -> JournalError | None:
        """What a driver's error means for the ledger; None for a mistake of this program."""

    def prepare(self, connection: Connection) -> None:
        """See to it that readers block no writer; outside a transaction, on a blank database."""

    def mark(self, connection: Connection) -> None:
        """Mark a database with the tables in it as ours, and put up the guards."""

    def is_marked(self, connection: Connection) -> bool:
        """Whether the database is ours, though tables may be missing."""

    def complaints(self, connection: Connection) -> Iterator[Said]:
        """What the database finds wrong in itself, and which guards are gone."""

    def any_text(self, connection: Connection) -> AbstractContextManager[None]:
        """Reads text that is no UTF-8 too, as surrogates."""

    def rows(
        self, connection: Connection, columns: str, ledger: str, after: int | None
    ) -> Generator[tuple[Any, ...], None, None]:
        """The journal's rows, or those behind a seq, in order, as the driver gives them."""

    def raw_rows(
        self, connection: Connection, columns: str, ledger: str, after: int | None
    ) -> Generator[tuple[Any, ...], None, None]:
        """The same as `rows`; a text cell as `str`, or unread as `bytearray`."""

    def cursor(self, connection: Any) -> Cursor:
        """What a writer holds of a connection of the driver for as long as it is open."""

    def is_lost(self, error: Exception) -> bool:
        """Whether a driver's error says that the connection has gone: another one may succeed."""

    def begin(self, cursor: Cursor, ledger: str, keys: Sequence[str]) -> Begun | None:
        """Begin a transaction as a ledger's one writer; None if it is not there.

        It finds the rows that carry one of the keys, as `find` does.
        """

    def append(
        self, cursor: Cursor, ledger: str, seen: End, end: End, rows: Iterable[Bound]
    ) -> bool:
        """Write rows and the new end; False, and nothing, when it no longer ends as was seen."""

    def commit(
        self, cursor: Cursor, ledger: str, seen: End, end: End, rows: Iterable[Bound]
    ) -> bool:
        """The same, if there are rows, and make durable all that was written."""

    def find(self, cursor: Cursor, ledger: str, keys: Sequence[str]) -> Iterable[Found]:
        """The rows that carry one of these keys."""
