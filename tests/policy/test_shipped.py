"""The shipped policy book: sourced to the last value, and one with the engine's rules."""

import re
from collections.abc import Iterator

import pytest

from ledger.core.commands import SendTransfer
from ledger.core.decide import FAMILIES
from ledger.core.refusals import PRECEDENCE, Code
from ledger.core.terms import TERMS
from ledger.policy.book import GATED
from ledger.policy.dated import Dated, Reading
from ledger.policy.kinds import KINDS
from ledger.policy.shipped import document, names, shipped
from ledger.policy.typed import read_back
from ledger.words.regions import PROVINCES

FACT = re.compile(r"[WFPAS]\d\d|D\d+[a-z]?")
ROLLOUT = re.compile(r"(live|areas)-\d{4}-\d\d-\d\d")
"""Rows of the rollout table have no number; their day names them."""

OF_FORMATS = [
    "REGION_NOT_OPEN",
    "WALLET_NOT_OPEN",
    "KIN_NOT_BOUND",
    "HOURS_CLOSED",
    "PENDING_OPEN",
    "TRANSFER_CAP_EACH",
    "TRANSFER_DAY_COUNT",
    "TRANSFER_DAY_AMOUNT",
    "BALANCE_SHORT",
    "SETTING_NOT_COVERED",
]
"""The ten codes whose order is settled."""


def readings() -> Iterator[tuple[Dated, Reading]]:
    for records in shipped().history.values():
        for record in records:
            for reading in record.readings:
                yield record, reading


def test_every_value_has_a_researched_source_or_is_marked_assumed() -> None:
    unfounded = {
        f"{record.region}: {reading.source_id}"
        for record, reading in readings()
        if reading.source.grade != "assumed"
        and not FACT.fullmatch(reading.source.fact or "")
        and not (ROLLOUT.fullmatch(reading.source_id) and reading.source.url)
    }

    assert sum(1 for _ in readings()) > 100
    assert unfounded == set()


def test_what_is_assumed_claims_no_source() -> None:
    claimed = {
        reading.source_id
        for _, reading in readings()
        if reading.source.grade == "assumed" and (reading.source.url or reading.source.fact)
    }

    assert claimed == set()


@pytest.mark.parametrize("name", names())
def test_every_file_is_named_after_its_region(name: str) -> None:
    data = document(name).data

    assert isinstance(data, dict)
    assert data["region"].lower() == name


def test_every_province_of_the_mainland_has_a_file_that_opens_its_wallet() -> None:
    policy = shipped()
    mainland = set(PROVINCES) - {"CN-TW", "CN-HK", "CN-MO"}
    opened = {
        region
        for (parameter, region), records in policy.history.items()
        if parameter == "wallet.open"
        for record in records
        if record.readings[0].value == "open"
    }

    assert mainland - opened == set()


def test_every_rule_that_reads_the_policy_is_listed_with_exactly_what_it_reads() -> None:
    nation = next(file for file in shipped().files if file.region == "CN")
    listed = {row.code: tuple(row.uses) for row in nation.rules}

    assert {code: uses for code, uses in listed.items() if uses} == dict(GATED)


def test_rules_enum_and_tables_have_one_order() -> None:
    listed = [PRECEDENCE[Code(code)] for code in shipped().codes]

    assert listed == sorted(listed)
    for family in FAMILIES.values():
        order = [PRECEDENCE[rule.code] for rule in family.rules]
        assert order == sorted(order), family.name


def test_the_ten_codes_of_the_format_keep_their_order() -> None:
    assert [code for code in shipped().codes if code in OF_FORMATS] == OF_FORMATS
    assert [code.value for code in Code if code.value in OF_FORMATS] == OF_FORMATS


def test_the_balance_is_the_last_rule_of_a_transfer() -> None:
    assert FAMILIES[SendTransfer].rules[-1].code is Code.BALANCE_SHORT


def test_a_code_reads_the_same_parameters_wherever_it_reads_any() -> None:
    for family in FAMILIES.values():
        for rule in family.rules:
            assert rule.uses in {(), GATED.get(rule.code, ())}, (family.name, rule.code)


def test_terms_and_rules_read_parameters_of_the_book_and_miss_none() -> None:
    read = {term.parameter for term in TERMS.values()}
    read |= {name for uses in GATED.values() for name in uses}

    assert read == set(shipped().definitions)


@pytest.mark.parametrize("name", names())
def test_every_shipped_file_begins_with_its_schema_and_is_read_without_a_problem(
    name: str,
) -> None:
    read = document(name)

    assert read.problems == ()
    assert read.text.startswith("# yaml-language-server: $schema=../../../schema/policy-1.schema")


def test_every_value_is_written_so_that_it_is_read_back() -> None:
    policy = shipped()
    for record, reading in readings():
        definition = policy.definitions[record.parameter]
        assert read_back(definition, definition.write(reading.value)) == reading.value


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("money", ["0元", "2000元", "2000.50元", "0.01元"]),
        ("percent", ["0%", "2.5%", "2.05%", "100%"]),
        ("age", ["18岁"]),
        ("days", ["30日"]),
        ("hours", ["22:00-06:00", "00:00-24:00", "12:00-13:30, 22:00-06:00"]),
        ("time", ["06:00 next day", "22:00 same day"]),
        ("count", ["3次"]),
    ],
)
def test_every_kind_writes_what_it_reads(kind: str, texts: list[str]) -> None:
    for text in texts:
        assert KINDS[kind].write(KINDS[kind].read(text)) == text
