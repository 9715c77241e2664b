"""The book as the kernel has it: read from the book, and shown to it again.

The kernel changes its own cells only. `show` brings the book up to date with them; `see` reads
again what a session has changed in the book since. Between the two, one of them is behind.
"""

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from ledger.bulk import cells as c
from ledger.bulk.cells import State
from ledger.bulk.compiled import NONE
from ledger.bulk.grown import (
    MOST_TRANSFERS,
    compacted,
    empty_state,
    longer,
    room_for_keys,
    room_for_people,
    room_for_relations,
    room_for_transfers,
)
from ledger.bulk.parts import key_at, kin_at, queue, spell
from ledger.bulk.shown import ACCOUNTS, id_of, show
from ledger.bulk.terms import cells_of
from ledger.core.book import FAR_FUTURE, RETURN, Book, Pending, Person
from ledger.core.events import (
    AccountCredited,
    Event,
    MoneySpent,
    Refused,
    Settled,
    SettlementCancelled,
    SettlementRedone,
    SpendRefunded,
    TransferAccepted,
    TransferDeclined,
    TransferReturned,
    TransferSent,
)
from ledger.core.postings import legs
from ledger.core.terms import Terms
from ledger.journal.packed import account_of, digest_of
from ledger.words.accounts import split
from ledger.words.moments import DAY
from ledger.words.vocabulary import DEAD

LONGEST_ID = 256
"""Bytes; while something pending has a longer id, everything is left to the event path."""

_CALM = (
    TransferAccepted,
    TransferDeclined,
    TransferReturned,
    TransferSent,
    MoneySpent,
    SpendRefunded,
    Settled,
    SettlementCancelled,
    SettlementRedone,
    AccountCredited,
    Refused,
)
"""Events after which nothing but returns can fall due on the same day."""

_NAMED = ("person", "payer", "payee", "giver", "member", "patient", "holder")
"""Fields of events that name people."""

TermsFor = Callable[[str, str, int], Terms]


