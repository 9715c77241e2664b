"""A desk answers many threads from one session, each when its group is durable."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event

import pytest

from ledger.core.commands import Credit, SendTransfer
from ledger.core.invariants import EVERY_EVENT
from ledger.desk import AsyncDesk, Desk
from ledger.journal import DamagedError, JournalError, UnusableError
from ledger.journal.database import Database, opened
from ledger.journal.sql import SqlJournal
from ledger.policy.shipped import shipped
from ledger.session import Decision, Session
from tests import writers
from tests.ledgers import moment

AT = moment("20:00")


@pytest.fixture
def engine(database_url: str) -> Iterator[Database]:
    writers.begin(database_url)
    with opened(database_url) as made:
        yield made


@pytest.fixture
def session(engine: Database) -> Session:
    made = Session(SqlJournal.open(engine, "hot"), shipped())
    made.fold()
    return made


def answered(engine: Database, decisions: list[Decision]) -> None:
    """See that the journal holds exactly these decisions, and is a serial order."""
    journal = SqlJournal.open(engine, "hot")
    found = journal.find([f"c{n}" for n in range(len(decisions))])
    assert sorted(d.seq for d in decisions) == sorted(stored.seq for stored in found.values())
    assert writers.told_again(journal).head == journal.head


def test_threads_are_answered_with_what_the_journal_holds(
    session: Session, engine: Database
) -> None:
    with Desk(session) as desk, ThreadPoolExecutor(16) as threads:
        decisions = list(
            threads.map(
                lambda n: desk.submit(Credit("li", n + 1), at=AT - n, key=f"c{n}").result(30),
                range(200),
            )
        )

    assert {decision.verdict for decision in decisions} == {"ok"}
    answered(engine, decisions)


def test_what_waits_together_becomes_durable_together(
    session: Session, engine: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, go = Event(), Event()
    sizes: list[int] = []
    append = SqlJournal.append

    def slowly(journal: SqlJournal, drafts: list[object]) -> int:
        sizes.append(len(drafts))
        began.set()
        assert go.wait(30)
        return append(journal, drafts)  # type: ignore[arg-type]  # handed through

    monkeypatch.setattr(SqlJournal, "append", slowly)
    with Desk(session, most=6) as desk:
        first = desk.submit(Credit("li", 1), at=AT, key="c0")
        assert began.wait(30)
        rest = [desk.submit(Credit("li", 1), at=AT, key=f"c{n}") for n in range(1, 10)]
        assert not first.done()
        go.set()

    assert sizes == [1, 6, 3]
    answered(engine, [answer.result(0) for answer in (first, *rest)])


def test_an_answer_comes_only_when_another_process_could_read_it(
    session: Session, engine: Database
) -> None:
    seen: list[bool] = []

    def look(key: str, _answer: object) -> None:
        seen.append(key in SqlJournal.open(engine, "hot").find([key]))

    with Desk(session) as desk:
        for n in range(20):
            answer = desk.submit(Credit("li", 1), at=AT, key=f"c{n}")
            answer.add_done_callback(partial(look, f"c{n}"))

    assert seen == [True] * 20


def test_a_group_that_cannot_be_written_is_told_to_all_of_it_and_leaves_nothing(
    session: Session, engine: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = session.book.balances["li/personal"]

    def full(_journal: SqlJournal, _drafts: object) -> int:
        raise UnusableError("the disk is full")

    with monkeypatch.context() as patch, Desk(session, most=3) as desk:
        patch.setattr(SqlJournal, "append", full)
        failed = [desk.submit(Credit("li", 1), at=AT, key=f"c{n}") for n in range(3)]
    for answer in failed:
        with pytest.raises(JournalError, match="the disk is full"):
            answer.result(0)

    with Desk(session) as desk:
        again = desk.submit(Credit("li", 1), at=AT, key="c0").result(30)

    assert again.verdict == "ok"
    assert session.book.balances["li/personal"] == before + 1
    answered(engine, [again])


def test_a_command_without_its_key_is_refused_at_the_desk_and_harms_no_other(
    session: Session,
) -> None:
    with Desk(session) as desk:
        with pytest.raises(ValueError, match="needs a key"):
            desk.submit(SendTransfer("li", "wang", 1), at=AT, key="")
        other = desk.submit(Credit("li", 1), at=AT, key="c0")

    assert other.result(0).verdict == "ok"


def test_a_closed_desk_takes_nothing(session: Session) -> None:
    with Desk(session) as desk:
        pass

    with pytest.raises(ValueError, match="closed"):
        desk.submit(Credit("li", 1), at=AT, key="c0")


def test_a_strict_session_keeps_nothing_that_breaks_an_invariant_and_goes_on(
    engine: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    strict = Session(SqlJournal.open(engine, "hot"), shipped(), strict=True)

    def tidy(_book: object, event: object, _moved: object) -> str | None:
        return "odd" if getattr(event, "amount_fen", 0) == 13 else None

    monkeypatch.setitem(EVERY_EVENT, "no-thirteen", tidy)
    with Desk(strict) as desk:
        bad = desk.submit(Credit("li", 13), at=AT, key="c1")
        with pytest.raises(DamagedError, match="would break no-thirteen"):
            bad.result(30)
        good = desk.submit(Credit("li", 12), at=AT, key="c0").result(30)

    assert good.verdict == "ok"
    answered(engine, [good])


def test_tasks_are_answered_with_what_the_journal_holds(session: Session, engine: Database) -> None:
    async def one(desk: AsyncDesk, task: int) -> list[Decision]:
        numbers = range(task * 10, task * 10 + 10)
        return [await desk.submit(Credit("li", n + 1), at=AT - n, key=f"c{n}") for n in numbers]

    async def all_of_them() -> list[Decision]:
        async with AsyncDesk(session, most=7) as desk:
            parts = await asyncio.gather(*(one(desk, task) for task in range(20)))
        return [decision for part in parts for decision in part]

    decisions = asyncio.run(all_of_them())

    assert {decision.verdict for decision in decisions} == {"ok"}
    answered(engine, decisions)


def test_tasks_that_are_ready_together_become_durable_together(
    session: Session, engine: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    append = SqlJournal.append

    def noted(journal: SqlJournal, drafts: list[object]) -> int:
        sizes.append(len(drafts))
        return append(journal, drafts)  # type: ignore[arg-type]  # handed through

    monkeypatch.setattr(SqlJournal, "append", noted)

    async def all_of_them() -> list[Decision]:
        async with AsyncDesk(session, most=6) as desk:
            asked = [desk.submit(Credit("li", 1), at=AT, key=f"c{n}") for n in range(10)]
            return list(await asyncio.gather(*asked))

    answered(engine, asyncio.run(all_of_them()))
    assert sizes == [6, 4]


def test_the_end_of_the_block_waits_for_what_has_been_handed_in(
    session: Session, engine: Database
) -> None:
    async def handed_in() -> "list[asyncio.Future[Decision]]":
        async with AsyncDesk(session, most=2) as desk:
            return [desk.submit(Credit("li", 1), at=AT, key=f"c{n}") for n in range(5)]

    answered(engine, [answer.result() for answer in asyncio.run(handed_in())])


def test_tasks_of_a_group_that_cannot_be_written_are_all_told_and_the_desk_goes_on(
    session: Session, engine: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_journal: SqlJournal, _drafts: object) -> int:
        raise UnusableError("the disk is full")

    async def first_it_fails() -> Decision:
        async with AsyncDesk(session) as desk:
            with monkeypatch.context() as patch:
                patch.setattr(SqlJournal, "append", full)
                failed = [desk.submit(Credit("li", 1), at=AT, key=f"c{n}") for n in range(3)]
                told = await asyncio.gather(*failed, return_exceptions=True)
            assert [str(error) for error in told] == ["the disk is full"] * 3
            return await desk.submit(Credit("li", 1), at=AT, key="c0")

    answered(engine, [asyncio.run(first_it_fails())])


def test_a_task_that_no_longer_waits_harms_no_other(session: Session, engine: Database) -> None:
    async def one_leaves() -> list[Decision]:
        async with AsyncDesk(session) as desk:
            asked = [desk.submit(Credit("li", 1), at=AT, key=f"c{n}") for n in range(3)]
            await asyncio.sleep(0)
            asked[1].cancel()
            await asyncio.wait(asked, timeout=30)
            first, third = asked[0].result(), asked[2].result()
            return [first, await desk.submit(Credit("li", 1), at=AT, key="c1"), third]

    decisions = asyncio.run(one_leaves())

    assert [decision.verdict for decision in decisions] == ["ok", "duplicate", "ok"]
    answered(engine, decisions)


def test_a_task_without_a_key_is_refused_at_the_desk_and_so_is_one_behind_the_end(
    session: Session,
) -> None:
    async def nameless() -> None:
        async with AsyncDesk(session) as desk:
            with pytest.raises(ValueError, match="needs a key"):
                _ = desk.submit(SendTransfer("li", "wang", 1), at=AT, key="")
        with pytest.raises(ValueError, match="closed"):
            _ = desk.submit(Credit("li", 1), at=AT, key="c0")

    asyncio.run(nameless())
