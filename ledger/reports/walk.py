"""Walks one stored journal from its first row to the first that cannot be trusted."""

from contextlib import suppress

from ledger.core.events import Event
from ledger.journal import GENESIS, DamagedError, decode, link
from ledger.journal.raw import COLUMNS, Cell, Listed, RawDatabase, RawRow, as_text
from ledger.reports.judge import REPLAYED, Findings, Judge, TermsOf, UnsoundError, shown
from ledger.text.said import Said

_TYPES = (int, int, str, bytes, str, bytes)
_UNREAD = (int, int, bytearray, bytes, bytearray, bytes)
_KINDS = {
    int: Said("verify.whole_number"),
    float: Said("verify.fraction"),
    str: Said("verify.text"),
    bytes: Said("verify.bytes"),
}


class Walk:
    """The walk over one ledger.

    Attributes:
        count: how many events were read and found sound.
        head: the hash of the last of them.
        sound: whether the walk came to the journal's end.
        found: what is wrong.
    """

    def __init__(self, database: RawDatabase, listed: Listed, terms_of: TermsOf) -> None:
        self.count = 0
        self.head = GENESIS
        self.sound = False
        self.found = Findings()
        self._database = database
        self._listed = listed
        self._name, self._balances_at = listed.name, listed.balance_seq
        self._judge = Judge(listed.name, database, terms_of, self.found)

    def run(self) -> None:
        """Read row after row; whatever is wrong becomes a finding."""
        try:
            if self._balances_at == self.count:
                self._judge.check_balances(self.count)
            for raw in self._database.rows(self._listed.name):
                if self._in_place(raw[0]):
                    self._step(raw)
            self.sound = True
        except UnsoundError as error:
            self.found.note(self.count + 1, error.check, str(error))
        except DamagedError as error:
            self.found.note(self.count + 1, "damage", Said("verify.unreadable", error=str(error)))

    def _in_place(self, seq: Cell) -> bool:
        if type(seq) is int and seq > self.count:
            return True
        # Passed over, so that the gap it may have left is found and named.
        place = seq if type(seq) is int else None
        self.found.note(place, "place", Said("verify.out_of_place", seq=shown(seq)))
        return False

    def _step(self, raw: RawRow) -> None:
        seq = self.count + 1
        if raw[0] != seq:
            raise UnsoundError("gap", Said("verify.seq_missing", seq=seq))
        head, body = self._linked(raw)
        self._judge.hear(seq, _event(body))
        self.count, self.head = seq, head
        if seq == self._balances_at:
            self._judge.check_balances(seq)

    def _linked(self, raw: RawRow) -> tuple[bytes, bytes]:
        """The row's hash and body, once its cells give the hash stored beside them."""
        if tuple(map(type, raw)) == _UNREAD:
            seq, recorded_at, key, asked, body, stored = raw
            with suppress(UnicodeDecodeError):
                cells = (seq, recorded_at, key.decode(), asked, body)
                if link(self.head, self._name, cells) == stored:
                    return stored, body
        return self._read_and_linked(as_text(raw))

    def _read_and_linked(self, raw: RawRow) -> tuple[bytes, bytes]:
        """The same for a row whose text is read, and what is wrong with any."""
        if tuple(map(type, raw)) != _TYPES:
            raise UnsoundError("cell", _wrong_kind(raw))
        seq, recorded_at, key, asked, text, stored = raw
        try:
            body = text.encode()
            head = link(self.head, self._name, (seq, recorded_at, key, asked, body))
        except UnicodeEncodeError:
            raise UnsoundError("cell", Said("verify.not_utf8")) from None
        if head != stored:
            raise UnsoundError("hash", Said("verify.hash"))
        return head, body

    def check_end(self, noted_head: str | None) -> None:
        """Compare a sound walk's end with what is listed, and with a head noted elsewhere."""
        self._judge.check_sum(self.count)
        listed = self._listed
        if listed.count != self.count:
            self.found.note(self._off_at(listed.count), "count", self._off_by(listed.count))
        if listed.head != self.head:
            text = Said("verify.listed_head")
            self.found.note(self.count, "head", text)
        if type(listed.balance_seq) is not int or not 0 <= listed.balance_seq <= self.count:
            text = Said("verify.balances_at", seq=shown(listed.balance_seq))
            self.found.note(None, REPLAYED, text)
        if noted_head is not None and not self.head.hex().startswith(noted_head.lower()):
            text = Said("verify.noted_head", head=self.head.hex(), noted=shown(noted_head))
            self.found.note(self.count, "noted-head", text)

    def _off_at(self, listed: Cell) -> int | None:
        return min(self.count, listed) + 1 if type(listed) is int else None

    def _off_by(self, listed: Cell) -> Said:
        return Said("verify.count", listed=shown(listed), seq=self.count)


def _event(body: bytes) -> Event:
    try:
        return decode(body)
    except DamagedError as error:
        raise UnsoundError("event", str(error)) from None


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
