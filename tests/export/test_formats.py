"""JSON lines, CSV and Parquet hold every event and every posting, and pseudonyms hide everybody."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import pytest

from ledger.core.commands import Command
from ledger.core.events import Event
from ledger.core.postings import legs
from ledger.journal import GENESIS, DamagedError, Journal, Row, decode, link
from ledger.reports.export import pseudonyms
from ledger.reports.export.arrow import write_parquet
from ledger.reports.export.beancount import beancount_lines
from ledger.reports.export.hledger import hledger_lines
from ledger.reports.export.jsonl import KEYS, jsonl
from ledger.reports.export.postings import Posting, csv_lines, postings
from ledger.reports.export.pseudonyms import Pseudonyms, SaltError, pseudonymous
from ledger.text.extras import MissingExtraError, from_extra
from ledger.words.moments import parse_moment
from ledger.words.vocabulary import KIN, PREMIUM_SCHEMES, SCHEMES
from tests.export.stories import FILES, LI, SECRETS, awkward, journal_of, stem
from tests.scenarios.stories import told

SALT = "a salt for tests"
TEXTS: tuple[Callable[[Journal], Iterator[str]], ...] = (
    jsonl,
    csv_lines,
    hledger_lines,
    beancount_lines,
)


def head_of(lines: Iterator[str]) -> bytes:
    """The hash that exported lines come to, worked out from the lines alone."""
    head = GENESIS
    for line in lines:
        found = json.loads(line)
        assert tuple(found) == KEYS
        body = re.search(r'"event":(\{.*\}),"hash"', line)
        assert body is not None
        row = Row(
            found["seq"],
            parse_moment(found["recorded_at"]),
            found["key"],
            bytes.fromhex(found["asked"]),
            body[1].encode(),
        )
        head = link(head, found["ledger"], row)
        assert head.hex() == found["hash"]
    return head


@pytest.mark.parametrize("path", FILES, ids=stem)
def test_json_lines_hold_every_event_and_give_its_hashes_again(path: Path) -> None:
    journal = journal_of(path)
    lines = list(jsonl(journal))

    assert len(lines) == journal.count
    assert head_of(iter(lines)) == journal.head
    events = [decode(json.dumps(json.loads(line)["event"]).encode()) for line in lines]
    assert events == [stored.event for stored in journal.read()]


@pytest.mark.parametrize("path", FILES, ids=stem)
def test_csv_and_parquet_hold_every_leg_and_come_to_the_balances(
    path: Path, tmp_path: Path
) -> None:
    journal, book = journal_of(path), told(path)[0].book
    rows = list(csv.DictReader(io.StringIO("".join(csv_lines(journal)))))
    file = tmp_path / "x.parquet"
    with file.open("wb") as out:
        write_parquet(journal, out)
    typed = [Posting(**row) for row in table_of(file)]

    assert len(rows) == sum(len(legs(stored.event)) for stored in journal.read())
    assert typed == list(postings(journal))
    assert [(r["account"], int(r["fen"])) for r in rows] == [(p.account, p.fen) for p in typed]
    sums: Counter[str] = Counter()
    for one in typed:
        sums[one.account] += one.fen
    assert {a: f for a, f in sums.items() if f} == {a: f for a, f in book.balances.items() if f}


def table_of(file: Path) -> list[dict[str, Any]]:
    """The rows of a Parquet file, moments as µs."""
    table = from_extra("pyarrow.parquet", "data").read_table(file)
    assert str(table.schema.field("at").type) == "timestamp[us]"
    rows: list[dict[str, Any]] = table.set_column(
        3, "at", table.column("at").cast("int64")
    ).to_pylist()
    return rows


@dataclass
class Cut:
    """A journal that says it ends elsewhere than its rows do."""

    journal: Any
    count: int
    head: bytes = b"\0" * 32

    def __getattr__(self, name: str) -> Any:
        return getattr(self.journal, name)


@pytest.mark.parametrize("write", TEXTS)
def test_a_journal_whose_rows_do_not_give_its_head_is_not_exported(
    write: Callable[[Journal], Iterator[str]],
) -> None:
    with pytest.raises(DamagedError):
        list(write(Cut(awkward().journal, awkward().journal.count)))


def test_what_is_appended_after_a_journal_was_opened_is_not_exported() -> None:
    journal = awkward().journal
    lines = list(jsonl(journal))
    earlier = Cut(journal, 5, bytes.fromhex(json.loads(lines[4])["hash"]))

    assert list(jsonl(earlier)) == lines[:5]


def test_a_missing_package_is_told_with_the_line_that_installs_it() -> None:
    with pytest.raises(MissingExtraError, match=r"pip install 'walletsim\[data\]'"):
        from_extra("pyarrow_that_is_not_there", "data")


def words(texts: str) -> set[str]:
    return set(re.findall(r"\w+", texts))


def texts_of(journal: Journal, folder: Path) -> str:
    """A ledger in every format, as one text."""
    with (folder / "x.parquet").open("wb") as out:
        write_parquet(journal, out)
    rows = "\n".join(str(row) for row in table_of(folder / "x.parquet"))
    return "".join("".join(write(journal)) for write in TEXTS) + rows


@pytest.mark.parametrize("path", FILES, ids=stem)
def test_no_id_name_or_key_of_a_shipped_story_is_left_under_pseudonyms(
    path: Path, tmp_path: Path
) -> None:
    journal, book = journal_of(path), told(path)[0].book
    ours = {*book.people, *(person.name for person in book.people.values())}
    ours |= {journal.ledger, *(stored.key for stored in journal.read())} - {""}
    left = words(texts_of(pseudonymous(journal, SALT), tmp_path))

    assert not {one for one in ours if words(one) <= left} - {*KIN, *SCHEMES, *PREMIUM_SCHEMES, ""}
    assert {one for one in ours if words(one) <= words(texts_of(journal, tmp_path))} == ours


def test_nothing_that_identifies_anybody_is_left_of_the_awkward_ledger(tmp_path: Path) -> None:
    journal = awkward().journal
    plainly, hidden = texts_of(journal, tmp_path), texts_of(pseudonymous(journal, SALT), tmp_path)
    hexed = [secret.encode().hex() for secret in SECRETS]

    assert [secret for secret in SECRETS if secret not in plainly] == []
    assert [secret for secret in (*SECRETS, *hexed) if secret in hidden] == []
    assert journal.head.hex() not in hidden


@pytest.mark.parametrize("path", FILES, ids=stem)
def test_under_pseudonyms_the_story_is_the_same_and_has_a_chain_of_its_own(path: Path) -> None:
    journal = journal_of(path)
    hidden = pseudonymous(journal, SALT)
    names = Pseudonyms(SALT)

    assert head_of(jsonl(hidden)) == hidden.head
    moved = [(names.account(p.account), p.fen) for p in postings(journal)]
    assert [(p.account, p.fen) for p in postings(hidden)] == moved


def test_a_pseudonym_is_the_same_everywhere_and_another_with_another_salt() -> None:
    names, others = Pseudonyms(SALT), Pseudonyms(f"{SALT}!")

    assert names.person(LI) == Pseudonyms(SALT).person(LI) != others.person(LI)
    assert names.account(f"{LI}/frozen/wang") == f"{names.person(LI)}/frozen/{names.person('wang')}"
    assert names.account(f"transit/move/{LI}") == f"transit/move/{names.person(LI)}"
    assert names.account("outside/clearing/CN-SN") == "outside/clearing/CN-SN"


def test_a_salt_that_lets_ids_be_guessed_is_refused() -> None:
    with pytest.raises(SaltError):
        pseudonymous(awkward().journal, "short")


def test_what_every_field_of_every_event_and_command_holds_is_decided() -> None:
    fields = {f for k in (*get_args(Event), *get_args(Command)) for f in k.__struct_fields__}

    assert set(pseudonyms._FIELDS) == fields
