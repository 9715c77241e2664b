"""What the kernel is made of: tables of keys and people, the queue of returns, telling events.

Whole numbers throughout; compiled into `ledger.bulk.kernel` and `ledger.bulk.audit`.
"""

from typing import Any

import numpy as np

from ledger.bulk import cells as c
from ledger.bulk.cells import Batch, Cells, Digests, Numbers, Out, State, Texts
from ledger.bulk.compiled import NONE, compiled, inlined
from ledger.journal.packed import AS_WALLET, CARRIED, PLAIN, RETURNED, WALLETED

_SEED = np.uint64(0xCBF29CE484222325)
_PRIME = np.uint64(0x100000001B3)
_SPREAD, _FOLD = np.uint64(0x9E3779B97F4A7C15), np.uint64(32)
_NO_DIGEST = np.uint64(0)
LONGEST_KEY = 64
"""Bytes; a row with a longer key is none of the kernel's."""


@inlined
def digest(text: Texts, at: int, size: int) -> np.uint64:
    """`packed.digest_of` of a text."""
    found = _SEED
    for place in range(at, at + size):
        found = (found ^ np.uint64(text[place])) * _PRIME
    return found


@inlined
def slot(found: np.uint64, slots: int) -> Any:
    """Where to begin to look for a digest."""
    return np.int64((found * _SPREAD >> _FOLD) & np.uint64(slots - 1))


@inlined
def key_place(digests: Digests, found: np.uint64) -> int:
    """Where a digest stands in the table of keys, or where it would."""
    place = slot(found, digests.size)
    while digests[place] != _NO_DIGEST and digests[place] != found:
        place = (place + 1) & (digests.size - 1)
    return place


@inlined
def same(texts: Texts, at: int, others: Texts, other: int, size: int) -> bool:
    """Whether so many bytes of two texts are the same."""
    for place in range(size):
        if texts[at + place] != others[other + place]:
            return False
    return True


@inlined
def person_of(s: State, text: Texts, at: int, size: int) -> int:
    """The number of a person by id; `NONE` when nobody is called so."""
    place = slot(digest(text, at, size), s.spelt.size)
    while s.spelt[place] != NONE:
        person = s.spelt[place]
        if s.people[person, c.NAME_SIZE] == size and same(
            s.names, s.people[person, c.NAME_AT], text, at, size
        ):
            return person
        place = (place + 1) & (s.spelt.size - 1)
    return NONE


@inlined
def waiting(s: State, text: Texts, at: int, size: int) -> int:
    """The number of the pending transfer with this id; `NONE` when there is none."""
    found = digest(text, at, size)
    where = key_place(s.digests, found)
    transfer = s.meant[where] if s.digests[where] == found else NONE
    if transfer == NONE or s.transfers[transfer, c.STATE] != c.WAITING:
        return NONE
    t = s.transfers[transfer]
    same_id = t[c.ID_SIZE] == size and same(s.ids, t[c.ID_AT], text, at, size)
    return transfer if same_id else NONE


@inlined
def kin_place(kin: Cells, pair: int) -> int:
    """Where a pair of people stands in the table of relations, or where it would."""
    place = slot(np.uint64(pair) * _PRIME, kin.shape[0])
    while kin[place, c.KIN_PAIR] != NONE and kin[place, c.KIN_PAIR] != pair:
        place = (place + 1) & (kin.shape[0] - 1)
    return place


@inlined
def sooner(s: State, one: int, other: int) -> bool:
    """Whether a transfer returns before another one: by moment, then by id."""
    t = s.transfers
    if t[one, c.RETURNS] != t[other, c.RETURNS]:
        return t[one, c.RETURNS] < t[other, c.RETURNS]
    sizes = t[one, c.ID_SIZE], t[other, c.ID_SIZE]
    for place in range(min(sizes[0], sizes[1])):
        left, right = s.ids[t[one, c.ID_AT] + place], s.ids[t[other, c.ID_AT] + place]
        if left != right:
            return left < right
    return sizes[0] < sizes[1]


