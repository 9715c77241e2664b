"""What has happened: an append-only, hash-chained log of events.

The journal on a database is `ledger.journal.sql`, imported only where it is needed: the packages
behind it take half a second to load.
"""

from ledger.journal.chain import GENESIS, Draft, Row, link
from ledger.journal.chained import chained
from ledger.journal.codec import asked, decode, encode
from ledger.journal.errors import (
    BehindError,
    DamagedError,
    DatabaseUrlError,
    JournalError,
    KeyTakenError,
    LedgerExistsError,
    LedgerMissingError,
    NotOurLedgerError,
    UnknownFormatError,
    UnreadableEventError,
    UnusableError,
)
from ledger.journal.memory import ForkedJournal, MemoryJournal
from ledger.journal.port import Journal, ReadableJournal, Stored, address
from ledger.journal.snapshot import Snapshot
from ledger.journal.wish import wish

__all__ = [
    "GENESIS",
    "BehindError",
    "DamagedError",
    "DatabaseUrlError",
    "Draft",
    "ForkedJournal",
    "Journal",
    "JournalError",
    "KeyTakenError",
    "LedgerExistsError",
    "LedgerMissingError",
    "MemoryJournal",
    "NotOurLedgerError",
    "ReadableJournal",
    "Row",
    "Snapshot",
    "Stored",
    "UnknownFormatError",
    "UnreadableEventError",
    "UnusableError",
    "address",
    "asked",
    "chained",
    "decode",
    "encode",
    "link",
    "wish",
]
