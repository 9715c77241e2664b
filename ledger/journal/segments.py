"""Segments beside the rows of a journal in SQLite: their table, its guards, and finding keys.

The table is made when the first segment is written; a database without any is as it always was.
Rows and segments are one history: a seq stands in one or the other, and the chain goes through
both. Keys are kept unique by whoever writes, who looks for them in both under the writer's lock.
"""

import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple, TypeVar

from sqlalchemy import Connection, text

from ledger.journal.chain import Row
from ledger.journal.kind import Cursor, End
from ledger.journal.packed import Page, Segment, damaged, digest_of
from ledger.journal.port import Stored

DIALECT: Final = "sqlite"
"""The kind of database that keeps segments."""

OPEN_PAGES: Final = 4
"""Segments kept laid open: who posts the same again meets one segment many times."""

_TABLE: Final = (
    "CREATE TABLE segment (ledger TEXT NOT NULL REFERENCES ledger (name),"
    " first INTEGER NOT NULL, last INTEGER NOT NULL, hash BLOB NOT NULL, names BLOB NOT NULL,"
    " digests BLOB NOT NULL, body BLOB NOT NULL, PRIMARY KEY (ledger, first)) STRICT"
)
_END: Final = (
    "max((SELECT coalesce(max(seq), 0) FROM journal WHERE ledger = NEW.ledger),"
    " (SELECT coalesce(max(last), 0) FROM segment WHERE ledger = NEW.ledger)) + 1"
)
_NEXT: Final = "an event can only be appended, at the next seq"


def _guard(name: str, what: str, why: str) -> str:
    return f"CREATE TRIGGER {name} BEFORE {what} BEGIN SELECT RAISE(ABORT, '{why}'); END"


GUARDS: Final = {
    "journal_next": _guard("journal_next", f"INSERT ON journal WHEN NEW.seq IS NOT {_END}", _NEXT),
    "segment_next": _guard(
        "segment_next",
        f"INSERT ON segment WHEN NEW.first IS NOT {_END} OR NEW.last < NEW.first",
        _NEXT,
    ),
    "segment_keep": _guard("segment_keep", "UPDATE ON segment", "an event can never be changed"),
    "segment_stay": _guard("segment_stay", "DELETE ON segment", "an event can never be deleted"),
}
"""The triggers of a database with segments, by name; `journal_next` is in place of the other."""

