"""A journal in memory: the same contract as on disk, for replays, forks and tests."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from ledger.journal.chain import GENESIS, Draft, Row, extend
from ledger.journal.errors import KeyTakenError
from ledger.journal.port import Stored, check_address, decoded
from ledger.text.said import Said


class MemoryJournal:
    """The journal of one ledger, gone with the process."""

    def __init__(self, ledger: str) -> None:
        self.ledger = ledger
        self.count = 0
        self.head = GENESIS
        self._rows: list[Row] = []
        self._keys: set[str] = set()
        self._balances: dict[str, int] = {}
        self._policies: dict[str, bytes] = {}

    def append(self, drafts: Sequence[Draft]) -> int:
        """Write all drafts or none; give the last seq.

        Raises:
            KeyTakenError: when a key is there already.
        """
        written = extend(self.ledger, self.count, self.head, drafts)
        keys = self._fresh_keys(drafts)
        if written:
            self._keys |= keys
            self._rows += [row for row, _ in written]
            self.count, self.head = len(self._rows), written[-1][1]
        return self.count

    def _fresh_keys(self, drafts: Sequence[Draft]) -> set[str]:
        keys = [draft.key for draft in drafts if draft.key]
        fresh = set(keys)
        if len(fresh) < len(keys) or not self._keys.isdisjoint(fresh):
            raise KeyTakenError(Said("journal.key_taken"))
        return fresh

    def rows(self, after: int = 0) -> Iterator[Row]:
        """The rows behind seq `after` that are there now, in order."""
        return islice(self._rows, after, self.count)

    def read(self, after: int = 0) -> Iterator[Stored]:
        """The same rows with their events."""
        return decoded(self.rows(after))

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
