"""Walks one stored journal from its first row to the first that cannot be trusted."""

from ledger.journal import GENESIS, DamagedError, Snapshot, decode
from ledger.journal.errors import UnreadableEventError
from ledger.journal.packed import Page, Segment, link_segment, packed_digests
from ledger.journal.raw import Cell, Listed, RawDatabase, RawRow, as_text
from ledger.journal.segments import names_in
from ledger.reports.judge import REPLAYED, Findings, Judge, TermsOf, UnsoundError, shown
from ledger.reports.links import Links
from ledger.text.said import Said

_RUN_TYPES = (int, int, bytes, bytes, bytes, bytes)


class Walk:
    """The walk over one ledger.

    Attributes:
        count: how many events were read and found sound.
        head: the hash of the last of them.
        sound: whether the walk came to the journal's end.
        found: what is wrong.
        kept: the snapshot that it began from, if it did.
    """

    def __init__(
        self,
        database: RawDatabase,
        listed: Listed,
        terms_of: TermsOf,
        *,
        kept: Snapshot | None = None,
    ) -> None:
        """A walk that begins at the first event, or behind a kept book, which is then trusted."""
        self.kept = kept
        self.count, self.head = (0, GENESIS) if kept is None else (kept.seq, kept.head)
        self.sound = False
        self.found = Findings()
        self._database = database
        self._listed = listed
        self._balances_at = listed.balance_seq
        self._links = Links(listed.name, self.head)
        self._names = database.names(listed.name, self.count + 1)
        self._judge = Judge(listed.name, database, terms_of, self.found)

    def run(self) -> None:
        """Read row after row; whatever is wrong becomes a finding."""
        try:
            if self.kept is not None:
                opening = next(self._database.rows(self._listed.name, 0))
                self._judge.go_on(self.kept.book, decode(as_text(opening)[4]))
            self._check_balances()
            self._follow()
            self.sound = True
        except UnsoundError as error:
            self.found.note(self.count + 1, error.check, str(error))
        except UnreadableEventError as error:
            self.found.note(self.count + 1, "event", str(error))
        except DamagedError as error:
            self.found.note(self.count + 1, "damage", Said("verify.unreadable", error=str(error)))

    def _follow(self) -> None:
        links, hear = self._links, self._judge.hear
        runs = self._database.segments(self._listed.name, self.count)
        run = next(runs, None)
        for raw in self._database.rows(self._listed.name, self.kept.seq if self.kept else None):
            while run is not None and type(raw[0]) is int and run[0] < raw[0]:
                self._run(run)
                run = next(runs, None)
            seq = self.count + 1
            if raw[0] != seq or type(raw[0]) is not int:
                self._note_misplaced(raw[0])
                continue
            hear(seq, decode(links.body(raw)))
            self.count, self.head = seq, links.head
            if seq == self._balances_at:
                self._judge.check_balances(seq)
        while run is not None:
            self._run(run)
            run = next(runs, None)

    def _check_balances(self) -> None:
        if self.count == self._balances_at:
            self._judge.check_balances(self.count)

    def _note_misplaced(self, seq: Cell) -> None:
        """Note a row that stands behind its place.

        Raises:
            UnsoundError: when the row that is due has left a gap.
        """
        if type(seq) is int and seq > self.count:
            raise UnsoundError("gap", Said("verify.seq_missing", seq=self.count + 1))
        # Passed over, so that the gap it may have left is found and named.
        place = seq if type(seq) is int else None
        self.found.note(place, "place", Said("verify.out_of_place", seq=shown(seq)))

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
            self._hear_all(segment)
        except DamagedError as error:
            raise UnsoundError("event", str(error)) from None
        self.head = self._links.head = head

    def _hear_all(self, segment: Segment) -> None:
        page = Page(segment)
        self._names += names_in(segment.first, segment.names)
        if packed_digests(page.keys) != segment.digests:
            raise UnsoundError("keys", Said("verify.digests"))
        for seq, _, _, event in page.events(self._names):
            self._judge.hear(seq, event)
            self.count = seq
            self._check_balances()

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
