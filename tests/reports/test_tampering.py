"""Whatever is changed in a stored ledger is found, and the seq is named."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ledger.journal import JournalError
from ledger.reports.verify import verify
from tests.reports.spoiled import COLUMNS, kept, loosen, report_on, spoil, terms_of

ROWS = 22
FLIPS = (0x40, 0x80)
TEXTS = {"ledger", "key", "body"}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kept(tmp_path_factory.mktemp("sound"))


@pytest.fixture
def copy(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sound, tmp_path))


def cell(file: Path, column: str, seq: int) -> object:
    with closing(sqlite3.connect(file)) as client:
        (row,) = client.execute("SELECT * FROM journal WHERE ledger = 'story' AND seq = ?", (seq,))
    return row[COLUMNS.index(column)]


def flipped(raw: bytes) -> Iterator[bytes]:
    """The same bytes with one bit of one byte turned over: first, last, and some in between."""
    places = sorted({0, len(raw) - 1, *range(7, len(raw), 61)} if raw else ())
    for place in places:
        for flip in FLIPS:
            yield raw[:place] + bytes([raw[place] ^ flip]) + raw[place + 1 :]
    yield raw + b"x"
    yield raw[:-1] if raw else b"\0"


def changed(value: object) -> Iterator[object]:
    """Values that differ from a stored one in a single byte."""
    if isinstance(value, int):
        for place in range(8):
            # High bits, so that a seq never becomes another row's.
            raw = bytearray(value.to_bytes(8, "big", signed=True))
            raw[place] ^= 0x80
            yield int.from_bytes(raw, "big", signed=True)
    elif isinstance(value, str):
        yield from flipped(value.encode())
    elif isinstance(value, bytes):
        yield from flipped(value)


def placeholder(column: str) -> str:
    return "CAST(? AS TEXT)" if column in {"ledger", "key", "body"} else "?"


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("seq", range(1, ROWS + 1))
def test_a_changed_byte_of_any_column_of_any_row_is_found(
    copy: Path, column: str, seq: int
) -> None:
    spoiled = copy.with_name("spoiled.db")
    for value in changed(cell(copy, column, seq)):
        shutil.copy(copy, spoiled)

        change(spoiled, column, seq, value, "CAST(? AS TEXT)" if column in TEXTS else "?")

        found = problems_by_ledger(spoiled)
        assert seq in found["story"], value
        assert found["other"] == []


def change(file: Path, column: str, seq: int, value: object, new: str = "?") -> None:
    """Set one cell of the story's journal."""
    where = "WHERE ledger = 'story' AND seq = ?"
    update = f"UPDATE journal SET {column} = {new} {where}"  # noqa: S608  -- a name of COLUMNS
    spoil(file, update, values=(value, seq))


def problems_by_ledger(file: Path) -> dict[str, list[int | None]]:
    """The seq of each problem, by the ledger it was reported in."""
    reports = verify(f"sqlite:///{file}", terms_of)
    return {report.ledger: [problem.seq for problem in report.problems] for report in reports}


@pytest.mark.parametrize("value", [None, 1, 1.5, "text", b"bytes", "1", b"\xff"])
@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("seq", [1, 9, ROWS])
def test_a_cell_of_any_other_kind_is_found(
    copy: Path, column: str, seq: int, value: object
) -> None:
    loosen(copy)
    if value == cell(copy, column, seq):
        return

    change(copy, column, seq, value)

    found = problems_by_ledger(copy)
    assert seq in found["story"]
    assert found["other"] == []


@pytest.mark.parametrize(
    ("column", "kind", "told"),
    [
        ("body", "BLOB", "body holds bytes, not text"),
        ("key", "BLOB", "key holds bytes, not text"),
        ("asked", "TEXT", "asked holds text, not bytes"),
        ("hash", "TEXT", "hash holds text, not bytes"),
    ],
)
def test_text_and_the_same_bytes_are_told_apart(
    copy: Path, column: str, kind: str, told: str
) -> None:
    loosen(copy)

    cast = f"UPDATE journal SET {column} = CAST({column} AS {kind})"  # noqa: S608  -- names from above
    spoil(copy, f"{cast} WHERE ledger = 'story' AND seq = 5")

    assert report_on(copy).problems[0].text == told


