"""Every reader, on real files that were spoiled a little: an answer or problems, never a crash.

The short form; `python -m tests.fuzz READER MINUTES [SEED]` goes on for as long as one likes.
"""

import re
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.journal import DamagedError, JournalError, sqlite
from ledger.journal.database import opened, translated
from ledger.journal.sql import SqlJournal
from ledger.policy.book import read_body
from ledger.scenario.load import load
from ledger.text.problems import FileProblems
from ledger.text.reader import read
from tests.cli.running import SCENARIOS, walletsim
from tests.fuzz import __main__ as long_form
from tests.fuzz.mutations import MUTATIONS
from tests.fuzz.readers import READERS, STORY

EXAMPLES = {
    "policy": 150,
    "scenario": 250,
    "feed": 300,
    "body": 150,
    "event": 300,
    "journal": 40,
    "import": 100,
    "options": 30,
}
HANDS = st.randoms(use_true_random=False, note_method_calls=False)


@pytest.mark.parametrize("name", READERS)
def test_a_reader_answers_or_tells_what_is_wrong_whatever_was_done_to_a_real_file(
    name: str,
) -> None:
    reader = READERS[name]

    @settings(
        max_examples=EXAMPLES[name],
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(chance=HANDS)
    def answers(chance: Random) -> None:
        reader.read(reader.spoil(chance.choice(reader.seeds()), chance))

    answers()


@pytest.mark.parametrize("name", READERS)
def test_every_real_file_is_read_as_it_is(name: str) -> None:
    for seed in READERS[name].seeds():
        READERS[name].read(seed)


def test_every_way_of_spoiling_changes_a_real_file() -> None:
    text = READERS["scenario"].seeds()[0].decode()

    unchanged = [m.__name__ for m in MUTATIONS if all(m(text, Random(n)) == text for n in range(9))]
    assert unchanged == []


def test_an_input_comes_from_the_seed_and_its_number_alone() -> None:
    one, same = (long_form.made("scenario", "1", 7) for _ in range(2))

    assert one == same
    assert one != long_form.made("scenario", "1", 8)
    assert one != long_form.made("scenario", "2", 7)


def crashes(_data: bytes) -> None:
    raise KeyError("a crash")


def hoards(_data: bytes) -> None:
    assert bytearray(2 * long_form.BYTES)


def hangs(_data: bytes) -> None:
    while True:
        pass


@pytest.mark.parametrize(
    ("read", "kind"),
    [(crashes, "KeyError"), (hoards, "AssertionError"), (hangs, "TooLongError")],
)
def test_the_long_form_tells_each_kind_of_failure_once_and_keeps_its_input(
    read: Callable[[bytes], None],
    kind: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(READERS, "event", READERS["event"]._replace(read=read))
    monkeypatch.setattr(long_form, "SECONDS", 0.1)

    assert long_form.main("event", "0.002", "9") == 1

    said = capsys.readouterr().out
    assert said.count(f"--- {kind} ") == 1
    assert said.endswith("of 1 kinds\n")
    kept = re.search(r"the input is (.+)", said)
    assert kept is not None
    assert Path(kept[1]).read_bytes() == long_form.made("event", "9", 0)


def test_the_input_being_read_is_kept_for_what_ends_the_interpreter(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen: list[bytes] = []

    def look(data: bytes) -> None:
        seen.append(data)
        assert (tmp_path / "fuzz-event-9-last").read_bytes() == data

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setitem(READERS, "event", READERS["event"]._replace(read=look))

    assert long_form.main("event", "0.001", "9") == 0
    assert seen


# What fuzzing has found, each by itself.


def test_a_file_that_breaks_off_in_a_flow_mapping_is_told_inside_the_file() -> None:
    (problem,) = read(b"steps:\n  - {id: ", "a.yaml").problems

    assert (problem.line, problem.col) == (2, 10)


@pytest.mark.parametrize("steps", ["steps: ~", "steps:\nsteps:\nsteps:"])
def test_a_what_if_beside_steps_that_are_no_list_is_told(steps: str) -> None:
    text = (SCENARIOS / "refund-in-parts.yaml").read_text("utf-8")
    spoiled = text.replace("\nsteps:\n", f"\n{steps}\n", 1)

    READERS["scenario"].read(spoiled.encode())

    with pytest.raises(FileProblems):
        load(read(spoiled.encode(), "a.yaml", lines_of="steps"))


def test_a_database_whose_driver_runs_out_of_memory_is_told_in_a_sentence() -> None:
    with pytest.raises(JournalError, match="memory"), translated(sqlite):
        raise MemoryError


@pytest.mark.parametrize(
    "words",
    [
        ["compare", "a" * 5000, "--reading", "transfer.cap.each@CN=x"],
        ["ledger", "verify", f"sqlite:///{'a' * 5000}"],
        ["what-if", "accept", "--of", "\udcff", f"{STORY}@t2"],
        ["what-if", "accept", "--of", "t3", "--then", "\udcff", f"{STORY}@t2"],
    ],
)
def test_what_no_file_and_no_text_can_be_is_bad_usage(words: list[str]) -> None:
    result = walletsim(*words)

    assert result.exit_code == 2
    assert result.stderr.strip()


def test_a_row_whose_page_lost_a_cell_is_damage(tmp_path: Path) -> None:
    file = tmp_path / "l.db"
    file.write_bytes(READERS["journal"].seeds()[0])
    with closing(sqlite3.connect(file, isolation_level=None)) as client:
        client.execute("CREATE TABLE loose AS SELECT * FROM journal")
        client.execute("UPDATE loose SET body = NULL WHERE seq = 7")
        client.execute("DROP TABLE journal")
        client.execute("ALTER TABLE loose RENAME TO journal")

    with opened(f"sqlite:///{file}") as engine:
        journal = SqlJournal.open(engine, "two-provinces")
        with pytest.raises(DamagedError, match="seq 7: "):
            list(journal.read())


def test_a_stored_policy_without_a_bottom_is_no_body() -> None:
    deep = b'"value":' + b"[" * 100_000 + b"]" * 100_000
    body = READERS["body"].seeds()[0]
    place = body.index(b'"value":')

    with pytest.raises(ValueError, match=r"recursion|one text is wanted"):
        read_body(body[:place] + deep + body[body.index(b",", place) :])
