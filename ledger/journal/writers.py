"""The connections that append to journals: each is kept from one append to the next.

A pool that is asked at every append takes longer than the append's own statements.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Engine, event

from ledger.journal.kind import Begun, Cursor, Kind


class Writers:
    """The writers' connections to one database; as many as there are writers at a time."""

    def __init__(self, engine: Engine, kind: Kind) -> None:
        self._engine = engine
        self._kind = kind
        self._idle: list[Cursor] = []
        event.listen(engine, "engine_disposed", self._let_go)

    @contextmanager
    def begun(self, ledger: str, keys: Sequence[str]) -> Iterator[tuple[Cursor, Begun | None]]:
        """A transaction of a ledger's one writer, as `Kind.begin` begins it.

        Whoever runs the block commits in it. When it raises, what was begun is taken back, and the
        connection let go of: it may be broken for good.

        Raises:
            Exception: the driver's.
        """
        cursor = self._kept() or self._connected()
        try:
            try:
                begun = self._kind.begin(cursor, ledger, keys)
            except self._kind.ERROR as error:
                if not self._kind.is_lost(error):
                    raise
                # The server was away since the last append, and nothing has happened in this one.
                self._let_go()
                _close(cursor)
                cursor = self._connected()
                begun = self._kind.begin(cursor, ledger, keys)
            yield cursor, begun
        except BaseException:
            _close(cursor)
            raise
        self._idle.append(cursor)

    def _kept(self) -> Cursor | None:
        try:
            return self._idle.pop()
        except IndexError:
            return None

    def _connected(self) -> Cursor:
        held = self._engine.raw_connection()
        connection = held.driver_connection
        held.detach()
        return self._kind.cursor(connection)

    def _let_go(self, *_engine: Engine) -> None:
        while (cursor := self._kept()) is not None:
            _close(cursor)


def _close(cursor: Cursor) -> None:
    connection = cursor.connection
    cursor.close()  # else what it has half read keeps an SQLite file locked
    connection.close()
