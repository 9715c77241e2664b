"""Walks one stored journal from its first row to the first that cannot be trusted."""

from ledger.core.events import Event
from ledger.journal import GENESIS, DamagedError, Row, decode, link
from ledger.journal.packed import Page, Segment, link_segment, packed_digests
from ledger.journal.raw import COLUMNS, Cell, Listed, RawDatabase, RawRow
from ledger.journal.segments import names_in
from ledger.reports.judge import REPLAYED, Findings, Judge, TermsOf, UnsoundError, shown
from ledger.text.said import Said

_TYPES = (int, int, str, bytes, str, bytes)
_RUN_TYPES = (int, int, bytes, bytes, bytes, bytes)
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
        self._names: list[str] = []
        self._judge = Judge(listed.name, database, terms_of, self.found)

    def run(self) -> None:
        """Read row after row; whatever is wrong becomes a finding."""
        try:
            self._check_balances()
            runs = self._database.segments(self._listed.name)
            run = next(runs, None)
            for raw in self._database.rows(self._listed.name):
                while run is not None and type(raw[0]) is int and run[0] < raw[0]:
                    self._run(run)
                    run = next(runs, None)
                if self._in_place(raw[0]):
                    self._step(raw)
            while run is not None:
                self._run(run)
                run = next(runs, None)
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
        self._check_balances()

    def _run(self, raw: RawRow) -> None:
        """Read a segment; its hash stands for all its events."""
        if tuple(map(type, raw)) != _RUN_TYPES:
            raise UnsoundError("cell", Said("verify.segment_cell", seq=shown(raw[0])))
        segment = Segment(*raw[:5])
        if segment.first != self.count + 1:
            raise UnsoundError("gap", Said("verify.seq_missing", seq=self.count + 1))
        head = link_segment(self.head, self._listed.name, segment)
        if head != raw[5]:
            raise UnsoundError("hash", Said("verify.hash"))
        try:
            page = Page(segment)
            self._names += names_in(segment.first, segment.names)
            if packed_digests(page.keys()) != segment.digests:
                raise UnsoundError("keys", Said("verify.digests"))
            for stored in page.stored(self._names):
                self._judge.hear(stored.seq, stored.event)
                self.count = stored.seq
                self._check_balances()
        except DamagedError as error:
            raise UnsoundError("event", str(error)) from None
        self.head = head

    def _linked(self, raw: RawRow) -> tuple[bytes, bytes]:
        """The row's hash and body, once its cells give the hash stored beside them."""
        if tuple(map(type, raw)) != _TYPES:
            raise UnsoundError("cell", _wrong_kind(raw))
        seq, recorded_at, key, asked, text, stored = raw
        try:
            body = text.encode()
            head = link(self.head, self._listed.name, Row(seq, recorded_at, key, asked, body))
        except UnicodeEncodeError:
            raise UnsoundError("cell", Said("verify.not_utf8")) from None
        if head != stored:
            raise UnsoundError("hash", Said("verify.hash"))
        return head, body

    def _check_balances(self) -> None:
        if self.count == self._listed.balance_seq:
            self._judge.check_balances(self.count)

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
