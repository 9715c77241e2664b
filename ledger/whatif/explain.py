"""Why a command was answered as it was: one document of plain values, made on demand.

The document is the JSON of FORMATS section 5. It holds no words of any language; `narrate` renders
it. Amounts are whole fen, moments are texts of Beijing time.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any, TypeAlias

from ledger.core.book import Person
from ledger.core.commands import Command, word_of
from ledger.core.decide import NOBODY, Finding
from ledger.core.refusals import UNTRIED, Code
from ledger.core.rules.rule import Case
from ledger.policy.book import InForce, PolicyBook, sides
from ledger.policy.dated import Definition
from ledger.policy.kinds import Value
from ledger.preview import HORIZON_DAYS, deciding_region, judge
from ledger.scenario.outcome import Outcome, when_text
from ledger.scenario.story import Scenario, Step
from ledger.whatif.settled import burden_fen, settled
from ledger.words.moments import DAY, day_of, format_day, format_moment
from ledger.words.money import NO_LIMIT
from ledger.words.regions import parent

Document: TypeAlias = dict[str, Any]

_OWN_WORDS = frozenset(
    {
        Code.WALLET_TO_ACCOUNT,
        Code.ONWARD_NOT_ALLOWED,
        Code.WALLET_NOT_OPEN,
        Code.KIN_NOT_BOUND,
        Code.SETTLEMENT_SUSPENDED,
    }
)
"""Rules whose facts say it all while they pass: their limit is shown only when they fail."""


def explain(outcome: Outcome, step: str) -> Document:
    """The explanation of an outcome, while its session still stands where it was decided."""
    case, decision = outcome.judgement.case, outcome.decision
    document: Document = {
        "step": step,
        "at": format_moment(outcome.at),
        "verdict": outcome.verdict,
        "code": decision.code.value if decision.code is not None else None,
        "command": word_of(outcome.command),
        "asked_fen": _amount_fen(outcome.command),
        "burden_fen": burden_fen(outcome.command),
        "payer": _person(case.sender) if case is not None else None,
        "payee": _person(case.receiver) if case is not None else None,
        "seq": decision.seq,
        "also": outcome.also if outcome.verdict == "refused" else [],
        "horizon_days": HORIZON_DAYS,
        "policy_hash": outcome.policy.hash,
    }
    if outcome.verdict == "duplicate":
        return {**document, "rules": []}
    if case is None or decision.code in UNTRIED:
        return {**document, "rules": [], "passes_now_fen": 0, "passes_at": "never"}
    document |= _decider(outcome, case) | settled(outcome, case)
    document["passes_now_fen"] = _open_fen(outcome.would_pass_fen)
    document["passes_at"] = when_text(outcome.passes_at) if decision.code else None
    document["rules"] = [_row(outcome.policy, f, case) for f in outcome.judgement.findings]
    document["evidence"] = _evidence(outcome.policy, outcome.judgement.findings, case)
    return document


def _amount_fen(command: Command) -> int | None:
    """The amount a command names; None for one that names none, such as the items of a refund."""
    return getattr(command, "amount_fen", None) or None


def _open_fen(fen: int) -> int | None:
    return None if fen >= NO_LIMIT else fen


def _person(person: Person) -> Document | None:
    if person is NOBODY:
        return None
    return {"id": person.id, "name": person.name, "region": person.insured}


def _decider(outcome: Outcome, case: Case) -> Document:
    """The rule that decided: its parameter, value, place in the files, source and sum."""
    found = next((f for f in outcome.judgement.failed if f.code == outcome.decision.code), None)
    if found is None:
        return {}
    document: Document = {"facts": dict(found.facts)} | _sum(found, case)
    if not found.parameter:
        return document
    policy, day = outcome.policy, day_of(outcome.at)
    region = deciding_region(policy, found, case)
    definition = policy.definitions[found.parameter]
    in_force = policy.in_force(found.parameter, region, day)
    document |= {"parameter": found.parameter}
    if in_force is None:
        return document | {"region": "CN", "value": None}
    return (
        document
        | _value(definition, in_force, day)
        | _wider(policy, definition, in_force, day)
        | {"disputed": list(_disputed(outcome, in_force))}
    )


def _value(definition: Definition, in_force: InForce, day: int) -> Document:
    record, reading = in_force
    place = record.place
    until = record.until_day
    return {
        "region": record.region,
        "value": definition.show(reading.value),
        "value_fen": reading.value if definition.kind_name == "money" else None,
        "from": format_day(record.from_day),
        "until": None if until is None else format_day(until),
        "file": place.path if place is not None else None,
        "line": place.line if place is not None else None,
        "column": place.col if place is not None else None,
        "sources": [
            {"id": reading.source_id, "title": reading.source.title, "grade": _grade(in_force)}
        ],
        "quote": reading.quote,
    }


def _grade(in_force: InForce) -> str:
    return in_force.reading.source.grade


def _wider(policy: PolicyBook, definition: Definition, in_force: InForce, day: int) -> Document:
    """What the wider region says, when the value is an overlay's."""
    region = in_force.record.region
    above = parent(region)
    if above is None:
        return {"wider": None}
    file = next((f for f in policy.files if f.region == region), None)
    overlay = file.overlay.get(definition.name) if file is not None else None
    wider = policy.in_force(definition.name, above, day)
    shown = None if wider is None else definition.show(wider.value)
    how = overlay.how if overlay is not None else "replace"
    wider_region = wider.record.region if wider is not None else "CN"
    return {"wider": {"region": wider_region, "value": shown, "how": how}}


