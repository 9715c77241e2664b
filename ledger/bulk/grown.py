"""How much room the kernel's cells have: at first, and when more is needed, twice as much."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ledger.bulk import cells as c
from ledger.bulk.cells import Cells, Digests, State
from ledger.bulk.compiled import NONE
from ledger.bulk.parts import relate_all, spell, take_all
from ledger.core.book import FAR_FUTURE

T = TypeVar("T", bound=np.generic)

LEAST = 1 << 10

MOST_TRANSFERS = 1 << 20
"""How many are remembered that need not be, before room is made."""

_TRANSFERS = MOST_TRANSFERS + (1 << 16)
"""There is room for them from the start: the system gives memory only where it is written to."""


def empty_state() -> State:
    """Nobody, and nothing."""
    place = np.zeros(c.PLACE_CELLS, np.int64)
    place[c.NOW] = place[c.SETTLED] = -FAR_FUTURE
    place[c.OTHERS_DUE], place[c.TODAY], place[c.WANTED] = FAR_FUTURE, -FAR_FUTURE, NONE
    return State(
        people=np.zeros((LEAST, c.PERSON_CELLS), np.int64),
        names=np.zeros(LEAST, np.uint8),
        spelt=np.full(4 * LEAST, NONE, np.int64),
        transfers=np.zeros((_TRANSFERS, c.TRANSFER_CELLS), np.int64),
        ids=np.zeros(16 * _TRANSFERS, np.uint8),
        queue=np.zeros(_TRANSFERS, np.int64),
        changed=np.zeros(LEAST, np.int64),
        closed=np.zeros(_TRANSFERS, np.int64),
        digests=np.zeros(LEAST, np.uint64),
        meant=np.full(LEAST, NONE, np.int32),
        kin=np.full((LEAST, c.KIN_CELLS), NONE, np.int64),
        terms=np.zeros((LEAST, c.TERMS_CELLS), np.int64),
        today=np.full(1, NONE, np.int64),
        place=place,
    )


def longer(array: NDArray[T], least: int) -> NDArray[T]:
    """The same cells with room for so many rows at least; as they are, if they have it."""
    if array.shape[0] >= least:
        return array
    grown = np.zeros((max(2 * array.shape[0], least), *array.shape[1:]), array.dtype)
    grown[: array.shape[0]] = array
    return grown


def room_for_people(s: State, count: int, name_bytes: int) -> State:
    """The same with room for people, and for all their ids."""
    if count > s.people.shape[0]:
        s = s._replace(people=longer(s.people, count), changed=longer(s.changed, 2 * count))
        s = s._replace(spelt=np.full(4 * _power(s.people.shape[0]), NONE, np.int64))
        spell(s, 0)
    return s._replace(names=longer(s.names, name_bytes))


def room_for_transfers(s: State, count: int, id_bytes: int) -> State:
    """The same with room for transfers, and for all their ids."""
    return s._replace(
        transfers=longer(s.transfers, count),
        queue=longer(s.queue, count),
        closed=longer(s.closed, count),
        ids=longer(s.ids, id_bytes),
    )


def room_for_keys(s: State, count: int) -> State:
    """The same with room for keys; the table is never more than half full."""
    if 2 * count <= s.digests.size:
        return s
    size = _power(2 * count)
    digests, meant = np.zeros(size, np.uint64), np.full(size, NONE, np.int32)
    take_all(digests, meant, s.digests, s.meant)
    return s._replace(digests=digests, meant=meant)


def room_for_relations(s: State, count: int) -> State:
    """The same with room for relations; the table is never more than half full."""
    if 2 * count <= s.kin.shape[0]:
        return s
    kin = np.full((_power(2 * count), c.KIN_CELLS), NONE, np.int64)
    relate_all(kin, s.kin)
    return s._replace(kin=kin)


def taken(s: State, digests: Digests) -> State:
    """The same with many keys taken that name no pending transfer."""
    s = room_for_keys(s, int(s.place[c.KEYS]) + digests.size)
    s.place[c.KEYS] += take_all(s.digests, s.meant, digests, np.full(digests.size, NONE, np.int32))
    return s


def compacted(s: State, kept: Cells) -> State:
    """The same with only some of its transfers, which must be all that are queued."""
    numbers = np.full(s.transfers.shape[0] + 1, NONE, np.int64)
    numbers[kept] = np.arange(kept.size)
    queued = int(s.place[c.QUEUE])
    s.queue[:queued] = numbers[s.queue[:queued]]
    s.meant[:] = numbers[s.meant]  # NONE, the last of all, stays NONE
    rows = s.transfers[kept]
    sizes = rows[:, c.ID_SIZE]
    ids = [s.ids[at : at + size] for at, size in rows[:, [c.ID_AT, c.ID_SIZE]].tolist()]
    rows[:, c.ID_AT] = np.cumsum(sizes) - sizes
    total = int(sizes.sum())
    if ids:
        s.ids[:total] = np.concatenate(ids)
    s.transfers[: kept.size] = rows
    s.place[c.TRANSFERS], s.place[c.IDS] = kept.size, total
    return s


def _power(least: int) -> int:
    return 1 << (least - 1).bit_length()
