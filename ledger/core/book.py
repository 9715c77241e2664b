"""The book of balances, people, relations and what is pending: the one mutable thing.

Only `evolve` changes it, and `due` drops what is over. Rules and readers get `BookView`, which
lends the same object read-only.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import heapify
from sys import intern
from typing import Protocol

import msgspec

from ledger.core.events import BillItem, Owed, Share
from ledger.words.accounts import (
    PERSONAL,
    WALLET,
    carried,
    current,
    family,
    frozen,
    holder_of,
    in_flight,
    transit,
)
from ledger.words.vocabulary import INSURED

FAR_FUTURE = 1 << 62

RETURN, RELATION_END, RESUME, MOVE_OUT, MOVE_IN, YEAR_END, CLEARING = range(7)
"""The written-out order of what falls due at the same instant."""


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
        self.day = day
        self.count = self.sent_fen = 0
        self.sent = []
        if self.undone:
            self.undone = []

    def counted(self, *, undone_too: bool) -> list[tuple[str, int]]:
        """The transfers that use up the day (id, fen), with or without those that came back."""
        return self.sent if undone_too else [s for s in self.sent if s not in self.undone]


NO_USAGE = Usage()


@dataclass(slots=True)
class Person:
    """An enrolled person.

    Attributes:
        place: the wallet's place of use, empty while none is open.
        standing: insured, suspended, ended or dead; who has moved is insured again.
        suspended_until: last day of the suspension; None while it has none.
        heir: who inherits, as named at death; empty for nobody.
        sanctioned_until: last day on which no settlement is taken (A02); -1 for none.
        givers, members: the other ends of this person's relations, in the order they were filed.
        ever_bound: everybody this giver ever bound inside a province, for lifetime limits.
        released: year, and how many relations inside a province this giver released in it.
        set_aside: month (`2025-03`), and how often money went into the family account in it.
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
    suspended_until: int | None = None
    heir: str = ""
    sanctioned_until: int = -1
    givers: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    ever_bound: frozenset[str] = frozenset()
    released: tuple[int, int] = (0, 0)
    set_aside: tuple[str, int] = ("", 0)

    def __post_init__(self) -> None:
        """Names of regions are few and asked at every turn: each is one object for everybody."""
        self.insured, self.place = intern(self.insured), intern(self.place)

    @property
    def wallet_open(self) -> bool:
        """Whether the person holds an open wallet."""
        return self.place != ""

    def used_on(self, day: int) -> Usage:
        """What was sent on this day, from whichever account."""
        return self.usage if self.usage.day == day else NO_USAGE


@dataclass(frozen=True, slots=True)
class Relation:
    """The bond from a giver to a member; both days included.

    Attributes:
        cap_fen: the most one settlement may take from the giver (F25).
        rank: the giver's place in the member's own order (F21).
        paused: it rests while one side's insurance is suspended (F30).
    """

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


class Pending(msgspec.Struct, frozen=True, gc=False):
    """A transfer that nobody has accepted, declined or returned yet."""

    transfer: str
    payer: str
    source: str
    payee: str
    amount_fen: int
    returns_at: int


@dataclass(frozen=True, slots=True)
class Spent:
    """A spend and how much of it has come back.

    Attributes:
        parts: what each part of the account gave and has not got back.
        place: where it was spent.
        homes: for each account of another province that province, as it was then.
    """

    account: str
    amount_fen: int
    refunded_fen: int = 0
    parts: tuple[Share, ...] = ()
    place: str = ""
    homes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Settlement:
    """A settlement as it stands: who paid what, and whether it has been undone.

    Attributes:
        burden_fen, pooled_fen, items: of the bill, without what has come back.
        refunded_fen: the part of the individual burden that has come back.
        filed: whether treatment away from home was filed.
    """

    patient: str
    setting: str
    place: str
    burden_fen: int
    paid: tuple[Share, ...]
    pooled_fen: int = 0
    owed: tuple[Owed, ...] = ()
    items: tuple[BillItem, ...] = ()
    filed: bool = False
    refunded_fen: int = 0
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
    """Copy what concerns a few people, for a dry run that leaves this book alone.

    With them come the others they are bound to, or have money under way from or to.
    """
    named = frozenset(people)
    pending = {k: p for k, p in book.pending.items() if p.payer in named or p.payee in named}
    relations = {k: r for k, r in book.relations.items() if not named.isdisjoint(k)}
    ids = named.union(p.payer for p in pending.values()).union(*relations)
    accounts = [a for i in ids for a in accounts_of(i)]
    accounts += [frozen(*pair) for pair in relations]
    accounts += [transit(t) for t in pending]
    due = [d for d in book.due if _concerns(d, ids, pending)]
    heapify(due)
    settled = {k: s for k, s in book.settlements.items() if s.patient in ids}
    return Book(
        now=book.now,
        people={i: _copy(book.people[i]) for i in ids if i in book.people},
        balances={a: book.balances[a] for a in accounts if a in book.balances},
        relations=relations,
        pending=pending,
        spends={k: s for k, s in book.spends.items() if holder_of(s.account) in ids},
        settlements=settled,
        cancellations={k: s for k, s in book.cancellations.items() if s in settled},
        owed=dict(book.owed),
        due=due,
    )


def accounts_of(person: str) -> tuple[str, ...]:
    """Every account a person can have, but for the quotas frozen for others."""
    return (
        f"{person}/{PERSONAL}",
        current(person),
        carried(person),
        f"{person}/{WALLET}",
        family(person),
        in_flight(person),
    )


def _concerns(
    due: tuple[int, int, str, str], ids: frozenset[str], pending: Mapping[str, Pending]
) -> bool:
    _, order, first, second = due
    if order == RETURN:
        return first in pending
    if order == RELATION_END:
        return first in ids and second in ids
    return order == CLEARING or first in ids


def _copy(person: Person) -> Person:
    usage = replace(person.usage, sent=list(person.usage.sent), undone=list(person.usage.undone))
    return replace(person, usage=usage)
