"""Ledgers to export: the shipped stories, and one whose ids are as awkward as ids can be."""

from pathlib import Path

from ledger.core.commands import (
    AcceptTransfer,
    Bind,
    Command,
    Credit,
    Enrol,
    PostOpening,
    Refund,
    SendTransfer,
    Spend,
)
from ledger.journal import MemoryJournal
from ledger.session import Session
from tests.ledgers import moment, opened
from tests.scenarios.stories import FILES, stem, told

__all__ = ["FILES", "SECRETS", "awkward", "journal_of", "stem"]

LI, WANG = "李明-secret_1", "Wáng-secret"
SECRETS = ("secret", "李明", "王芳", "Wáng", "transfer;of(x)", "给母亲")
"""What identifies somebody in the awkward ledger."""

_PEOPLE: tuple[Command, ...] = (
    Enrol(LI, "CN-SN", "employee", '李明 "x" ; y', 7_000),
    Enrol(WANG, "CN-HE", "resident", "王芳"),
    PostOpening(f"{LI}/personal", 800_000),
    PostOpening(f"{LI}/wallet", 100_000),
    PostOpening(f"{WANG}/wallet", 0),
    Bind(LI, WANG, "mother"),
)


def journal_of(path: Path) -> MemoryJournal:
    """The journal of a shipped story."""
    return told(path)[0].journal


def awkward() -> Session:
    """A ledger with Chinese ids, signs that mean something to others, and refusals."""
    session = opened(_PEOPLE, journal=MemoryJournal("secret-ledger"))
    steps: tuple[tuple[str, str, Command, str], ...] = (
        ("09:00", "secret credit", Credit(LI, 12_345, "给母亲的钱"), "ok"),
        ("09:01", "transfer;of(x): 1", SendTransfer(LI, f"{WANG}/wallet", 80_000), "pending"),
        ("09:02", "transfer;of(x): 2", AcceptTransfer("transfer;of(x): 1"), "ok"),
        ("09:03", "secret refused", SendTransfer("secret-nobody", WANG, 1), "refused"),
        ("2025-11-11 10:00", "secret%1", Spend(f"{WANG}/wallet", 3_001, "pharmacy"), "ok"),
        ("2025-11-11 10:01", "k", Refund("secret%1", 1, "给母亲"), "ok"),
        ("2025-11-12 10:00", "t3", SendTransfer(LI, WANG, 100), "pending"),
    )
    for at, key, command, verdict in steps:
        assert session.handle(command, at=moment(at), key=key).verdict == verdict, key
    session.settle(moment("2025-11-13 06:00"))
    return session
