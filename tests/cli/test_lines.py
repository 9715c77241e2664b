"""Lines come in batches: what comes together goes together, and nothing waits without need."""

import io
import os
import threading
from collections.abc import Iterator

import pytest

from ledger.cli.ledgers.lines import LONGEST_LINE_BYTES, UnreadableError, batches


def read(data: bytes, most: int = 3) -> list[list[bytes]]:
    return list(batches(io.BytesIO(data), most, 0))


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"", []),
        (b"a\n", [b"a"]),
        (b"a\nb", [b"a", b"b"]),
        (b"a\n\nb\n", [b"a", b"", b"b"]),
        (b"a\r\nb\n", [b"a\r", b"b"]),
    ],
)
def test_every_line_comes_once_and_in_order(data: bytes, lines: list[bytes]) -> None:
    assert [line for batch in read(data) for line in batch] == lines


def test_a_batch_is_never_longer_than_asked_for() -> None:
    assert [len(batch) for batch in read(b"x\n" * 8)] == [3, 3, 2]


def test_a_line_that_never_ends_is_not_kept_in_memory() -> None:
    lines = [line for batch in read(b"x" * (5 * LONGEST_LINE_BYTES)) for line in batch]

    assert max(map(len, lines)) <= 2 * LONGEST_LINE_BYTES


@pytest.fixture
def pipe() -> Iterator[tuple[int, io.BufferedReader]]:
    there, here = os.pipe()
    with os.fdopen(there, "rb") as reader:
        yield here, reader


def test_a_line_is_handed_over_though_no_other_follows(
    pipe: tuple[int, io.BufferedReader],
) -> None:
    here, reader = pipe
    found = batches(reader, 100, 0)

    for number in range(3):
        os.write(here, b"line %d\n" % number)
        assert next(found) == [b"line %d" % number]
    os.close(here)
    assert list(found) == []


def test_a_batch_that_may_wait_takes_what_comes_in_time(
    pipe: tuple[int, io.BufferedReader],
) -> None:
    here, reader = pipe
    os.write(here, b"one\n")
    found = batches(reader, 2, 60_000)

    threading.Timer(0.05, os.write, (here, b"two\n")).start()

    assert next(found) == [b"one", b"two"]
    os.close(here)
    assert list(found) == []


def test_a_line_may_come_in_pieces(pipe: tuple[int, io.BufferedReader]) -> None:
    here, reader = pipe
    os.write(here, b'{"key":')
    found = batches(reader, 2, 0)
    threading.Timer(0.05, os.write, (here, b'"k1"}\n')).start()

    assert next(found) == [b'{"key":"k1"}']
    os.close(here)
    assert list(found) == []


class Broken(io.BytesIO):
    def read(self, _size: int | None = -1) -> bytes:
        raise OSError(5, "Input/output error")


def test_a_stream_that_cannot_be_read_is_an_error_and_no_end() -> None:
    with pytest.raises(UnreadableError, match="Input/output error"):
        list(batches(Broken(), 2, 0))
