"""The connections that append to journals: each is kept from one append to the next.

A pool that is asked at every append takes longer than the append's own statements.
"""

from collections.abc import Sequence

from sqlalchemy import Engine, event

from ledger.journal.kind import Begun, Cursor, Kind


class Writers:
    """The writers' connections to one database; as many as there are writers at a time."""

    def __init__(self, engine: Engine, kind: Kind) -> None:
        self._engine = engine
        self._kind = kind
        self._idle: list[Cursor] = []
        event.listen(engine, "engine_disposed", self._let_go)

    def begin(self, ledger: str, keys: Sequence[str]) -> tuple[Cursor, Begun | None]:
        """A writer's cursor, and the transaction in it, as `Kind.begin` begins it.

        Whoever takes it gives it back by `keep` after its commit, or else by `drop`.

        Raises:
            Exception: the driver's.
        """
        try:
            return self._begun(self._kept() or self._connected(), ledger, keys)
        except self._kind.ERROR as error:
            if not self._kind.is_lost(error):
                raise
        # The server was away since the last append, and nothing has happened in this one.
        self._let_go()
        return self._begun(self._connected(), ledger, keys)

    def _begun(
        self, cursor: Cursor, ledger: str, keys: Sequence[str]
    ) -> tuple[Cursor, Begun | None]:
        try:
            return cursor, self._kind.begin(cursor, ledger, keys)
        except BaseException:
            self.drop(cursor)
            raise

    def keep(self, cursor: Cursor) -> None:
        """Keep a connection in which nothing is begun."""
        self._idle.append(cursor)

    @staticmethod
    def drop(cursor: Cursor) -> None:
        """Close a connection, which takes back what was begun, and may be broken for good."""
        connection = cursor.connection
        cursor.close()  # else what it has half read keeps an SQLite file locked
        connection.close()

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
            self.drop(cursor)
