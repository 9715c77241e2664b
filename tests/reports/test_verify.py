"""A stored ledger is judged again: what was told must be possible, allowed and complete."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from ledger.core import postings
from ledger.core.events import (
    AccountCredited,
    Event,
    LedgerOpened,
    MoneySpent,
    TransferAccepted,
    TransferSent,
    WalletClosed,
)
from ledger.core.terms import Terms
from ledger.journal import DamagedError, LedgerMissingError, NotOurLedgerError, address
from ledger.journal.database import connect
from ledger.journal.sql import SqlJournal
from ledger.reports.judge import TermsFor
from ledger.reports.verify import WHOLE, verify
from ledger.words.moments import DAY
from tests.journal.samples import MORNING, PLAIN, POLICY, START, drafts, finished, story
from tests.reports.spoiled import kept, plain_terms, problems_in, report_on, spoil, terms_of


def test_a_sound_database_is_reported_ledger_by_ledger(tmp_path: Path) -> None:
    one, two = finished("one"), finished("two")
    file = kept(tmp_path, two, one)

    reports = verify(f"sqlite:///{file}", terms_of)

    assert [(r.ledger, r.count, r.head, r.ok) for r in reports] == [
        ("one", 22, one.journal.head.hex(), True),
        ("two", 22, two.journal.head.hex(), True),
    ]


def test_one_ledger_can_be_named(tmp_path: Path) -> None:
    file = kept(tmp_path)

    reports = verify(f"sqlite:///{file}", terms_of, ledger="story")

    assert [report.ledger for report in reports] == ["story"]


def test_an_engine_that_is_open_can_be_verified_and_used_on(tmp_path: Path) -> None:
    file = kept(tmp_path)
    engine = connect(f"sqlite:///{file}")

    assert all(report.ok for report in verify(engine, terms_of))

    assert (
        SqlJournal.open(engine, "story").append(
            [msgspec.structs.replace(drafts([sent("t5", 1)])[0], key="new")]
        )
        == 23
    )
    engine.dispose()


def test_an_engine_reads_strictly_again_once_it_was_verified(tmp_path: Path) -> None:
    file = kept(tmp_path)
    spoil(file, "UPDATE journal SET key = CAST(x'ff' AS TEXT) WHERE seq = 5")
    engine = connect(f"sqlite:///{file}")

    assert not all(report.ok for report in verify(engine, terms_of))

    with pytest.raises(DamagedError, match="cannot be read"):
        list(SqlJournal.open(engine, "story").rows())
    engine.dispose()


def test_an_empty_ledger_is_sound(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path}/ledgers.db", create=True)
    SqlJournal.create(engine, "story")

    (report,) = verify(engine, terms_of)

    assert (report.count, report.ok) == (0, True)
    engine.dispose()


def test_balances_may_lag_behind_the_journal(tmp_path: Path) -> None:
    events = story("story")
    file = kept(tmp_path, finished("story", events[:12]))
    engine = connect(f"sqlite:///{file}")
    SqlJournal.open(engine, "story").append(drafts(events)[12:])
    engine.dispose()

    assert report_on(file).ok


def test_a_ledger_that_is_not_there_is_missed(tmp_path: Path) -> None:
    file = kept(tmp_path)

    with pytest.raises(LedgerMissingError, match="there is no ledger third"):
        verify(f"sqlite:///{file}", terms_of, ledger="third")


def test_a_database_of_something_else_is_not_judged(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    with closing(sqlite3.connect(file)) as client:
        client.execute("CREATE TABLE accounts (name TEXT)")

    with pytest.raises(NotOurLedgerError):
        verify(f"sqlite:///{file}", terms_of)


def test_the_terms_are_asked_for_the_regions_and_the_day_of_each_transfer(
    tmp_path: Path,
) -> None:
    asked: list[tuple[str, str, int]] = []

    def remembering(_body: bytes) -> TermsFor:
        def terms_for(payer: str, payee: str, day: int) -> Terms:
            asked.append((payer, payee, day))
            return PLAIN

        return terms_for

    verify(f"sqlite:///{kept(tmp_path, finished('story'))}", remembering)

    regions = ("CN-SN-610100", "CN-SN-610300")
    today = START // DAY
    assert asked == [(*regions, today)] * 3 + [(*regions, today + 1)]


def test_a_dropped_last_event_is_found_against_the_listed_count(tmp_path: Path) -> None:
    file = kept(tmp_path)

    spoil(file, "DELETE FROM journal WHERE ledger = 'story' AND seq = 22")

    problem = report_on(file).problems[0]
    assert (problem.seq, problem.check) == (22, "count")
    assert problem.text == "22 events are listed, the journal ends at seq 21"
    assert report_on(file, "other").ok


def test_a_ledger_cut_off_without_a_trace_is_found_against_a_noted_head(tmp_path: Path) -> None:
    whole = finished("story").journal.head.hex()
    file = kept(tmp_path, finished("story", story("story")[:-1]))

    assert report_on(file).ok
    problem = report_on(file, head=whole[:12]).problems[0]
    assert (problem.seq, problem.check) == (21, "noted-head")
    assert whole[:12] in problem.text


@pytest.mark.parametrize("digits", [8, 12, 64])
def test_a_head_may_be_noted_by_its_first_digits(tmp_path: Path, digits: int) -> None:
    run = finished("story")
    file = kept(tmp_path, run)

    assert report_on(file, head=run.journal.head.hex()[:digits].upper()).ok


def test_a_head_belongs_to_one_ledger(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="name it"):
        verify(f"sqlite:///{kept(tmp_path)}", terms_of, head="00")


def test_an_event_that_nobody_listed_is_found(tmp_path: Path) -> None:
    file = kept(tmp_path, finished("story"))

    spoil(file, "UPDATE ledger SET count = 21, balance_seq = 0", "DELETE FROM balance")

    problem = report_on(file).problems[0]
    assert (problem.seq, problem.check) == (22, "count")
    assert problem.text == "21 events are listed, the journal ends at seq 22"


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE ledger SET head = x'00'", (22, "head")),
        ("UPDATE ledger SET count = -3", (-2, "count")),
        ("UPDATE ledger SET format = 9", (None, "format")),
        ("UPDATE ledger SET balance_seq = 23", (None, "replay-identical")),
        ("UPDATE ledger SET balance_seq = -1", (None, "replay-identical")),
        ("UPDATE ledger SET balance_seq = 20", (20, "replay-identical")),
        ("UPDATE ledger SET balance_seq = 0", (0, "replay-identical")),
        (
            "UPDATE balance SET fen = fen + 1 WHERE account = 'wang/wallet'",
            (22, "replay-identical"),
        ),
        ("DELETE FROM balance WHERE account = 'wang/wallet'", (22, "replay-identical")),
        ("INSERT INTO balance VALUES ('story', 'zhao/wallet', 1)", (22, "replay-identical")),
        ("UPDATE policy SET body = x'7b7d'", (1, "policy")),
        ("DELETE FROM policy", (1, "policy")),
        ("UPDATE policy SET hash = 'other'", (1, "policy")),
    ],
)
def test_what_stands_beside_the_journal_must_fit_it(
    tmp_path: Path, statement: str, found: tuple[int | None, str]
) -> None:
    file = kept(tmp_path, finished("story"))

    spoil(file, statement)

    assert problems_in(file)[0] == found


def test_a_wrong_balance_is_named_with_both_amounts(tmp_path: Path) -> None:
    file = kept(tmp_path, finished("story"))

    spoil(file, "UPDATE balance SET fen = 1 WHERE account = 'wang/wallet'")

    (problem,) = report_on(file).problems
    assert problem.text == "wang/wallet is stored as 1 fen, replayed as 68100 fen"


def sent(transfer: str, amount_fen: int, returns_at: int | None = None) -> TransferSent:
    return TransferSent(MORNING + 5, transfer, "li", "li/personal", "wang", amount_fen, returns_at)


def told(*events: Event) -> list[Event]:
    """The story up to its last transfer, and then these."""
    return [*story("story")[:20], *events]


LATER = MORNING + DAY
OPENED, *ENROLLED = story("story")[:3]

FORGED: dict[str, tuple[list[Event], tuple[int, str]]] = {
    "above the cap of one transfer": (told(sent("t9", 200001)), (21, "caps-hold")),
    "above a day's amount": (told(sent("t8", 100000), sent("t9", 100001)), (22, "caps-hold")),
    "above a day's number": (
        told(*(sent(f"t{number}", 1) for number in range(5, 11))),
        (26, "caps-hold"),
    ),
    "two pending at once": (told(sent("t8", 1, LATER), sent("t9", 1, LATER)), (22, "caps-hold")),
    "to nobody": (told(msgspec.structs.replace(sent("t9", 1), payee="nobody")), (21, "caps-hold")),
    "more spent than there was": (
        told(MoneySpent(LATER, "s9", "wang/wallet", 68001, "pharmacy", "CN-SN")),
        (21, "no-negative-balance"),
    ),
    "accepted but never sent": (
        told(TransferAccepted(LATER, "t9", "li", "li/personal", "wang", 1)),
        (21, "story"),
    ),
    "by nobody": (told(WalletClosed(LATER, "nobody")), (21, "story")),
    "back in time": (told(WalletClosed(START, "li")), (21, "time")),
    "opened twice": (told(msgspec.structs.replace(OPENED, at=LATER)), (21, "story")),
    "opened as another": ([LedgerOpened(START, "another", address(POLICY))], (1, "story")),
    "never opened": ([*ENROLLED], (1, "policy")),
    "under an unknown policy": (
        [LedgerOpened(START, "story", address(b"unknown")), *ENROLLED],
        (1, "policy"),
    ),
}


@pytest.mark.parametrize(("events", "found"), FORGED.values(), ids=FORGED)
def test_a_forged_story_in_a_perfect_chain_is_found(
    tmp_path: Path, events: list[Event], found: tuple[int, str]
) -> None:
    file = kept(tmp_path, finished("story", events, stored={}))

    assert problems_in(file)[0] == found


def test_a_policy_that_is_not_stored_is_named_and_the_rest_is_still_judged(
    tmp_path: Path,
) -> None:
    unknown = address(b"unknown")
    events = [LedgerOpened(START, "story", unknown), *story("story")[1:]]
    file = kept(tmp_path, finished("story", events))

    report = report_on(file)

    (problem,) = report.problems
    assert problem.text == f"policy {unknown} is not stored; no caps were checked"
    assert report.count == 22


def test_a_policy_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    def broken(_body: bytes) -> TermsFor:
        raise ZeroDivisionError

    (report,) = verify(f"sqlite:///{kept(tmp_path, finished('story'))}", broken)

    (problem,) = report.problems
    assert problem.text == "the stored policy cannot be read; no caps were checked"


def test_regions_without_terms_are_reported(tmp_path: Path) -> None:
    def nowhere(payer: str, _payee: str, _day: int) -> Terms:
        raise KeyError(payer)

    file = kept(tmp_path, finished("story"))
    (report,) = verify(f"sqlite:///{file}", lambda _body: nowhere)

    (problem,) = report.problems
    assert (problem.seq, problem.check) == (10, "caps-hold")
    assert problem.text == "the stored policy has no terms for these two regions"


def test_caps_are_those_of_the_policy_stored_with_the_ledger(tmp_path: Path) -> None:
    tight = replace(PLAIN, transfer_cap_each_fen=79999)

    def tighter(body: bytes) -> TermsFor:
        return plain_terms if body != POLICY else lambda _payer, _payee, _day: tight

    (report,) = verify(f"sqlite:///{kept(tmp_path, finished('story'))}", tighter)

    assert [(p.seq, p.check) for p in report.problems] == [(10, "caps-hold")]


def test_a_policy_that_was_changed_is_not_used(tmp_path: Path) -> None:
    file = kept(tmp_path, finished("story"))
    spoil(file, "UPDATE policy SET body = x'7b7d'")

    (report,) = verify(f"sqlite:///{file}", lambda _body: plain_terms)

    (problem,) = report.problems
    assert problem.text == "the stored policy was changed; no caps were checked"


def test_legs_that_do_not_balance_are_found_at_the_event_and_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = kept(tmp_path, finished("story"))
    monkeypatch.setitem(postings.LEGS, AccountCredited, lambda event: ((event.account, 1),))

    assert {(5, "money-conserved"), (22, "books-balance")} <= set(problems_in(file))


@pytest.mark.parametrize(
    "again", [(), ["CREATE TRIGGER journal_stay DELETE ON policy BEGIN SELECT 1; END"]]
)
def test_a_lost_guard_is_reported(tmp_path: Path, again: Sequence[str]) -> None:
    file = kept(tmp_path)
    with closing(sqlite3.connect(file)) as client:
        client.execute("DROP TRIGGER journal_stay")
        for statement in again:
            client.execute(statement)

    whole, *ledgers = verify(f"sqlite:///{file}", terms_of)

    assert whole.ledger == WHOLE
    assert [p.text for p in whole.problems] == ["the guard journal_stay is missing or was changed"]
    assert all(report.ok for report in ledgers)


def test_what_a_forger_wrote_cannot_steer_the_terminal(tmp_path: Path) -> None:
    events = told(MoneySpent(LATER, "s9", "\x1b[2J/wallet", 1, "pharmacy", "CN"))
    file = kept(tmp_path, finished("story", events))

    report = report_on(file)

    assert report.problems
    assert all(problem.text.isprintable() for problem in report.problems)
