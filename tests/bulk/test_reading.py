"""A ledger whose events stand in segments is read as one whose events stand in rows."""

import json
from pathlib import Path
from typing import Any

import pytest

from ledger.journal import chained
from ledger.journal.database import opened
from ledger.journal.sql import SqlJournal
from ledger.whatif.fork import forked
from tests.bulk.test_posting import STORY, lines, run
from tests.cli.test_posting import BEGUN

FAMILIES = 700


@pytest.fixture
def both(tmp_path: Path) -> tuple[str, str]:
    """The same story in segments, and in rows."""
    addresses = []
    for name in ("segments", "rows"):
        addresses.append(f"sqlite:///{tmp_path}/{name}.db")
        run("init", addresses[-1], "--at", BEGUN)
    run("post", addresses[0], "--bulk", "-", text=lines(STORY))
    run("post", addresses[1], text=lines(STORY))
    return addresses[0], addresses[1]


def without_hashes(text: str) -> list[dict[str, Any]]:
    rows = [json.loads(line) for line in text.splitlines()]
    return [{name: row[name] for name in row if name != "hash"} for row in rows]


@pytest.mark.parametrize("kind", ["hledger", "beancount"])
def test_it_is_exported_alike_but_for_its_head(both: tuple[str, str], kind: str) -> None:
    packed, rows = ([*run("export", url, "--to", kind)[1].splitlines()] for url in both)

    assert len(packed) == len(rows) > 20
    assert all("head" in a for a, b in zip(packed, rows, strict=True) if a != b)


def test_as_lines_it_differs_in_hashes_alone_and_ends_with_its_own(both: tuple[str, str]) -> None:
    packed, rows = (run("export", url, "--to", "jsonl")[1] for url in both)
    with opened(both[0]) as engine:
        head = SqlJournal.open(engine, "main").head.hex()

    assert without_hashes(packed) == without_hashes(rows)
    assert json.loads(packed.splitlines()[-1])["hash"] == head


def test_only_the_last_event_of_a_segment_has_a_hash(both: tuple[str, str]) -> None:
    with opened(both[0]) as engine:
        journal = SqlJournal.open(engine, "main")
        ends = {segment.last for segment in journal.segments()}
        within = {n for s in journal.segments() for n in range(s.first, s.last)}
        found = {row.seq: linked for row, linked in chained(journal)}

    assert ends
    assert within
    assert {seq for seq, linked in found.items() if not linked} == within
    assert found[journal.count] == journal.head


def test_a_fork_within_a_segment_names_the_hash_that_its_segment_begins_with(
    both: tuple[str, str],
) -> None:
    with opened(both[0]) as engine:
        journal = SqlJournal.open(engine, "main")
        hashes = {row.seq: linked for row, linked in chained(journal)}
        segment = next(s for s in journal.segments() if s.last > s.first)
        made = forked(journal, "branch", seq=segment.first, at=None)

    origin = next(made.journal.read()).event
    assert getattr(origin, "forked_from", "").endswith(hashes[segment.first - 1].hex())
    assert made.journal.count == segment.first


def test_relations_of_many_families_have_room(tmp_path: Path) -> None:
    """So many that the table of relations must grow."""
    url = f"sqlite:///{tmp_path}/many.db"
    run("init", url, "--at", BEGUN)
    people = [one for n in range(FAMILIES) for one in family(n)]
    run("post", url, text=lines(people))
    sent = [
        {"key": f"t{n}", "at": "2025-11-10 09:00", "transfer": {**pair(n), "amount_fen": 100}}
        for n in range(FAMILIES)
    ]

    told = json.loads(run("post", url, "--bulk", "-", text=lines(sent))[1])

    assert (told["pending"], told["by_event_path"]) == (FAMILIES, 0)
    assert run("verify", url)[0] == 0


def pair(n: int) -> dict[str, Any]:
    return {"from": f"g{n}", "to": f"m{n}"}


def family(n: int) -> list[dict[str, Any]]:
    giver, member = f"g{n}", f"m{n}"
    made: list[dict[str, Any]] = [
        {"enrol": {"person": giver, "insured": "CN-SN", "scheme": "employee"}},
        {"enrol": {"person": member, "insured": "CN-HE", "scheme": "resident"}},
        {"credit": {"to": f"{giver}/personal", "amount_fen": 900_000}},
        {"open_wallet": {"person": giver}},
        {"open_wallet": {"person": member}},
        {"bind": {"giver": giver, "member": member, "kin": "mother"}},
    ]
    return [{"key": f"f{n}-{i}", "at": BEGUN, **one} for i, one in enumerate(made)]
