"""A story and its sequel, in which every kind of event happens, and the terms of the story."""

from dataclasses import replace

from ledger.core.book import Book
from ledger.core.commands import SendTransfer
from ledger.core.events import (
    AccountCredited,
    AccountMovedIn,
    AccountMovedOut,
    AccountMoveStarted,
    BillItem,
    ClearingPaid,
    EstatePaid,
    Event,
    FamilyCodeShown,
    Flagged,
    LedgerOpened,
    MessageReversed,
    MoneySetAside,
    MoneySpent,
    OpeningPosted,
    PersonEnrolled,
    PersonSanctioned,
    PlaceOfUseChanged,
    PremiumPaid,
    QuotaGranted,
    QuotaReleased,
    Refused,
    RelationBound,
    RelationEnded,
    RelationPaused,
    RelationReleased,
    RelationResumed,
    Settled,
    SettlementCancelled,
    SettlementRedone,
    SpendRefunded,
    StandingChanged,
    TransferAccepted,
    TransferDeclined,
    TransferReturned,
    TransferSent,
    WalletClosed,
    WalletOpened,
    YearRolled,
)
from ledger.core.evolve import evolve
from ledger.core.refusals import Code
from ledger.core.terms import TERMS, Terms
from ledger.journal import Draft, MemoryJournal, address, asked
from ledger.journal.finished import Finished
from ledger.words.moments import DAY, HOUR, parse_moment

POLICY = '{"policy":"样例"}'.encode()

START = parse_moment("2025-11-10 20:00")
MORNING = (START // DAY + 1) * DAY + 6 * HOUR
SEND = SendTransfer("li", "wang", 250000)

PLAIN: Terms = replace(
    Terms(**{field: term.undefined for field, term in TERMS.items()}),
    transfer_cap_each_fen=200000,
    transfer_day_count=5,
    transfer_day_fen=200000,
    pending_cap=1,
)


def story(ledger: str) -> list[Event]:
    """Every kind of event of wallets that transfer, in an order that can happen."""
    t1 = ("t1", "li", "li/personal", "wang", 80000)
    t2 = ("t2", "li", "li/personal", "wang", 20000)
    t3 = ("t3", "li", "li/personal", "wang", 30000)
    events: list[Event] = [
        LedgerOpened(START, ledger, address(POLICY)),
        PersonEnrolled(START, "li", "CN-SN-610100", "employee", "李", 7000),
        PersonEnrolled(START, "wang", "CN-SN-610300", "resident"),
        OpeningPosted(START, "li/personal", 300000),
        AccountCredited(START, "li/personal", 5050, "contribution"),
        WalletOpened(START + 1, "wang", "wang", "CN-SN-610300"),
        PlaceOfUseChanged(START + 2, "wang", "CN-SN-610100"),
        RelationBound(START + 3, "li", "wang", "spouse", START // DAY, START // DAY + 30),
        FamilyCodeShown(START + 4, "li", "wang"),
        TransferSent(START + 5, *t1, MORNING),
        TransferAccepted(START + 6, *t1),
        TransferSent(START + 7, *t2, MORNING),
        TransferDeclined(START + 8, *t2),
        TransferSent(START + 9, *t3, MORNING),
        Refused(START + 10, Code.PENDING_OPEN, SEND),
        TransferReturned(MORNING, *t3),
        MoneySpent(MORNING + 1, "s1", "wang/wallet", 12345, "pharmacy", "CN-SN-610100"),
        SpendRefunded(MORNING + 2, "s1", "wang/wallet", 345, "returned"),
        WalletOpened(MORNING + 3, "li", "li", "CN-SN-610100"),
        WalletClosed(MORNING + 4, "li"),
        TransferSent(MORNING + 5, "t4", "li", "li/personal", "wang", 100),
        RelationEnded(MORNING + 6, "li", "wang", "released"),
    ]
    return events


def sequel(at: int = MORNING + 7) -> list[Event]:
    """What may happen next: the events of quotas, settlements, accounts, standing, sanctions."""
    quota, bill = (("li/frozen/wang", 9000),), (BillItem("a", 9000, 1000), BillItem("b", 10))
    owed = (("CN-SN", "CN-SC", 9000),)
    paid = (*quota, ("outside/cash", 10))
    day = at // DAY
    return [
        RelationBound(at, "li", "wang", "spouse", day, None, 5000, 1),
        QuotaGranted(at, "li", "wang", "li/personal", 10000),
        Settled(at, "h1", "wang", "pharmacy", "CN-SC", 9010, paid, 1000, owed, bill, True),
        SettlementCancelled(at, "c1", "h1", paid, 1000, owed),
        MessageReversed(at, "r1", "c1", "cancellation", paid, 1000, owed),
        MessageReversed(at, "r2", "lost"),
        SettlementRedone(at, "h1", 9000, paid, quota, 0, owed, owed, bill[:1], "returned"),
        ClearingPaid(at, "2025-11", owed),
        QuotaReleased(at, "li", "wang", "li/personal", 1000, "revoked"),
        RelationPaused(at, "li", "wang"),
        RelationResumed(at, "li", "wang"),
        RelationReleased(at, "li", "wang", day),
        AccountCredited(at, "li/personal.current", 700),
        YearRolled(at, "li", 700),
        MoneySetAside(at, "li", (("li/personal.carried", 700),)),
        PremiumPaid(at, "p1", "wang", "resident", "wang/wallet", 40),
        StandingChanged(at, "li", "moved", "CN-SC"),
        AccountMoveStarted(at, "li", at + 1, at + 2, "li/personal"),
        AccountMovedOut(at, "li", (("li/family", 700),)),
        AccountMovedIn(at, "li", 700, "li/personal"),
        PersonSanctioned(at, "wang", "lent_card", day + 90, 100, 200, 500, "gifts"),
        EstatePaid(at, "wang", (("wang/wallet", 60),), "outside/fund"),
        StandingChanged(at, "wang", "dead", "li"),
        Flagged(at, (Code.BALANCE_SHORT,), SEND, False),
    ]


def drafts(events: list[Event]) -> list[Draft]:
    """What a session would append; what time itself asks for has no key."""
    wish = asked(SEND)
    return [
        Draft(event.at, "", b"", event)
        if isinstance(event, TransferReturned)
        else Draft(event.at, f"k{number:02}", wish, event)
        for number, event in enumerate(events, 1)
    ]


def balances(events: list[Event]) -> dict[str, int]:
    """What the accounts hold after these events."""
    book = Book()
    for event in events:
        evolve(book, event)
    return book.balances


def finished(
    ledger: str, events: list[Event] | None = None, stored: dict[str, int] | None = None
) -> Finished:
    """A run in memory, ready to be kept; by default the story with its own balances."""
    told = story(ledger) if events is None else events
    journal = MemoryJournal(ledger)
    journal.append(drafts(told))
    kept = balances(told) if stored is None else stored
    return Finished(journal, kept, address(POLICY), POLICY)