class Mirror:
    """The cells that mirror one book.

    Attributes:
        state: the cells.
        people: ids by number.
    """

    def __init__(self, book: Book, terms_for: TermsFor) -> None:
        self.state: State = empty_state()
        self.people: list[str] = []
        self._numbers: dict[str, int] = {}
        self._regions: dict[str, int] = {}
        self._terms_for, self._rows = terms_for, dict[int, int]()
        self._kept: list[Terms] = []  # so that no other terms get their identity
        self._told = 0  # transfers up to here are in the book
        self._name_bytes, self._long_ids = 0, False
        self._book = book
        self._see_people(book.people)
        for pair in book.relations:
            self._see_relation(*pair)
        for pending in book.pending.values():
            self._add_pending(pending)
        self._told = int(self.state.place[c.TRANSFERS])
        self._now_as_told()
        self.look_ahead()

    def see(self, events: Iterable[Event]) -> None:
        """Read again what these events, of a session, have changed in the book."""
        calm = True
        for event in events:
            calm = calm and isinstance(event, _CALM)
            self._see_event(event)
        self._told = int(self.state.place[c.TRANSFERS])
        self._now_as_told()
        if calm:
            place, midnight = self.state.place, (self._book.now // DAY + 1) * DAY
            place[c.OTHERS_DUE] = min(int(place[c.OTHERS_DUE]), midnight)
        else:
            self.look_ahead()

    def _now_as_told(self) -> None:
        self.state.place[c.NOW], self.state.place[c.SETTLED] = self._book.now, -FAR_FUTURE

    def look_ahead(self) -> bool:
        """Look when something other than a return falls due; whether it is later than thought."""
        place, before = self.state.place, int(self.state.place[c.OTHERS_DUE])
        others = (due[0] for due in self._book.due if due[1] != RETURN)
        found = -FAR_FUTURE if self._long_ids else min(others, default=FAR_FUTURE)
        place[c.OTHERS_DUE] = found
        return found > before

    def _see_event(self, event: Event) -> None:
        book = self._book
        people = {split(account)[0] for account, _ in legs(event)}
        people |= {getattr(event, name) for name in _NAMED if hasattr(event, name)}
        self._see_people({person: book.people[person] for person in people & book.people.keys()})
        giver, member = getattr(event, "giver", None), getattr(event, "member", None)
        if giver is not None and member is not None:
            self._see_relation(giver, member)
        transfer = getattr(event, "transfer", None)
        if transfer is not None:
            self._see_transfer(event, transfer)

    def _see_transfer(self, event: Event, transfer: str) -> None:
        number = self._pending_number(transfer)
        pending = self._book.pending.get(transfer)
        if pending is not None and number == NONE:
            self._add_pending(pending)
        if not isinstance(event, TransferSent) and number != NONE:
            state = self.state
            state.transfers[number, c.STATE] = c.CLOSED  # the person has been read again

    def _see_people(self, people: Mapping[str, Person]) -> None:
        """Read these people; all at once, since there may be many."""
        if fresh := [person for person in people if person not in self._numbers]:
            self._add_people(fresh)
        numbers = [self._numbers[person] for person in people]
        cells = np.array([self._cells(person) for person in people.values()], np.int64)
        self.state.people[numbers, : c.NAME_AT] = cells.reshape(len(people), c.NAME_AT)

    def _cells(self, person: Person) -> tuple[int, ...]:
        usage, balances = person.usage, self._book.balances
        accounts = [account_of(person.id, which) for which in ACCOUNTS]
        return (
            self._region(person.insured),
            person.wallet_open,
            person.standing == DEAD,
            person.sanctioned_until,
            person.pending,
            usage.day,
            usage.count,
            usage.sent_fen,
            len(usage.undone),
            sum(fen for _, fen in usage.undone),
            *(balances.get(account, 0) for account in accounts),
            sum((account in balances) << which for which, account in enumerate(accounts)),
            NONE,
            NONE,
            0,
        )

    def number(self, person: str) -> int:
        """A person's number; `NONE` for nobody."""
        return self._numbers.get(person, NONE)

    def _add_people(self, people: list[str]) -> None:
        """Number people who have no number yet."""
        begin, end = len(self.people), len(self.people) + len(people)
        names = [person.encode() for person in people]
        ends = self._name_bytes + np.cumsum([len(name) for name in names], dtype=np.int64)
        text = np.frombuffer(b"".join(names), np.uint8)
        self.state = state = room_for_people(self.state, end, self._name_bytes + text.size)
        state.names[self._name_bytes : self._name_bytes + text.size] = text
        sizes = np.diff(ends, prepend=self._name_bytes)
        state.people[begin:end, c.NAME_AT] = ends - sizes
        state.people[begin:end, c.NAME_SIZE] = sizes
        self._name_bytes += text.size
        self.people += people
        self._numbers |= zip(people, range(begin, end), strict=True)
        state.place[c.PEOPLE] = end
        spell(state, begin)

    def _region(self, region: str) -> int:
        number = self._regions.get(region)
        if number is None:
            number = self._regions[region] = len(self._regions)
            count = len(self._regions)
            self.state = self.state._replace(today=np.full(count * count, NONE, np.int64))
            self.state.place[c.REGIONS] = count
        return number

    def _see_relation(self, giver: str, member: str) -> None:
        relation = self._book.relations.get((giver, member))
        if giver not in self._numbers or member not in self._numbers:
            return
        self.state = room_for_relations(self.state, int(self.state.place[c.RELATIONS]) + 1)
        state, pair = self.state, self._numbers[giver] << 32 | self._numbers[member]
        row = state.kin[kin_at(state.kin, pair)]
        state.place[c.RELATIONS] += row[c.KIN_PAIR] == NONE
        row[c.KIN_PAIR], row[c.KIN_PAUSED] = pair, relation is None or relation.paused
        if relation is not None:
            until = FAR_FUTURE if relation.until_day is None else relation.until_day
            row[c.KIN_FROM], row[c.KIN_UNTIL] = relation.from_day, until

    def _add_pending(self, pending: Pending) -> None:
        name = np.frombuffer(pending.transfer.encode(), np.uint8)
        place, book = self.state.place, self._book
        number, end = int(place[c.TRANSFERS]), int(place[c.IDS])
        self.state = room_for_transfers(self.state, number + 1, end + name.size)
        self._long_ids = self._long_ids or name.size > LONGEST_ID
        state, payer = self.state, book.people[pending.payer]
        state.ids[end : end + name.size] = name
        place[c.TRANSFERS], place[c.IDS] = number + 1, end + name.size
        row, usage = state.transfers[number], payer.usage
        row[c.PAYER], row[c.PAYEE] = self._numbers[pending.payer], self._numbers[pending.payee]
        row[c.WHICH] = self._which(pending)
        row[c.AMOUNT], row[c.RETURNS] = pending.amount_fen, pending.returns_at
        counted = (pending.transfer, pending.amount_fen) in usage.sent
        row[c.STATE], row[c.SENT_DAY] = c.WAITING, usage.day if counted else NONE - 1
        row[c.ID_AT], row[c.ID_SIZE] = end, name.size
        row[c.SENT_BEFORE] = row[c.UNDONE_BEFORE] = NONE
        queue(state, number)
        self.take_key(pending.transfer, number)

    @staticmethod
    def _which(pending: Pending) -> int:
        return next(w for w in ACCOUNTS if account_of(pending.payer, w) == pending.source)

    def has_key(self, key: str) -> bool:
        """Whether a key may be taken: whether its digest is."""
        found = np.uint64(digest_of(key))
        return bool(self.state.digests[key_at(self.state.digests, found)] == found)

    def take_key(self, key: str, transfer: int = NONE) -> None:
        """Take a key, as that of a pending transfer where it is one."""
        self.state = state = room_for_keys(self.state, int(self.state.place[c.KEYS]) + 1)
        found = np.uint64(digest_of(key))
        at = key_at(state.digests, found)
        state.place[c.KEYS] += int(state.digests[at] != found)
        state.digests[at] = found
        if transfer != NONE:
            state.meant[at] = transfer

    def _pending_number(self, transfer: str) -> int:
        state, found = self.state, np.uint64(digest_of(transfer))
        at = key_at(state.digests, found)
        number = int(state.meant[at]) if state.digests[at] == found else NONE
        if number == NONE or state.transfers[number, c.STATE] != c.WAITING:
            return NONE
        return number if id_of(self.state, number) == transfer else NONE

    def day_begins(self, day: int) -> None:
        """Forget which terms hold: another day has."""
        self.state.today[:] = NONE
        self.state.place[c.TODAY] = day

    def add_terms(self, pair: int) -> None:
        """Look up the terms of a pair of regions on the kernel's day."""
        names = tuple(self._regions)
        payer, payee = divmod(pair, len(names))
        terms = self._terms_for(names[payer], names[payee], int(self.state.place[c.TODAY]))
        row = self._rows.get(id(terms))
        if row is None:
            row = self._rows[id(terms)] = len(self._kept)
            self._kept.append(terms)
            self.state = self.state._replace(terms=longer(self.state.terms, row + 1))
            self.state.terms[row] = cells_of(terms)
        self.state.today[pair] = row

    def make_room(self, rows: int, text_bytes: int) -> None:
        """Have room for so many rows; forget what is over, once the book shows it."""
        if self._told > MOST_TRANSFERS and self._told == self.state.place[c.TRANSFERS]:
            t = self.state.transfers[: self._told]
            kept = np.flatnonzero((t[:, c.STATE] == c.WAITING) | (t[:, c.QUEUED] > 0))
            self.state = compacted(self.state, kept)
            self._told = int(kept.size)
        place = self.state.place
        transfers, ids = int(place[c.TRANSFERS]) + rows + 2, int(place[c.IDS]) + text_bytes
        self.state = room_for_transfers(self.state, transfers, ids + LONGEST_ID)
        self.state = room_for_keys(self.state, int(place[c.KEYS]) + rows + 1)

    def show(self) -> None:
        """Bring the book up to date with what the kernel has done."""
        show(self.state, self._book, self.people, self._told)
        self._told = int(self.state.place[c.TRANSFERS])
