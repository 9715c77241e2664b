"""The hash chain: each row's hash covers the hash before it and every column of the row."""

import struct
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from typing import Final, NamedTuple, TypeAlias

import msgspec

from ledger.core.events import Event
from ledger.journal.codec import encode

GENESIS: Final = sha256(b"walletsim journal, format 1").digest()
"""What the first row's hash continues from."""

_pack = struct.Struct(">qqIII").pack


class Draft(msgspec.Struct, frozen=True, gc=False):
    """An event to append, with the envelope it travels in.

    Attributes:
        recorded_at: when it is written down (µs, Beijing wall time).
        key: the idempotency key of the command that caused it, on that command's first event;
            empty on its other events and on what time itself asked for.
        asked: that command (`codec.asked`: its digest, or all of it); empty where there is none.
    """

    recorded_at: int
    key: str
    asked: bytes
    event: Event


class Row(NamedTuple):
    """One row of a journal: `seq` counts from 1 without gaps, `body` is the very bytes stored."""

    seq: int
    recorded_at: int
    key: str
    asked: bytes
    body: bytes


Cells: TypeAlias = tuple[int, int, str, bytes, bytes]
"""The columns of a `Row`, which is one."""

Text: TypeAlias = bytes | bytearray
"""UTF-8; a `bytearray` as a driver may give it."""

Linked: TypeAlias = tuple[int, int, str, bytes, bytes, bytes]
"""The columns of a `Row`, and its hash: plain, since so many are made."""


@lru_cache(maxsize=1024)
def named(ledger: str) -> bytes:
    """A ledger's name as each of its hashes covers it.

    Raises:
        UnicodeEncodeError: when it is no text that UTF-8 can hold.
    """
    name = ledger.encode()
    return len(name).to_bytes(4, "big") + name


def link(previous: bytes, ledger: str, row: Cells) -> bytes:
    """The hash (32 bytes) of a row that follows the row with the hash `previous`.

    All lengths stand before what they measure, so no two rows give the same bytes.

    Raises:
        UnicodeEncodeError: when the ledger's name or the key is no text that UTF-8 can hold.
    """
    seq, recorded_at, key, asked, body = row
    return link_bytes(previous, named(ledger), seq, recorded_at, key.encode(), asked, body)


def link_bytes(  # noqa: PLR0913, PLR0917  -- a row's columns, in their order; so many are made
    previous: bytes, name: bytes, seq: int, recorded_at: int, key: Text, asked: bytes, body: Text
) -> bytes:
    """The same for a row whose text is UTF-8 already, and a ledger's name as `named` gives it."""
    sizes = _pack(seq, recorded_at, len(key), len(asked), len(body))
    return sha256(b"".join((previous, name, sizes, key, asked, body))).digest()


def extend(ledger: str, count: int, head: bytes, drafts: Iterable[Draft]) -> list[Linked]:
    """The rows and hashes that drafts become after `count` rows that end at the hash `head`.

    Raises:
        ValueError: when a key holds the character NUL, which not every database can keep.
        UnicodeEncodeError: as `link`.
    """
    name, written = named(ledger), []
    for seq, draft in enumerate(drafts, count + 1):
        recorded_at, key, asked = draft.recorded_at, draft.key, draft.asked
        if "\0" in key:
            raise ValueError("a key holds no NUL character")
        body, text = encode(draft.event), key.encode()
        head = link_bytes(head, name, seq, recorded_at, text, asked, body)
        written.append((seq, recorded_at, key, asked, body, head))
    return written
