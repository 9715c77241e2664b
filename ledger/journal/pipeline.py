"""Statements that go to PostgreSQL together, and their answers, in one way there and back.

The driver's own pipeline does the same for any statement and value, and most of a command's time
goes there; here each statement is prepared once, and its values are bytes in PostgreSQL's form.
"""

from collections.abc import Sequence
from struct import Struct
from typing import Any, NamedTuple

from psycopg import Connection, Cursor, OperationalError
from psycopg.abc import PQGen
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus
from psycopg.pq.abc import PGconn, PGresult
from psycopg.waiting import Wait

INT8, TEXT, BYTES, TEXTS = 20, 25, 17, 1009
"""PostgreSQL's numbers of the types that are used here."""

int8 = Struct(">q").pack
_length = Struct(">i").pack
_array = Struct(">iiIii").pack
_GOOD = frozenset((ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK))


def texts(values: Sequence[str]) -> bytes:
    """An array of texts."""
    parts = [_array(1, 0, TEXT, len(values), 1)]
    for value in values:
        cell = value.encode()
        parts += _length(len(cell)), cell
    return b"".join(parts)


def whole(cell: bytes) -> int:
    """A whole number."""
    return int.from_bytes(cell, "big", signed=True)


def told(answer: PGresult) -> list[list[bytes]]:
    """The rows of an answer; NULL, which no column of ours may hold, as nothing."""
    columns = range(answer.nfields)
    return [[answer.get_value(n, i) or b"" for i in columns] for n in range(answer.ntuples)]


class Statement(NamedTuple):
    """A statement with the types of its values; a name stands for one only."""

    name: bytes
    text: bytes
    types: Sequence[int] = ()


class PipeCursor(Cursor[Any]):
    """A cursor that can also ask several statements together."""

    def __init__(self, connection: Connection[Any]) -> None:
        super().__init__(connection)
        self._prepared: set[bytes] = set()

    def ask(self, *asked: tuple[Statement, Sequence[bytes]]) -> list[PGresult]:
        """The answers to statements with their values; behind one that fails none is run.

        Raises:
            psycopg.Error: what the first that fails answers, or that the connection is lost; it can
                only be closed then.
        """
        server = self.connection.pgconn
        for statement, _ in asked:
            if statement.name not in self._prepared:
                _checked(server.prepare(*statement), server)
                self._prepared.add(statement.name)
        server.enter_pipeline_mode()
        for statement, values in asked:
            server.send_query_prepared(statement.name, values, (1,) * len(values), 1)
        server.pipeline_sync()
        answers = self.connection.wait(_answers(server))
        server.exit_pipeline_mode()
        return answers


def _answers(server: PGconn) -> PQGen[list[PGresult]]:
    answers: list[PGresult] = []
    while server.flush():
        yield Wait.W
    while True:
        while server.is_busy():
            yield Wait.R
            server.consume_input()
        answer = server.get_result()
        if answer is None:
            continue  # between two statements
        if answer.status == ExecStatus.PIPELINE_SYNC:
            return answers
        answers.append(_checked(answer, server))


def _checked(answer: PGresult, server: PGconn) -> PGresult:
    if answer.status in _GOOD:
        return answer
    if server.status == ConnStatus.BAD:
        raise OperationalError(server.get_error_message())
    raise error_from_result(answer)