_THERE: Final = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'segment'"
_MOVE: Final = "UPDATE ledger SET count = ?, head = ? WHERE name = ? AND count = ? AND head = ?"
_APPEND: Final = (
    "INSERT INTO segment (ledger, first, last, hash, names, digests, body)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_LAST: Final = "SELECT last, hash FROM segment WHERE ledger = ? ORDER BY first DESC LIMIT 1"
_ROW_HASH: Final = text("SELECT hash FROM journal WHERE ledger = :ledger AND seq = :seq")
_SEGMENT_HASH: Final = text("SELECT hash FROM segment WHERE ledger = :ledger AND last = :seq")
_NAMES: Final = "SELECT names FROM segment WHERE ledger = ? AND first < ? ORDER BY first"
_SPANS: Final = "SELECT first, last FROM segment WHERE ledger = ? AND last > ? ORDER BY first"
_DIGESTS: Final = "SELECT first, digests FROM segment WHERE ledger = ? AND first > ? ORDER BY first"
_KEYS: Final = "SELECT key FROM journal WHERE ledger = ? AND key <> ''"
_WHOLE: Final = (
    "SELECT first, last, names, digests, body, hash FROM segment WHERE ledger = ? AND first = ?"
)

T = TypeVar("T", bound=Row | Stored)


class Linked(NamedTuple):
    """A segment, and the hash that stands beside it."""

    segment: Segment
    hash: bytes


def there(cursor: Cursor) -> bool:
    """Whether the database has segments."""
    return cursor.execute(_THERE).fetchone() is not None


def append(cursor: Cursor, ledger: str, seen: End, segment: Segment, linked: bytes) -> bool:
    """Write a segment and the new end; False, and nothing, when it no longer ends as was seen."""
    if not there(cursor):
        cursor.execute(_TABLE)
        cursor.execute("DROP TRIGGER IF EXISTS journal_next")
        for guard in GUARDS.values():
            cursor.execute(guard)
    first, last, *parts = segment
    if cursor.execute(_MOVE, (last, linked, ledger, *seen)).rowcount != 1:
        return False
    cursor.execute(_APPEND, (ledger, first, last, linked, *parts))
    return True


def end(cursor: Cursor, ledger: str) -> End | None:
    """Where the last segment ends."""
    found = cursor.execute(_LAST, (ledger,)).fetchone() if there(cursor) else None
    return None if found is None else End(*found)


def hash_at(connection: Connection, ledger: str, seq: int) -> bytes | None:
    """The hash of the row at a seq, or of the segment that ends there."""
    place = {"ledger": ledger, "seq": seq}
    linked: bytes | None = connection.execute(_ROW_HASH, place).scalar()
    segmented = connection.dialect.name == DIALECT and there(connection.connection.cursor())
    if linked is None and segmented:
        linked = connection.execute(_SEGMENT_HASH, place).scalar()
    return linked


def spans(cursor: Cursor, ledger: str, after: int = 0) -> list[tuple[Any, Any]]:
    """First and last seq of each segment with events behind a seq, in order."""
    return cursor.execute(_SPANS, (ledger, after)).fetchall() if there(cursor) else []


def whole(cursor: Cursor, ledger: str, first: int) -> Linked:
    """The segment that begins at a seq.

    Raises:
        DamagedError: when it is not there.
    """
    found = cursor.execute(_WHOLE, (ledger, first)).fetchone()
    if found is None:
        raise damaged(first)
    return Linked(Segment(*found[:5]), found[5])


def segments(cursor: Cursor, ledger: str) -> Iterator[Segment]:
    """Every segment, in order."""
    return (whole(cursor, ledger, first).segment for first, _ in spans(cursor, ledger))


def names_before(cursor: Cursor, ledger: str, first: int) -> list[str]:
    """Everybody whom the segments before a seq have named, by number."""
    names: list[str] = []
    if there(cursor):
        for (lines,) in cursor.execute(_NAMES, (ledger, first)):
            names += names_in(first, lines)
    return names


def names_in(first: int, lines: bytes) -> list[str]:
    """The people whom a segment is the first to name.

    Raises:
        DamagedError: when they are no text.
    """
    try:
        return lines.decode().split("\n") if lines else []
    except UnicodeDecodeError:
        raise damaged(first) from None


def taken(
    cursor: Cursor, ledger: str, following: int
) -> tuple[list[str], Iterator[bytes], Iterator[str]]:
    """Who is named before a seq, the digests of the keys of segments, and the keys of rows."""
    packed = cursor.execute(_DIGESTS, (ledger, 0)).fetchall() if there(cursor) else []
    keys = cursor.execute(_KEYS, (ledger,)).fetchall()  # before the cursor is asked again
    return (
        names_before(cursor, ledger, following),
        (digests for _, digests in packed),
        (key for (key,) in keys),
    )


def runs(cursor: Cursor, ledger: str, after: int) -> Iterator[tuple[int, Iterator[Stored]]]:
    """Each segment's events behind a seq, with the first seq of the segment.

    Raises:
        DamagedError: at bytes that are no segment.
    """
    names: list[str] | None = None
    for first, _ in spans(cursor, ledger, after):
        segment = whole(cursor, ledger, first).segment
        names = names_before(cursor, ledger, first) if names is None else names
        names += names_in(first, segment.names)
        yield first, (s for s in Page(segment).stored(names) if s.seq > after)


def woven(
    rows: Iterator[T], segments: Iterator[tuple[int, Iterator[Stored]]]
) -> Iterator[T | Stored]:
    """Rows and the events of segments, by seq."""
    row = next(rows, None)
    for first, run in segments:
        while row is not None and row.seq < first:
            yield row
            row = next(rows, None)
        yield from run
    while row is not None:
        yield row
        row = next(rows, None)


class Keys:
    """Finds the events that came under keys in one ledger's segments; remembers their digests."""

    def __init__(self, ledger: str) -> None:
        self._ledger = ledger
        self._digests: list[tuple[int, array[int]]] = []
        self._pages: dict[int, dict[str, Stored]] = {}
        self._seen_all = False

    def look_again(self) -> None:
        """Segments may have been written since the last look."""
        self._seen_all = False

    def find(self, cursor: Cursor, keys: Sequence[str]) -> dict[str, Stored]:
        """The first events of the commands that came under these keys, by key.

        Raises:
            DamagedError: where one of them is no event.
        """
        if not self._seen_all and there(cursor):
            self._catch_up(cursor)
        self._seen_all = True
        if not self._digests:
            return {}
        found = ((key, self._found(cursor, key)) for key in keys if key)
        return {key: stored for key, stored in found if stored is not None}

    def _catch_up(self, cursor: Cursor) -> None:
        behind = self._digests[-1][0] if self._digests else 0
        for first, packed in cursor.execute(_DIGESTS, (self._ledger, behind)).fetchall():
            if len(packed) % 8:
                raise damaged(first)
            self._digests.append((first, _little(packed)))

    def _found(self, cursor: Cursor, key: str) -> Stored | None:
        digest = digest_of(key)
        for first, digests in self._digests:
            place = bisect_left(digests, digest)
            if place < len(digests) and digests[place] == digest:
                stored = self._page(cursor, first).get(key)
                if stored is not None:
                    return stored
        return None

    def _page(self, cursor: Cursor, first: int) -> dict[str, Stored]:
        page = self._pages.pop(first, None)
        if page is None:
            page = _by_key(cursor, self._ledger, first)
        self._pages[first] = page  # the last one used stands last
        if len(self._pages) > OPEN_PAGES:
            del self._pages[next(iter(self._pages))]
        return page


def _little(packed: bytes) -> "array[int]":
    digests = array("Q", packed)
    if sys.byteorder == "big":
        digests.byteswap()
    return digests


def _by_key(cursor: Cursor, ledger: str, first: int) -> dict[str, Stored]:
    segment = whole(cursor, ledger, first).segment
    names = names_before(cursor, ledger, first) + names_in(first, segment.names)
    return {stored.key: stored for stored in Page(segment).stored(names) if stored.key}
