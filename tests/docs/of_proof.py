"""What the shipped scenarios reach and notice, as the README says it."""

import json
from functools import cache
from typing import Any

from ledger.cli.files import sound_scenarios
from ledger.proof.coverage import Row, coverage
from tests.cli.running import SCENARIOS
from tests.docs.pages import REPO

MUTANTS = REPO / "docs/reference/mutants.jsonl"
"""What `make proof` found last: every survivor, and the scores."""

SAID = {
    "en": (
        "The shipped scenarios reach {refusal_codes} of the refusal codes, {rule_outcomes} of the"
        " outcomes of rules, {parameters_read} of the parameters and {dated_values} of the dated"
        " values. Of {tried:,} small changes of the rules and of the policy book they notice"
        " {all}% ({rules}% of the rules, {policy}% of the policy); {equivalent} more change nothing"
        " that a story could notice. `make proof` measures it again."
    ),
    "zh": (
        "随附的情景用到了 {refusal_codes} 的拒绝码、{rule_outcomes} 的规则结果、"
        "{parameters_read} 的参数和 {dated_values} 的有日期的值。"
        "对规则和政策簿的 {tried:,} 个小改动，情景察觉了 {all}%"
        "（规则 {rules}%，政策 {policy}%）；"
        "另有 {equivalent} 个改动不改变任何情景能察觉的东西。`make proof` 可重新测量。"
    ),
}


def mutants() -> list[dict[str, Any]]:
    """Every survivor and score of the last `make proof`."""
    return [json.loads(line) for line in MUTANTS.read_text(encoding="utf-8").splitlines()]


@cache
def sums() -> dict[str, Row]:
    """What the shipped scenarios reach, measured now."""
    return {row.name: row for row in coverage(sound_scenarios([SCENARIOS])).sums}


def proof_part(lang: str) -> str:
    """Coverage and score in three sentences."""
    scores = {row["layer"]: row for row in mutants() if row["kind"] == "score"}
    total = scores["all"]
    said = SAID[lang].format(
        **{name: f"{row.percent:g}%" for name, row in sums().items()},
        **{layer: row["percent"] for layer, row in scores.items()},
        tried=total["killed"] + total["survived"],
        equivalent=total["equivalent"],
    )
    return f"{said}\n"