def test_a_row_given_to_a_ledger_that_is_not_listed_is_found_on_both_sides(copy: Path) -> None:
    spoil(copy, "UPDATE journal SET ledger = 'lost' WHERE ledger = 'story' AND seq = 9")

    assert problems_by_ledger(copy) == {"lost": [9], "other": [], "story": [9]}
    assert report_on(copy).problems[0].text == "seq 9 is missing"


def test_a_row_given_to_another_ledger_is_found_on_both_sides(copy: Path) -> None:
    spoil(
        copy,
        "UPDATE journal SET ledger = 'other', seq = 23, key = 'moved'"
        " WHERE ledger = 'story' AND seq = 9",
    )

    assert problems_by_ledger(copy) == {"other": [23], "story": [9]}


def test_two_rows_that_changed_places_are_found(copy: Path) -> None:
    swap = "UPDATE journal SET seq = {} WHERE ledger = 'story' AND seq = {}"

    spoil(copy, swap.format(99, 5), swap.format(5, 6), swap.format(6, 99))

    assert problems_by_ledger(copy)["story"] == [5]


@pytest.mark.parametrize(
    ("statement", "ledgers"),
    [
        ("UPDATE ledger SET name = 'renamed' WHERE name = 'story'", {"renamed", "story", "other"}),
        ("DELETE FROM ledger WHERE name = 'story'", {"story", "other"}),
        ("UPDATE ledger SET name = CAST(x'ff' AS TEXT) WHERE name = 'story'", {"story", "other"}),
    ],
)
def test_a_ledger_that_lost_its_name_is_found(
    copy: Path, statement: str, ledgers: set[str]
) -> None:
    spoil(copy, statement)

    found = problems_by_ledger(copy)
    assert ledgers <= set(found)
    assert found["story"] == [1]
    assert found["other"] == []


CONTENTS = (
    "SELECT name, format, count, head, balance_seq FROM ledger",
    "SELECT * FROM journal",
    "SELECT * FROM balance",
    "SELECT * FROM policy",
)


def contents(file: Path) -> list[list[tuple[object, ...]]]:
    """All that the tables hold, but for the engine's version, which nothing depends on."""
    with closing(sqlite3.connect(file)) as client:
        return [client.execute(query).fetchall() for query in CONTENTS]


def test_damage_anywhere_in_the_file_is_reported_or_changes_nothing(
    sound: Path, tmp_path: Path
) -> None:
    raw = sound.read_bytes()
    spoiled = tmp_path / "spoiled.db"
    whole = contents(Path(shutil.copy(sound, tmp_path)))
    outcomes = set()
    for place in [*range(100), *range(100, len(raw), 61)]:
        damaged = bytearray(raw)
        damaged[place] ^= 0xA5
        spoiled.write_bytes(damaged)

        checks = checks_in(spoiled)

        outcomes |= checks
        if not checks:
            assert contents(spoiled) == whole, place
    assert {"damage", "hash", "cell"} <= outcomes


def checks_in(file: Path) -> set[str]:
    """The checks that failed anywhere; a refusal to judge the file counts as one."""
    try:
        reports = verify(f"sqlite:///{file}", terms_of)
    except JournalError as refused:
        return {type(refused).__name__}
    return {problem.check for report in reports for problem in report.problems}


def test_damage_beside_the_journal_is_reported_as_such(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as client:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'journal_key'"
        (page,) = client.execute(query).fetchone()
    raw = copy.read_bytes()
    place = raw.index(b"k05", (page - 1) * 4096)
    copy.write_bytes(raw[:place] + b"k55" + raw[place + 3 :])

    whole, *ledgers = verify(f"sqlite:///{copy}", terms_of)

    (problem,) = whole.problems
    assert (whole.ledger, problem.check) == ("", "damage")
    assert problem.text.startswith("the file is damaged: row ")
    assert all(report.ok for report in ledgers)


@pytest.mark.parametrize("pages", [1, 2, 4, 8])
def test_a_file_that_was_cut_off_is_reported(copy: Path, pages: int) -> None:
    with copy.open("r+b") as file:
        file.truncate(pages * 4096)

    assert "damage" in checks_in(copy)


def test_a_file_whose_beginning_was_overwritten_is_reported(copy: Path) -> None:
    with copy.open("r+b") as file:
        file.write(b"nothing to see here")

    (report,) = verify(f"sqlite:///{copy}", terms_of)

    assert report.problems[0].text == (
        "the database is damaged: this is no SQLite file, or its beginning was changed"
    )
