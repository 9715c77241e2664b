"""Whether each stored row is the one that was linked to the row before it."""

from ledger.journal import GENESIS
from ledger.journal.chain import link, link_bytes, named
from ledger.journal.raw import COLUMNS, RawRow, as_text
from ledger.reports.judge import UnsoundError
from ledger.text.said import Said

_TYPES = (int, int, str, bytes, str, bytes)
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
        self._ledger, self._named = ledger, named(ledger)

    def body(self, raw: RawRow) -> bytes | bytearray:
        """The body of the next row, once its cells give the hash stored beside them.

        Raises:
            UnsoundError: when a cell holds what it cannot, or they do not give that hash.
        """
        seq, recorded_at, key, asked, body, stored = raw
        if (
            type(body) is type(key) is bytearray
            and type(asked) is type(stored) is bytes
            and type(seq) is type(recorded_at) is int
            and (key.isascii() or _is_utf8(key))
        ):
            head = link_bytes(self.head, self._named, seq, recorded_at, key, asked, body)
            if head == stored:
                self.head = head
                return body
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


def _is_utf8(key: bytearray) -> bool:
    try:
        key.decode()
    except UnicodeDecodeError:
        return False
    return True


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
