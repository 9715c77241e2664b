"""A simulated world: it holds together whatever fails, and finds a program that does not."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from ledger.core import events as e
from ledger.core import evolve, postings
from ledger.core.book import Book
from ledger.core.commands import Command
from ledger.core.refusals import Code
from ledger.journal import Draft, MemoryJournal, Row, link
from ledger.policy import shipped
from ledger.session import Decision, Session
from ledger.simulate.auditor import Auditor
from ledger.simulate.faults import Fault
from ledger.simulate.processes import Processes
from ledger.simulate.run import Outcome, simulate
from ledger.simulate.stores import MemoryStore, SqlStore, Store
from ledger.simulate.world import World
from tests.cli.running import REPO, walletsim

SEEDS = range(24)
STEPS = 120
ALL = tuple(Fault)


@cache
def in_memory(seed: int) -> Outcome:
    return simulate(seed, STEPS, ALL, MemoryStore(), shipped.shipped())


@pytest.mark.parametrize("seed", SEEDS)
def test_everything_holds_whatever_fails(seed: int) -> None:
    assert in_memory(seed).failure is None


@pytest.fixture
def database(tmp_path: Path) -> Iterator[SqlStore]:
    store = SqlStore(f"sqlite:///{tmp_path / 'simulated.db'}")
    yield store
    store.close()


@pytest.mark.parametrize("seed", range(4))
def test_a_ledger_in_a_database_tells_the_very_same_story_and_verifies(
    seed: int, database: SqlStore
) -> None:
    kept = simulate(seed, STEPS, ALL, database, shipped.shipped())

    assert kept.failure is None
    assert kept[1:] == in_memory(seed)[1:]


def test_the_same_seed_gives_the_same_run_and_another_one_another() -> None:
    again = simulate(5, STEPS, ALL, MemoryStore(), shipped.shipped())

    assert again == in_memory(5)
    assert len({in_memory(seed).head for seed in SEEDS}) == len(SEEDS)


@pytest.mark.parametrize("hash_seed", ["0", "1", "4711"])
def test_the_order_of_hashes_does_not_matter(hash_seed: str) -> None:
    command = [sys.executable, str(REPO / "cli.py"), "simulate", "--seed", "5", "--steps"]
    env = {**os.environ, "PYTHONHASHSEED": hash_seed, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [*command, str(STEPS), "--format", "json"],
        env=env,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )

    assert json.loads(done.stdout)["head"] == in_memory(5).head


def test_a_shorter_run_is_the_beginning_of_a_longer_one() -> None:
    short, long = (World(5, ALL, MemoryStore(), shipped.shipped()) for _ in range(2))
    for _ in range(40):
        short.step()
    for _ in range(60):
        long.step()

    rows = [list(w._store.open().rows()) for w in (short, long)]
    assert rows[0] == rows[1][: len(rows[0])]


def test_every_fault_happens_and_every_effect_and_the_codes_of_disorder() -> None:
    told: dict[str, Counter[str]] = {}
    for seed in SEEDS:
        for kind, counts in in_memory(seed).told.items():
            told.setdefault(kind, Counter()).update(counts)

    assert {fault: told["fault"][fault] > 20 for fault in Fault} == dict.fromkeys(Fault, True)
    assert set(told["effect"]) == {"ended", "given up", "sent anew"}
    assert set(told["decision"]) == {"ok", "pending", "refused", "duplicate", "none"}
    disorder = {Code.KEY_REUSED, Code.LATE, Code.NOT_PENDING, Code.NOT_SETTLED, Code.NOT_SPENT}
    assert disorder <= set(told["code"])
    assert len(told["code"]) > 30
    assert len(told["command"]) > 20


@pytest.mark.parametrize("fault", Fault)
def test_a_world_with_one_fault_has_no_other(fault: Fault) -> None:
    outcome = simulate(2, 60, [fault], MemoryStore(), shipped.shipped())

    assert outcome.failure is None
    assert set(outcome.told["fault"]) == {fault}


def test_a_world_without_faults_answers_everything_once() -> None:
    outcome = simulate(2, STEPS, [], MemoryStore(), shipped.shipped())

    assert outcome.failure is None
    assert outcome.told["fault"] == outcome.told["effect"] == {}
    assert set(outcome.told["decision"]) <= {"ok", "pending", "refused"}
    assert sum(outcome.told["decision"].values()) >= STEPS


# Programs that are broken: the simulation finds each of them.


def append_row_by_row(patch: pytest.MonkeyPatch) -> None:
    whole = MemoryJournal.append

    def in_pieces(self: MemoryJournal, drafts: Sequence[Draft]) -> int:
        for draft in drafts:
            whole(self, [draft])
        return self.count

    patch.setattr(MemoryJournal, "append", in_pieces)


def forget_what_was_answered(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(MemoryJournal, "find", lambda _self, _keys: {})


def take_a_key_again(patch: pytest.MonkeyPatch) -> None:
    forget_what_was_answered(patch)
    patch.setattr(MemoryJournal, "_fresh_keys", lambda _self, _drafts: {})


def answer_before_it_is_written(patch: pytest.MonkeyPatch) -> None:
    handle = Session.handle

    def hasty(self: Session, command: Command, *, at: int, key: str) -> Decision:
        if key == "m7":
            return Decision("ok", self.journal.count + 1)
        return handle(self, command, at=at, key=key)

    patch.setattr(Session, "handle", hasty)


def never_catch_up(patch: pytest.MonkeyPatch) -> None:
    catch_up = Session._catch_up

    def only_at_first(self: Session) -> None:
        if not self._seq:
            catch_up(self)

    patch.setattr(Session, "_catch_up", only_at_first)


def keep_what_was_not_written(patch: pytest.MonkeyPatch) -> None:
    """A process that could not write goes on with the book that ran ahead."""
    patch.setattr(Processes, "reopen", lambda _self: None)
    patch.setattr(Session, "fold", lambda _self: None)


def make_a_fen(patch: pytest.MonkeyPatch) -> None:
    def crooked(event: e.AccountCredited) -> postings.Legs:
        return (("outside/contribution", -event.amount_fen), (event.account, event.amount_fen + 1))

    patch.setitem(postings.LEGS, e.AccountCredited, crooked)


def change_the_book_besides(patch: pytest.MonkeyPatch) -> None:
    handle = Session.handle

    def touching(self: Session, command: Command, *, at: int, key: str) -> Decision:
        decision = handle(self, command, at=at, key=key)
        if key == "m9":
            self._book.balances["outside/cash"] = 1
        return decision

    patch.setattr(Session, "handle", touching)


def raise_in_a_rule(patch: pytest.MonkeyPatch) -> None:
    handle = Session.handle

    def failing(self: Session, command: Command, *, at: int, key: str) -> Decision:
        return replace(handle(self, command, at=at, key=key), code=Code.RULE_ERROR)

    patch.setattr(Session, "handle", failing)


def link_otherwise(patch: pytest.MonkeyPatch) -> None:
    def other(previous: bytes, ledger: str, row: Row) -> bytes:
        return link(previous, ledger, row._replace(key=""))

    patch.setattr("ledger.journal.chain.link", other)


def undo_nothing(patch: pytest.MonkeyPatch) -> None:
    """A reversal moves the money and leaves the settlement standing."""
    change = evolve._CHANGES[e.MessageReversed]

    def keeping(book: Book, event: e.MessageReversed) -> None:
        settled = dict(book.settlements)
        change(book, event)
        book.settlements.update(settled)

    patch.setitem(evolve._CHANGES, e.MessageReversed, keeping)


BROKEN: dict[Callable[[pytest.MonkeyPatch], None], str] = {
    append_row_by_row: "the journal has changed",
    forget_what_was_answered: "KeyTakenError",
    take_a_key_again: "twice",
    answer_before_it_is_written: "is not in the journal so",
    never_catch_up: "a session's book is not",
    keep_what_was_not_written: "a session's book is not",
    make_a_fen: "the legs sum to 0.01",
    change_the_book_besides: "a session's book",
    raise_in_a_rule: "a rule raised",
    link_otherwise: "does not end as its rows do",
    undo_nothing: "still stands",
}


@pytest.mark.parametrize(("break_", "found"), BROKEN.items(), ids=[f.__name__ for f in BROKEN])
def test_a_broken_program_is_found(
    break_: Callable[[pytest.MonkeyPatch], None], found: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_(monkeypatch)

    failures = [
        outcome.failure
        for seed in range(6)
        if (outcome := simulate(seed, 60, ALL, MemoryStore(), shipped.shipped())).failure
    ]

    assert failures
    assert any(found in failure.what for failure in failures), [f.what for f in failures]


def test_a_failure_is_found_again_by_a_run_of_that_many_steps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    change_the_book_besides(monkeypatch)
    first = simulate(1, 90, ALL, MemoryStore(), shipped.shipped()).failure
    assert first is not None

    again = simulate(1, first.step, ALL, MemoryStore(), shipped.shipped()).failure

    assert again == first


def test_what_a_program_raises_is_told_with_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    def slip(_auditor: Auditor, _session: Session) -> None:
        raise ZeroDivisionError("a slip")

    monkeypatch.setattr(Auditor, "check_session", slip)
    failure = simulate(1, 5, ALL, MemoryStore(), shipped.shipped()).failure

    assert failure is not None
    assert failure.step == 1
    assert "test_simulate.py:" in failure.what
    assert "raised ZeroDivisionError a slip" in failure.what


def test_a_journal_that_does_not_end_as_noted_is_told() -> None:
    (complaint,) = MemoryStore().complaints("00")

    assert complaint.endswith(", not 00")


# The command.


def test_the_command_says_what_happened_and_where_it_ended() -> None:
    result = walletsim("simulate", "--seed", "5", "--steps", str(STEPS))

    assert result.exit_code == 0
    assert result.stdout.splitlines()[0].split() == ["kind", "what", "times"]
    assert f"head {in_memory(5).head[:12]}" in result.stderr


def test_the_command_gives_the_same_as_data() -> None:
    result = walletsim("simulate", "--seed", "5", "--steps", str(STEPS), "--format", "json")
    document = json.loads(result.stdout)

    assert document["head"] == in_memory(5).head
    assert document["told"] == in_memory(5).told
    assert document["faults"] == [fault.value for fault in Fault]
    assert document["failure"] is None


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_failure_ends_with_1_and_says_how_to_see_it_again(
    lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_the_book_besides(monkeypatch)

    result = walletsim(
        *("simulate", "--seed", "1", "--steps", "90", "--faults", "crash,lost", "--lang", lang)
    )

    failure = simulate(1, 90, [Fault.crash, Fault.lost], MemoryStore(), shipped.shipped()).failure
    assert failure is not None
    command = f"walletsim simulate --seed 1 --steps {failure.step} --faults crash,lost"
    assert result.exit_code == 1
    assert command in result.stderr
    assert " m9 " in result.stderr


def test_stores_that_end_otherwise_are_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def otherwise(_seed: int, _steps: int, _faults: object, store: Store, _: object) -> Outcome:
        return in_memory(1)._replace(store=store.name, head=store.name)

    monkeypatch.setattr("ledger.simulate.run.simulate", otherwise)

    result = walletsim("simulate", "--seed", "1", "--steps", "5")

    assert result.exit_code == 1
    assert "memory and database do not give the same journal" in result.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("crsh", "unknown fault “crsh”; did you mean “crash”?"),
        ("crash,zzzzzz", "one of all, none, crash, torn"),
        ("", "unknown fault “”"),
    ],
)
def test_a_fault_that_does_not_exist_is_bad_usage(words: str, said: str) -> None:
    result = walletsim("simulate", "--faults", words)

    assert result.exit_code == 2
    assert said in result.stderr
