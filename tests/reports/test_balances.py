"""Balances at a moment: four different numbers a person, from what the journal holds."""

import pytest

from ledger.core import events as e
from ledger.core.book import BookView
from ledger.core.commands import Bind, Command, Enrol, Grant, PostOpening, Revoke, Settle, Unbind
from ledger.journal import DamagedError, MemoryJournal
from ledger.reports.balances import Has, accounts, owner_of, people
from ledger.reports.fold import Standing, UnknownNameError, policy_of, standing
from ledger.session import Session
from tests.journal.samples import drafts
from tests.ledgers import moment, opened
from tests.reports.stories import into_may, march, two_days

START = moment("2026-02-02 08:00")


def at(session: Session, when: str | None = None) -> Standing:
    return standing(session.journal, None if when is None else moment(when))


def numbers(standing_: Standing, person: str) -> tuple[int, ...]:
    """Balance, available, frozen, pending, in flight."""
    return next(has[1:] for has in people(standing_.book) if has.person.id == person)


def test_t29_freezes_spends_and_releases() -> None:
    before: list[Command] = [
        Enrol("son", "CN-SH", "employee"),
        Enrol("ma", "CN-HA", "resident"),
        PostOpening("son/personal", 500_000),
        PostOpening("son/wallet", 0),
        PostOpening("ma/wallet", 0),
        Bind("son", "ma", "mother"),
    ]
    session = opened(before, START)
    for hour, command in (
        ("09:00", Grant("son", "ma", 200_000)),
        ("10:00", Settle("ma", "outpatient", 70_000)),
        ("11:00", Unbind("son", "ma")),
    ):
        decision = session.handle(command, at=moment(f"2026-02-02 {hour}"), key=hour)
        assert decision.verdict == "ok", decision

    told = [numbers(at(session, f"2026-02-02 {hour}:30"), "son")[:3] for hour in ("09", "10", "11")]
    assert told == [
        (500_000, 300_000, 200_000),
        (430_000, 300_000, 130_000),
        (430_000, 430_000, 0),
    ]


def test_what_is_sent_and_not_accepted_is_pending_and_on_nobodys_account() -> None:
    session = two_days()

    assert numbers(at(session), "li") == (770_000, 770_000, 0, 100_000, 0)
    assert numbers(at(session), "wang") == (70_000, 70_000, 0, 0, 0)


def test_an_account_that_moves_is_in_flight() -> None:
    journal = MemoryJournal("story")
    journal.append(
        drafts(
            [
                e.PersonEnrolled(START, "li", "CN-SN", "employee"),
                e.OpeningPosted(START, "li/personal", 300),
                e.OpeningPosted(START, "li/wallet", 50),
                e.AccountMovedOut(START + 1, "li", (("li/personal", 300),)),
                e.AccountMovedIn(START + 2, "li", 300, "li/personal"),
            ]
        )
    )

    assert numbers(standing(journal, START), "li") == (350, 350, 0, 0, 0)
    assert numbers(standing(journal, START + 1), "li") == (50, 50, 0, 0, 300)
    assert numbers(standing(journal, START + 2), "li") == (350, 350, 0, 0, 0)


@pytest.mark.parametrize(
    ("when", "fen"),
    [
        ("09:09:59.999999", 850_000),
        ("09:10", 770_000),
        ("2025-11-11 09:59:59.999999", 770_000),
        ("2025-11-11 10:00", 670_000),
        (None, 670_000),
        ("2030-01-01 00:00", 670_000),
    ],
)
def test_the_moment_itself_belongs_to_what_has_happened(when: str | None, fen: int) -> None:
    assert at(two_days(), when).book.balances["li/personal"] == fen


def test_what_time_would_do_is_not_invented_but_told() -> None:
    session = two_days()  # t5 waits and would go back at 06:00

    before, after = at(session, "2025-11-12 05:59"), at(session, "2025-11-12 06:00")
    assert (before.overdue, after.overdue) == (False, True)
    assert numbers(before, "li") == numbers(after, "li") == (770_000, 770_000, 0, 100_000, 0)
    assert not at(session).overdue


def test_a_ledger_that_begins_later_has_no_balances() -> None:
    with pytest.raises(ValueError, match="home begins at 2025-11-10 08:00"):
        at(two_days(), "07:59:59")
    with pytest.raises(ValueError, match="empty holds no event yet"):
        standing(MemoryJournal("empty"))


def balanced(book: BookView) -> int:
    """What everybody has, what is on its way, and the world outside."""
    outside = sum(fen for a, fen in book.balances.items() if a.startswith("outside/"))
    return outside + sum(h.balance_fen + h.pending_fen + h.in_flight_fen for h in people(book))


@pytest.mark.parametrize("story", [two_days, march, into_may])
def test_all_that_people_have_and_the_world_outside_are_zero_at_every_moment(story: object) -> None:
    assert callable(story)
    session: Session = story()

    for stored in session.journal.read():
        assert balanced(standing(session.journal, stored.event.at).book) == 0


def test_available_and_frozen_are_the_balance() -> None:
    told = {has.person.id: has for has in people(at(into_may()).book)}

    assert told["son"] == Has(told["son"].person, 420_000, 301_000, 119_000, 0, 0)
    assert told["gu"][1:] == (170_000, 150_000, 20_000, 0, 0)
    assert all(h.available_fen + h.frozen_fen == h.balance_fen for h in told.values())


def test_accounts_are_listed_by_name_and_belong_to_people_or_to_nobody() -> None:
    book = at(march()).book

    assert list(accounts(book, "son")) == [
        ("son/frozen/ma", 130_000),
        ("son/personal.carried", 300_000),
        ("son/wallet", 0),
    ]
    assert sum(fen for _, fen in accounts(book)) == 0
    assert owner_of(book, "son/frozen/ma") == "son"
    assert owner_of(book, "transit/son") == owner_of(book, "outside/cash") == ""


def test_a_person_is_found_by_id_alone() -> None:
    told = at(march())

    assert told.person("son") == "son"
    with pytest.raises(UnknownNameError) as unknown:
        told.person("陈")
    assert (unknown.value.wanted, unknown.value.of_account) == ("陈", False)


def test_the_policy_is_the_one_the_ledger_was_opened_under() -> None:
    session = march()
    journal = session.journal
    with pytest.raises(DamagedError, match="the policy of march is not stored"):
        policy_of(journal)

    journal.save_policy(session.policy.hash, session.policy.body())
    assert policy_of(journal).hash == session.policy.hash


def test_a_policy_that_cannot_be_read_is_damage() -> None:
    journal = MemoryJournal("story")
    with pytest.raises(DamagedError, match="does not begin with ledger_opened"):
        policy_of(journal)

    body = b"no policy"
    address = "d91b67f81ccea1e0eb0d9a16ef2ef9ea6c6e9c8f1c4a8a4b1b8cf4b0f0d0c0d0"
    journal.append(drafts([e.LedgerOpened(START, "story", address)]))
    journal._policies[address] = body
    with pytest.raises(DamagedError, match="the stored policy of story cannot be read"):
        policy_of(journal)


def test_quota_that_comes_back_is_available_again() -> None:
    session = march()
    session.handle(Revoke("son", "ma", 30_000), at=moment("2026-04-02 09:00"), key="v")

    assert numbers(at(session), "son") == (430_000, 330_000, 100_000, 0, 0)
