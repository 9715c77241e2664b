"""What the kernel reads and writes: matrices of whole numbers, and what stands in which column."""

from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Cells: TypeAlias = NDArray[np.int64]
Texts: TypeAlias = NDArray[np.uint8]
Digests: TypeAlias = NDArray[np.uint64]
Numbers: TypeAlias = NDArray[np.int32]
"""Of transfers, where there are as many as keys; half the room."""

# A row of a batch: one line of a feed. Texts are places and lengths in the batch's text.
(KIND, AT, KEY_AT, KEY_SIZE, FROM_AT, FROM_SIZE, TO_AT, TO_SIZE, FORM, FEN, LINE_AT, LINE_SIZE) = (
    range(12)
)
ROW_CELLS: Final = 12
EVENT_PATH, TRANSFER, ACCEPT = range(3)
"""Kinds of rows; an accept names its transfer where a transfer names its payer."""

# A person.
(
    REGION,
    OPEN,
    DEAD,
    SANCTIONED,
    PENDING,
    DAY,
    COUNT,
    SENT_FEN,
    UNDONE,
    UNDONE_FEN,
    BALANCE,  # of the plain account; of the carried-over one; of the wallet
    _CARRIED,
    _WALLET,
    HELD,  # bits: which of the three the book has
    LAST_SENT,
    LAST_UNDONE,
    CHANGED,
    NAME_AT,
    NAME_SIZE,
) = range(19)
PERSON_CELLS: Final = 19

# A transfer since the book was last brought up to date, or pending.
(
    PAYER,
    PAYEE,
    WHICH,
    AMOUNT,
    RETURNS,
    STATE,
    SENT_DAY,
    ID_AT,
    ID_SIZE,
    SENT_BEFORE,
    UNDONE_BEFORE,
    QUEUED,
) = range(12)
TRANSFER_CELLS: Final = 12
DONE, WAITING, CLOSED = range(3)

# A relation: a cell for the pair, and when it stands.
KIN_PAIR, KIN_FROM, KIN_UNTIL, KIN_PAUSED = range(4)
KIN_CELLS: Final = 4

# The terms of a pair of regions.
(
    KNOWN,
    CAP_EACH,
    CAP_COUNT,
    CAP_FEN,
    NOT_COUNTED,
    AUTOMATIC,
    RETURN_DAYS,
    RETURN_TIME,
    PEND_UNOPENED,
    ONWARD_ALLOWED,
    KIN_FREE,
    MAY_RECEIVE,
    CAP_PENDING,
    WINDOWS,
    WINDOW,
) = range(15)
MOST_WINDOWS: Final = 4
RULES: Final = WINDOW + 2 * MOST_WINDOWS
MOST_RULES: Final = 16
RULE: Final = RULES + 1
CODE: Final = RULE + MOST_RULES
ACCEPT_RULES: Final = CODE + MOST_RULES
ACCEPT_RULE: Final = ACCEPT_RULES + 1
TERMS_CELLS: Final = ACCEPT_RULE + MOST_RULES

(
    REFUSE,
    IF_ONWARD,
    IF_ALIVE,
    IF_RECEIVES,
    IF_WALLETS,
    IF_KIN,
    IF_HOURS,
    IF_PENDING,
    IF_EACH,
    IF_COUNT,
    IF_AMOUNT,
    IF_BALANCE,
    IF_PAYEE_WALLET,
) = range(13)
"""What the kernel can ask; `REFUSE` is a rule that lacks a value, and always says no."""

# Where the kernel stands.
(
    ROW,
    NOW,
    SETTLED,
    OTHERS_DUE,
    TODAY,
    QUEUE,
    TRANSFERS,
    IDS,
    KEYS,
    CHANGES,
    CLOSINGS,
    REGIONS,
    EVENTS,
    KEY_BYTES,
    MORE_BYTES,
    OUT_DIGESTS,
    WANTED,
    RELATIONS,
    PEOPLE,
) = range(19)
PLACE_CELLS: Final = 19

DONE_ALL, HAND_BACK, NEW_DAY, NEED_TERMS, FULL, STRANGE = range(6)
"""Why the kernel stopped: at the end, at a row that is not its own, and for what it needs."""


class State(NamedTuple):
    """The book as the kernel has it; all but `today` and `terms` grow by doubling.

    Attributes:
        people: a row a person (`REGION` to `NAME_SIZE`).
        names: everybody's id, in bytes; `spelt` finds the person by them.
        transfers: a row a transfer (`PAYER` to `QUEUED`); their ids are in `ids`.
        queue: a heap of transfers by the moment they return, then by id.
        changed, closed: people and transfers that the book does not show yet.
        digests, meant: a hash table of the digests of all keys, and the transfer each names.
        kin: a hash table of relations.
        terms, today: terms, and which hold today for payer's region * regions + payee's.
        place: where the kernel stands.
    """

    people: Cells
    names: Texts
    spelt: Cells
    transfers: Cells
    ids: Texts
    queue: Cells
    changed: Cells
    closed: Cells
    digests: Digests
    meant: Numbers
    kin: Cells
    terms: Cells
    today: Cells
    place: Cells


class Batch(NamedTuple):
    """Rows to decide, and the text they point into."""

    rows: Cells
    text: Texts


class Out(NamedTuple):
    """Events on their way into a segment: a line of `cells` for each column, and their texts."""

    cells: Cells
    keys: Texts
    more: Texts
    digests: Digests
