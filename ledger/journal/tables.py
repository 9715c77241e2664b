"""The tables of a ledger database, and the guards that keep its history append-only."""

from typing import Final

from sqlalchemy import BigInteger, Index, Integer, Text, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

FORMAT: Final = 1
"""The format of tables, chain and events that this engine reads and writes."""

KEY_TAKEN: Final = "the idempotency key is taken"
"""What the database answers to a key that is there already."""

_Whole: Final = BigInteger().with_variant(Integer(), "sqlite")
_OPTIONS: Final = {"sqlite_strict": True, "sqlite_with_rowid": False}


class Base(SQLModel, registry=registry()):
    """Base of the tables; a registry of its own, so that they meet no other project's tables."""


class LedgerRow(Base, table=True):
    """A ledger, how far its journal goes (`count`, `head`) and its balances (`balance_seq`)."""

    __tablename__ = "ledger"
    __table_args__ = _OPTIONS

    name: str = Field(primary_key=True, sa_type=Text)
    format: int
    engine: str = Field(sa_type=Text)
    count: int = Field(sa_type=_Whole)
    head: bytes
    balance_seq: int = Field(sa_type=_Whole)


class JournalRow(Base, table=True):
    """An event of a ledger in its envelope; `body` is JSON text, its UTF-8 bytes are hashed.

    `asked` is the command it answers (`codec.asked`), empty where time itself did it.
    """

    __tablename__ = "journal"
    __table_args__ = (
        Index("journal_key", "ledger", "key", unique=True, sqlite_where=text("key <> ''")),
        _OPTIONS,
    )

    ledger: str = Field(primary_key=True, sa_type=Text, foreign_key="ledger.name")
    seq: int = Field(primary_key=True, sa_type=_Whole)
    recorded_at: int = Field(sa_type=_Whole)
    key: str = Field(sa_type=Text)
    asked: bytes
    body: str = Field(sa_type=Text)
    hash: bytes


class BalanceRow(Base, table=True):
    """What one account holds after the ledger's `balance_seq` first events."""

    __tablename__ = "balance"
    __table_args__ = _OPTIONS

    ledger: str = Field(primary_key=True, sa_type=Text, foreign_key="ledger.name")
    account: str = Field(primary_key=True, sa_type=Text)
    fen: int = Field(sa_type=_Whole)


class PolicyRow(Base, table=True):
    """A policy under its own address."""

    __tablename__ = "policy"
    __table_args__ = _OPTIONS

    hash: str = Field(primary_key=True, sa_type=Text)
    body: bytes


LEDGER: Final = Base.metadata.tables["ledger"]
BALANCE: Final = Base.metadata.tables["balance"]
POLICY: Final = Base.metadata.tables["policy"]


# INSERT OR REPLACE deletes the row in its way without firing DELETE triggers, and it does so for
# the key's index too; hence a guard on insert for the place, and one for the key.
_NEXT: Final = "(SELECT coalesce(max(seq), 0) + 1 FROM journal WHERE ledger = NEW.ledger)"
_SAME_KEY: Final = "SELECT 1 FROM journal WHERE ledger = NEW.ledger AND key = NEW.key AND key <> ''"
_REFUSED: Final = {
    "journal_next": (
        f"INSERT ON journal WHEN NEW.seq IS NOT {_NEXT}",
        "an event can only be appended, at the next seq",
    ),
    "journal_new_key": (
        f"INSERT ON journal WHEN NEW.key <> '' AND EXISTS ({_SAME_KEY})",
        KEY_TAKEN,
    ),
    "journal_keep": ("UPDATE ON journal", "an event can never be changed"),
    "journal_stay": ("DELETE ON journal", "an event can never be deleted"),
    "policy_new": (
        "INSERT ON policy WHEN EXISTS (SELECT 1 FROM policy WHERE hash = NEW.hash)",
        "this policy is there already",
    ),
    "policy_keep": ("UPDATE ON policy", "a policy in use can never be changed"),
    "policy_stay": ("DELETE ON policy", "a policy in use can never be deleted"),
}

GUARDS: Final = {
    name: f"CREATE TRIGGER {name} BEFORE {what} BEGIN SELECT RAISE(ABORT, '{why}'); END"
    for name, (what, why) in _REFUSED.items()
}
"""The triggers by name, in the text that SQLite keeps of them."""
