"""Reads a stream line by line, and hands over together what comes together."""

import io
import os
import time
from collections.abc import Callable, Iterator
from queue import Empty, Queue
from threading import Thread
from typing import BinaryIO, Final, TypeAlias

from ledger.text.said import Said

LONGEST_LINE_BYTES: Final = 1 << 16
"""What is longer is cut there; no command is that long."""

_WAITING: Final = 64
"""How many pieces of a stream are read ahead at most; a piece has up to 64 KiB."""


class UnreadableError(ValueError):
    """A stream that breaks off; its text is one sentence."""


_Pieces: TypeAlias = "Queue[list[bytes] | OSError]"


def batches(stream: BinaryIO, most: int, within_ms: int) -> Iterator[list[bytes]]:
    """The lines of a stream, in batches.

    Args:
        stream: where they come from.
        most: how many lines a batch has at most.
        within_ms: how long a batch that is not full waits for more; 0: it takes what is there.

    Raises:
        UnreadableError: when the stream cannot be read.
    """
    queue: _Pieces = Queue(_WAITING)
    Thread(target=_read, args=(_reader(stream), queue), daemon=True).start()
    rest: list[bytes] = []
    while lines := rest or _next(queue, None):
        until = time.monotonic() + within_ms / 1000
        while len(lines) < most and (more := _next(queue, until)):
            lines += more
        rest = lines[most:]
        yield lines[:most]


def _next(queue: _Pieces, until: float | None) -> list[bytes]:
    """The next lines, if they come in time; none at the end."""
    try:
        wait = None if until is None else max(until - time.monotonic(), 1e-9)
        found = queue.get(timeout=wait)
    except Empty:
        return []
    if isinstance(found, OSError) and until is not None:
        queue.put(found)  # told when what came before it is taken
        return []
    if isinstance(found, OSError):
        raise UnreadableError(Said("command.lines_unreadable", why=str(found.strerror)))
    if not found:
        queue.put(found)  # the end, to be found again
    return found


def _reader(stream: BinaryIO) -> Callable[[int], bytes]:
    try:
        number = stream.fileno()
    except io.UnsupportedOperation:
        return stream.read
    # Past the stream's own buffer: its lock must not be held by a thread when the program ends.
    return lambda size: os.read(number, size)


def _read(read: Callable[[int], bytes], queue: _Pieces) -> None:
    rest = b""
    try:
        while piece := read(LONGEST_LINE_BYTES):
            *lines, rest = (rest + piece).split(b"\n")
            if len(rest) > LONGEST_LINE_BYTES:
                lines, rest = [*lines, rest], b""
            if lines:
                queue.put(lines)
        if rest:
            queue.put([rest])
        queue.put([])  # the end
    except OSError as error:
        queue.put(error)
