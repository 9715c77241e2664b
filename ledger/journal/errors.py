"""What can go wrong with a journal: one name per reason, and no people in the messages."""


class JournalError(Exception):
    """Base of everything a journal raises; its text is one sentence for the user."""


class DatabaseUrlError(JournalError):
    """The address names no database that this engine can keep a ledger in."""


class NotOurLedgerError(JournalError):
    """The database belongs to something else."""


class LedgerMissingError(JournalError):
    """There is no such ledger."""


class LedgerExistsError(JournalError):
    """There is such a ledger already; nothing was written."""


class UnknownFormatError(JournalError):
    """The ledger was written in a format that this engine does not know."""


class DamagedError(JournalError):
    """What is stored cannot be what was written."""


class UnreadableEventError(DamagedError):
    """A stored body is no event of this engine."""


class UnusableError(JournalError):
    """The database refuses to be read or written now: locked, read-only, full."""


class BehindError(JournalError):
    """Others have appended since this journal was opened; nothing was written."""


class KeyTakenError(JournalError):
    """An idempotency key is already in the journal; nothing was written."""
