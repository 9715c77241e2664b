"""Makes segments of the events that the kernel and the event path have told, in their order."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from ledger.bulk import cells as c
from ledger.bulk.cells import Cells, Out
from ledger.bulk.compiled import NONE
from ledger.core.refusals import Code
from ledger.journal import Draft, encode
from ledger.journal.packed import (
    COLUMNS,
    OTHER,
    REFUSED,
    Column,
    Head,
    Segment,
    digest_of,
    encode_head,
    pack_other,
)
from ledger.words.moments import DAY, MINUTE, SECOND

_UNITS: Final = (DAY, MINUTE, SECOND)
_WIDTHS: Final = ((1 << 8, 1, "<u1"), (1 << 16, 2, "<u2"), (1 << 32, 4, "<u4"), (1 << 64, 8, "<u8"))
_CODES: Final = tuple(code.value for code in Code)
_GAP, _KIND, _FORM, _PAYER, _PAYEE, _FEN, _RETURNS, _KEY, _MORE = range(9)


def empty_out(events: int) -> Out:
    """Room for so many events of the kernel."""
    return Out(
        cells=np.zeros((len(COLUMNS), events), np.int64),
        keys=np.zeros(64 * events, np.uint8),
        more=np.zeros(64 * events, np.uint8),
        digests=np.zeros(events, np.uint64),
    )


class Packer:
    """Events on their way into the next segment.

    Attributes:
        out: where the kernel puts its own.
    """

    def __init__(self, out: Out, place: Cells, names: Sequence[str], people: Sequence[str]) -> None:
        """Go on after segments that have named some people.

        Args:
            out: room for events.
            place: the kernel's, which counts what is in there.
            names: everybody whom segments have named, by number.
            people: everybody the kernel knows, by its own number; may grow.
        """
        self.out = out
        self._place, self._people = place, people
        self._numbers = np.full(len(people), NONE, np.int64)
        self._named = len(names)
        known = {name: number for number, name in enumerate(names)}
        for person, name in enumerate(people):
            self._numbers[person] = known.get(name, NONE)

    def add(self, draft: Draft) -> bool:
        """Take an event of the event path; False where there is no room for it."""
        place, out = self._place, self.out
        key, more = draft.key.encode(), pack_other(draft.asked, encode(draft.event))
        event, keys, ends = place[c.EVENTS], place[c.KEY_BYTES], place[c.MORE_BYTES]
        full = keys + len(key) > out.keys.size or ends + len(more) > out.more.size
        if full or event == out.cells.shape[1]:
            return False
        out.cells[:, event] = draft.recorded_at, OTHER, 0, NONE, NONE, 0, 0, len(key), len(more)
        out.keys[keys : keys + len(key)] = np.frombuffer(key, np.uint8)
        out.more[ends : ends + len(more)] = np.frombuffer(more, np.uint8)
        place[c.EVENTS], place[c.KEY_BYTES] = event + 1, keys + len(key)
        place[c.MORE_BYTES] = ends + len(more)
        if key:
            out.digests[place[c.OUT_DIGESTS]] = digest_of(draft.key)
            place[c.OUT_DIGESTS] += 1
        return True

    def segment(self, first: int) -> Segment | None:
        """The events since the last segment as one, from this seq on; None when there are none."""
        count = int(self._place[c.EVENTS])
        if not count:
            return None
        cells = self.out.cells[:, :count]
        names = self._name(cells)
        codes = self._local_codes(cells[_KIND])
        begun = int(cells[_GAP, 0])
        cells[_GAP, 1:] = np.diff(cells[_GAP])
        cells[_GAP, 0] = 0
        self._fill_returns(cells)
        packed = [_packed(column) for column in cells]
        head = encode_head(Head(count, begun, codes, tuple(column for column, _ in packed)))
        texts = (
            self.out.keys[: self._place[c.KEY_BYTES]].tobytes(),
            self.out.more[: self._place[c.MORE_BYTES]].tobytes(),
        )
        body = (len(head).to_bytes(4, "little"), head, *(part for _, part in packed), *texts)
        digests = np.sort(self.out.digests[: self._place[c.OUT_DIGESTS]]).astype("<u8").tobytes()
        self._place[[c.EVENTS, c.KEY_BYTES, c.MORE_BYTES, c.OUT_DIGESTS]] = 0
        return Segment(first, first + count - 1, names, digests, b"".join(body))

    def _name(self, cells: Cells) -> bytes:
        """Number the people in the columns as segments do; the ids of those named first here."""
        if len(self._people) > self._numbers.size:
            grown = np.full(2 * len(self._people), NONE, np.int64)
            grown[: self._numbers.size] = self._numbers
            self._numbers = grown
        hot = cells[_PAYER] != NONE
        used = np.zeros(self._numbers.size, np.bool_)
        used[cells[_PAYER][hot]] = used[cells[_PAYEE][hot]] = True
        fresh = np.flatnonzero(used & (self._numbers == NONE))
        self._numbers[fresh] = np.arange(self._named, self._named + fresh.size)
        self._named += int(fresh.size)
        for column in (_PAYER, _PAYEE):
            cells[column] = np.where(hot, self._numbers[cells[column]], 0)
        return "\n".join(self._people[person] for person in fresh.tolist()).encode()

    @staticmethod
    def _local_codes(kinds: Cells) -> tuple[str, ...]:
        """Number the refusals' codes as this segment does; the codes."""
        found = np.flatnonzero(np.bincount(kinds, minlength=REFUSED)[REFUSED:])
        numbers = np.arange(REFUSED + len(_CODES))
        numbers[REFUSED + found] = REFUSED + np.arange(found.size)
        kinds[:] = numbers[kinds]
        return tuple(_CODES[code] for code in found.tolist())

    @staticmethod
    def _fill_returns(cells: Cells) -> None:
        """Give those that never return the moment of one that does, so that all are near."""
        returns = cells[_RETURNS]
        some = returns[returns != 0]
        if some.size:
            returns[returns == 0] = some[0]


def _packed(cells: Cells) -> tuple[Column, bytes]:
    base = int(cells.min())
    span = int(cells.max()) - base
    if not span:
        return Column(0, 1, base), b""
    offsets = (cells - base).astype(np.uint64)
    unit = next((u for u in _UNITS if span >= u and not np.any(offsets % np.uint64(u))), 1)
    width, kind = next((w, kind) for most, w, kind in _WIDTHS if span // unit < most)
    return Column(width, unit, base), (offsets // np.uint64(unit)).astype(kind).tobytes()
