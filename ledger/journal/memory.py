"""A journal in memory: the same contract as on disk, for replays, forks and tests."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import islice

from ledger.journal.chain import GENESIS, Draft, Row, extend
from ledger.journal.errors import KeyTakenError
from ledger.journal.packed import Segment
from ledger.journal.port import Journal, Stored, check_address, decoded
from ledger.journal.snapshot import Snapshot
from ledger.text.said import Said


class MemoryJournal:
    """The journal of one ledger, gone with the process."""

    def __init__(self, ledger: str) -> None:
        self.ledger = ledger
        self.count = 0
        self.head = GENESIS
        self._base = 0
        self._rows: list[Row] = []
        self._keys: dict[str, int] = {}
        self._balances: dict[str, int] = {}
        self._policies: dict[str, bytes] = {}

    def writing(self, keys: Sequence[str] = ()) -> AbstractContextManager[dict[str, Stored]]:
        """Nothing to wait for: nobody else has this journal."""
        return nullcontext(self.find(keys))

    def append(self, drafts: Sequence[Draft]) -> int:
        """Write all drafts or none; give the last seq.

        Raises:
            KeyTakenError: when a key is there already.
        """
        written = extend(self.ledger, self.count, self.head, drafts)
        keys = self._fresh_keys(drafts)
        if written:
            self._keys |= keys
            self._rows += [Row(*cells[:-1]) for cells in written]
            self.count, self.head = written[-1][0], written[-1][-1]
        return self.count

    def _fresh_keys(self, drafts: Sequence[Draft]) -> dict[str, int]:
        fresh: dict[str, int] = {}
        for seq, draft in enumerate(drafts, self.count + 1):
            key = draft.key
            if key and (key in self._keys or key in fresh):
                raise KeyTakenError(Said("journal.key_taken"))
            if key:
                fresh[key] = seq
        return fresh

    def find(self, keys: Sequence[str]) -> dict[str, Stored]:
        """The first events of the commands that came under these keys, by key."""
        places = (self._keys[key] - self._base - 1 for key in keys if key in self._keys)
        there = [self._rows[place] for place in places]
        return {stored.key: stored for stored in decoded(there)}

    def rows(self, after: int = 0) -> Iterator[Row]:
        """The rows behind seq `after` that are there now, in order."""
        return islice(self._rows, after, self.count)

    def read(self, after: int = 0) -> Iterator[Stored]:
        """The same rows with their events."""
        return decoded(self.rows(after))

    def recall(self) -> Snapshot | None:
        """Nothing: a journal in memory is opened once."""
        return None

    def remember(self, _snapshot: Snapshot) -> None:
        """Nothing, as above."""

    def save_balances(self, balances: Mapping[str, int]) -> None:
        """Keep the balances (fen) in place of earlier ones."""
        self._balances = dict(balances)

    def balances(self) -> dict[str, int]:
        """The balances that were last kept."""
        return dict(self._balances)

    def save_policy(self, policy_hash: str, body: bytes) -> None:
        """Keep a policy under its own address.

        Raises:
            ValueError: when `policy_hash` is not the body's address.
        """
        check_address(policy_hash, body)
        self._policies[policy_hash] = body

    def policy(self, policy_hash: str) -> bytes | None:
        """The body kept under this address, if any."""
        return self._policies.get(policy_hash)

    def segments(self) -> Iterator[Segment]:
        """None: what is in memory stands in rows."""
        return iter(())


class ForkedJournal(MemoryJournal):
    """A journal in memory that goes on where another one stands; that one is only read."""

    def __init__(self, parent: Journal) -> None:
        super().__init__(parent.ledger)
        self.count, self.head = parent.count, parent.head
        self._parent = parent
        self._base = parent.count

    def rows(self, after: int = 0) -> Iterator[Row]:
        """The parent's rows as they were at the fork, then those that came here."""
        own = list(islice(self._rows, max(after - self._base, 0), None))
        for row in self._parent.rows(after):
            if row.seq > self._base:
                break
            yield row
        yield from own

    def segments(self) -> Iterator[Segment]:
        """The parent's, up to the fork."""
        return (one for one in self._parent.segments() if one.last <= self._base)

    def find(self, keys: Sequence[str]) -> dict[str, Stored]:
        """What came under these keys, here or before the fork."""
        before = self._parent.find(keys).items()
        return {key: s for key, s in before if s.seq <= self._base} | super().find(keys)

    def recall(self) -> Snapshot | None:
        """The parent's book, if it was kept before the fork."""
        kept = self._parent.recall()
        return kept if kept is not None and kept.seq <= self._base else None

    def policy(self, policy_hash: str) -> bytes | None:
        """The body kept here or beside the parent."""
        return super().policy(policy_hash) or self._parent.policy(policy_hash)
