"""The book of balances, people, relations and what is pending: the one mutable thing.

Only `evolve` changes it. Rules and readers get `BookView`, which lends the same object read-only.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import heapify
from typing import Protocol

from ledger.core.events import Owed, Share
from ledger.words.accounts import PERSONAL, WALLET, split, transit

FAR_FUTURE = 1 << 62


@dataclass(slots=True)
class Usage:
    """What a payer has sent on one Beijing day, and what of it came back.

    `count` and `sent_fen` are the length and the sum of `sent`, kept because every transfer asks.
    """

    day: int = -1
    count: int = 0
    sent_fen: int = 0
    sent: list[tuple[str, int]] = field(default_factory=list)
    undone: list[tuple[str, int]] = field(default_factory=list)

    def begin(self, day: int) -> None:
        """Start another day with nothing sent."""
        self.day, self.count, self.sent_fen = day, 0, 0
        self.sent, self.undone = [], []

    def counted(self, *, undone_too: bool) -> list[tuple[str, int]]:
        """The transfers that use up the day (id, fen), with or without those that came back."""
        return self.sent if undone_too else [s for s in self.sent if s not in self.undone]


NO_USAGE = Usage()


INSURED, SUSPENDED, ENDED, DEAD = "insured", "suspended", "ended", "dead"
"""The standings a person can be in; `moved` is an act, after which the person is insured again."""


@dataclass(slots=True)
class Person:
    """An enrolled person.

    Attributes:
        place: the wallet's place of use, empty while none is open.
        sanctioned_until: last day on which no settlement is taken (A02); -1 for none.
        ever_bound: everybody this giver has ever bound, for lifetime limits.
        aside_month: month (`2025-03`) of the last move into the family account.
        unbound_year: year of the last relation this giver released.
    """

    id: str
    insured: str
    scheme: str
    name: str
    born: int | None
    place: str = ""
    pending: int = 0
    usage: Usage = field(default_factory=Usage)
    family_codes: tuple[str, ...] = ()
    standing: str = INSURED
    sanctioned_until: int = -1
    ever_bound: frozenset[str] = frozenset()
    aside_month: str = ""
    unbound_year: int = 0

    @property
    def wallet_open(self) -> bool:
        """Whether the person holds an open wallet."""
        return self.place != ""

    def used_on(self, day: int) -> Usage:
        """What was sent on this day, from whichever account."""
        return self.usage if self.usage.day == day else NO_USAGE


@dataclass(frozen=True, slots=True)
class Relation:
    """The bond from a giver to a member; both days included."""

    kin: str
    from_day: int
    until_day: int | None
    bound_at: int = 0
    cap_fen: int | None = None
    rank: int | None = None
    paused: bool = False

    def stands_on(self, day: int) -> bool:
        """Tell whether the relation is in force on a day."""
        if self.paused or day < self.from_day:
            return False
        return self.until_day is None or day <= self.until_day


@dataclass(frozen=True, slots=True)
class Pending:
    """A transfer that nobody has accepted, declined or returned yet."""

    transfer: str
    payer: str
    source: str
    payee: str
    amount_fen: int
    returns_at: int


@dataclass(frozen=True, slots=True)
class Spent:
    """A spend and how much of it has come back."""

    account: str
    amount_fen: int
    refunded_fen: int = 0
    parts: tuple[Share, ...] = ()
    """What each part of the account gave and has not got back."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """A settlement as it stands: who paid what, and whether it has been undone."""

    patient: str
    setting: str
    place: str
    burden_fen: int
    paid: tuple[Share, ...]
    pooled_fen: int = 0
    owed: tuple[Owed, ...] = ()
    stands: bool = True


class BookView(Protocol):
    """The book as rules see it: everything may be read, nothing assigned."""

    @property
    def now(self) -> int:
        """Moment of the last event."""

    @property
    def people(self) -> Mapping[str, Person]:
        """Everybody enrolled, by id."""

    @property
    def balances(self) -> Mapping[str, int]:
        """Fen per account; a missing account is 0."""

    @property
    def relations(self) -> Mapping[tuple[str, str], Relation]:
        """Relations not ended, by giver and member."""

    @property
    def pending(self) -> Mapping[str, Pending]:
        """Transfers under way, by id."""

    @property
    def spends(self) -> Mapping[str, Spent]:
        """Spends, by id."""

    @property
    def settlements(self) -> Mapping[str, Settlement]:
        """Settlements, by id."""

    @property
    def cancellations(self) -> Mapping[str, str]:
        """Which settlement each cancellation undid, by the cancellation's id."""

    @property
    def owed(self) -> Mapping[tuple[str, str], int]:
        """What provinces owe each other this month, in fen, by (owes, is owed)."""

    @property
    def due(self) -> Sequence[tuple[int, int, str, str]]:
        """What time may ask for: a heap of (moment, order, id, second id)."""


@dataclass(slots=True)
class Book:
    """Everything a decision may look at.

    Attributes:
        now: moment of the last event.
        balances: fen per account; a missing account is 0. All of them always sum to zero.
        due: heap of (moment, order, id, second id) of what time itself may ask for; an entry whose
            matter is already settled is stale and skipped.
    """

    now: int = -FAR_FUTURE
    people: dict[str, Person] = field(default_factory=dict)
    balances: dict[str, int] = field(default_factory=dict)
    relations: dict[tuple[str, str], Relation] = field(default_factory=dict)
    pending: dict[str, Pending] = field(default_factory=dict)
    spends: dict[str, Spent] = field(default_factory=dict)
    settlements: dict[str, Settlement] = field(default_factory=dict)
    cancellations: dict[str, str] = field(default_factory=dict)
    owed: dict[tuple[str, str], int] = field(default_factory=dict)
    due: list[tuple[int, int, str, str]] = field(default_factory=list)


def around(book: BookView, people: Iterable[str]) -> Book:
    """Copy what concerns a few people, for a dry run that leaves this book alone."""
    named = frozenset(people)
    pending = {k: p for k, p in book.pending.items() if p.payer in named or p.payee in named}
    ids = named.union(p.payer for p in pending.values())
    accounts = [f"{i}/{kind}" for i in ids for kind in (PERSONAL, WALLET)]
    accounts += [transit(t) for t in pending]
    due = [d for d in book.due if d[2] in pending or (d[2] in ids and d[3] in ids)]
    heapify(due)
    return Book(
        now=book.now,
        people={i: _copy(book.people[i]) for i in ids if i in book.people},
        balances={a: book.balances[a] for a in accounts if a in book.balances},
        relations={k: r for k, r in book.relations.items() if ids.issuperset(k)},
        pending=pending,
        spends={k: s for k, s in book.spends.items() if split(s.account)[0] in ids},
        due=due,
    )


def _copy(person: Person) -> Person:
    usage = replace(person.usage, sent=list(person.usage.sent), undone=list(person.usage.undone))
    return replace(person, usage=usage)