@inlined
def queue_up(s: State, transfer: int) -> None:
    """Put a transfer among those that return."""
    queue, place = s.queue, s.place[c.QUEUE]
    s.place[c.QUEUE] += 1
    s.transfers[transfer, c.QUEUED] = 1
    while place and sooner(s, transfer, queue[(place - 1) // 2]):
        queue[place] = queue[(place - 1) // 2]
        place = (place - 1) // 2
    queue[place] = transfer


@inlined
def leave_queue(s: State) -> None:
    """Drop the first of those that return."""
    queue = s.queue
    s.transfers[queue[0], c.QUEUED] = 0
    s.place[c.QUEUE] -= 1
    size, last, place = s.place[c.QUEUE], queue[s.place[c.QUEUE]], 0
    while 2 * place + 1 < size:
        child = 2 * place + 1
        if child + 1 < size and sooner(s, queue[child + 1], queue[child]):
            child += 1
        if not sooner(s, queue[child], last):
            break
        queue[place] = queue[child]
        place = child
    queue[place] = last


@inlined
def changes(s: State, person: int) -> None:
    """Note that the book does not show this person as they are."""
    if not s.people[person, c.CHANGED]:
        s.people[person, c.CHANGED] = 1
        s.changed[s.place[c.CHANGES]] = person
        s.place[c.CHANGES] += 1


@inlined
def add(s: State, person: int, which: int, fen: int) -> None:
    """Add to one of a person's accounts, or take from it."""
    s.people[person, c.BALANCE + which] += fen
    s.people[person, c.HELD] |= 1 << which
    changes(s, person)


@inlined
def close(s: State, transfer: int) -> None:
    """A pending transfer is over, whoever gets its money."""
    s.transfers[transfer, c.STATE] = c.CLOSED
    s.people[s.transfers[transfer, c.PAYER], c.PENDING] -= 1
    s.closed[s.place[c.CLOSINGS]] = transfer
    s.place[c.CLOSINGS] += 1
    changes(s, s.transfers[transfer, c.PAYER])


@inlined
def give_back(s: State, transfer: int) -> None:
    """A pending transfer goes back; it may still count on the payer's day."""
    t, payer = s.transfers[transfer], s.transfers[transfer, c.PAYER]
    close(s, transfer)
    add(s, payer, t[c.WHICH], t[c.AMOUNT])
    person = s.people[payer]
    if person[c.DAY] == t[c.SENT_DAY]:
        person[c.UNDONE] += 1
        person[c.UNDONE_FEN] += t[c.AMOUNT]
        t[c.UNDONE_BEFORE] = person[c.LAST_UNDONE]
        person[c.LAST_UNDONE] = transfer


@inlined
def tell(s: State, out: Out, at: int, what: tuple[int, int], cells: tuple[int, int, int]) -> int:
    """Put an event of some kind and form into its columns; its number there."""
    event = s.place[c.EVENTS]
    s.place[c.EVENTS] += 1
    told = out.cells
    told[0, event], told[1, event], told[2, event] = at, what[0], what[1]
    told[3, event], told[4, event], told[5, event] = cells
    told[6, event] = told[7, event] = told[8, event] = 0
    s.place[c.NOW] = at
    return event


@inlined
def name_transfer(s: State, out: Out, event: int, transfer: int) -> None:
    """Write which transfer an event is about."""
    at, size, end = (
        s.transfers[transfer, c.ID_AT],
        s.transfers[transfer, c.ID_SIZE],
        s.place[c.MORE_BYTES],
    )
    for place in range(size):
        out.more[end + place] = s.ids[at + place]
    out.cells[8, event] = size
    s.place[c.MORE_BYTES] = end + size


@inlined
def tell_transfer(s: State, out: Out, kind: int, at: int, transfer: int) -> int:
    """Put the end of a transfer into its columns; its number there."""
    t = s.transfers[transfer]
    cells = t[c.PAYER], t[c.PAYEE], t[c.AMOUNT]
    event = tell(s, out, at, (kind, 9 * t[c.WHICH]), cells)
    name_transfer(s, out, event, transfer)
    return event


@inlined
def has_room(s: State, out: Out) -> bool:
    """Whether one more event fits, whatever its texts."""
    place = s.place
    return (
        place[c.EVENTS] + 1 < out.cells.shape[1]
        and place[c.KEY_BYTES] + LONGEST_KEY < out.keys.size
        and place[c.MORE_BYTES] + 4 * LONGEST_KEY < out.more.size
    )


@inlined
def settle(s: State, out: Out, until: int) -> bool:
    """Let transfers return that are due; whether there was room for all."""
    while s.place[c.QUEUE] and s.transfers[s.queue[0], c.RETURNS] <= until:
        if not has_room(s, out):
            return False
        transfer = s.queue[0]
        if s.transfers[transfer, c.STATE] == c.WAITING:
            at = max(s.transfers[transfer, c.RETURNS], s.place[c.NOW])
            give_back(s, transfer)
            tell_transfer(s, out, RETURNED, at, transfer)
        leave_queue(s)
    s.place[c.SETTLED] = until
    return True


@inlined
def keyed(s: State, out: Out, b: Batch, row: int, event: int) -> int:
    """Write an event's key, and take it; the place of its digest in the table of keys."""
    at, size, end = b.rows[row, c.KEY_AT], b.rows[row, c.KEY_SIZE], s.place[c.KEY_BYTES]
    for place in range(size):
        out.keys[end + place] = b.text[at + place]
    out.cells[7, event] = size
    s.place[c.KEY_BYTES] = end + size
    found = digest(b.text, at, size)
    where = key_place(s.digests, found)
    s.digests[where] = found  # where none stands, none is meant
    s.place[c.KEYS] += 1
    out.digests[s.place[c.OUT_DIGESTS]] = found
    s.place[c.OUT_DIGESTS] += 1
    return where


@inlined
def source_of(person: Cells, form: int) -> int:
    """The account a payer means, as `funds.source_account` finds it."""
    if form % 3 == AS_WALLET:
        return WALLETED
    if person[c.HELD] & 1 << CARRIED and not person[c.BALANCE + PLAIN]:
        return CARRIED
    return PLAIN


@compiled
def key_at(digests: Digests, found: np.uint64) -> int:
    """`key_place`, for those that are not compiled."""
    return key_place(digests, found)


@compiled
def kin_at(kin: Cells, pair: int) -> int:
    """`kin_place`, likewise."""
    return kin_place(kin, pair)


@compiled
def queue(s: State, transfer: int) -> None:
    """`queue_up`, likewise."""
    queue_up(s, transfer)


@compiled
def spell(s: State, begin: int) -> None:
    """Let people be found by id, from one on."""
    for person in range(begin, s.place[c.PEOPLE]):
        at, size = s.people[person, c.NAME_AT], s.people[person, c.NAME_SIZE]
        place = slot(digest(s.names, at, size), s.spelt.size)
        while s.spelt[place] != NONE:
            place = (place + 1) & (s.spelt.size - 1)
        s.spelt[place] = person


@compiled
def take_all(digests: Digests, meant: Numbers, taken: Digests, numbers: Numbers) -> int:
    """Take many digests, each with the transfer it names; how many of them are new."""
    fresh = 0
    for place in range(taken.size):
        if taken[place] != _NO_DIGEST:
            where = key_place(digests, taken[place])
            fresh += digests[where] != taken[place]
            digests[where] = taken[place]
            if numbers[place] != NONE:
                meant[where] = numbers[place]
    return fresh


@compiled
def relate_all(kin: Cells, rows: Cells) -> None:
    """Put many relations into their table."""
    for row in range(rows.shape[0]):
        if rows[row, c.KIN_PAIR] != NONE:
            place = kin_place(kin, rows[row, c.KIN_PAIR])
            for cell in range(c.KIN_CELLS):  # a whole row at once would be copied first
                kin[place, cell] = rows[row, cell]
