"""A simulated world: it holds together whatever fails, and finds a program that does not."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest

from ledger.core.refusals import Code
from ledger.policy import shipped
from ledger.session import Session
from ledger.simulate.auditor import Auditor
from ledger.simulate.faults import Fault
from ledger.simulate.run import Outcome, simulate
from ledger.simulate.stores import MemoryStore, SqlStore, Store
from ledger.simulate.world import World
from tests.cli.running import REPO, walletsim
from tests.simulate.broken import BROKEN, Break, Found, change_the_book_besides

SEEDS = range(24)
STEPS = 120
ALL = tuple(Fault)

RECORDED = (185, "63790e40f355fe8ace473f0d7d6f05481f3d9f75100b93413652444fe3389f5b")
"""How many events seed 5 has, and the hash of the last one."""


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


def test_a_seed_ends_with_the_same_hash_on_every_python() -> None:
    """Recorded on one; this run, on whatever Python, has to give it again.

    Where it changes on all of them, the shipped policy or the simulated world has: record it anew.
    """
    outcome = in_memory(5)

    assert (outcome.events, outcome.head) == RECORDED


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


def failures_of(faults: Sequence[Fault]) -> list[str]:
    """What does not hold in six small worlds with these faults."""
    outcomes = (simulate(seed, 60, faults, MemoryStore(), shipped.shipped()) for seed in range(6))
    return [outcome.failure.what for outcome in outcomes if outcome.failure is not None]


@pytest.mark.parametrize(("break_", "found"), BROKEN.items(), ids=[f.__name__ for f in BROKEN])
def test_a_broken_program_is_found(
    break_: Break, found: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_(monkeypatch)

    assert any(found.what in what for what in failures_of(ALL)), failures_of(ALL)


@pytest.mark.parametrize(
    ("fault", "break_"),
    [(fault, break_) for break_, found in BROKEN.items() for fault in found.by],
    ids=lambda one: getattr(one, "__name__", None),
)
def test_a_fault_brings_out_what_a_world_without_faults_hides(
    fault: Fault, break_: Break, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_(monkeypatch)

    assert any(BROKEN[break_].what in what for what in failures_of([fault]))
    assert failures_of([]) == []


def test_every_fault_brings_out_a_broken_program() -> None:
    assert {fault for found in BROKEN.values() for fault in found.by} == set(Fault)


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
