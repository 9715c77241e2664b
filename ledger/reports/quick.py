"""Whether the bulk path finds all well in a ledger of segments; others tell what is wrong.

Plain events are followed by machine code, the others and all rows are folded as ever. Where
anything is strange, or the extra `bulk` is not installed, the answer is only that it is not known.
"""

from typing import TYPE_CHECKING, Final

from ledger.core.events import Event
from ledger.journal.codec import decode
from ledger.journal.packed import OTHER, Segment, other_of
from ledger.journal.raw import Listed, RawDatabase
from ledger.journal.segments import names_in
from ledger.reports.judge import Findings, Judge, TermsOf
from ledger.reports.walk import Walk
from ledger.text.extras import MissingExtraError, from_extra

if TYPE_CHECKING:
    from ledger.bulk.audit import Told
    from ledger.bulk.auditor import Auditor

WORTH: Final = 200_000
"""Events from which machine code, which must be loaded or even made first, is worth while."""


def walked_quickly(database: RawDatabase, listed: Listed, terms_of: TermsOf) -> Walk | None:
    """The walk to the end of a long ledger with segments, if all is well."""
    if type(listed.count) is not int or listed.count < WORTH:
        return None
    if next(database.segments(listed.name), None) is None:
        return None
    try:
        for package in ("numpy", "numba"):
            from_extra(package, "bulk")
    except MissingExtraError:
        return None
    walk = _QuickWalk(database, listed, terms_of)
    try:
        walk.run()
    except Exception:  # whatever is strange to it, the slow walk finds out what is wrong
        return None
    well = walk.sound and not walk.found and walk.count == listed.count
    return walk if well and walk.head == listed.head else None


class _Ahead(Judge):
    """A judge whose book may be behind the plain events; it is not when anything else is asked."""

    def __init__(
        self, ledger: str, database: RawDatabase, terms_of: TermsOf, found: Findings
    ) -> None:
        super().__init__(ledger, database, terms_of, found)
        self._auditor: Auditor | None = None

    def follow(self, told: "Told", names: list[str], begin: int, until: int) -> int:
        """As the auditor does."""
        from ledger.bulk.auditor import (  # noqa: PLC0415  -- only where the extra is there
            Auditor,
            StrangeError,
        )

        if self.flagged or self.terms_for is None:
            raise StrangeError
        if self._auditor is None:
            self._auditor = Auditor(self.book, self.terms_for)
        return self._auditor.follow(told, names, begin, until)

    def hear(self, seq: int, event: Event) -> None:
        """As every judge does, on a book brought up to date."""
        self._show()
        super().hear(seq, event)
        if self._auditor is not None:
            self._auditor.unseen.append(event)

    def check_sum(self, seq: int) -> None:
        """As every judge does, on a book brought up to date."""
        self._show()
        super().check_sum(seq)

    def check_balances(self, seq: int) -> None:
        """As every judge does, on a book brought up to date."""
        self._show()
        super().check_balances(seq)

    def _show(self) -> None:
        if self._auditor is not None:
            self._auditor.show()


class _QuickWalk(Walk):
    """A walk that has the plain events of segments followed."""

    def __init__(self, database: RawDatabase, listed: Listed, terms_of: TermsOf) -> None:
        super().__init__(database, listed, terms_of)
        self._ahead = _Ahead(listed.name, database, terms_of, self.found)
        self._judge = self._ahead

    def _hear_all(self, segment: Segment) -> None:
        from ledger.bulk.auditor import laid_open  # noqa: PLC0415  -- as above

        told = laid_open(segment)
        self._names += names_in(segment.first, segment.names)
        while self.count < segment.last:
            begin, end = self.count + 1 - segment.first, segment.last + 1 - segment.first
            if told.cells[1, begin] == OTHER:
                at, size = int(told.places[1, begin]), int(told.cells[8, begin])
                _, body = other_of(told.more[at : at + size].tobytes())
                self._judge.hear(self.count + 1, decode(body))
                self.count += 1
            else:
                until = self._until(segment, end)
                told_to = self._ahead.follow(told, self._names, begin, until)
                self.count = segment.first + told_to - 1
            self._check_balances()

    def _until(self, segment: Segment, end: int) -> int:
        """Where to stop: at the segment's end, or where balances were stored before it."""
        stored = self._balances_at
        inside = type(stored) is int and self.count < stored < segment.last
        return stored + 1 - segment.first if inside else end
