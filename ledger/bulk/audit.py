"""Whether plain events of a segment follow from what stands before them, under the caps in force.

It asks what a slow verification asks, and some things more closely; it never says what is wrong.
Compiled, over the same cells as the kernel: whole numbers throughout.
"""

from typing import NamedTuple

import numpy as np

from ledger.bulk import cells as c
from ledger.bulk.cells import Cells, Digests, State, Texts
from ledger.bulk.compiled import NONE, compiled, inlined
from ledger.bulk.kernel import count_sent, terms_today
from ledger.bulk.parts import add, close, digest, give_back, key_place, waiting
from ledger.journal.packed import ACCEPTED, HELD, OTHER, REFUSED, RETURNED, WALLETED
from ledger.words.money import MOST_FEN

_AT, _KIND, _FORM, _PAYER, _PAYEE, _FEN, _RETURNS, _KEY, _MORE = range(9)
_WISHES, _FORMS = 9, 27
"""How many ways there are to write two accounts; and so times which account it was."""


class Told(NamedTuple):
    """A segment laid open.

    Attributes:
        cells: a line for each column; moments in place of the gaps between them.
        places: where the key of each event begins in `keys`, and its text in `more`.
        who: the kernel's number of each person that segments have named; `NONE` for nobody.
        codes: how many codes of refusals the segment has.
    """

    cells: Cells
    places: Cells
    keys: Texts
    more: Texts
    who: Cells
    codes: int


@compiled
def follow(s: State, t: Told, until: int) -> int:
    """Fold events from `place[ROW]` up to another; why it stopped.

    `HAND_BACK` at one that travels in its own JSON, `STRANGE` at one that does not follow; neither
    is folded. `NEW_DAY` and `NEED_TERMS` as in `decide`.
    """
    while s.place[c.ROW] < until:
        event = s.place[c.ROW]
        if t.cells[_KIND, event] == OTHER:
            return c.HAND_BACK
        if t.cells[_AT, event] < s.place[c.NOW]:
            return c.STRANGE
        stopped = _plain(s, t, event)
        if stopped:
            return stopped
        s.place[c.NOW] = t.cells[_AT, event]
        s.place[c.ROW] += 1
    return c.DONE_ALL


@compiled
def digests_in(keys: Texts, sizes: Cells, found: Digests) -> int:
    """The digests of all keys but the empty ones; how many, or `NONE` where a key is no text.

    That all keys together are UTF-8 is for the caller to see.
    """
    count, at = 0, 0
    for event in range(sizes.shape[0]):
        if sizes[event]:
            if keys[at] & 0xC0 == 0x80:  # the middle of a letter
                return NONE
            found[count] = digest(keys, at, sizes[event])
            count += 1
            at += sizes[event]
    return count


@inlined
def _plain(s: State, t: Told, event: int) -> int:
    cells, kind, people = t.cells, t.cells[_KIND, event], t.who.size
    if not (0 <= cells[_PAYER, event] < people and 0 <= cells[_PAYEE, event] < people):
        return c.STRANGE
    payer, payee = t.who[cells[_PAYER, event]], t.who[cells[_PAYEE, event]]
    form, fen = cells[_FORM, event], cells[_FEN, event]
    if kind < 0 or payer == NONE or payee == NONE:
        return c.STRANGE
    if not (0 <= form < _FORMS and 0 < fen <= MOST_FEN):
        return c.STRANGE
    if kind >= REFUSED:
        return c.DONE_ALL if kind < REFUSED + t.codes and form < _WISHES else c.STRANGE
    if kind in (RETURNED, ACCEPTED):
        return _closed(s, t, event, (payer, payee, form // _WISHES, fen))
    return _sent(s, t, event, (payer, payee, form // _WISHES, fen))


@inlined
def _sent(s: State, t: Told, event: int, moved: tuple[int, int, int, int]) -> int:
    payer, payee, which, fen = moved
    at = t.cells[_AT, event]
    found = terms_today(s, at, payer, payee)
    if found < 0:
        return c.STRANGE if found == -c.HAND_BACK else -found
    if s.people[payer, c.BALANCE + which] < fen:
        return c.STRANGE
    add(s, payer, which, -fen)
    transfer = count_sent(s, at, moved)
    if not _within(s.people[payer], s.terms[found], fen):
        return c.STRANGE
    if t.cells[_KIND, event] == HELD:
        return _held(s, t, transfer, (event, s.terms[found, c.CAP_PENDING]))
    add(s, payee, WALLETED, fen)
    return c.DONE_ALL


@inlined
def _within(payer: Cells, terms: Cells, fen: int) -> bool:
    """Whether a payer is within the caps of a day, the last transfer included."""
    free = terms[c.NOT_COUNTED]
    return (
        fen <= terms[c.CAP_EACH]
        and payer[c.COUNT] - free * payer[c.UNDONE] <= terms[c.CAP_COUNT]
        and payer[c.SENT_FEN] - free * payer[c.UNDONE_FEN] <= terms[c.CAP_FEN]
    )


@inlined
def _held(s: State, t: Told, transfer: int, what: tuple[int, int]) -> int:
    """Remember a transfer as pending, by its key."""
    event, cap = what
    at, size, end = t.places[0, event], t.cells[_KEY, event], s.place[c.IDS]
    found = digest(t.keys, at, size)
    where = key_place(s.digests, found)
    row, meant = s.transfers[transfer], s.meant[where]
    pends = meant != NONE and s.transfers[meant, c.STATE] == c.WAITING
    s.people[row[c.PAYER], c.PENDING] += 1
    if not size or pends or s.people[row[c.PAYER], c.PENDING] > cap:
        return c.STRANGE
    for place in range(size):
        s.ids[end + place] = t.keys[at + place]
    row[c.ID_AT], row[c.ID_SIZE] = end, size
    row[c.STATE], row[c.RETURNS] = c.WAITING, t.cells[_RETURNS, event]
    s.place[c.IDS] = end + size
    s.place[c.KEYS] += s.digests[where] != found
    s.digests[where], s.meant[where] = found, transfer
    return c.DONE_ALL


@inlined
def _closed(s: State, t: Told, event: int, moved: tuple[int, int, int, int]) -> int:
    transfer = waiting(s, t.more, t.places[1, event], t.cells[_MORE, event])
    if transfer == NONE:
        return c.STRANGE
    row = s.transfers[transfer]
    if (row[c.PAYER], row[c.PAYEE], row[c.WHICH], row[c.AMOUNT]) != moved:
        return c.STRANGE
    if t.cells[_KIND, event] == RETURNED:
        give_back(s, transfer)
    else:
        close(s, transfer)
        add(s, row[c.PAYEE], WALLETED, row[c.AMOUNT])
    return c.DONE_ALL


def digests_of(keys: Texts, sizes: Cells) -> bytes | None:
    """The digests of keys as a segment holds them; None where a key is no text."""
    try:
        keys.tobytes().decode()
    except UnicodeDecodeError:
        return None
    found = np.empty(sizes.size, np.uint64)
    count = digests_in(keys, sizes, found)
    return None if count == NONE else np.sort(found[:count]).astype("<u8").tobytes()
