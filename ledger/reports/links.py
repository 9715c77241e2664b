"""Whether each stored row is the one that was linked to the row before it."""

from contextlib import suppress

from ledger.journal import GENESIS, link
from ledger.journal.raw import COLUMNS, RawDatabase, RawRow, as_text
from ledger.reports.judge import UnsoundError
from ledger.text.said import Said

_TYPES = (int, int, str, bytes, str, bytes)
_UNREAD = (int, int, bytearray, bytes, bytearray, bytes)
_KINDS = {
    int: Said("verify.whole_number"),
    float: Said("verify.fraction"),
    str: Said("verify.text"),
    bytes: Said("verify.bytes"),
}


class Links:
    """The chain of one ledger, row by row.

    Attributes:
        head: the hash of the last row.
    """

    def __init__(self, ledger: str, head: bytes = GENESIS) -> None:
        self.head = head
        self._ledger = ledger

    def body(self, raw: RawRow) -> bytes:
        """The body of the next row, once its cells give the hash stored beside them.

        Raises:
            UnsoundError: when a cell holds what it cannot, or they do not give that hash.
        """
        if tuple(map(type, raw)) == _UNREAD:
            seq, recorded_at, key, asked, body, stored = raw
            with suppress(UnicodeDecodeError):
                cells = (seq, recorded_at, key.decode(), asked, body)
                if link(self.head, self._ledger, cells) == stored:
                    self.head = stored
                    return bytes(body)
        return self._explained(as_text(raw))

    def _explained(self, raw: RawRow) -> bytes:
        """The same for a row whose text is read, and what is wrong with any."""
        if tuple(map(type, raw)) != _TYPES:
            raise UnsoundError("cell", _wrong_kind(raw))
        seq, recorded_at, key, asked, text, stored = raw
        try:
            body: bytes = text.encode()
            head = link(self.head, self._ledger, (seq, recorded_at, key, asked, body))
        except UnicodeEncodeError:
            raise UnsoundError("cell", Said("verify.not_utf8")) from None
        if head != stored:
            raise UnsoundError("hash", Said("verify.hash"))
        self.head = head
        return body


class Unlinked(Links):
    """The same rows, their bodies only: another looks at the chain."""

    def body(self, raw: RawRow) -> bytes:
        """The body of the next row, whatever is stored there."""
        body: bytes = raw[4]
        return body


def linked_end(database: RawDatabase, ledger: str, count: int) -> bytes | None:
    """The hash of a ledger's event `count`, once every row up to it is linked; None if one is not.

    Raises:
        JournalError: when the database cannot be read.
    """
    links, seq = Links(ledger), 0
    with suppress(UnsoundError):
        for raw in database.rows(ledger):
            if seq == count:
                break
            seq += 1
            if raw[0] != seq:
                return None
            links.body(raw)
        return links.head if seq == count else None
    return None


def _wrong_kind(raw: RawRow) -> Said:
    nothing = Said("verify.nothing")
    wrong = [
        Said(
            "verify.wrong_kind",
            column=column,
            found=_KINDS.get(type(cell), nothing),
            wanted=_KINDS[kind],
        )
        for column, cell, kind in zip(COLUMNS, raw, _TYPES, strict=True)
        if type(cell) is not kind
    ]
    return wrong[0]
