"""What a segment of a journal is: many events in columns of bytes, chained as one link.

A transfer that was sent, accepted, returned or refused is a few small numbers and its key; any
other event travels in its own JSON. The bytes are read here with the standard library alone, into
the very events, keys and wishes that rows would hold. They are made in `ledger.bulk`.
"""

import struct
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from hashlib import sha256
from typing import Final, NamedTuple

import msgspec

from ledger.core.commands import AcceptTransfer, Command, SendTransfer
from ledger.core.events import (
    Event,
    Refused,
    TransferAccepted,
    TransferReturned,
    TransferSent,
)
from ledger.journal.codec import asked, decode
from ledger.journal.errors import DamagedError, UnreadableEventError
from ledger.journal.port import Stored
from ledger.text.said import Said
from ledger.words.accounts import PERSONAL, WALLET, carried

SENT, HELD, RETURNED, ACCEPTED, OTHER, REFUSED = range(6)
"""Kinds of events: sent at once, sent and pending, returned, accepted, in JSON, and refused with
the first of the segment's codes; those behind it count on."""

BARE, AS_PERSONAL, AS_WALLET = range(3)
"""How a wish wrote an account: `li`, `li/personal`, `li/wallet`."""

PLAIN, CARRIED, WALLETED = range(3)
"""Which account of the payer it was: personal, carried over, wallet."""

COLUMNS: Final = ("gap", "kind", "form", "payer", "payee", "fen", "returns", "key", "more")
"""The columns, in order. `gap` is the time (µs) since the event before; `form` is how the payer's
account was written, + 3 * how the payee's was, + 9 * which account it was; `payer` and `payee` are
numbers of names; `key` and `more` are lengths in bytes of the texts behind the columns."""

MOST_EVENTS: Final = 1 << 20
"""No segment holds more."""

_TYPES: Final = {1: "B", 2: "H", 4: "I", 8: "Q"}
_sizes = struct.Struct(">qqIII").pack
_two = struct.Struct("<II")


class Segment(NamedTuple):
    """A run of events.

    Attributes:
        first, last: their seqs.
        names: the people first named here, a line each; they are numbered through the ledger.
        digests: of every key here (`digest_of`), sorted, 8 bytes each, little end first.
        body: the length of the head, the head (`Head`), the columns, the texts.
    """

    first: int
    last: int
    names: bytes
    digests: bytes
    body: bytes


class Column(NamedTuple):
    """How a column stands in the bytes: a cell is `base + unit * n`; of width 0, all are `base`."""

    width: int
    unit: int
    base: int


class Head(NamedTuple):
    """What a segment's columns need to be read: the moment of its first event, the codes."""

    events: int
    at: int
    codes: tuple[str, ...]
    columns: tuple[Column, ...]


encode_head: Final = msgspec.msgpack.Encoder().encode
_decode_head: Final = msgspec.msgpack.Decoder(Head).decode


def link_segment(previous: bytes, ledger: str, segment: Segment) -> bytes:
    """The hash (32 bytes) of a segment that follows the row or segment with the hash `previous`.

    All lengths stand before what they measure, and a row's bytes never begin with these.
    """
    first, last, names, digests, body = segment
    name = ledger.encode()
    hashed = sha256(b"walletsim segment" + previous + len(name).to_bytes(4, "big") + name)
    hashed.update(_sizes(first, last, len(names), len(digests), len(body)))
    for part in (names, digests, body):
        hashed.update(part)
    return hashed.digest()


