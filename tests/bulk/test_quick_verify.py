"""Segments are verified quickly exactly where a slow walk finds nothing wrong."""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from random import Random
from shutil import copy

import pytest

from ledger.journal.packed import (
    ACCEPTED,
    COLUMNS,
    HELD,
    OTHER,
    REFUSED,
    RETURNED,
    SENT,
    Page,
    Segment,
)
from ledger.reports import quick
from ledger.reports.judge import Problem
from tests.bulk.forged import Forger, forge, kept, quickly, recelled, report_on, segments_in
from tests.reports.spoiled import spoil

SEEDS = range(30)
NO_BALANCES = ("UPDATE ledger SET balance_seq = 0", "DELETE FROM balance")
"""So that only the story itself tells what is wrong with it."""


@pytest.fixture(autouse=True)
def worth_while(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if these few events were many."""
    monkeypatch.setattr(quick, "WORTH", 0)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("populations")
    return [kept(folder, seed) for seed in SEEDS]


def slowly(file: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Problem, ...]:
    """What is reported without the quick walk."""
    with monkeypatch.context() as patch:
        patch.setattr(quick, "WORTH", sys.maxsize)
        return report_on(file).problems


def test_every_sound_ledger_is_found_so_quickly_and_told_of_as_by_the_slow_walk(
    files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in files:
        assert quickly(file), file
        told = report_on(file)
        monkeypatch.setattr(quick, "WORTH", sys.maxsize)
        assert report_on(file) == told
        monkeypatch.setattr(quick, "WORTH", 0)
        assert told.ok


def test_what_the_slow_walk_finds_in_forged_cells_is_never_well_to_the_quick_one(
    files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lot, found = Random(7), 0
    for file in files * 4:
        forged = Path(copy(file, tmp_path / "forged.db"))
        segment = lot.choice(segments_in(forged))
        event, column = lot.randrange(segment.last + 1 - segment.first), lot.choice(COLUMNS)
        by = lot.choice((-1, 1, 9, 100_000))
        change = recelled(column, event, by.__add__)
        forge(forged, segment.first, change)
        spoil(forged, *NO_BALANCES)
        problems = slowly(forged, monkeypatch)
        found += bool(problems)
        assert not (problems and quickly(forged)), (file, segment.first, event, column, by)
    assert found > 20, "most forgeries are found at all"


def place_of(files: list[Path], *kinds: int) -> tuple[Path, Segment, int]:
    """The first event of a kind: its file, its segment and its place there."""
    for file in files:
        for segment in segments_in(file):
            for event, kind in enumerate(Page(segment).columns["kind"]):
                if kind in kinds:
                    return file, segment, event
    raise AssertionError(kinds)


CELLS = {
    "a fen more sent at once": (SENT, "fen", lambda fen: fen + 1),
    "a fen more held": (HELD, "fen", lambda fen: fen + 1),
    "a fen less held": (HELD, "fen", lambda fen: fen - 1),
    "a fen more accepted": (ACCEPTED, "fen", lambda fen: fen + 1),
    "a fen less returned": (RETURNED, "fen", lambda fen: fen - 1),
    "money sent the other way": (SENT, "fen", lambda fen: -fen),
    "nothing sent": (SENT, "fen", lambda _: 0),
    "above the cap of one transfer": (SENT, "fen", lambda _: 10**9),
    "more than there is": (SENT, "fen", lambda _: 10**15),
    "an accepted one returned": (ACCEPTED, "kind", lambda _: RETURNED),
    "a returned one accepted": (RETURNED, "kind", lambda _: ACCEPTED),
    "a held one sent at once": (HELD, "kind", lambda _: SENT),
    "one sent at once held": (SENT, "kind", lambda _: HELD),
    "a refused one taken": (REFUSED, "kind", lambda _: SENT),
    "a code that is none": (REFUSED, "kind", lambda _: 200),
    "a kind below all": (SENT, "kind", lambda _: -1),
    "somebody nobody named": (SENT, "payee", lambda _: 99),
    "a name from the end": (SENT, "payer", lambda _: -1),
    "an account that is none": (HELD, "form", lambda _: 27),
    "before the event before": (SENT, "gap", lambda _: -(10**15)),
    "a longer key": (SENT, "key", lambda size: size + 1),
    "a longer text": (RETURNED, "more", lambda size: size + 1),
}


@pytest.mark.parametrize("name", CELLS)
def test_a_forged_cell_is_found_though_all_hashes_were_made_again(
    files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    kind, column, change = CELLS[name]
    file, segment, event = place_of(files, kind)
    forged = Path(copy(file, tmp_path))
    forge(forged, segment.first, recelled(column, event, change))
    assert not quickly(forged)
    assert report_on(forged).problems == slowly(forged, monkeypatch)


@pytest.mark.parametrize(
    "broken",
    [
        ("TRANSFER_CAP_EACH", SENT, "caps-hold"),
        ("TRANSFER_DAY_COUNT", SENT, "caps-hold"),
        ("PENDING_OPEN", HELD, "caps-hold"),
        ("BALANCE_SHORT", SENT, "no-negative-balance"),
        ("BALANCE_SHORT", HELD, "no-negative-balance"),
    ],
)
def test_a_refused_transfer_that_was_taken_is_found_by_the_rule_alone(
    files: list[Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    broken: tuple[str, int, str],
) -> None:
    (code, kind, check), found = broken, 0
    for file, segment, event in refused_with(files, code):
        forged = Path(copy(file, tmp_path))
        forge(forged, segment.first, recelled("kind", event, lambda _: kind))
        spoil(forged, *NO_BALANCES)
        if {problem.check for problem in slowly(forged, monkeypatch)} == {check}:
            found += 1
            assert not quickly(forged)
    assert found, "one of them breaks nothing else"


def refused_with(files: list[Path], code: str) -> Iterator[tuple[Path, Segment, int]]:
    """Plain refusals with a code."""
    for file in files:
        for segment in segments_in(file):
            page = Page(segment)
            for event, kind in enumerate(page.columns["kind"]):
                if kind >= REFUSED and page.head.codes[kind - REFUSED] == code:
                    yield file, segment, event


def flipped(part: str) -> Forger:
    def forger(segment: Segment) -> Segment:
        bytes_ = bytearray(getattr(segment, part))
        bytes_[len(bytes_) // 2] ^= 1
        if part == "names":
            return segment._replace(names=bytes(bytes_))
        return segment._replace(digests=bytes(bytes_))

    return forger


@pytest.mark.parametrize("part", ["body", "digests", "names", "hash"])
def test_a_flipped_bit_is_found(files: list[Path], tmp_path: Path, part: str) -> None:
    forged = Path(copy(place_of(files, SENT)[0], tmp_path))
    with closing(sqlite3.connect(forged)) as client:
        where = f"SELECT first, {part} FROM segment WHERE length({part}) > 0"  # noqa: S608  -- a name of ours
        first, held = client.execute(where).fetchone()
    bits = bytearray(held)
    bits[len(bits) // 2] ^= 1
    spoil(forged, f"UPDATE segment SET {part} = ? WHERE first = ?", values=(bytes(bits), first))  # noqa: S608
    assert not quickly(forged)
    assert not report_on(forged).ok


@pytest.mark.parametrize("part", ["digests", "names"])
def test_a_flipped_bit_is_found_though_all_hashes_were_made_again(
    files: list[Path], tmp_path: Path, part: str
) -> None:
    file, segment, _ = place_of(files, SENT)
    while not getattr(segment, part):
        segment = next(one for one in segments_in(file) if getattr(one, part))
    forged = Path(copy(file, tmp_path))
    forge(forged, segment.first, flipped(part))
    assert not quickly(forged)
    assert not report_on(forged).ok


def test_a_dropped_segment_is_found(files: list[Path], tmp_path: Path) -> None:
    forged = Path(copy(place_of(files, SENT)[0], tmp_path))
    for segment in segments_in(forged):
        one = Path(copy(forged, tmp_path / "one.db"))
        spoil(one, "DELETE FROM segment WHERE first = ?", values=(segment.first,))
        assert not quickly(one)
        assert not report_on(one).ok


def test_another_balance_in_the_table_is_found(files: list[Path], tmp_path: Path) -> None:
    forged = Path(copy(place_of(files, SENT)[0], tmp_path))
    spoil(forged, "UPDATE balance SET fen = fen + 1 WHERE account LIKE '%/wallet'")
    assert not quickly(forged)
    assert not report_on(forged).ok


def test_balances_stored_in_the_middle_of_a_segment_are_compared_there(
    files: list[Path], tmp_path: Path
) -> None:
    places = [
        (file, segment.first + event)
        for file in files
        for segment in segments_in(file)
        for event, kinds in enumerate(pairwise(Page(segment).columns["kind"]))
        if kinds[0] != OTHER and kinds[1] in {SENT, HELD}
    ]
    file, seq = places[0]
    forged = Path(copy(file, tmp_path))
    spoil(forged, "UPDATE ledger SET balance_seq = ?", values=(seq,))
    assert not quickly(forged)
    assert not report_on(forged).ok


def test_without_the_extra_the_slow_walk_is_taken(
    files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = place_of(files, SENT, OTHER)[0]
    monkeypatch.setitem(sys.modules, "numba", None)
    assert not quickly(file)
    assert report_on(file).ok
