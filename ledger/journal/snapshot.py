"""A book kept at a seq, so that a long ledger is opened without folding it all: a cache, checked.

What is kept is used only when it is whole, of this engine, of this ledger, and of a history that
the journal still has. Anything else is no error: the book is folded from the journal, which is
the truth. Whoever can forge a row of the journal can forge this too; `verify` uses none.
"""

from functools import cache
from hashlib import sha256
from typing import Final, NamedTuple

import msgspec

from ledger import __version__
from ledger.core.book import Book

_DIGEST_BYTES: Final = 32


class Snapshot(NamedTuple):
    """The book after `seq` events, of which the last has the hash `head`."""

    seq: int
    head: bytes
    book: Book


class _Kept(NamedTuple):
    engine: str
    ledger: str
    seq: int
    head: bytes
    book: Book


_encode: Final = msgspec.msgpack.Encoder().encode
_decode: Final = msgspec.msgpack.Decoder(_Kept).decode


@cache
def engine() -> str:
    """Which engine makes snapshots: its version, and the shape of its book."""
    shape = repr(msgspec.inspect.type_info(Book)).encode()
    return f"{__version__} {sha256(shape).hexdigest()}"


def seal(ledger: str, snapshot: Snapshot) -> bytes:
    """A snapshot in bytes; the first 32 are the sha256 of the others."""
    body = _encode(_Kept(engine(), ledger, *snapshot))
    return sha256(body).digest() + body


def unsealed(ledger: str, kept: bytes) -> Snapshot | None:
    """The snapshot of sealed bytes; None when they are not whole, or of another engine or ledger.

    Whether the journal has this history, the caller must see: that its hash at `seq` is `head`.
    """
    digest, body = kept[:_DIGEST_BYTES], kept[_DIGEST_BYTES:]
    if sha256(body).digest() != digest:
        return None
    try:
        found = _decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None  # whole, and of an engine whose book had another shape
    if (found.engine, found.ledger) != (engine(), ledger):
        return None
    return Snapshot(found.seq, found.head, found.book)