def digest_of(key: str) -> int:
    """Where a key is looked for: 64 bits of it (FNV-1a). Equal digests are a reason to look."""
    digest = 0xCBF29CE484222325
    for byte in key.encode():
        digest = (digest ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return digest


def packed_digests(keys: Iterable[str]) -> bytes:
    """The digests of all keys but the empty one, as a segment holds them."""
    return b"".join(d.to_bytes(8, "little") for d in sorted(digest_of(k) for k in keys if k))


def pack_other(wish: bytes, body: bytes) -> bytes:
    """The text of an event that travels in its own JSON, with the command it answers."""
    return _two.pack(len(wish), len(body)) + wish + body


class Page:
    """A segment laid open: its columns as lists, its texts where they lie.

    Raises:
        DamagedError: when the bytes are no segment.
    """

    def __init__(self, segment: Segment) -> None:
        self.first = segment.first
        self._body = body = segment.body
        try:
            self.head, place = head_of(segment)
            self.columns: dict[str, list[int]] = {}
            for name, column in zip(COLUMNS, self.head.columns, strict=True):
                end = place + column.width * self.head.events
                self.columns[name] = _cells(body[place:end], column, self.head.events)
                place = end
            self._keys_at, self._more_at = place, place + sum(self.columns["key"])
            whole = self._more_at + sum(self.columns["more"]) == len(body)
        except (ValueError, KeyError):
            whole = False
        if not whole:
            raise damaged(segment.first)

    @cached_property
    def keys(self) -> list[str]:
        """The key of each event, empty where it has none.

        Raises:
            DamagedError: when one is no text.
        """
        try:
            return [text.decode() for text in self._texts(self._keys_at, "key")]
        except UnicodeDecodeError:
            raise damaged(self.first) from None

    def stored(self, names: Sequence[str]) -> Iterator[Stored]:
        """The events, as rows would hold them.

        Args:
            names: everybody whom segments have named up to here, by number.

        Raises:
            DamagedError: at one that is none.
        """
        for (seq, at, wish, event), key in zip(self.events(names), self.keys, strict=True):
            yield Stored(seq, at, key, wish if isinstance(wish, bytes) else asked(wish), event)

    def events(self, names: Sequence[str]) -> Iterator[tuple[int, int, Command | bytes, Event]]:
        """Seq, moment, what was asked (the command, or `codec.asked` of it), event.

        Args and errors: as for `stored`.
        """
        columns, at = self.columns, self.head.at
        texts = zip(self.keys, self._texts(self._more_at, "more"), strict=True)
        cells = zip(*(columns[name] for name in COLUMNS[:7]), texts, strict=True)
        for seq, (gap, *event, (key, more)) in enumerate(cells, self.first):
            at += gap
            try:
                wish, told = self._event(at, event, key, more, names)
            except (IndexError, ValueError, struct.error, UnreadableEventError):
                raise damaged(seq) from None
            yield seq, at, wish, told

    def _texts(self, place: int, column: str) -> Iterator[bytes]:
        body = self._body
        for size in self.columns[column]:
            yield body[place : place + size]
            place += size

    def _event(
        self, at: int, cells: list[int], key: str, more: bytes, names: Sequence[str]
    ) -> tuple[Command | bytes, Event]:
        kind, form, payer_number, payee_number, fen, returns = cells
        if kind == OTHER:
            wish, body = other_of(more)
            return wish, decode(body)
        payer, payee = names[payer_number], names[payee_number]
        if kind == RETURNED:
            source = account_of(payer, form // 9)
            return b"", TransferReturned(at, more.decode(), payer, source, payee, fen)
        if kind == ACCEPTED:
            source, transfer = account_of(payer, form // 9), more.decode()
            accepted = TransferAccepted(at, transfer, payer, source, payee, fen)
            return AcceptTransfer(transfer), accepted
        command = SendTransfer(written(payer, form % 3), written(payee, form // 3 % 3), fen)
        if kind >= REFUSED:
            return command, Refused(at, self.head.codes[kind - REFUSED], command)
        source = account_of(payer, form // 9)
        back = returns if kind == HELD else None
        return command, TransferSent(at, key, payer, source, payee, fen, back)


def head_of(segment: Segment) -> tuple[Head, int]:
    """A segment's head, and where its columns begin.

    Raises:
        DamagedError: when it has none, or one that does not fit.
    """
    place = 4 + int.from_bytes(segment.body[:4], "little")
    try:
        head = _decode_head(segment.body[4:place])
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise damaged(segment.first) from None
    sound = all(c.width in _TYPES or not c.width for c in head.columns)
    if not sound or not 0 < head.events == segment.last - segment.first + 1 <= MOST_EVENTS:
        raise damaged(segment.first)
    return head, place


def written(person: str, form: int) -> str:
    """A person's account as a wish wrote it."""
    return (person, f"{person}/{PERSONAL}", f"{person}/{WALLET}")[form]


def account_of(person: str, which: int) -> str:
    """One of the accounts that money is sent from: `PLAIN`, `CARRIED` or `WALLETED`."""
    return (f"{person}/{PERSONAL}", carried(person), f"{person}/{WALLET}")[which]


def _cells(packed: bytes, column: Column, count: int) -> list[int]:
    width, unit, base = column
    if not width:
        return [base] * count
    cells = array(_TYPES[width], packed)
    if sys.byteorder == "big":
        cells.byteswap()
    if len(cells) != count:
        raise ValueError(width)
    return [base + unit * cell for cell in cells]


def other_of(text: bytes) -> tuple[bytes, bytes]:
    """The wish and the body of an event from its `pack_other`.

    Raises:
        ValueError: when the lengths do not fit.
        struct.error: when there are none.
    """
    wish, body = _two.unpack_from(text)
    if 8 + wish + body != len(text):
        raise ValueError(wish)
    return text[8 : 8 + wish], text[8 + wish :]


def damaged(seq: int) -> DamagedError:
    """What to say of a segment that is none, from one event on."""
    return DamagedError(Said("journal.at_seq", seq=seq, what=Said("journal.no_event")))
