"""What every journal can do, wherever it keeps its rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from hashlib import sha256
from typing import TYPE_CHECKING, Protocol

import msgspec

from ledger.core.events import Event
from ledger.journal.chain import Draft, Row
from ledger.journal.codec import decode, encode
from ledger.journal.errors import DamagedError, UnreadableEventError
from ledger.journal.snapshot import Snapshot
from ledger.text.said import Said

if TYPE_CHECKING:
    from ledger.journal.packed import Segment


class Stored(msgspec.Struct, frozen=True, gc=False):
    """A row with its event decoded."""

    seq: int
    recorded_at: int
    key: str
    asked: bytes
    event: Event


class ReadableJournal(Protocol):
    """What readers need of a journal: its rows, and what is kept beside them."""

    @property
    def ledger(self) -> str:
        """The ledger's name; every hash covers it."""

    @property
    def count(self) -> int:
        """How many events there are; the seq of the last one."""

    @property
    def head(self) -> bytes:
        """The hash of the last event, `GENESIS` while there is none."""

    def rows(self, after: int = 0) -> Iterator[Row]:
        """The rows behind seq `after`, in order, as they are when the reading begins."""

    def read(self, after: int = 0) -> Iterator[Stored]:
        """The same rows with their events.

        Raises:
            DamagedError: at a row whose body is no event.
        """

    def recall(self) -> Snapshot | None:
        """The book as it was kept last, if that can still be trusted."""

    def policy(self, policy_hash: str) -> bytes | None:
        """The body kept under this address, if any."""


class Journal(ReadableJournal, Protocol):
    """An append-only, hash-chained log of one ledger's events, and what is kept beside it."""

    def segments(self) -> Iterator["Segment"]:
        """The segments that hold some of its rows, in order."""
        ...

    def writing(self, keys: Sequence[str] = ()) -> AbstractContextManager[dict[str, Stored]]:
        """Be the one writer for as long as the block runs; `count` and `head` are the newest.

        What is appended inside is durable, all of it, when the block has ended, and gone, all of
        it, when the block or its end raises.

        Args:
            keys: those to look for at the beginning.

        Returns:
            What `find` says of them.

        Raises:
            KeyTakenError: at the end, when a key that is appended is there already.
        """

    def append(self, drafts: Sequence[Draft]) -> int:
        """Write all drafts durably, or none; give the last seq.

        Raises:
            KeyTakenError: when a key (other than the empty one) is there already.
            BehindError: when another process has appended since; never inside `writing`.
        """

    def find(self, keys: Sequence[str]) -> dict[str, Stored]:
        """The first events of the commands that came under these keys, by key.

        Raises:
            DamagedError: where one of them is no event.
        """

    def remember(self, snapshot: Snapshot) -> None:
        """Keep a book for later openings, in place of an earlier one; a journal need not."""

    def save_balances(self, balances: Mapping[str, int]) -> None:
        """Keep the balances (fen) that all events up to now give, in place of earlier ones."""

    def balances(self) -> dict[str, int]:
        """The balances that were last kept."""

    def save_policy(self, policy_hash: str, body: bytes) -> None:
        """Keep a policy under its own address, so that the ledger can be judged again.

        Raises:
            ValueError: when `policy_hash` is not the body's `address`.
        """


def address(body: bytes) -> str:
    """The name of a policy's bytes: their sha256 in hex."""
    return sha256(body).hexdigest()


def check_address(policy_hash: str, body: bytes) -> None:
    """Refuse a policy under an address that is not its own.

    Raises:
        ValueError: when it is not.
    """
    if address(body) != policy_hash:
        raise ValueError("the policy's hash is not the sha256 of its body")


def row_of(stored: Stored) -> Row:
    """The row that a stored event makes."""
    return Row(stored.seq, stored.recorded_at, stored.key, stored.asked, encode(stored.event))


def decoded(rows: Iterable[Row]) -> Iterator[Stored]:
    """The rows with their events.

    Raises:
        DamagedError: naming the seq of a row whose body is no event.
    """
    for seq, recorded_at, key, asked, body in rows:
        try:
            event = decode(body)
        except UnreadableEventError as error:
            raise DamagedError(Said("journal.at_seq", seq=seq, what=str(error))) from error
        yield Stored(seq, recorded_at, key, asked, event)
