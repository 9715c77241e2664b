"""The tables of a ledger database; each kind of database adds guards that keep history."""

from typing import Final

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, Integer, Text, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from ledger.journal.errors import UnknownFormatError
from ledger.journal.marks import FORMAT
from ledger.text.said import Said

_Text: Final = Text().with_variant(Text(collation="C"), "postgresql")
_Whole: Final = BigInteger().with_variant(Integer(), "sqlite")
_OPTIONS: Final = {"sqlite_strict": True, "sqlite_with_rowid": False}


class Base(SQLModel, registry=registry()):
    """Base of the tables; a registry of its own, so that they meet no other project's tables."""


class LedgerRow(Base, table=True):
    """A ledger, how far its journal goes (`count`, `head`) and its balances (`balance_seq`)."""

    __tablename__ = "ledger"
    __table_args__ = _OPTIONS

    name: str = Field(primary_key=True, sa_type=_Text)
    format: int
    engine: str = Field(sa_type=_Text)
    count: int = Field(sa_type=_Whole)
    head: bytes
    balance_seq: int = Field(sa_type=_Whole)


class JournalRow(Base, table=True):
    """An event of a ledger in its envelope; `body` is JSON text, its UTF-8 bytes are hashed.

    `asked` is the command it answers (`codec.asked`), empty where time itself did it.
    """

    __tablename__ = "journal"
    __table_args__ = (
        Index(
            "journal_key",
            "ledger",
            "key",
            unique=True,
            sqlite_where=text("key <> ''"),
            postgresql_where=text("key <> ''"),
        ),
        # PostgreSQL's guard asks once a statement (`postgres_guards`).
        ForeignKeyConstraint(["ledger"], ["ledger.name"]).ddl_if("sqlite"),
        _OPTIONS,
    )

    ledger: str = Field(primary_key=True, sa_type=_Text)
    seq: int = Field(primary_key=True, sa_type=_Whole)
    recorded_at: int = Field(sa_type=_Whole)
    key: str = Field(sa_type=_Text)
    asked: bytes
    body: str = Field(sa_type=_Text)
    hash: bytes


class BalanceRow(Base, table=True):
    """What one account holds after the ledger's `balance_seq` first events."""

    __tablename__ = "balance"
    __table_args__ = _OPTIONS

    ledger: str = Field(primary_key=True, sa_type=_Text, foreign_key="ledger.name")
    account: str = Field(primary_key=True, sa_type=_Text)
    fen: int = Field(sa_type=_Whole)


class SnapshotRow(Base, table=True):
    """A book at some seq, sealed (`snapshot.seal`): a cache, which may be lost or wrong."""

    __tablename__ = "snapshot"
    __table_args__ = _OPTIONS

    ledger: str = Field(primary_key=True, sa_type=_Text, foreign_key="ledger.name")
    sealed: bytes


class PolicyRow(Base, table=True):
    """A policy under its own address."""

    __tablename__ = "policy"
    __table_args__ = _OPTIONS

    hash: str = Field(primary_key=True, sa_type=_Text)
    body: bytes


LEDGER: Final = Base.metadata.tables["ledger"]
BALANCE: Final = Base.metadata.tables["balance"]
SNAPSHOT: Final = Base.metadata.tables["snapshot"]
POLICY: Final = Base.metadata.tables["policy"]


def check_format(ledger: str, number: object) -> None:
    """Refuse a ledger in a format that this engine does not know.

    Raises:
        UnknownFormatError: when it does not.
    """
    if number != FORMAT:
        raise UnknownFormatError(
            Said("journal.format", ledger=ledger, number=repr(number), ours=FORMAT)
        )
