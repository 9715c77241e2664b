"""The boundary scenarios stand on the lines of the book, and fall when a rule or value moves."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from ledger.core.decide import FAMILIES
from ledger.policy.book import PolicyBook
from ledger.policy.shipped import shipped
from ledger.proof.lines import LINES
from ledger.proof.mutants import in_rules
from ledger.proof.mutate import fails, with_book
from ledger.proof.probe import Probed, asked, days_of, probes
from ledger.proof.rule_mutants import rule_mutants
from ledger.scenario.load import load
from ledger.scenario.story import Scenario
from ledger.text.reader import read
from ledger.words.moments import format_day
from tests.cli.running import REPO, walletsim
from tests.proof.test_mutate import mutant

FOLDER = REPO / "scenarios" / "probes"
UNPROBED = {
    "transfer.return_at": "its line is a moment of time itself, told in t05-never-accepted",
    "account.interest.carried": "the shipped book has no value",
    "account.interest.current": "the shipped book has no value",
}


@cache
def made() -> dict[str, Probed]:
    return {found.parameter: found for found in probes(shipped())}


def scenario_of(parameter: str) -> Scenario:
    return load(read(made()[parameter].text.encode(), "probe.yaml", lines_of="steps"))


def test_the_shipped_probes_are_those_of_the_shipped_book() -> None:
    on_disk = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.yaml")}

    assert on_disk == {found.name: found.text for found in made().values()}


def test_every_parameter_that_a_rule_reads_is_probed_or_said_why_not() -> None:
    read_by_rules = {p for f in FAMILIES.values() for rule in f.rules for p in rule.uses}

    assert read_by_rules - made().keys() == UNPROBED.keys()


FEW = {"bind.insurance": 2, "spend.place": 2, "transfer.kin": 1}
"""Where other rules answer first on all other days."""


def test_a_probed_parameter_is_asked_three_times_at_least() -> None:
    few = {found.parameter: found.asks for found in made().values() if found.asks < 3}

    assert few == FEW


@pytest.mark.parametrize("parameter", sorted(LINES))
def test_a_probe_holds_on_the_engine(parameter: str) -> None:
    assert not fails(scenario_of(parameter))


def test_the_days_probed_are_those_beside_each_edge_of_a_value() -> None:
    days = {(place, format_day(day)) for place, day in days_of(shipped(), "wallet.open")}

    assert {("CN-SN", "2025-07-02"), ("CN-SN", "2025-07-03")} <= days
    assert ("CN-SN", "2025-07-01") not in days


@pytest.mark.parametrize(
    ("parameter", "name"),
    [
        ("transfer.cap.each", "transfer.cap.each@CN 2024-11-15: +1"),
        ("transfer.cap.each", "transfer.cap.each@CN 2024-11-15: -1"),
        ("wallet.open", "wallet.open@CN-SN 2025-07-03: from -1"),
        ("wallet.open", "wallet.open@CN-SN 2025-07-03: from +1"),
        ("bind.members.cap", "bind.members.cap@CN-AH 2024-01-01: +1"),
        ("bind.members.cap", "bind.members.cap@CN-AH 2024-01-01: -1"),
        ("transfer.closed", "transfer.closed@CN 2024-11-15: start -1 minute"),
        ("account.retired.credit", "account.retired.credit@CN-BJ 2023-08-07: from +1"),
    ],
)
def test_a_probe_falls_when_its_value_moves(parameter: str, name: str) -> None:
    assert fails(with_book(scenario_of(parameter), mutant(name).book))


@pytest.mark.parametrize("change", ["skipped", "-1 fen", "+1 fen"])
def test_a_probe_falls_when_its_rule_moves(change: str) -> None:
    spoiled = next(m for m in rule_mutants() if m.told == f"transfer TRANSFER_CAP_EACH: {change}")

    with in_rules(spoiled):
        assert fails(scenario_of("transfer.cap.each"))


def test_the_command_writes_scenarios_of_another_book_that_run_where_they_stand(
    tmp_path: Path,
) -> None:
    policy = tmp_path / "policy"
    policy.mkdir()
    text = (REPO / "ledger/policy/data/cn.yaml").read_text(encoding="utf-8")
    (policy / "cn.yaml").write_text(text, encoding="utf-8")
    out = tmp_path / "out"
    result = walletsim("probe", "--policy", policy, "--out", out)

    assert (result.exit_code, result.stderr) == (0, "")
    assert "policy: [../policy/cn.yaml]" in (out / "probe-kin-list.yaml").read_text("utf-8")
    assert walletsim("replay", out, "--quiet").exit_code == 0
    assert not (tmp_path / "probes").exists()


def alone(parameter: str) -> PolicyBook:
    whole = shipped()
    history = {key: records for key, records in whole.history.items() if key[0] == parameter}
    return replace(whole, definitions={parameter: whole.definitions[parameter]}, history=history)


def test_a_book_that_defines_one_parameter_alone_is_asked_all_the_same() -> None:
    books = {name: alone(name) for name in LINES if shipped().history.keys() & {(name, "CN")}}

    silent = {n for n, book in books.items() if not asked(book, n, tuple(days_of(book, n)))}
    assert silent == {"account.move.in_days", "account.move.out_days"}  # they ask of two cities


def test_a_book_where_nothing_waits_and_a_rule_is_not_listed_is_probed_without_failures() -> None:
    result = walletsim("probe", "--policy", REPO / "benchmarks" / "policy", "--format", "json")
    rows = json.loads(result.stdout)

    assert {row["parameter"]: row["failures"] for row in rows if row["failures"]} == {}
    assert {"kin.list"}.isdisjoint(row["parameter"] for row in rows)
    assert result.exit_code == 0


def test_a_probe_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "probe-kin-list.yaml").mkdir()
    result = walletsim("probe", "--out", tmp_path)

    assert result.exit_code == 2
    assert "probe-kin-list.yaml: cannot be written" in result.stderr
