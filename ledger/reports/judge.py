"""Folds one stored story again and checks every invariant and every cap at every event."""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from ledger.core.book import Book
from ledger.core.events import Event, Flagged, LedgerOpened, TransferSent
from ledger.core.evolve import evolve
from ledger.core.invariants import EVERY_EVENT, books_balance, caps_hold
from ledger.core.terms import Terms
from ledger.journal import address
from ledger.journal.raw import Cell, RawDatabase
from ledger.text.said import Said
from ledger.words.moments import DAY

TermsFor: TypeAlias = Callable[[str, str, int], Terms]
"""The terms for a payer's region, a payee's region and a Beijing day."""

TermsOf: TypeAlias = Callable[[bytes], TermsFor]
"""Reads the stored body of a policy; may raise anything when it is none."""

REPLAYED = "replay-identical"


class Problem(NamedTuple):
    """One thing that is wrong.

    Attributes:
        seq: the first event it concerns; None when it concerns no single one.
        check: the name of what failed; invariants have theirs.
        text: one sentence.
    """

    seq: int | None
    check: str
    text: str


class Findings(list[Problem]):
    """What was found, one problem for each check: the first."""

    def note(self, seq: int | None, check: str, text: str) -> None:
        """Add a problem, unless this check has failed before."""
        if all(problem.check != check for problem in self):
            self.append(Problem(seq, check, text if text.isprintable() else ascii(text)))


class UnsoundError(Exception):
    """A row that cannot be trusted; nothing behind it is read."""

    def __init__(self, check: str, text: str) -> None:
        super().__init__(text)
        self.check = check


class Judge:
    """Tells one ledger's story again, into a book of its own.

    Attributes:
        book: as it stands after the last event.
        terms_for: by the ledger's policy; None while that is not known.
        flagged: whether the next event is one that was flagged, and need not keep to caps.
    """

    def __init__(
        self, ledger: str, database: RawDatabase, terms_of: TermsOf, found: Findings
    ) -> None:
        self._ledger = ledger
        self._database = database
        self._terms_of = terms_of
        self.terms_for: TermsFor | None = None
        self._found = found
        self.book = Book()
        self.flagged = False

    def go_on(self, book: Book, opening: Event) -> None:
        """Begin in the middle, with a book that is trusted, and the ledger's first event."""
        if isinstance(opening, LedgerOpened):
            self._open(1, opening)
        else:
            self._unjudged(Said("journal.no_opening"))
        self.book = book

    def hear(self, seq: int, event: Event) -> None:
        """Fold the next event and check what must hold after it.

        Raises:
            UnsoundError: when it cannot follow the events before it.
        """
        book = self.book
        if event.at < book.now:
            raise UnsoundError("time", Said("verify.time"))
        if type(event) is LedgerOpened:
            self._open(seq, event)
        elif seq == 1:
            self._unjudged(Said("journal.no_opening"))
        try:
            moved = evolve(book, event)
        except Exception:
            # Whatever a forged story breaks in there, it is the story that is wrong.
            raise UnsoundError("story", Said("journal.cannot_follow")) from None
        for name, check in EVERY_EVENT.items():
            wrong = check(book, event, moved)
            if wrong is not None:
                self._found.note(seq, name, wrong)
        if type(event) is TransferSent and not self.flagged:
            self._check_caps(seq, event)
        self.flagged = type(event) is Flagged  # its event stands next

    def _open(self, seq: int, event: LedgerOpened) -> None:
        if seq > 1 or event.ledger != self._ledger:
            raise UnsoundError("story", Said("verify.opens_again"))
        body = self._database.policy(event.policy)
        if body is None:
            self._unjudged(Said("verify.policy_missing", policy=shown(event.policy)))
        elif type(body) is not bytes or address(body) != event.policy:
            self._unjudged(Said("verify.policy_changed"))
        else:
            self._read_policy(body)

    def _read_policy(self, body: bytes) -> None:
        try:
            self.terms_for = self._terms_of(body)
        except Exception:  # whatever a reader raises, the policy is what it cannot read
            self._unjudged(Said("verify.policy_unreadable"))

    def _unjudged(self, why: Said) -> None:
        self._found.note(1, "policy", Said("verify.unjudged", why=why))

    def _check_caps(self, seq: int, event: TransferSent) -> None:
        if self.terms_for is None:
            return
        people = self.book.people
        payer, payee = people[event.payer], people.get(event.payee)
        if payee is None:
            wrong: Said | None = Said("verify.payee", transfer=event.transfer)
        else:
            try:
                terms = self.terms_for(payer.insured, payee.insured, event.at // DAY)
            except Exception:  # as above
                wrong = Said("verify.no_terms")
            else:
                wrong = caps_hold(self.book, event, terms)
        if wrong is not None:
            self._found.note(seq, "caps-hold", wrong)

    def check_sum(self, seq: int) -> None:
        """Check that all balances together sum to zero."""
        wrong = books_balance(self.book)
        if wrong is not None:
            self._found.note(seq, "books-balance", wrong)

    def check_balances(self, seq: int) -> None:
        """Compare the stored balances with the book as it stands now."""
        stored = self._database.balances(self._ledger)
        replayed = self.book.balances
        other = [a for a in {*stored, *replayed} if stored.get(a, 0) != replayed.get(a, 0)]
        for account in sorted(other, key=shown)[:1]:
            was, is_now = stored.get(account, 0), replayed.get(account, 0)
            text = Said("verify.balance", account=shown(account), was=shown(was), now=is_now)
            self._found.note(seq, REPLAYED, text)


def shown(cell: Cell) -> str:
    """A cell as text that is safe to print, whatever it holds."""
    if isinstance(cell, str) and cell.isprintable():
        return cell[:80]
    return ascii(cell)[:80]
