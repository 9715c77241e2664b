"""The statement of one account or person: every movement with its balances, and what was refused.

An event's entry falls into balanced runs of legs, one after the other (what the payers give and the
provider gets; what one province owes another beside it). Each leg on an account of the statement is
a line; the other side of its run is its counter-account.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ledger.core.book import Book, BookView
from ledger.core.commands import word_of
from ledger.core.events import Refused, name_of
from ledger.core.postings import Legs, legs
from ledger.journal import Stored
from ledger.reports.balances import owner_of
from ledger.reports.fold import UnknownNameError, names_of, retold
from ledger.reports.naming import about, asked_fen, asking, involved, others, refers_to, source, why
from ledger.words.accounts import (
    CASH,
    CONTRIBUTION,
    FUND,
    INSURER,
    OPENING,
    PERSONAL,
    PROVIDER,
    WALLET,
    covers,
    full_name,
    is_person_id,
    split,
)

_KINDS = frozenset({PERSONAL, WALLET, "family", "frozen"})
"""What a person may have an account of, whether money was ever on it or not."""

_ALWAYS = frozenset(
    {"outside", "transit", OPENING, CONTRIBUTION, PROVIDER, INSURER, FUND, CASH},
)
"""Accounts and totals that every ledger has."""


@dataclass(frozen=True, slots=True)
class Line:
    """One movement on one account, or one refusal, which moves nothing.

    Attributes:
        seq: the event in the journal.
        event: its stored name: `transfer_sent`, `refused`.
        id: the key of the command behind it; empty for what time itself did.
        of: the earlier thing it is about: a transfer, a spend, a settlement.
        account: where it moved; empty for a refusal that names no account of the statement.
        counter: the accounts on the other side.
        who: the other people in it, by id.
        fen: signed; money that comes is above zero.
        before_fen, after_fen: the balance of `account`.
        total_fen: the balance of all accounts of the statement afterwards.
        command, asked_fen, code: of a refusal: its word, what it asked for, and the first rule
            that said no.
    """

    seq: int
    at: int
    event: str
    id: str
    of: str
    account: str
    counter: tuple[str, ...]
    who: tuple[str, ...]
    why: str
    place: str
    fen: int
    before_fen: int
    after_fen: int
    total_fen: int
    command: str = ""
    asked_fen: int | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """The lines of a statement in order, and what its accounts hold after the last.

    Attributes:
        people: everybody's name by id.
        balances: fen by account, of every account of the statement that money has been on.
        seq: the last event that was read.
    """

    of: str
    lines: tuple[Line, ...]
    balances: dict[str, int]
    people: dict[str, str]
    seq: int

    @property
    def total_fen(self) -> int:
        """The balance: the sum of the lines."""
        return sum(self.balances.values())


def statement(events: Iterable[Stored], of: str) -> Statement:
    """The statement of a person (`li`), an account (`li/wallet`), or a total (`transit`, `cash`).

    Raises:
        UnknownNameError: when there is no such person or account.
        DamagedError: when the story cannot be told.
    """
    book, seq = Book(), 0
    teller = _Teller(of)
    lines: list[Line] = []
    for retelling, stored in retold(events):
        book, seq = retelling, stored.seq
        lines += teller.lines(book, stored)
    teller.check_known(book)
    return Statement(of, tuple(lines), teller.balances, names_of(book), seq)


def runs(entry: Legs) -> Iterator[Legs]:
    """The shortest balanced runs of an entry's legs, in order; legs of 0 fen are left out."""
    run: Legs = ()
    for leg in entry:
        if leg[1]:
            run += (leg,)
            if sum(fen for _, fen in run) == 0:
                yield run
                run = ()


class _Teller:
    """Makes lines out of events, for the accounts that one name covers."""

    def __init__(self, of: str) -> None:
        self._of = of
        self._scope = full_name(of)
        self._is_person = is_person_id(self._scope)
        self._total_fen = 0
        self._touched: set[str] = set()
        self._parties: dict[str, tuple[str, ...]] = {}
        self.balances: dict[str, int] = {}

    def lines(self, book: BookView, stored: Stored) -> Iterator[Line]:
        """The lines of one event, while the book stands before it."""
        event = stored.event
        if isinstance(event, Refused):
            yield from self._refused(book, stored, event)
            return
        named = tuple(involved(book, event))
        if self._is_person and self._scope in named and stored.key:
            self._parties[stored.key] = named
        for run in runs(legs(event)):
            for account, fen in run:
                self._touched.add(account)
                if covers(self._scope, account):
                    yield self._moved(book, stored, named, (account, fen, run))

    def _moved(
        self,
        book: BookView,
        stored: Stored,
        named: tuple[str, ...],
        leg: tuple[str, int, Legs],
    ) -> Line:
        account, fen, run = leg
        event, owner = stored.event, owner_of(book, account)
        counter = tuple(dict.fromkeys(a for a, other_fen in run if (other_fen > 0) != (fen > 0)))
        people = (*named, *(owner_of(book, other) for other in counter))
        before_fen = self.balances.get(account, 0)
        self.balances[account] = before_fen + fen
        self._total_fen += fen
        earlier = about(event)
        return Line(
            seq=stored.seq,
            at=event.at,
            event=name_of(event),
            id=stored.key,
            of="" if earlier == stored.key else earlier,
            account=account,
            counter=counter,
            who=others(people, owner),
            why=why(event),
            place=getattr(event, "place", ""),
            fen=fen,
            before_fen=before_fen,
            after_fen=before_fen + fen,
            total_fen=self._total_fen,
        )

    def _refused(self, book: BookView, stored: Stored, event: Refused) -> Iterator[Line]:
        """A line for a refusal that names the person of the statement, or pays from its account."""
        command = event.command
        earlier = refers_to(command)
        named = (*asking(book, command), *self._parties.get(earlier, ()))
        account = source(command)
        paying = bool(account) and covers(self._scope, account)
        if not paying and not (self._is_person and self._scope in named):
            return
        fen = self.balances.get(account, 0) if paying else self._total_fen
        yield Line(
            seq=stored.seq,
            at=event.at,
            event=name_of(event),
            id=stored.key,
            of=earlier,
            account=account if paying else "",
            counter=(),
            who=others(named, self._scope if self._is_person else owner_of(book, account)),
            why=why(command),
            place=getattr(command, "place", None) or "",
            fen=0,
            before_fen=fen,
            after_fen=fen,
            total_fen=self._total_fen,
            command=word_of(command),
            asked_fen=asked_fen(command),
            code=event.code,
        )

    def check_known(self, book: Book) -> None:
        """See that the name means somebody or something, now that everything has been told.

        Raises:
            UnknownNameError: when it does not.
        """
        person, kind = split(self._scope)
        if self._is_person:
            known = person in book.people
        else:
            known = self._scope in _ALWAYS or (person in book.people and kind in _KINDS)
            known = known or any(covers(self._scope, account) for account in self._touched)
        if not known:
            raise UnknownNameError(self._of, of_account=True)