def _sum(found: Finding, case: Case) -> Document:
    """The addends that lead over the limit, where the limit is an amount or a count."""
    over = case.asked_fen - found.room_fen
    usage = case.sender.used_on(day_of(case.at))
    counted = usage.counted(undone_too=case.terms.counts_returned == "counted")
    addends = [{"id": transfer, "amount_fen": fen} for transfer, fen in counted]
    match found.code:
        case Code.TRANSFER_DAY_AMOUNT if not found.absent:
            cap_fen = case.terms.transfer_day_fen
            total_fen = sum(fen for _, fen in counted) + case.asked_fen
            return {"addends": addends, "over_fen": total_fen - cap_fen, "total_fen": total_fen}
        case Code.TRANSFER_DAY_COUNT:
            return {"addends": addends}
        case Code.TRANSFER_CAP_EACH | Code.BALANCE_SHORT | Code.REFUND_TOO_MUCH if (
            _amount_fen(case.command) is not None
        ):
            return {"addends": [], "over_fen": over}
        case _:
            return {}


def _disputed(outcome: Outcome, in_force: InForce) -> Iterator[Document]:
    """What each other reading of the deciding value would have answered."""
    record = in_force.record
    for reading in record.readings:
        if reading is in_force.reading:
            continue
        chosen = {(record.parameter, record.region): reading.name}
        policy = outcome.policy.with_readings(chosen)
        command = outcome.command
        failed = judge(outcome.book, policy, command, at=outcome.at, key=outcome.key).failed
        yield {
            "reading": reading.name,
            "grade": reading.source.grade,
            "title": reading.source.title,
            "note": reading.note,
            "code": failed[0].code.value if failed else None,
        }


def _row(policy: PolicyBook, finding: Finding, case: Case) -> Document:
    """One rule of the table: what it found, its limit, and on whose word."""
    row: Document = {
        "code": finding.code.value,
        "ok": finding.ok,
        "facts": dict(finding.facts),
        "room_fen": _open_fen(finding.room_fen),
        "absent": list(finding.absent),
    }
    if not finding.parameter or (finding.ok and finding.code in _OWN_WORDS):
        return row | {"parameter": finding.parameter or None, "limit": None}
    region = deciding_region(policy, finding, case)
    in_force = policy.in_force(finding.parameter, region, day_of(case.at))
    row |= {"parameter": finding.parameter}
    if in_force is None:
        return row | {
            "limit": None if finding.absent else "none",
            "region": None,
            "grade": None,
        }
    limit = _limit(policy.definitions[finding.parameter], in_force.value, finding)
    return row | {"limit": limit, "region": in_force.record.region, "grade": _grade(in_force)}


def _limit(definition: Definition, value: Value, finding: Finding) -> str | None:
    if definition.kind_name == "set" and finding.ok:
        return None
    return definition.show(value)


def _evidence(policy: PolicyBook, findings: list[Finding], case: Case) -> dict[str, int]:
    """How many dated values were used, by grade."""
    used = {}
    for finding in findings:
        for parameter in finding.rule.uses:
            definition = policy.definitions.get(parameter)
            if definition is None:
                continue
            for region in sides(definition, case.sender.insured, case.receiver.insured):
                found = policy.in_force(parameter, region, case.at // DAY)
                if found is not None:
                    used[parameter, found.record.region, found.record.from_day] = _grade(found)
    counts = Counter(used.values())
    return {grade: counts[grade] for grade in ("A", "B", "C", "assumed") if counts[grade]}


def explain_step(scenario: Scenario, step: Step, outcome: Outcome) -> Document:
    """The explanation of a step of a scenario, with its place in the file."""
    document = explain(outcome, step.id)
    if step.where:
        place = scenario.place(step.where)
        name = place.path.replace("\\", "/").rpartition("/")[2]
        document["place"] = {"file": name, "line": place.line, "column": place.col}
    return document
