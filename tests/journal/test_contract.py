"""What every journal does, in memory, on SQLite and on PostgreSQL alike."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from ledger.core.events import Event
from ledger.journal import (
    GENESIS,
    Draft,
    Journal,
    KeyTakenError,
    MemoryJournal,
    Stored,
    address,
    encode,
    link,
)
from ledger.journal.database import connect
from ledger.journal.sql import SqlJournal
from tests.journal.samples import POLICY, balances, drafts, story

Make = Callable[[str], Journal]


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    """Begins a ledger; in a database all of them share it."""
    if request.param == "memory":
        yield MemoryJournal
        return
    url = f"sqlite:///{tmp_path}/ledgers.db"
    if request.param == "postgres":
        url = request.getfixturevalue("postgres_url")
    engine = connect(url, create=True)
    yield lambda ledger: SqlJournal.create(engine, ledger)
    engine.dispose()


@pytest.fixture
def journal(make: Make) -> Journal:
    return make("story")


@pytest.fixture
def events() -> list[Event]:
    return story("story")


def test_a_new_journal_is_empty(journal: Journal) -> None:
    assert (journal.ledger, journal.count, journal.head) == ("story", 0, GENESIS)
    assert list(journal.rows()) == []
    assert list(journal.read()) == []
    assert journal.balances() == {}


def test_what_was_appended_is_read_back(journal: Journal, events: list[Event]) -> None:
    written = drafts(events)

    journal.append(written)

    assert list(journal.read()) == [
        Stored(seq, draft.recorded_at, draft.key, draft.asked, draft.event)
        for seq, draft in enumerate(written, 1)
    ]


def test_an_append_answers_with_the_last_seq(journal: Journal, events: list[Event]) -> None:
    written = drafts(events)

    assert journal.append(written[:3]) == 3
    assert journal.append(written[3:4]) == 4
    assert journal.append(written[4:]) == len(written) == journal.count
    assert [row.seq for row in journal.rows()] == list(range(1, len(written) + 1))


def test_an_append_of_nothing_changes_nothing(journal: Journal, events: list[Event]) -> None:
    journal.append(drafts(events))
    before = (journal.count, journal.head)

    assert journal.append([]) == len(events)
    assert (journal.count, journal.head) == before


def test_a_row_holds_the_very_bytes_of_its_event(journal: Journal, events: list[Event]) -> None:
    journal.append(drafts(events))

    assert [row.body for row in journal.rows()] == [encode(event) for event in events]


def test_the_head_is_the_hash_over_all_rows(journal: Journal, events: list[Event]) -> None:
    journal.append(drafts(events))

    head = GENESIS
    for row in journal.rows():
        head = link(head, "story", row)
    assert journal.head == head


def test_the_head_depends_on_the_story_alone_not_on_how_it_was_batched(
    make: Make, events: list[Event]
) -> None:
    whole, journal = MemoryJournal("story"), make("story")
    whole.append(drafts(events))

    for draft in drafts(events):
        journal.append([draft])

    assert journal.head == whole.head
    assert list(journal.rows()) == list(whole.rows())


def test_reading_starts_behind_a_seq(journal: Journal, events: list[Event]) -> None:
    journal.append(drafts(events))

    assert [row.seq for row in journal.rows(after=20)] == [21, 22]
    assert [stored.event for stored in journal.read(after=20)] == events[20:]
    assert list(journal.rows(after=22)) == []


def test_a_reading_keeps_to_what_was_there_when_it_began(
    journal: Journal, events: list[Event]
) -> None:
    written = drafts(events)
    journal.append(written[:3])
    reading = journal.rows()
    first = next(reading)

    journal.append(written[3:])

    assert [first.seq, *(row.seq for row in reading)] == [1, 2, 3]


@pytest.mark.parametrize("place", [0, 2, 4])
def test_an_append_that_fails_anywhere_leaves_nothing(
    journal: Journal, events: list[Event], place: int
) -> None:
    written = drafts(events)
    journal.append(written[:3])
    before = (journal.count, journal.head, list(journal.rows()))
    batch = written[3:8]
    batch[place] = replace(batch[place], key="\ud800")

    with pytest.raises(UnicodeEncodeError):
        journal.append(batch)

    assert (journal.count, journal.head, list(journal.rows())) == before
    assert journal.append(written[3:]) == len(events)


@pytest.mark.parametrize("taken", ["k02", "k05"], ids=["an earlier append", "the same append"])
def test_a_key_is_taken_once_and_a_second_time_leaves_nothing(
    journal: Journal, events: list[Event], taken: str
) -> None:
    written = drafts(events)
    journal.append(written[:3])
    before = (journal.count, journal.head, list(journal.rows()))
    batch = [*written[3:6], replace(written[6], key=taken)]

    with pytest.raises(KeyTakenError, match="nothing was written") as refused:
        journal.append(batch)

    assert taken not in str(refused.value)
    assert (journal.count, journal.head, list(journal.rows())) == before
    assert journal.append(written[3:]) == len(events)


def test_events_without_a_key_may_be_many(journal: Journal, events: list[Event]) -> None:
    nameless = [Draft(event.at, "", b"", event) for event in events]

    journal.append(nameless)

    assert journal.append([nameless[-1]]) == len(events) + 1


@pytest.mark.parametrize("key", ["幂等键", "o'k\"", "\x1b[31m", "\\.", "😀", " ", "k" * 10_000])
def test_a_key_may_be_any_text(journal: Journal, events: list[Event], key: str) -> None:
    draft = replace(drafts(events)[0], key=key)

    journal.append([draft])

    assert [row.key for row in journal.rows()] == [key]


def test_a_key_with_a_nul_is_refused_and_leaves_nothing(
    journal: Journal, events: list[Event]
) -> None:
    with pytest.raises(ValueError, match="NUL"):
        journal.append([drafts(events)[0], replace(drafts(events)[1], key="a\0b")])

    assert journal.count == 0
    assert list(journal.rows()) == []


@pytest.mark.parametrize("moment", [-(1 << 63), -1, 0, (1 << 63) - 1])
def test_a_moment_may_be_any_of_64_bits(journal: Journal, events: list[Event], moment: int) -> None:
    journal.append([replace(drafts(events)[0], recorded_at=moment)])

    assert [row.recorded_at for row in journal.rows()] == [moment]


def test_ledgers_know_nothing_of_each_other(make: Make) -> None:
    one, other = make("one"), make("other")

    one.append(drafts(story("one")))
    one.save_balances({"li/personal": 1})
    other.append(drafts(story("other"))[:2])

    assert (one.count, other.count) == (22, 2)
    assert [stored.event for stored in other.read()] == story("other")[:2]
    assert other.balances() == {}


def test_balances_stand_in_place_of_earlier_ones(journal: Journal, events: list[Event]) -> None:
    journal.append(drafts(events))
    journal.save_balances({"old/personal": 5})

    journal.save_balances(balances(events))

    assert journal.balances() == balances(events)


def test_a_policy_is_found_under_its_address(journal: Journal) -> None:
    journal.save_policy(address(POLICY), POLICY)
    journal.save_policy(address(POLICY), POLICY)

    assert journal.policy(address(POLICY)) == POLICY
    assert journal.policy(address(b"another")) is None


def test_a_policy_under_another_address_is_refused(journal: Journal) -> None:
    with pytest.raises(ValueError, match="not the sha256"):
        journal.save_policy(address(b"another"), POLICY)

    assert journal.policy(address(b"another")) is None
