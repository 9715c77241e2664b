"""Whether a stored ledger can be trusted: every cell, hash, rule and balance is checked again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ledger.journal import DamagedError, LedgerMissingError, UnknownFormatError
from ledger.journal.database import Target
from ledger.journal.raw import Cell, Listed, RawDatabase, examined
from ledger.journal.tables import check_format
from ledger.reports.judge import Findings, Problem, TermsOf, shown
from ledger.reports.quick import walked_quickly
from ledger.reports.walk import Walk
from ledger.text.said import Said

WHOLE = ""
"""The ledger name of a report about the database as a whole."""


class Trusted(NamedTuple):
    """A snapshot that a verification began from: its last seq, and the hash (hex) of that event."""

    seq: int
    head: str


@dataclass(frozen=True, slots=True)
class LedgerReport:
    """What was found in one ledger.

    Attributes:
        count: how many events were read and found sound.
        head: the hash of the last of them, in hex.
        problems: empty when everything holds.
        trusted: the snapshot that was trusted; None where all was read from the first event.
    """

    ledger: str
    count: int
    head: str
    problems: tuple[Problem, ...]
    trusted: Trusted | None = None

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def verify(
    target: Target, terms_of: TermsOf, *, ledger: str | None = None, head: str | None = None
) -> list[LedgerReport]:
    """Check every ledger of a database, or the named one, from its first event.

    Damage is reported, never raised. A report without a ledger's name is about the whole file;
    one about a name that the database does not list is about rows that strayed from a ledger.

    Args:
        target: the database.
        terms_of: reads a stored policy's body; the answer gives the terms of (payer's region,
            payee's region, day).
        ledger: the one ledger to check.
        head: the first digits of the hash that this ledger's last event must have.

    Raises:
        LedgerMissingError: when there is no database, or no ledger of this name.
        ValueError: when `head` is given, and the database lists several ledgers.
        JournalError: when the database is not ours or cannot be used now.
    """
    reports: list[LedgerReport] = []
    try:
        with examined(target) as database:
            reports += _whole(database)
            listed = _chosen(database, ledger, head)

            def walked(one: Listed) -> Walk:
                return walked_quickly(database, one, terms_of) or _walked(
                    Walk(database, one, terms_of)
                )

            reports += [_judged(one, head, walked) for one in listed]
    except DamagedError as error:
        reports.append(_report(WHOLE, Problem(None, "damage", str(error))))
    return reports


def verify_new(
    target: Target, terms_of: TermsOf, *, ledger: str | None = None, head: str | None = None
) -> list[LedgerReport]:
    """Check what came after the book that each ledger kept last; what stands before is trusted.

    A ledger without a snapshot that can be trusted is checked from its first event. The database's
    own check of its pages is left out, since it reads all of them; so are balances that were
    stored before the snapshot.

    Args and errors: as for `verify`.
    """
    reports: list[LedgerReport] = []
    try:
        with examined(target) as database:
            listed = _chosen(database, ledger, head)

            def walked(one: Listed) -> Walk:
                kept = database.snapshot(one.name)
                return _walked(Walk(database, one, terms_of, kept=kept))

            reports += [_judged(one, head, walked) for one in listed]
    except DamagedError as error:
        reports.append(_report(WHOLE, Problem(None, "damage", str(error))))
    return reports


def _report(ledger: str, *problems: Problem) -> LedgerReport:
    return LedgerReport(ledger, 0, "", problems)


def _whole(database: RawDatabase) -> Iterator[LedgerReport]:
    found = Findings()
    try:
        for complaint in database.complaints():
            found.append(Problem(None, "damage", complaint))
    except DamagedError as error:
        found.append(Problem(None, "damage", str(error)))
    if found:
        yield _report(WHOLE, *found)
    for name, seq in database.strays():
        text = Said("verify.stray", seq=shown(seq))
        yield _report(shown(name), Problem(seq if type(seq) is int else None, "stray", text))


def _chosen(database: RawDatabase, ledger: str | None, head: str | None) -> list[Listed]:
    chosen = [one for one in database.ledgers() if ledger in {None, one.name}]
    if ledger is not None and not chosen:
        raise LedgerMissingError(Said("journal.no_ledger", ledger=ledger))
    if head is not None and len(chosen) > 1:
        raise ValueError(Said("verify.head_of_one"))
    return chosen


def _judged(listed: Listed, head: str | None, walked: Callable[[Listed], Walk]) -> LedgerReport:
    name = shown(listed.name)
    if not _is_text(listed.name) or not _is_text(listed.engine):
        return _report(name, Problem(None, "cell", Said("verify.name_no_text")))
    try:
        check_format(name, listed.format)
    except UnknownFormatError as error:
        return _report(name, Problem(None, "format", str(error)))
    walk = walked(listed)
    if walk.sound:
        walk.check_end(head)
    kept = walk.kept
    trusted = None if kept is None else Trusted(kept.seq, kept.head.hex())
    return LedgerReport(name, walk.count, walk.head.hex(), tuple(walk.found), trusted)


def _walked(walk: Walk) -> Walk:
    walk.run()
    return walk


def _is_text(cell: Cell) -> bool:
    return isinstance(cell, str) and cell.isprintable()
